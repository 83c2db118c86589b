"""What a dialogue came to: words, and steps with their days: "susun jadwal loket, 1 des"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from handlers.reading.coming import period_at
from handlers.reading.message import page_of
from handlers.reading.tokens import END
from models.office import Office

_BULLET = re.compile(r"^\s*(?:[-•*]|\d{1,2}[.)])\s*")
_BEFORE_A_DAY = re.compile(
    r"[\s,;:–-]*(?:\b(?:paling lambat|selambatnya|sebelum|sampai|hingga|pada|tgl|tanggal|by)\b)?"
    r"[\s,;:–-]*$",
    re.IGNORECASE,
)
_MINE = re.compile(r"^(?:saya|aku|i)\s*[:,]?\s+", re.IGNORECASE)


@dataclass(frozen=True)
class ReadStep:
    """One step, and whether the one who writes takes it on."""

    what: str
    due: date
    mine: bool = False


def read_agreed(text: str, said_at: datetime, office: Office) -> tuple[str, list[ReadStep]]:
    """The lines that end with a day are steps; the others say what was talked about."""
    topic: list[str] = []
    steps: list[ReadStep] = []
    for line in filter(None, (_BULLET.sub("", one).strip() for one in text.splitlines())):
        step = _step(line, said_at, office)
        if step is None:
            topic.append(line)
        else:
            steps.append(step)
    return "\n".join(topic), steps


def _step(line: str, said_at: datetime, office: Office) -> ReadStep | None:
    page = page_of(line, said_at, office)
    end = page.tokens.index(END)
    for i in range(1, end):
        found = period_at(page, i)
        if found is not None and all(token.text in ".!" for token in page.tokens[found[1] : end]):
            what = _BEFORE_A_DAY.sub("", line[: page.tokens[i].start])
            bare = _MINE.sub("", what)
            return ReadStep(bare, found[0][1], mine=bare != what) if bare else None
    return None
