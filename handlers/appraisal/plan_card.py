"""The cards of a work plan (SKP): the author's, who writes it, and the superior's, who agrees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.appraisal.buttons import (
    AddResult,
    AgreePlan,
    AskPlanChange,
    BeginPlan,
    DropResult,
    LeavePicking,
    OpenPlan,
    Perspectives,
    PickResult,
    ProposePlan,
    RevisePlan,
    RewordResult,
    Serve,
    SetTarget,
    TurnKind,
    WithdrawPlan,
)
from handlers.cards import Drawing, Look, Page, button, keyboard, paged, sheet
from handlers.turn import Say, named
from handlers.work.lines import shortened
from models.appraisal.finding_plans import (
    Progress,
    is_of,
    newest_version,
    plans_of,
    progress_of,
    version_in_force,
)
from models.appraisal.plans import (
    BY_ASPECT,
    BY_PERSPECTIVE,
    Aspect,
    Indicator,
    PlanVersion,
    ResultKind,
    Stage,
    WorkPlan,
    WorkResult,
)
from models.office import Office
from models.people.chats import reach
from models.people.employees import Employee
from models.people.postings import posting_of

MINE, THEIRS = "plan", "plan-review"  # kinds of cards; their subject is the plan's id
ROOM_FOR_WORDS = 90  # characters of each of the many words of a plan
NO_PROGRESS = Progress()
Row = list[InlineKeyboardButton]


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
    more = [*await _after_a_transfer(look, plan, plans), *_other_plans(look, plan, plans)]
    buttons = await _keyboard(look, version, more)
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
    buttons = keyboard(*rows) if is_open and _mode(look) != "asking" else None
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


def _mode(look: Look) -> str | None:
    """What the card is in the middle of, whichever of its pages has the buttons by now."""
    mode: str | None = look.notice.facts.get("mode")
    return mode


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
    """Each result with its targets, and how far it has come by what was approved."""
    progress = await progress_of(session, version.plan)
    return [
        _result(say, number, result, progress.get(result.key, NO_PROGRESS))
        for number, result in enumerate(version.results, 1)
    ]


def _result(say: Say, number: int, result: WorkResult, progress: Progress) -> str:
    return say(
        "plan-result",
        number=number,
        what=shortened(result.what, ROOM_FOR_WORDS),
        additional=result.kind is ResultKind.ADDITIONAL,
        serves=shortened(result.serves, ROOM_FOR_WORDS) if result.serves else None,
        targets=[_target(say, indicator, progress) for indicator in result.indicators],
        activities=progress.activities,
    )


def _target(say: Say, indicator: Indicator, progress: Progress) -> str:
    least, reached = indicator.least, progress.of(indicator.unit)
    return say(
        "plan-target",
        aspect=indicator.aspect.value,
        what=shortened(indicator.what, ROOM_FOR_WORDS),
        target=shortened(indicator.target, ROOM_FOR_WORDS),
        reached=reached or None,
        unit=indicator.unit,
        percent=int(reached * 100 / least) if least and reached else None,
    )


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


# Buttons


async def _keyboard(
    look: Look, version: PlanVersion, more: list[Row]
) -> InlineKeyboardMarkup | None:
    say, stage = look.say, version.stage
    if stage is Stage.AGREED:
        return keyboard([button(say("button-plan-revise"), RevisePlan.on(look))], *more)
    if stage is Stage.PROPOSED:
        return keyboard([button(say("button-plan-withdraw"), WithdrawPlan.on(look))], *more)
    at = look.notice.facts.get("at") if _mode(look) in ("pick", "jpt", "serve") else None
    chosen = version.result(at or 0)
    if chosen is not None:
        return await _of_one(look, version, chosen)
    if _mode(look) == "pick" and version.results:
        return _which(look, version)
    change = [button(say("button-plan-add"), AddResult.on(look))]
    if version.results:
        change.append(button(say("button-plan-pick"), PickResult.on(look)))
    propose = [button(say("button-plan-propose"), ProposePlan.on(look))] if version.results else []
    return keyboard(propose, change, *more)


def by_perspectives(office: Office, version: PlanVersion) -> bool:
    """Whether whoever has this plan leads highly (JPT): nobody else has perspectives."""
    plan = version.plan
    return office.appraisal_on(plan.since).is_high(plan.position)


def _which(look: Look, version: PlanVersion) -> InlineKeyboardMarkup | None:
    numbers = [
        button(str(number), PickResult.on(look, at=result.key))
        for number, result in enumerate(version.results, 1)
    ]
    rows = [numbers[i : i + 5] for i in range(0, len(numbers), 5)]
    return keyboard(*rows, [button(look.say("button-back"), LeavePicking.on(look))])


async def _of_one(
    look: Look, version: PlanVersion, result: WorkResult
) -> InlineKeyboardMarkup | None:
    """What can be said about one result; its number leads the labels' meaning on the card."""
    say, at = look.say, result.key
    if _mode(look) == "serve":
        return await _which_above(look, result)
    is_high = by_perspectives(look.office, version)
    of_jpt = any(i.aspect in BY_PERSPECTIVE for i in result.indicators) or (
        is_high and _mode(look) == "jpt"
    )
    aspects = [_aspect(look, aspect, at) for aspect in (BY_PERSPECTIVE if of_jpt else BY_ASPECT)]
    number = version.results.index(result) + 1
    is_more = result.kind is ResultKind.ADDITIONAL
    return keyboard(
        aspects[:2],
        aspects[2:],
        [button(say("button-plan-jpt"), Perspectives.on(look, at=at))]
        if is_high and not of_jpt
        else [],
        [
            button(say("button-plan-word"), RewordResult.on(look, at=at)),
            button(say("button-plan-kind", additional=is_more), TurnKind.on(look, at=at)),
        ],
        [
            button(say("button-plan-serve"), Serve.on(look, at=at)),
            button(say("button-plan-drop", number=number), DropResult.on(look, at=at)),
        ],
        [button(say("button-done"), LeavePicking.on(look))],
    )


