"""python -m bot people …: the roster in and out, who has not joined, and invitations."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.plainly import plainly, settings_and_office

people = typer.Typer(no_args_is_help=True, help="The roster (daftar pegawai).")

File = Annotated[Path, typer.Argument(help="XLSX or CSV; see `people template`.")]
OfUnit = Annotated[str | None, typer.Option(help="A unit's code: it and all below it.")]


@people.command("import")
def import_(
    file: File,
    apply: Annotated[bool, typer.Option("--apply", help="Change what it shows.")] = False,
    skip_wrong: Annotated[
        bool, typer.Option("--skip-wrong", help="Apply what is right although rows are wrong.")
    ] = False,
    end_missing: Annotated[
        bool, typer.Option("--end-missing", help="Who is not in the file has left.")
    ] = False,
    end_many: Annotated[
        bool, typer.Option("--end-many", help="Even if that is a fifth of the office.")
    ] = False,
    unit: OfUnit = None,
) -> None:
    """Show what a roster would change, and what is wrong in it; with --apply change it."""
    from bot.roster import import_command
    from bot.rosters import Order

    with plainly():
        order = Order(apply, skip_wrong, end_missing, end_many, unit)
        is_well = asyncio.run(import_command(*settings_and_office(), file, order))
    if not is_well:
        raise typer.Exit(1)


@people.command()
def undo() -> None:
    """Take the last import back, unless something already builds on it."""
    from bot.roster import undo_command

    with plainly():
        is_done = asyncio.run(undo_command(*settings_and_office()))
    if not is_done:
        raise typer.Exit(1)


@people.command("not-joined")
def not_joined(unit: OfUnit = None) -> None:
    """List who has not joined yet: unit, name, NIP, position, invitation."""
    from bot.inviting import not_joined_command

    with plainly():
        asyncio.run(not_joined_command(*settings_and_office(), unit))


@people.command()
def template(
    file: Annotated[Path, typer.Argument(help="An XLSX that is not there yet.")],
) -> None:
    """Write an empty roster, with a sheet that explains it."""
    from bot.roster import template_command

    with plainly():
        template_command(file)
