"""Writing, changing and taking back, with aiogram over HTTP."""

from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from simulator.people import Person
from simulator.telegram import Telegram


def keyboard(*labels: str, data: str = "x") -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text=label, callback_data=data) for label in labels]
    return InlineKeyboardMarkup(inline_keyboard=[row])


async def test_a_message_arrives_as_it_was_meant(bot: Bot, ani: Person) -> None:
    sent = await bot.send_message(ani.id, "  <b>Halo</b> Ani ", reply_markup=keyboard("Kirim"))

    assert ani.sees == sent.text == "Halo Ani"
    assert [entity.type for entity in sent.entities or []] == ["bold"]
    assert sent.from_user is not None
    assert sent.from_user.is_bot
    assert ani.button("Kirim").callback_data == "x"


async def test_a_text_that_looks_like_json_stays_a_text(bot: Bot, ani: Person) -> None:
    for text in ("7", "[1]", '{"a": 1}', "true", "null"):
        await bot.send_message(ani.id, text)
        assert ani.sees == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "message text is empty"),
        (" \n ", "message text is empty"),
        ("<b></b>", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ],
)
async def test_a_wrong_text_is_refused(bot: Bot, ani: Person, text: str, why: str) -> None:
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot.send_message(ani.id, text)

    assert refusal.value.message == f"Bad Request: {why}"


async def test_only_what_is_shown_counts_for_the_length(bot: Bot, ani: Person) -> None:
    await bot.send_message(ani.id, "<b>" + "x" * 4096 + "</b>")

    assert len(ani.sees) == 4096


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        (keyboard("a", data="é" * 33), "BUTTON_DATA_INVALID"),
        (keyboard("a", data=""), "BUTTON_DATA_INVALID"),
        (keyboard(" "), "inline keyboard button text must be non-empty"),
        (keyboard(*"abcdefghi"), "reply markup is too long"),
        (
            InlineKeyboardMarkup(inline_keyboard=[keyboard("a").inline_keyboard[0]] * 101),
            "reply markup is too long",
        ),
        (
            InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="a")]]),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            InlineKeyboardMarkup(
                inline_keyboard=[
                    [InlineKeyboardButton(text="a", copy_text=CopyTextButton(text="x" * 257))]
                ]
            ),
            "BUTTON_COPY_TEXT_INVALID",
        ),
        (
            InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="a", url="x")]]),
            "inline keyboard button URL 'x' is invalid: Wrong HTTP URL",
        ),
        (ReplyKeyboardMarkup(keyboard=[]), "keyboard button text must be non-empty"),
        (
            ForceReply(input_field_placeholder="x" * 65),
            "input field placeholder is too long",
        ),
    ],
)
async def test_a_wrong_keyboard_is_refused(
    bot: Bot, ani: Person, markup: InlineKeyboardMarkup, why: str
) -> None:
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot.send_message(ani.id, "pilih", reply_markup=markup)

    assert refusal.value.message == f"Bad Request: {why}"
    assert ani.received == []


async def test_64_bytes_of_callback_data_are_allowed(bot: Bot, ani: Person) -> None:
    await bot.send_message(ani.id, "pilih", reply_markup=keyboard("a", data="é" * 32))

    assert ani.button("a").callback_data == "é" * 32


async def test_a_reply_keyboard_comes_and_goes(bot: Bot, ani: Person) -> None:
    rows = [[KeyboardButton(text="Hari ini"), KeyboardButton(text="Nomor", request_contact=True)]]
    shown = await bot.send_message(
        ani.id, "menu", reply_markup=ReplyKeyboardMarkup(keyboard=rows, one_time_keyboard=True)
    )
    assert shown.reply_markup is None  # Telegram tells of inline keyboards only

    assert ani.presses("Hari ini").text == "Hari ini"
    assert ani.keyboard is None

    await bot.send_message(ani.id, "menu", reply_markup=ReplyKeyboardMarkup(keyboard=rows))
    contact = ani.presses("Nomor").contact
    assert contact is not None
    assert contact.user_id == ani.id

    await bot.send_message(ani.id, "menu", reply_markup=ReplyKeyboardRemove())
    assert ani.keyboard is None