def _aspect(look: Look, aspect: Aspect, at: int) -> InlineKeyboardButton:
    label = look.say("button-plan-aspect", aspect=aspect.value)
    return button(label, SetTarget.on(look, at=at, aspect=aspect))


async def _which_above(look: Look, result: WorkResult) -> InlineKeyboardMarkup | None:
    rows = [
        [button(shortened(above.what, 40), Serve.on(look, at=result.key, to=above.key))]
        for above in await results_above(look.session, look.to, look.office.today(look.now))
    ]
    return keyboard(*rows, [button(look.say("button-back"), PickResult.on(look, at=result.key))])


async def results_above(session: AsyncSession, author: Employee, today: date) -> list[WorkResult]:
    """The superior's planned results, as far as there are any."""
    posting = await posting_of(session, author, today)
    if posting is None or posting.supervisor_id is None:
        return []
    plans = await plans_of(session, posting.supervisor_id)
    version = await version_in_force(session, plans[0].id) if plans else None
    return list(version.results) if version else []


async def _after_a_transfer(look: Look, plan: WorkPlan, plans: Sequence[WorkPlan]) -> list[Row]:
    today = look.office.today(look.now)
    posting = await posting_of(look.session, look.to, today)
    newest = plans[0]
    is_late = posting is not None and posting.since > newest.since and not is_of(newest, posting)
    if plan is not newest or not (is_late or newest.until < today):
        return []
    return [[button(look.say("button-plan-begin", year=today.year), BeginPlan.on(look))]]


def _other_plans(look: Look, plan: WorkPlan, plans: Sequence[WorkPlan]) -> list[Row]:
    return [
        [
            button(
                look.say("button-plan-other", since=other.since, until=other.until),
                OpenPlan.on(look, plan=other.id),
            )
        ]
        for other in plans[:4]
        if other is not plan
    ]


CARDS = {MINE: draw_mine, THEIRS: draw_theirs}
