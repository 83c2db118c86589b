"""python -m bot indicators …: figures of units beside the reports."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.plainly import plainly, settings_and_office

indicators = typer.Typer(no_args_is_help=True, help="Attendance, service time, SKM of units.")


@indicators.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="XLSX or CSV; see `indicators template`.")],
    apply: Annotated[bool, typer.Option("--apply", help="Write the figures it shows.")] = False,
) -> None:
    """Show what a sheet would change, and what is wrong in it; with --apply change it."""
    from bot.context_sheets import CONTEXT
    from bot.sheet_imports import import_command

    with plainly():
        is_well = asyncio.run(import_command(*settings_and_office(), file, CONTEXT, apply=apply))
    if not is_well:
        raise typer.Exit(1)


@indicators.command()
def undo() -> None:
    """Take the last import of figures back, unless another file has changed them since."""
    from bot.context_sheets import CONTEXT
    from bot.sheet_imports import undo_command

    with plainly():
        is_done = asyncio.run(undo_command(*settings_and_office(), CONTEXT))
    if not is_done:
        raise typer.Exit(1)


@indicators.command()
def template(
    file: Annotated[Path, typer.Argument(help="An XLSX that is not there yet.")],
) -> None:
    """Write an empty sheet of figures, with a sheet that explains it."""
    from bot.sheet_imports import write_template
    from handlers.documents.roster_template import context_template

    with plainly():
        write_template(file, context_template)
