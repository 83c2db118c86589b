"""Siapa yang melihat data saya: who saw, took out or changed one's data, in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from config.texts import LANGUAGES
from models.people.audit import Act, note
from models.people.employees import Role
from tests.desk import TEXTS, TUESDAY, Desk, Person
from tests.people.test_own_records import rows, unpacked

FOOT = (
    "Atasan membaca laporan, SKP, dan penilaian Anda karena tugasnya; itu tidak dicatat satu per "
    "satu. Ekspor satu unit berarti data semua orang di unit itu. Jejak disimpan 10 tahun."
)
OPENS = "Siapa yang melihat data saya"


async def opens(person: Person) -> list[str]:
    """The lines of one's trail, without head and foot."""
    await person.says("/data_saya")
    await person.taps(OPENS)
    return lines(person)


def lines(person: Person) -> list[str]:
    shown = [s.text for s in person.screen if s.text.startswith("👁")]
    return [line for line in shown[-1].splitlines() if line.startswith("•")]


async def noted(desk: Desk, act: Act, person: Person | None = None, **more: str) -> None:
    desk.later(minutes=1)
    async with desk.database.transaction() as session:
        note(session, act, at=desk.time, about=person.employee if person else None,
             **{"by": "operator", **more})  # fmt: skip


async def test_who_saw_and_took_out_what_is_told_newest_first(desk: Desk) -> None:
    mia = await desk.hires("Mia Lestari, S.E.")
    tom = await desk.hires("Tom Saputra", mia, sex=1)
    eve = await desk.hires("Eve", mia)
    await desk.opens_unit("LAIN", "Unit Lain")
    async with desk.database.transaction() as session:
        note(session, Act.SAW_DAY, by=mia.employee, at=desk.time, about=tom.employee,
             what="2026-11-23")  # fmt: skip
    await noted(desk, Act.SAW_DAY, eve, what="2026-11-20")
    await noted(desk, Act.EXPORTED, unit="DINAS", what="2026-10")
    await noted(desk, Act.EXPORTED, unit="LAIN", what="2026-10")
    await noted(desk, Act.EXPORTED, unit="", what="2026-Q3")
    await noted(desk, Act.EXPORTED, tom, what="2025")

    assert await opens(tom) == [
        "• Sel 24 Nov 16.10 · Anda mengambil salinan data ini",
        "• Sel 24 Nov 16.10 · operator (di komputer server) mengekspor laporan Anda, 2025",
        "• Sel 24 Nov 16.09 · operator (di komputer server) mengekspor laporan seluruh kantor, "
        "Triwulan III 2026",
        "• Sel 24 Nov 16.07 · operator (di komputer server) mengekspor laporan Dinas Contoh, "
        "Oktober 2026",
        "• Sel 24 Nov 16.05 · Bu Mia Lestari membuka hari kerja Anda, Sen 23 Nov",
    ]
    assert tom.screen[-2].text.endswith(FOOT)
    assert [row["Unit kerja"] for row in rows(unpacked(tom), "jejak-akses.csv")] == [
        "", "", "seluruh kantor", "Dinas Contoh", ""
    ]  # fmt: skip


async def test_it_is_told_in_pages_that_go_to_and_fro(desk: Desk) -> None:
    tom = await desk.hires("Tom Saputra", sex=1)
    for number in range(10):
        await noted(desk, Act.IMPORTED, unit="", what=f"{number}" + "m" * 200 + ".xlsx")
    assert len(await opens(tom)) == 10
    card = tom.screen[-2]
    assert list(card.buttons) == ["▶", "‹ Kembali"]

    await tom.sends_tap(card.buttons["▶"], card)

    assert lines(tom) == [
        "• Sel 24 Nov 16.06 · operator (di komputer server) menerapkan berkas kepegawaian 0"
        + "m" * 58 + "…"
    ]  # fmt: skip
    assert list(card.buttons) == ["◀", "‹ Kembali"]
    await tom.taps("Kembali", on=card)
    assert card.text.startswith("📂")


async def test_where_nobody_else_did_anything_it_says_so(desk: Desk) -> None:
    tom = await desk.hires("Tom Saputra", sex=1)

    assert await opens(tom) == ["• Sel 24 Nov 16.05 · Anda mengambil salinan data ini"]
    assert "Selain Anda sendiri, belum ada yang tercatat." in tom.screen[-2].text


async def test_what_was_done_in_another_year_says_which(desk: Desk) -> None:
    tom = await desk.hires("Tom Saputra", sex=1)
    desk.time = datetime(2027, 1, 1, 1, 0, tzinfo=UTC)
    async with desk.database.transaction() as session:
        note(session, Act.INVITED, by="operator", at=datetime(2026, 12, 31, 16, 59, tzinfo=UTC),
             about=tom.employee)  # fmt: skip

    assert (await opens(tom))[1:] == [
        "• Kam 31 Des 2026 23.59 · operator (di komputer server) membuat undangan untuk Anda"
    ]


async def test_days_that_were_set_at_once_are_told_from_the_first_to_the_last(desk: Desk) -> None:
    tom = await desk.hires("Tom Saputra", sex=1)
    eka = await desk.hires("Eka Dewi", role=Role.OFFICE_ADMIN)
    await eka.says("/kantor")
    await eka.taps("Hari khusus")
    await eka.taps("Catat hari")
    await eka.says("libur 26-27 November, Akreditasi")
    await eka.taps("Simpan")

    assert (await opens(tom))[1:] == [
        "• Sel 24 Nov 16.05 · Bu Eka Dewi mencatat hari khusus Kam 26 Nov s.d. Jum 27 Nov, "
        "Akreditasi"
    ]
    [row] = [row for row in rows(unpacked(tom), "jejak-akses.csv") if row["Tanggal"]]
    assert (row["Tanggal"], row["Sampai"], row["Uraian"]) == (
        "26-11-2026", "27-11-2026", "Akreditasi"
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_has_words_of_its_own(language: str) -> None:
    who = ("2", "Mia Lestari")
    said = [
        TEXTS.say(language, "own-trail-line", day=TUESDAY.date(), year=None, at=TUESDAY,
                  mine=False, by=who, operator="", act=act.value, office=False, unit=None,
                  about=None, until=None, what="")
        for act in Act
    ]  # fmt: skip
    assert [line for line in said if line.endswith("Bu Mia Lestari")] == []
    assert len(set(said)) == len(Act)
