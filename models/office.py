"""The office's own rules: hours, deadlines, targets and words; read from office.toml, dated."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Pattern(StrEnum):
    """On which days somebody works (pola kerja)."""

    FIVE_DAYS = "5-days"
    SIX_DAYS = "6-days"


class Rules(BaseModel):
    """What holds from ``valid_from`` on, for the whole office or for one unit and those below it.

    A field left out is inherited from the rules that held before, or from the unit above.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    valid_from: date
    unit: str | None = None  # a unit's code; None is the whole office

    entry_window: Annotated[int, Field(ge=0, le=31)] = 3  # working days after the day itself
    month_closes_day: Annotated[int, Field(ge=1, le=28)] = 5  # of the next month
    month_closes_at: time = time(23, 59)
    confirm_within_hours: Annotated[int, Field(ge=1, le=24)] = 12
    warn_minutes_a_day: Annotated[int, Field(ge=60, le=1440)] = 600
    most_minutes_a_day: Annotated[int, Field(ge=60, le=1440)] = 1440
    reason_at_least: Annotated[int, Field(ge=1, le=200)] = 10  # characters of a reason
    pattern: Pattern = Pattern.FIVE_DAYS


class Office(BaseModel):
    """One local government (pemda) and its rules; a value, compared and hashed as one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    agency: str  # the personnel agency, as people call it
    timezone: str = "Asia/Jakarta"
    top_reviewer: str | None = None  # NIP of who reviews those that have no superior
    invitation_days: Annotated[int, Field(ge=1, le=365)] = 30
    wrong_codes_an_hour: Annotated[int, Field(ge=1, le=100)] = 5
    quantity_units: tuple[str, ...] = ()  # more units of quantity (satuan) than everybody's
    rules: tuple[Rules, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _begins_somewhere(self) -> Office:
        if not any(rules.unit is None for rules in self.rules):
            raise ValueError("office.toml needs [[rules]] without a unit: what holds for everybody")
        return self

    @classmethod
    def from_toml(cls, path: Path) -> Office:
        """Read the file; raise ``pydantic.ValidationError`` naming what is wrong in it."""
        return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def local(self, moment: datetime) -> datetime:
        """The office's wall clock at this moment."""
        return moment.astimezone(self.zone)

    def today(self, now: datetime) -> date:
        return self.local(now).date()

    def at(self, day: date, hour: time) -> datetime:
        """The moment at which the office's wall clock shows this day and hour."""
        return datetime.combine(day, hour, tzinfo=self.zone)

    def rules_on(self, day: date, units: Sequence[str] = ()) -> Rules:
        """What holds on a day for someone in ``units`` (codes, from the top of the tree down).

        Later dates win over earlier ones, and the nearest unit wins over those above it.
        """
        merged: dict[str, Any] = {}
        for unit in (None, *units):
            for rules in sorted(self.rules, key=lambda r: r.valid_from):
                if rules.unit == unit and rules.valid_from <= day:
                    merged |= rules.model_dump(exclude_unset=True)
        if not merged:  # before the first date the first rules hold: the past had some rule too
            merged = min(
                (rules for rules in self.rules if rules.unit is None), key=lambda r: r.valid_from
            ).model_dump(exclude_unset=True)
        return Rules.model_validate(merged)

    @property
    def fingerprint(self) -> str:
        """The same for the same rules, whatever the file's comments say."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]
