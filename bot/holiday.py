"""python -m bot holiday …: the office's special days; duties follow at once, with the reason."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated

import typer

from bot.plainly import plainly, settings_and_office

holiday = typer.Typer(no_args_is_help=True, help="Holidays and special days (hari libur).")

Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="2026-12-09")]
Unit = Annotated[str, typer.Option(help="A unit's code: it and all below it. Else the office.")]
Year = Annotated[int, typer.Argument(min=2020, max=2100)]


@holiday.command()
def add(
    day: Day,
    name: Annotated[str, typer.Argument(help="As people call it; it is kept with the duties.")],
    unit: Unit = "",
    workday: Annotated[
        bool, typer.Option("--workday", help="A working day after all, not a day off.")
    ] = False,
    joint_leave: Annotated[bool, typer.Option("--joint-leave", help="Cuti bersama.")] = False,
) -> None:
    """Add a day off, or a working day after all."""
    from bot.holidays import add_command, kind_of

    with plainly():
        kind = kind_of(workday=workday, joint_leave=joint_leave)
        asyncio.run(add_command(*settings_and_office(), day.date(), name, kind, unit))


@holiday.command()
def remove(day: Day, unit: Unit = "") -> None:
    """Remove whatever makes a day special."""
    from bot.holidays import remove_command

    with plainly():
        asyncio.run(remove_command(*settings_and_office(), day.date(), unit))


@holiday.command("list")
def list_(year: Year) -> None:
    """List a year: day, what it is, name, unit; and Ramadan."""
    from bot.holidays import list_command

    with plainly():
        asyncio.run(list_command(*settings_and_office(), year))


@holiday.command()
def published(
    year: Year,
    apply: Annotated[bool, typer.Option("--apply", help="Add what is missing.")] = False,
) -> None:
    """Compare a year with what this version publishes; a later decree may have more days."""
    from bot.holidays import published_command

    with plainly():
        asyncio.run(published_command(*settings_and_office(), year, apply))
