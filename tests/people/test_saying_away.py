"""Words like "saya sakit hari ini" offer an absence; a report stays a report."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.reading.away import read_away
from models.work.absences import Absence
from models.work.activities import Activity
from models.work.duties import Off
from tests.desk import OFFICE
from tests.people.test_asking_away import FOREIGN, off, seen, two
from tests.reading.corpus import messages
from tests.work.conftest import days as days
from tests.work.days import TUESDAY, WEDNESDAY, Days

MORNING = datetime(2026, 11, 24, 1, tzinfo=UTC)


async def test_being_ill_today_is_offered_as_an_absence(days: Days) -> None:
    _, tom = await two(days)

    await tom.says("saya sakit hari ini")

    assert tom.sees == (
        "Tidak masuk? Periksa dulu, lalu ketuk tombolnya.\n"
        "sakit, Sel 24 Nov\n1 hari kerja.\nLangsung berlaku. Bu Mia Lestari diberi tahu."
    )
    assert tom.buttons == [
        "✅ Catat", "Tanggal lain", "‹ Jenis lain", "📝 Tulis sebagai laporan", "Tidak jadi",
    ]  # fmt: skip
    await tom.taps("Catat")
    assert await off(days, tom, TUESDAY) == [Off.ABSENCE]
    assert await days.count(Activity) == 0


async def test_of_leave_it_is_asked_which_and_the_day_is_kept(days: Days) -> None:
    _, tom = await two(days)

    await tom.says("besok saya cuti")
    await tom.taps("Cuti tahunan")
    await tom.taps("Minta persetujuan")

    assert tom.sees.startswith("Menunggu persetujuan Bu Mia Lestari: cuti tahunan, Rab 25 Nov.\n")
    assert await off(days, tom, WEDNESDAY) == [None]


async def test_nothing_to_report_may_be_an_absence_of_any_kind(days: Days) -> None:
    _, tom = await two(days)

    await tom.says("nihil")

    assert tom.sees == (
        "Anda tidak masuk Sel 24 Nov? Pilih yang sesuai, supaya hari itu tidak ditagih laporan."
    )
    await tom.taps("Tidak jadi")
    assert "Anda tidak masuk" not in "".join(seen(tom))


async def test_how_many_days_is_no_date_so_they_are_asked(days: Days) -> None:
    _, tom = await two(days)

    await tom.says("saya sakit 2 hari")

    assert tom.sees == "sakit: hari apa?"
    assert "📝 Tulis sebagai laporan" in tom.buttons


async def test_what_was_a_report_after_all_becomes_one(days: Days) -> None:
    _, tom = await two(days)
    ida = await days.hires("Ida")
    await tom.says("diklat")
    pressed = tom.button("Tulis sebagai laporan")
    assert await ida.sends_tap(*pressed) == FOREIGN
    assert await days.count(Activity) == 0

    await tom.sends_tap(*pressed)
    await tom.sends_tap(*pressed)

    assert "diklat" in tom.sees
    assert await days.count(Activity) == 1
    assert await days.count(Absence) == 0


async def test_an_answer_to_a_question_is_no_absence(days: Days) -> None:
    _, tom = await two(days)
    await tom.says("08.00-10.00")  # what was it for?

    await tom.says("diklat")

    assert await days.count(Activity) == 1


@pytest.mark.parametrize(
    "said",
    [
        "izin sakit",
        "maaf pak, saya tidak bisa masuk hari ini",
        "sy ijin ga masuk hari ini pak",
        "izin tidak masuk kerja hari ini karena sakit",
        "dinas luar 24-26 nov",
        "saya sakit 2 hari",
        "sakit 3 hari mulai besok",
    ],
)
def test_these_words_say_nothing_else(said: str) -> None:
    assert read_away(said, MORNING, OFFICE).only


@pytest.mark.parametrize(
    "said", ["sakit kepala pasien", "pelayanan izin", "izin pulang cepat", "nihil kejadian",
             "rekap cuti", "menyusun jadwal diklat", "saya tidak sakit",
             "tidak jadi cuti", "bukan izin", "belum dinas luar", "2 sakit"],
)  # fmt: skip
def test_these_words_tell_of_work(said: str) -> None:
    assert not read_away(said, MORNING, OFFICE).only


def test_no_report_of_the_corpus_is_taken_for_an_absence() -> None:
    reports = [message for message in messages() if message.want]
    assert [str(m) for m in reports if read_away(m.say, m.said_at, OFFICE).only] == []
    assert len(reports) > 700
