"""Work plans (SKP): what somebody is to achieve in a year, agreed with their superior.

DRAFTED ──propose──▶ PROPOSED ──agree──▶ AGREED ──revised──▶ the next version, DRAFTED
   ▲  withdraw, ask for a change  │
   └──────────────────────────────┘
PermenPANRB 6/2022: hasil kerja utama and tambahan, each with indicators by aspect. What was agreed
is append-only and stays in force until the next version is agreed; a transfer begins another plan.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import NumberedBase
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.reasons import must_say

MOST_RESULTS = 20  # as many as a card shows
MOST_WORDS = 300


class Stage(StrEnum):
    """Where a version is on its way."""

    DRAFTED = "drafted"
    PROPOSED = "proposed"
    AGREED = "agreed"


class ResultKind(StrEnum):
    """Hasil kerja utama, or tambahan."""

    MAIN = "main"
    ADDITIONAL = "additional"


class Aspect(StrEnum):
    """What an indicator looks at; JPT have perspectives instead (PermenPANRB 6/2022)."""

    QUANTITY = "quantity"  # kuantitas
    QUALITY = "quality"  # kualitas
    TIME = "time"  # waktu
    COST = "cost"  # biaya
    RECIPIENTS = "recipients"  # perspektif penerima layanan
    PROCESS = "process"  # proses bisnis
    STRENGTHENING = "strengthening"  # penguatan internal
    BUDGET = "budget"  # anggaran


BY_ASPECT = (Aspect.QUANTITY, Aspect.QUALITY, Aspect.TIME, Aspect.COST)
BY_PERSPECTIVE = (Aspect.RECIPIENTS, Aspect.PROCESS, Aspect.STRENGTHENING, Aspect.BUDGET)


class NotYourPlan(Refusal):
    """Only whose plan it is writes it."""

    is_final = True


class NotTheAppraiser(Refusal):
    """Only whom it was proposed to agrees to it, and nobody to their own."""

    is_final = True


class OtherStage(Refusal):
    """The plan is no longer where this button thought it was."""

    is_final = True


class NothingPlanned(Refusal):
    """A plan without a single result says nothing to agree to."""


class NobodyAgrees(Refusal):
    """No superior is known who could agree."""


class NoPostingToPlanFor(Refusal):
    """Nothing says where they work, and a plan is one of a post."""


class TooManyResults(Refusal):
    """More than a card can show."""


class WordsOfPlanTooLong(Refusal):
    """More words than a card can show."""


class WorkPlan(NumberedBase):
    """One employee's plan for a part of a year: all of it, unless a transfer divides it."""

    __tablename__ = "work_plans"
    __table_args__ = (UniqueConstraint("employee_id", "since"),)

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True, default=None)
    position: Mapped[str] = mapped_column(String(160), default="")
    since: Mapped[date]
    until: Mapped[date]  # the last day
    last_key: Mapped[int] = mapped_column(default=0)  # of a result in any version

    def holds_on(self, day: date) -> bool:
        return self.since <= day <= self.until

    def next_key(self) -> int:
        self.last_key += 1
        return self.last_key


