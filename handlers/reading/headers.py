"""Lines that only lead to the activities or follow them: titles, headings, signatures."""

from __future__ import annotations

from handlers.reading.finding import Line
from handlers.reading.found import FoundDay, FoundMinutes, FoundTime
from handlers.reading.splitting import Item
from handlers.reading.tokens import words

_TITLES = words("laporan rekap rekapitulasi lapkin lkh laphar daftar")
_OF_REPORTS = words(
    "kegiatan kinerja aktivitas aktifitas harian pekerjaan tugas giat lapangan pagi"
)
_LONGEST_SIGNATURE = 4  # words


def is_header(line: Line, item: Item, following: Item | None) -> bool:
    """A line without times that ends in a colon, bears a title, or stands above a list."""
    if following is None or _says_how_much(line):
        return False
    if line.tokens[line.after - 1].text == ":":
        return True
    if following.bulleted and not item.bulleted:
        return True
    first = line.tokens[line.first].text
    return first in _TITLES and line.tokens[line.first + 1].text in _OF_REPORTS


def day_of_header(line: Line) -> FoundDay | None:
    """The day a header names, wherever it stands in it."""
    return next((found for found in line.found if isinstance(found, FoundDay)), None)


def is_signature(line: Line) -> bool:
    """A few words after the thanks: the writer's name."""
    count, i = 0, line.word_in(line.first, line.after)
    while i is not None and count <= _LONGEST_SIGNATURE:
        count, i = count + 1, line.word_in(i + 1, line.after)
    return count <= _LONGEST_SIGNATURE and not _says_how_much(line)


def _says_how_much(line: Line) -> bool:
    timed = any(isinstance(found, FoundTime | FoundMinutes) for found in line.found)
    return timed or bool(line.quantities)
