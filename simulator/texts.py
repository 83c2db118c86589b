"""A text as Telegram stores it: parsed, cleaned, trimmed, and with the entities the server adds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from aiogram.types import MessageEntity

from simulator import limits
from simulator.errors import bad_request
from simulator.html import HtmlReader, utf16_length

TOP_LEVEL = "com|org|net|id|io|dev|me|info|app|edu|gov|int|mil|co|ai|tv|asia"
FOUND = {
    "url": re.compile(
        rf"(?<![\w@.])(?:https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]"
        rf"|(?:[a-z0-9-]+\.)+(?:{TOP_LEVEL})(?![\w.]*\w)(?:/[^\s<>\"']*[^\s<>\"'.,;:!?)\]])?)",
        re.IGNORECASE,
    ),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.I),
    "mention": re.compile(r"(?<![\w@])@[a-zA-Z][a-zA-Z0-9_]{2,31}(?!\w)"),
    "bot_command": re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/])"),
    "hashtag": re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}(?!#)"),
}
MIGHT_HOLD = re.compile(r"[/@#]|\w\.\w")  # most texts hold none, and need no search
UNTOUCHED = {"code", "pre", "text_link"}  # nothing is found inside these
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\u200e\u200f\u202a-\u202e]")


@dataclass(frozen=True)
class Formatted:
    """A text and its entities; offsets and lengths are in UTF-16 units."""

    text: str
    entities: list[MessageEntity] = field(default_factory=list)

    def as_text(self) -> dict[str, object]:
        """The fields of a message that has this text."""
        return {"text": self.text} | ({"entities": self.entities} if self.entities else {})

    def as_caption(self) -> dict[str, object]:
        """The fields of a message that has this caption; none is no field."""
        if not self.text:
            return {}
        fields: dict[str, object] = {"caption": self.text}
        return fields | ({"caption_entities": self.entities} if self.entities else {})


def of_person(text: str) -> Formatted:
    """What a person wrote."""
    return _completed(text, [])


def of_bot(text: str, parse_mode: object, entities: list[MessageEntity] | None) -> Formatted:
    """What a bot wrote; ``parse_mode`` may be aiogram's sentinel for "not said"."""
    mode = parse_mode if isinstance(parse_mode, str) else ""
    if mode.lower() not in ("", "html"):
        raise bad_request("unsupported parse_mode")  # ours: this bot writes HTML only
    if mode:
        reader = HtmlReader(text).read()
        return _completed(reader.text, reader.entities)
    return _completed(text, entities or [])


def message_text(text: str, parse_mode: object, entities: list[MessageEntity] | None) -> Formatted:
    """The text of a bot's message, within the limits."""
    formatted = of_bot(text, parse_mode, entities)
    if not formatted.text:
        raise bad_request("message text is empty")
    if len(formatted.text) > limits.TEXT:
        raise bad_request("message is too long")
    return formatted


def message_caption(
    caption: str | None, parse_mode: object, entities: list[MessageEntity] | None
) -> Formatted:
    """The caption of a bot's message, within the limits."""
    formatted = of_bot(caption or "", parse_mode, entities)
    if len(formatted.text) > limits.CAPTION:
        raise bad_request("message caption is too long")
    return formatted


def _completed(text: str, entities: list[MessageEntity]) -> Formatted:
    cleaned = CONTROL.sub(lambda match: "" if match.group() == "\r" else " ", text)
    before = utf16_length(cleaned) - utf16_length(cleaned.lstrip())
    trimmed = cleaned.strip()
    kept = _moved(entities, -before, utf16_length(trimmed))
    complete = sorted(kept + _found(trimmed, kept), key=lambda e: (e.offset, -e.length))
    return Formatted(trimmed, complete[: limits.ENTITIES])


def _moved(entities: list[MessageEntity], by: int, length: int) -> list[MessageEntity]:
    """The entities after the text lost its ends; what is empty then is gone."""
    moved = []
    for entity in entities:
        begins = max(0, entity.offset + by)
        ends = min(length, entity.offset + by + entity.length)
        if begins < ends:
            moved.append(entity.model_copy(update={"offset": begins, "length": ends - begins}))
    return moved


def _found(text: str, known: list[MessageEntity]) -> list[MessageEntity]:
    """What the server finds by itself: links, mentions, commands, hashtags, addresses."""
    if not MIGHT_HOLD.search(text):
        return []
    taken = [(e.offset, e.offset + e.length) for e in known if e.type in UNTOUCHED]
    found = []
    for kind, pattern in FOUND.items():
        for match in pattern.finditer(text):
            begins = utf16_length(text[: match.start()])
            ends = begins + utf16_length(match.group())
            if all(ends <= first or begins >= last for first, last in taken):
                taken.append((begins, ends))
                found.append(MessageEntity(type=kind, offset=begins, length=ends - begins))
    return found
