"""A stand-in sees the official's team, marked as such, for those days and no longer."""

from __future__ import annotations

from datetime import date

from models.machine import Trace
from models.people.audit import Act, audit_of
from models.work.nudges import Nudge
from models.work.stand_ins import StandIn
from tests.desk import Person, plain
from tests.people.test_asking_away import FOREIGN
from tests.work.days import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Days
from tests.work.test_standing_in import an_office, sends, stands_in
from tests.work.test_team import reminders

AS_PLH = (
    "↗️ Anda melihat ini sebagai Plh. Analis Contoh (Bu Mia Lestari), Sel 24 Nov s.d. Rab 25 Nov."
)
REFUSED = "Ini bukan milik Anda atau tim Anda, jadi tidak bisa dibuka."


async def a_stand_in(days: Days) -> tuple[Person, Person, Person, Person]:
    """Budi stands in for Mia on Tuesday and Wednesday."""
    ida, mia, tom, budi = await an_office(days)
    await stands_in(days, mia, budi, TUESDAY, WEDNESDAY)
    return ida, mia, tom, budi


async def test_who_leads_nobody_sees_the_officials_team_on_those_days(days: Days) -> None:
    _, _, tom, budi = await a_stand_in(days)
    await budi.says("/tim")
    assert budi.sees == "Tidak ada pegawai di bawah Anda pada Sen 23 Nov."
    await days.goes_to(TUESDAY, "10.00")
    await sends(tom)

    await budi.says("/tim")

    assert budi.sees.split("\n")[:6] == [
        AS_PLH, "", "👥 Tim Anda · Sel 24 Nov, pukul 10.00", "",
        "1 pegawai, 1 sudah melapor.", "• menunggu keputusan: 1",
    ]  # fmt: skip
    assert budi.buttons == [
        "⏳ Menunggu (1)",
        "Tinjau sekarang",
        "🔄 Perbarui",
    ]
    await budi.taps("Menunggu")
    await budi.taps("1", on=budi.card)
    assert budi.sees.startswith("Pak Tom Saputra · Sel 24 Nov\n1 kegiatan")
    assert budi.buttons == ["Buka kartunya", "Minggunya", "‹ Kembali"]
    await budi.taps("Minggunya")
    assert budi.sees.startswith("Pak Tom Saputra · Sen 23 Nov – Jum 27 Nov")
    async with days.database.transaction() as session:
        entries = await audit_of(session, tom.employee, ["DINAS"], most=10)
    assert [(entry.act, entry.by_name) for entry in entries] == [(Act.SAW_DAY, "Budi Santoso")]
    assert await days.faults() == []


async def test_beside_ones_own_team_it_is_another_card(days: Days) -> None:
    _, _, _, budi = await a_stand_in(days)
    await days.hires("Rio Pratama", budi, sex=1)
    await days.begins()
    await days.goes_to(TUESDAY, "10.00")

    await budi.says("/tim")
    assert budi.sees.startswith("👥 Tim Anda · Sel 24 Nov")
    await budi.taps("Sebagai Plh/Plt")
    assert budi.sees.startswith(AS_PLH)
    await budi.taps("Belum lapor")
    assert budi.sees == "Belum ada laporan · Sel 24 Nov · 1 orang\n1. Pak Tom Saputra"
    await budi.taps("Tim saya")
    await budi.taps("Belum lapor")

    assert budi.sees == "Belum ada laporan · Sel 24 Nov · 1 orang\n1. Pak Rio Pratama"
    assert not any("Ingatkan" in label for shown in budi.screen for label in shown.buttons)


async def test_who_stood_in_is_refused_afterwards(days: Days) -> None:
    _, _, tom, budi = await a_stand_in(days)
    await days.goes_to(TUESDAY, "10.00")
    await budi.says("/tim")
    names, again = budi.button("Belum lapor"), budi.button("Perbarui")
    await budi.says("/minggu")
    week = budi.button("Sebagai Plh/Plt")
    assert await tom.sends_tap(*names) == FOREIGN

    await days.goes_to(THURSDAY, "10.00")

    for pressed in (names, again, week):
        assert await budi.sends_tap(*pressed) == REFUSED
    person = names[0].split(":")
    person[-2] = str(tom.employee.id)
    assert await budi.sends_tap(":".join(person), names[1]) == REFUSED
    await budi.says("/tim")
    assert budi.sees == "Tidak ada pegawai di bawah Anda pada Kam 26 Nov."
    await budi.says("/minggu")
    assert not any("Plh" in label for label in budi.buttons)
    assert await days.count(Trace, Trace.refusal == "NotYourTeam") == 4


async def test_one_who_stands_in_for_their_own_boss_does_not_lead_themselves(days: Days) -> None:
    _, mia, tom, _ = await an_office(days)
    await days.hires("Rio Pratama", mia, sex=1)
    await days.begins()
    await stands_in(days, mia, tom, MONDAY, FRIDAY)

    await tom.says("/tim")
    await tom.taps("Belum lapor (1)")

    assert tom.sees == "Belum ada laporan · Sen 23 Nov · 1 orang\n1. Pak Rio Pratama"


