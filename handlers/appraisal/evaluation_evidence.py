"""What stands beside each question of an evaluation, so that it is argued and not felt."""

from __future__ import annotations

from datetime import date, time, timedelta

from handlers.appraisal.realising import said_words, told_line
from handlers.cards import Look, paged, sheet
from handlers.turn import named
from handlers.work.lines import shortened
from models.appraisal.evaluation_answers import Question
from models.appraisal.evaluations import Evaluation
from models.appraisal.expectations import expectations_of
from models.appraisal.finding_evaluations import feedback_within, plans_within
from models.appraisal.finding_plans import Progress, progress_of, version_in_force
from models.appraisal.plans import Indicator, WorkPlan, WorkResult
from models.appraisal.progress import said_of
from models.people.postings import appointed_on
from models.work.figures import figures_of
from models.work.states import State

ROOM_FOR_WORDS = 90
FEEDBACK_SHOWN = 3
MOST_RESULTS = 12  # with their targets, beside the rest of a card
ROOM_FOR_RESULTS = 1600  # characters: beside them stand feedback and two notes of 500
NO_PROGRESS = Progress()


async def evidence(look: Look, one: Evaluation, question: Question) -> str:
    """Figures, the plan's progress and feedback for results; guidance and feedback for values."""
    told = await _feedback(look, one)
    if question is Question.RESULTS:
        return sheet(await _figures(look, one), *await _progress(look, one), told)
    return sheet(look.say("evaluation-guidance", question=question.value),
                 await _expected(look, one, question), told)  # fmt: skip


async def _expected(look: Look, one: Evaluation, question: Question) -> str:
    """What the superior had said would be expected; of a year that ends with the period."""
    found = (await expectations_of(look.session, one.employee_id, one.until.year)).get(question)
    if found is None:
        return ""
    return look.say("evaluation-expected", by=named(found.by), at=found.at, words=found.words)


async def _figures(look: Look, one: Evaluation) -> str:
    today = look.office.today(look.now)
    until = min(one.until, today)
    appointed = await appointed_on(look.session, one.employee_id, one.since)
    since = min(max(one.since, appointed or one.since), until)
    found = await figures_of(look.session, one.employee_id, since, until, today=today)
    return look.say(
        "evaluation-figures",
        since=since,
        until=until,
        owed=len(found.owed),
        reported=len(found.reported),
        activities=found.activities,
        approved=found.count(State.APPROVED),
        minutes=found.minutes,
    )


async def _progress(look: Look, one: Evaluation) -> list[str]:
    lines: list[str] = []
    for plan in await plans_within(look.session, one.employee_id, one.span):
        lines += await _of_plan(look, one, plan)
    shown = [lines[i] for i in paged(lines, room=ROOM_FOR_RESULTS)[0]][:MOST_RESULTS]
    left = len(lines) - len(shown)
    more = [look.say("and-more", count=left)] if left else []
    return [*(shown or [look.say("evaluation-no-plan")]), *more]


async def _of_plan(look: Look, one: Evaluation, plan: WorkPlan) -> list[str]:
    version = await version_in_force(look.session, plan.id)
    if version is None:
        return []
    found = await progress_of(look.session, plan, since=one.since, until=one.until)
    told = await said_of(look.session, [plan.id], before=one.signed_at)
    return [
        sheet(_result(look, number, result, found.get(result.key, NO_PROGRESS)),
              told_line(look.say, said_words(look.say, told.get((plan.id, result.key), ()))))
        for number, result in enumerate(version.results, 1)
    ]  # fmt: skip


def _result(look: Look, number: int, result: WorkResult, progress: Progress) -> str:
    return look.say(
        "evaluation-result",
        number=number,
        what=shortened(result.what, ROOM_FOR_WORDS),
        activities=progress.activities,
        reached=[
            (progress.of(one.unit), one.unit, shortened(one.target, 40))
            for one in result.indicators
            if _is_counted(one, progress)
        ],
    )


def _is_counted(indicator: Indicator, progress: Progress) -> bool:
    return bool(indicator.least) and bool(progress.of(indicator.unit))


async def _feedback(look: Look, one: Evaluation) -> str:
    office = look.office
    since = office.at(one.since, time())
    until = office.at(_day_after(one.until), time())
    found = await feedback_within(look.session, one.employee_id, since, until, most=FEEDBACK_SHOWN)
    told = [(named(f.by), f.at, shortened(f.words, 160)) for f in found]
    return look.say("evaluation-feedback", told=told) if told else ""


def _day_after(day: date) -> date:
    return day + timedelta(days=1)
