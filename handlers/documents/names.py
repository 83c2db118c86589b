"""Names where there is little room."""

from __future__ import annotations

LONGEST = 25  # characters


def shortened(name: str, longest: int = LONGEST) -> str:
    """A long name with initials at its end, as on a name plate: Muhammad Rizky R. F."""
    words = name.split()
    for place in range(len(words) - 1, 1, -1):
        if len(" ".join(words)) <= longest:
            break
        words[place] = f"{words[place][0]}."
    while len(words) > 2 and len(" ".join(words)) > longest:
        words.pop()
    short = " ".join(words)
    return short if len(short) <= longest else f"{short[: longest - 1]}…"
