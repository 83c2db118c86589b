"""The same Telegram through python-telegram-bot, which shares no code with it, nor mistakes."""

import asyncio
from datetime import timedelta

import pytest
import telegram as ptb
from aiogram import Bot
from telegram.constants import (
    BotCommandLimit,
    BotDescriptionLimit,
    CallbackQueryLimit,
    FileSizeLimit,
    FloodLimit,
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    MediaGroupLimit,
    MessageLimit,
    ParseMode,
    PollingLimit,
    ReplyLimit,
    WebhookLimit,
)
from telegram.error import BadRequest, Conflict, Forbidden, RetryAfter
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from simulator import limits
from simulator.faults import Fault
from simulator.flood import FloodLimits, Rate
from simulator.people import Person
from simulator.telegram import Telegram
from tests.simulator.pictures import png

CHOICE = ptb.InlineKeyboardMarkup([[ptb.InlineKeyboardButton("Kirim", callback_data="send")]])


def test_the_limits_are_telegrams() -> None:
    assert limits.TEXT == MessageLimit.MAX_TEXT_LENGTH
    assert limits.CAPTION == MessageLimit.CAPTION_LENGTH
    assert limits.ENTITIES == MessageLimit.MESSAGE_ENTITIES
    assert limits.DEEP_LINK == MessageLimit.DEEP_LINK_LENGTH
    assert limits.CALLBACK_DATA == InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    assert limits.COPY_TEXT == InlineKeyboardButtonLimit.MAX_COPY_TEXT
    assert limits.CALLBACK_ANSWER == CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
    assert limits.BUTTONS == InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER
    assert limits.BUTTONS_IN_A_ROW == InlineKeyboardMarkupLimit.BUTTONS_PER_ROW
    assert limits.PLACEHOLDER == ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER
    assert limits.COMMANDS == BotCommandLimit.MAX_COMMAND_NUMBER
    assert limits.COMMAND == BotCommandLimit.MAX_COMMAND
    assert limits.COMMAND_DESCRIPTION == BotCommandLimit.MAX_DESCRIPTION
    assert limits.BOT_DESCRIPTION == BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    assert limits.BOT_SHORT_DESCRIPTION == BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
    assert (limits.ALBUM.start, limits.ALBUM.stop - 1) == (
        MediaGroupLimit.MIN_MEDIA_LENGTH,
        MediaGroupLimit.MAX_MEDIA_LENGTH,
    )
    assert limits.UPDATES_AT_ONCE == PollingLimit.MAX_LIMIT
    assert limits.WEBHOOK_CONNECTIONS == WebhookLimit.MAX_CONNECTIONS_LIMIT
    assert limits.SECRET_TOKEN == WebhookLimit.MAX_SECRET_TOKEN_LENGTH
    assert limits.PHOTO_BYTES == FileSizeLimit.PHOTOSIZE_UPLOAD
    assert limits.UPLOAD_BYTES == FileSizeLimit.FILESIZE_UPLOAD
    assert limits.DOWNLOAD_BYTES == FileSizeLimit.FILESIZE_DOWNLOAD
    assert FloodLimits() == FloodLimits(
        Rate(FloodLimit.MESSAGES_PER_SECOND, 1),
        Rate(FloodLimit.MESSAGES_PER_SECOND_PER_CHAT, 1),
        Rate(FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP, 60),
    )