class PlanVersion(NumberedBase):
    """A plan's words, from draft to agreement. Once agreed it never changes."""

    __tablename__ = "plan_versions"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("work_plans.id"), default=None)
    number: Mapped[int] = mapped_column(default=1)
    edition: Mapped[int] = mapped_column(default=0)  # how often it was proposed
    written_at: Mapped[datetime]
    appraiser_id: Mapped[int | None] = mapped_column(
        ForeignKey("employees.id"), index=True, default=None
    )
    proposed_at: Mapped[datetime | None] = mapped_column(default=None)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(String(1000), default=None)  # what is to be changed
    version: Mapped[int] = mapped_column(init=False)

    plan: Mapped[WorkPlan] = relationship(lazy="joined", innerjoin=True, default=None)
    results: Mapped[list[WorkResult]] = relationship(
        lazy="raise_on_sql", default_factory=list, order_by="WorkResult.place",
        cascade="all, delete-orphan",
    )  # fmt: skip

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def stage(self) -> Stage:
        if self.agreed_at is not None:
            return Stage.AGREED
        return Stage.PROPOSED if self.proposed_at is not None else Stage.DRAFTED

    def result(self, key: int) -> WorkResult | None:
        return next((result for result in self.results if result.key == key), None)

    # Whose plan it is

    def check_writable(self, *, by: Employee) -> None:
        """Refuse whoever's it is not, and what was proposed or agreed."""
        if self.plan.employee_id != by.id:
            raise NotYourPlan
        self._must_be(Stage.DRAFTED)

    def add(self, what: str, *, by: Employee) -> WorkResult:
        """One more result (RHK), main until somebody says otherwise."""
        self.check_writable(by=by)
        if len(self.results) >= MOST_RESULTS:
            raise TooManyResults(most=MOST_RESULTS)
        place = max((result.place for result in self.results), default=0) + 1
        result = WorkResult(key=self.plan.next_key(), place=place, what=fitting(what))
        self.results.append(result)
        return result

    def propose(self, *, by: Employee, to: Employee | None, at: datetime) -> None:
        """Ask the superior to agree; that is the employee's own agreement, too."""
        self.check_writable(by=by)
        if not self.results:
            raise NothingPlanned
        if to is None or to.is_same_as(by):
            raise NobodyAgrees
        self.appraiser_id, self.proposed_at, self.note = to.id, at, None
        self.edition += 1

    def withdraw(self, *, by: Employee) -> None:
        """Take it back to go on writing."""
        if self.plan.employee_id != by.id:
            raise NotYourPlan
        self._must_be(Stage.PROPOSED)
        self.proposed_at = None

    def revised(self, *, by: Employee, at: datetime) -> PlanVersion:
        """The next version, in the same words; this one stays in force until that is agreed."""
        if self.plan.employee_id != by.id:
            raise NotYourPlan
        self._must_be(Stage.AGREED)
        copies = [result.copied() for result in self.results]
        return PlanVersion(plan_id=self.plan_id, plan=self.plan, number=self.number + 1,
                           written_at=at, results=copies)  # fmt: skip

    # The superior

    def agree(self, *, by: Employee, at: datetime) -> None:
        self._must_be_for(by)
        self.agreed_at = at

    def ask_change(self, reason: str, *, by: Employee, least: int) -> None:
        """Give it back with what should be changed."""
        self._must_be_for(by)
        must_say(reason, least=least)
        self.proposed_at, self.note = None, reason

    def _must_be_for(self, employee: Employee) -> None:
        if self.appraiser_id != employee.id or self.plan.employee_id == employee.id:
            raise NotTheAppraiser
        self._must_be(Stage.PROPOSED)

    def _must_be(self, stage: Stage) -> None:
        if self.stage is not stage:
            raise OtherStage(stage=self.stage.value)


class WorkResult(NumberedBase):
    """A planned result (RHK). Its key is the same in every version of the plan."""

    __tablename__ = "work_results"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"), init=False)
    key: Mapped[int]
    place: Mapped[int]
    kind: Mapped[ResultKind] = mapped_column(default=ResultKind.MAIN)
    what: Mapped[str] = mapped_column(String(MOST_WORDS))
    # The superior's RHK that it serves, in words: nobody waits until a superior has a plan.
    serves: Mapped[str | None] = mapped_column(String(MOST_WORDS), default=None)

    indicators: Mapped[list[Indicator]] = relationship(
        lazy="raise_on_sql", default_factory=list, order_by="Indicator.id",
        cascade="all, delete-orphan",
    )  # fmt: skip

    def copied(self) -> WorkResult:
        return WorkResult(
            key=self.key, place=self.place, kind=self.kind, what=self.what, serves=self.serves,
            indicators=[indicator.copied() for indicator in self.indicators],
        )  # fmt: skip

    def indicator(self, aspect: Aspect) -> Indicator | None:
        return next((one for one in self.indicators if one.aspect is aspect), None)

    def aim(self, indicator: Indicator) -> None:
        """Set the target of an aspect; there is one for each, and its own words stay."""
        before = self.indicator(indicator.aspect)
        indicator.what = indicator.what or (before.what if before else "")
        self.drop(indicator.aspect)
        self.indicators.append(indicator)

    def drop(self, aspect: Aspect) -> None:
        self.indicators[:] = [kept for kept in self.indicators if kept.aspect is not aspect]


class Indicator(NumberedBase):
    """What a result is measured by (IKI): an aspect, a target in words, perhaps a number."""

    __tablename__ = "indicators"
    __table_args__ = (Index("ix_indicators_result_id", "result_id"),)

    result_id: Mapped[int] = mapped_column(ForeignKey("work_results.id"), init=False)
    aspect: Mapped[Aspect]
    what: Mapped[str] = mapped_column(String(MOST_WORDS), default="")
    target: Mapped[str] = mapped_column(String(200))
    low: Mapped[Decimal | None] = mapped_column(Numeric(14, 3), default=None)
    high: Mapped[Decimal | None] = mapped_column(Numeric(14, 3), default=None)
    unit: Mapped[str | None] = mapped_column(String(40), default=None)

    def copied(self) -> Indicator:
        names = ("aspect", "what", "target", "low", "high", "unit")
        return Indicator(**{name: getattr(self, name) for name in names})

    @property
    def least(self) -> Decimal | None:
        """What is to be reached, where the target says a number."""
        return self.low if self.low is not None else self.high


def fitting(what: str) -> str:
    """The words on one line, unless there are too many."""
    words = " ".join(what.split())
    if len(words) > MOST_WORDS:
        raise WordsOfPlanTooLong(most=MOST_WORDS)
    return words
