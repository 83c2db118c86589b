"""The office's own rules: hours, deadlines, targets and words; read from office.toml, dated."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.appraisal.terms import BEGINNING, Terms, terms_on
from models.work.absence_kinds import AT_ONCE, AbsenceKind

Week = tuple[int, int, int, int, int, int, int]  # minutes, from Monday to Sunday
WeekOfTimes = tuple[time, time, time, time, time, time, time]
Night = tuple[time, time]  # from, until; over midnight if it ends before it begins

MOST_REMINDERS = 2  # a day: the reminder itself, and one by the supervisor

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


class Pattern(StrEnum):
    """On which days somebody works (pola kerja)."""

    FIVE_DAYS = "5-days"
    SIX_DAYS = "6-days"
    SHIFTS = "shifts"  # sif: the days of the person's own roster, holidays or not


class Kept(StrEnum):
    """What is kept for a time of its own (retensi)."""

    WORK = "work"  # reports, activities with their decisions, evidence, duties, absences
    NOTICES = "notices"  # what was said to whom, updates set aside after a fault, invitations
    TRACES = "traces"  # what was refused and should be seen; imports of the roster


class KeepYears(BaseModel):
    """How many whole calendar years each is kept, beside the one that is running."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    work: Annotated[int, Field(ge=2, le=100)] = 5
    notices: Annotated[int, Field(ge=1, le=100)] = 1
    traces: Annotated[int, Field(ge=2, le=100)] = 10


class Period(BaseModel):
    """From a day to a day, both included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until


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
    hand_up_after: Annotated[int, Field(ge=1, le=30)] = 1  # working days of a reviewer's absence
    reason_at_least: Annotated[int, Field(ge=1, le=200)] = 10  # characters of a reason
    pattern: Pattern = Pattern.FIVE_DAYS
    away_at_once: tuple[AbsenceKind, ...] = AT_ONCE  # the others wait for the supervisor

    # Working minutes without breaks (Perpres 21/2023: 37.5 hours a week, 32.5 in Ramadan).
    minutes_5_days: Week = (450, 450, 450, 450, 450, 0, 0)
    minutes_6_days: Week = (390, 390, 390, 390, 270, 420, 0)
    ramadan_5_days: Week = (390, 390, 390, 390, 390, 0, 0)
    ramadan_6_days: Week = (340, 340, 340, 340, 230, 360, 0)
    target_minutes: Annotated[int, Field(ge=0, le=1440)] = 300  # effective minutes of a whole day

    # When somebody is reminded; one time for every day, or seven from Monday to Sunday.
    remind_at: time | WeekOfTimes = time(15, 30)
    ramadan_remind_at: time | WeekOfTimes = time(14, 30)
    snooze_minutes: Annotated[int, Field(ge=5, le=240)] = 30
    remind_reviewer_at: time = time(9, 0)
    remind_reviewer_after: tuple[Annotated[int, Field(ge=1, le=31)], ...] = (2, 3)  # working days
    # When the week is summed up, on each person's last working day of it.
    week_at: time | WeekOfTimes = time(16, 15)
    ramadan_week_at: time | WeekOfTimes = time(15, 15)
    quiet_from: time = time(21, 0)
    quiet_until: time = time(6, 0)

    def minutes_on(self, day: date, pattern: Pattern, *, ramadan: bool) -> int:
        """Working minutes of a full day (jam kerja); 0 where the pattern has none."""
        if pattern is Pattern.SIX_DAYS:
            week = self.ramadan_6_days if ramadan else self.minutes_6_days
        else:
            week = self.ramadan_5_days if ramadan else self.minutes_5_days
        return week[day.weekday()]

    def reminds_at(self, day: date, *, ramadan: bool) -> time:
        return _on(day, self.ramadan_remind_at if ramadan else self.remind_at)

    def sums_up_at(self, day: date, *, ramadan: bool) -> time:
        return _on(day, self.ramadan_week_at if ramadan else self.week_at)

    def is_quiet(self, clock: time) -> bool:
        """Whether nobody is spoken to unasked at this hour."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until

    @property
    def hours_of_speaking(self) -> Iterator[time]:
        """Every hour at which these rules make the bot speak unasked."""
        yield from self.hours_of_reminding
        yield self.remind_reviewer_at
        yield from (*_each(self.week_at), *_each(self.ramadan_week_at))

    @property
    def hours_of_reminding(self) -> Iterator[time]:
        """Every hour at which a report is asked for."""
        yield from (*_each(self.remind_at), *_each(self.ramadan_remind_at))