async def test_the_weeks_summary_comes_to_the_stand_in_too(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    await stands_in(days, mia, budi, THURSDAY, FRIDAY)
    await days.goes_to(THURSDAY, "10.00")
    await sends(tom)

    await days.goes_to(FRIDAY, "16.15")

    week = next(plain(shown.text) for shown in budi.screen if "Tim Bu" in shown.text)
    assert week.split("\n")[:3] == [
        "Tim Bu Mia Lestari · Sen 23 Nov – Jum 27 Nov",
        "↗️ Anda melihat ini sebagai Plh. Analis Contoh (Bu Mia Lestari), "
        "Kam 26 Nov s.d. Jum 27 Nov.",
        "1 pegawai, 1 dari 2 hari dilaporkan, 1 jam.",
    ]
    await budi.taps("Per pegawai")
    assert budi.sees.endswith("1. Pak Tom Saputra: 1 dari 2 hari, 1 jam")
    await days.goes_to(date(2026, 11, 30), "08.00")
    pressed = budi.button("Per pegawai")
    assert await budi.sends_tap(*pressed) == REFUSED


async def test_ended_early_it_is_over_at_once(days: Days) -> None:
    _, mia, _, budi = await a_stand_in(days)
    await days.goes_to(TUESDAY, "10.00")
    await budi.says("/tim")
    names = budi.button("Belum lapor")
    async with days.database.transaction() as session:
        row = (await days.rows(session, StandIn))[0]
        row.end(by=mia.employee, at=days.time, today=TUESDAY)

    assert await budi.sends_tap(*names) == REFUSED


# Ingatkan semua yang belum


async def test_a_stand_in_reminds_the_officials_team_and_says_on_whose_behalf(days: Days) -> None:
    _, mia, tom, budi = await a_stand_in(days)
    await days.goes_to(TUESDAY, "15.30")
    await days.goes_to(TUESDAY, "16.31")
    await mia.says("/tim")
    hers = mia.button("Ingatkan semua")
    await budi.says("/tim")

    assert await budi.taps("Ingatkan semua yang belum (1)") == "1 orang diingatkan."

    assert tom.sees.startswith(
        "Pak Budi Santoso (Plh. Analis Contoh) mengingatkan Anda dengan hormat.\n"
    )
    assert "🔔 Sudah diingatkan pukul 16.31: 1 orang." in budi.sees
    assert budi.sees.startswith(AS_PLH)
    days.later(hours=2)
    once = "Tim Anda sudah diingatkan hari ini pukul 16.31. Sekali sehari cukup."
    assert await mia.sends_tap(*hers) == once
    assert reminders(tom) == 2
    assert await days.faults() == []


async def test_what_the_official_asked_for_the_stand_in_does_not_ask_again(days: Days) -> None:
    _, mia, tom, budi = await a_stand_in(days)
    await days.goes_to(TUESDAY, "15.30")
    await days.goes_to(TUESDAY, "16.31")
    await mia.says("/tim")
    await budi.says("/tim")
    his = budi.button("Ingatkan semua")
    await mia.taps("Ingatkan semua")
    assert tom.sees.startswith("Bu Mia Lestari mengingatkan Anda dengan hormat.\n")

    assert (await budi.sends_tap(*his) or "").startswith("Tim Anda sudah diingatkan hari ini")
    await budi.says("/tim")
    assert not any("Ingatkan" in label for label in budi.buttons)


async def test_after_midnight_of_the_last_day_nobody_is_reminded_any_more(days: Days) -> None:
    _, mia, tom, budi = await a_stand_in(days)
    await days.goes_to(WEDNESDAY, "15.30")
    await days.goes_to(WEDNESDAY, "16.31")
    await budi.says("/tim")
    data, shown = budi.button("Ingatkan semua")
    assert await tom.sends_tap(data, shown) == FOREIGN
    before = reminders(tom)

    await days.goes_to(THURSDAY, "00.00")
    assert await budi.sends_tap(data, shown) == REFUSED
    await days.goes_to(THURSDAY, "16.31")
    assert await budi.sends_tap(data, shown) == REFUSED

    assert await days.count(Nudge) == 0
    assert reminders(tom) == before + 1  # the office's own
    await mia.says("/tim")
    assert await mia.sends_tap(data, shown) == FOREIGN


async def test_of_two_teams_only_the_one_that_was_not_reminded_is(days: Days) -> None:
    ida, mia, tom, budi = await a_stand_in(days)
    eve = await days.hires("Eve Anjani")
    rio = await days.hires("Rio Pratama", eve, sex=1)
    await days.begins()
    await stands_in(days, eve, budi, TUESDAY, TUESDAY)
    await days.goes_to(TUESDAY, "15.30")
    await days.goes_to(TUESDAY, "16.31")
    await mia.says("/tim")
    await mia.taps("Ingatkan semua")
    await budi.says("/tim")
    assert "🔔 Sudah diingatkan pukul 16.31: 1 orang." in budi.sees

    assert await budi.taps("Ingatkan semua yang belum (1)") == "1 orang diingatkan."

    assert (reminders(tom), reminders(rio), reminders(ida)) == (2, 2, 1)
    async with days.database.transaction() as session:
        asked = [(one.supervisor_id, one.by_id) for one in await days.rows(session, Nudge)]
    assert asked == [
        (mia.employee.id, mia.employee.id),
        (eve.employee.id, budi.employee.id),
    ]
