"""When somebody may be told what nobody waits for: now, or in the morning if it is night."""

from __future__ import annotations

from datetime import datetime

from handlers.turn import Turn
from models.people.employees import Employee
from models.people.postings import posting_of


async def by_day(turn: Turn, to: Employee) -> datetime:
    today = turn.office.today(turn.now)
    posting = await posting_of(turn.session, to, today)
    rules = posting.rules_on(today, turn.office) if posting else turn.office.rules_on(today)
    return turn.office.awake(turn.now, rules)
