"""Words like "saya sakit hari ini" offer an absence; a report stays a report."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from handlers.reading.away import read_away
from models.machine import Incoming
from models.notices.notices import Notice
from models.work.absences import Absence, AbsenceKind
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


async def test_a_duty_travel_to_come_is_no_report_wherever_it_goes(days: Days) -> None:
    _, tom = await two(days)

    await tom.says("besok saya dinas luar ke Jambi")

    assert "dinas luar, Rab 25 Nov" in tom.sees
    assert "Jambi" not in tom.sees
    await tom.says("dinas luar ke Jambi")  # today: it may be what was done
    assert tom.sees.startswith("Laporan Anda · Sel 24 Nov\n1. dinas luar ke Jambi\n")


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


async def test_what_may_be_work_is_asked_with_two_buttons(days: Days) -> None:
    _, tom = await two(days)
    ida = await days.hires("Ida")

    await tom.says("sakit perut")

    assert tom.sees == "Anda tidak masuk karena sakit, atau ini laporan pekerjaan?"
    assert tom.buttons == ["🤒 Saya sakit, tidak masuk", "📝 Tulis sebagai laporan"]
    assert await ida.sends_tap(*tom.button("Saya sakit")) == FOREIGN
    await tom.taps("Saya sakit")
    assert "sakit, Sel 24 Nov\n1 hari kerja." in tom.sees
    await tom.taps("Catat")
    assert await off(days, tom, TUESDAY) == [Off.ABSENCE]
    assert await days.count(Activity) == 0


async def test_since_a_day_that_is_over_means_until_today(days: Days) -> None:
    _, tom = await two(days)

    await tom.says("sakit dari kemarin")

    assert "sakit, Sen 23 Nov s.d. Sel 24 Nov\n2 hari kerja." in tom.sees


@pytest.mark.parametrize("taps", [["Catat"], ["Tidak jadi"], []])
async def test_what_was_said_of_ones_health_is_forgotten(days: Days, taps: list[str]) -> None:
    _, tom = await two(days)
    await tom.says("saya demam dan batuk, tidak bisa masuk hari ini")
    for label in taps:
        await tom.taps(label)
    if not taps:  # nobody decides about it
        days.later(hours=24)
        await days.rings()

    assert not any("Catat" in label for shown in tom.screen for label in shown.buttons)
    async with days.database.transaction() as session:
        tables = (Notice, Incoming, Absence)
        kept = [str(vars(row)) for table in tables for row in await session.scalars(select(table))]
    assert [row for row in kept if "demam" in row or "batuk" in row] == []
    assert len(kept) >= 2


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
        "sakit perut hari ini, izin tidak masuk",
        "saya demam tidak bisa masuk",
        "sy kurang enak badan pak, ijin ga masuk",
        "sakit sejak Senin",
        "anak saya sakit, izin tidak masuk",
        "I am sick today",
        "sick leave tomorrow",
        "on leave next week",
        "minggu depan tugas belajar di Jogja",
        "besok cuti tahunan ke Padang",
        "besok saya cuti di Padang",
        "tomorrow duty travel to Jambi",
    ],
)
def test_these_words_say_nothing_else(said: str) -> None:
    assert read_away(said, MORNING, OFFICE).only


@pytest.mark.parametrize(
    "said", ["sakit kepala pasien", "pelayanan izin", "izin pulang cepat", "nihil kejadian",
             "rekap cuti", "menyusun jadwal diklat", "saya tidak sakit",
             "tidak jadi cuti", "bukan izin", "belum dinas luar", "2 sakit",
             "memeriksa pasien sakit perut", "kunjungan ke rumah warga sakit", "pasien demam",
             "besok rapat ke Jambi", "besok rekap cuti di BKPSDM",
             "besok rapat, dinas luar ke Jambi",
             "penyuluhan demam berdarah", "saya tidak sakit perut", "sakit gigi pasien"],
)  # fmt: skip
def test_these_words_tell_of_work(said: str) -> None:
    read = read_away(said, MORNING, OFFICE)
    assert (read.only, read.may_be) == (False, False)


@pytest.mark.parametrize(
    ("said", "kind", "since", "until"),
    [
        ("sakit dari kemarin", "sick", 23, 24),
        ("sakit sejak Senin", "sick", 23, 24),
        ("saya sakit sejak tanggal 20", "sick", 20, 24),
        ("sakit dari senin", "sick", 23, 24),
        ("sakit mulai besok", "sick", 25, 25),
        ("dinas luar dari rabu sampai jumat", "duty-travel", 25, 27),
        ("anak saya sakit, izin tidak masuk besok", "permission", 25, 25),
        ("annual leave tomorrow", "annual-leave", 25, 25),
        ("annual leave 25 to 27 november", "annual-leave", 25, 27),
        ("I am sick since yesterday", "sick", 23, 24),
    ],
)
def test_kind_and_days_are_read(said: str, kind: str, since: int, until: int) -> None:
    read = read_away(said, MORNING, OFFICE)
    assert (read.kind, read.period) == (kind, (date(2026, 11, since), date(2026, 11, until)))


@pytest.mark.parametrize(
    "said",
    ["besok dinas luar dan cuti", "izin, besok dinas luar dan sakit", "cuti tahunan diklat besok"],
)
def test_work_elsewhere_and_leave_at_once_are_asked(said: str) -> None:
    read = read_away(said, MORNING, OFFICE)
    assert (read.only, read.kind, read.is_leave) == (True, None, False)


def test_in_english_the_kind_may_stand_behind_the_days() -> None:
    read = read_away("1-3 December annual", MORNING, OFFICE)
    assert read.period == (date(2026, 12, 1), date(2026, 12, 3))
    assert read.kind == AbsenceKind.ANNUAL_LEAVE


def test_no_report_of_the_corpus_is_taken_for_an_absence() -> None:
    reports = [message for message in messages() if message.want]
    read = [(str(m), read_away(m.say, m.said_at, OFFICE)) for m in reports]
    assert [words for words, found in read if found.only or found.may_be] == []
    assert len(reports) > 700
