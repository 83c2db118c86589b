"""python -m bot …: every command, with light imports; the work is elsewhere."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from config.settings import Settings
    from models.office import Office

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Kinerja Bot")


@app.command()
def run() -> None:
    """Run the bot on Telegram (BOT_TOKEN), by polling or by webhook (WEBHOOK_URL)."""
    from bot.commands import run_bot

    with _plainly():
        run_bot(*_settings())


@app.command()
def demo(
    port: Annotated[int, typer.Option(envvar="PORT", help="Where the page is.")] = 8080,
    data: Annotated[Path, typer.Option(help="The folder that the demo writes to.")] = Path(
        "data/demo"
    ),
) -> None:
    """Run the bot and a Telegram of our own, with a sample office, in one process."""
    from simulator.demo import run_demo

    with _plainly():
        run_demo(port=port, folder=data)


@app.command()
def migrate(
    to: Annotated[str, typer.Argument(help="A revision; by default the newest.")] = "head",
) -> None:
    """Bring the database to this version."""
    from bot.commands import make_folder
    from bot.migrating import migrate as move

    settings, _ = _settings()
    make_folder(settings.database_url)
    asyncio.run(move(settings.database_url, to))


@app.command()
def invite(
    nip: Annotated[list[str] | None, typer.Argument(help="Whom; by default everybody.")] = None,
) -> None:
    """Make one-time links for joining, and print them: name, link, good until."""
    from bot.commands import invite_people

    with _plainly():
        settings, office = _settings()
        for row in asyncio.run(invite_people(settings, office, nip or [])):
            typer.echo("\t".join(row))


@app.command()
def read(
    text: Annotated[str | None, typer.Argument(help="A message; without it JSON lines.")] = None,
) -> None:
    """Say how a message is understood: for a person, or as JSON lines from standard input."""
    from bot.reading_aloud import read_command

    read_command(text, sys.stdin, sys.stdout, _settings()[1])


@app.command()
def doctor() -> None:
    """Say in plain words what is wrong; exit 1 if anything is."""
    from bot.doctor import examine

    async def all_well() -> bool:
        well = True
        async for finding in examine(_settings()[0]):
            typer.echo(str(finding))
            well = well and finding.is_well
        return well

    if not asyncio.run(all_well()):
        raise typer.Exit(1)


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="A file that is not there yet.")]) -> None:
    """Write the whole database into one file, while the bot runs."""
    from bot.backup import back_up

    with _plainly():
        back_up(_settings()[0].database_url, target)


@app.command()
def restore(source: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")]) -> None:
    """Put a backup back into an empty database."""
    from bot.backup import restore as put_back

    with _plainly():
        put_back(_settings()[0].database_url, source)


def _settings() -> tuple[Settings, Office]:
    from config.settings import Settings
    from models.office import Office

    settings = Settings()
    return settings, Office.from_toml(settings.office_file)


@contextmanager
def _plainly() -> Iterator[None]:
    """What the operator has to put right is said without a stack of code."""
    from bot.commands import CannotRun

    try:
        yield
    except CannotRun as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


if __name__ == "__main__":
    app()
