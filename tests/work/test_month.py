"""Two weeks of nine people through the real dispatcher, beside an independent recount."""

from __future__ import annotations

from datetime import date

from bot.database import Database
from tests.work.month import Month


async def test_two_weeks_over_ramadan_nyepi_and_idul_fitri(database: Database) -> None:
    month = Month(database, people=9, team=3, since=date(2026, 3, 12), until=date(2026, 3, 27))

    outcome = await month.play()

    assert (outcome.faults, outcome.wrong_owed_days) == (0, 0)
    assert (outcome.on_days_off, outcome.at_night, outcome.twice_a_day) == (0, 0, 0)
    assert outcome.after_the_report == 0
    assert outcome.reminders > 20  # something could have gone wrong
