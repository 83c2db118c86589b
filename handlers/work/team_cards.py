"""The cards of a team's day: the numbers, the names behind them, and one person's day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy import select

from handlers.appraisal.recapping import ShowRecap
from handlers.cards import Drawing, Look, Page, button, keyboard, paged, sheet
from handlers.turn import named
from handlers.work.behalf import place_of
from handlers.work.lines import line
from handlers.work.queue import Open
from handlers.work.review_card import as_sent
from handlers.work.team import NAMES, TEAM, RemindAll, ShowTeam, TeamNames
from handlers.work.teams_led import teams_led
from handlers.work.week import Names, NamesOf, Review
from handlers.work.week_cards import figures_of_conduct
from handlers.work.week_groups import scope_of
from handlers.work.week_names import IN_A_ROW, ON_A_PAGE
from models.work.activities import Activity
from models.work.attention import conduct_of
from models.work.nudges import Nudge, Nudged, Owing, nudge_of, owing_in
from models.work.periods import Period, Span
from models.work.requests_away import oldest_request
from models.work.stand_ins import StandIn, places_of
from models.work.states import State
from models.work.teams import (
    REPORTING,
    Mate,
    Stand,
    TeamDay,
    oldest_waiting,
    people_on,
    team_on,
)
from models.work.weeks import View, Week, of_teams_in_place

LOOKS_BACK = timedelta(days=31)
CONDUCT_OF = timedelta(days=30)
SHOWN_STATES = (State.SUBMITTED, State.APPROVED, State.RETURNED, State.REJECTED)
IN_ORDER = (Stand.WAITING, Stand.RETURNED, Stand.APPROVED, Stand.AWAY, Stand.FREE, Stand.NOTHING)


async def draw_team(look: Look) -> Drawing:
    """The card of kind "team": a day of those who worked under the reader then."""
    today = look.office.today(look.now)
    day = date.fromisoformat(look.notice.facts.get("day", today.isoformat()))
    led = await _led(look, day)
    if led is None:
        return Drawing()  # they stand in no more
    if not led.found.mates:
        text = sheet(led.head, look.say("team-nobody", day=day))
        steps = _steps(look, led, today) if day != today else []
        return Drawing((Page(text, keyboard(steps, _other(look, led))),))
    asked, oldest = await _waiting(look)
    own = await _own_figures(look, oldest)
    nudging, row = await _nudging(look, day, today, acting=bool(led.places))
    review = [button(look.say("button-week-review"), Review.on(look))] if oldest else []
    keys = keyboard(*_stands(look, led), row, review, _steps(look, led, today), _other(look, led))
    text = sheet(led.head, _numbers(look, led.found, today, asked), nudging)
    return Drawing((Page("\n\n".join(part for part in (text, own) if part), keys),))


@dataclass(frozen=True)
class _Led:
    """Whose day it is: the reader's own team, or those for whom they stand in."""

    found: TeamDay
    head: str = ""
    places: Sequence[StandIn] = ()  # what the card shows is seen in their place
    others: Sequence[StandIn] = ()  # whose teams another card shows
    is_other: bool = False  # the reader's own team is another card


async def _led(look: Look, day: date) -> _Led | None:
    """Who leads nobody of their own sees at once those for whom they stand in."""
    places = await places_of(look.session, look.to, today=look.office.today(look.now))
    if look.notice.facts.get("acting"):
        return await _in_place(look, day, places, is_other=True) if places else None
    found = await team_on(look.session, look.to, day)
    if places and not found.mates:
        return await _in_place(look, day, places)
    return _Led(found, others=places)


async def _in_place(
    look: Look, day: date, places: Sequence[StandIn], *, is_other: bool = False
) -> _Led:
    found = await people_on(look.session, of_teams_in_place(places, look.to), day)
    today = look.office.today(look.now)
    told = [await place_of(look.session, place, today=today) for place in places]
    head = look.say("seen-in-place", places=told, year=today.year)
    return _Led(found, f"{head}\n", places, is_other=is_other)


def _other(look: Look, led: _Led) -> list[InlineKeyboardButton]:
    """Between one's own team and the others."""
    today = look.office.today(look.now).isoformat()
    if led.is_other:
        return [button(look.say("button-week-team"), ShowTeam.on(look, day=today))]
    if not led.others:
        return []
    label = look.say("button-week-for")
    return [button(label, ShowTeam.on(look, day=today, acting=True))]


