"""The field's own terms in words: ratings, predicates, questions, stages, periods."""

from __future__ import annotations

from handlers.turn import Say
from models.appraisal.evaluation_answers import Question
from models.appraisal.periods import Span
from models.appraisal.ratings import Predicate, Rating, UnitPredicate


def rating_in(say: Say, rating: Rating | None) -> str | None:
    return say("rating", rating=rating.value) if rating else None


def predicate_in(say: Say, predicate: Predicate | None) -> str | None:
    return say("predicate", predicate=predicate.value) if predicate else None


def achievement_in(say: Say, predicate: UnitPredicate | None) -> str | None:
    return say("unit-predicate", predicate=predicate.value) if predicate else None


def question_in(say: Say, question: Question) -> str:
    return say("evaluation-asked", question=question.value)


def stage_in(say: Say, stage: str) -> str:
    """An evaluation's stage, or "none" before there is one."""
    return say("evaluation-stage", stage=stage)


def period_name(say: Say, span: Span) -> str:
    """ "Triwulan III 2026" """
    return say("evaluation-period", cadence=span.cadence.value, number=span.number,
               year=span.since.year)  # fmt: skip
