"""Plays of a report that comes while a reason is awaited: it is a report, and nobody's reason."""

from __future__ import annotations

import pytest

from models.work.activities import Activity
from models.work.corrections import Correction
from models.work.states import State
from tests.desk import Desk, Person
from tests.work.days import Days
from tests.work.test_correcting import closed
from tests.work.test_reviewing import decisions, mia_and_tom, sends, states

REPORT = "08.00-10.00 rapat pimpinan di aula, 1 notulen"
NOTED = (
    "Itu saya catat sebagai laporan Anda. Pertanyaan tadi masih saya tunggu; kalau itu jawabannya, "
    "balas pertanyaannya."
)


def is_told(person: Person, text: str) -> bool:
    return any(shown.text == text for shown in person.screen)


@pytest.mark.parametrize(
    ("label", "verdict"), [("Komentar", State.APPROVED), ("Kembalikan", State.RETURNED)]
)
async def test_a_reviewers_own_report_decides_nothing_and_the_question_stays(
    desk: Desk, label: str, verdict: State
) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps(label)

    await mia.says(REPORT)
    assert is_told(mia, NOTED)
    assert "08.00–10.00 rapat pimpinan di aula (2 jam, 1 notulen)" in mia.sees
    assert (await states(desk), await decisions(desk)) == ([State.SUBMITTED, State.DRAFT], [])

    await mia.says("mohon lengkapi notulennya")
    assert await states(desk) == [verdict, State.DRAFT]
    assert [d.reason for d in await decisions(desk)] == ["mohon lengkapi notulennya"]


async def test_a_reply_to_the_question_is_its_answer_whatever_it_says(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Kembalikan")

    await mia.says(REPORT, reply_to=mia.card)
    assert await states(desk) == [State.RETURNED]
    assert [d.reason for d in await decisions(desk)] == [REPORT]


async def test_a_report_meanwhile_keeps_the_question_no_longer_than_before(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Komentar")
    desk.later(minutes=10)
    await mia.says(REPORT)

    desk.later(minutes=10)
    await mia.says("bagus, terima kasih")
    assert (await states(desk))[0] is State.SUBMITTED
    assert await decisions(desk) == []


async def test_a_clock_alone_does_not_make_a_reason_a_report(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Kembalikan")

    await mia.says("apelnya mulai jam 7, bukan jam 8")
    assert await states(desk) == [State.RETURNED]


async def test_a_report_is_no_reason_to_cancel(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await tom.taps("Ubah")
    await tom.taps("Hapus")

    await tom.says(REPORT)
    assert is_told(tom, NOTED)
    assert await states(desk) == [State.SUBMITTED, State.DRAFT]
    await tom.says("salah tulis, itu kemarin")
    assert await states(desk) == [State.CANCELLED, State.DRAFT]


async def test_a_report_is_no_reason_for_a_correction_nor_against_one(days: Days) -> None:
    mia, tom = await closed(days)
    await tom.taps("Minta perbaikan")
    await tom.says(REPORT)
    assert is_told(tom, NOTED)
    await tom.says("salah menulis jamnya")
    await tom.says("08.00-09.00 rapat koordinasi")  # what should stand is no report of today
    assert await days.count(Correction) == 1

    await mia.taps("Tidak setuju")
    await mia.says(REPORT)
    assert is_told(mia, NOTED)
    assert await days.count(Activity) == 3
    await mia.says("rapatnya memang dua jam")
    assert is_told(mia, "Tercatat. Alasannya diteruskan.")
