"""The cards of a week: a picture, some lines, and buttons to what stands behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.cards import Drawing, Look, Page, button, keyboard
from handlers.documents.week import (
    Person,
    Picture,
    Team,
    own_picture,
    shown_days,
    team_picture,
    unit_picture,
)
from handlers.turn import named
from handlers.work.behalf import place_of
from handlers.work.tips import tip_on, tip_switch
from handlers.work.unit_context import context_lines
from handlers.work.week import Names, NamesOf, ShowGroup, ShowWeek
from handlers.work.week_groups import Group, employees_by_id, group_of, scope_of
from models.people.chats import chat_of
from models.work.attention import Conduct, attention_of, conduct_of
from models.work.figures import Figures, figures_of
from models.work.link_changes import changed_after
from models.work.open_days import open_days
from models.work.requests_away import oldest_request
from models.work.stand_ins import places_of
from models.work.states import State
from models.work.summing_up import KIND
from models.work.weeks import View, Week, has_team, streak_of, unit_headed_by

LOOKS_BACK = timedelta(weeks=53)
NOTHING_SHOWN = {"half_seconds_shown": None, "half_minutes_shown": None}
SHORT = 120  # seconds that are said as seconds
MOST_NAMED = 5  # who changed links: a caption has little room


async def draw_week(look: Look) -> Drawing:
    """The card of kind "week"; its facts say whose and which."""
    facts = look.notice.facts
    view, shown = View(facts["view"]), Week.of(date.fromisoformat(facts["monday"]))
    if view is View.OWN:
        return Drawing((await _own(look, shown),))
    today = look.office.today(look.now)
    scope = await scope_of(look.session, look.to, view, today)
    if scope is None:
        return Drawing()  # they lead it no longer
    group = await group_of(look.session, scope, shown, today=today)
    return Drawing((await _group(look, shown, view, group),))


async def _own(look: Look, shown: Week) -> Page:
    today = look.office.today(look.now)
    me, session = look.to, look.session
    figures = await figures_of(session, me.id, shown.monday, shown.sunday, today=today)
    is_this_week = shown == Week.of(today)
    streak = await streak_of(session, me.id, today=today) if is_this_week else 0
    days = shown_days(shown, [figures])
    text = look.say(
        "week-own",
        first=days[0],
        last=days[-1],
        **counts_of([figures]),
        streak=streak,
        open=await _still_open(look, shown) if figures.open else [],
        is_over=all(day.day <= today for day in figures.days if day.owed),
        tip=tip_on(look, shown),
    )
    name = look.say("week-name", person=named(me))
    return Page(
        text=text,
        keyboard=await _own_keyboard(look, shown, today),
        picture=own_picture(look.say, name, shown, figures, streak),
    )


async def _still_open(look: Look, shown: Week) -> list[tuple[date, date]]:
    """(day, last day to report it) of this week's days that are still open."""
    chat = await chat_of(look.session, look.to.id)
    if chat is None:
        return []
    days = await open_days(look.session, chat, look.office, now=look.now)
    return [(d.day, d.last_day) for d in days if shown.monday <= d.day <= shown.sunday]


async def _own_keyboard(look: Look, shown: Week, today: date) -> InlineKeyboardMarkup | None:
    leads = []
    if await has_team(look.session, look.to, shown):
        leads.append(View.TEAM)
    if await unit_headed_by(look.session, look.to, today):
        leads.append(View.UNIT)
    if await places_of(look.session, look.to, today=today):
        leads.append(View.IN_PLACE)
    groups = [
        button(
            look.say(f"button-week-{view.value}"),
            ShowGroup.on(look, view=view, monday=shown.monday.isoformat()),
        )
        for view in leads
    ]
    return keyboard(_steps(look, shown, View.OWN, today), groups, tip_switch(look, shown))


async def _group(look: Look, shown: Week, view: View, group: Group) -> Page:
    figures = group.figures
    days, today = shown_days(shown, figures), look.office.today(look.now)
    waits = [d.day for one in figures for d in one.days if d.done.counts.get(State.SUBMITTED)]
    text = look.say(
        "week-group" if figures else "week-nobody",
        unit=group.unit.name if group.unit else None,
        places=[await place_of(look.session, row, today=today) for row in group.places],
        year=today.year,
        first=days[0],
        last=days[-1],
        **counts_of(figures),
        people=len(figures),
        complete=group.complete,
        incomplete=len(group.incomplete),
        oldest=min(waits, default=None),
        **await _own_conduct(look, shown, view),
        asked=await _asked(look, shown),
    )
    more = await _beside(look, shown, group)
    return Page(
        text=f"{text}\n\n{more}" if more else text,
        keyboard=_group_keyboard(look, shown, view, group),
        picture=await _group_picture(look, shown, group),
    )


