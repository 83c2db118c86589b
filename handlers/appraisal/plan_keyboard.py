"""The buttons below a work plan: what its author may do with it, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.appraisal.buttons import (
    AddResult,
    BeginPlan,
    DropResult,
    LeavePicking,
    OpenPlan,
    Perspectives,
    PickProgress,
    PickResult,
    ProposePlan,
    RevisePlan,
    RewordResult,
    Serve,
    SetTarget,
    TurnKind,
    WithdrawPlan,
    WordIndicator,
)
from handlers.appraisal.realising import progress_choices
from handlers.cards import Look, button, keyboard
from handlers.work.lines import shortened
from models.appraisal.finding_plans import is_of, plans_of, version_in_force
from models.appraisal.plans import (
    BY_ASPECT,
    BY_PERSPECTIVE,
    Aspect,
    PlanVersion,
    ResultKind,
    Stage,
    WorkPlan,
    WorkResult,
)
from models.appraisal.progress import sayable
from models.office import Office
from models.people.employees import Employee
from models.people.postings import posting_of

Row = list[InlineKeyboardButton]


def mode_of(look: Look) -> str | None:
    """What the card is in the middle of, whichever of its pages has the buttons by now."""
    mode: str | None = look.notice.facts.get("mode")
    return mode


async def own_keyboard(
    look: Look, version: PlanVersion, more: list[Row]
) -> InlineKeyboardMarkup | None:
    say, force = look.say, await _agreed(look, version)
    has_progress = force is not None and any(sayable(result) for result in force.results)
    if force is not None and has_progress and mode_of(look) == "progress":
        return progress_choices(look, force, look.notice.facts.get("at") or 0)
    progress = [button(say("button-progress"), PickProgress.on(look))] if has_progress else []
    if version.stage is Stage.AGREED:
        return keyboard(progress, [button(say("button-plan-revise"), RevisePlan.on(look))], *more)
    if version.stage is Stage.PROPOSED:
        withdraw = [button(say("button-plan-withdraw"), WithdrawPlan.on(look))]
        return keyboard(withdraw, progress, *more)
    return await _of_draft(look, version, [progress, *more])


async def _of_draft(
    look: Look, version: PlanVersion, more: list[Row]
) -> InlineKeyboardMarkup | None:
    say = look.say
    at = look.notice.facts.get("at") if mode_of(look) in ("pick", "jpt", "serve") else None
    chosen = version.result(at or 0)
    if chosen is not None:
        return await _of_one(look, version, chosen)
    if mode_of(look) == "pick" and version.results:
        return _which(look, version)
    change = [button(say("button-plan-add"), AddResult.on(look))]
    if version.results:
        change.append(button(say("button-plan-pick"), PickResult.on(look)))
    propose = [button(say("button-plan-propose"), ProposePlan.on(look))] if version.results else []
    return keyboard(propose, change, *more)


async def _agreed(look: Look, version: PlanVersion) -> PlanVersion | None:
    """The agreed version that is in force, while the next one is being written, too."""
    if version.stage is Stage.AGREED or version.number == 1:
        return version if version.stage is Stage.AGREED else None
    return await version_in_force(look.session, version.plan_id)


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
    if mode_of(look) == "serve":
        return await _which_above(look, result)
    is_high = by_perspectives(look.office, version)
    of_jpt = any(i.aspect in BY_PERSPECTIVE for i in result.indicators) or (
        is_high and mode_of(look) == "jpt"
    )
    aspects = [_aspect(look, aspect, at) for aspect in (BY_PERSPECTIVE if of_jpt else BY_ASPECT)]
    number = version.results.index(result) + 1
    is_more = result.kind is ResultKind.ADDITIONAL
    return keyboard(
        aspects[:2],
        aspects[2:],
        [
            button(
                say("button-indicator", aspect=one.aspect.value),
                WordIndicator.on(look, at=at, aspect=one.aspect),
            )
            for one in result.indicators
        ],
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


async def after_a_transfer(look: Look, plan: WorkPlan, plans: Sequence[WorkPlan]) -> list[Row]:
    today = look.office.today(look.now)
    posting = await posting_of(look.session, look.to, today)
    newest = plans[0]
    is_late = posting is not None and posting.since > newest.since and not is_of(newest, posting)
    if plan is not newest or not (is_late or newest.until < today):
        return []
    return [[button(look.say("button-plan-begin", year=today.year), BeginPlan.on(look))]]


def other_plans(look: Look, plan: WorkPlan, plans: Sequence[WorkPlan]) -> list[Row]:
    return [
        [
            button(
                look.say(
                    "button-plan-other", since=other.since, until=other.until, year=plan.since.year
                ),
                OpenPlan.on(look, plan=other.id),
            )
        ]
        for other in plans[:4]
        if other is not plan
    ]