async def test_a_question_with_force_reply_is_asked_until_it_is_answered(
    bot: Bot, ani: Person
) -> None:
    question = await bot.send_message(
        ani.id, "Mengapa?", reply_markup=ForceReply(input_field_placeholder="alasan")
    )
    assert ani.chat.asks is not None
    assert (ani.chat.asks.message_id, ani.chat.placeholder) == (question.message_id, "alasan")

    answer = ani.says("karena hujan", reply_to=question)

    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "Mengapa?"
    assert ani.chat.asks is None


async def test_a_reply_needs_the_message_it_answers(bot: Bot, ani: Person) -> None:
    said = ani.says("08.00-10.00 rapat")
    answer = await bot.send_message(
        ani.id, "ya", reply_parameters=ReplyParameters(message_id=said.message_id)
    )
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "08.00-10.00 rapat"

    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(ani.id, "ya", reply_parameters=ReplyParameters(message_id=1))
    lenient = ReplyParameters(message_id=1, allow_sending_without_reply=True)
    alone = await bot.send_message(ani.id, "ya", reply_parameters=lenient)
    assert alone.reply_to_message is None


async def test_an_edit_without_a_keyboard_removes_it(bot: Bot, ani: Person) -> None:
    card = await bot.send_message(ani.id, "kartu", reply_markup=keyboard("Kirim"))

    edited = await card.edit_text("kartu terkirim").as_(bot)

    assert ani.sees == "kartu terkirim"
    assert not isinstance(edited, bool)
    assert edited.reply_markup is None
    assert edited.edit_date is not None
    with pytest.raises(LookupError):
        ani.button("Kirim")


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, ani: Person) -> None:
    card = await bot.send_message(ani.id, "<b>kartu</b>", reply_markup=keyboard("Kirim"))

    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new"):
        await card.edit_text("<b>kartu</b>", reply_markup=keyboard("Kirim")).as_(bot)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await card.edit_reply_markup(reply_markup=keyboard("Kirim")).as_(bot)

    await card.edit_text("<i>kartu</i>", reply_markup=keyboard("Kirim")).as_(bot)
    await card.edit_reply_markup(reply_markup=keyboard("Buang")).as_(bot)
    assert ani.button("Buang")


async def test_what_cannot_be_edited_is_refused(bot: Bot, ani: Person) -> None:
    own = ani.says("tulisan saya")

    for message_id, why in ((1, "message to edit not found"), (own.message_id, "can't be edited")):
        with pytest.raises(TelegramBadRequest, match=why):
            await bot.edit_message_text("lain", chat_id=ani.id, message_id=message_id)
    text = await bot.send_message(ani.id, "teks")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=ani.id, message_id=text.message_id, caption="x")


async def test_messages_can_be_deleted_for_48_hours(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    old = await bot.send_message(ani.id, "lama")
    theirs = ani.says("milik Ani")
    telegram.clock.advance(timedelta(hours=49))
    new = await bot.send_message(ani.id, "baru")

    assert await bot.delete_message(ani.id, new.message_id)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(ani.id, new.message_id)
    for message in (old, theirs):
        with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
            await bot.delete_message(ani.id, message.message_id)


async def test_nobody_is_written_to_who_did_not_start_or_does_not_exist(
    telegram: Telegram, bot: Bot
) -> None:
    stranger = telegram.person("Tom")

    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation"):
        await bot.send_message(stranger.id, "halo")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(1, "halo")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message("@nobody", "halo")


async def test_a_message_is_dated_by_the_simulators_clock(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    telegram.clock.speed = 0
    telegram.clock.advance(timedelta(days=3))

    sent = await bot.send_message(ani.id, "halo")

    assert sent.date == telegram.clock.second()
    assert ani.says("ya").date == telegram.clock.second()
