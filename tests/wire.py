"""A fake wire: what the bot calls is done to screens that a test can look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetMe,
    LeaveChat,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import (
    BufferedInputFile,
    Chat,
    File,
    ForceReply,
    InlineKeyboardMarkup,
    InputMediaDocument,
    Message,
    User,
)
from telegram.constants import MessageLimit

from simulator.html import HtmlReader, utf16_length

TOKEN = "1234567890:" + "a" * 35
A_PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(64)
A_PDF = b"%PDF-1.4\n" + bytes(64)
BOT = User(id=1234567890, is_bot=True, first_name="Kinerja", username="kinerja_bot")


@dataclass
class Shown:
    """A message of the bot on somebody's screen."""

    message_id: int
    text: str
    keyboard: InlineKeyboardMarkup | None
    asks: bool = False
    picture: bytes | None = None
    document: tuple[str, bytes] | None = None  # its name and what it holds

    def take(self, media: object) -> None:
        if isinstance(media, InputMediaDocument):
            self.document = _named(media.media)
        else:
            self.picture = _uploaded(getattr(media, "media", None))

    @property
    def buttons(self) -> dict[str, str]:
        """Callback data by label."""
        rows = self.keyboard.inline_keyboard if self.keyboard else []
        return {b.text: b.callback_data or "" for row in rows for b in row}


@dataclass
class Wire(BaseSession):
    """Answers as Telegram would, as far as plays need it; the simulator does the rest."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    screens: dict[int, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    answers: list[AnswerCallbackQuery] = field(default_factory=list)
    calls: list[TelegramMethod[Any]] = field(default_factory=list)
    before: Callable[[TelegramMethod[Any]], None] = lambda _method: None
    files: dict[str, bytes] = field(default_factory=dict)  # by file id; any other is a photo
    before_download: Callable[[str], None] = lambda _url: None

    def __post_init__(self) -> None:
        super().__init__()
        self.ids = count(1000)  # of everybody's messages, as they come

    def __hash__(self) -> int:
        return id(self)

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        self.before(method)  # may raise what Telegram answers
        self.calls.append(method)
        answer: Any = self._do(method)
        return answer  # type: ignore[no-any-return]

    def _do(self, method: TelegramMethod[Any]) -> Any:
        match method:
            case GetMe():
                return BOT
            case SendMessage(chat_id=int(chat_id), text=text, reply_markup=markup):
                return self._send(chat_id, text, markup)
            case EditMessageText(chat_id=int(chat_id), message_id=int(message_id), text=text):
                return self._edit(chat_id, message_id, text or "", method.reply_markup)
            case EditMessageReplyMarkup(chat_id=int(chat_id), message_id=int(message_id)):
                shown = self._find(chat_id, message_id)
                shown.keyboard = method.reply_markup
                return self._message(chat_id, shown)
        return self._do_without_text(method)

    def _do_without_text(self, method: TelegramMethod[Any]) -> Any:
        match method:
            case DeleteMessage(chat_id=int(chat_id), message_id=message_id):
                self.screens[chat_id].remove(self._find(chat_id, message_id))
                return True
            case AnswerCallbackQuery():
                self.answers.append(method)
                return True
            case LeaveChat():
                return True
            case GetFile(file_id=file_id):
                content = self._content(file_id)
                return File(
                    file_id=file_id,
                    file_unique_id="u",
                    file_size=len(content),
                    file_path=f"files/{file_id}",
                )
        return self._do_with_files(method)

    def _do_with_files(self, method: TelegramMethod[Any]) -> Any:
        match method:
            case SendPhoto(chat_id=int(chat_id)) | SendDocument(chat_id=int(chat_id)):
                text = method.caption or f"[{type(method).__name__}]"
                message = self._send(chat_id, text, method.reply_markup, _sent_picture(method))
                self.screens[chat_id][-1].document = _sent_document(method)
                return message
            case SendMediaGroup(chat_id=int(chat_id), media=media):
                return [self._send(chat_id, "[SendMediaGroup]", None) for _ in media]
            case EditMessageCaption(chat_id=int(chat_id), message_id=int(message_id)):
                self._must_have_caption(self._find(chat_id, message_id))
                return self._edit(chat_id, message_id, method.caption or "", method.reply_markup)
            case EditMessageMedia(chat_id=int(chat_id), message_id=int(message_id), media=media):
                self._find(chat_id, message_id).take(media)
                return self._edit(chat_id, message_id, media.caption or "", method.reply_markup)
        raise NotImplementedError(type(method).__name__)

    def _send(
        self, chat_id: int, text: str, markup: object, picture: bytes | None = None
    ) -> Message:
        self._must_fit(text)
        keyboard = markup if isinstance(markup, InlineKeyboardMarkup) else None
        shown = Shown(next(self.ids), text, keyboard, isinstance(markup, ForceReply), picture)
        self.screens[chat_id].append(shown)
        return self._message(chat_id, shown)

    def _edit(
        self, chat_id: int, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> Message:
        self._must_fit(text)
        shown = self._find(chat_id, message_id)
        if (shown.text, shown.keyboard) == (text, keyboard):
            raise self.bad_request("message is not modified")
        shown.text, shown.keyboard = text, keyboard
        return self._message(chat_id, shown)

    def _must_fit(self, text: str) -> None:
        if utf16_length(HtmlReader(text).read().text) > MessageLimit.MAX_TEXT_LENGTH:
            raise self.bad_request("message is too long")

    def _must_have_caption(self, shown: Shown) -> None:
        if shown.picture is None and shown.document is None:
            raise self.bad_request("there is no caption in the message to edit")

    def _find(self, chat_id: int, message_id: int) -> Shown:
        for shown in self.screens[chat_id]:
            if shown.message_id == message_id:
                return shown
        raise self.bad_request("message to edit not found")

    def bad_request(self, words: str) -> TelegramBadRequest:
        return TelegramBadRequest(GetMe(), f"Bad Request: {words}")

    def _message(self, chat_id: int, shown: Shown) -> Message:
        return Message(
            message_id=shown.message_id,
            date=self.now(),
            chat=Chat(id=chat_id, type="private"),
            from_user=BOT,
            text=shown.text,
        )

    def _content(self, file_id: str) -> bytes:
        """What was sent; anything else is a photo, each another one."""
        return self.files.get(file_id, A_PHOTO + file_id.encode())

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(
        self, url: str, headers: dict[str, Any] | None = None, timeout: int = 30,
        chunk_size: int = 65536, raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:  # fmt: skip
        """The bytes of a file, as Telegram hands them out."""
        self.before_download(url)
        yield self._content(url.rsplit("/", 1)[-1])


def _sent_picture(method: TelegramMethod[Any]) -> bytes | None:
    return _uploaded(method.photo) if isinstance(method, SendPhoto) else None


def _sent_document(method: TelegramMethod[Any]) -> tuple[str, bytes] | None:
    return _named(method.document) if isinstance(method, SendDocument) else None


def _named(file: object) -> tuple[str, bytes] | None:
    return (file.filename or "", file.data) if isinstance(file, BufferedInputFile) else None


def _uploaded(file: object) -> bytes | None:
    """What was uploaded; None for a file that Telegram has already."""
    return file.data if isinstance(file, BufferedInputFile) else None
