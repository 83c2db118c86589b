"""What is much the same, and what only sounds so; no database."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from models.notices.notices import KEPT_SEEN, Notice
from models.work.attention import Attention
from models.work.gists import bare, gists_of
from models.work.likeness import Alike, Earlier, is_alike
from tests.rules.made import AFTERNOON, EVE, TOM, TUESDAY, a_draft, a_sent_one

WHAT = "verifikasi berkas permohonan kartu keluarga, 15 berkas"
MONDAY = TUESDAY - timedelta(days=1)
FRIDAY = date(2026, 11, 20)


def earlier(day: date = MONDAY, what: str = WHAT, author: int = TOM.id) -> Earlier:
    return Earlier(author, day, what)


@pytest.mark.parametrize(
    "other",
    [
        "Verifikasi berkas permohonan Kartu Keluarga (20 berkas)",
        "verifikasi berkas permohonan kartu keluarga berkas.",
        "verifikasi berkas pemohonan kartu keluarga, 7 berkas",
    ],
)
def test_case_marks_numbers_and_a_typing_error_make_it_no_other(other: str) -> None:
    assert is_alike(bare(WHAT), bare(other))
    assert set(gists_of(WHAT)) & set(gists_of(other))


@pytest.mark.parametrize(
    "other",
    ["verifikasi berkas permohonan akta kelahiran", "rapat koordinasi pengadaan barang dan jasa"],
)
def test_another_subject_is_another_activity(other: str) -> None:
    assert not is_alike(bare(WHAT), bare(other))


def test_short_words_are_everybodys() -> None:
    assert gists_of("apel pagi") == gists_of("1234567890 123456789012345") == (None, None, None)


def test_the_newest_earlier_day_of_ones_own_and_of_a_colleague() -> None:
    mine = a_draft(what=WHAT)
    others = [earlier(FRIDAY), earlier(MONDAY), earlier(FRIDAY, author=EVE.id)]

    assert Alike.of(mine, others) == Alike(earlier(MONDAY), earlier(FRIDAY, author=EVE.id))
    assert not Alike.of(mine, [earlier(what="menyusun laporan realisasi anggaran triwulan")])


def test_the_same_day_counts_for_a_colleague_only_and_later_days_never() -> None:
    mine = a_draft(what=WHAT)
    later = TUESDAY + timedelta(days=1)

    assert not Alike.of(mine, [earlier(TUESDAY), earlier(later), earlier(later, author=EVE.id)])
    assert Alike.of(mine, [earlier(TUESDAY, author=EVE.id)]).colleagues is not None


def test_gists_are_of_what_was_sent() -> None:
    assert a_draft(what=WHAT).gist_1 is None
    sent = a_sent_one(what=WHAT)
    assert (sent.gist_1, sent.gist_2, sent.gist_3) == gists_of(WHAT)


def a_card() -> Notice:
    return Notice(kind="review", subject="1:2026-11-24", made_at=AFTERNOON, due=None)


def later(seconds: float) -> datetime:
    return AFTERNOON + timedelta(seconds=seconds)


def test_seconds_count_from_when_these_words_were_first_shown() -> None:
    card = a_card()
    card.remember(1, [[7, 1]], at=AFTERNOON)
    card.remember(2, [[7, 1], [8, 1]], at=later(60))
    card.remember(3, [[8, 2]], at=later(90))

    assert card.seconds_shown(7, 1, at=later(100)) == 100
    assert card.seconds_shown(8, 1, at=later(100)) == 40
    assert card.seconds_shown(8, 2, at=later(100)) == 10
    assert card.seconds_shown(9, 1, at=later(100)) is None


def test_a_card_forgets_what_it_showed_first() -> None:
    card = a_card()
    for n in range(KEPT_SEEN + 1):
        card.remember(n, [[n, 1]], at=later(n))
    assert card.seconds_shown(0, 1, at=later(500)) is None
    assert card.seconds_shown(1, 1, at=later(501)) == 500


def test_half_of_the_decisions() -> None:
    assert Attention.of([2, 40, 3]) == Attention(3, 3)
    assert Attention.of([2, 40]) == Attention(2, 2)
    assert Attention.of([]) == Attention(0, None)
