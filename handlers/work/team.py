"""/tim: the team's day at a glance, the names behind each number, and a kind reminder for all."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from pydantic import Field
from sqlalchemy import ColumnElement

from handlers.cards import IsoDay, Press, card_as_shown
from handlers.turn import Known, Reply, Turn
from handlers.work.teams_led import teams_led
from handlers.work.week import not_your_team, show_names
from handlers.work.week_groups import scope_of
from models.notices.telling import show
from models.people.audit import Act, note
from models.people.employees import Employee
from models.work.nudges import nudge_teams
from models.work.teams import Stand, is_among
from models.work.weeks import View

TEAM, NAMES = "team", "team-names"  # the cards

router = Router(name="team")
router.message.filter(Known())
router.callback_query.filter(Known())


class ShowTeam(Press, prefix="team"):
    """Another day of the team, or the same one as it is by now, where the card stands.

    ``acting``: of the teams of those for whom the reader stands in.
    """

    day: IsoDay
    acting: bool = False


class TeamNames(Press, prefix="team-of"):
    """The names behind a number, or one person's day instead of the list."""

    day: IsoDay
    of: Stand
    page: Annotated[int, Field(ge=0)] = 0
    person: Annotated[int, Field(ge=0, lt=10**12)] = 0
    acting: bool = False


class RemindAll(Press, prefix="nudge"):
    """Ingatkan semua yang belum; ``acting``: of those for whom the reader stands in."""

    acting: bool = False


@router.message(Command("tim", "team"))
async def team(_message: Message, turn: Turn) -> Reply:
    today = turn.office.today(turn.now).isoformat()
    show(turn.session, TEAM, TEAM, to=turn.me.id, at=turn.now, urgent=True, anew=True,
         facts={"day": today})  # fmt: skip
    return None


@router.callback_query(ShowTeam.filter())
async def another_day(callback: CallbackQuery, callback_data: ShowTeam, turn: Turn) -> Reply:
    """Only ever the reader's own team of that day."""
    card = await card_as_shown(turn, callback_data)
    await _whose(turn, callback_data)
    card.redraw(day=callback_data.day, acting=callback_data.acting)
    return callback.answer()


@router.callback_query(TeamNames.filter())
async def names(callback: CallbackQuery, callback_data: TeamNames, turn: Turn) -> Reply:
    """On the list's own card where it stands, from the team's as a new one."""
    card = await card_as_shown(turn, callback_data)
    day, person = date.fromisoformat(callback_data.day), callback_data.person
    whose = await _whose(turn, callback_data)
    if person and not await is_among(turn.session, whose, person, day):
        raise not_your_team(turn)
    if person:
        about = await turn.session.get(Employee, person)
        note(turn.session, Act.SAW_DAY, by=turn.me, at=turn.now, about=about, what=str(day))
    show_names(card, callback_data, NAMES, callback_data.day)
    return callback.answer()


async def _whose(turn: Turn, pressed: ShowTeam | TeamNames) -> ColumnElement[bool]:
    """The days that may be seen; refused where somebody stands in no more."""
    view = View.IN_PLACE if pressed.acting else View.TEAM
    scope = await scope_of(turn.session, turn.me, view, turn.office.today(turn.now))
    if scope is None:
        raise not_your_team(turn)
    return scope.days


@router.callback_query(RemindAll.filter())
async def remind_all(callback: CallbackQuery, callback_data: RemindAll, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    acting, today = callback_data.acting, turn.office.today(turn.now)
    teams = await teams_led(turn.session, turn.me, today, acting=acting)
    if not teams:
        raise not_your_team(turn)  # they stand in no more
    nudged = await nudge_teams(turn.session, teams, turn.office, by=turn.me, now=turn.now)
    card.redraw(day=today.isoformat(), acting=acting)
    text = turn.say(
        "nudged",
        count=len(nudged.reminded),
        anyway=len(nudged.anyway),
        unreachable=len(nudged.unreachable),
        enough=len(nudged.enough),
    )
    return callback.answer(text, show_alert=True)
