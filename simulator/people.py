"""People with Telegram in their hand: what they do, and what they see."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiogram.types import InlineKeyboardButton, Message, ReplyKeyboardMarkup, User

from simulator import contents, limits, membership
from simulator.callbacks import Tap
from simulator.chats import Chat, Group, PrivateChat
from simulator.errors import NotPossible
from simulator.files import Upload
from simulator.keyboards import inline_buttons
from simulator.texts import of_person

if TYPE_CHECKING:
    from simulator.telegram import Telegram


DEEP_LINK = re.compile(rf"[A-Za-z0-9_-]{{0,{limits.DEEP_LINK}}}")


class Person:
    """Somebody with an account; their verbs are what Telegram's apps can do."""

    def __init__(self, telegram: Telegram, user: User) -> None:
        self._telegram = telegram
        self._mark = 0
        self.user = user
        self.chat = PrivateChat(user, telegram.keep)
        self.about = ""
        self.hints: tuple[str, ...] = ()
        self.start_code: str | None = None

    def introduce(
        self, user: User, about: str, hints: tuple[str, ...], start_code: str | None
    ) -> None:
        """Take over what is now known of them."""
        self.user, self.about, self.hints, self.start_code = user, about, hints, start_code
        self.chat.rename(user)

    @property
    def id(self) -> int:
        return self.user.id

    # What they see.

    @property
    def messages(self) -> list[Message]:
        """Their chat with the bot, oldest first."""
        return list(self.chat.messages.values())

    @property
    def received(self) -> list[Message]:
        """What the bot wrote to them, oldest first."""
        return [message for message in self.messages if _by_bot(message)]

    @property
    def sees(self) -> str:
        """The text or caption of the bot's last message."""
        last = self.received[-1:]
        return _words(last[0]) if last else ""

    @property
    def keyboard(self) -> ReplyKeyboardMarkup | None:
        """The reply keyboard below the chat."""
        return self.chat.keyboard

    def button(self, label: str, message: Message | int | None = None) -> InlineKeyboardButton:
        """An inline button they see, on this message or on the last one that has it."""
        return self._find_button(label, message)[1]

    async def hears(self, text: str = "", within: float = 5) -> Message:
        """Wait for a message with this text, written or edited since they last did something."""

        def heard() -> Message | None:
            changed = self.chat.changed_since(self._mark)
            return next((m for m in changed if _by_bot(m) and text in _words(m)), None)

        return await self.chat.until(heard, within)

    # What they do.

    def starts(self, code: str | None = None) -> Message:
        """Press START (or RESTART after a block), by a deep link if there is a code."""
        code = code if code is not None else self.start_code or ""
        if not DEEP_LINK.fullmatch(code):
            raise NotPossible(f"{code!r} is no deep link's code")
        if self.chat.blocked:
            self.unblocks()
        self.start_code = None
        return self.says(f"/start {code}" if code else "/start")

    def says(
        self, text: str, reply_to: Message | int | None = None, group: Group | None = None
    ) -> Message:
        """Send a text; the apps cut a long one into several, and the last one is returned."""
        pieces = _pieces(text.strip())
        if not pieces:
            raise NotPossible("there is no text to send")
        for piece in pieces:
            message = self._sends(of_person(piece).as_text(), reply_to, group)
        return message

    def presses(self, label: str) -> Message:
        """Press a button of the reply keyboard, which sends its text or their number."""
        rows = self.keyboard.keyboard if self.keyboard else []
        for button in (button for row in rows for button in row):
            if button.text == label:
                if button.request_contact:
                    return self.shares_contact()
                return self.says(label)
        raise LookupError(f"no {label!r} on the reply keyboard")

    def edits(self, message: Message | int, text: str) -> Message:
        """Change the text or caption of a message of theirs."""
        before = self._own(message)
        if self._telegram.clock.now() - before.date > limits.EDITABLE_FOR:
            raise NotPossible("a message can be edited for 48 hours")
        formatted = of_person(text)
        if not formatted.text and before.text:
            raise NotPossible("an edited message needs a text")
        named = formatted.as_text() if before.text else formatted.as_caption()
        empty = {"entities": None} if before.text else {"caption": None, "caption_entities": None}
        now = int(self._telegram.clock.second().timestamp())
        after = before.model_copy(update={**empty, **named, "edit_date": now})
        self.chat.replace(after)
        self._acted()
        self._telegram.updates.put(self.chat.id, "edited_message", after)
        self._telegram.events.publish("edited", self.chat.id, message=after)
        return after

    def deletes(self, message: Message | int) -> None:
        """Delete a message, for both; the bot is never told."""
        message_id = _id(message)
        self.chat.remove(message_id)
        self._telegram.events.publish("deleted", self.chat.id, message_id=message_id)

    def taps(
        self, label: str = "", message: Message | int | None = None, data: str | None = None
    ) -> Tap:
        """Tap an inline button; with ``data``, one that may be gone since they looked."""
        if data is None:
            on, button = self._find_button(label, message)
            data = button.callback_data
            if data is None:
                raise NotPossible(f"{label!r} does not ask the bot anything")
        else:
            on = self._message(message) if message else self.received[-1]
        tap = Tap(on, data)
        self._acted()
        membership.send_tap(self._telegram, self.user, tap)
        return tap

    def sends_photo(
        self, content: bytes, caption: str = "", reply_to: Message | int | None = None
    ) -> Message:
        upload = Upload(content, "photo.jpg")
        return self._sends(contents.photo(self._telegram.files, upload, caption), reply_to)

    def sends_document(
        self, content: bytes, name: str, caption: str = "", mime: str | None = None
    ) -> Message:
        upload = Upload(content, name)
        return self._sends(contents.document(self._telegram.files, upload, caption, mime))

    def sends_album(
        self, uploads: Sequence[Upload], caption: str = "", as_photos: bool = True
    ) -> list[Message]:
        """Send 2 to 10 photos or documents as one album; the caption is the first one's."""
        if len(uploads) not in limits.ALBUM:
            raise NotPossible("an album has 2 to 10 files")
        files = self._telegram.files
        make = contents.photo if as_photos else contents.document
        captions = [caption, *[""] * (len(uploads) - 1)]
        album = {"media_group_id": str(secrets.randbits(53))}
        made = [make(files, upload, said) for upload, said in zip(uploads, captions, strict=True)]
        return [self._sends(album | content) for content in made]

    def shares_contact(self, phone: str = "+6281200000000") -> Message:
        return self._sends(contents.contact(self.user, phone))

    def sends_location(self, latitude: float = -6.9, longitude: float = 107.6) -> Message:
        return self._sends(contents.location(latitude, longitude))

    def sends_voice(self, seconds: int = 3) -> Message:
        return self._sends(contents.voice(self._telegram.files, seconds))

    def sends_sticker(self, emoji: str = "👍") -> Message:
        return self._sends(contents.sticker(self._telegram.files, emoji))

    def forwards(self, message: Message) -> Message:
        """Forward a message to the bot, from any chat."""
        return self._sends(contents.forwarded(message))

    def blocks(self) -> None:
        self._set_blocked(True)

    def unblocks(self) -> None:
        self._set_blocked(False)

    def clears(self) -> None:
        """Empty the chat; the bot may still write, and its START button is there again."""
        self.chat.clear()
        self._telegram.events.publish("cleared", self.chat.id)
        self._telegram.changed(self.chat)

    def deactivates(self) -> None:
        """Delete their account."""
        self.chat.deactivated = True
        self._telegram.changed(self.chat)

    def adds_bot(self, group: Group) -> None:
        membership.move_bot(self._telegram, self.user, group, there=True)

    def removes_bot(self, group: Group) -> None:
        membership.move_bot(self._telegram, self.user, group, there=False)

    # How.

    def _sends(
        self,
        content: contents.Content,
        reply_to: Message | int | None = None,
        group: Group | None = None,
    ) -> Message:
        chat: Chat = group or self.chat
        if self.chat.blocked and chat is self.chat:
            raise NotPossible("the bot is blocked: unblock it first")
        if reply_to:
            answered = chat.quoted(_id(reply_to))
            if answered is None:
                raise NotPossible("the message to reply to is gone")
            content = content | {"reply_to_message": answered}
        message = self._telegram.new_message(chat, self.user, content)
        self.chat.started = self.chat.started or chat is self.chat
        chat.add(message)
        self._acted()
        if membership.bot_hears(self._telegram, chat, message):
            self._telegram.updates.put(chat.id, "message", message)
        self._telegram.events.publish("message", chat.id, message=message)
        self._used_keyboard(message)
        return message

    def _used_keyboard(self, message: Message) -> None:
        """A one-time keyboard hides after it was used, and a question is answered once."""
        keyboard = self.chat.keyboard
        if keyboard and keyboard.one_time_keyboard:
            labels = {button.text for row in keyboard.keyboard for button in row}
            if message.contact or message.text in labels:
                self.chat.keyboard = None
        self.chat.asks = None
        self._telegram.changed(self.chat)

    def _set_blocked(self, blocked: bool) -> None:
        if self.chat.blocked == blocked:
            return
        self.chat.blocked = blocked
        membership.tell_blocked(self._telegram, self.user, self.chat)
        self._telegram.changed(self.chat)

    def _acted(self) -> None:
        self._mark = self.chat.changes

    def _message(self, message: Message | int) -> Message:
        found = self.chat.messages.get(_id(message))
        if found is None:
            raise LookupError(f"message {_id(message)} is not in this chat")
        return found

    def _own(self, message: Message | int) -> Message:
        found = self._message(message)
        if _by_bot(found):
            raise NotPossible("only one's own message can be edited")
        return found

    def _find_button(
        self, label: str, message: Message | int | None
    ) -> tuple[Message, InlineKeyboardButton]:
        looked_at = [self._message(message)] if message else self.messages[::-1]
        for one in looked_at:
            for button in inline_buttons(one.reply_markup):
                if button.text == label:
                    return one, button
        seen = [button.text for one in looked_at for button in inline_buttons(one.reply_markup)]
        raise LookupError(f"no button {label!r}; there are {seen}")


def _by_bot(message: Message) -> bool:
    return message.from_user is not None and message.from_user.is_bot


def _words(message: Message) -> str:
    return message.text or message.caption or ""


def _id(message: Message | int) -> int:
    return message.message_id if isinstance(message, Message) else int(message)


def _pieces(text: str) -> list[str]:
    return [text[at : at + limits.TEXT] for at in range(0, len(text), limits.TEXT)]
