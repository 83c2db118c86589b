"""Plays of Salah atasan?: an author says so, an admin settles it, and what waits moves along."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from models.people.employees import Employee, Role
from models.people.postings import Posting
from models.people.superior_questions import SuperiorQuestion
from models.work.activities import Activity
from models.work.duties import Duty
from tests.desk import Person
from tests.work.days import FRIDAY, MONDAY, TUESDAY, Days
from tests.work.test_standing_in import an_office, away, has, sends, stands_in, waits_with

SUNDAY = date(2026, 11, 22)
NOT_YOURS = "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."


async def with_an_admin(days: Days) -> tuple[Person, Person, Person, Person, Person]:
    """Ida, Mia, Tom under Mia, Budi beside her; and Eka, who administers the unit."""
    ida, mia, tom, budi = await an_office(days)
    eka = await days.hires("Eka Putri", role=Role.UNIT_ADMIN)
    await sends(tom)
    return ida, mia, tom, budi, eka


async def doubts(tom: Person, right: str | None = "budi") -> str | None:
    await tom.taps("Salah atasan?")
    if right is None:
        return await tom.taps("Kirim tanpa nama")
    await tom.taps("Tulis namanya")
    await tom.says(right)
    return await tom.taps(tom.buttons[0])


async def postings(days: Days, who: Person) -> list[tuple[int | None, date, date | None]]:
    async with days.database.transaction() as session:
        rows = await session.scalars(
            select(Posting).where(Posting.employee_id == who.employee.id).order_by(Posting.since)
        )
        return [(row.supervisor_id, row.since, row.until) for row in rows]


async def test_an_author_names_who_is_right_and_what_waits_moves_with_a_tap(days: Days) -> None:
    _, mia, tom, budi, eka = await with_an_admin(days)

    await tom.taps("Salah atasan?")
    assert tom.sees == (
        "Atasan Anda tercatat Bu Mia Lestari. Kalau keliru, pengelola unit bisa membetulkannya.\n"
        "Tahu siapa yang benar? Tulis namanya, atau kirim saja tanpa nama."
    )
    await tom.taps("Tulis namanya")
    await tom.says("Pak budi")
    assert await tom.taps("Pak Budi Santoso") == (
        "Diteruskan ke Bu Eka Putri. Anda diberi tahu kalau sudah diperiksa; laporan Anda tetap "
        "menunggu seperti biasa."
    )
    assert eka.sees == (
        "Salah atasan? · Pak Tom Saputra\nTercatat: Bu Mia Lestari\n"
        "Menurut yang bersangkutan: Pak Budi Santoso\n"
        "1 kegiatannya menunggu dan ikut pindah.\nSiapa yang benar? Berlaku mulai hari ini."
    )
    assert has(mia, "Tom")

    assert await eka.taps("Pak Budi") == (
        "Dicatat: Pak Tom Saputra di bawah Pak Budi Santoso mulai hari ini. Yang bersangkutan "
        "diberi tahu."
    )

    assert await postings(days, tom) == [
        (mia.employee.id, date(2020, 1, 1), SUNDAY),
        (budi.employee.id, MONDAY, None),
    ]
    assert await waits_with(days, tom) == ["Budi Santoso"]
    assert (has(mia, "Tom"), has(budi, "Tom")) == (False, True)
    assert any("Atasan Anda sekarang Pak Budi Santoso." in s.text for s in tom.screen)
    assert "di bawah Pak Budi Santoso" in mia.sees
    assert any("tercatat di bawah Anda" in shown.text for shown in budi.screen)
    assert eka.buttons == []
    await budi.taps("Setujui semua")
    assert "Pak Budi Santoso menyetujui" in tom.sees


async def test_duties_follow_from_today_and_the_past_stays(days: Days) -> None:
    _, mia, tom, budi, eka = await with_an_admin(days)
    await days.goes_to(TUESDAY, "08.00")
    await doubts(tom)
    await eka.taps("Pak Budi")

    async with days.database.transaction() as session:
        rows = await session.execute(
            select(Duty.day, Posting.supervisor_id)
            .join(Posting, Posting.id == Duty.posting_id)
            .where(Duty.employee_id == tom.employee.id, Duty.day.between(MONDAY, FRIDAY))
            .order_by(Duty.day)
        )
        assert [supervisor for _, supervisor in rows] == [
            mia.employee.id, *[budi.employee.id] * 4
        ]  # fmt: skip


async def test_the_roster_may_be_right_after_all(days: Days) -> None:
    _, mia, tom, _, eka = await with_an_admin(days)
    await doubts(tom, None)
    assert "Menurut yang bersangkutan" not in eka.sees

    assert await eka.taps("Sudah benar") == ("Dicatat: sudah benar. Yang bersangkutan diberi tahu.")

    assert tom.sees.startswith("Sudah diperiksa Bu Eka Putri: atasan Anda tetap seperti tercatat.")
    assert await postings(days, tom) == [(mia.employee.id, date(2020, 1, 1), None)]
    assert await waits_with(days, tom) == ["Mia Lestari"]


async def test_one_question_at_a_time_and_another_once_it_is_settled(days: Days) -> None:
    _, _, tom, _, eka = await with_an_admin(days)
    button = tom.button("Salah atasan?")
    await doubts(tom)

    assert await tom.sends_tap(*button) == (
        "Pertanyaan Anda sebelumnya masih diperiksa. Anda diberi tahu kalau sudah selesai."
    )
    assert await days.count(SuperiorQuestion) == 1

    settled = eka.button("Sudah benar")
    await eka.sends_tap(*settled)
    assert await eka.sends_tap(*settled) == ("Ini sudah diselesaikan, jadi tidak ada yang berubah.")
    await doubts(tom)
    assert await days.count(SuperiorQuestion) == 2


async def test_nobody_else_doubts_or_settles(days: Days) -> None:
    ida, mia, tom, budi, eka = await with_an_admin(days)
    for wrong in (mia, budi, eka):
        assert await wrong.sends_tap(*tom.button("Salah atasan?")) == NOT_YOURS
    await doubts(tom)
    for wrong in (ida, mia, tom, budi):
        for label in ("Pak Budi", "Sudah benar", "Orang lain"):
            assert await wrong.sends_tap(*eka.button(label)) == NOT_YOURS
    async with days.database.transaction() as session:
        await session.execute(
            update(Employee).where(Employee.id == eka.employee.id).values(role=Role.STAFF)
        )
    assert await eka.taps("Pak Budi") == "Ini bukan bagian Anda, jadi tidak ada yang berubah."
    assert await days.count(SuperiorQuestion, SuperiorQuestion.settled_at.is_(None)) == 1
    assert await waits_with(days, tom) == ["Mia Lestari"]


async def test_a_question_to_an_admin_who_is_none_any_more_goes_to_the_next(days: Days) -> None:
    _, mia, tom, budi, eka = await with_an_admin(days)
    adi = await days.hires("Adi Nugroho", role=Role.OFFICE_ADMIN, sex=1)
    await doubts(tom)
    async with days.database.transaction() as session:
        await session.execute(
            update(Employee).where(Employee.id == eka.employee.id).values(role=Role.STAFF)
        )
    await eka.taps("Pak Budi")
    assert not any("Salah atasan?" in shown.text for shown in eka.screen)

    assert await tom.taps("Salah atasan?") == (
        "Diteruskan ke Pak Adi Nugroho. Anda diberi tahu kalau sudah diperiksa; laporan Anda tetap "
        "menunggu seperti biasa."
    )
    assert await tom.taps("Salah atasan?") == (
        "Pertanyaan Anda sebelumnya masih diperiksa. Anda diberi tahu kalau sudah selesai."
    )
    await adi.taps("Pak Budi")
    assert await waits_with(days, tom) == ["Budi Santoso"]
    assert await days.count(SuperiorQuestion) == 1


async def test_an_admin_of_another_unit_cannot_settle_even_with_a_forged_button(
    days: Days,
) -> None:
    _, mia, tom, _, eka = await with_an_admin(days)
    other = await days.opens_unit("LAIN", "Dinas Lain")
    far = await days.hires("Rini Astuti", role=Role.UNIT_ADMIN, unit=other)
    zainal = await days.hires("Zainal Abidin", unit=other, sex=1)
    await doubts(tom)
    data, shown = eka.button("Pak Budi")

    forged = f"{data.rpartition(':')[0]}:{zainal.employee.id}"
    assert await eka.sends_tap(forged, shown) == (
        "Ini bukan bagian Anda, jadi tidak ada yang berubah."
    )
    assert await far.sends_tap(data, shown) == NOT_YOURS
    assert await waits_with(days, tom) == ["Mia Lestari"]


async def test_an_admin_picks_somebody_else_by_name(days: Days) -> None:
    ida, mia, tom, _, eka = await with_an_admin(days)
    await doubts(tom)

    await eka.taps("Orang lain")
    await eka.says("tom")
    assert eka.sees.startswith("Nama itu tidak ditemukan")  # nobody works under themselves
    await eka.says("ida ayu")
    await eka.taps("Bu Ida")

    assert await waits_with(days, tom) == ["Ida Ayu"]
    assert "di bawah Bu Ida Ayu" in mia.sees


async def test_nobody_comes_under_whom_they_lead(days: Days) -> None:
    _, mia, tom, _, eka = await with_an_admin(days)
    await sends(mia, "07.00-07.30 arsip")
    await doubts(mia, "tom")

    assert await eka.taps("Pak Tom") == (
        "Tidak bisa: orang itu sendiri ada di bawahnya. Pilih atasan yang lain."
    )

    assert len(await postings(days, mia)) == 1
    assert await days.count(SuperiorQuestion, SuperiorQuestion.settled_at.is_(None)) == 1


async def test_a_new_superior_who_is_away_lets_it_go_to_who_acts(days: Days) -> None:
    ida, mia, tom, budi, eka = await with_an_admin(days)
    await away(days, budi, MONDAY, MONDAY)
    await stands_in(days, mia, ida, MONDAY, FRIDAY)
    await days.rings()
    assert await waits_with(days, tom) == ["Ida Ayu"]
    await doubts(tom)
    await eka.taps("Pak Budi")

    async with days.database.transaction() as session:
        one = (await session.scalars(select(Activity))).one()
        assert (one.reviewer_id, one.instead_of_id) == (ida.employee.id, budi.employee.id)
    await days.goes_to(TUESDAY, "07.00")
    assert await waits_with(days, tom) == ["Budi Santoso"]


async def test_without_an_admin_who_can_be_reached_it_says_whom_to_ask(days: Days) -> None:
    _, _, tom, _ = await an_office(days)
    await days.hires("Eka Putri", role=Role.UNIT_ADMIN, joined=False)
    await sends(tom)

    assert await tom.taps("Salah atasan?") == (
        "Belum ada pengelola unit yang bisa dihubungi lewat bot. Hubungi BKPSDM Contoh, ya."
    )
    assert await days.count(SuperiorQuestion) == 0


@pytest.mark.parametrize("right", ["budi", None])
async def test_at_night_the_admin_is_not_rung(days: Days, right: str | None) -> None:
    _, _, tom, _, eka = await with_an_admin(days)
    await days.goes_to(MONDAY, "23.30")

    await doubts(tom, right)

    assert eka.screen == []
    await days.goes_to(TUESDAY, "07.00")
    assert "Salah atasan?" in eka.sees