def _each(hours: time | WeekOfTimes) -> tuple[time, ...]:
    return (hours,) if isinstance(hours, time) else hours


def _on(day: date, hours: time | WeekOfTimes) -> time:
    return hours if isinstance(hours, time) else hours[day.weekday()]


KEPT_KINDS = tuple("jpg png webp heic pdf doc docx xls xlsx ppt pptx odt ods".split())


class EvidenceRules(BaseModel):
    """What the office keeps as evidence; for how long, ``KeepYears`` says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    most_megabytes: Annotated[int, Field(ge=1, le=20)] = 10  # Telegram hands out no more than 20
    kinds: tuple[str, ...] = KEPT_KINDS


class OwnWay(BaseModel):
    """What people may choose for themselves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    may_skip_earlier_days: bool = True  # of the reminders
    reminder_hours: tuple[time, ...] = tuple(
        time(hour) for hour in (12, 13, 14, 15, 16, 17, 19, 20)
    )
    fewest_reminders: Annotated[int, Field(ge=0, le=MOST_REMINDERS)] = 0  # a day
    digest_at: time | None = time(16)  # of what is to be reviewed; None: it always comes at once
    quiet_hours: tuple[Night, ...] = (
        (time(18), time(7)),
        (time(19), time(7)),
        (time(20), time(7)),
        (time(21), time(8)),
    )


class Address(BaseModel):
    """Where a unit and those below it are, as its letterhead says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str  # a code
    address: str


class PaperRules(BaseModel):
    """How recaps are printed: the letterhead (kop surat), and what stands above the signatures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: Literal["a4", "f4"] = "a4"
    letterhead: tuple[str, ...] = ()  # above the unit's name; empty: the office's own name
    address: str = ""
    addresses: tuple[Address, ...] = ()  # of units
    place: str = ""
    left: str = "Mengetahui,\nAtasan Langsung"
    right: str = "Pegawai yang Bersangkutan"

    def address_of(self, codes: Sequence[str]) -> str:
        """Of a unit, given the codes from the top of the tree down to it."""
        own = {one.unit: one.address for one in self.addresses}
        return next((own[code] for code in reversed(codes) if code in own), self.address)


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
    keep_years: KeepYears = KeepYears()
    evidence: EvidenceRules = EvidenceRules()
    own_way: OwnWay = OwnWay()
    paper: PaperRules = PaperRules()
    ramadan: tuple[Period, ...] = ()
    appraisal: tuple[Terms, ...] = Field(default=(BEGINNING,), min_length=1)
    rules: tuple[Rules, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _begins_somewhere(self) -> Office:
        if not any(rules.unit is None for rules in self.rules):
            raise ValueError("office.toml needs [[rules]] without a unit: what holds for everybody")
        return self

    @model_validator(mode="after")
    def _speaks_by_day(self) -> Office:
        for rules in self.rules:
            whole = self.rules_on(rules.valid_from, (rules.unit,) if rules.unit else ())
            for hour in whole.hours_of_speaking:
                if whole.is_quiet(hour):
                    raise ValueError(f"office.toml speaks at {hour}, in its own quiet hours")
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

    def kept_since(self, kind: Kept, now: datetime) -> datetime:
        """The beginning of the first year that is kept: years go whole, at New Year."""
        first = self.today(now).year - getattr(self.keep_years, kind)
        return self.at(date(first, 1, 1), time())

    def is_ramadan(self, day: date) -> bool:
        return any(day in period for period in self.ramadan)

    def is_quiet(self, moment: datetime, rules: Rules) -> bool:
        """Whether it is night on the office's clock."""
        return rules.is_quiet(self.local(moment).time())

    def awake(self, moment: datetime, rules: Rules) -> datetime:
        """This moment, or the end of the night it falls into."""
        if not self.is_quiet(moment, rules):
            return moment
        local = self.local(moment)
        morning = self.at(local.date(), rules.quiet_until)
        return (
            morning
            if morning > moment
            else self.at(local.date() + timedelta(days=1), rules.quiet_until)
        )

    def appraisal_on(self, day: date) -> Terms:
        """What holds about appraisal on a day, for everybody."""
        return terms_on(day, self.appraisal)

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
