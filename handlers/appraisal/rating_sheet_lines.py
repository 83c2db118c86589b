"""The lines of a spreadsheet of ratings: what stands beside the questions, and the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time, timedelta

from handlers.appraisal.evaluation_words import achievement_in, question_in, rating_in
from handlers.appraisal.rating_sheet_words import plainly
from handlers.cards import Look
from handlers.documents.rating_sheet import Line
from handlers.turn import named
from models.appraisal.achievements import achievement_of
from models.appraisal.evaluation_answers import ASKED, Question, Side
from models.appraisal.evaluations import Evaluation
from models.appraisal.expectations import SpecialExpectation, expectations_of_people
from models.appraisal.finding_evaluations import feedback_counts, is_head, posting_for
from models.appraisal.periods import Cadence, Span
from models.appraisal.rating_rows import ASKS, NOTE
from models.appraisal.recaps import Recap, Whose, recaps
from models.work import periods

SPANS = {
    Cadence.MONTHLY: periods.Span.MONTH,
    Cadence.QUARTERLY: periods.Span.QUARTER,
    Cadence.YEARLY: periods.Span.YEAR,
}


async def lines_of(look: Look, span: Span, ones: Sequence[Evaluation]) -> list[Line]:
    """What stands beside the questions, and what has been answered so far."""
    ids = [one.employee_id for one in ones]
    period = periods.Period.of(SPANS[span.cadence], span.since)
    found = await recaps(look.session, period, Whose(ids), look.office,
                         today=look.office.today(look.now))  # fmt: skip
    since = look.office.at(span.since, time())
    until = look.office.at(span.until + timedelta(days=1), time())
    told = await feedback_counts(look.session, ids, since, until)
    expected = await expectations_of_people(look.session, ids, span.until.year)
    return [
        Line(
            _told(look, one, found.get(one.employee_id, Recap(one.employee_id)),
                  told.get(one.employee_id, 0)),
            await _answered(look, one),
            _expected(look, expected.get(one.employee_id, {})),
            leads_unit=is_head(one.employee),
        )
        for one in ones
    ]  # fmt: skip


def _told(look: Look, one: Evaluation, recap: Recap, feedback: int) -> tuple[str | int, ...]:
    return (
        one.employee.nip, one.employee.name, _own_words(look, one), recap.owed, recap.reported,
        recap.on_time, recap.activities, recap.approved, recap.evidence, feedback,
    )  # fmt: skip


def _expected(look: Look, found: Mapping[Question, SpecialExpectation]) -> dict[str, str]:
    """What the superior had said would be expected, beside the value that it is about."""
    return {
        value.value: plainly(look.say("rating-sheet-expected-words", words=one.words,
                                      by=named(one.by), at=one.at))
        for value, one in found.items()
    }  # fmt: skip


def _own_words(look: Look, one: Evaluation) -> str:
    """The self-assessment, a line a question."""
    if one.self_sent_at is None:
        return plainly(look.say("rating-sheet-no-self"))
    lines = []
    for question in ASKED[Side.SELF]:
        answer = one.answer(Side.SELF, question)
        if answer is not None:
            words = f". {answer.words}" if answer.words else ""
            said = plainly(rating_in(look.say, answer.rating))
            lines.append(f"{plainly(question_in(look.say, question))}: {said}{words}")
    return "\n".join(lines)


async def _answered(look: Look, one: Evaluation) -> dict[str, str]:
    filled: dict[str, str] = {}
    for question in ASKS:
        answer = one.answer(Side.APPRAISER, question)
        if answer is not None:
            filled[question.value] = plainly(rating_in(look.say, answer.rating))
            filled[question.value + NOTE] = answer.words or ""
    if Question.RESULTS.value in filled and is_head(one.employee):
        posting = await posting_for(look.session, one.employee, one.span,
                                    look.office.today(look.now))  # fmt: skip
        found = await achievement_of(look.session, posting.unit if posting else None, one.span)
        filled[Question.RESULTS.value] = plainly(achievement_in(look.say, found))
    return filled
