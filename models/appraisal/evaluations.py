"""Evaluations (evaluasi kinerja): self-assessment, then the appraiser's, signed, and what follows.

SELF ──send──▶ RATING ──sign──▶ SIGNED ──read──▶ READ ──accept──▶ ACCEPTED
                  ▲               │                └──object──▶ OBJECTED ──decide──▶ DECIDED
                  └──corrected────┘ as the next version; the signed one stays as it was
PermenPANRB 6/2022: a rating of results and one of behaviour (BerAKHLAK), the predicate by the
matrix. PP 30/2019 Art. 59: an objection within 14 days of receipt, to the appraiser's superior,
whose decision is final. What was sent, signed, objected to or decided is append-only.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.appraisal.evaluation_answers import (
    ASKED,
    MOST_OF_A_NOTE,
    EvaluationAnswer,
    Question,
    Side,
)
from models.appraisal.evaluation_steps import EvaluationStep, Step
from models.appraisal.periods import Cadence, Span
from models.appraisal.ratings import Predicate, Rating, UnitPredicate, predicate_of
from models.base import NumberedBase
from models.people.employees import Employee
from models.refusals import Refusal
from models.work.reasons import must_say

SELF_DAYS = timedelta(days=7)  # then the appraiser need not wait any longer


class EvaluationStage(StrEnum):
    """Where an evaluation is on its way."""

    SELF = "self"
    RATING = "rating"
    SIGNED = "signed"
    READ = "read"
    ACCEPTED = "accepted"
    OBJECTED = "objected"
    DECIDED = "decided"


FINAL = (EvaluationStage.ACCEPTED, EvaluationStage.DECIDED)


class NotYourEvaluation(Refusal):
    """Only whom it is about assesses themself, reads it, accepts it or objects to it."""

    is_final = True


class NotTheEvaluator(Refusal):
    """Only who leads the person rates, and nobody rates themself."""

    is_final = True


class ObjectionNotPutToYou(Refusal):
    """Only the appraiser's superior decides on an objection."""

    is_final = True


class EvaluationMovedOn(Refusal):
    """It is no longer where this button thought it was."""

    is_final = True


class QuestionsLeft(Refusal):
    """Not everything has been answered yet."""


class WordsNeeded(Refusal):
    """Whoever is rated below expectation is told why."""


class SelfFirst(Refusal):
    """The employee speaks first."""


class ObjectionTooLate(Refusal):
    """The days for objecting are over."""

    is_final = True


class NobodyDecides(Refusal):
    """No superior of the appraiser is known."""


class NoteTooLong(Refusal):
    """More words than a card shows."""


