"""Twice the text is twice the work, whatever the text: nothing is gone over again and again."""

from __future__ import annotations

import cProfile
import pstats
from datetime import datetime

import pytest

from handlers.reading import read
from tests.reading.corpus import OFFICE

SAID_AT = datetime.fromisoformat("2026-11-24T16:05:00+07:00")
REPEATED = [
    "1-",
    "08.00 ",
    "senin 1 nov ",
    "kemarin tgl 3 ",
    "1 berkas, ",
    "rapat di ",
    "1 jam a\n",
    "08.00-10.00 rapat, 1 notulen; ",
    "lalu jam 8 a ",
    "-,.;:",
    "pak bu ",
    "nama: a ",
    "1. a 2. b ",
    "((",
    "surat ",
]


def calls(text: str) -> int:
    """How many functions are called to read this: a measure that no busy machine disturbs."""
    profile = cProfile.Profile()
    profile.runcall(read, text, SAID_AT, OFFICE)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize("piece", REPEATED)
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    calls(piece)  # what is loaded late is loaded now

    assert calls(piece * 200) < 2.2 * calls(piece * 100)
