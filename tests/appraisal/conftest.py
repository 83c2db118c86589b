"""What the plays about appraisal may ask for."""

from __future__ import annotations

import pytest

from bot.database import Database
from tests.work.days import Days


@pytest.fixture
async def days(database: Database) -> Days:
    days = Days(database)
    await days.opens()
    return days
