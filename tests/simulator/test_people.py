"""What people do, and what the bot hears of it."""

from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.enums import ContentType
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageOriginUser,
    Update,
)

from simulator.errors import NotPossible
from simulator.files import Upload
from simulator.people import Person
from simulator.telegram import Telegram
from tests.simulator.pictures import png

CHOICE = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Kirim", callback_data="send:1"),
            InlineKeyboardButton(text="Situs", url="https://example.go.id"),
        ]
    ]
)


async def heard(bot: Bot) -> Update:
    """The last update."""
    updates = await bot.get_updates()
    return updates[-1]


async def test_start_by_a_deep_link_carries_its_code(telegram: Telegram, bot: Bot) -> None:
    tom = telegram.person("Tom", start_code="abc")

    tom.starts()
    tom.starts("xyz")
    tom.starts()

    said = [update.message.text for update in await bot.get_updates() if update.message]
    assert said == ["/start abc", "/start xyz", "/start"]


async def test_a_long_text_is_cut_as_the_apps_do(bot: Bot, ani: Person) -> None:
    ani.says("x" * 5000)

    lengths = [len(u.message.text or "") for u in await bot.get_updates() if u.message]
    assert lengths == [4096, 904]


async def test_an_edit_is_heard_with_its_date(telegram: Telegram, bot: Bot, ani: Person) -> None:
    telegram.clock.speed = 0
    said = ani.says("08.00 rapt")
    telegram.clock.advance(timedelta(minutes=5))
    ani.edits(said, "08.00 rapat /hari_ini")

    message = (await heard(bot)).edited_message

    assert message is not None
    assert (message.message_id, message.text) == (said.message_id, "08.00 rapat /hari_ini")
    assert message.date == said.date
    assert message.edit_date == int((said.date + timedelta(minutes=5)).timestamp())
    assert [entity.type for entity in message.entities or []] == ["bot_command"]


