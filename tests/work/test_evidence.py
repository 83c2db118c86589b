"""Plays of evidence: photos, documents and albums find their report, without a flood."""

from __future__ import annotations

from aiogram.methods import EditMessageText, SendDocument, SendMediaGroup, SendMessage, SendPhoto
from sqlalchemy import select

from models.work.evidence import Evidence
from models.work.reports import Report
from tests.desk import Desk, Person

WAITS = "📎 Sudah saya simpan. Tulis kegiatannya hari ini juga, nanti bukti ini ikut."


async def mia_and_tom(desk: Desk) -> tuple[Person, Person]:
    mia = await desk.hires("Mia")
    return mia, await desk.hires("Tom", supervisor=mia, sex=1)


async def reports_of_evidence(desk: Desk) -> list[int | None]:
    async with desk.database.transaction() as session:
        return list(await session.scalars(select(Evidence.report_id).order_by(Evidence.id)))


async def test_a_photo_with_a_caption_is_a_report_with_evidence(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)

    await tom.shows_photo("08.00-10.00 rapat koordinasi")
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. 08.00–10.00 rapat koordinasi (2 jam)\n"
        "📎 1 bukti.\n"
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia."
    )
    await tom.taps("Kirim")
    assert "📎 Lihat bukti (1)" in mia.buttons
    await mia.taps("Lihat bukti")
    assert [type(call) for call in desk.wire.calls[-2:]].count(SendPhoto) == 1


async def test_a_photo_before_the_words_waits_for_them(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)

    await tom.shows_photo()
    assert tom.sees == WAITS
    desk.later(hours=6)
    await tom.says("08.00-10.00 rapat koordinasi")
    assert "📎 1 bukti." in tom.sees.splitlines()


async def test_a_photo_after_the_words_joins_their_report_and_the_reviewers_card(
    desk: Desk,
) -> None:
    mia, tom = await mia_and_tom(desk)
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.shows_photo()
    assert "📎 1 bukti." in tom.sees.splitlines()
    await tom.taps("Kirim")

    await tom.shows_document("notulen.pdf")
    assert "📎 2 bukti." in mia.sees.splitlines()
    assert len(tom.screen) == len(mia.screen) == 1


async def test_a_photo_long_after_the_words_waits_for_the_next_ones(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("08.00-10.00 rapat koordinasi")
    desk.later(minutes=16)

    await tom.shows_photo()
    assert tom.sees == WAITS
    assert await reports_of_evidence(desk) == [None]


async def test_what_was_decided_or_thrown_away_takes_no_more_evidence(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    await tom.says("10.00-12.00 verifikasi berkas")
    await tom.taps("Buang")

    await tom.shows_photo()
    assert tom.sees == WAITS
    assert await reports_of_evidence(desk) == [None]


async def test_an_album_of_ten_is_one_report_with_ten_pieces_and_no_flood(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)

    await tom.shows_photo("08.00-10.00 rapat koordinasi", album="A")
    for _ in range(9):
        await tom.shows_photo(album="A")
    assert len(tom.screen) == 1
    assert "📎 10 bukti." in tom.sees.splitlines()
    assert await desk.count(Report) == 1

    await tom.taps("Kirim")
    await mia.taps("Lihat bukti")
    albums = [call for call in desk.wire.calls if isinstance(call, SendMediaGroup)]
    assert [len(album.media) for album in albums] == [10]


async def test_an_album_that_comes_at_once_is_one_change_of_the_card(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.shows_photo("08.00-10.00 rapat koordinasi", album="A")
    before = sum(isinstance(call, EditMessageText) for call in desk.wire.calls)

    for number in range(9):
        photo = [{"file_id": f"f{number}", "file_unique_id": f"u{number}", "width": 9, "height": 9}]
        message = tom.message(desk.next_message_id(), photo=photo, media_group_id="A")
        await desk.brings({"message": message})
    await desk.settles()
    assert "📎 10 bukti." in tom.sees.splitlines()
    assert sum(isinstance(call, EditMessageText) for call in desk.wire.calls) == before + 1


async def test_an_album_whose_caption_comes_last_is_whole_too(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("10.00-12.00 verifikasi berkas")

    for _ in range(3):
        await tom.shows_photo(album="A")
    await tom.shows_photo("08.00-10.00 rapat koordinasi", album="A")
    assert await reports_of_evidence(desk) == [2] * 4
    assert "📎 4 bukti." in tom.sees.splitlines()
    assert "📎" not in tom.screen[0].text


async def test_an_album_without_a_caption_is_answered_once(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)

    for _ in range(5):
        await tom.shows_photo(album="A")
    assert [shown.text for shown in tom.screen] == [WAITS]
    await tom.says("08.00-10.00 rapat koordinasi")
    assert "📎 5 bukti." in tom.sees.splitlines()


async def test_pieces_of_an_album_with_captions_of_their_own_are_reports_of_their_own(
    desk: Desk,
) -> None:
    _, tom = await mia_and_tom(desk)

    await tom.shows_photo("08.00-10.00 rapat koordinasi", album="A")
    await tom.shows_photo("10.00-12.00 verifikasi berkas", album="A")
    assert await reports_of_evidence(desk) == [1, 2]


async def test_a_document_is_shown_as_a_document(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)

    await tom.shows_document("notulen.pdf", "08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await mia.taps("Lihat bukti")
    assert sum(isinstance(call, SendDocument) for call in desk.wire.calls) == 1


async def test_a_caption_edited_before_sending_changes_the_card(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.shows_photo("08.00-10.00 rapat koordinasi")
    async with desk.database.transaction() as session:
        number = await session.scalar(select(Report.message_id))
    edited = tom.message(
        number or 0, caption="08.00-11.00 rapat", edit_date=int(desk.time.timestamp())
    )

    await desk.brings({"edited_message": edited})
    await desk.settles()
    assert "1. 08.00–11.00 rapat (3 jam)" in tom.sees.splitlines()


async def test_a_colleague_and_a_stranger_do_not_get_to_see_evidence(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    eve, stranger = await desk.hires("Eve"), desk.stranger()
    await tom.shows_photo("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    button = mia.button("Lihat bukti")

    assert await eve.sends_tap(*button) == (
        "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    )
    assert await stranger.sends_tap(*button) == (
        "Anda belum terhubung. Ketuk tautan undangan dari BKPSDM Contoh dulu."
    )
    assert not any(isinstance(call, SendPhoto) for call in desk.wire.calls)


async def test_a_colleagues_report_takes_no_photo_of_mine(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    eve = await desk.hires("Eve", supervisor=mia)
    await tom.says("08.00-10.00 rapat koordinasi")

    await eve.shows_photo()
    assert eve.sees == WAITS
    await tom.says("10.00-12.00 verifikasi berkas")
    assert await reports_of_evidence(desk) == [None]
    assert not any("📎" in call.text for call in desk.wire.calls
                   if isinstance(call, SendMessage) and call.chat_id == tom.chat_id)  # fmt: skip