def _numbers(look: Look, found: TeamDay, today: date, asked: int) -> str:
    counts = {stand.value: len(found.standing(stand)) for stand in Stand}
    return look.say(
        "team-day",
        **counts,
        day=found.day,
        at=look.now if found.day == today else None,
        people=len(found.mates),
        reported=len(found.standing(*REPORTING)),
        kinds=list(found.away.items()),
        asked=asked if found.day == today else 0,
    )


async def _waiting(look: Look) -> tuple[int, datetime | None]:
    """How much leave waits for the reader, and since when anything has waited."""
    asked, oldest = await oldest_request(look.session, look.to.id, look.office, look.now)
    sent = await oldest_waiting(look.session, look.to.id)
    return asked, min((at for at in (sent, oldest) if at is not None), default=None)


async def _own_figures(look: Look, oldest: datetime | None) -> str:
    """How the reader decides; nobody else is told."""
    conduct = await conduct_of(look.session, look.to.id, look.office,
                               since=look.now - CONDUCT_OF, until=look.now)  # fmt: skip
    if not conduct.decided and oldest is None:
        return ""
    return look.say("team-conduct", **figures_of_conduct(conduct), oldest=oldest)


async def _nudging(
    look: Look, day: date, today: date, *, acting: bool
) -> tuple[str, list[InlineKeyboardButton]]:
    """Whether all can be reminded: (what is said about it, the button)."""
    if day != today:
        return "", []
    nudges, owing = await _nudged_and_owing(look, day, acting=acting)
    said = ""
    if nudges:
        at = max(nudge.at for nudge in nudges)
        said = look.say("team-nudged", count=sum(nudge.reminded for nudge in nudges), at=at)
    nudged = Nudged.of(owing, look.office, look.now)
    count, anyway = len(nudged.reminded), len(nudged.anyway)
    if not count:
        return said or (look.say("team-nudge-anyway", count=anyway) if anyway else ""), []
    return said, [button(look.say("button-nudge", count=count), RemindAll.on(look, acting=acting))]


async def _nudged_and_owing(
    look: Look, day: date, *, acting: bool
) -> tuple[list[Nudge], list[Owing]]:
    """What has been asked for today, and who owes in the teams for which nothing has been."""
    nudges, owing = [], []
    for team in await teams_led(look.session, look.to, day, acting=acting):
        nudge = await nudge_of(look.session, team.official, day)
        if nudge is None:
            owing += await owing_in(look.session, team, day, now=look.now)
        else:
            nudges.append(nudge)
    return nudges, owing


def _stands(look: Look, led: _Led) -> list[list[InlineKeyboardButton]]:
    buttons = [
        button(
            look.say(f"button-team-{stand.value}", count=len(mates)),
            TeamNames.on(look, day=led.found.day.isoformat(), of=stand, acting=bool(led.places)),
        )
        for stand in IN_ORDER
        if (mates := led.found.standing(stand))
    ]
    return [buttons[i : i + 2] for i in range(0, len(buttons), 2)]


def _steps(look: Look, led: _Led, today: date) -> list[InlineKeyboardButton]:
    day, acting = led.found.day, bool(led.places)
    first = max(today - LOOKS_BACK, min((one.since for one in led.places), default=date.min))
    days = [("◀", day - timedelta(days=1))] if day > first else []
    days += [("▶", day + timedelta(days=1))] if day < today else []
    steps = [
        button(look.say("button-team-day", arrow=arrow, day=one),
               ShowTeam.on(look, day=one.isoformat(), acting=acting))
        for arrow, one in days
    ]  # fmt: skip
    fresh = ShowTeam.on(look, day=day.isoformat(), acting=acting)
    return [*steps, button(look.say("button-team-again"), fresh)] if day == today else steps


async def draw_names(look: Look) -> Drawing:
    """The card of kind "team-names"; its subject is the day."""
    day = date.fromisoformat(look.notice.subject or "")
    view = View.IN_PLACE if _acting(look) else View.TEAM
    scope = await scope_of(look.session, look.to, view, look.office.today(look.now))
    if scope is None:
        return Drawing()  # they stand in no more
    found = await people_on(look.session, scope.days, day)
    person = look.notice.facts.get("person")
    one = next((mate for mate in found.mates if mate.employee.id == person), None)
    return Drawing((await _person(look, day, one) if one else _list(look, found),))


def _acting(look: Look) -> bool:
    return bool(look.notice.facts.get("acting"))


