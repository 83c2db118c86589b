"""The cards of a work plan (SKP): the author's, who writes it, and the superior's, who agrees."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.appraisal.buttons import AgreePlan, AskPlanChange, BeginPlan
from handlers.appraisal.plan_keyboard import after_a_transfer, mode_of, other_plans, own_keyboard
from handlers.cards import Drawing, Look, Page, button, keyboard, paged, sheet
from handlers.turn import Say, named
from handlers.work.lines import shortened
from models.appraisal.finding_plans import (
    Progress,
    newest_version,
    plans_of,
    progress_of,
    version_in_force,
)
from models.appraisal.plans import Indicator, PlanVersion, ResultKind, Stage, WorkResult
from models.appraisal.progress import ProgressEntry, said_of
from models.people.chats import reach
from models.people.employees import Employee
from models.people.postings import posting_of

MINE, THEIRS = "plan", "plan-review"  # kinds of cards; their subject is the plan's id
ROOM_FOR_WORDS = 90  # characters of each of the many words of a plan
NO_PROGRESS = Progress()


async def draw_mine(look: Look) -> Drawing:
    """The card of kind "plan"; its subject is the plan's id, or "none" before there is one."""
    plans = await plans_of(look.session, look.to.id)
    plan = next((plan for plan in plans if str(plan.id) == look.notice.subject), None)
    if plan is None:
        return await _draw_none(look, has_plan=bool(plans))
    version = await newest_version(look.session, plan.id)
    if version is None:
        return Drawing()
    foot = await _foot(look, version)
    more = [*await after_a_transfer(look, plan, plans), *other_plans(look, plan, plans)]
    buttons = await own_keyboard(look, version, more)
    waits = version.stage is Stage.DRAFTED
    return Drawing(await _pages(look, version, _head(look, version), foot, buttons, waits=waits))


async def _draw_none(look: Look, *, has_plan: bool) -> Drawing:
    if has_plan:
        return Drawing()  # it has been begun meanwhile
    today = look.office.today(look.now)
    if await posting_of(look.session, look.to, today) is None:
        return Drawing((Page(look.say("plan-no-posting", agency=look.office.agency)),))
    begin = [button(look.say("button-plan-begin", year=today.year), BeginPlan.on(look))]
    return Drawing((Page(look.say("plan-none", year=today.year), keyboard(begin)),))


async def draw_theirs(look: Look) -> Drawing:
    """The card of kind "plan-review": what a subordinate proposes, and what came of it."""
    version = await newest_version(look.session, int(look.notice.subject or 0))
    if version is None or version.appraiser_id != look.to.id:
        return Drawing()
    if version.stage is Stage.DRAFTED and not look.notice.message_id:
        return Drawing()  # taken back before it was ever seen
    author = await look.session.get_one(Employee, version.plan.employee_id)
    foot = look.say("plan-review-foot", stage=version.stage.value, note=version.note,
                    at=version.agreed_at)  # fmt: skip
    is_open = version.stage is Stage.PROPOSED
    rows = [
        [button(look.say("button-plan-agree"), AgreePlan.on(look))],
        [button(look.say("button-plan-change"), AskPlanChange.on(look))],
    ]
    buttons = keyboard(*rows) if is_open and mode_of(look) != "asking" else None
    head = _head(look, version, author)
    pages = await _pages(look, version, head, foot, buttons, waits=is_open)
    return Drawing(pages, rings=is_open and _is_news(look, version))


async def _pages(
    look: Look, version: PlanVersion, head: str, foot: str, buttons: InlineKeyboardMarkup | None,
    *, waits: bool,
) -> tuple[Page, ...]:  # fmt: skip
    """A plan that is too long for one message is several; the last one has the buttons."""
    lines = await result_lines(look.session, look.say, version)
    pages = paged(lines, head, foot)
    return tuple(
        Page(
            sheet(head, *(lines[i] for i in page), foot if page is pages[-1] else ""),
            buttons if page is pages[-1] else None,
            [shown_of(version)],
            waits=waits,
        )
        for page in pages
    )


def _is_news(look: Look, version: PlanVersion) -> bool:
    return list(shown_of(version)) not in [
        list(pair) for pairs in look.notice.shown.values() for pair in pairs
    ]


def shown_of(version: PlanVersion) -> tuple[int, int]:
    """What a card's buttons speak of: a version, as it was proposed for the n-th time."""
    return version.id, version.edition


# Lines


def _head(look: Look, version: PlanVersion, author: Employee | None = None) -> str:
    plan = version.plan
    return look.say("plan-head", author=named(author) if author else None, position=plan.position,
                    year=plan.since.year, since=plan.since, until=plan.until,
                    number=version.number)  # fmt: skip


async def result_lines(session: AsyncSession, say: Say, version: PlanVersion) -> list[str]:
    """Each result with its targets, and how far it has come by what was approved and said."""
    progress = await progress_of(session, version.plan)
    told = await said_of(session, [version.plan_id])
    return [
        _result(say, number, result, progress.get(result.key, NO_PROGRESS),
                told.get((version.plan_id, result.key), ()))
        for number, result in enumerate(version.results, 1)
    ]  # fmt: skip


def _result(
    say: Say, number: int, result: WorkResult, progress: Progress, told: Sequence[ProgressEntry]
) -> str:
    return say(
        "plan-result",
        number=number,
        what=shortened(result.what, ROOM_FOR_WORDS),
        additional=result.kind is ResultKind.ADDITIONAL,
        serves=shortened(result.serves, ROOM_FOR_WORDS) if result.serves else None,
        targets=[_target(say, one, progress, told) for one in result.indicators],
        activities=progress.activities,
    )


def _target(
    say: Say, indicator: Indicator, progress: Progress, told: Sequence[ProgressEntry]
) -> str:
    least, reached = indicator.least, progress.of(indicator.unit)
    line = say(
        "plan-target",
        aspect=indicator.aspect.value,
        what=shortened(indicator.what, ROOM_FOR_WORDS),
        target=shortened(indicator.target, ROOM_FOR_WORDS),
        reached=reached or None,
        unit=indicator.unit,
        percent=int(reached * 100 / least) if least and reached else None,
    )
    its = next((one for one in told if one.aspect is indicator.aspect), None)
    return line + " " + say("plan-told", words=its.words, at=its.at) if its else line


async def _foot(look: Look, version: PlanVersion) -> str:
    appraiser = None
    if version.appraiser_id is not None:
        appraiser = await look.session.get(Employee, version.appraiser_id)
    before = None
    if version.number > 1 and version.stage is not Stage.AGREED:
        before = await version_in_force(look.session, version.plan_id)
    return look.say(
        "plan-foot",
        stage=version.stage.value,
        empty=not version.results,
        to=named(appraiser) if appraiser else None,
        reach=(await reach(look.session, appraiser)).value,
        at=version.agreed_at or version.proposed_at,
        note=version.note,
        in_force=before.number if before else None,
    )


CARDS = {MINE: draw_mine, THEIRS: draw_theirs}
