"""Words that ask for the same once more: "seperti kemarin", "sama kayak senin", "ulang"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.reading.answers import read_day
from models.office import Office

_LIKE = r"(?:seperti|spt|sprti|sepert|kayak|kyk|kaya|dengan|dgn)"
_AGAIN = r"(?:ulang|ulangi|ulangin|idem|sama)(?:\s+(?:yang|yg|laporan|lagi|saja|aja))*"
_ADDRESS = r"(?:\s+(?:ya|yaa|pak|bu|bapak|ibu|lagi|saja|aja|tadi))*"
_ASKED = re.compile(
    rf"(?:(?:hari ini|hr ini)\s+)?(?:(?:masih\s+)?(?:sama(?:\s+(?:persis|saja|aja))?\s+)?{_LIKE}"
    rf"|{_AGAIN})(?:\s+(?P<day>\S.*?))??{_ADDRESS}",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?:hari\s+|hr\s+)?(?:kemarin|kemaren|kmrn|kmren|kmarin|kemarin lusa|kemarin dulu"
    r"|senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)(?:\s+(?:lalu|kemarin|kmrn))?"
    r"|(?:tgl|tanggal)\s*\d{1,2}(?:\s+\w+)?|\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?",
    re.IGNORECASE,
)
_LONGEST = 60  # characters: more is a report that happens to begin so
A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """The same as on ``day``; None: as last time. ``is_yesterday``: "kemarin" is said loosely."""

    day: date | None
    is_yesterday: bool = False


def read_repeat(text: str, said_at: datetime, office: Office) -> AskedAgain | None:
    """The day that is to be repeated; None if the words ask for anything else."""
    words = " ".join(re.sub(r"[.,!]+", " ", text[: _LONGEST + 1]).split())
    asked = _ASKED.fullmatch(words) if len(words) <= _LONGEST else None
    if asked is None:
        return None
    if asked["day"] is None:
        return AskedAgain(None) if re.fullmatch(_AGAIN + _ADDRESS, words, re.IGNORECASE) else None
    day = read_day(asked["day"], said_at, office) if _DAY.fullmatch(asked["day"]) else None
    if day is None:
        return None
    today = office.local(said_at).date()
    if day >= today:
        day -= A_WEEK  # "seperti selasa", said on a Tuesday
    said_kemarin = re.match(r"k[ea]?m", asked["day"], re.IGNORECASE) and day == today - A_DAY
    return AskedAgain(day, is_yesterday=bool(said_kemarin))
