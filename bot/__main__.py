"""python -m bot …: every command, with light imports; the work is elsewhere."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.absence import absence
from bot.holiday import holiday
from bot.indicators import indicators
from bot.people import people
from bot.plainly import plainly as _plainly
from bot.plainly import settings_and_office as _settings
from bot.plainly import the_settings
from bot.plans import plans
from bot.stand_in import stand_in

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Kinerja Bot")
app.add_typer(people, name="people")
app.add_typer(plans, name="plans")
app.add_typer(indicators, name="indicators")
app.add_typer(holiday, name="holiday")
app.add_typer(absence, name="absence")
app.add_typer(stand_in, name="stand-in")


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
    from bot.migrating import migrate as move
    from bot.preparing import make_folder

    with _plainly():
        url = the_settings().database_url
        make_folder(url)
        asyncio.run(move(url, to))


@app.command()
def invite(
    nip: Annotated[
        list[str] | None, typer.Option(help="One person again; may be given twice.")
    ] = None,
    unit: Annotated[str | None, typer.Option(help="A unit's code: it and all below it.")] = None,
    not_joined: Annotated[
        bool, typer.Option("--not-joined", help="Only who has no chat yet.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="A folder for sheets to print and lists.")
    ] = None,
) -> None:
    """Make one-time links for joining: printed as name, link, last day; or as PDF and XLSX."""
    from bot.inviting import Chosen, invite_command

    with _plainly():
        chosen = Chosen(tuple(nip or ()), unit, not_joined)
        asyncio.run(invite_command(*_settings(), chosen, out))


@app.command()
def read(
    text: Annotated[str | None, typer.Argument(help="A message; without it JSON lines.")] = None,
) -> None:
    """Say how a message is understood: for a person, or as JSON lines from standard input."""
    from bot.reading_aloud import read_command

    with _plainly():
        read_command(text, sys.stdin, sys.stdout, _settings()[1])


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The workbook to write, .xlsx.")],
    month: Annotated[str, typer.Option(help="Which month: 2026-11.")],
    unit: Annotated[str | None, typer.Option(help="A unit's code; with those below it.")] = None,
) -> None:
    """Write a month as a workbook: activities with their decisions, people in figures."""
    from bot.exporting import export as write

    with _plainly():
        activities, people = write(*_settings(), month, unit, file)
        typer.echo(f"{file}: {activities} activities, {people} people")


@app.command()
def recap(
    out: Annotated[
        Path, typer.Option(help="FILE.xlsx, FILE.pdf of one person, or a folder for PDFs.")
    ],
    month: Annotated[str | None, typer.Option(help="2026-11.")] = None,
    quarter: Annotated[str | None, typer.Option(help="2026-Q4.")] = None,
    year: Annotated[str | None, typer.Option(help="2026.")] = None,
    nip: Annotated[str | None, typer.Option(help="One person.")] = None,
    unit: Annotated[str | None, typer.Option(help="A unit's code; with those below it.")] = None,
) -> None:
    """Write recaps as PDFs to sign, or as a workbook of a person, a unit or the whole office."""
    from bot.recapping import Wanted
    from bot.recapping import recap as write
    from models.work.periods import Span

    with _plainly():
        names = {Span.MONTH: month, Span.QUARTER: quarter, Span.YEAR: year}
        written = write(*_settings(), Wanted.asked(names, nip, unit), out)
        typer.echo(f"{out}: {len(written)} files" if len(written) > 1 else written[0])


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

    with _plainly():
        if not asyncio.run(all_well()):
            raise typer.Exit(1)


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="A file that is not there yet.")]) -> None:
    """Write the whole database into one file, while the bot runs; new evidence beside it."""
    from bot.backup import back_up
    from bot.shelf import Shelf

    with _plainly():
        settings = the_settings()
        copied = back_up(settings.database_url, target, Shelf(settings.evidence_folder))
        typer.echo(f"{target}, and {copied} new files in {target.parent / 'evidence'}")


@app.command()
def restore(source: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")]) -> None:
    """Put a backup back into an empty database, and its evidence where it belongs."""
    from bot.backup import restore as put_back
    from bot.shelf import Shelf

    with _plainly():
        settings = the_settings()
        copied = put_back(settings.database_url, source, Shelf(settings.evidence_folder))
        typer.echo(f"{source} is back, with {copied} files of evidence")


if __name__ == "__main__":
    app()
