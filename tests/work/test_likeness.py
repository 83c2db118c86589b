"""Plays of gentle honesty: what is alike and how fast was decided, and who is told."""

from __future__ import annotations

from sqlalchemy import select

from models.work.decisions import Decision
from tests.desk import Person
from tests.work.days import FRIDAY, MONDAY, TUESDAY, Days

WHAT = "08.00-10.00 verifikasi berkas permohonan kartu keluarga"
OTHER = "08.00-10.00 menyusun laporan realisasi anggaran triwulan"


async def reports(person: Person, text: str = WHAT) -> None:
    await person.says(text)
    await person.taps("Kirim")


async def mia_and_tom(days: Days) -> tuple[Person, Person]:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom", supervisor=mia, sex=1)
    days.time = days.moment(MONDAY, "16.05")
    return mia, tom


async def seconds(days: Days) -> list[int | None]:
    async with days.database.transaction() as session:
        return list(await session.scalars(select(Decision.seconds).order_by(Decision.id)))


async def test_what_was_reported_before_is_said_to_the_reviewer_and_to_nobody_else(
    days: Days,
) -> None:
    mia, tom = await mia_and_tom(days)
    await reports(tom)
    assert "mirip" not in mia.sees
    days.time = days.moment(TUESDAY, "16.05")
    await reports(tom, "08.00-10.00 Verifikasi berkas permohonan kartu keluarga, 12 berkas")

    assert mia.sees.splitlines()[2:4] == [
        "1. 08.00–10.00 Verifikasi berkas permohonan kartu keluarga (2 jam, 12 berkas)",
        "    ≈ mirip laporan Sen 23 Nov",
    ]
    assert not any("mirip" in shown.text for shown in tom.screen)
    await mia.taps("Setujui semua")
    assert "mirip" not in mia.sees
    assert not any("mirip" in shown.text for shown in tom.screen)
    assert await days.faults() == []


async def test_a_colleagues_words_are_named_to_the_reviewer_alone(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    eve = await days.hires("Eve", supervisor=mia)
    await reports(tom)
    await reports(eve)

    assert "    ≈ mirip laporan Pak Tom Sen 23 Nov" in mia.sees.splitlines()
    assert not any("mirip" in s.text for person in (tom, eve) for s in person.screen)


async def test_both_are_said_on_one_line(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    eve = await days.hires("Eve", supervisor=mia)
    await reports(tom)
    await reports(eve)
    days.time = days.moment(TUESDAY, "16.05")
    await reports(tom)
    assert "    ≈ mirip laporan Sen 23 Nov, dan Bu Eve Sen 23 Nov" in mia.sees.splitlines()


async def test_another_units_words_another_subject_and_short_words_are_not_alike(
    days: Days,
) -> None:
    mia, tom = await mia_and_tom(days)
    elsewhere = await days.opens_unit("LAIN", "Dinas Lain")
    ida = await days.hires("Ida", supervisor=mia, unit=elsewhere)
    await reports(ida)
    await reports(tom, "07.30-08.00 apel pagi")
    days.time = days.moment(TUESDAY, "16.05")

    await reports(tom, f"07.30-08.00 apel pagi\n{WHAT}\n{OTHER.replace('08.00-10.00', '13-15')}")
    assert "mirip" not in mia.sees


async def test_what_was_turned_down_or_cancelled_is_no_report_to_be_like(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    await reports(tom)
    await mia.taps("Tolak")
    await mia.taps("Tidak dikerjakan")
    await mia.says("tidak ada berkasnya sama sekali")
    days.time = days.moment(TUESDAY, "16.05")
    await reports(tom)
    assert "mirip" not in mia.sees


async def test_seconds_from_the_showing_to_the_decision_are_kept_with_it(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    await reports(tom)
    days.later(seconds=30)
    await reports(tom, OTHER)
    days.later(seconds=12)
    data, card = mia.button("Setujui semua")

    await mia.sends_tap(data, card)
    await mia.sends_tap(data, card)
    assert sorted(s for s in await seconds(days) if s is not None) == [12, 42]
    await mia.taps("Batalkan keputusan")
    await mia.taps("Semua")
    assert await days.faults() == []


async def test_the_reviewer_alone_is_told_in_the_teams_week_how_fast_it_was(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    await days.begins()
    await reports(tom)
    days.later(seconds=40)
    await mia.taps("Setujui semua")
    days.time = days.moment(TUESDAY, "16.05")
    await reports(tom, OTHER)
    days.later(minutes=7)
    days.restart()
    await mia.taps("Setujui semua")

    days.time = days.moment(FRIDAY, "15.00")
    await mia.says("/minggu")
    await mia.taps("Tim saya")
    assert (
        "Keputusan Anda: 2, separuhnya dalam kurang dari semenit sesudah dikirim dan 40 detik "
        "sesudah kartunya tampil. 2 dari 2 paling lambat H+2 (hanya Anda yang melihat ini)."
    ) in mia.sees.splitlines()
    await tom.says("/minggu")
    assert not any("Keputusan Anda" in shown.text for shown in tom.screen)


async def test_what_the_bot_itself_repeated_is_called_repeated(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    eve = await days.hires("Eve", supervisor=mia)
    await reports(eve)
    await reports(tom)
    days.time = days.moment(TUESDAY, "16.05")
    await tom.says("/ulang")
    await tom.taps("Seperti kemarin")
    await tom.taps("Kirim")

    assert "    🔁 diulang dari Sen 23 Nov; ≈ mirip laporan Bu Eve Sen 23 Nov" in (
        mia.sees.splitlines()
    )
    await eve.says("seperti kemarin")
    await eve.taps("Kirim")
    assert "    🔁 diulang dari Sen 23 Nov; ≈ mirip laporan Pak Tom Sel 24 Nov" in (
        mia.sees.splitlines()
    )
    assert await days.faults() == []
