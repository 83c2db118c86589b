"""Rows as the rules see them: made here, kept nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from models.office import Office, Rules
from models.people.employees import Employee
from models.work.activities import Activity
from models.work.calendars import WorkCalendar
from models.work.windows import Window, window_for
from models.work.written import Written

TUESDAY = date(2026, 11, 24)
AFTERNOON = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)  # 16.05 in Bungo
OFFICE = Office(name="Contoh", agency="BKPSDM Contoh", rules=(Rules(valid_from=date(2026, 1, 1)),))
RULES = OFFICE.rules[0]
WORDS = Written(TUESDAY, time(8), time(10), 120, None, None, "rapat koordinasi")


def person(number: int, name: str = "Tom") -> Employee:
    employee = Employee(nip=f"19860926201503{1}{number:03}", name=name)
    employee.id = number
    return employee


TOM, MIA, EVE, IDA = (person(n, name) for n, name in enumerate(("Tom", "Mia", "Eve", "Ida"), 1))


def a_window(
    day: date = TUESDAY, now: datetime = AFTERNOON, rules: Rules = RULES, off: tuple[date, ...] = ()
) -> Window:
    calendar = WorkCalendar(off=frozenset(off))
    return window_for(day, now=now, office=OFFICE, rules=rules, calendar=calendar)


def a_draft(**changes: object) -> Activity:
    words = replace(WORDS, **changes)  # type: ignore[arg-type]
    activity = Activity(report_id=1, author_id=TOM.id, written_at=AFTERNOON, **vars(words))
    activity.id = 1
    return activity


def a_sent_one(**changes: object) -> Activity:
    activity = a_draft(**changes)
    activity.submit(by=TOM, to=MIA, at=AFTERNOON, window=a_window(activity.day or TUESDAY))
    return activity
