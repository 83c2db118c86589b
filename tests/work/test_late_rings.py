"""After weeks of downtime: what rang too late goes at once, and what is of today still rings."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select, update

from bot.metrics import RINGS
from bot.ringing import Ringing
from models.work.duties import Duty
from models.work.rings import Rung
from tests.work.days import MONDAY, Days

WEEKS_LATER = date(2026, 12, 4)


def dropped() -> float:
    return float(RINGS.labels(Rung.DROPPED)._value.get())


async def waiting(days: Days) -> int:
    """Rings that are due."""
    async with days.database.transaction() as session:
        found = await session.scalar(
            select(func.count()).select_from(Duty).where(Duty.remind_at <= days.time)
        )
        return found or 0


async def test_rings_of_earlier_days_are_dropped_at_once_and_counted(days: Days) -> None:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom")
    await days.begins()
    days.time = days.moment(WEEKS_LATER, "10.00")
    late, before = await waiting(days), dropped()
    assert late > 2

    await days.ringing.drop_earlier()

    assert (await waiting(days), dropped() - before) == (0, late)
    assert (await days.duty(mia, WEEKS_LATER)).remind_at == days.moment(WEEKS_LATER, "15.30")
    await days.goes_to(WEEKS_LATER, "15.30")
    assert (len(mia.screen), len(tom.screen)) == (1, 1)


async def test_what_was_put_off_to_today_still_rings(days: Days) -> None:
    mia = await days.hires("Mia")
    await days.begins()
    await days.goes_to(MONDAY, "15.30")
    later = days.moment(WEEKS_LATER, "09.30")
    async with days.database.transaction() as session:
        await session.execute(
            update(Duty)
            .where(Duty.employee_id == mia.employee.id, Duty.day == MONDAY)
            .values(remind_at=later)
        )
    days.time = days.moment(WEEKS_LATER, "09.40")

    await days.ringing.drop_earlier()
    assert (await days.duty(mia, MONDAY)).remind_at == later
    shown = len(mia.screen)
    await days.rings()

    assert "belum masuk" in mia.sees
    assert len(mia.screen) == shown + 1


async def test_a_round_that_fails_does_not_keep_the_others_from_theirs(days: Days) -> None:
    class Broken(Ringing):
        async def hand_over_some(self) -> int:
            raise ValueError("a row that nobody foresaw")

    mia = await days.hires("Mia")
    await days.begins()
    days.time = days.moment(MONDAY, "15.30")

    with pytest.raises(ValueError, match="nobody foresaw"):
        await Broken(days.database, days.office, days.now).ring_due()

    await days.settles()
    assert len(mia.screen) == 1
