"""NIP: the 18 digits that name a civil servant (Perka BKN 22 & 43/2007; PPPK: NI PPPK)."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from models.refusals import Refusal


class WrongNip(Refusal):
    """These are not 18 digits as BKN gives them out."""


class Sex(StrEnum):
    """Digit 15; used for Pak and Bu, and for nothing else."""

    MALE = "1"
    FEMALE = "2"


def tidy_nip(written: str) -> str:
    """The bare digits of a NIP as people and spreadsheets write it; raise ``WrongNip``.

    The month of appointment is not checked: for PPPK digits 13–14 are no month. There is no
    checksum. Years are: born, then appointed at 15 to 70 years of age.
    """
    digits = re.sub(r"[\s.'’`-]", "", written)
    if not re.fullmatch(r"[0-9]{18}", digits):
        raise WrongNip(because="length")
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise WrongNip(because="birth") from None
    appointed = int(digits[8:12])
    if not 1970 <= appointed <= 2100 or not 15 <= appointed - born.year <= 70:
        raise WrongNip(because="appointed")
    if digits[14] not in set(Sex):
        raise WrongNip(because="sex")
    if digits[15:] == "000":
        raise WrongNip(because="serial")
    return digits


def masked(nip: str) -> str:
    """A NIP that may be shown or logged: birth date and serial stay hidden in part."""
    return f"{nip[:4]}{'*' * (len(nip) - 7)}{nip[-3:]}"
