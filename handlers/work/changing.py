"""Changing an activity wherever it is on its way: what was sent, its reviewer sees again."""

from __future__ import annotations

from handlers.turn import Turn, named
from handlers.work.deciding import hand_on, rules_of
from handlers.work.lines import shortened
from handlers.work.sending import show_reviewer
from handlers.work.suggesting_links import suggest_links
from models.notices.telling import tell
from models.work.activities import Activity
from models.work.days import Day, day_of
from models.work.states import State
from models.work.written import Written


async def change(turn: Turn, activity: Activity, words: Written) -> bool:
    """Amend it under the rules it was sent by; say whether anything changed.

    Raises what ``check_amended`` and ``amend`` raise; then nothing has changed.
    """
    before = activity.what, activity.day
    is_changed = await _change(turn, activity, words)
    if (activity.what, activity.day) != before:
        await suggest_links(turn, [activity])
    return is_changed


async def _change(turn: Turn, activity: Activity, words: Written) -> bool:
    if not activity.is_sent:
        return activity.amend(words, by=turn.me, at=turn.now)
    if words == activity.written:
        return False
    window = (await its_day(turn, activity)).window
    activity.check_in_time(at=turn.now, window=window)
    await _check(turn, activity, words)
    show_reviewer(turn, activity)  # the day it leaves, if it moves
    was_approved = activity.state is State.APPROVED
    activity.amend(words, by=turn.me, at=turn.now, window=window)
    if was_approved and activity.reviewer_id is not None:
        await hand_on(turn, activity)
    show_reviewer(turn, activity)
    return True


async def take_away(turn: Turn, activity: Activity, because: str | None = None) -> None:
    """Cancel it; what was ever sent needs a reason, and whoever had approved it is told."""
    if not activity.kept:
        activity.cancel(by=turn.me, at=turn.now)
        return
    least = (await rules_of(turn, activity)).reason_at_least
    window = (await its_day(turn, activity)).window
    was_approved = activity.state is State.APPROVED
    activity.cancel(by=turn.me, at=turn.now, window=window, because=because, least=least)
    show_reviewer(turn, activity)
    if was_approved and activity.reviewer_id is not None:
        assert activity.day is not None, "what was sent has a day"
        tell(
            turn.session,
            "cancelled",
            to=activity.reviewer_id,
            at=turn.now,
            author=named(turn.me),
            day=activity.day.isoformat(),
            what=shortened(activity.what, 80),
            because=because,
        )


async def its_day(turn: Turn, activity: Activity) -> Day:
    """The day that a sent activity stands on."""
    assert activity.day is not None, "what was sent has a day"
    return await day_of(turn.session, turn.me, activity.day, now=turn.now, office=turn.office)


async def check_changeable(turn: Turn, activity: Activity) -> None:
    """Refuse at once what could not be changed in the end."""
    if activity.kept:
        activity.check_in_time(at=turn.now, window=(await its_day(turn, activity)).window)


async def _check(turn: Turn, activity: Activity, words: Written) -> None:
    """What has been sent obeys the same rules when it is changed."""
    assert words.day is not None, "nothing that was sent loses its day"
    day = await day_of(turn.session, turn.me, words.day, now=turn.now, office=turn.office)
    others = day.minutes_besides(activity)
    activity.check_amended(words, at=turn.now, window=day.window, others=others)
