"""python -m bot absence …: lists of leave from the personnel agency, in and out."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.plainly import plainly, settings_and_office

absence = typer.Typer(no_args_is_help=True, help="Lists of leave (daftar cuti).")

File = Annotated[Path, typer.Argument(help="XLSX or CSV; see `absence template`.")]
Apply = Annotated[bool, typer.Option("--apply", help="Change what it shows.")]


@absence.command("import")
def import_(
    file: File,
    apply: Apply = False,
    skip_wrong: Annotated[
        bool, typer.Option("--skip-wrong", help="Apply what is right although rows are wrong.")
    ] = False,
) -> None:
    """Show what a list of leave would change, and what is wrong in it; with --apply change it."""
    _run(file, apply=apply, skip_wrong=skip_wrong, remove=False)


@absence.command()
def remove(file: File, apply: Apply = False) -> None:
    """Take out what an imported list has put in: absences exactly as the file has them."""
    _run(file, apply=apply, skip_wrong=True, remove=True)


@absence.command()
def template(
    file: Annotated[Path, typer.Argument(help="An XLSX that is not there yet.")],
) -> None:
    """Write an empty list, with a sheet that explains it."""
    from bot.absence_lists import template_command

    with plainly():
        template_command(file)


def _run(file: Path, *, apply: bool, skip_wrong: bool, remove: bool) -> None:
    from bot.absence_lists import ListOrder, list_command

    with plainly():
        order = ListOrder(apply, skip_wrong, remove, file.name)
        is_well = asyncio.run(list_command(*settings_and_office(), file, order))
    if not is_well:
        raise typer.Exit(1)
