"""Plays of /kantor: who is missing, invitations by chat, and an account that is let go."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select, update

from models.people.audit import Act, AuditEntry
from models.people.chats import Chat
from models.people.employees import Employee, Role
from models.people.invitations import Invitation
from models.people.postings import Posting
from models.people.units import Unit
from tests.desk import OFFICE, TUESDAY, Desk, Person
from tests.wire import Shown

LONG_AGO = date(2020, 1, 1)
NOT_FOR_YOU = "Bagian ini bukan untuk peran Anda."
NOT_YOUR_UNIT = "Ini di luar unit yang Anda kelola, jadi tidak ada yang berubah."


async def opens(admin: Person) -> str:
    await admin.says("/kantor")
    return admin.sees


async def audited(desk: Desk) -> list[tuple[Act, str, str | None, str | None, str]]:
    async with desk.database.transaction() as session:
        entries = await session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(e.act, e.by_name, e.about_name, e.unit, e.what) for e in entries]


async def joins(desk: Desk, person: Person, code: str) -> Person:
    """On a new phone."""
    there = desk.stranger()
    there.employee = person.employee
    await there.says(f"/start {code}")
    await there.taps("Ya, ini saya")
    return there


def code_in(text: str) -> str:
    found = re.search(r"https://t\.me/kinerja_bot\?start=(\S+)", text)
    assert found is not None
    return found[1]


def forged(admin: Person, prefix: str, *values: object, on: Shown | None = None) -> str:
    """A button of the card that stands there, with other numbers."""
    _, notice, version, *_ = next(iter((on or admin.card).buttons.values())).split(":")
    return ":".join([prefix, notice, version, *map(str, values)])


# The numbers and the names


async def test_the_card_counts_who_is_missing_in_the_whole_office(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    mia = await desk.hires("Mia", supervisor=admin, joined=False)
    await desk.hires("Tom", supervisor=mia, joined=False)
    zul = await desk.hires("Zul", supervisor=admin, sex=1)
    eve = await desk.hires("Eve", supervisor=zul)
    await zul.blocks()
    await eve.says("08.00-09.00 apel pagi")
    await eve.taps("Kirim")

    assert await opens(admin) == (
        "🏢 Kantor hari ini · Sel 24 Nov\n\n"
        "Bertugas: 5 pegawai\n"
        "✅ Bergabung: 2\n"
        "✉️ Belum bergabung: 2\n"
        "🔕 Memblokir bot: 1\n"
        "❓ Atasan belum ada: 1\n"
        "⏳ Tertahan: 1"
    )
    assert admin.buttons == [
        "✉️ Belum bergabung (2)", "🔕 Memblokir (1)", "❓ Atasan belum ada (1)", "⏳ Tertahan (1)",
        "✅ Bergabung (2)", "👥 Bertugas (5)", "🔎 Cari nama", "🖨 Lembar undangan",
        "📅 Hari khusus", "📄 Kirim lembar", "🔄 Segarkan",
    ]  # fmt: skip
    await admin.taps("Tertahan")
    assert admin.sees.splitlines() == [
        "Tertahan: menunggu 1 orang",
        "1. Pak Zul: 1 kegiatan (memblokir bot)",
        "🔕 Memblokir bot: mohon diingatkan untuk membuka blokirnya. "
        "Ada surat Plh atau Plt? Catat dengan /pengganti.",
    ]


async def test_a_units_admin_sees_the_unit_and_what_is_below_it(desk: Desk) -> None:
    health = await desk.opens_unit("DINKES", "Dinas Kesehatan")
    clinic = await desk.opens_unit("PKM", "Puskesmas", below=health)
    ida = await desk.hires("Ida", role=Role.UNIT_ADMIN, unit=health)
    await desk.hires("Beni", unit=clinic, joined=False)
    await desk.hires("Cici", joined=False)

    assert (await opens(ida)).splitlines()[:4] == [
        "🏢 Kantor hari ini · Sel 24 Nov", "Dinas Kesehatan dan unit di bawahnya", "",
        "Bertugas: 2 pegawai",
    ]  # fmt: skip
    await ida.taps("Belum bergabung")
    assert ida.sees == "Belum bergabung: 1\n1. Bu Beni · Analis Contoh, Puskesmas"
    assert len(ida.screen) == 1


async def test_whose_superior_is_missing_or_has_left_is_named(desk: Desk) -> None:
    """At the top nobody is missing, once office.toml says who reviews there."""
    desk.office = OFFICE.model_copy(update={"top_reviewer": "196801011990031001"})
    desk.restart()
    clinic = await desk.opens_unit("PKM", "Puskesmas", below=desk.unit)
    admin = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    mia = await desk.hires("Mia", supervisor=admin)
    await desk.hires("Ani", unit=clinic)
    await desk.hires("Tom", supervisor=mia)
    async with desk.database.transaction() as session:
        gone = update(Posting).where(Posting.employee_id == mia.employee.id)
        await session.execute(gone.values(until=TUESDAY.date().replace(day=1)))

    await opens(admin)
    await admin.taps("Atasan belum ada")
    assert [line.split(" · ")[0] for line in admin.sees.splitlines()] == [
        "Atasan belum ada: 3", "1. Bu Ani", "2. Bu Ida", "3. Bu Tom",
    ]  # fmt: skip
    await admin.taps("3")
    assert "Atasan: Bu Mia (sudah tidak bertugas)" in admin.sees.splitlines()
    await desk.hires("Budi", supervisor=admin)
    await opens(admin)
    await admin.taps("Atasan belum ada")
    assert [line.split(" · ")[0] for line in admin.sees.splitlines()][1:] == [
        "1. Bu Ani",
        "2. Bu Tom",
    ]


async def test_a_long_list_turns_its_pages_on_one_card_however_long_the_names(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    for number in range(23):
        await desk.hires(f"{number:02}" + "n" * 118, joined=False)

    await opens(admin)
    await admin.taps("Belum bergabung")
    assert (len(admin.sees.splitlines()), admin.sees.splitlines()[-1]) == (12, "Halaman 1 dari 3")
    for _ in range(2):
        await admin.sends_tap(admin.card.buttons["▶"], admin.card)
    lines = admin.sees.splitlines()
    assert [line[:6] for line in lines] == ["Belum ", "21. Bu", "22. Bu", "23. Bu", "Halama"]
    assert admin.buttons == ["21", "22", "23", "◀", "‹ Kembali"]
    await admin.sends_tap(forged(admin, "office", "not-joined", 900), admin.card)
    assert admin.sees.splitlines() == lines
    assert len(admin.screen) == 1
    await admin.taps("22")
    await admin.taps("Kembali")
    assert admin.sees.splitlines() == lines


async def test_empty_lists_have_warm_words(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    await desk.hires("Tom", supervisor=admin)
    await opens(admin)
    said = {}
    for of in ("not-joined", "blocked", "stuck", "units"):
        await admin.sends_tap(forged(admin, "office", of, 0), admin.card)
        said[of] = admin.sees.splitlines()[-1]

    assert said == {
        "not-joined": "Semua sudah bergabung. Kerja bagus!",
        "blocked": "Tidak ada yang memblokir bot. Syukurlah.",
        "stuck": "Tidak ada laporan atau permintaan yang tertahan.",
        "units": "Semua sudah bergabung, jadi tidak ada yang perlu dicetak.",
    }


# Undang


async def test_somebody_is_found_by_name_and_invited_with_a_link_and_its_qr_code(
    desk: Desk,
) -> None:
    admin = await desk.hires("Ida", role=Role.UNIT_ADMIN)
    tom = await desk.hires("Tom Saputra", supervisor=admin, sex=1, joined=False)
    await opens(admin)
    await admin.taps("Cari nama")
    await admin.says("saputra")
    assert admin.sees.splitlines()[0] == "Pak Tom Saputra · 1986***********002"
    assert await admin.taps("Undang") == "Tautan untuk Pak Tom Saputra segera datang."

    first = admin.card
    assert first.picture is not None
    assert first.picture.startswith(b"\x89PNG")
    await admin.taps("Undang")
    code = code_in(admin.card.text)
    lost = desk.stranger()
    await lost.says(f"/start {code_in(first.text)}")
    assert lost.sees.startswith("Kode undangan ini tidak dikenal")
    there = await joins(desk, tom, code)
    assert there.sees.startswith("Selamat bergabung, Pak Tom Saputra!")
    assert await audited(desk) == [(Act.INVITED, "Ida", "Tom Saputra", None, "")] * 2


async def test_who_has_joined_is_not_invited_again(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    tom = await desk.hires("Tom", supervisor=admin)
    await opens(admin)
    invites = forged(admin, "office-do", "invite", tom.employee.id)

    assert await admin.sends_tap(invites, admin.card) == (
        "Bu Tom sudah bergabung. Kalau ponselnya ganti, lepas dulu akun lamanya."
    )
    assert (await desk.count(Invitation), len(admin.screen)) == (0, 1)


async def test_a_units_sheet_comes_as_a_pdf_of_those_who_have_not_joined(desk: Desk) -> None:
    clinic = await desk.opens_unit("PKM", "Puskesmas", below=desk.unit)
    other = await desk.opens_unit("LAIN", "Dinas Lain")
    admin = await desk.hires("Ida", role=Role.UNIT_ADMIN)
    await desk.hires("Ani", joined=False)
    await desk.hires("Beni", unit=clinic, joined=False)
    await desk.hires("Cici", unit=other, joined=False)
    await opens(admin)
    await admin.taps("Lembar undangan")
    assert admin.sees.splitlines()[1:] == ["1. Dinas Contoh: 2 orang", "2. Puskesmas: 1 orang"]
    await admin.taps("1")
    assert admin.sees.splitlines()[1] == (
        "2 orang bisa diundang. Kalau lembarnya dibuat, tautan mereka yang lama tidak berlaku lagi."
    )
    assert await admin.taps("Buat lembar") == (
        "Lembar untuk 2 orang sedang dibuat; sebentar lagi datang."
    )

    assert admin.card.document is not None
    name, content = admin.card.document
    assert (name, content[:5]) == ("undangan-DINAS.pdf", b"%PDF-")
    assert admin.sees.splitlines()[0] == (
        "🖨 Dinas Contoh: undangan untuk 2 orang, berlaku sampai Kam 24 Des."
    )
    assert await desk.count(Invitation) == 2
    assert await audited(desk) == [(Act.INVITED, "Ida", None, "DINAS", "2")]
    card = admin.screen[0]
    for prefix in ("office-unit", "office-sheet"):
        foreign = forged(admin, prefix, other.id, on=card)
        assert await admin.sends_tap(foreign, card) == NOT_YOUR_UNIT
    assert await desk.count(Invitation) == 2


async def test_a_sheet_that_would_be_a_book_is_refused(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    async with desk.database.transaction() as session:
        people = [Employee(nip=f"19900101201503{n:04}", name=f"Ani {n}") for n in range(401)]
        session.add_all(people)
        await session.flush()
        session.add_all(
            Posting(employee_id=one.id, unit_id=desk.unit.id, position="Guru", since=LONG_AGO)
            for one in people
        )
    await opens(admin)
    await admin.taps("Lembar undangan")
    await admin.taps("1")

    assert await admin.taps("Buat lembar") == (
        "Sekali cetak paling banyak 400 orang, dan di sini ada 401. "
        "Pilih unit-unit di bawahnya, ya."
    )
    assert await desk.count(Invitation) == 0


# Lepas


async def test_an_account_is_let_go_after_asking_twice_and_what_waits_comes_to_the_next(
    desk: Desk,
) -> None:
    admin = await desk.hires("Ida", role=Role.UNIT_ADMIN)
    mia = await desk.hires("Mia", supervisor=admin)
    tom = await desk.hires("Tom", supervisor=mia)
    await opens(admin)
    await admin.taps("Bergabung")
    await admin.taps("2")
    await admin.taps("Lepas akun Telegram")
    assert admin.sees.splitlines()[0] == "Lepas akun Telegram Bu Mia?"
    await admin.taps("Tidak jadi")
    assert await desk.count(Chat, Chat.employee_id == mia.employee.id) == 1
    await admin.taps("Lepas akun Telegram")
    assert await admin.taps("Ya, lepas") == (
        "Akun lama Bu Mia sudah dilepas. Selanjutnya ketuk Undang untuk akun yang baru."
    )
    assert mia.sees.splitlines()[0] == (
        "Akun Telegram ini sudah dilepas dari Bu Mia oleh Bu Ida, pengelola kepegawaian. "
        "Laporan yang ada tetap tersimpan."
    )

    await tom.says("08.00-09.00 apel pagi")
    await tom.taps("Kirim")
    before = len(mia.screen)
    await mia.says("/tinjau")
    assert mia.sees.startswith("Bot ini untuk pegawai yang sudah diundang.")
    await admin.taps("Undang")
    there = await joins(desk, mia, code_in(admin.card.text))
    assert there.sees.splitlines()[0] == "Menunggu keputusan Anda: 1"
    assert len(mia.screen) == before + 1
    assert [entry[:3] for entry in await audited(desk)] == [
        (Act.LET_GO, "Ida", "Mia"),
        (Act.INVITED, "Ida", "Mia"),
    ]
    assert await desk.faults() == []


async def test_who_has_blocked_the_bot_is_let_go_without_a_word(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    tom = await desk.hires("Tom", supervisor=admin)
    await tom.blocks()
    await opens(admin)
    await admin.taps("Memblokir")
    await admin.taps("1")
    await admin.taps("Lepas")
    await admin.taps("Ya, lepas")

    assert (tom.screen, await desk.count(Chat, Chat.employee_id == tom.employee.id)) == ([], 0)


async def test_nothing_is_let_go_that_was_not_asked_first(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    tom = await desk.hires("Tom", supervisor=admin)
    eve = await desk.hires("Eve", supervisor=admin, joined=False)
    await opens(admin)

    for person, act, said in (
        (tom, "surely", NOT_YOUR_UNIT),
        (eve, "release", "Bu Eve belum bergabung, jadi tidak ada yang perlu dilepas."),
        (admin, "release", "Akun Anda sendiri tidak bisa dilepas dari sini. Mohon minta bantuan "
                           "BKPSDM Contoh."),
    ):  # fmt: skip
        data = forged(admin, "office-do", act, person.employee.id)
        assert await admin.sends_tap(data, admin.card) == said
    assert await desk.count(Chat, Chat.employee_id.is_not(None)) == 2


# The wrong person


@pytest.mark.parametrize("role", [Role.STAFF, Role.UNIT_HEAD, Role.PERFORMANCE_TEAM])
async def test_the_card_is_for_those_who_administer(desk: Desk, role: Role) -> None:
    person = await desk.hires("Eve", role=role)

    assert await opens(person) == NOT_FOR_YOU


async def test_a_units_admin_does_nothing_for_a_foreign_unit(desk: Desk) -> None:
    other = await desk.opens_unit("LAIN", "Dinas Lain")
    admin = await desk.hires("Ida", role=Role.UNIT_ADMIN)
    zul = await desk.hires("Zul", unit=other)
    ani = await desk.hires("Ani", unit=other, joined=False)
    await opens(admin)
    taps = [forged(admin, "office-who", zul.employee.id)]
    taps += [forged(admin, "office-do", act, zul.employee.id) for act in ("release", "surely")]
    taps += [forged(admin, "office-do", "invite", ani.employee.id)]

    assert [await admin.sends_tap(data, admin.card) for data in taps] == [NOT_YOUR_UNIT] * 4
    await admin.taps("Cari nama")
    await admin.says("zul")
    assert admin.sees.startswith("Nama itu tidak ditemukan di sini.")
    assert await audited(desk) == []


async def test_nobody_opens_a_door_to_more_than_is_theirs(desk: Desk) -> None:
    """Whoever has somebody's link can join as them: so a unit's admin has no office admin's."""
    clinic = await desk.opens_unit("PKM", "Puskesmas", below=desk.unit)
    admin = await desk.hires("Ida", role=Role.UNIT_ADMIN, unit=clinic)
    agency = await desk.hires("Oki", role=Role.OFFICE_ADMIN, unit=clinic, joined=False)
    above = await desk.hires("Una", role=Role.UNIT_ADMIN, unit=clinic)
    await named_for(desk, above, desk.unit)
    beside = await desk.hires("Uni", role=Role.UNIT_ADMIN, unit=clinic, joined=False)
    await opens(admin)

    refused = "Beliau mengelola lebih luas daripada Anda. Mohon minta bantuan BKPSDM Contoh."
    for person, act in ((agency, "invite"), (above, "release")):
        data = forged(admin, "office-do", act, person.employee.id)
        assert await admin.sends_tap(data, admin.card) == refused
    await admin.taps("Lembar undangan")
    await admin.taps("1")
    assert admin.sees.splitlines()[1].startswith("1 orang bisa diundang.")
    await admin.sends_tap(forged(admin, "office-do", "invite", beside.employee.id), admin.card)
    assert admin.sees.splitlines()[0] == "✉️ Undangan untuk Bu Uni"


async def named_for(desk: Desk, admin: Person, unit: Unit) -> None:
    async with desk.database.transaction() as session:
        (await session.get_one(Employee, admin.employee.id)).administers_id = unit.id


async def test_who_is_an_admin_no_longer_presses_an_old_card_in_vain(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    tom = await desk.hires("Tom", supervisor=admin, joined=False)
    await opens(admin)
    await admin.taps("Cari nama")
    card = admin.screen[0]
    invites = forged(admin, "office-do", "invite", tom.employee.id, on=card)
    async with desk.database.transaction() as session:
        (await session.get_one(Employee, admin.employee.id)).role = Role.STAFF

    assert await admin.sends_tap(invites, card) == NOT_FOR_YOU
    assert await admin.taps("Belum bergabung", on=card) == NOT_FOR_YOU
    await admin.says("tom")
    assert admin.sees == NOT_FOR_YOU
    assert await desk.count(Invitation) == 0
