"""What the bot writes: messages, photos, documents, albums."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from aiogram.methods import (
    SendChatAction,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
)
from aiogram.types import (
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
)

from simulator import limits
from simulator.calls import answers
from simulator.chats import Chat
from simulator.errors import bad_request
from simulator.keyboards import checked
from simulator.texts import message_caption, message_text

if TYPE_CHECKING:
    from simulator.telegram import Telegram

Content = dict[str, object]
Sending = SendMessage | SendPhoto | SendDocument | SendMediaGroup


@answers(SendMessage)
async def send_message(telegram: Telegram, call: SendMessage) -> Message:
    chat = telegram.chat_to_write_to(call.chat_id)
    content = message_text(call.text, call.parse_mode, call.entities).as_text()
    if isinstance(call.link_preview_options, LinkPreviewOptions):
        content["link_preview_options"] = call.link_preview_options
    return _send(telegram, chat, call, content)


@answers(SendPhoto)
async def send_photo(telegram: Telegram, call: SendPhoto) -> Message:
    chat = telegram.chat_to_write_to(call.chat_id)
    caption = message_caption(call.caption, call.parse_mode, call.caption_entities)
    return _send(telegram, chat, call, photo(telegram, call.photo) | caption.as_caption())


@answers(SendDocument)
async def send_document(telegram: Telegram, call: SendDocument) -> Message:
    chat = telegram.chat_to_write_to(call.chat_id)
    caption = message_caption(call.caption, call.parse_mode, call.caption_entities)
    return _send(telegram, chat, call, document(telegram, call.document) | caption.as_caption())


@answers(SendMediaGroup)
async def send_media_group(telegram: Telegram, call: SendMediaGroup) -> list[Message]:
    chat = telegram.chat_to_write_to(call.chat_id)
    if len(call.media) not in limits.ALBUM:
        raise bad_request("group must include 2-10 items")  # ours; Telegram says it in many ways
    if len({item.type for item in call.media}) > 1:
        raise bad_request("document can't be mixed with other media types")
    album = {"media_group_id": str(secrets.randbits(53))}
    contents = [media_content(telegram, item) | album for item in call.media]
    return [_send(telegram, chat, call, content) for content in contents]


@answers(SendChatAction)
async def send_chat_action(telegram: Telegram, call: SendChatAction) -> bool:
    chat = telegram.chat(call.chat_id)
    chat.refuse_strangers()
    telegram.events.publish("typing", chat.id, action=call.action)
    return True


def photo(telegram: Telegram, what: InputFile | str) -> Content:
    return {"photo": telegram.files.photo(telegram.files.given("photo", what))}


def document(telegram: Telegram, what: InputFile | str) -> Content:
    return {"document": telegram.files.document(telegram.files.given("document", what))}


def media_content(telegram: Telegram, item: object) -> Content:
    """The message fields of one item of an album, or of what a message is replaced by."""
    if not isinstance(item, InputMediaPhoto | InputMediaDocument):
        raise bad_request("this simulator knows photos and documents only")
    file = photo if isinstance(item, InputMediaPhoto) else document
    caption = message_caption(item.caption, item.parse_mode, item.caption_entities)
    return file(telegram, item.media) | caption.as_caption()


def _send(telegram: Telegram, chat: Chat, call: Sending, content: Content) -> Message:
    markup = None if isinstance(call, SendMediaGroup) else checked(call.reply_markup)
    if isinstance(markup, InlineKeyboardMarkup):
        content = content | {"reply_markup": markup}
    if call.protect_content is True:
        content = content | {"has_protected_content": True}
    content = content | _reply(chat, call)
    message = telegram.new_message(chat, telegram.bot.sender, content)
    chat.add(message)
    telegram.events.publish(
        "message", chat.id, message=message, silent=bool(call.disable_notification)
    )
    if not isinstance(call, SendMediaGroup):
        chat.take_markup(message, call.reply_markup)
        telegram.changed(chat)
    return message


def _reply(chat: Chat, call: Sending) -> Content:
    """The message this one answers, without its own answer."""
    asked = call.reply_parameters
    message_id = asked.message_id if asked else call.reply_to_message_id
    if not message_id:
        return {}
    if answered := chat.quoted(message_id):
        return {"reply_to_message": answered}
    lenient = asked.allow_sending_without_reply if asked else call.allow_sending_without_reply
    if lenient is True:
        return {}
    raise bad_request("message to be replied not found")