async def _beside(look: Look, shown: Week, group: Group) -> str:
    """A unit's context; of a team, who has changed links of what the reader had approved."""
    if group.unit is not None:
        return await context_lines(look, group.unit)
    since = look.office.at(shown.monday, time.min)
    until = look.office.at(shown.after.monday, time.min)
    found = await changed_after(look.session, look.to, since=since, until=until)
    people = [(named(person), count) for person, count in found[:MOST_NAMED]]
    return look.say("week-relinked", people=people, more=len(found) - len(people)) if found else ""


async def _own_conduct(look: Look, shown: Week, view: View) -> dict[str, int | None]:
    """How the reader has decided this week; nobody else is told, and it is told once."""
    if view is View.IN_PLACE:
        return {**figures_of_conduct(Conduct.of([], [])), **NOTHING_SHOWN}
    since = look.office.at(shown.monday, time.min)
    until = look.office.at(shown.after.monday, time.min)
    reader = look.to.id
    conduct = await conduct_of(look.session, reader, look.office, since=since, until=until)
    found = await attention_of(look.session, reader, since=since, until=until)
    seconds = found.half_within
    is_short = seconds is not None and seconds < SHORT
    return {
        **figures_of_conduct(conduct),
        "half_seconds_shown": seconds if is_short else None,
        "half_minutes_shown": None if seconds is None or is_short else seconds // 60,
    }


async def _asked(look: Look, shown: Week) -> int:
    """How much leave waits for the reader now; an earlier week says nothing of it."""
    if shown != Week.of(look.office.today(look.now)):
        return 0
    asked, _ = await oldest_request(look.session, look.to.id, look.office, look.now)
    return asked


def figures_of_conduct(conduct: Conduct) -> dict[str, int | None]:
    """For the texts that tell somebody how they decide."""
    return {
        "decided": conduct.decided,
        "half_minutes": conduct.half_within // 60,
        "in_time": conduct.in_time,
        "hasty": conduct.hasty,
    }


def _group_keyboard(
    look: Look, shown: Week, view: View, group: Group
) -> InlineKeyboardMarkup | None:
    today = look.office.today(look.now)
    waiting = sum(m.figures.count(State.SUBMITTED) for m in group.waiting)
    behind = {Names.OPEN: len(group.incomplete), Names.WAITING: waiting,
              Names.PEOPLE: len(group.members)}  # fmt: skip
    buttons = [
        [
            button(
                look.say(f"button-week-{of.value}", count=count),
                NamesOf.on(look, view=view, monday=shown.monday.isoformat(), of=of),
            )
        ]
        for of, count in behind.items()
        if count
    ]
    return keyboard(*buttons, _steps(look, shown, view, today))


def _steps(look: Look, shown: Week, view: View, today: date) -> list[InlineKeyboardButton]:
    """To the week before and after, as far as there is one."""
    weeks = []
    if shown.monday > today - LOOKS_BACK:
        weeks.append(("◀", shown.before))
    if shown < Week.of(today):
        weeks.append(("▶", shown.after))
    return [
        button(
            f"{arrow} {look.say('week-number', number=week.number)}",
            ShowWeek.on(look, view=view, monday=week.monday.isoformat()),
        )
        for arrow, week in weeks
    ]


async def _group_picture(look: Look, shown: Week, group: Group) -> Picture:
    if group.unit is not None:
        teams = await _teams(look, group)
        return unit_picture(look.say, group.unit.name, shown, teams, group.figures)
    people = [Person(member.employee.short_name, member.figures) for member in group.members]
    leaders = [place.official for place in group.places] or [look.to]
    title = " · ".join(look.say("week-team-of", person=named(one)) for one in leaders)
    return team_picture(look.say, title, shown, people)


async def _teams(look: Look, group: Group) -> list[Team]:
    """The unit's people by whoever was their supervisor last."""
    by_supervisor: defaultdict[int | None, list[Figures]] = defaultdict(list)
    for figures in group.figures:
        by_supervisor[figures.supervisor_id].append(figures)
    ids = [found for found in by_supervisor if found is not None]
    supervisors = await employees_by_id(look.session, ids)
    teams = [
        Team(
            name=look.say("week-team-of", person=named(supervisors[supervisor_id]))
            if supervisor_id in supervisors
            else look.say("week-team-without"),
            people=len(found),
            owed=sum(len(one.owed) for one in found),
            reported=sum(len(one.reported) for one in found),
            waiting=sum(one.count(State.SUBMITTED) for one in found),
        )
        for supervisor_id, found in by_supervisor.items()
    ]
    return sorted(teams, key=lambda team: team.name.casefold())


def counts_of(figures: Sequence[Figures]) -> dict[str, Any]:
    """The numbers that the texts of a week speak of, over one person or many."""
    return {
        "owed": sum(len(one.owed) for one in figures),
        "reported": sum(len(one.reported) for one in figures),
        "minutes": sum(one.minutes for one in figures),
        "activities": sum(one.activities for one in figures),
        "approved": sum(one.count(State.APPROVED) for one in figures),
        "waiting": sum(one.count(State.SUBMITTED) for one in figures),
        "returned": sum(one.count(State.RETURNED) for one in figures),
        "corrected": sum(one.corrected for one in figures),
    }


CARDS = {KIND: draw_week}
