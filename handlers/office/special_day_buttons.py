"""The buttons of the special days, and what is asked on their card."""

from __future__ import annotations

from enum import StrEnum

from handlers.cards import Number, Press
from handlers.office.agency_buttons import PageNumber

DAYS = "office-days"  # the card, one an admin


class AskDay(StrEnum):
    """A button that names neither a day nor a unit."""

    ADD = "add"
    UNIT = "unit"  # for another unit
    SAVE = "save"
    STOP = "stop"


class OpenDays(Press, prefix="office-days"):
    """From /kantor: the special days, at the end of the chat."""


class StepOfDay(Press, prefix="special-day"):
    ask: AskDay
    page: PageNumber = 0  # of the units to choose from


class DayOfUnit(Press, prefix="special-unit"):
    """For this unit and those below it; 0: for the whole office."""

    unit: Number


class TakeBackDay(Press, prefix="special-back"):
    holiday: Number
    sure: bool
