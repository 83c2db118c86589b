"""A ruling over activities: each decided for itself, and everybody concerned told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.turn import Turn, named
from handlers.work.behalf import behalf_of
from handlers.work.drafting import show_report
from handlers.work.lines import shortened
from handlers.work.sending import show_reviewer
from models.notices.notices import Notice
from models.notices.telling import tell
from models.office import Rules
from models.people.employees import Employee
from models.people.units import Unit
from models.work.acting import Ways
from models.work.activities import Activity
from models.work.decisions import Decision, RejectedAs, Verdict
from models.work.handing_over import hand_to
from models.work.stand_ins import BY_LETTER, must_still_stand_in
from models.work.states import State
from models.work.windows import month_end

LISTED = 5  # activities that a piece of news names


@dataclass(frozen=True)
class Ruling:
    """What was decided, and the words that go with it."""

    verdict: Verdict
    words: str | None = None
    rejected_as: RejectedAs | None = None


async def rule(
    turn: Turn, activities: Sequence[Activity], ruling: Ruling, *, shown_on: Notice
) -> None:
    """Decide each activity; raise the first refusal of the rules. How long it was shown is kept."""
    if ruling.verdict is not Verdict.REVOKED:
        await _must_still_act(turn, activities)
    rules: dict[tuple[int | None, date | None], Rules] = {}
    for activity in activities:
        place = activity.unit_id, activity.day
        if place not in rules:
            rules[place] = await rules_of(turn, activity)
        seconds = shown_on.seconds_shown(activity.id, activity.revision, at=turn.now)
        _decide(turn, activity, ruling, rules[place]).seconds = seconds
        show_reviewer(turn, activity)
        if ruling.verdict is Verdict.REVOKED:
            await hand_on(turn, activity)
        returned = ruling.verdict is Verdict.RETURNED
        show_report(turn, activity.report_id, to=activity.author_id, anew=returned)
    if ruling.verdict is not Verdict.RETURNED:  # a returned report is its own news
        await _tell_authors(turn, activities, ruling)


async def _must_still_act(turn: Turn, activities: Sequence[Activity]) -> None:
    """By letter only until its last day, though the clock may not have handed it back yet."""
    officials = {
        activity.instead_of_id
        for activity in activities
        if activity.instead_of_id is not None
        and activity.capacity in BY_LETTER
        and activity.reviewed_by(turn.me)
    }
    today = turn.office.today(turn.now)
    await must_still_stand_in(turn.session, turn.me, officials, today=today)


async def hand_on(turn: Turn, activity: Activity) -> None:
    """What waits again after a stand-in's time goes to whoever acts now."""
    await turn.session.flush()
    official = await turn.session.get_one(Employee, activity.official_id or 0)
    ways = Ways(turn.session, turn.office, turn.office.today(turn.now))
    acting = await ways.acting(official, author_id=activity.author_id)
    await hand_to(turn.session, activity, acting, turn.office, at=turn.now)


def _decide(turn: Turn, activity: Activity, ruling: Ruling, rules: Rules) -> Decision:
    me, now, words = turn.me, turn.now, ruling.words or ""
    if ruling.verdict is Verdict.APPROVED:
        return activity.approve(by=me, at=now, comment=ruling.words)
    if ruling.verdict is Verdict.RETURNED:
        return activity.give_back(words, by=me, at=now, least=rules.reason_at_least)
    if ruling.verdict is Verdict.REJECTED:
        assert ruling.rejected_as is not None, "a rejection says as what"
        return activity.reject(
            words, as_what=ruling.rejected_as, by=me, at=now, least=rules.reason_at_least
        )
    assert activity.day is not None
    return activity.revoke(by=me, at=now, until=month_end(activity.day, turn.office, rules))


async def waiting_for(session: AsyncSession, reviewer: Employee, subject: str | None = None) -> int:
    """How many activities wait for this reviewer, in all or of one "author:day"."""
    query = (
        select(func.count())
        .select_from(Activity)
        .where(Activity.reviewer_id == reviewer.id, Activity.state == State.SUBMITTED)
    )
    if subject is not None:
        author_id, day = subject.split(":")
        query = query.where(
            Activity.author_id == int(author_id), Activity.day == date.fromisoformat(day)
        )
    return await session.scalar(query) or 0


async def _tell_authors(turn: Turn, activities: Sequence[Activity], ruling: Ruling) -> None:
    by_day: dict[tuple[int, date], list[Activity]] = {}
    for activity in activities:
        assert activity.day is not None, "what was sent has a day"
        by_day.setdefault((activity.author_id, activity.day), []).append(activity)
    for (author_id, day), decided in by_day.items():
        tell(
            turn.session,
            ruling.verdict.value,
            to=author_id,
            at=turn.now,
            by=named(turn.me),
            behalf=await behalf_of(turn.session, decided[0], today=turn.office.today(turn.now)),
            decided_at=turn.now.isoformat(),
            day=day.isoformat(),
            count=len(decided),
            minutes=sum(a.minutes or 0 for a in decided),
            whats=[shortened(a.what, 80) for a in decided[:LISTED]],
            more=max(0, len(decided) - LISTED),
            words=ruling.words,
            because=ruling.rejected_as.value if ruling.rejected_as else None,
        )


async def rules_of(turn: Turn, activity: Activity) -> Rules:
    """The office's rules of the activity's day, for the unit it was done in."""
    assert activity.day is not None, "what was sent has a day"
    unit = await turn.session.get(Unit, activity.unit_id) if activity.unit_id else None
    return turn.office.rules_on(activity.day, unit.codes if unit else ())