def _list(look: Look, found: TeamDay) -> Page:
    of = Stand(look.notice.facts.get("of", Stand.NOTHING))
    mates = found.standing(of)
    pages = max(1, -(-len(mates) // ON_A_PAGE))
    page = min(int(look.notice.facts.get("page", 0)), pages - 1)
    here = mates[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    numbered = list(enumerate(here, page * ON_A_PAGE + 1))
    text = sheet(
        look.say(f"team-names-{of.value}", day=found.day, count=len(mates)),
        *(_mate(look, number, mate) for number, mate in numbered),
        "" if mates else look.say("week-names-none"),
        look.say("week-names-page", page=page + 1, pages=pages) if pages > 1 else "",
    )
    return Page(text, _list_keyboard(look, found.day, of, numbered, page, pages))


def _mate(look: Look, number: int, mate: Mate) -> str:
    done = mate.day.done
    return look.say("team-name", number=number, person=named(mate.employee),
                    count=done.all_counts, minutes=done.all_minutes,
                    kind=mate.day.off_name if mate.stand is Stand.AWAY else None)  # fmt: skip


def _list_keyboard(
    look: Look, day: date, of: Stand, numbered: Sequence[tuple[int, Mate]], page: int, pages: int
) -> InlineKeyboardMarkup | None:
    def to(label: str, **more: int) -> InlineKeyboardButton:
        return button(label, TeamNames.on(look, day=day.isoformat(), of=of, acting=_acting(look),
                                          **more))  # fmt: skip

    numbers = [to(str(number), page=page, person=mate.employee.id) for number, mate in numbered]
    rows = [numbers[i : i + IN_A_ROW] for i in range(0, len(numbers), IN_A_ROW)]
    steps = [to("◀", page=page - 1)] if page else []
    steps += [to("▶", page=page + 1)] if page + 1 < pages else []
    return keyboard(*rows, steps)


async def _person(look: Look, day: date, mate: Mate) -> Page:
    """One person's day as it was sent; what waits for the reader opens as a card to decide."""
    activities = await _activities(look, mate, day)
    sent = await as_sent(look.session, activities)
    lines = [line(look.say, n, a, words=sent.get(a.id)) for n, a in enumerate(activities, 1)]
    head = look.say("team-person", person=named(mate.employee), day=day, stand=mate.stand.value,
                    kind=mate.day.off_name if mate.stand is Stand.AWAY else None,
                    count=mate.day.done.all_counts, minutes=mate.day.done.all_minutes)  # fmt: skip
    fitting = paged(lines, head)[0]
    left = len(lines) - len(fitting)
    more = look.say("and-more", count=left) if left else ""
    waiting = [a for a in activities if a.is_waiting and a.reviewer_id == look.to.id]
    return Page(
        sheet(head, *(lines[i] for i in fitting), more),
        _person_keyboard(look, day, mate, is_mine=bool(waiting)),
        shown=[(a.id, a.revision) for a in waiting],
    )


async def _activities(look: Look, mate: Mate, day: date) -> list[Activity]:
    rows = await look.session.scalars(
        select(Activity)
        .where(Activity.author_id == mate.employee.id, Activity.day == day, Activity.kept > 0)
        .where(Activity.state.in_(SHOWN_STATES))
        .order_by(Activity.start.nulls_last(), Activity.id)
    )
    return list(rows)


def _person_keyboard(
    look: Look, day: date, mate: Mate, *, is_mine: bool
) -> InlineKeyboardMarkup | None:
    person, facts = mate.employee.id, look.notice.facts
    view = View.IN_PLACE if _acting(look) else View.TEAM
    week = NamesOf.on(look, view=view, monday=Week.of(day).monday.isoformat(),
                      of=Names.PEOPLE, person=person)  # fmt: skip
    recap = ShowRecap.on(look, period=str(Period.of(Span.MONTH, day)), person=person)
    back = TeamNames.on(look, day=day.isoformat(), of=Stand(facts["of"]),
                        page=int(facts.get("page", 0)), acting=_acting(look))  # fmt: skip
    opens = button(look.say("button-team-open"), Open.on(look, author=person, day=day.isoformat()))
    return keyboard(
        [opens] if is_mine else [],
        [button(look.say("button-team-week"), week)]
        + ([] if _acting(look) else [button(look.say("button-recap-of"), recap)]),
        [button(look.say("button-back"), back)],
    )


CARDS = {TEAM: draw_team, NAMES: draw_names}