class Evaluation(NumberedBase):
    """One version of one person's evaluation of one period. Once signed it never changes."""

    __tablename__ = "evaluations"
    __table_args__ = (
        UniqueConstraint("employee_id", "cadence", "since", "number"),
        Index("ix_evaluations_unit_id", "unit_id", "cadence", "since"),
        Index("ix_evaluations_until", "until"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    cadence: Mapped[Cadence]
    since: Mapped[date]
    until: Mapped[date]
    number: Mapped[int] = mapped_column(default=1)
    edition: Mapped[int] = mapped_column(default=0)  # how often an answer was changed
    opened_at: Mapped[datetime]
    self_sent_at: Mapped[datetime | None] = mapped_column(default=None)
    signed_at: Mapped[datetime | None] = mapped_column(default=None)
    appraiser_id: Mapped[int | None] = mapped_column(
        ForeignKey("employees.id"), index=True, default=None
    )  # whoever signed; until then whoever leads the person
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), default=None)
    organisation: Mapped[UnitPredicate | None] = mapped_column(default=None)
    results: Mapped[Rating | None] = mapped_column(default=None)
    behaviour: Mapped[Rating | None] = mapped_column(default=None)
    predicate: Mapped[Predicate | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    employee: Mapped[Employee] = relationship(
        lazy="raise_on_sql", foreign_keys=[employee_id], init=False
    )
    appraiser: Mapped[Employee | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[appraiser_id], init=False
    )
    answers: Mapped[list[EvaluationAnswer]] = relationship(
        lazy="raise_on_sql", default_factory=list, order_by="EvaluationAnswer.id"
    )
    steps: Mapped[list[EvaluationStep]] = relationship(
        lazy="raise_on_sql", default_factory=list, order_by="EvaluationStep.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def span(self) -> Span:
        return Span(self.cadence, self.since, self.until)

    @property
    def stage(self) -> EvaluationStage:
        answered = [one for one in self.steps if one.step is not Step.DELIVERED]
        if answered:
            return EvaluationStage(answered[-1].step.value)
        if self.signed_at is not None:
            return EvaluationStage.SIGNED
        return EvaluationStage.SELF if self.self_sent_at is None else EvaluationStage.RATING

    @property
    def outcome(self) -> Predicate | None:
        """The predicate that holds: as decided, or else as signed."""
        decided = self.step(Step.DECIDED)
        return decided.predicate if decided else self.predicate

    def step(self, step: Step) -> EvaluationStep | None:
        return next((one for one in self.steps if one.step is step), None)

    def answer(self, side: Side, question: Question) -> EvaluationAnswer | None:
        found = (one for one in self.answers if (one.side, one.question) == (side, question))
        return next(found, None)

    def left(self, side: Side) -> list[Question]:
        """What is still to be answered, in order."""
        rated = {one.question for one in self.answers if one.side is side and one.rating}
        return [question for question in ASKED[side] if question not in rated]

    # Answering

    def check_side(
        self, side: Side, *, by: Employee, leader: Employee | None, at: datetime
    ) -> None:
        """Refuse whose turn it is not."""
        if side is Side.SELF:
            self._must_be_of(by)
            self._must_be(EvaluationStage.SELF)
            return
        if by.id == self.employee_id or not by.is_same_as(leader):
            raise NotTheEvaluator
        self._must_be(EvaluationStage.SELF, EvaluationStage.RATING)
        if not self.may_be_rated(at=at):
            raise SelfFirst(until=self.opened_at + SELF_DAYS)

    def may_be_rated(self, *, at: datetime) -> bool:
        """It is the appraiser's turn: the employee has spoken, or has had the time for it."""
        if self.signed_at is not None:
            return False
        return self.self_sent_at is not None or at >= self.opened_at + SELF_DAYS

    def rate(self, side: Side, question: Question, rating: Rating, *, at: datetime) -> None:
        """An answer by button; ``check_side`` comes first."""
        one = self._answer_of(side, question, at)
        one.rating, one.at = rating, at

    def note(self, side: Side, question: Question, words: str, *, at: datetime) -> None:
        """The words beside an answer; ``check_side`` comes first."""
        if len(words) > MOST_OF_A_NOTE:
            raise NoteTooLong(most=MOST_OF_A_NOTE)
        one = self._answer_of(side, question, at)
        one.words, one.at = words, at

    def _answer_of(self, side: Side, question: Question, at: datetime) -> EvaluationAnswer:
        if question not in ASKED[side]:
            raise EvaluationMovedOn(stage=self.stage.value)
        self.edition += 1
        found = self.answer(side, question)
        if found is None:
            found = EvaluationAnswer(side=side, question=question, at=at)
            self.answers.append(found)
        return found

    def send_self(self, *, by: Employee, at: datetime) -> None:
        """The self-assessment goes to the appraiser and stays as it is."""
        self.check_side(Side.SELF, by=by, leader=None, at=at)
        self._must_be_complete(Side.SELF)
        self.self_sent_at = at

    def sign(
        self, *, by: Employee, leader: Employee | None, at: datetime, unit_id: int | None,
        organisation: UnitPredicate | None,
    ) -> None:  # fmt: skip
        """The appraiser signs; the predicate follows from the matrix."""
        self.check_side(Side.APPRAISER, by=by, leader=leader, at=at)
        self._must_be_complete(Side.APPRAISER)
        for one in self.answers:
            if one.side is Side.APPRAISER and one.rating is Rating.BELOW and not one.words:
                raise WordsNeeded(question=one.question.value)
        results = self._rated(Question.RESULTS)
        behaviour = self._rated(Question.BEHAVIOUR)
        self.results, self.behaviour = results, behaviour
        self.predicate = predicate_of(results=results, behaviour=behaviour)
        self.appraiser_id, self.signed_at = by.id, at
        self.unit_id, self.organisation = unit_id, organisation

    def likely(self) -> Predicate | None:
        """What the matrix makes of the answers so far."""
        results = self.answer(Side.APPRAISER, Question.RESULTS)
        behaviour = self.answer(Side.APPRAISER, Question.BEHAVIOUR)
        if not (results and results.rating and behaviour and behaviour.rating):
            return None
        return predicate_of(results=results.rating, behaviour=behaviour.rating)

    def _rated(self, question: Question) -> Rating:
        one = self.answer(Side.APPRAISER, question)
        assert one is not None, "nothing is left to be answered"
        assert one.rating is not None, "nothing is left to be answered"
        return one.rating

    def corrected(self, *, by: Employee, at: datetime) -> Evaluation:
        """The next version, with the same answers; this one stays as it was signed."""
        if self.appraiser_id != by.id:
            raise NotTheEvaluator
        self._must_be(EvaluationStage.SIGNED, EvaluationStage.READ, EvaluationStage.ACCEPTED)
        return Evaluation(
            employee_id=self.employee_id, cadence=self.cadence, since=self.since,
            until=self.until, number=self.number + 1, opened_at=at,
            answers=[one.copied() for one in self.answers],
        )  # fmt: skip

    # What the employee makes of it

    def deliver(self, *, at: datetime) -> None:
        """It has come to the person's chat; from here the days for an objection count.

        PP 30/2019 Art. 59 counts from receipt, not from when somebody cares to open it.
        """
        if self.signed_at is not None and not self.steps:
            self.steps.append(EvaluationStep(step=Step.DELIVERED, by_id=self.employee_id, at=at))

    @property
    def received_at(self) -> datetime | None:
        received = self.step(Step.DELIVERED) or self.step(Step.READ)
        return received.at if received else None

    def read(self, *, by: Employee, at: datetime) -> None:
        """Opened, and known to be."""
        self._must_be_of(by)
        self._must_be(EvaluationStage.SIGNED)
        self._note(Step.READ, by, at)

    def accept(self, *, by: Employee, at: datetime) -> None:
        self._must_be_of(by)
        self._must_be(EvaluationStage.READ)
        self._note(Step.ACCEPTED, by, at)

    def check_objectable(self, *, by: Employee, today: date, received_on: date, days: int) -> None:
        """``received_on``: by the office's clock; the last day counts."""
        self._must_be_of(by)
        self._must_be(EvaluationStage.READ)
        last = received_on + timedelta(days=days)
        if today > last:
            raise ObjectionTooLate(last=last)

    def object(
        self, reason: str, *, by: Employee, to: Employee | None, at: datetime, least: int
    ) -> None:
        """Ask the appraiser's superior, with a reason; ``check_objectable`` comes first."""
        must_say(reason, least=least)
        if to is None or to.id in (self.employee_id, self.appraiser_id):
            raise NobodyDecides
        self._note(Step.OBJECTED, by, at, words=reason).to_id = to.id

    # The appraiser's superior

    def check_decidable(self, *, by: Employee) -> EvaluationStep:
        objection = self.step(Step.OBJECTED)
        if objection is None or objection.to_id != by.id:
            raise ObjectionNotPutToYou
        self._must_be(EvaluationStage.OBJECTED)
        return objection

    def decide(
        self, reason: str, *, results: Rating, behaviour: Rating, by: Employee, at: datetime,
        least: int,
    ) -> None:  # fmt: skip
        """Let it stand, or change it; either way that is final."""
        self.check_decidable(by=by)
        must_say(reason, least=least)
        decided = self._note(Step.DECIDED, by, at, words=reason)
        decided.results, decided.behaviour = results, behaviour
        decided.predicate = predicate_of(results=results, behaviour=behaviour)

    def _note(
        self, step: Step, by: Employee, at: datetime, words: str | None = None
    ) -> EvaluationStep:
        one = EvaluationStep(step=step, by_id=by.id, at=at, words=words)
        self.steps.append(one)
        return one

    def _must_be_of(self, by: Employee) -> None:
        if self.employee_id != by.id:
            raise NotYourEvaluation

    def _must_be(self, *stages: EvaluationStage) -> None:
        if self.stage not in stages:
            raise EvaluationMovedOn(stage=self.stage.value)

    def _must_be_complete(self, side: Side) -> None:
        if left := self.left(side):
            raise QuestionsLeft(count=len(left))
