"""/atur: one's own way, as one card of buttons."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from config.texts import LANGUAGES
from handlers.appraisal.recapping import RECAP
from handlers.appraisal.yearly import YEAR
from handlers.cards import Press, card_as_shown
from handlers.turn import Known, Reply, Turn
from handlers.work.deciding import waiting_for
from handlers.work.own_month import KIND as MONTH
from handlers.work.queue import show_queue
from models.notices.notices import Notice
from models.notices.telling import show
from models.office import MOST_REMINDERS, Night, Office, Pattern, Rules
from models.people.employees import Employee, Language
from models.people.postings import posting_of
from models.people.preferences import Preferences, own_preferences
from models.refusals import Refusal
from models.work.digests import next_digest
from models.work.own_hour import move_reminders
from models.work.summing_up import KIND as WEEK

KIND = SUBJECT = "own-way"
AS_OFFICE = "office"  # a choice: none of one's own

router = Router(name="preferring")
router.message.filter(Known())
router.callback_query.filter(Known())


class OfficeForbids(Refusal):
    """The office has fixed this for everybody."""


class NoSuchChoice(Refusal):
    """It was there on the card, and is not any more."""


class Wish(StrEnum):
    """What is one way or the other."""

    PICTURES = "pictures"
    EARLIER_DAYS = "earlier-days"
    DIGEST = "digest"
    LANGUAGE = "language"


class Matter(StrEnum):
    """What can be chosen from several."""

    HOUR = "hour"
    REMINDERS = "reminders"
    QUIET = "quiet"


class Prefer(Press, prefix="own-way"):
    """The other way round."""

    wish: Wish


class Choices(Press, prefix="own-menu"):
    """What there is to choose."""

    of: Matter


class Whole(Press, prefix="own-all"):
    """Back to all of it."""


class Pick(Press, prefix="own-pick"):
    """One of them."""

    of: Matter
    choice: str


@router.message(Command("atur", "settings"))
async def own_way(_message: Message, turn: Turn) -> Reply:
    show(turn.session, KIND, SUBJECT, to=turn.me.id, at=turn.now, urgent=True, anew=True, facts={})
    return None


@router.callback_query(Prefer.filter())
async def prefer(callback: CallbackQuery, callback_data: Prefer, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    wish = callback_data.wish
    mine = await own_preferences(turn.session, turn.me.id)
    await TURNS[wish](turn, mine)
    card.redraw()
    return callback.answer(turn.say_in(turn.me.language)("own-way-changed"))


async def _language(turn: Turn, _mine: Preferences) -> None:
    place = LANGUAGES.index(turn.me.language)
    turn.me.language = Language(LANGUAGES[(place + 1) % len(LANGUAGES)])


async def _pictures(turn: Turn, mine: Preferences) -> None:
    mine.pictures = not mine.pictures
    await _send_pictures_anew(turn)


async def _earlier_days(turn: Turn, mine: Preferences) -> None:
    if not turn.office.own_way.may_skip_earlier_days:
        raise OfficeForbids
    mine.earlier_days = not mine.earlier_days


async def _digest(turn: Turn, mine: Preferences) -> None:
    """Back to cards at once: what has been gathered comes as one."""
    hour = turn.office.own_way.digest_at
    if hour is None:
        raise OfficeForbids
    if mine.digest_at is None:
        mine.digest_at = next_digest(turn.office, hour, after=turn.now)
        return
    mine.digest_at = None
    if await waiting_for(turn.session, turn.me):
        show_queue(turn, turn.me)


TURNS = {
    Wish.LANGUAGE: _language,
    Wish.PICTURES: _pictures,
    Wish.EARLIER_DAYS: _earlier_days,
    Wish.DIGEST: _digest,
}


@router.callback_query(Choices.filter())
async def what_to_choose(callback: CallbackQuery, callback_data: Choices, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    card.redraw(mode=callback_data.of.value)
    return callback.answer()


@router.callback_query(Whole.filter())
async def all_of_it(callback: CallbackQuery, callback_data: Whole, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    card.redraw()
    return callback.answer()


@router.callback_query(Pick.filter())
async def pick(callback: CallbackQuery, callback_data: Pick, turn: Turn) -> Reply:
    """Only what the office lets this person choose, and what goes with their other choices."""
    card = await card_as_shown(turn, callback_data)
    mine = await own_preferences(turn.session, turn.me.id)
    rules = await own_rules(turn.session, turn.me, turn.office, now=turn.now)
    offered = choices(callback_data.of, mine, turn.office, rules)
    if callback_data.choice not in offered:
        raise NoSuchChoice
    answer = await _take(turn, callback_data, mine, rules)
    card.redraw()
    return callback.answer(answer)


async def _take(turn: Turn, picked: Pick, mine: Preferences, rules: Rules) -> str:
    if picked.of is Matter.HOUR:
        mine.reminder_at = None if picked.choice == AS_OFFICE else _hour(picked.choice)
        first = await move_reminders(turn.session, mine, turn.office, rules, now=turn.now)
        today = turn.office.today(turn.now)
        return turn.say("own-hour-changed", hour=mine.reminder_at, first=first, today=today)
    if picked.of is Matter.REMINDERS:
        mine.reminders_a_day = int(picked.choice)
    else:
        mine.rest_at(None if picked.choice == AS_OFFICE else _night(picked.choice))
    return turn.say("own-way-changed")


def choices(of: Matter, mine: Preferences, office: Office, rules: Rules) -> list[str]:
    """What a button may carry, in order."""
    if of is Matter.REMINDERS:
        return [str(n) for n in range(MOST_REMINDERS, office.own_way.fewest_reminders - 1, -1)]
    if of is Matter.QUIET:
        return [_written(*night) for night in mine.possible_nights(office, rules)] + [AS_OFFICE]
    if rules.pattern is Pattern.SHIFTS:
        return []  # their reminders go by the roster
    return [_written(hour) for hour in mine.possible_hours(office, rules)] + [AS_OFFICE]


def chosen(of: Matter, mine: Preferences, office: Office) -> str:
    """Which of them holds now."""
    if of is Matter.REMINDERS:
        return str(mine.reminders(office))
    if of is Matter.QUIET:
        return _written(*mine.night) if mine.night else AS_OFFICE
    return _written(mine.reminder_at) if mine.reminder_at else AS_OFFICE


def hours_of(choice: str) -> list[time]:
    """The hour, or the two, that a choice is made of."""
    return [] if choice == AS_OFFICE else [_hour(part) for part in choice.split("-")]


async def own_rules(session: AsyncSession, me: Employee, office: Office, *, now: datetime) -> Rules:
    """What the office has today for this person."""
    today = office.today(now)
    posting = await posting_of(session, me, today)
    return posting.rules_on(today, office) if posting else office.rules_on(today)


def _written(*hours: time) -> str:
    return "-".join(f"{hour:%H%M}" for hour in hours)


def _hour(choice: str) -> time:
    return time(int(choice[:2]), int(choice[2:]))


def _night(choice: str) -> Night:
    since, until = hours_of(choice)
    return since, until


async def _send_pictures_anew(turn: Turn) -> None:
    """A message with a picture cannot become one without, nor the other way round."""
    await turn.session.execute(
        update(Notice)
        .where(Notice.employee_id == turn.me.id, Notice.kind.in_((WEEK, MONTH, RECAP, YEAR)))
        .values(sent_at=None)
        .execution_options(synchronize_session=False)
    )
