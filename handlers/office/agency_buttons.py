"""The buttons of /kantor, and what its card can show."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from handlers.cards import Number, Press

AGENCY = "agency"  # the card, one an admin
PageNumber = Annotated[int, Field(ge=0, le=999)]


class Listed(StrEnum):
    """What the card shows: the numbers, or the names behind one of them."""

    HOME = "home"
    AT_WORK = "at-work"
    JOINED = "joined"
    NOT_JOINED = "not-joined"
    BLOCKED = "blocked"
    NO_SUPERIOR = "no-superior"
    STUCK = "stuck"
    UNITS = "units"  # whose invitations are to be printed


class Do(StrEnum):
    """What is done for one person."""

    INVITE = "invite"
    RELEASE = "release"  # asked first
    SURELY = "surely"


class ShowList(Press, prefix="office"):
    of: Listed
    page: PageNumber = 0


class ShowPerson(Press, prefix="office-who"):
    """One person, where the list stands."""

    person: Number


class DoForPerson(Press, prefix="office-do"):
    act: Do
    person: Number


class FindPerson(Press, prefix="office-find"):
    """A name is asked for."""


class ShowSheet(Press, prefix="office-unit"):
    """A unit whose invitations are to be printed; asked first."""

    unit: Number


class MakeSheet(Press, prefix="office-sheet"):
    unit: Number
