"""A month of four hundred people through the real dispatcher, beside an independent recount."""

from __future__ import annotations

from datetime import date
from time import perf_counter

from bot.database import Database
from tests.bench.figures import at_most, figure, note
from tests.engines import ENGINES, Engines, engines
from tests.work.moving_month import MovingMonth

PEOPLE = 400
SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 31)  # Ramadan, Nyepi, Idul Fitri, cuti bersama


async def bench_month() -> None:
    """Both engines, the same month; ``days`` beside what the recount says of them."""
    async with engines() as found:
        for engine in ENGINES:
            note(f"{engine}:")
            await _play(found, engine)


async def _play(found: Engines, engine: str) -> None:
    database = Database(
        await (found.sqlite() if engine == ENGINES[0] else found.empty_postgresql())
    )
    began = perf_counter()
    month = MovingMonth(database, people=PEOPLE, since=SINCE, until=UNTIL)
    outcome = await month.play()
    await database.close()
    note(f"{outcome.people} people, {outcome.reports} reports in {perf_counter() - began:.0f} s")
    note(
        f"{month.asked_for} asked for leave, {month.stood_in} stood in, {month.moved} were moved, "
        f"{month.decided_in_place} decisions for somebody else"
    )
    figure("activities waiting with nobody", month.waiting_with_nobody, "", aim=at_most(0))
    figure("reminders on days off", outcome.on_days_off, "", aim=at_most(0))
    figure("reminders at night", outcome.at_night, "", aim=at_most(0))
    figure("reminders after the report", outcome.after_the_report, "", aim=at_most(0))
    figure("people whose owed days differ", outcome.wrong_owed_days, "", aim=at_most(0))
    figure("faults", outcome.faults, "", aim=at_most(0))
    owed = outcome.owed_days / outcome.people / outcome.weeks
    figure("reminders a person a week", outcome.a_person_a_week, "", beside=("days owed", owed))
