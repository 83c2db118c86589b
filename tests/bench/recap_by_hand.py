"""The same recap as SQL written by hand, asked by the bare driver: what the bench compares with."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any

import asyncpg

from bot.database import Database

Row = Sequence[Any]

FIGURES = """
WITH work AS (
  SELECT author_id, day, sum(came) AS activities, sum(came * minutes) AS minutes,
         sum(CASE WHEN state = 'approved' THEN 1 ELSE 0 END) AS approved,
         sum(CASE WHEN state = 'approved' THEN minutes ELSE 0 END) AS approved_minutes,
         sum(CASE WHEN state = 'submitted' THEN 1 ELSE 0 END) AS waiting,
         sum(CASE WHEN state = 'returned' THEN 1 ELSE 0 END) AS returned,
         count(corrected_at) AS corrected, min(first_at) AS first_at
  FROM (
    SELECT a.*, CASE WHEN state IN ('submitted', 'approved', 'returned') THEN 1 ELSE 0 END AS came,
           CASE WHEN state NOT IN ('submitted', 'approved', 'returned') THEN NULL
                WHEN revision = 1 THEN submitted_at
                ELSE {least}(submitted_at, (SELECT min(r.at) FROM revisions r
                                            WHERE r.activity_id = a.id)) END AS first_at
    FROM activities a
    WHERE day BETWEEN {since} AND {until}
      AND (state IN ('submitted', 'approved', 'returned') OR corrected_at IS NOT NULL)
  ) AS found
  GROUP BY author_id, day
)
SELECT d.employee_id,
       sum(CASE WHEN d.off IS NULL AND d.day <= {today} THEN 1 ELSE 0 END),
       sum(CASE WHEN d.off IS NULL AND d.day <= {today} AND w.activities > 0 THEN 1 ELSE 0 END),
       sum(CASE WHEN d.off IS NULL AND d.day <= {today} AND w.activities > 0
                 AND {local} <= d.day THEN 1 ELSE 0 END),
       sum(CASE WHEN d.off IS NULL AND d.day <= {today} THEN d.target ELSE 0 END),
       sum(w.activities), sum(w.minutes), sum(w.approved), sum(w.approved_minutes),
       sum(w.waiting), sum(w.returned), sum(w.corrected)
FROM duties d LEFT JOIN work w ON w.author_id = d.employee_id AND w.day = d.day
WHERE d.day BETWEEN {since} AND {until}
GROUP BY d.employee_id"""

SERVED = """
SELECT author_id, plan_id, result_key, link = 'task', unit, count(*), sum(minutes),
       sum(CASE WHEN state = 'approved' THEN quantity END)
FROM activities
WHERE day BETWEEN {since} AND {until} AND state IN ('submitted', 'approved', 'returned')
GROUP BY author_id, plan_id, result_key, link = 'task', unit"""

ATTACHED = """
SELECT e.author_id, count(DISTINCT coalesce(e.link, e.file_unique_id)) FROM evidence e
WHERE e.refused IS NULL AND EXISTS (
  SELECT 1 FROM activities a WHERE a.report_id = e.report_id
   AND a.day BETWEEN {since} AND {until} AND a.state IN ('submitted', 'approved', 'returned'))
GROUP BY e.author_id"""

QUESTIONS = (FIGURES, SERVED, ATTACHED)


async def by_hand(database: Database, since: date, until: date, today: date) -> list[list[Row]]:
    """The rows of the three questions."""
    url = database.engine.url
    if database.is_sqlite:
        return await asyncio.to_thread(_sqlite, url.database or "", since, until, today)
    dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(dsn)
    local = "(w.first_at AT TIME ZONE 'Asia/Jakarta')::date"
    found: list[list[Row]] = []
    for sql in QUESTIONS:
        asked = sql.format(least="least", local=local, **_written(since, until, today, "DATE "))
        found.append([tuple(row) for row in await connection.fetch(asked)])
    await connection.close()
    return found


def _sqlite(path: str, since: date, until: date, today: date) -> list[list[Row]]:
    connection = sqlite3.connect(path)
    local = "date(w.first_at, '+7 hours')"
    found = [
        connection.execute(
            sql.format(least="min", local=local, **_written(since, until, today, ""))
        ).fetchall()
        for sql in QUESTIONS
    ]
    connection.close()
    return found


def _written(since: date, until: date, today: date, kind: str) -> dict[str, str]:
    days = {"since": since, "until": until, "today": today}
    return {name: f"{kind}'{day}'" for name, day in days.items()}
