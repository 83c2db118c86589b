"""Lines that only lead to the activities or follow them: titles, headings, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reading.finding import Line
from handlers.reading.found import FoundDay
from handlers.reading.labels import Label, Section
from handlers.reading.tokens import Kind, Token, words

_TITLES = words("laporan rekap rekapitulasi lapkin lkh laphar daftar")
_OF_REPORTS = words(
    "kegiatan kinerja aktivitas aktifitas harian pekerjaan tugas giat lapangan pagi"
)
_LONGEST_SIGNATURE = 4  # words


class Headers:
    """What a message says of itself: who writes, for which day, and farewell."""

    def __init__(self) -> None:
        self._named = False
        self._closed = False
        self._lists = False

    def is_name(self, section: Section) -> bool:
        """Nama, NIP, Jabatan: the chat knows who writes."""
        is_name = section.label is Label.WHO
        self._named |= is_name
        return is_name

    def leads(self, line: Line, section: Section, following: Section | None, begun: bool) -> bool:
        """A line without times that ends in a colon, bears a title, or stands above a list.

        Between the writer's name and the list stands his office. Once the activities have
        begun, only the colon tells.
        """
        if following is None or _says_how_much(line):
            return False
        if line.tokens[line.after - 1].text == ":":
            return True
        if begun:
            return False
        if following.bulleted and not section.bulleted and _has_a_number(line.tokens, following):
            return True
        first = line.tokens[line.first].text
        if first in _TITLES and line.tokens[line.first + 1].text in _OF_REPORTS:
            return True
        return self._named and section.label is None and following.label is not None

    def details(self, line: Line, section: Section) -> bool:
        """Items without times under a timed line that ends in a colon: what was done in it."""
        timed = _says_how_much(line)
        details = self._lists and section.bulleted and not timed
        self._lists = details or (timed and line.tokens[line.after - 1].text == ":")
        return details

    def follows(self, line: Line) -> bool:
        """A few words after the thanks: the writer's name again."""
        closed, self._closed = self._closed, self._closed or line.closes
        return closed and _is_short(line) and not _says_how_much(line)


def day_of_header(line: Line) -> FoundDay | None:
    """The day a header names, wherever it stands in it."""
    return next((found for found in line.found if isinstance(found, FoundDay)), None)


def _has_a_number(tokens: Sequence[Token], section: Section) -> bool:
    return any(token.kind is Kind.NUMBER for token in tokens[section.first : section.after])


def _is_short(line: Line) -> bool:
    count, i = 0, line.word_in(line.first, line.after)
    while i is not None and count <= _LONGEST_SIGNATURE:
        count, i = count + 1, line.word_in(i + 1, line.after)
    return count <= _LONGEST_SIGNATURE


def _says_how_much(line: Line) -> bool:
    return line.is_timed or bool(line.quantities)
