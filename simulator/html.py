"""Telegram's HTML: its tags, its leniency, and its complaints down to the byte."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from aiogram.types import MessageEntity

from simulator.errors import ApiError, bad_request

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
# The attribute that matters of a tag, and what its value must begin with.
ARGUMENTS = {
    "a": ("href", ""),
    "code": ("class", "language-"),
    "span": ("class", "tg-"),
    "tg-emoji": ("emoji-id", ""),
    "blockquote": ("expandable", ""),
}
# No other named references exist; without a match, an "&" is an "&".
REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));?")
NAME = re.compile(r"[^\s=>]*")
WORD = re.compile(r"[A-Za-z0-9.\-]*")
SPACE = re.compile(r"\s*")


@dataclass
class _Open:
    """A tag that waits for its end."""

    tag: str
    argument: str
    offset: int
    begins: int


class HtmlReader:
    """Reads one text; afterwards ``text`` and ``entities`` are what it says."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._parts: list[str] = []
        self._offset = 0  # in UTF-16 units, as everything Telegram counts in a text
        self._open: list[_Open] = []
        self.entities: list[MessageEntity] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def read(self) -> HtmlReader:
        while self._at < len(self._source):
            if self._source[self._at] == "<":
                self._read_tag()
            else:
                self._read_text()
        if self._open:
            raise _cannot_parse(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"'
            )
        self.entities.sort(key=lambda entity: (entity.offset, -entity.length))
        return self

    def _read_text(self) -> None:
        end = self._source.find("<", self._at)
        piece = decoded(self._source[self._at : end if end >= 0 else None])
        self._parts.append(piece)
        self._offset += utf16_length(piece)
        self._at = end if end >= 0 else len(self._source)

    def _read_tag(self) -> None:
        begins = self._at
        self._at += 1
        if self._peek() == "/":
            self._read_end(begins)
        else:
            self._read_start(begins)

    def _read_start(self, begins: int) -> None:
        match = re.compile(r"[^\s>]*").match(self._source, self._at)
        tag = match.group().lower() if match else ""
        self._at += len(tag)
        if not self._peek():
            raise self._complaint("Unclosed start tag", begins)
        if tag not in TAGS:
            raise self._complaint(f'Unsupported start tag "{tag}"', begins)
        argument = self._read_attributes(tag, begins)
        if tag == "span" and argument != "spoiler":
            raise self._complaint('Tag "span" must have class "tg-spoiler"', begins)
        self._at += 1
        self._open.append(_Open(tag, argument, self._offset, len(self._parts)))

    def _read_attributes(self, tag: str, begins: int) -> str:
        wanted, prefix = ARGUMENTS.get(tag, ("", ""))
        argument = ""
        while self._skip_space() != ">":
            name, value = self._read_attribute(tag, begins)
            if name == wanted and value.startswith(prefix):
                argument = value.removeprefix(prefix)
        return argument

    def _read_attribute(self, tag: str, begins: int) -> tuple[str, str]:
        name = self._take(NAME)
        if not name and self._peek():
            raise self._complaint(f'Empty attribute name in the tag "{tag}"', begins)
        if self._skip_space() != "=":
            self._must_go_on(begins)
            return name, name
        self._at += 1
        if self._skip_space() in ("'", '"'):
            return name, self._read_quoted(begins)
        starts = self._at
        value = self._take(WORD).lower()
        if not self._peek().isspace() and self._peek() not in (">", ""):
            raise self._complaint("Unexpected end of name token", starts)
        self._must_go_on(begins)
        return name, value

    def _read_quoted(self, begins: int) -> str:
        end = self._source.find(self._peek(), self._at + 1)
        value = self._source[self._at + 1 : end]
        self._at = end + 1 if end >= 0 else len(self._source)
        self._must_go_on(begins)
        return decoded(value)

    def _read_end(self, begins: int) -> None:
        if not self._open:
            raise self._complaint("Unexpected end tag", begins)
        self._at += 1
        found = self._take(re.compile(r"[^\s>]*"))
        if self._skip_space() != ">":
            raise self._complaint("Unclosed end tag", begins)
        self._at += 1
        opened = self._open.pop()
        if found and found != opened.tag:
            raise self._complaint(
                "Unmatched end tag",
                begins,
                f', expected "</{opened.tag}>", found "</{found}>"',
            )
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self._offset - opened.offset
        if not length:
            return
        entity = MessageEntity(type=TAGS[opened.tag], offset=opened.offset, length=length)
        inner = "".join(self._parts[opened.begins :])
        entity = entity.model_copy(update=_meaning(opened, inner))
        if opened.tag == "pre" and self._is_code_of(entity):
            code = self.entities.pop()
            entity = entity.model_copy(update={"language": code.language})
        if opened.tag == "code":
            entity = self._code(entity, opened)
        self.entities.append(entity)

    def _code(self, entity: MessageEntity, opened: _Open) -> MessageEntity:
        """The language of code is kept only until its <pre> is closed around it."""
        inside_pre = bool(self._open) and self._open[-1].tag == "pre"
        language = opened.argument if inside_pre and opened.argument else None
        return entity.model_copy(update={"language": language}) if language else entity

    def _is_code_of(self, pre: MessageEntity) -> bool:
        last = self.entities[-1] if self.entities else None
        return last is not None and (last.type, last.offset, last.length, bool(last.language)) == (
            "code",
            pre.offset,
            pre.length,
            True,
        )

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._source, self._at)
        assert match  # every pattern here also matches nothing
        self._at = match.end()
        return match.group()

    def _skip_space(self) -> str:
        self._take(SPACE)
        return self._peek()

    def _must_go_on(self, begins: int) -> None:
        if not self._peek():
            raise self._complaint("Unclosed start tag", begins)

    def _complaint(self, what: str, at: int, more: str = "") -> ApiError:
        offset = len(self._source[:at].encode())
        return _cannot_parse(f"{what} at byte offset {offset}{more}")


def _meaning(opened: _Open, inner: str) -> dict[str, object]:
    """What an entity carries beside its place."""
    if opened.tag == "a":
        return {"url": opened.argument or inner}
    if opened.tag == "tg-emoji":
        return {"custom_emoji_id": opened.argument}
    if opened.tag == "blockquote" and opened.argument:
        return {"type": "expandable_blockquote"}
    return {}


def decoded(text: str) -> str:
    """Replace the references Telegram knows; everything else stays as it is."""
    return REFERENCE.sub(_reference, text) if "&" in text else text


def _reference(match: re.Match[str]) -> str:
    named, decimal, hexadecimal = match.groups()
    if named:
        return unescape(f"&{named};")
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match.group()


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cannot_parse(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")
