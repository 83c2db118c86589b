"""/izin: by words or buttons, at once or by approval; overlaps, early ends, objections."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.reading.away import read_away
from models.work.absences import Absence, AbsenceKind
from models.work.duties import Off
from models.work.holidays import Holiday, HolidayKind
from models.work.special_days import add_special_day
from tests.desk import OFFICE, Person, plain
from tests.work.conftest import days as days
from tests.work.days import FRIDAY, THURSDAY, TUESDAY, WEDNESDAY, Days, with_rules

MORNING = datetime(2026, 11, 24, 1, tzinfo=UTC)
FOREIGN = "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."


async def two(days: Days) -> tuple[Person, Person]:
    mia = await days.hires("Mia Lestari")
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    await days.goes_to(TUESDAY, "08.00")
    return mia, tom


async def off(days: Days, person: Person, *which: date) -> list[Off | None]:
    return [(await days.duty(person, day)).off for day in which]


def seen(person: Person) -> list[str]:
    return [plain(shown.text) for shown in person.screen]


async def test_leave_in_one_message_counts_once_it_is_approved(days: Days) -> None:
    mia, tom = await two(days)

    await tom.says("/izin cuti tahunan rabu-kamis")
    assert tom.sees == (
        "cuti tahunan, Rab 25 Nov s.d. Kam 26 Nov\n2 hari kerja.\n"
        "Baru berlaku sesudah disetujui Bu Mia Lestari."
    )
    assert await tom.taps("Minta persetujuan") == (
        "Permintaan terkirim. Sebelum disetujui, Rab 25 Nov s.d. Kam 26 Nov masih tercatat "
        "sebagai hari kerja."
    )
    assert await off(days, tom, WEDNESDAY, THURSDAY) == [None, None]
    assert mia.sees == (
        "Pak Tom Saputra: cuti tahunan, Rab 25 Nov s.d. Kam 26 Nov\n"
        "Menunggu persetujuan Anda. Sebelum itu tercatat sebagai hari kerja."
    )

    assert await mia.taps("Setujui") == "Disetujui. Pak Tom Saputra diberi tahu."

    assert await off(days, tom, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY) == [
        None, Off.ABSENCE, Off.ABSENCE, None,
    ]  # fmt: skip
    assert tom.sees == (
        "✅ Bu Mia Lestari menyetujui tidak masuk Rab 25 Nov s.d. Kam 26 Nov. "
        "Hari itu tidak perlu laporan."
    )


async def test_with_buttons_alone_and_at_once(days: Days) -> None:
    mia, tom = await two(days)

    await tom.says("/izin")
    assert tom.buttons == [
        "Sakit", "Izin", "Dinas luar", "Diklat", "Cuti …", "Tugas belajar", "Tidak jadi",
    ]  # fmt: skip
    await tom.taps("Sakit")
    assert tom.buttons == ["Hari ini", "Besok", "Tanggal lain", "‹ Jenis lain"]
    await tom.taps("Hari ini")
    assert (
        tom.sees
        == "sakit, Sel 24 Nov\n1 hari kerja.\nLangsung berlaku. Bu Mia Lestari diberi tahu."
    )
    assert await tom.taps("Catat") == "Dicatat. Sel 24 Nov tidak perlu laporan."

    assert await off(days, tom, TUESDAY) == [Off.ABSENCE]
    assert mia.sees.startswith("Pak Tom Saputra: sakit, Sel 24 Nov\nSudah berlaku")
    await days.goes_to(TUESDAY, "15.30")
    assert not any("belum masuk" in text for text in seen(tom))
    await days.goes_to(WEDNESDAY, "15.30")
    assert any("• Rab 25 Nov" in text for text in seen(tom))
    assert not any("• Sel 24 Nov" in text for text in seen(tom))


async def test_another_date_is_asked_for_in_words(days: Days) -> None:
    _, tom = await two(days)
    await tom.says("/izin diklat")
    await tom.taps("Tanggal lain")
    await tom.says("entah")
    assert tom.sees.startswith("Harinya belum jelas.")

    await tom.says("26 nov s/d 2 des")

    assert tom.sees.startswith("diklat, Kam 26 Nov s.d. Rab 2 Des\n5 hari kerja.")


async def test_nobody_else_asks_decides_or_ends_it(days: Days) -> None:
    mia, tom = await two(days)
    ida = await days.hires("Ida")
    await tom.says("/izin cuti tahunan senin-rabu")
    assert await ida.sends_tap(*tom.button("Minta persetujuan")) == FOREIGN
    assert await days.count(Absence) == 0
    await tom.taps("Minta persetujuan")

    for who in (ida, tom):
        assert await who.sends_tap(*mia.button("Setujui")) == FOREIGN
        assert await who.sends_tap(*mia.button("Tidak setuju")) == FOREIGN
    for who in (ida, mia):
        assert await who.sends_tap(*tom.button("Batalkan")) == FOREIGN
    assert await days.count(Absence, Absence.waits.is_(True)) == 1


async def test_nobody_else_chooses_kind_or_day_or_comes_back(days: Days) -> None:
    _, tom = await two(days)
    ida = await days.hires("Ida")
    await tom.says("/izin")
    assert await ida.sends_tap(*tom.button("Sakit")) == FOREIGN
    await tom.taps("Dinas luar")
    assert await ida.sends_tap(*tom.button("Besok")) == FOREIGN
    assert tom.sees == "dinas luar: hari apa?"
    await tom.says("/izin dinas luar selasa-jumat")
    await tom.taps("Catat")

    assert await ida.sends_tap(*tom.button("Masuk lagi Rab 25 Nov")) == FOREIGN
    assert await off(days, tom, WEDNESDAY) == [Off.ABSENCE]


async def test_nobody_opens_the_absence_of_somebody_else(days: Days) -> None:
    _, tom = await two(days)
    ida = await days.hires("Ida")
    await tom.says("/izin dinas luar selasa-jumat")
    await tom.taps("Catat")
    await tom.says("/izin")
    data, shown = tom.button("Sel 24 Nov")
    assert await ida.sends_tap(data, shown) == FOREIGN

    await ida.says("/izin")
    mine, card = ida.button("Sakit")
    notice, version = mine.split(":")[1:3]
    absence = data.split(":")[3]
    await ida.sends_tap(f"open-away:{notice}:{version}:{absence}", card)

    assert not any("dinas luar" in text for text in seen(ida))


async def test_forged_buttons_of_the_plan_lead_nowhere(days: Days) -> None:
    _, tom = await two(days)
    await tom.says("/izin")
    data, shown = tom.button("Sakit")
    notice, version = data.split(":")[1:3]
    for forged in (f"plan-day:{notice}:{version}:999999999", f"plan-kind:{notice}:{version}:war",
                   f"plan:{notice}:{version}:send", f"plan:{notice}:{version}:days"):  # fmt: skip
        await tom.sends_tap(forged, shown)
    await tom.says("besok")
    await tom.taps("Sakit")
    await tom.taps("Catat")
    data, shown = tom.button("Batalkan")
    for day in ("9999-12-31", "0001-01-01", "2026-11-26"):
        back = data.replace("present:", "back-from:") + f":{day}"
        assert await tom.sends_tap(back, shown) == (
            "Ini sudah tidak bisa diubah lagi dari sini. Lihat kartu yang terbaru."
        )

    assert await days.faults() == []
    assert await off(days, tom, WEDNESDAY) == [Off.ABSENCE]


async def test_days_without_work_need_no_absence(days: Days) -> None:
    _, tom = await two(days)

    await tom.says("/izin sakit 28-29 nov")

    assert tom.sees == (
        "sakit, Sab 28 Nov s.d. Min 29 Nov\n"
        "Pada tanggal itu tidak ada hari kerja, jadi tidak ada yang perlu dicatat."
    )
    assert tom.buttons == ["Tanggal lain", "‹ Jenis lain", "Tidak jadi"]


async def test_two_taps_ask_once(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin cuti tahunan rabu-kamis")
    ask = tom.button("Minta persetujuan")

    assert (await tom.sends_tap(*ask) or "").startswith("Permintaan terkirim.")
    assert await tom.sends_tap(*ask) == "Ini sudah selesai, jadi tidak ada yang berubah."
    allow = mia.button("Setujui")
    assert (await mia.sends_tap(*allow), await mia.sends_tap(*allow)) == (
        "Disetujui. Pak Tom Saputra diberi tahu.",
        "Ini sudah tidak bisa diubah lagi dari sini. Lihat kartu yang terbaru.",
    )
    assert await days.count(Absence) == 1


async def test_days_that_become_free_while_the_card_stands_are_refused(days: Days) -> None:
    _, tom = await two(days)
    await tom.says("/izin sakit besok")
    async with days.database.transaction() as session:
        free = Holiday(day=WEDNESDAY, name="Hari jadi", kind=HolidayKind.OFFICE)
        await add_special_day(session, free, days.office, at=days.time)

    assert await tom.taps("Catat") == (
        "Rab 25 Nov bukan hari kerja Anda, jadi tidak ada yang perlu dicatat."
    )
    assert await days.count(Absence) == 0


async def test_on_the_last_day_until_midnight_the_absence_is_still_listed(days: Days) -> None:
    _, tom = await two(days)
    await tom.says("/izin dinas luar selasa-kamis")
    await tom.taps("Catat")
    days.time = days.moment(FRIDAY, "00.00") - timedelta(seconds=1)
    await tom.says("/izin")
    await tom.taps("Sel 24 Nov")
    back = tom.button("Masuk lagi Kam 26 Nov")

    days.time = days.moment(FRIDAY, "00.00")
    await tom.says("/izin")
    assert not any("24 Nov" in label for label in tom.buttons)
    await tom.sends_tap(*back)  # said of Thursday, which is still open

    assert await off(days, tom, WEDNESDAY, THURSDAY) == [Off.ABSENCE, None]


async def test_days_that_are_taken_are_refused_also_while_they_wait(days: Days) -> None:
    _, tom = await two(days)
    await tom.says("/izin cuti tahunan 25-27 nov")
    await tom.taps("Minta persetujuan")

    await tom.says("/izin sakit 27 nov s/d 1 des")
    assert tom.sees == (
        "sakit, Jum 27 Nov s.d. Sel 1 Des\n"
        "⚠️ Rab 25 Nov s.d. Jum 27 Nov sudah dimintakan. Untuk mengubahnya, tulis /izin lalu ketuk "
        "tanggalnya."
    )
    assert tom.buttons == ["Tanggal lain", "‹ Jenis lain", "Tidak jadi"]
    assert await days.count(Absence) == 1

    await tom.says("/izin")
    await tom.taps("Rab 25 Nov s.d. Jum 27 Nov")
    assert await tom.taps("Batalkan") == (
        "Dibatalkan. Rab 25 Nov s.d. Jum 27 Nov kembali tercatat sebagai hari kerja."
    )
    await tom.says("/izin sakit 27 nov s/d 1 des")
    await tom.taps("Catat")
    assert await off(days, tom, THURSDAY, FRIDAY) == [None, Off.ABSENCE]


async def test_back_early_owes_the_rest_again(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin dinas luar selasa-jumat")
    await tom.taps("Catat")
    await days.goes_to(THURSDAY, "07.00")
    await tom.says("/izin")
    await tom.taps("Sel 24 Nov")

    assert await tom.taps("Masuk lagi Kam 26 Nov") == (
        "Baik, selamat bekerja lagi. Mulai Kam 26 Nov tercatat sebagai hari kerja."
    )

    assert await off(days, tom, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY) == [
        Off.ABSENCE, Off.ABSENCE, None, None,
    ]  # fmt: skip
    assert "dinas luar, Sel 24 Nov s.d. Rab 25 Nov" in "".join(seen(mia))


async def test_what_only_waits_is_undone_and_not_ended_early(days: Days) -> None:
    _, tom = await two(days)
    await tom.says("/izin cuti tahunan selasa-jumat")
    await tom.taps("Minta persetujuan")

    assert tom.buttons == ["Batalkan"]


async def test_what_was_rung_for_may_be_approved_later(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin cuti tahunan hari ini")
    await tom.taps("Minta persetujuan")
    await days.goes_to(TUESDAY, "15.30")
    assert any("• Sel 24 Nov" in text for text in seen(tom))

    await days.goes_to(WEDNESDAY, "09.00")
    await mia.taps("Setujui")

    assert await off(days, tom, TUESDAY) == [Off.ABSENCE]
    assert not any("• Sel 24 Nov" in text for text in seen(tom))
    assert any("laporan Sen 23 Nov belum masuk" in text for text in seen(tom))


async def test_turned_down_with_a_reason_and_reconsidered(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin cuti tahunan kamis")
    await tom.taps("Minta persetujuan")

    await mia.taps("Tidak setuju")
    await mia.says("jangan")
    assert mia.sees.startswith("Alasannya terlalu singkat.")
    await mia.says("ada pemeriksaan BPK")
    assert tom.sees == (
        "Bu Mia Lestari belum menyetujui tidak masuk Kam 26 Nov, jadi tetap tercatat sebagai hari "
        "kerja.\nAlasannya: ada pemeriksaan BPK\nKalau ini keliru, bicarakan dengan beliau."
    )
    assert await off(days, tom, THURSDAY) == [None]

    assert await mia.taps("Tarik kembali") == "Ditarik kembali. Pak Tom Saputra diberi tahu."
    await mia.taps("Setujui")
    assert await off(days, tom, THURSDAY) == [Off.ABSENCE]


async def test_a_day_objected_to_needs_approval_the_next_time(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin sakit hari ini")
    await tom.taps("Catat")
    await mia.taps("Keberatan")
    await mia.says("tadi ikut apel")
    assert await off(days, tom, TUESDAY) == [None]

    await tom.says("/izin sakit hari ini")
    assert "kali ini perlu persetujuan Bu Mia Lestari" in tom.sees
    await tom.taps("Minta persetujuan")
    assert await off(days, tom, TUESDAY) == [None]

    assert await mia.taps("Tarik kembali") == (
        "Pak Tom Saputra sudah meminta tidak masuk lagi untuk Sel 24 Nov. Putuskan yang itu saja."
    )
    await mia.taps("Setujui")
    assert await off(days, tom, TUESDAY) == [Off.ABSENCE]


async def test_an_objection_taken_back_is_as_if_it_had_not_been(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin sakit hari ini")
    await tom.taps("Catat")
    await mia.taps("Keberatan")
    await mia.says("tadi ikut apel")

    assert await tom.sends_tap(*mia.button("Tarik kembali")) == FOREIGN
    await mia.taps("Tarik kembali")

    assert await off(days, tom, TUESDAY) == [Off.ABSENCE]
    assert tom.sees == (
        "Bu Mia Lestari menarik kembali keberatannya atas Sel 24 Nov. Hari itu tidak perlu laporan."
    )


async def test_midnight_of_the_last_day_ends_what_can_be_said(days: Days) -> None:
    _, tom = await two(days)
    await tom.says("/izin sakit 23/11/2026")
    days.time = days.moment(FRIDAY, "00.00") - timedelta(seconds=1)
    data, shown = tom.button("Catat")
    assert await tom.sends_tap(data, shown) == "Dicatat. Sen 23 Nov tidak perlu laporan."
    await tom.taps("Batalkan")
    await tom.says("/izin sakit 23/11/2026")
    days.time = days.moment(FRIDAY, "00.00")

    assert await tom.taps("Catat") == (
        "Sen 23 Nov sudah ditutup: laporan diterima sampai 3 hari kerja sesudahnya, yaitu "
        "Kam 26 Nov."
    )


async def test_what_needs_a_yes_is_not_noted_without_anybody_to_ask(days: Days) -> None:
    mia, _ = await two(days)
    await mia.says("/izin cuti tahunan besok")

    assert mia.sees == (
        "cuti tahunan, Rab 25 Nov\n"
        "⚠️ Atasan Anda belum diatur di data, jadi belum ada yang bisa memutuskan. "
        "Hubungi pengelola kepegawaian."
    )
    assert mia.buttons == ["Tanggal lain", "‹ Jenis lain", "Tidak jadi"]
    await mia.says("/izin sakit besok")
    await mia.taps("Catat")
    assert await days.count(Absence) == 1


async def test_a_closed_day_is_refused_as_soon_as_it_is_named(days: Days) -> None:
    _, tom = await two(days)

    await tom.says("/izin sakit 2/11/2026")

    assert tom.sees.split("\n")[1].startswith("⚠️ Sen 2 Nov sudah ditutup:")
    assert "✅ Catat" not in tom.buttons


async def test_an_earlier_card_never_notes_what_a_later_one_asks(days: Days) -> None:
    _, tom = await two(days)
    await tom.says("/izin sakit besok")
    first = tom.button("Catat")
    await tom.says("/izin dinas luar kamis")

    assert (await tom.sends_tap(*first) or "").startswith("Kartu ini sudah lama.")
    assert await days.count(Absence) == 0
    await tom.taps("Catat")
    assert await tom.sends_tap(*first) == "Ini sudah selesai, jadi tidak ada yang berubah."
    assert await off(days, tom, WEDNESDAY, THURSDAY) == [None, Off.ABSENCE]


async def test_days_taken_while_the_card_stands_are_refused_at_the_tap(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin sakit besok")
    async with days.database.transaction() as session:
        session.add(Absence(employee_id=tom.employee.id, kind=AbsenceKind.STUDY, since=WEDNESDAY,
                            until=FRIDAY, said_at=days.time, told_id=mia.employee.id))  # fmt: skip

    assert (await tom.taps("Catat") or "").startswith("Rab 25 Nov s.d. Jum 27 Nov sudah tercatat")
    assert await days.count(Absence) == 1


async def test_the_office_says_what_counts_at_once(days: Days) -> None:
    days.office = with_rules(away_at_once=["annual-leave"])
    days.restart()
    _, tom = await two(days)
    await tom.says("/izin cuti tahunan besok")
    await tom.taps("Catat")
    assert await off(days, tom, WEDNESDAY) == [Off.ABSENCE]


async def test_nothing_of_the_words_is_kept(days: Days) -> None:
    _, tom = await two(days)
    await tom.says("/izin sakit hari ini karena demam berdarah")
    await tom.taps("Catat")

    async with days.database.transaction() as session:
        kept = [
            value
            for absence in await days.rows(session, Absence)
            for value in vars(absence).values()
            if isinstance(value, str)
        ]
    assert kept == [AbsenceKind.SICK]
    assert "demam" not in "".join(seen(tom))


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("besok", "2026-11-25", "2026-11-25"),
        ("senin-rabu", "2026-11-30", "2026-12-02"),
        ("3-7 des", "2026-12-03", "2026-12-07"),
        ("24 nov s/d 2 des", "2026-11-24", "2026-12-02"),
        ("minggu depan", "2026-11-30", "2026-12-04"),
        ("28 des - 3 jan", "2026-12-28", "2027-01-03"),
        ("tgl 25-27", "2026-11-25", "2026-11-27"),
        ("2/12 s/d 4/12", "2026-12-02", "2026-12-04"),
        ("besok dan lusa", "2026-11-25", "2026-11-26"),
        ("rabu, 2 desember 2026", "2026-12-02", "2026-12-02"),
        ("24-12-2026 s/d 02-01-2027", "2026-12-24", "2027-01-02"),
        ("2026-12-24", "2026-12-24", "2026-12-24"),
        ("tgl 24 sampai dengan 31 desember", "2026-12-24", "2026-12-31"),
        ("24 des 2026 sampai dengan tanggal 2 jan 2027", "2026-12-24", "2027-01-02"),
        ("1 des - 28 feb", "2026-12-01", "2027-02-28"),
        ("29 feb 2028", "2028-02-29", "2028-02-29"),
        ("tomorrow until friday", "2026-11-25", "2026-11-27"),
    ],
)
def test_days_to_come_are_read(said: str, since: str, until: str) -> None:
    read = read_away(f"cuti tahunan {said}", MORNING, OFFICE)
    assert read.period == (date.fromisoformat(since), date.fromisoformat(until))


@pytest.mark.parametrize(
    "said",
    ["senin dan kamis", "3 hari mulai besok", "3 bulan mulai 1 des", "seminggu mulai senin",
     "entah", "29 feb", "31 feb", "31/12/9999", "5-3 des", "5 des - 3 des", "1 dan 3 des",
     "24, 25, 26 des", "24 25 26 des", "30 nov - 31 feb"],
)  # fmt: skip
def test_days_that_are_no_period_are_asked(said: str) -> None:
    """A part of what was said would be worse than a question."""
    assert read_away(f"cuti tahunan {said}", MORNING, OFFICE).period is None


def test_the_29th_of_february_to_come_may_be_next_years() -> None:
    read = read_away("cuti tahunan 29 feb", datetime(2027, 12, 20, 1, tzinfo=UTC), OFFICE)
    assert read.period == (date(2028, 2, 29), date(2028, 2, 29))


@pytest.mark.parametrize("said", ["saya cuti 24 dan 26 des", "cuti melahirkan 3 bulan"])
def test_days_that_have_to_be_asked_are_said_of_an_absence_all_the_same(said: str) -> None:
    assert read_away(said, MORNING, OFFICE).only


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("30 nov s/d 31 des 2027", "Sen 30 Nov s.d. Jum 31 Des 2027"),
        ("28 des - 8 jan", "Sen 28 Des s.d. Jum 8 Jan 2027"),
        ("5 nov 2027", "Jum 5 Nov 2027"),
        ("28 des 2027 s/d 4 jan 2028", "Sel 28 Des 2027 s.d. Sel 4 Jan 2028"),
    ],
)
async def test_a_year_that_is_not_this_one_is_said_to_both(
    days: Days, said: str, shown: str
) -> None:
    mia, tom = await two(days)
    await tom.says(f"/izin cuti tahunan {said}")
    assert tom.sees.startswith(f"cuti tahunan, {shown}\n")
    await tom.taps("Minta persetujuan")
    assert mia.sees.startswith(f"Pak Tom Saputra: cuti tahunan, {shown}\n")


async def test_what_waits_for_a_yes_stands_in_tinjau_until_it_is_answered(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin cuti tahunan 7-11 des")
    await tom.taps("Minta persetujuan")

    await mia.says("/tinjau")
    assert mia.sees == (
        "Minta persetujuan tidak masuk: 1\n• Pak Tom Saputra, Sen 7 Des s.d. Jum 11 Des"
    )
    pressed = mia.button("Pak Tom Saputra, Sen 7 Des")
    assert await tom.sends_tap(*pressed) == FOREIGN
    await mia.sends_tap(*pressed)
    assert mia.buttons == ["✅ Setujui", "Tidak setuju"]
    await mia.taps("Setujui")

    assert await mia.sends_tap(*pressed) == (
        "Ini sudah tidak bisa diubah lagi dari sini. Lihat kartu yang terbaru."
    )
    await mia.says("/tinjau")
    assert mia.sees == "Tidak ada yang menunggu keputusan Anda. Terima kasih."


async def test_in_tinjau_it_stands_below_the_reports(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin cuti tahunan 7-11 des")
    await tom.taps("Minta persetujuan")
    await tom.says("07.00-08.00 rapat koordinasi, 1 notulen")
    await tom.taps("Kirim")

    await mia.says("/tinjau")

    assert mia.sees.endswith(
        "\n\nMinta persetujuan tidak masuk: 1\n• Pak Tom Saputra, Sen 7 Des s.d. Jum 11 Des"
    )
    assert mia.buttons[-1] == "📅 Pak Tom Saputra, Sen 7 Des"


async def test_a_request_whose_month_is_closed_waits_for_nobody(days: Days) -> None:
    mia, tom = await two(days)
    await tom.says("/izin cuti tahunan 26 nov")
    await tom.taps("Minta persetujuan")
    days.time = days.moment(date(2026, 12, 6), "00.00") - timedelta(seconds=1)
    await mia.says("/tinjau")
    assert mia.buttons == ["📅 Pak Tom Saputra, Kam 26 Nov"]

    days.time = days.moment(date(2026, 12, 6), "00.00")
    await mia.says("/tinjau")
    assert mia.sees == "Tidak ada yang menunggu keputusan Anda. Terima kasih."


async def test_in_english_without_anybody_who_approves(days: Days) -> None:
    mia, _ = await two(days)
    await mia.says("/bahasa")
    await mia.says("/izin cuti tahunan besok")
    assert mia.sees.startswith("annual leave, Wed 25 Nov\n⚠️ No supervisor is set for you yet")
