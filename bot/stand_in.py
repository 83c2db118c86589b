"""python -m bot stand-in …: who acts for an official (Plh, Plt), by which letter."""

from __future__ import annotations

import asyncio
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot.plainly import plainly, settings_and_office

stand_in = typer.Typer(no_args_is_help=True, help="Stand-ins (Plh, Plt).")

Nip = Annotated[str, typer.Argument(help="The official's NIP.")]
Day = typer.Option(formats=["%Y-%m-%d"])


class As(StrEnum):
    """As what."""

    PLH = "plh"
    PLT = "plt"


@stand_in.command()
def add(
    official: Nip,
    deputy: Annotated[str, typer.Argument(help="NIP of whoever stands in.")],
    kind: Annotated[As, typer.Argument(help="Plh: away for a time; Plt: the post is vacant.")],
    letter: Annotated[str, typer.Option(help="The number of the letter.")],
    since: Annotated[datetime, Day],
    until: Annotated[datetime | None, Day] = None,
) -> None:
    """Write down who stands in; without --until it holds until it is ended."""
    from bot.stand_ins import Named, add_command

    with plainly():
        last = until.date() if until else None
        one = Named(official, deputy, kind.value, since.date(), last, letter)
        asyncio.run(add_command(*settings_and_office(), one))


@stand_in.command()
def end(official: Nip) -> None:
    """End the official's stand-in: the one of today, else the next."""
    from bot.stand_ins import end_command

    with plainly():
        asyncio.run(end_command(*settings_and_office(), official))


@stand_in.command("list")
def list_() -> None:
    """List those of today and later: official, stand-in, as what, from, until, letter."""
    from bot.stand_ins import list_command

    with plainly():
        asyncio.run(list_command(*settings_and_office()))
