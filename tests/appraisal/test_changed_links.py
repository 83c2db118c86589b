"""Links to the plan that are changed after approval leave a trace, which the approver sees."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from models.work.link_changes import Link, LinkChange
from tests.appraisal.test_linking import PLAN, REPORT, plans
from tests.desk import Person
from tests.people.test_own_records import rows, unpacked
from tests.work.days import FRIDAY, TUESDAY, Days

OLD = "RHK 1 “Memproses kenaikan pangkat”"
NEW = "RHK 2 “Menyusun laporan bulanan”"


async def approved(days: Days) -> tuple[Person, Person]:
    """Tom's report serves his first planned result, and Mia has approved it."""
    mia = await days.hires("Mia")
    tom = await days.hires("Tom", supervisor=mia, sex=1)
    await days.begins()
    await days.goes_to(TUESDAY, "15.00")
    await plans(tom, *PLAN)
    await tom.says(REPORT)
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    return mia, tom


async def test_a_link_changed_after_approval_is_in_the_history_and_in_the_approvers_week(
    days: Days,
) -> None:
    mia, tom = await approved(days)
    eve = await days.hires("Eve", supervisor=mia)
    await tom.taps("Tautkan ke SKP")
    await tom.taps("2. Menyusun laporan bulanan")
    await tom.taps("Tautkan ke SKP")
    await tom.taps("2. Menyusun laporan bulanan")  # the same again is no change
    await tom.taps("Tautkan ke SKP")
    await tom.taps("Belum ditautkan")
    await tom.taps("Riwayat")
    changes = [line for line in tom.sees.splitlines() if "tautan SKP" in line]
    said = "• Sel 24 Nov 15.00, Pak Tom mengubah tautan SKP setelah disetujui: "
    assert changes == [f"{said}{OLD} → {NEW}", f"{said}{NEW} → belum ditautkan"]
    await days.goes_to(FRIDAY, "16.20")
    await mia.says("/minggu")
    await mia.taps("Tim saya")
    seen = "🎯 Tautan SKP diubah setelah Anda setujui: Pak Tom (1 kegiatan). Rinciannya di riwayat"
    assert mia.sees.splitlines()[-1] == f"{seen} laporannya."
    await mia.taps("Minggu 47")
    assert "🎯" not in mia.sees
    for person in (tom, eve):
        await person.says("/minggu")
        assert "🎯" not in person.sees
    await tom.says("/data_saya")
    kept = rows(unpacked(tom), "tautan-skp-yang-diubah-setelah-disetujui.csv")
    assert [(row["Nomor hasil kerja sebelumnya"], row["Oleh"]) for row in kept] == [
        ("1", "Tom"),
        ("2", "Tom"),
    ]
    assert await days.faults() == []


async def test_before_approval_a_link_changes_without_a_trace(days: Days) -> None:
    mia, tom = await approved(days)
    await tom.says("10.00-11.00 menyusun laporan bulanan")
    await tom.taps("Kirim")
    await tom.taps("Tautkan ke SKP")
    await tom.taps("Tugas dari atasan")
    assert await days.count(LinkChange) == 0
    await mia.taps("Setujui semua")
    data, shown = tom.button("Tautkan ke SKP")
    await mia.sends_tap(data, shown)
    assert await days.count(LinkChange) == 0
    await tom.taps("Tautkan ke SKP")
    await tom.taps("2. Menyusun laporan bulanan")
    async with days.database.transaction() as session:
        (change,) = await days.rows(session, LinkChange)
    assert (change.link_before, change.key_before, change.link, change.result_key) == (
        Link.TASK, None, Link.CHOSEN, 2,
    )  # fmt: skip


async def test_the_trace_is_never_rewritten(days: Days) -> None:
    _, tom = await approved(days)
    await tom.taps("Tautkan ke SKP")
    await tom.taps("Tugas dari atasan")
    for change in (update(LinkChange).values(key_before=9), delete(LinkChange)):
        with pytest.raises(DBAPIError, match="append-only"):
            async with days.database.transaction() as session:
                await session.execute(change)
