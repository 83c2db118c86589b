"""What the bot changes or takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.methods import (
    DeleteMessage,
    DeleteMessages,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
)
from aiogram.types import InlineKeyboardMarkup, Message

from simulator import limits
from simulator.calls import answers
from simulator.chats import Chat
from simulator.errors import bad_request
from simulator.keyboards import checked_inline
from simulator.methods.sending import media_content
from simulator.shown import as_json
from simulator.texts import message_caption, message_text

if TYPE_CHECKING:
    from simulator.telegram import Telegram

Editing = EditMessageText | EditMessageCaption | EditMessageMedia | EditMessageReplyMarkup
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly"
    " the same as a current content and reply markup of the message"
)
NO_CAPTION: dict[str, object] = {"caption": None, "caption_entities": None}
NO_MEDIA: dict[str, object] = {"text": None, "entities": None, "photo": None, "document": None}
COMPARED = {"text", "entities", "caption", "caption_entities", "reply_markup"}


@answers(EditMessageText)
async def edit_message_text(telegram: Telegram, call: EditMessageText) -> Message:
    chat, message = _to_edit(telegram, call)
    if message.text is None:
        raise bad_request("there is no text in the message to edit")
    formatted = message_text(call.text or "", call.parse_mode, call.entities)
    content = {"entities": None} | formatted.as_text()
    return _edit(telegram, chat, message, content, call.reply_markup)


@answers(EditMessageCaption)
async def edit_message_caption(telegram: Telegram, call: EditMessageCaption) -> Message:
    chat, message = _to_edit(telegram, call)
    if message.text is not None:
        raise bad_request("there is no caption in the message to edit")
    formatted = message_caption(call.caption, call.parse_mode, call.caption_entities)
    content = NO_CAPTION | formatted.as_caption()
    return _edit(telegram, chat, message, content, call.reply_markup)


@answers(EditMessageMedia)
async def edit_message_media(telegram: Telegram, call: EditMessageMedia) -> Message:
    chat, message = _to_edit(telegram, call)
    content = NO_MEDIA | NO_CAPTION | media_content(telegram, call.media)
    return _edit(telegram, chat, message, content, call.reply_markup)


@answers(EditMessageReplyMarkup)
async def edit_message_reply_markup(telegram: Telegram, call: EditMessageReplyMarkup) -> Message:
    chat, message = _to_edit(telegram, call)
    return _edit(telegram, chat, message, {}, call.reply_markup)


@answers(DeleteMessage)
async def delete_message(telegram: Telegram, call: DeleteMessage) -> bool:
    chat = telegram.chat(call.chat_id)
    if not _delete(telegram, chat, call.message_id):
        raise bad_request("message to delete not found")
    return True


@answers(DeleteMessages)
async def delete_messages(telegram: Telegram, call: DeleteMessages) -> bool:
    chat = telegram.chat(call.chat_id)
    for message_id in call.message_ids:
        _delete(telegram, chat, message_id)
    return True


def _to_edit(telegram: Telegram, call: Editing) -> tuple[Chat, Message]:
    chat = telegram.chat_to_write_to(call.chat_id)
    message = chat.messages.get(call.message_id or 0)
    if message is None:
        raise bad_request("message to edit not found")
    if message.from_user is None or message.from_user.id != telegram.bot.user.id:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(
    telegram: Telegram,
    chat: Chat,
    message: Message,
    content: dict[str, object],
    markup: InlineKeyboardMarkup | None,
) -> Message:
    """Change a message in place; without a keyboard in the call it loses the one it had."""
    changed = message.model_copy(update=content | {"reply_markup": checked_inline(markup)})
    if _looks(changed) == _looks(message) and not content.keys() & {"photo", "document"}:
        raise bad_request(NOT_MODIFIED)
    edited_at = int(telegram.clock.second().timestamp())
    changed = changed.model_copy(update={"edit_date": edited_at})
    chat.replace(changed)
    telegram.events.publish("edited", chat.id, message=changed)
    return telegram.files.told_anew(changed)


def _looks(message: Message) -> object:
    return as_json({name: getattr(message, name) for name in COMPARED})


def _delete(telegram: Telegram, chat: Chat, message_id: int) -> bool:
    message = chat.messages.get(message_id)
    if message is None:
        return False
    if telegram.clock.now() - message.date > limits.DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    chat.remove(message_id)
    telegram.events.publish("deleted", chat.id, message_id=message_id)
    return True
