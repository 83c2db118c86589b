"""Plays of evidence that is kept: fetched outside the turn, typed by its bytes, seen by whom."""

from __future__ import annotations

from aiogram.exceptions import TelegramNetworkError, TelegramServerError
from aiogram.methods import (
    GetFile,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)  # fmt: skip
from sqlalchemy import delete, select

from bot.rounds import LOOKS_EVERY
from models.machine import Incoming, Outcome, Trace
from models.work.evidence import Evidence, EvidenceKind
from models.work.files import File
from tests.desk import Desk, Person
from tests.wire import A_PDF, A_PHOTO, Shown

LINK = "https://drive.google.com/file/d/1a2b/view"
PROGRAM = b"MZ\x90\x00" + bytes(300)
REPORT = "08.00-10.00 rapat koordinasi"


async def mia_and_tom(desk: Desk) -> tuple[Person, Person]:
    mia = await desk.hires("Mia")
    return mia, await desk.hires("Tom", supervisor=mia, sex=1)


async def pieces(desk: Desk) -> list[Evidence]:
    async with desk.database.transaction() as session:
        return list(await session.scalars(select(Evidence).order_by(Evidence.id)))


async def says_with_links(
    person: Person, text: str, *links: str, reply_to: Shown | None = None
) -> None:
    entities = [{"type": "url", "offset": text.index(link), "length": len(link)} for link in links]
    await person.says(text, entities=entities, reply_to=reply_to)


def down(method: TelegramMethod[object]) -> None:
    if isinstance(method, GetFile):
        raise TelegramServerError(method, "Bad Gateway")


