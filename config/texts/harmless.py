"""Names and words of people, so that none can pass for something else on a card.

Escaping HTML is not enough: an invisible sign turns the rest of a line round (U+202E), makes two
names look alike, or piles marks over the lines above.
"""

from __future__ import annotations

import unicodedata

KEPT = "\n\u200d\ufe0f"  # a new line, and what holds emoji together
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters that nobody sees
MOST_MARKS = 3  # over one letter; no living script needs more
FROM_RIGHT_TO_LEFT = ("R", "AL")
ISOLATED = "\u2068{}\u2069"


def harmless(value: object) -> object:
    """What a text is about to show, without signs that spoof; anything but words as it is.

    What ``say`` has said already (a subclass of ``str``) has been through here.
    """
    if type(value) is not str or (value.isascii() and value.isprintable()):
        return value
    return "\n".join(_isolated(_without_piles(line)) for line in _visible(value).split("\n"))


def _visible(text: str) -> str:
    return "".join(
        sign
        for sign in text
        if sign in KEPT or (unicodedata.category(sign) not in INVISIBLE and sign not in FILLERS)
    )


def _without_piles(line: str) -> str:
    kept: list[str] = []
    marks = 0
    for sign in line:
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def _isolated(line: str) -> str:
    """Arabic or Hebrew, in a span of its own: the hours beside it stay where they are."""
    turns = any(unicodedata.bidirectional(sign) in FROM_RIGHT_TO_LEFT for sign in line)
    return ISOLATED.format(line) if turns else line
