"""What commands have in common: settings, words, and complaints without a stack of code."""

from __future__ import annotations

import getpass
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import TYPE_CHECKING

import typer
from pydantic import ValidationError

if TYPE_CHECKING:
    from pathlib import Path

    from config.settings import Settings
    from models.office import Office

LANGUAGE = "id"  # what the personnel agency is spoken to in
CUT_SHORT = 130  # what a shell expects of a command that Ctrl-C ended


# What pydantic finds most often in a file that somebody wrote by hand.
WRONG = {"extra_forbidden": "tidak dikenal; salah ketik?", "missing": "belum ada"}


class CannotRun(Exception):
    """Something that the operator has to put right; the words are for them."""


def the_settings() -> Settings:
    from config.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        raise CannotRun("\n".join(complaints(error))) from None


def settings_and_office() -> tuple[Settings, Office]:
    settings = the_settings()
    return settings, the_office(settings.office_file)


def the_office(file: Path) -> Office:
    """The rules of the file; ``CannotRun`` says in words what is wrong in it."""
    from models.office import Office

    try:
        return Office.from_toml(file)
    except ValidationError as error:
        wrong = complaints(error)
    except tomllib.TOMLDecodeError as error:
        wrong = [f"tidak terbaca: {error}"]
    except OSError as error:
        wrong = [f"tidak bisa dibuka: {error.strerror}"]
    raise CannotRun("\n".join(f"{file}: {line}" for line in wrong))


def complaints(error: ValidationError) -> list[str]:
    """A line for each thing that is wrong: where, and why; never with what was written there."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    places = [one["loc"] for one in found]
    return [
        f"{_place(one['loc'])}: {WRONG.get(one['type'], one['msg'])}"
        for one in found
        if not any(other[: len(one["loc"])] == one["loc"] != other for other in places)
    ]


def _place(where: tuple[int | str, ...]) -> str:
    """rules[2].entry_window, as people count."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in where)
    return "".join(parts).lstrip(".")


@contextmanager
def plainly() -> Iterator[None]:
    """What the operator has to put right is said without a stack of code."""
    try:
        yield
    except CannotRun as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(CUT_SHORT) from None
    except Exception as error:
        why = _why(error)
        if why is None:  # a fault of ours
            raise
        typer.echo(why, err=True)
        raise typer.Exit(1) from None


def _why(error: Exception) -> str | None:
    """What a file or a database has against it, in words; None where nobody can put it right."""
    from bot.database import is_absence, is_passing
    from bot.errors import state_of

    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    if state_of(error).startswith("SQLITE_NOTADB"):
        return "DATABASE_URL names a file that is no database."
    if is_absence(error):
        return "The database does not answer: see DATABASE_URL."
    return "The database is busy just now: try again." if is_passing(error) else None


def words(timezone: str) -> Callable[..., str]:
    """The texts of the bot as plain text, for a screen without HTML."""
    from config.texts import the_texts

    return as_plain_text(the_texts(timezone).in_language(LANGUAGE))


def as_plain_text(say: Callable[..., str]) -> Callable[..., str]:
    """The same words where nobody reads HTML."""

    def plainly_said(key: str, **facts: object) -> str:
        return unescape(str(say(key, **facts)))  # Markup would escape what it is joined to

    return plainly_said


def operator() -> str:
    """Who sits at the keyboard, as far as the machine knows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"
