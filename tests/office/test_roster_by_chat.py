"""An admin sends the roster by chat: a dry run, *Terapkan*, and *Batalkan impor*."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from telegram.constants import MessageLimit

from bot.sheet_sorts import LONGEST, ROWS
from config.texts import LANGUAGES
from handlers.appraisal.evaluation_buttons import SHEET
from handlers.office.errand_card import LONGEST_LINE, LONGEST_NAME, OBSTACLES, Apply
from models.notices.notices import Notice
from models.notices.telling import show
from models.people.employees import Employee, Role
from models.people.errands import LARGEST, Errand
from models.people.imports import About, Import
from models.people.postings import Posting
from models.work.evidence import Evidence
from simulator.html import utf16_length
from tests.desk import TEXTS, Desk, Person, plain
from tests.office.sheets import HEADER, SARI, SOON, audit, cells, imports, line, newcomer, roster
from tests.people.importing.office import import_rows

NOT_YOURS = TEXTS.say("id", "refused-not-your-card")
OVER = TEXTS.say("id", "refused-errand-over")
UNDER_WAY = TEXTS.say("id", "refused-errand-under-way")
NO_ADMIN = TEXTS.say("id", "refused-no-longer-admin")


async def an_office(desk: Desk) -> tuple[Person, Person, Person]:
    """Its admin, a superior, and somebody who works under her."""
    adi = await desk.hires("Adi", sex=1, role=Role.OFFICE_ADMIN)
    mia = await desk.hires("Mia")
    return adi, mia, await desk.hires("Tom", mia, sex=1)


async def position_of(desk: Desk, person: Person) -> str | None:
    async with desk.database.transaction() as session:
        return await session.scalar(
            select(Posting.position)
            .where(Posting.employee_id == person.employee.id)
            .order_by(Posting.id.desc())
            .limit(1)
        )


async def loses_the_role(desk: Desk, person: Person) -> None:
    async with desk.database.transaction() as session:
        await session.execute(
            update(Employee).where(Employee.id == person.employee.id).values(role=Role.STAFF)
        )


async def test_a_roster_is_checked_shown_and_applied_with_a_tap(desk: Desk) -> None:
    adi, mia, tom = await an_office(desk)
    file = roster(line(adi), line(mia), line(tom, mia, position="Penata"), newcomer(mia))

    await adi.shows_document("daftar.xlsx", content=file)

    assert [plain(shown.text) for shown in adi.screen] == [
        SOON,
        "📋 daftar.xlsx · daftar pegawai, 4 baris.\nBelum ada yang diubah.\n\n"
        "Pegawai baru: 1\nPindah atau berubah tugas: 1\n👀 Perlu dilihat: 2\n"
        "\nRinciannya di berkas ini.",
    ]
    assert adi.buttons == ["✅ Terapkan", "Batalkan"]
    assert adi.card.document is not None
    name, copy = adi.card.document
    assert name == "daftar-diperiksa.xlsx"
    assert [row[0] for row in cells(copy, "Daftar perubahan")] == ["Apa", "baru", "berubah"]
    assert await desk.count(Employee) == 3

    await adi.taps("Terapkan")

    assert adi.sees == (
        "✅ daftar.xlsx sudah diterapkan.\n\n"
        "Pegawai baru: 1, pindah atau berubah tugas: 1, data diperbaiki: 0."
    )
    assert adi.buttons == ["↩️ Batalkan impor"]
    assert await desk.count(Employee, Employee.nip == SARI) == 1
    assert await position_of(desk, tom) == "Penata"
    assert await audit(desk) == [("imported", "Adi", "", "daftar.xlsx")]

    await adi.shows_document("daftar.xlsx", content=file)
    assert adi.sees.split("\n")[3] == "Tidak ada yang akan berubah."
    assert adi.buttons == []


async def test_wrong_rows_are_left_out_only_when_that_is_asked_for(desk: Desk) -> None:
    adi, mia, tom = await an_office(desk)
    file = roster(line(mia), line(tom, mia, kind="?"), newcomer(mia))

    await adi.shows_document("daftar.xlsx", content=file)

    assert adi.buttons == ["✅ Terapkan tanpa baris yang salah", "Batalkan"]
    assert "• baris 3, Status: Status tidak dikenal" in adi.sees
    assert adi.card.document is not None
    notes = [row[-1] for row in cells(adi.card.document[1], "Pegawai")]
    assert str(notes[2]).startswith("Status: Status tidak dikenal")

    notice, version = adi.card.buttons["Batalkan"].split(":")[1:3]
    whole = Apply(notice=int(notice), version=int(version)).pack()
    toast = await adi.sends_tap(whole, adi.card)
    assert toast == TEXTS.say("id", "refused-errand-has-wrong-rows")
    assert await imports(desk) == []

    await adi.taps("Terapkan tanpa")
    assert adi.sees.startswith("✅ daftar.xlsx sudah diterapkan, tanpa 1 baris yang salah.")
    assert await desk.count(Employee, Employee.nip == SARI) == 1


async def test_a_units_admin_changes_nobody_elsewhere(desk: Desk) -> None:
    _, mia, tom = await an_office(desk)
    uli = await desk.hires("Uli", role=Role.UNIT_ADMIN)
    other = await desk.opens_unit("LAIN", "Unit Lain")
    eve = await desk.hires("Eve", unit=other)
    file = roster(
        line(tom, mia, position="Penata"), line(eve, unit="Unit Lain", position="Penata"),
        newcomer(mia, unit="Unit Lain"),
    )  # fmt: skip

    await uli.shows_document("daftar.xlsx", content=file)
    assert "Tidak ada di berkas: 3" in uli.sees  # Adi, Mia and Uli: of her unit only
    assert "• baris 3, NIP: Bertugas di luar unit yang Anda kelola." in uli.sees
    assert "• baris 4, Unit kerja: Unit ini di luar yang Anda kelola." in uli.sees

    await uli.taps("Terapkan tanpa")
    assert await position_of(desk, tom) == "Penata"
    assert await position_of(desk, eve) == "Analis Contoh"
    assert await desk.count(Employee, Employee.nip == SARI) == 0
    assert await audit(desk) == [("imported", "Uli", "DINAS", "daftar.xlsx")]


async def test_nobody_but_who_sent_it_applies_it_and_no_former_admin(desk: Desk) -> None:
    adi, mia, _ = await an_office(desk)
    ida = await desk.hires("Ida", role=Role.OFFICE_ADMIN)
    await adi.shows_document("daftar.xlsx", content=roster(newcomer(mia)))
    data, card = adi.button("Terapkan")

    assert await ida.sends_tap(data, card) == NOT_YOURS
    await loses_the_role(desk, adi)
    assert await adi.sends_tap(data, card) == NO_ADMIN
    assert await imports(desk) == []


async def test_an_admin_who_loses_the_role_before_it_is_applied_applies_nothing(desk: Desk) -> None:
    adi, mia, _ = await an_office(desk)
    await adi.shows_document("daftar.xlsx", content=roster(newcomer(mia)))
    await desk.brings(adi.tap(*adi.button("Terapkan")))
    await desk.turns.take_one()
    await loses_the_role(desk, adi)

    await desk.settles()

    assert NO_ADMIN in adi.sees
    assert await imports(desk) == []


async def test_nobody_takes_their_own_role_away_by_a_file(desk: Desk) -> None:
    """An office without an admin could not even take it back."""
    adi, mia, _ = await an_office(desk)
    header = (*HEADER, "Peran")
    rows = [*line(adi), ""], [*line(mia), "admin kantor"]

    await adi.shows_document("daftar.xlsx", content=roster(*rows, header=header))

    assert "• baris 2, Peran: Peran Anda sendiri tidak bisa diubah" in adi.sees
    await adi.taps("Terapkan tanpa")
    await mia.shows_document("daftar.xlsx", content=roster([*line(adi), ""], header=header))
    await mia.taps("Terapkan")  # another admin may
    async with desk.database.transaction() as session:
        roles = {one.name: one.role for one in await desk.rows(session, Employee)}
    assert roles == {"Adi": Role.STAFF, "Mia": Role.OFFICE_ADMIN, "Tom": Role.STAFF}


async def test_two_taps_apply_once(desk: Desk) -> None:
    adi, mia, _ = await an_office(desk)
    await adi.shows_document("daftar.xlsx", content=roster(newcomer(mia)))
    data, card = adi.button("Terapkan")
    for _ in range(2):
        await desk.brings(adi.tap(data, card))
    await desk.turns.take_one()
    await desk.turns.take_one()
    assert desk.wire.answers[-1].text == UNDER_WAY
    await desk.settles()

    assert await adi.sends_tap(data, card) == OVER
    assert len(await imports(desk)) == 1


async def test_what_the_office_became_meanwhile_is_shown_before_it_is_applied(desk: Desk) -> None:
    adi, mia, tom = await an_office(desk)
    file = roster(line(tom, mia, position="Penata"), newcomer(mia))
    await adi.shows_document("daftar.xlsx", content=file)
    async with desk.database.transaction() as session:
        await session.execute(
            update(Employee).where(Employee.id == tom.employee.id).values(name="Tom S.")
        )
    data, old = adi.button("Terapkan")

    await adi.taps("Terapkan")

    assert adi.sees.startswith(
        "📋 daftar.xlsx · daftar pegawai, 2 baris.\nData kantor berubah sejak pemeriksaan tadi, "
        "jadi belum ada yang diterapkan. Ini hasil yang baru:"
    )
    assert await imports(desk) == []
    assert await adi.sends_tap(data, old) == OVER  # it never showed this
    assert await imports(desk) == []

    await adi.taps("Terapkan", on=adi.card)
    assert [done.counts["corrected"] for done in await imports(desk)] == [1]


async def test_an_import_is_taken_back_when_it_is_asked_for_twice(desk: Desk) -> None:
    adi, mia, tom = await an_office(desk)
    file = roster(line(tom, mia, position="Penata"), newcomer(mia))
    await adi.shows_document("daftar.xlsx", content=file)
    await adi.taps("Terapkan")

    await adi.taps("Batalkan impor")
    assert adi.buttons == ["↩️ Ya, batalkan impor", "Tidak jadi"]
    await adi.taps("Tidak jadi")
    assert adi.buttons == ["↩️ Batalkan impor"]
    await adi.taps("Batalkan impor")
    await adi.taps("Ya, batalkan impor")

    assert adi.sees.startswith("↩️ daftar.xlsx sudah dibatalkan.")
    assert adi.buttons == []
    assert await desk.count(Employee, Employee.nip == SARI) == 0
    assert await position_of(desk, tom) == "Analis Contoh"
    assert [entry[:3] for entry in await audit(desk)] == [
        ("imported", "Adi", ""),
        ("undone", "Adi", ""),
    ]


async def test_what_builds_on_an_import_is_said_instead_of_taking_it_back(desk: Desk) -> None:
    adi, mia, tom = await an_office(desk)
    await adi.shows_document("satu.xlsx", content=roster(line(tom, mia, position="Penata")))
    await adi.taps("Terapkan")
    await tom.says("08.00-09.00 apel pagi")
    await tom.taps("Kirim")

    await adi.taps("Batalkan impor")
    await adi.taps("Ya, batalkan impor")

    assert "Belum bisa dibatalkan, karena sudah dipakai:" in adi.sees
    assert "• 1 kegiatan yang dikirim sejak itu oleh yang pindah: Tom" in adi.sees
    assert await position_of(desk, tom) == "Penata"

    desk.later(minutes=1)
    await import_rows(desk.database, [newcomer(mia)], at=desk.time, header=(
        "NIP", "Nama", "Status", "Unit kerja", "Jabatan", "NIP atasan", "TMT"))  # fmt: skip
    await adi.taps("Batalkan impor")
    await adi.taps("Ya, batalkan impor")
    assert TEXTS.say("id", "refused-not-the-last-import") in adi.sees
    assert await desk.count(Import, Import.undone_at.is_not(None)) == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", list(About))
@pytest.mark.parametrize(
    "keys",
    [("shown", "counts-{}", "rows", "look"), ("done", "done-{}", "stands")],
    ids=["shown", "done"],
)
def test_the_longest_card_fits_under_a_file(
    language: str, sheet: About, keys: tuple[str, ...]
) -> None:
    counts = ("added", "moved", "corrected", "ended", "units_added", "units_changed", "changed",
              "changes", "plans", "figures")  # fmt: skip
    lines = ["x" * max(LONGEST, LONGEST_LINE)] * max(ROWS, OBSTACLES)

    said = [
        TEXTS.say(
            language, f"errand-{key.format(sheet)}", file="x" * LONGEST_NAME, entries=8000,
            counts=dict.fromkeys(counts, 8000), missing=8000, held_up=8000, wrong=8000,
            doubtful=8000, lines=lines, more=8000, has_changed=True, without_wrong=True,
            reviewed_by_others=8000, obstacles=lines, why=None, sheet=sheet.value, same=8000,
            past=8000, changes=True,
        )
        for key in keys
    ]  # fmt: skip

    assert utf16_length(plain("\n\n".join(said))) <= MessageLimit.CAPTION_LENGTH


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("rusak.xlsx", b"PK\x03\x04 nothing", "refused-not-readable"),
        ("agenda.csv", b"tanggal;acara\n24-11;rapat", "refused-unknown-sheet"),
        ("agenda.xlsx", roster(("a", "b"), header=("Acara", "Tempat")), "refused-unknown-sheet"),
    ],
)
async def test_a_file_that_is_no_roster_is_said_to_be_none(
    desk: Desk, name: str, content: bytes, why: str
) -> None:
    adi, _, _ = await an_office(desk)

    await adi.shows_document(name, content=content)

    said = TEXTS.say("id", why)
    assert adi.sees == (
        f"📋 {name} belum bisa diperiksa. {said}\n\n"
        "Kalau maksudnya bukti laporan, ketuk tombol di bawah."
    )
    offered = ["👥 Daftar pegawai", "🌴 Daftar cuti", "🎯 SKP", "📊 Angka unit"]
    is_unknown = why == "refused-unknown-sheet"
    assert adi.buttons == [*(offered if is_unknown else []), "📎 Bukti laporan"]


async def test_a_file_that_is_too_large_is_refused_at_once(desk: Desk) -> None:
    adi, _, _ = await an_office(desk)

    await adi.shows_document("daftar.xlsx", content=bytes(LARGEST + 1))

    assert adi.sees == "Berkasnya lebih besar dari 10 MB. Kirim lembar yang perlu saja, ya."
    assert await desk.count(Errand) == 0


async def test_a_file_that_never_comes_is_asked_for_again(desk: Desk) -> None:
    adi, mia, _ = await an_office(desk)

    def refuse(_url: str) -> None:
        raise TimeoutError

    desk.wire.before_download = refuse
    await adi.shows_document("daftar.xlsx", content=roster(newcomer(mia)))
    assert adi.sees == SOON
    for _ in range(8):
        desk.later(minutes=10)
        await desk.settles()

    assert TEXTS.say("id", "refused-errand-lost") in adi.sees


async def test_an_import_that_was_cut_off_is_taken_up_and_applied_once(desk: Desk) -> None:
    adi, mia, _ = await an_office(desk)
    await adi.shows_document("daftar.xlsx", content=roster(newcomer(mia)))
    await desk.brings(adi.tap(*adi.button("Terapkan")))
    await desk.turns.take_one()
    hanging = desk.errands
    claimed = await hanging._claim()
    assert claimed is not None

    desk.restart()
    await desk.settles()
    assert await imports(desk) == []  # the claim still holds
    desk.later(minutes=4)
    await desk.settles()
    await hanging._see_through(claimed)  # whoever hung wakes up

    assert len(await imports(desk)) == 1
    assert adi.sees.startswith("✅ daftar.xlsx sudah diterapkan.")


async def test_a_spreadsheet_of_somebody_else_is_evidence_as_ever(desk: Desk) -> None:
    _, mia, tom = await an_office(desk)
    await tom.says("08.00-09.00 rekap data")
    await tom.shows_document("rekap.xlsx", content=roster(newcomer(mia)))

    assert await desk.count(Errand) == 0
    assert await desk.count(Evidence, Evidence.report_id.is_not(None)) == 1


async def test_beside_a_report_an_admin_is_asked_what_the_file_is(desk: Desk) -> None:
    adi, mia, _ = await an_office(desk)
    await adi.says("08.00-09.00 rekap data")
    for _ in range(2):
        await adi.shows_document("rekap.xlsx", content=roster(newcomer(mia)))
        assert adi.buttons == ["📋 Daftar untuk kantor", "📎 Bukti laporan"]

    await adi.taps("Bukti laporan")
    assert await desk.count(Evidence, Evidence.report_id.is_not(None)) == 1
    await adi.taps("Daftar untuk kantor", on=adi.screen[-2])

    assert adi.sees.startswith("📋 rekap.xlsx · daftar pegawai, 1 baris.")
    assert await desk.count(Evidence) == 1


async def test_a_check_of_yesterday_is_neither_kept_nor_applied(desk: Desk) -> None:
    adi, mia, _ = await an_office(desk)
    await adi.shows_document("daftar.xlsx", content=roster(newcomer(mia)))
    desk.later(hours=24)

    assert await desk.errands.sweep() == 1
    assert await adi.taps("Terapkan") == OVER

    assert "lebih dari sehari lalu" in adi.sees
    assert await desk.count(Errand, Errand.content.is_not(None)) == 0
    assert await imports(desk) == []


async def test_the_roster_of_an_admin_who_appraises_too_is_read_as_a_roster(desk: Desk) -> None:
    adi, mia, tom = await an_office(desk)
    async with desk.database.transaction() as session:
        show(session, SHEET, 1, to=adi.employee.id, at=desk.time)
    async with desk.database.transaction() as session:
        asked = update(Notice).where(Notice.kind == SHEET).values(sent_at=desk.time, due=None)
        assert (await session.execute(asked.returning(Notice.id))).scalars().all() != []

    await adi.shows_document("daftar.xlsx", content=roster(line(adi), line(mia), line(tom, mia)))

    assert plain(adi.screen[0].text) == SOON