async def test_what_was_sent_lies_on_our_disk_under_the_hash_of_its_content(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.shows_document("notulen.pdf", REPORT)
    await tom.shows_photo()

    async with desk.database.transaction() as session:
        files = list(await session.scalars(select(File).order_by(File.kind)))
    assert [(file.kind, file.size) for file in files] == [
        ("jpg", len(desk.shelf.path_of(files[0].sha256).read_bytes())), ("pdf", len(A_PDF)),
    ]  # fmt: skip
    assert sorted(desk.shelf.hashes()) == sorted(file.sha256 for file in files)
    assert desk.shelf.path_of(files[1].sha256).read_bytes() == A_PDF
    assert await desk.faults() == []


async def test_the_same_content_is_kept_once_and_fetched_once_if_telegram_knows_it(
    desk: Desk,
) -> None:
    mia, tom = await mia_and_tom(desk)
    eve = await desk.hires("Eve", supervisor=mia)
    await tom.shows_document("notulen.pdf", REPORT, unique="same")
    await eve.shows_document("notulen.pdf", REPORT, unique="same")
    await eve.shows_document("notulen (1).pdf")

    assert sum(isinstance(call, GetFile) for call in desk.wire.calls) == 2
    assert await desk.count(File) == len(list(desk.shelf.hashes())) == 1
    assert {piece.kept_id for piece in await pieces(desk)} == {1}


async def test_the_same_photo_twice_is_one_piece_of_a_report(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.shows_document("a.pdf", REPORT, unique="same")
    await tom.shows_document("a.pdf", unique="same")
    assert "📎 1 bukti." in tom.sees.splitlines()


async def test_a_program_is_refused_by_its_bytes_and_the_report_goes_on(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await tom.shows_document("foto.jpg", REPORT, content=PROGRAM)

    assert tom.sees == (
        "📎 “foto.jpg” tidak saya simpan. Berkas yang bisa dijalankan (program, makro) tidak"
        " diterima sebagai bukti. Kirim sebagai PDF atau foto, ya."
    )
    assert "📎" not in tom.screen[0].text
    await tom.taps("Kirim")
    assert not any("bukti" in label for label in mia.buttons)
    assert list(desk.shelf.hashes()) == []


async def test_a_program_by_name_is_refused_at_once_and_its_caption_is_a_report(
    desk: Desk,
) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.shows_document("undangan.apk", REPORT)
    assert tom.screen[0].text == (
        "📎 “undangan.apk” tidak saya simpan. Berkas yang bisa dijalankan (program, makro) tidak"
        " diterima sebagai bukti. Kirim sebagai PDF atau foto, ya."
    )
    assert "rapat koordinasi" in tom.sees
    await tom.shows_document("undangan.apk")
    assert await pieces(desk) == []
    assert not any(isinstance(call, GetFile) for call in desk.wire.calls)


async def test_a_disguise_is_named(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.shows_document("notulen.pdf", REPORT, content=A_PHOTO)
    assert tom.sees == (
        "📎 “notulen.pdf” tidak saya simpan. Namanya .pdf, tetapi isinya jpg."
        " Beri nama sesuai isinya, lalu kirim lagi."
    )


async def test_what_is_too_large_is_refused_by_telegrams_word(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.shows_document("tebal.pdf", content=A_PDF + bytes(10 * 1024 * 1024))
    assert tom.sees == (
        "📎 “tebal.pdf” tidak saya simpan. Bukti paling besar 10 MB. Perkecil dulu, atau kirim"
        " sebagai foto."
    )
    assert await pieces(desk) == []


async def test_what_cannot_be_fetched_is_shown_as_missing_until_it_comes(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    desk.wire.before = down
    await tom.shows_photo(REPORT)
    await tom.taps("Kirim")
    missing = "📎 1 bukti (1 belum berhasil disimpan, dicoba lagi)."
    assert missing in tom.sees.splitlines()
    assert missing in mia.sees.splitlines()

    desk.later(seconds=60)
    desk.restart()
    await desk.settles()
    desk.wire.before = lambda _method: None
    desk.later(seconds=60)
    await desk.settles()
    assert "📎 1 bukti." in tom.sees.splitlines()
    assert "📎 1 bukti." in mia.sees.splitlines()
    assert (await pieces(desk))[0].attempts == 2
    assert await desk.faults() == []


async def test_a_download_that_breaks_off_is_tried_again(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)

    def breaks(_url: str) -> None:
        raise TelegramNetworkError(GetFile(file_id="x"), "broken")

    desk.wire.before_download = breaks
    await tom.shows_photo(REPORT)
    assert list(desk.shelf.hashes()) == []
    desk.wire.before_download = lambda _url: None
    desk.later(seconds=LOOKS_EVERY)
    await desk.settles()
    assert len(list(desk.shelf.hashes())) == 1


async def test_what_never_comes_is_told_once(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    desk.wire.before = down
    await tom.shows_document("notulen.pdf", REPORT)
    for _ in range(25):
        desk.later(hours=1)
        await desk.settles()

    assert tom.sees == (
        "📎 “notulen.pdf” tidak saya simpan. Berkasnya berkali-kali tidak bisa diambil."
        " Mohon kirim sekali lagi, dengan membalas kartu laporannya."
    )
    assert sum("tidak saya simpan" in shown.text for shown in tom.screen) == 1


async def test_a_document_that_nobody_has_looked_into_is_not_handed_on(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    desk.wire.before = down
    await tom.shows_document("notulen.pdf", REPORT)
    await tom.taps("Kirim")

    assert await mia.taps("Lihat bukti") == (
        "1 dokumen masih diperiksa isinya. Coba lagi sebentar lagi."
    )
    assert not any(isinstance(call, SendDocument) for call in desk.wire.calls)
    desk.wire.before = lambda _method: None
    desk.later(seconds=60)
    await desk.settles()
    await mia.taps("Lihat bukti")
    assert sum(isinstance(call, SendDocument) for call in desk.wire.calls) == 1


async def test_a_link_in_the_words_is_evidence_and_no_part_of_what_is_read(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await says_with_links(tom, f"{REPORT}\n{LINK}", LINK)
    assert tom.sees.splitlines() == [
        "Laporan Anda · Sel 24 Nov",
        "1. 08.00–10.00 rapat koordinasi (2 jam)",
        "📎 1 bukti.",
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia.",
    ]
    await tom.taps("Kirim")
    await mia.taps("Lihat bukti")
    assert mia.sees == f"🔗 Tautan bukti:\n• {LINK}"


async def test_a_link_alone_joins_the_report_before_and_is_none_twice(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await says_with_links(tom, LINK, LINK)
    assert tom.sees.startswith("Tautan ini bukti kegiatan yang mana?")
    await tom.says(REPORT)
    await says_with_links(tom, LINK, LINK)
    await says_with_links(tom, LINK, LINK)
    assert "📎 1 bukti." in tom.sees.splitlines()
    assert [piece.kind for piece in await pieces(desk)] == [EvidenceKind.LINK]


async def test_a_reply_to_the_card_attaches_to_that_report_however_late(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await tom.says(REPORT)
    await tom.taps("Kirim")
    first = tom.card
    await tom.says("10.00-12.00 verifikasi berkas")
    desk.later(hours=3)

    await tom.shows_photo(reply_to=first)
    await tom.shows_document("notulen.pdf", "ini notulennya", reply_to=first)
    await says_with_links(tom, LINK, LINK, reply_to=first)
    assert {piece.report_id for piece in await pieces(desk)} == {1}
    assert "📎 3 bukti." in tom.screen[0].text
    assert "📎 3 bukti." in mia.sees.splitlines()
    await mia.taps("Lihat bukti")
    sent = {type(call) for call in desk.wire.calls}
    assert {SendPhoto, SendDocument, SendMessage} <= sent
    assert SendMediaGroup not in sent


async def test_a_reply_to_a_decided_report_adds_nothing(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await tom.says(REPORT)
    await tom.taps("Kirim")
    card = tom.card
    await mia.taps("Setujui semua")

    await tom.shows_photo(reply_to=card)
    assert tom.sees == "Laporan itu sudah diputuskan, jadi buktinya tidak bisa ditambah lagi."
    assert await pieces(desk) == []


async def test_a_reply_to_somebody_elses_card_is_no_way_into_their_report(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    eve = await desk.hires("Eve", supervisor=mia)
    await tom.says(REPORT)

    await eve.shows_photo(reply_to=tom.card)
    assert [piece.report_id for piece in await pieces(desk)] == [None]


async def test_nobody_else_sees_links_and_a_double_tap_is_no_fault(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    eve = await desk.hires("Eve")
    await says_with_links(tom, f"{REPORT} {LINK}", LINK)
    await tom.taps("Kirim")
    tap = mia.button("Lihat bukti")

    await eve.sends_tap(*tap)
    assert await desk.count(Trace) == 1
    assert eve.screen == []
    await mia.sends_tap(*tap)
    await mia.sends_tap(*tap)
    assert await desk.count(Incoming, Incoming.outcome == Outcome.FAULT) == 0


async def test_what_retention_has_taken_away_leaves_the_disk_and_nothing_else_does(
    desk: Desk,
) -> None:
    mia, tom = await mia_and_tom(desk)
    eve = await desk.hires("Eve", supervisor=mia)
    await tom.shows_document("lama.pdf", REPORT)
    await tom.shows_document("bersama.pdf", content=A_PDF + b"1")
    await eve.shows_document("bersama.pdf", content=A_PDF + b"1")
    assert await desk.fetching.sweep() == 0

    async with desk.database.transaction() as session:
        await session.execute(delete(Evidence).where(Evidence.author_id == tom.employee.id))
    assert await desk.fetching.sweep() == 1
    assert await desk.count(Evidence) == await desk.count(File) == 1
    assert len(list(desk.shelf.hashes())) == 1


async def test_throwing_a_draft_away_removes_no_evidence(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.shows_photo(REPORT)
    await tom.taps("Buang")
    await desk.fetching.sweep()
    assert await desk.count(Evidence) == len(list(desk.shelf.hashes())) == 1
