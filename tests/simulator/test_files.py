"""Photos, documents and albums: their sizes, their ids, and getting them back."""

import io

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, MediaUnion

from simulator.images import size_of, sizes_kept
from simulator.people import Person
from tests.simulator.pictures import gif, jpeg, png


def a_photo(width: int = 30, height: int = 20) -> BufferedInputFile:
    return BufferedInputFile(png(width, height), "foto.png")


@pytest.mark.parametrize("make", [png, gif, jpeg])
def test_the_size_of_a_picture_is_read_from_its_bytes(make: type[bytes]) -> None:
    assert size_of(make(300, 200)) == (300, 200)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8", b"\xff\xd8\x00\x00aaaaaaa", b"%PDF", b"GIF89a"]
)
def test_what_is_no_picture_has_no_size(content: bytes) -> None:
    assert size_of(content) is None


def test_a_photo_is_kept_in_several_sizes_and_none_is_larger() -> None:
    assert sizes_kept(2560, 1280) == [(90, 45), (320, 160), (800, 400), (1280, 640)]
    assert sizes_kept(100, 50) == [(90, 45), (100, 50)]
    assert sizes_kept(40, 20) == [(40, 20)]


async def test_a_photo_comes_back_under_ids_that_change(bot: Bot, ani: Person) -> None:
    sent = await bot.send_photo(ani.id, a_photo(1000, 500), caption="<b>bukti</b>")
    assert sent.photo is not None
    assert [(size.width, size.height) for size in sent.photo] == [
        (90, 45),
        (320, 160),
        (800, 400),
        (1000, 500),
    ]
    assert ani.sees == "bukti"

    again = await bot.send_photo(ani.id, sent.photo[-1].file_id)

    assert again.photo is not None
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    assert again.photo[-1].file_id != sent.photo[-1].file_id


async def test_what_a_person_sends_can_be_downloaded(bot: Bot, ani: Person) -> None:
    ani.sends_document(b"isi surat", "surat.pdf")
    update = (await bot.get_updates())[-1]
    assert update.message is not None
    assert update.message.document is not None

    file = await bot.get_file(update.message.document.file_id)
    assert file.file_path is not None
    content = await bot.download_file(file.file_path, io.BytesIO())

    assert file.file_path.startswith("documents/")
    assert content is not None
    assert content.read() == b"isi surat"


async def test_an_update_told_twice_has_the_same_file_under_another_id(
    bot: Bot, ani: Person
) -> None:
    ani.sends_photo(png(8, 8))

    once, twice = [(await bot.get_updates())[-1].message for _ in range(2)]

    assert once is not None
    assert twice is not None
    assert once.photo is not None
    assert twice.photo is not None
    assert once.photo[0].file_id != twice.photo[0].file_id
    assert once.photo[0].file_unique_id == twice.photo[0].file_unique_id


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.4", "IMAGE_PROCESS_FAILED"),
        (gif(9000, 2000), "PHOTO_INVALID_DIMENSIONS"),
        (gif(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (gif(10, 10) + bytes(10_000_000), "is too big for a photo; the maximum size is 10000000"),
    ],
)
async def test_what_is_no_photo_is_refused(bot: Bot, ani: Person, content: bytes, why: str) -> None:
    with pytest.raises(TelegramBadRequest, match=why):
        await bot.send_photo(ani.id, BufferedInputFile(content, "foto.png"))


async def test_files_have_limits(bot: Bot, ani: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="file must be non-empty"):
        await bot.send_document(ani.id, BufferedInputFile(b"", "kosong.txt"))
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(ani.id, BufferedInputFile(bytes(50_000_001), "besar.bin"))
    large = await bot.send_document(ani.id, BufferedInputFile(bytes(20_000_001), "agak.bin"))
    assert large.document is not None
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(large.document.file_id)


async def test_ids_that_mean_nothing_are_refused(bot: Bot, ani: Person) -> None:
    document = await bot.send_document(ani.id, BufferedInputFile(b"isi", "surat.pdf"))
    assert document.document is not None

    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await bot.send_photo(ani.id, document.document.file_id)
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_photo(ani.id, "bukan-id")
    with pytest.raises(TelegramBadRequest, match="failed to get HTTP URL content"):
        await bot.send_photo(ani.id, "https://example.go.id/a.png")
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await bot.get_file("bukan-id")


async def test_an_album_arrives_together(bot: Bot, ani: Person) -> None:
    first = InputMediaPhoto(media=a_photo(), caption="<b>dua</b> bukti")
    sent = await bot.send_media_group(ani.id, [first, InputMediaPhoto(media=a_photo())])

    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in sent] == ["dua bukti", None]
    assert len(ani.received) == 2


async def test_an_album_has_two_to_ten_of_a_kind(bot: Bot, ani: Person) -> None:
    photo = InputMediaPhoto(media=a_photo())
    document = InputMediaDocument(media=BufferedInputFile(b"isi", "surat.pdf"))

    wrongs: list[list[MediaUnion]] = [[photo], [photo] * 11, [photo, document]]
    for wrong in wrongs:
        with pytest.raises(TelegramBadRequest):
            await bot.send_media_group(ani.id, wrong)
    await bot.send_media_group(ani.id, [document, document])


async def test_a_photo_is_replaced_and_its_caption_changed(bot: Bot, ani: Person) -> None:
    sent = await bot.send_photo(ani.id, a_photo(), caption="satu")

    await sent.edit_caption(caption="dua").as_(bot)
    assert ani.sees == "dua"
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await sent.edit_text("tiga").as_(bot)

    other = InputMediaPhoto(media=a_photo(60, 60), caption="tiga")
    await sent.edit_media(other).as_(bot)

    photo = ani.received[-1].photo
    assert photo is not None
    assert (photo[-1].width, ani.sees) == (60, "tiga")


async def test_a_caption_has_its_own_limit(bot: Bot, ani: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(ani.id, a_photo(), caption="x" * 1025)
    await bot.send_photo(ani.id, a_photo(), caption="x" * 1024)