async def test_people_edit_only_their_own_and_only_for_48_hours(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    theirs = await bot.send_message(ani.id, "halo")
    own = ani.says("halo")

    with pytest.raises(NotPossible):
        ani.edits(theirs, "lain")
    telegram.clock.advance(timedelta(hours=49))
    with pytest.raises(NotPossible):
        ani.edits(own, "lain")


async def test_a_tap_is_answered_once(bot: Bot, ani: Person) -> None:
    card = await bot.send_message(ani.id, "kartu", reply_markup=CHOICE)
    tap = ani.taps("Kirim")

    query = (await heard(bot)).callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("send:1", ani.id)
    assert query.message is not None
    assert query.message.message_id == card.message_id

    await bot.answer_callback_query(query.id, "Terkirim", show_alert=True)
    answer = await tap.answered()
    assert (answer.text, answer.show_alert) == ("Terkirim", True)
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired"):
        await bot.answer_callback_query(query.id)


async def test_a_tap_is_answered_in_time_or_not_at_all(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    await bot.send_message(ani.id, "kartu", reply_markup=CHOICE)
    telegram.callbacks.seconds = 0
    tap = ani.taps("Kirim")

    with pytest.raises(TelegramBadRequest, match="query ID is invalid"):
        await bot.answer_callback_query(tap.id)


async def test_an_answer_to_a_tap_is_short(bot: Bot, ani: Person) -> None:
    await bot.send_message(ani.id, "kartu", reply_markup=CHOICE)
    tap = ani.taps("Kirim")

    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(tap.id, "x" * 201)
    await bot.answer_callback_query(tap.id, "x" * 200)


async def test_only_buttons_that_are_there_are_tapped(bot: Bot, ani: Person) -> None:
    card = await bot.send_message(ani.id, "kartu", reply_markup=CHOICE)

    with pytest.raises(LookupError, match=r"no button 'Buang'; there are \['Kirim', 'Situs'\]"):
        ani.taps("Buang")
    with pytest.raises(NotPossible):
        ani.taps("Situs")

    ani.taps(data="gone:9", message=card)  # a tap that was under way when the button went
    query = (await heard(bot)).callback_query
    assert query is not None
    assert query.data == "gone:9"


async def test_a_block_is_told_and_final_until_it_is_lifted(bot: Bot, ani: Person) -> None:
    ani.blocks()

    change = (await heard(bot)).my_chat_member
    assert change is not None
    assert [change.old_chat_member.status, change.new_chat_member.status] == ["member", "kicked"]
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(ani.id, "halo")
    with pytest.raises(NotPossible):
        ani.says("halo")

    ani.starts()
    kinds = [update.event_type for update in await bot.get_updates()]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]
    await bot.send_message(ani.id, "halo lagi")


async def test_an_emptied_chat_can_still_be_written_to(bot: Bot, ani: Person) -> None:
    ani.clears()
    assert ani.messages == []

    await bot.send_message(ani.id, "halo lagi")
    assert ani.sees == "halo lagi"


async def test_an_account_that_is_gone_is_not_written_to(bot: Bot, ani: Person) -> None:
    ani.deactivates()

    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await bot.send_message(ani.id, "halo")


async def test_every_kind_of_message_arrives(bot: Bot, ani: Person) -> None:
    ani.sends_photo(png(8, 4), "bukti #rapat")
    ani.sends_document(b"isi", "surat.pdf", "surat")
    ani.shares_contact("+62811")
    ani.sends_location()
    ani.sends_voice()
    ani.sends_sticker()

    messages = [update.message for update in await bot.get_updates() if update.message]

    assert [message.content_type for message in messages] == [
        ContentType.PHOTO,
        ContentType.DOCUMENT,
        ContentType.CONTACT,
        ContentType.LOCATION,
        ContentType.VOICE,
        ContentType.STICKER,
    ]
    photo, document = messages[:2]
    assert photo.caption == "bukti #rapat"
    assert [entity.type for entity in photo.caption_entities or []] == ["hashtag"]
    assert document.document is not None
    assert (document.document.file_name, document.document.mime_type) == (
        "surat.pdf",
        "application/pdf",
    )


async def test_an_album_is_one_update_a_picture(bot: Bot, ani: Person) -> None:
    pictures = [Upload(png(8, 8), f"{number}.png") for number in range(3)]
    ani.sends_album(pictures, "bukti")

    messages = [update.message for update in await bot.get_updates() if update.message]

    assert [message.caption for message in messages] == ["bukti", None, None]
    assert len({message.media_group_id for message in messages}) == 1
    with pytest.raises(NotPossible):
        ani.sends_album(pictures[:1])


async def test_a_forward_tells_where_it_came_from(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    tom = telegram.person("Tom")
    ani.forwards(tom.says("08.00 rapat"))

    message = (await heard(bot)).message

    assert message is not None
    assert message.text == "08.00 rapat"
    assert isinstance(message.forward_origin, MessageOriginUser)
    assert message.forward_origin.sender_user.id == tom.id


async def test_a_deletion_is_never_told(bot: Bot, ani: Person) -> None:
    said = ani.says("keliru")
    ani.deletes(said)

    assert [update.event_type for update in await bot.get_updates()] == ["message"]
    assert said not in ani.messages


async def test_hearing_waits_for_what_is_new(telegram: Telegram, bot: Bot, ani: Person) -> None:
    card = await bot.send_message(ani.id, "Halo Ani")
    assert (await ani.hears("Halo")).message_id == card.message_id

    ani.says("08.00 rapat")
    with pytest.raises(TimeoutError):
        await ani.hears("Halo", within=0.01)
    await card.edit_text("Halo lagi").as_(bot)
    assert (await ani.hears("Halo")).text == "Halo lagi"


async def test_the_same_id_again_is_the_same_person(telegram: Telegram, ani: Person) -> None:
    ani.says("halo")

    renamed = telegram.person("Ani", "Kusuma", id=ani.id, about="Analis")

    assert renamed is ani
    assert ani.chat.shown_as.last_name == "Kusuma"
    assert ani.about == "Analis"
    assert ani.messages[-1].text == "halo"
