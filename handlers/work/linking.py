"""What an activity serves of the plan (SKP): suggested, changed with a tap, never forced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cards import Look, Number, Press, button, card_as_shown
from handlers.turn import Known, Reply, Say, Turn
from handlers.work.changes import INDENT
from handlers.work.changing import check_changeable
from handlers.work.lines import shortened
from handlers.work.sending import show_reviewer
from models.appraisal.finding_plans import plans_of, version_in_force
from models.appraisal.plans import PlanVersion, WorkPlan, WorkResult
from models.refusals import Refusal
from models.work.activities import Activity, OtherState
from models.work.link_changes import Link

WORDS_ON_A_BUTTON, WORDS_ON_A_LINE = 40, 60

router = Router(name="linking")
router.callback_query.filter(Known())


class ChooseLink(Press, prefix="rhk"):
    """SKP: which activity (0), or which result the one with this id serves."""

    at: Number = 0


class LinkTo(Press, prefix="rhk-to"):
    """This result (a key), a task from the superior, or nothing."""

    at: Number
    link: Link
    to: Number = 0


class NothingToLink(Refusal):
    """The plan does not reach this day, or has no such result."""


@dataclass
class Links:
    """The plans behind some activities, each in the version that is in force."""

    plans: Sequence[WorkPlan] = ()
    versions: dict[int, PlanVersion] = field(default_factory=dict)  # by plan's id

    def version_for(self, activity: Activity) -> PlanVersion | None:
        """Of the plan that holds on the activity's day; without a day, the newest."""
        for plan in self.plans:
            if activity.day is None or plan.holds_on(activity.day):
                return self.versions.get(plan.id)
        return None

    def result_of(self, activity: Activity) -> WorkResult | None:
        """What it serves, as long as its plan reaches its day and still has the result."""
        version = self.version_for(activity)
        if version is None or version.plan_id != activity.plan_id or not activity.result_key:
            return None
        return version.result(activity.result_key)

    def line(self, say: Say, activity: Activity) -> str:
        """One line below the activity's; "" where there is nothing to say."""
        result = self.result_of(activity)
        version = self.version_for(activity)
        if version is None or (result is None and activity.link is not Link.TASK):
            return ""
        return INDENT + say(
            "line-link",
            number=version.results.index(result) + 1 if result else None,
            what=shortened(result.what, WORDS_ON_A_LINE) if result else None,
            suggested=activity.link is Link.SUGGESTED and activity.is_open,
        )


async def links_of(session: AsyncSession, author_id: int, activities: Sequence[Activity]) -> Links:
    """One query for whoever has no plan."""
    links = Links(await plans_of(session, author_id))
    days = [activity.day for activity in activities]
    for plan in links.plans:
        if any(day is None or plan.holds_on(day) for day in days):
            version = await version_in_force(session, plan.id)
            if version is not None and version.results:
                links.versions[plan.id] = version
    return links


@router.callback_query(ChooseLink.filter())
async def choose(callback: CallbackQuery, callback_data: ChooseLink, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    if callback_data.at:
        await card.activities(only=callback_data.at)
    card.redraw(mode="link", at=callback_data.at)
    return callback.answer()


@router.callback_query(LinkTo.filter())
async def link_to(callback: CallbackQuery, callback_data: LinkTo, turn: Turn) -> Reply:
    """The author's own word; what was decided stays decided until the month closes."""
    card = await card_as_shown(turn, callback_data)
    found = await card.activities(only=callback_data.at)
    if not found or not callback_data.at:
        raise OtherState(state=None, what="")
    activity = found[0]
    await check_changeable(turn, activity)
    version = (await links_of(turn.session, turn.me.id, found)).version_for(activity)
    key = callback_data.to if callback_data.link is Link.CHOSEN else None
    if version is None or (key is not None and version.result(key) is None):
        raise NothingToLink
    activity.serve_another(callback_data.link, by=turn.me, at=turn.now, plan=version.plan_id,
                           key=key)  # fmt: skip
    if activity.is_waiting:
        show_reviewer(turn, activity)
    card.redraw()
    return callback.answer(turn.say("linked", link=callback_data.link.value))


def results_to_choose(
    look: Look, links: Links, activity: Activity
) -> list[list[InlineKeyboardButton]]:
    """Every result of the plan, a task from the superior, or nothing."""
    version, at = links.version_for(activity), activity.id
    results = version.results if version else []
    rows = [
        [
            button(
                f"{number}. {shortened(result.what, WORDS_ON_A_BUTTON)}",
                LinkTo.on(look, at=at, link=Link.CHOSEN, to=result.key),
            )
        ]
        for number, result in enumerate(results, 1)
    ]
    task = button(look.say("button-link-task"), LinkTo.on(look, at=at, link=Link.TASK))
    apart = button(look.say("button-link-apart"), LinkTo.on(look, at=at, link=Link.APART))
    return [*rows, [task], [apart]]
