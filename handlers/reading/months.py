"""Names of months: the usual ones here, odder spellings by dateparser."""

from __future__ import annotations

import re
from functools import lru_cache

from handlers.reading.found import Page

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan"),
            ("februari", "feb"),
            ("maret", "mar"),
            ("april", "apr"),
            ("mei",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("agustus", "agu"),
            ("september", "sep"),
            ("oktober", "okt"),
            ("november", "nov"),
            ("desember", "des"),
        ),
        start=1,
    )
    for name in names
}
# Only what can hardly be another word: looking one up takes half a millisecond.
_MAY_BE_A_MONTH = re.compile(
    r"""(?: jan(?:u[a-z]*)? | [fp]e[bp](?:r?u[a-z]*)? | mrt | apri? | me[iy] | jun[eiy]? | jul[iy]?
      | a(?:g|gs|gt|gst|gust|ug) | sept?(?:em[a-z]*)? | o[kc]to?(?:b[a-z]*)? | no[pv](?:em[a-z]*)?
      | de[cs](?:em[a-z]*)? )\Z""",
    re.VERBOSE,
)
_MOST_LOOKED_UP = 8  # spellings in one message


def month_named(page: Page, i: int) -> int | None:
    """The month that this token names, if it does."""
    word = page.tokens[i].text
    if word in _MONTHS:
        return _MONTHS[word]
    if not _MAY_BE_A_MONTH.match(word):
        return None
    page.spellings.add(word)
    return _looked_up(word) if len(page.spellings) <= _MOST_LOOKED_UP else None


@lru_cache(maxsize=512)
def _looked_up(word: str) -> int | None:
    """What dateparser takes this spelling for: nopember, pebruari, agt, sept."""
    from dateparser.date import DateDataParser  # importing takes a quarter of a second

    parser = DateDataParser(
        languages=["id"], settings={"PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"}
    )
    found = parser.get_date_data(f"15 {word} 2000").date_obj
    return found.month if found and found.day == 15 else None
