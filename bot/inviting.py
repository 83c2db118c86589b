"""Invite people: new codes, as lines, or as sheets to print and lists to send, one a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.plainly import CannotRun, words
from bot.preparing import prepare
from config.settings import Settings
from models.office import Office
from models.people.at_work import AtWork, people_at_work
from models.people.invitations import good_until, invite, joining_link
from models.people.nip import WrongNip, masked, tidy_nip
from models.people.units import Unit, place_of, unit_by_code


@dataclass(frozen=True)
class Chosen:
    """Who is to be invited; nothing said: everybody at work."""

    nips: tuple[str, ...] = ()
    unit: str | None = None
    not_joined: bool = False


@dataclass(frozen=True)
class Invitee:
    """One person with a new link, and the unit whose sheet they are on."""

    name: str
    position: str
    unit: str
    link: str
    sheet: Unit


async def invite_command(
    settings: Settings, office: Office, chosen: Chosen, folder: Path | None
) -> None:
    """Print name, link and last day of each; or write sheets into a folder."""
    say = words(office.timezone)
    await prepare(settings)
    username = await bot_name(settings)
    database = Database(settings.database_url)
    now = datetime.now(UTC)
    try:
        invitees = await invite_people(database, office, chosen, username=username, say=say, at=now)
    finally:
        await database.close()
    if not invitees:
        raise CannotRun(say("invited-nobody"))
    until = good_until(office, now)
    if folder is None:
        for one in invitees:
            typer.echo("\t".join((one.name, one.link, until.isoformat())))
        return
    for path, count in write_sheets(folder, invitees, office, until):
        typer.echo(say("invited-file", file=path, count=count))
    typer.echo(say("invited-note"))


async def invite_people(
    database: Database, office: Office, chosen: Chosen, *, username: str, say: Callable[..., str],
    at: datetime,
) -> list[Invitee]:  # fmt: skip
    """Make the codes. Only their hashes are kept: what is not written down now is lost."""
    async with database.transaction() as session:
        found = await _people(session, office, chosen, say, at)
        people = [one for one in found if not (chosen.not_joined and one.has_joined)]
        units = {unit.path: unit for unit in await session.scalars(select(Unit))}
        top = await unit_by_code(session, chosen.unit) if chosen.unit else None
        codes = await invite(session, [one.employee for one in people], office, at=at)
    return [
        Invitee(
            one.employee.name,
            one.posting.position,
            place_of(one.posting.unit, units),
            joining_link(username, code),
            top or _top(one.posting.unit, units),
        )
        for one, code in zip(people, codes, strict=True)
    ]


async def _people(
    session: AsyncSession, office: Office, chosen: Chosen, say: Callable[..., str], at: datetime
) -> list[AtWork]:
    nips = _tidy(chosen.nips)
    unit = await the_unit(session, chosen.unit, say) if chosen.unit else None
    people = await people_at_work(session, office.today(at), unit=unit, nips=nips)
    unknown = set(nips) - {one.employee.nip for one in people}
    if unknown:
        raise CannotRun(say("invited-unknown", nips=[masked(nip) for nip in sorted(unknown)]))
    return people


def _tidy(nips: Sequence[str]) -> list[str]:
    try:
        return [tidy_nip(nip) for nip in nips]
    except WrongNip:
        raise CannotRun("Setiap --nip harus 18 digit.") from None


async def the_unit(session: AsyncSession, code: str, say: Callable[..., str]) -> Unit:
    """The unit with this code; raise ``CannotRun`` with those that look like it."""
    unit = await unit_by_code(session, code)
    if unit is None:
        codes = {unit.casefold(): unit for unit in await session.scalars(select(Unit.code))}
        like = [codes[found] for found in get_close_matches(code.casefold(), codes, 2)]
        raise CannotRun(say("roster-no-unit", unit=code, like=like))
    return unit


def _top(unit: Unit, units: dict[str, Unit]) -> Unit:
    return units[f"{unit.codes[0]}/"]


def write_sheets(
    folder: Path, invitees: Sequence[Invitee], office: Office, until: date
) -> Iterator[tuple[Path, int]]:
    """A PDF and an XLSX for each unit; (file, people on it)."""
    from handlers.documents.invitations import (
        Invited,
        invitations_pdf,
        invitations_workbook,
        sheet_of,
    )

    folder.mkdir(parents=True, exist_ok=True)
    for code, lot in groupby(invitees, key=lambda one: one.sheet.code):
        people = list(lot)
        invited = [Invited(one.name, one.position, one.unit, one.link) for one in people]
        sheet = sheet_of(people[0].sheet.name, office, until, invited)
        for kind, written in (("pdf", invitations_pdf), ("xlsx", invitations_workbook)):
            path = folder / f"undangan-{code}.{kind}"
            path.write_bytes(written(sheet))
            yield path, len(people)


async def bot_name(settings: Settings) -> str:
    """The name that the links lead to, asked of Telegram."""
    from aiogram.exceptions import AiogramError

    from bot.machine import telegram_bot

    if settings.bot_token is None:
        raise CannotRun("BOT_TOKEN is not set: the links need to know which bot they lead to.")
    bot = telegram_bot(settings.bot_token.get_secret_value(), settings.telegram_api)
    try:
        return (await bot.me()).username or ""
    except AiogramError as error:
        raise CannotRun(f"Telegram does not say which bot this is: {error}") from None
    finally:
        await bot.session.close()


async def not_joined_command(settings: Settings, office: Office, code: str | None) -> None:
    """A line for each person at work who has no chat."""
    say = words(office.timezone)
    await prepare(settings)
    database = Database(settings.database_url)
    now = datetime.now(UTC)
    try:
        async with database.transaction() as session:
            unit = await the_unit(session, code, say) if code else None
            people = await people_at_work(session, office.today(now), unit=unit)
    finally:
        await database.close()
    absent = [one for one in people if not one.has_joined]
    for one in absent:
        typer.echo(
            say(
                "not-joined-line",
                unit=one.posting.unit.name,
                name=one.employee.name,
                nip=masked(one.employee.nip),
                position=one.posting.position,
                invited=_invited(one, office, now, say),
            )
        )
    typer.echo(say("not-joined-head", count=len(absent), all=len(people)), err=True)


def _invited(one: AtWork, office: Office, now: datetime, say: Callable[..., str]) -> str:
    if one.invited_until is None:
        return say("not-joined-never")
    day = _dated(office.local(one.invited_until))
    return say("not-joined-until" if now < one.invited_until else "not-joined-expired", day=day)


def _dated(day: date) -> str:
    return f"{day:%d-%m-%Y}"