async def test_a_dialogue_from_start_to_tap(
    telegram: Telegram, url: str, second_client: ptb.Bot, ani: Person
) -> None:
    async def answer(update: ptb.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        text = f"<b>{update.message.text}</b>"
        await update.message.reply_html(text, reply_markup=CHOICE, do_quote=True)

    async def settle(update: ptb.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        await update.callback_query.edit_message_text("terkirim")
        await update.callback_query.answer("Baik")

    application = Application.builder().bot(second_client).build()
    application.add_handler(MessageHandler(filters.TEXT, answer))
    application.add_handler(CallbackQueryHandler(settle))
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling()
        await telegram.ready()

        ani.says("08.00-10.00 rapat")
        card = await ani.hears("08.00-10.00 rapat")
        assert card.reply_to_message is not None
        assert (await ani.taps("Kirim").answered()).text == "Baik"
        assert ani.sees == "terkirim"

        await application.updater.stop()
        await application.stop()


async def test_photos_documents_and_albums_go_up_and_come_down(
    second_client: ptb.Bot, ani: Person
) -> None:
    photo = await second_client.send_photo(ani.id, png(400, 200), caption="bukti")
    assert [(size.width, size.height) for size in photo.photo] == [(90, 45), (320, 160), (400, 200)]

    document = await second_client.send_document(ani.id, b"isi", filename="rekap.xlsx")
    assert document.document is not None
    file = await document.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"isi"

    album = [ptb.InputMediaPhoto(png(20, 20), caption="dua"), ptb.InputMediaPhoto(png(20, 20))]
    sent = await second_client.send_media_group(ani.id, album)
    assert [message.caption for message in sent] == ["dua", None]

    again = await second_client.send_photo(ani.id, photo.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == photo.photo[-1].file_unique_id


async def test_what_a_person_sends_is_understood(second_client: ptb.Bot, ani: Person) -> None:
    ani.sends_photo(png(8, 8), "satu")
    ani.sends_document(b"isi", "surat.pdf")
    ani.shares_contact("+62811")
    ani.sends_voice()
    ani.sends_sticker("👍")
    ani.sends_location(-6.9, 107.6)
    ani.edits(ani.says("dua"), "tiga")
    ani.blocks()

    updates = await second_client.get_updates()

    assert [type(update.effective_message).__name__ for update in updates[:-1]] == ["Message"] * 8
    photo, document, contact, voice, sticker, location, _, edited, block = updates
    assert photo.message is not None
    assert photo.message.caption == "satu"
    assert document.message is not None
    assert document.message.document is not None
    assert contact.message is not None
    assert contact.message.contact is not None
    assert contact.message.contact.user_id == ani.id
    assert voice.message is not None
    assert voice.message.voice is not None
    assert sticker.message is not None
    assert sticker.message.sticker is not None
    assert location.message is not None
    assert location.message.location is not None
    assert edited.edited_message is not None
    assert edited.edited_message.text == "tiga"
    assert block.my_chat_member is not None
    assert block.my_chat_member.new_chat_member.status == "kicked"


async def test_commands_and_descriptions_are_kept(second_client: ptb.Bot, ani: Person) -> None:
    everybody = ptb.BotCommandScopeAllPrivateChats()
    await second_client.set_my_commands([("hari_ini", "Laporan hari ini")], scope=everybody)
    await second_client.set_my_commands([("tim", "Tim")], scope=ptb.BotCommandScopeChat(ani.id))
    await second_client.set_my_description("Catat kinerja.", language_code="id")
    await second_client.set_chat_menu_button(menu_button=ptb.MenuButtonCommands())

    assert await second_client.get_my_commands() == ()
    shown = await second_client.get_my_commands(scope=everybody)
    assert [command.command for command in shown] == ["hari_ini"]
    assert (await second_client.get_my_description("id")).description == "Catat kinerja."
    assert isinstance(await second_client.get_chat_menu_button(), ptb.MenuButtonCommands)
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await second_client.set_my_commands([("HariIni", "x")])


async def test_refusals_are_the_errors_it_expects(
    telegram: Telegram, second_client: ptb.Bot, ani: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    sent = await second_client.send_message(ani.id, "halo")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("halo")
    with pytest.raises(BadRequest, match="Chat not found"):
        await second_client.send_message(1, "halo")
    with pytest.raises(BadRequest, match="nsupported parse_mode"):
        await second_client.send_message(ani.id, "*halo*", parse_mode=ParseMode.MARKDOWN_V2)
    ani.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await second_client.send_message(ani.id, "halo")
    telegram.faults.arm(Fault.too_many(7), times=1)
    with pytest.raises(RetryAfter) as refusal:
        await second_client.get_me()
    assert refusal.value.retry_after == timedelta(seconds=7)


async def test_a_second_poller_is_a_conflict(
    telegram: Telegram, bot: Bot, second_client: ptb.Bot
) -> None:
    first = asyncio.create_task(second_client.get_updates(timeout=10))
    await telegram.ready()
    second = asyncio.create_task(bot.get_updates(timeout=1))

    with pytest.raises(Conflict):
        await asyncio.wait_for(first, 3)
    assert await second == []
