"""One row of a spreadsheet of ratings: what it would change, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.appraisal.evaluation_answers import (
    ASKED,
    MOST_OF_A_NOTE,
    EvaluationAnswer,
    Question,
    Side,
)
from models.appraisal.evaluations import Evaluation
from models.appraisal.ratings import Predicate, Rating, UnitPredicate, predicate_of

NOTE = "-words"  # behind a question's name: the column of its words
ASKS = ASKED[Side.APPRAISER]
FILLED = tuple(name for one in ASKS for name in (one.value, one.value + NOTE))


class Wrong(StrEnum):
    """Why a row is not taken."""

    NOT_YOURS = "not-yours"  # nobody whom the sender evaluates: forged, moved on, somebody else's
    TWICE = "twice"
    UNOPENED = "unopened"
    SELF_FIRST = "self-first"
    MOVED_ON = "moved-on"  # signed, or corrected
    CHOICE = "choice"  # none of the offered words
    TOO_LONG = "too-long"
    WHY = "why"  # below expectation, and not a word


@dataclass(frozen=True)
class Row:
    """As it was read. ``cells`` are texts by column; only columns of the sheet that we made."""

    number: int  # as the spreadsheet counts
    nip: str
    name: str
    cells: Mapping[str, str]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells.get(name) for name in FILLED)


@dataclass(frozen=True)
class Choices:
    """What the offered words mean, in any language, all lower case."""

    ratings: Mapping[str, Rating]
    of_units: Mapping[str, UnitPredicate]


@dataclass
class Change:
    """What a cell, or two, make of one answer; None: as it was."""

    rating: Rating | None = None
    words: str | None = None


@dataclass
class Found:
    """A row beside the evaluation that it is about. ``wrong`` is (column, why)."""

    row: Row
    who: tuple[str, str] | None = None  # of the sender's own people only
    evaluation_id: int | None = None
    edition: int = 0
    changes: dict[Question, Change] = field(default_factory=dict)
    of_unit: UnitPredicate | None = None
    wrong: list[tuple[str | None, Wrong]] = field(default_factory=list)
    left: int = 0  # questions that would still be open
    replaced: int = 0  # answers given before that would be others
    likely: Predicate | None = None

    @property
    def is_ready(self) -> bool:
        return not self.wrong and bool(self.changes or self.of_unit)

    def fill_in(self, one: Evaluation, *, at: datetime) -> None:
        """The changes become the appraiser's answers; ``check_side`` comes first."""
        for question, change in self.changes.items():
            if change.rating is not None:
                one.rate(Side.APPRAISER, question, change.rating, at=at)
            if change.words is not None:
                one.note(Side.APPRAISER, question, change.words, at=at)

    def as_json(self) -> dict[str, Any]:
        made = asdict(self)
        made["changes"] = {
            question.value: [one.rating.value if one.rating else None, one.words]
            for question, one in self.changes.items()
        }
        made["of_unit"] = self.of_unit.value if self.of_unit else None
        made["likely"] = self.likely.value if self.likely else None
        made["wrong"] = [[column, why.value] for column, why in self.wrong]
        return made

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Found:
        return cls(
            Row(**kept["row"]),
            tuple(kept["who"]) if kept["who"] else None,
            kept["evaluation_id"],
            kept["edition"],
            {
                Question(question): Change(Rating(rating) if rating else None, words)
                for question, (rating, words) in kept["changes"].items()
            },
            UnitPredicate(kept["of_unit"]) if kept["of_unit"] else None,
            [(column, Wrong(why)) for column, why in kept["wrong"]],
            kept["left"],
            kept["replaced"],
            Predicate(kept["likely"]) if kept["likely"] else None,
        )


def look_at(row: Row, one: Evaluation, choices: Choices, *, leads_unit: bool,
            achieved: UnitPredicate | None) -> Found:  # fmt: skip
    """What the row would change. Whoever ``leads_unit`` has the unit's achievement as results."""
    found = Found(row, (one.employee.sex.value, one.employee.short_name), one.id, one.edition)
    for question in ASKS:
        before = one.answer(Side.APPRAISER, question)
        change = _change(found, question, choices, leads_unit, achieved)
        _keep(found, question, change, before)
    after = {question: _after(one, question, found.changes.get(question)) for question in ASKS}
    found.left = sum(change.rating is None for change in after.values())
    found.wrong += [
        (question.value + NOTE, Wrong.WHY)
        for question, change in after.items()
        if change.rating is Rating.BELOW and not change.words
    ]
    results, behaviour = after[Question.RESULTS].rating, after[Question.BEHAVIOUR].rating
    if results and behaviour:
        found.likely = predicate_of(results=results, behaviour=behaviour)
    return found


def _change(
    found: Found, question: Question, choices: Choices, leads_unit: bool,
    achieved: UnitPredicate | None,
) -> Change:  # fmt: skip
    cells = found.row.cells
    said, words = cells.get(question.value), cells.get(question.value + NOTE) or None
    if words and len(words) > MOST_OF_A_NOTE:
        found.wrong.append((question.value + NOTE, Wrong.TOO_LONG))
    if not said:
        return Change(None, words)
    if question is Question.RESULTS and leads_unit:
        unit = choices.of_units.get(said.casefold())
        found.of_unit = None if unit is achieved else unit
        rating = unit.as_rating if unit else None
    else:
        rating = choices.ratings.get(said.casefold())
    if rating is None:
        found.wrong.append((question.value, Wrong.CHOICE))
    return Change(rating, words)


def _keep(
    found: Found, question: Question, change: Change, before: EvaluationAnswer | None
) -> None:
    """Only what differs; an empty cell takes nothing back."""
    was_rating = before.rating if before else None
    was_words = before.words if before else None
    rating = change.rating if change.rating is not was_rating else None
    words = change.words if change.words != was_words else None
    if rating or words:
        found.changes[question] = Change(rating, words)
        found.replaced += bool((rating and was_rating) or (words and was_words))


def _after(one: Evaluation, question: Question, change: Change | None) -> Change:
    before = one.answer(Side.APPRAISER, question)
    rating, words = (before.rating, before.words) if before else (None, None)
    return Change((change and change.rating) or rating, (change and change.words) or words)


def not_again(rows: list[Row]) -> Iterator[tuple[Row, bool]]:
    """Each row, and whether its person stood further up already; blank ones without a NIP go."""
    seen: set[str] = set()
    for row in rows:
        if row.nip or not row.is_blank:
            yield row, bool(row.nip) and row.nip in seen
            seen.add(row.nip)
