"""A message cut into words, numbers and marks, each knowing where it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import NamedTuple

from handlers.reading.understood import Span

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
# Emoji, and *bold* and _italic_ as people write them in chats: they part words and say nothing.
_GAPS = re.compile(
    "[\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff\u3030\u303d\U0001f000-\U0001faff\U000e0020-\U000e007f]"
    r"|(?<!\w)[*_]+|[*_]+(?!\w)"
)
_CLOSING = frozenset(",.;:!?)")
_LINE_ENDS = str.maketrans(dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"))
_LOOKALIKES = str.maketrans(
    dict.fromkeys("–—−‐‑~", "-")
    | dict.fromkeys("’‘`", "'")
    | {"\u20e3": ")"}  # a keycap 1 is an item's "1)"
)
_TOKEN = re.compile(
    r"""
    (?P<until> (?<![^\W\d_]) s\s?[./]\s?d (?![^\W\d_]) \.?)    # s/d, s.d., s. d.
  | (?P<word> (?!\d*[½¼¾]) (?:
        (?:https?://|www\.)\S+
      | kira(?:-kira|2)\b
      | (?:jam|jm|pukul|pkl|pk|tgl|tanggal|rp|sampai|sd)(?=\d)
      | (?<=\d) [xj] (?=\d)                          # 2x45 menit, 1j30m
      | \d+ [^\W\d_xjm] \d* (?!\w)                   # kelas 7A
      | [^\W\d_]+ (?:'[^\W\d_]+)* (?:\d\w*)?         # rapat, jum'at, S1
    ))
  | (?P<number>
        (?<!\S) \d{1,2} (?=[.)]\d{1,2}[.:]\d{2}\s*(?:-|s\s?[./]?\s?d|samp))   # 1.07.30-08.00 apel
      | \d{1,2}[.:]\d{2} (?=,\d)                     # 10.00,12 berkas
      | \d*[½¼¾]
      | \d+ (?:[.,:/]\d+)*
    )
  | (?P<line>\n)
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)


class Kind(Enum):
    """What a token is; END stands before the first and after the last."""

    WORD = auto()
    NUMBER = auto()
    MARK = auto()
    LINE = auto()
    END = auto()


_KINDS = {
    "until": Kind.WORD,
    "word": Kind.WORD,
    "number": Kind.NUMBER,
    "mark": Kind.MARK,
    "line": Kind.LINE,
}
_UNTIL = "s/d"  # sampai dengan, however it is shortened


class Token(NamedTuple):
    """A word, number or mark: ``text`` in small letters, ``start`` and ``end`` as written."""

    kind: Kind
    text: str
    start: int
    end: int
    tight: bool  # touches the token before it


def words(text: str) -> frozenset[str]:
    """A vocabulary, written as a text."""
    return frozenset(text.split())


END = Token(Kind.END, "", 0, 0, False)
_LOOKAHEAD = 12  # more than any rule looks ahead without looking at what it passes


def tokenise(text: str) -> list[Token]:
    """The tokens, and END as often as no rule need ask where the message ends: also at [-1]."""
    clean, written_at = _clean(text)
    tokens = []
    before = -1
    for match in _TOKEN.finditer(clean):
        start, end = match.span()
        group = match.lastgroup or "mark"
        word = _UNTIL if group == "until" else match[0]
        where = written_at[start], written_at[end - 1] + 1
        tokens.append(Token(_KINDS[group], word, *where, start == before))
        before = end
    return tokens + [END] * _LOOKAHEAD


def _clean(text: str) -> tuple[str, Sequence[int]]:
    """The text in small letters without what cannot be seen, and where each letter was written."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters have no single small one
        lowered = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    lowered = lowered.translate(_LINE_ENDS).translate(_LOOKALIKES)
    if not _INVISIBLE.search(lowered):
        return _GAPS.sub(_blank, lowered), range(len(text))
    kept = [i for i, c in enumerate(lowered) if not _INVISIBLE.match(c)]
    return _GAPS.sub(_blank, "".join(lowered[i] for i in kept)), kept


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def span_of(tokens: Sequence[Token], first: int, after: int) -> Span:
    """Where the tokens from ``first`` up to, not including, ``after`` were written."""
    return Span(tokens[first].start, tokens[after - 1].end)


def as_written(text: str, tokens: Sequence[Token], kept: Iterable[int]) -> str:
    """The kept tokens as the writer spelt them, with single spaces where there was any gap."""
    written: list[str] = []
    before = -1
    for i in kept:
        token = tokens[i]
        closes = token.tight and token.text in _CLOSING  # also where what it closed was taken out
        gap = bool(written) and not closes and not (token.tight and before == i - 1)
        written.append((" " if gap else "") + _INVISIBLE.sub("", text[token.start : token.end]))
        before = i
    return "".join(written)
