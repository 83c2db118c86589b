"""python -m bot plans …: the year's plans (SKP) from the agency's spreadsheet."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.plainly import plainly, settings_and_office

plans = typer.Typer(no_args_is_help=True, help="Plans (SKP) from a spreadsheet.")


@plans.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="XLSX or CSV; see `plans template`.")],
    apply: Annotated[bool, typer.Option("--apply", help="Write the drafts it shows.")] = False,
) -> None:
    """Show whose drafts a sheet would begin, and what is wrong in it; with --apply begin them."""
    from bot.plan_sheets import PLANS
    from bot.sheet_imports import import_command

    with plainly():
        is_well = asyncio.run(import_command(*settings_and_office(), file, PLANS, apply=apply))
    if not is_well:
        raise typer.Exit(1)


@plans.command()
def undo() -> None:
    """Take the last import of plans back, as long as nobody has touched its drafts."""
    from bot.plan_sheets import PLANS
    from bot.sheet_imports import undo_command

    with plainly():
        is_done = asyncio.run(undo_command(*settings_and_office(), PLANS))
    if not is_done:
        raise typer.Exit(1)


@plans.command()
def template(
    file: Annotated[Path, typer.Argument(help="An XLSX that is not there yet.")],
) -> None:
    """Write an empty sheet of plans, with a sheet that explains it."""
    from bot.sheet_imports import write_template
    from handlers.documents.roster_template import plans_template

    with plainly():
        write_template(file, plans_template)
