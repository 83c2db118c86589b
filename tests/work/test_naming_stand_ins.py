"""Plays of /pengganti and ``python -m bot stand-in``: who may name whom, and who learns of it."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from sqlalchemy import select, update
from typer.testing import CliRunner

from bot.__main__ import app
from bot.database import Database
from models.people.employees import Employee, Role
from models.people.postings import Posting
from models.work.activities import Activity
from models.work.stand_ins import Capacity, StandIn
from tests.desk import Person
from tests.work.days import Days
from tests.work.test_standing_in import an_office, has, sends, waits_with

LETTER = "800.1.11/214/BKPSDM/2026"


async def names(who: Person, deputy: str = "budi", kind: str = "Plh", days: str = "besok") -> None:
    """As far as the confirmation."""
    await who.says("/pengganti")
    await who.taps("Catat pengganti saya")
    await chooses(who, deputy, kind, days)


async def chooses(who: Person, deputy: str, kind: str, days: str) -> None:
    await who.says(deputy)
    await who.taps(next(label for label in who.buttons if deputy.casefold() in label.casefold()))
    await who.taps(kind)
    await who.says(days)
    await who.says(LETTER)


async def recorded(days: Days) -> list[tuple[int, int, Capacity, date, date | None, str]]:
    async with days.database.transaction() as session:
        rows = await session.scalars(select(StandIn).order_by(StandIn.id))
        return [(r.official_id, r.deputy_id, r.kind, r.since, r.until, r.letter) for r in rows]


async def test_an_official_names_who_stands_in_and_all_three_know(days: Days) -> None:
    ida, mia, tom, budi = await an_office(days)
    await sends(tom)

    await mia.says("/pengganti")
    assert mia.sees.startswith("Pengganti (Plh, Plt)\nBelum ada yang dicatat.")
    await mia.taps("Catat pengganti saya")
    await mia.says("pak budi")
    assert mia.sees == "Siapa yang menggantikan Bu Mia Lestari?"
    assert mia.buttons == ["Pak Budi Santoso · Analis Contoh", "‹ Nama lain", "Tidak jadi"]
    await mia.taps("Pak Budi")
    await mia.taps("Plh")
    await mia.says("hari ini sampai lusa")
    await mia.says(LETTER)
    assert mia.sees == (
        "Plh. Analis Contoh\nPak Budi Santoso menggantikan Bu Mia Lestari\n"
        f"Sen 23 Nov s.d. Rab 25 Nov\nSurat {LETTER}\n\nSudah benar?"
    )
    assert await mia.taps("Catat") == "Dicatat. Pak Budi Santoso dan atasannya diberi tahu."

    today = date(2026, 11, 23)
    assert await recorded(days) == [
        (mia.employee.id, budi.employee.id, Capacity.PLH, today, date(2026, 11, 25), LETTER)
    ]
    assert budi.sees == (
        "↗️ Anda menjadi Plh. Analis Contoh (Bu Mia Lestari), Sen 23 Nov s.d. Rab 25 Nov. "
        f"Surat {LETTER}.\nSelama itu, yang menunggu keputusan beliau datang ke Anda; laporan "
        "Anda sendiri naik ke atasan beliau."
    )
    assert ida.sees.startswith("↗️ Pak Budi Santoso menjadi Plh. Analis Contoh (Bu Mia Lestari)")
    await days.rings()
    assert (has(mia, "Tom"), has(budi, "Tom")) == (False, True)


async def test_two_taps_or_one_on_an_old_card_record_one_stand_in(days: Days) -> None:
    _, mia, _, budi = await an_office(days)
    await names(mia)
    save = mia.button("Catat")

    assert (await mia.sends_tap(*save), await mia.sends_tap(*save)) == (
        "Dicatat. Pak Budi Santoso dan atasannya diberi tahu.",
        "Ini sudah selesai, jadi tidak ada yang berubah.",
    )
    await names(mia, "ida", days="26 nov")
    assert (await mia.sends_tap(*save) or "").startswith("Kartu ini sudah lama.")
    assert await days.count(StandIn) == 1
    assert sum("Anda menjadi Plh." in shown.text for shown in budi.screen) == 1


async def test_a_plt_lasts_until_it_is_ended_by_the_official_alone(days: Days) -> None:
    ida, mia, tom, budi = await an_office(days)
    await sends(tom)
    await names(mia, kind="Plt", days="hari ini")
    assert "Mulai Sen 23 Nov, sampai diakhiri" in mia.sees
    await mia.taps("Catat")
    await days.rings()
    assert await waits_with(days, tom) == ["Budi Santoso"]

    await budi.says("/pengganti")
    assert "Pak Budi Santoso: Plt. Analis Contoh (Bu Mia Lestari), mulai Sen 23 Nov" in budi.sees
    assert budi.buttons == ["Catat pengganti saya", "Tidak jadi"]
    await mia.says("/pengganti")
    button = mia.button("Akhiri tugas Pak Budi")
    for wrong in (budi, tom, ida):
        assert await wrong.sends_tap(*button) == (
            "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
        )
    assert await mia.taps("Akhiri") == "Diakhiri. Yang masih menunggu kembali ke pejabatnya."
    await days.rings()

    assert "sudah diakhiri" in budi.sees
    assert await waits_with(days, tom) == ["Mia Lestari"]


async def test_an_admin_names_one_for_anybody_in_the_unit_and_for_nobody_else(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    other = await days.opens_unit("LAIN", "Dinas Lain")
    await days.hires("Zainal Abidin", unit=other, sex=1)
    eka = await days.hires("Eka Putri", role=Role.UNIT_ADMIN)

    await eka.says("/pengganti")
    await eka.taps("Untuk pegawai lain")
    await eka.says("zainal")
    assert eka.sees == (
        "Nama itu tidak ditemukan di sini. Coba sebagian namanya saja, atau NIP-nya."
    )
    await eka.says(mia.employee.nip)
    await eka.taps("Bu Mia")
    await chooses(eka, "Budi", "Plh", "besok")
    await eka.taps("Catat")

    assert [(row[0], row[1]) for row in await recorded(days)] == [
        (mia.employee.id, budi.employee.id)
    ]
    assert mia.sees.startswith("↗️ Pak Budi Santoso menjadi Plh.")
    await eka.says("/pengganti")
    await eka.taps("Akhiri tugas Pak Budi")
    assert "sudah diakhiri" in mia.sees
    assert await days.count(StandIn, StandIn.ended_at.is_(None)) == 0


async def test_an_admin_names_a_plt_for_a_post_that_nobody_holds_any_more(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    other = await days.opens_unit("LAIN", "Dinas Lain")
    far = await days.hires("Rini Astuti", role=Role.UNIT_ADMIN, unit=other)
    eka = await days.hires("Eka Putri", role=Role.UNIT_ADMIN)
    async with days.database.transaction() as session:
        for who in (mia, budi):
            gone = update(Posting).where(Posting.employee_id == who.employee.id)
            await session.execute(gone.values(until=date(2026, 11, 22)))
    await sends(tom)

    for admin, name in ((far, "mia"), (eka, "budi")):  # nobody is left under Budi
        await admin.says("/pengganti")
        await admin.taps("Untuk pegawai lain")
        await admin.says(name)
        assert admin.sees.startswith("Nama itu tidak ditemukan di sini.")
    await eka.says("mia")
    await eka.taps("Bu Mia Lestari · Analis Contoh")
    await chooses(eka, "ida", "Plt", "hari ini")
    assert eka.sees.startswith("Plt. Analis Contoh\nBu Ida Ayu menggantikan Bu Mia Lestari\n")
    await eka.taps("Catat")
    await days.rings()
    assert await waits_with(days, tom) == ["Ida Ayu"]
    await far.says("/pengganti")
    assert "Belum ada yang dicatat." in far.sees
    await eka.says("/pengganti")
    assert await eka.taps("Akhiri tugas Bu Ida") == (
        "Diakhiri. Yang masih menunggu kembali ke pejabatnya."
    )


async def test_a_name_that_is_part_of_many_is_the_one_that_begins_so(days: Days) -> None:
    _, mia, *_ = await an_office(days)
    for number in range(9):
        await days.hires(f"Dedi {'ABCDEFGHI'[number]}", joined=False)
    await days.hires("Edi Gunawan", joined=False, sex=1)

    await mia.says("/pengganti")
    await mia.taps("Catat pengganti saya")
    await mia.says("edi")

    assert mia.buttons == ["Pak Edi Gunawan · Analis Contoh", "‹ Nama lain", "Tidak jadi"]


async def test_whoever_is_no_longer_an_admin_cannot_go_on(days: Days) -> None:
    _, mia, _, budi = await an_office(days)
    eka = await days.hires("Eka Putri", role=Role.UNIT_ADMIN)
    await eka.says("/pengganti")
    await eka.taps("Untuk pegawai lain")
    await eka.says("mia")
    await eka.taps("Bu Mia")
    await chooses(eka, "Budi", "Plh", "besok")
    async with days.database.transaction() as session:
        await session.execute(
            update(Employee).where(Employee.id == eka.employee.id).values(role=Role.STAFF)
        )

    assert await eka.taps("Catat") == (
        "Hanya pejabatnya atau pengelola kepegawaian yang bisa mengatur ini."
    )
    assert (await recorded(days), mia.screen, budi.screen) == ([], [], [])


async def test_only_an_admin_names_one_for_others_and_only_near_people_are_found(
    days: Days,
) -> None:
    _, mia, tom, budi = await an_office(days)
    other = await days.opens_unit("LAIN", "Dinas Lain")
    zainal = await days.hires("Zainal Abidin", unit=other, sex=1)
    await mia.says("/pengganti")
    own = mia.button("Catat pengganti saya")
    forged = own[0].replace(":own", ":other")
    assert await mia.sends_tap(forged, own[1]) == "Bagian ini bukan untuk peran Anda."
    await mia.taps("Catat pengganti saya")
    await mia.says("zainal")
    assert mia.sees.startswith("Nama itu tidak ditemukan")
    await mia.says("mia")
    assert mia.sees.startswith("Nama itu tidak ditemukan")  # nobody stands in for themselves
    await mia.says("budi")

    choice, shown = mia.button("Pak Budi")
    elsewhere = f"{choice.rpartition(':')[0]}:{zainal.employee.id}"
    assert await mia.sends_tap(elsewhere, shown) == (
        "Hanya pejabatnya atau pengelola kepegawaian yang bisa mengatur ini."
    )
    for wrong in (tom, budi):
        assert await wrong.sends_tap(choice, shown) == (
            "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
        )
    assert await recorded(days) == []


async def test_what_is_wrong_is_said_and_asked_again(days: Days) -> None:
    _, mia, _, budi = await an_office(days)
    await names(mia, days="besok")
    await mia.taps("Catat")

    await mia.says("/pengganti")
    await mia.taps("Catat pengganti saya")
    await mia.says("budi")
    await mia.taps("Pak Budi")
    await mia.taps("Plh")
    await mia.says("segera")
    assert mia.sees.startswith("Harinya belum jelas.")
    await mia.says("1-2 nov")
    assert mia.sees.startswith("Tanggalnya terbalik atau sudah lewat.")
    await mia.says("besok dan lusa")
    assert mia.sees == (
        "Pada tanggal itu sudah ada pengganti. Akhiri dulu yang itu, atau pilih tanggal lain."
    )
    await mia.says("lusa")
    await mia.says("x" * 81)
    assert mia.sees.startswith("Itu terlalu panjang untuk nomor surat.")
    await mia.says(LETTER)
    await mia.taps("Tidak jadi")

    assert len(await recorded(days)) == 1
    assert budi.sees.startswith("↗️ Anda menjadi Plh.")


async def test_a_wrong_name_and_wrong_days_are_put_right_without_beginning_anew(days: Days) -> None:
    _, mia, _, budi = await an_office(days)
    await mia.says("/pengganti")
    await mia.taps("Catat pengganti saya")
    await mia.says("tom")
    await mia.taps("Nama lain")
    await mia.says("a")
    await mia.taps("Bu Ida")
    await mia.taps("Nama lain")
    await mia.says("tom")
    await mia.taps("Pak Tom")
    await mia.taps("Plh")
    await mia.says("besok")
    await mia.says(LETTER)
    other = mia.button("Nama lain")
    assert await budi.sends_tap(*other) == (
        "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    )

    await mia.sends_tap(*other)
    await mia.says("budi")
    await mia.taps("Pak Budi")
    await mia.taps("Tanggal lain")
    await mia.says("lusa")
    assert mia.sees.split("\n")[:3] == [
        "Plh. Analis Contoh", "Pak Budi Santoso menggantikan Bu Mia Lestari", "Rab 25 Nov",
    ]  # fmt: skip
    await mia.taps("Catat")

    day = date(2026, 11, 25)
    assert await recorded(days) == [
        (mia.employee.id, budi.employee.id, Capacity.PLH, day, day, LETTER)
    ]


async def test_an_admin_goes_back_from_the_wrong_official(days: Days) -> None:
    _, mia, tom, budi = await an_office(days)
    eka = await days.hires("Eka Putri", role=Role.UNIT_ADMIN)
    await eka.says("/pengganti")
    await eka.taps("Untuk pegawai lain")
    await eka.says("tom")
    await eka.taps("Pak Tom")
    await eka.says("budi")
    back = eka.button("Pejabat lain")
    assert await tom.sends_tap(*back) == "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."

    await eka.sends_tap(*back)
    await eka.says("mia")
    await eka.taps("Bu Mia")
    await chooses(eka, "Budi", "Plh", "besok")
    await eka.taps("Catat")

    assert [row[:2] for row in await recorded(days)] == [(mia.employee.id, budi.employee.id)]


async def test_a_report_while_a_name_is_awaited_is_a_report(days: Days) -> None:
    _, mia, _, _ = await an_office(days)
    await mia.says("/pengganti")
    await mia.taps("Catat pengganti saya")

    await mia.says("07.00-08.00 apel pagi")

    assert "apel pagi" in mia.sees
    assert await days.count(Activity) == 1
    await mia.says("budi")  # the question stands
    assert mia.buttons[0].startswith("Pak Budi")


# By the operator


async def runs(database: Database, *arguments: str) -> tuple[int, str]:
    url = database.engine.url.render_as_string(hide_password=False)
    runner = CliRunner(env={"DATABASE_URL": url})
    done = await asyncio.to_thread(runner.invoke, app, ["stand-in", *arguments])
    return done.exit_code, done.output


async def test_an_operator_names_lists_and_ends_one(days: Days) -> None:
    ida, mia, _, budi = await an_office(days)
    since, until = "2099-03-02", "2099-03-06"
    add = ("add", mia.employee.nip, budi.employee.nip, "plh", "--letter", LETTER, "--since", since)

    code, said = await runs(days.database, *add, "--until", until)
    assert (code, said) == (
        0, f"{budi.employee.nip} stands in for {mia.employee.nip} from {since}.\n"
    )  # fmt: skip
    code, said = await runs(days.database, *add)
    assert code == 1
    assert said.startswith("Pada tanggal itu sudah ada pengganti.")
    code, said = await runs(days.database, "list")
    assert said == (
        f"{mia.employee.nip} Mia Lestari\t{budi.employee.nip} Budi Santoso\tplh\t{since}\t{until}"
        f"\t{LETTER}\n"
    )
    assert await runs(days.database, "end", mia.employee.nip) == (
        0, f"Nobody stands in for {mia.employee.nip} any more.\n"
    )  # fmt: skip
    assert await runs(days.database, "end", mia.employee.nip) == (
        1, f"Nobody stands in for {mia.employee.nip}.\n"
    )  # fmt: skip

    days.later(days=1000)  # what the operator did was at the real time
    await days.settles()
    for who in (ida, mia, budi):
        assert ["sudah diakhiri" in shown.text for shown in who.screen] == [False, True]


@pytest.mark.parametrize("nip", ["198609262015032999", "mia"])
async def test_an_operator_learns_of_a_nip_that_nobody_has(days: Days, nip: str) -> None:
    await an_office(days)

    code, said = await runs(days.database, "end", nip)

    assert (code, said) == (1, f"Nobody has the NIP {nip}.\n")
