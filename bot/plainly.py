"""What commands have in common: settings, words, and complaints without a stack of code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from config.settings import Settings
    from models.office import Office

LANGUAGE = "id"  # what the personnel agency is spoken to in


def settings_and_office() -> tuple[Settings, Office]:
    from config.settings import Settings
    from models.office import Office

    settings = Settings()
    return settings, Office.from_toml(settings.office_file)


@contextmanager
def plainly() -> Iterator[None]:
    """What the operator has to put right is said without a stack of code."""
    from bot.preparing import CannotRun

    try:
        yield
    except CannotRun as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def words(timezone: str) -> Callable[..., str]:
    """The texts of the bot as plain text, for a screen without HTML."""
    from config.texts import Texts

    say = Texts(timezone=timezone).in_language(LANGUAGE)

    def plainly_said(key: str, **facts: object) -> str:
        return unescape(str(say(key, **facts)))  # Markup would escape what it is joined to

    return plainly_said
