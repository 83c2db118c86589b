"""Two weeks of nine people through the real dispatcher, beside an independent recount."""

from __future__ import annotations

from datetime import date

from bot.database import Database
from tests.work.month import Month
from tests.work.moving_month import MovingMonth


async def test_two_weeks_over_ramadan_nyepi_and_idul_fitri(database: Database) -> None:
    month = Month(database, people=9, team=3, since=date(2026, 3, 12), until=date(2026, 3, 27))

    outcome = await month.play()

    assert (outcome.faults, outcome.wrong_owed_days) == (0, 0)
    assert (outcome.on_days_off, outcome.at_night, outcome.twice_a_day) == (0, 0, 0)
    assert outcome.after_the_report == 0
    assert outcome.reminders > 20  # something could have gone wrong


async def test_days_of_absences_stand_ins_and_transfers(database: Database) -> None:
    since, until = date(2026, 10, 5), date(2026, 10, 14)
    month = MovingMonth(database, people=6, team=3, since=since, until=until, seed=11)

    outcome = await month.play()

    assert (outcome.faults, outcome.wrong_owed_days) == (0, 0)
    assert (outcome.on_days_off, outcome.at_night, outcome.twice_a_day) == (0, 0, 0)
    assert (outcome.after_the_report, month.waiting_with_nobody) == (0, 0)
    assert min(month.moved, month.stood_in, month.asked_for, month.decided_in_place) > 0
    assert month.looked_at > 20  # something could have waited with nobody
