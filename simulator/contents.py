"""What people send that is not only text, as the fields of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.enums import MessageOriginType
from aiogram.types import (
    Contact,
    Location,
    Message,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Sticker,
    Voice,
)

from simulator.files import Files, Upload
from simulator.texts import of_person

if TYPE_CHECKING:
    from aiogram.types import User

Content = dict[str, object]
FORWARDED = ("text", "entities", "caption", "caption_entities", "photo", "document", "voice")


def photo(files: Files, upload: Upload, caption: str = "") -> Content:
    return {"photo": files.photo(files.add_photo(upload))} | of_person(caption).as_caption()


def document(files: Files, upload: Upload, caption: str = "", mime: str | None = None) -> Content:
    stored = files.add("document", upload, mime)
    return {"document": files.document(stored)} | of_person(caption).as_caption()


def contact(user: User, phone: str) -> Content:
    return {"contact": Contact(phone_number=phone, first_name=user.first_name, user_id=user.id)}


def location(latitude: float, longitude: float) -> Content:
    return {"location": Location(latitude=latitude, longitude=longitude)}


def voice(files: Files, seconds: int) -> Content:
    stored = files.add("voice", Upload(b"OggS" + bytes(64), "voice.ogg"), "audio/ogg")
    return {
        "voice": Voice(
            file_id=files.tell_id(stored),
            file_unique_id=stored.unique_id,
            duration=seconds,
            mime_type=stored.mime,
            file_size=len(stored.content),
        )
    }


def sticker(files: Files, emoji: str) -> Content:
    stored = files.add("sticker", Upload(b"RIFF" + emoji.encode(), "sticker.webp"), "image/webp")
    return {
        "sticker": Sticker(
            file_id=files.tell_id(stored),
            file_unique_id=stored.unique_id,
            type="regular",
            width=512,
            height=512,
            is_animated=False,
            is_video=False,
            emoji=emoji,
        )
    }


def forwarded(message: Message) -> Content:
    """The content of a message, and where it came from."""
    content = {key: value for key in FORWARDED if (value := getattr(message, key)) is not None}
    origin = message.forward_origin or (
        MessageOriginUser(
            type=MessageOriginType.USER, date=message.date, sender_user=message.from_user
        )
        if message.from_user
        else MessageOriginHiddenUser(
            type=MessageOriginType.HIDDEN_USER, date=message.date, sender_user_name="?"
        )
    )
    return content | {"forward_origin": origin}
