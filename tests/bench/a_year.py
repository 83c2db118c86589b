"""A year of a whole office, written by SQL alone: nothing here goes through the bot."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Column, Date, Integer, MetaData, Table, insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Database
from models.base import Moment
from models.office import Office

YEAR = 2026
A_DAY = 4  # activities
UNITS = 40
RESULTS = 5  # in everybody's plan

# What is counted through; they go again once the year is written.
PLAN = MetaData()
DAYS = Table("bench_days", PLAN, Column("place", Integer), Column("day", Date),
             Column("owed", Integer), Column("sent", Moment), Column("late", Moment))  # fmt: skip
PEOPLE = Table("bench_people", PLAN, Column("n", Integer))
FOUR = Table("bench_four", PLAN, Column("n", Integer))

# :people is how many there are; an activity's number says whose it is, of which day.
FILLS = (
    """INSERT INTO units (id, code, name, path)
       SELECT n + 1, 'U' || n, 'Unit ' || n, 'U' || n || '/' FROM bench_people WHERE n < :units""",
    """INSERT INTO employees (id, nip, name, kind, role, language)
       SELECT n + 1, CAST(100000000000000000 + n AS VARCHAR), 'Pegawai ' || n, 'PNS', 'staff', 'id'
       FROM bench_people""",
    """INSERT INTO postings (id, employee_id, unit_id, position, since)
       SELECT n + 1, n + 1, n % :units + 1, 'Analis', '2020-01-01' FROM bench_people""",
    """INSERT INTO work_plans (id, employee_id, unit_id, position, since, until, last_key)
       SELECT n + 1, n + 1, n % :units + 1, 'Analis', '2026-01-01', '2026-12-31', 5
       FROM bench_people""",
    """INSERT INTO plan_versions (id, plan_id, number, edition, written_at, version)
       SELECT n + 1, n + 1, 1, 0, '2026-01-01 00:00:00.000000', 1 FROM bench_people""",
    """INSERT INTO work_results (version_id, key, place, kind, what)
       SELECT p.n + 1, k.n + 1, k.n + 1, 'main', 'Terlaksananya pekerjaan ' || k.n
       FROM bench_people p CROSS JOIN bench_four k""",
    """INSERT INTO indicators (result_id, aspect, what, target, low, high, unit)
       SELECT id, 'quantity', 'Jumlah berkas yang selesai', '1.200 berkas', 1200, 1200, 'berkas'
       FROM work_results""",
    """INSERT INTO indicators (result_id, aspect, what, target, low, unit)
       SELECT id, 'quality', 'Bagian berkas tanpa kesalahan', '95%', 95, '%' FROM work_results""",
    "UPDATE plan_versions SET agreed_at = '2026-01-05 00:00:00.000000'",
    """INSERT INTO duties (employee_id, day, posting_id, unit_id, minutes, target, off, written_at)
       SELECT p.n + 1, d.day, p.n + 1, p.n % :units + 1, 450 * d.owed, 300 * d.owed,
              CASE d.owed WHEN 0 THEN 'weekend' END, d.sent
       FROM bench_days d CROSS JOIN bench_people p ORDER BY d.place, p.n""",
    """INSERT INTO reports (id, author_id, chat_id, message_id, written_at, text, lead)
       SELECT d.place * :people + p.n + 1, p.n + 1, p.n, d.place, d.sent, 'apel', ''
       FROM bench_days d CROSS JOIN bench_people p WHERE d.owed = 1 ORDER BY d.place, p.n""",
    """INSERT INTO activities (id, report_id, author_id, unit_id, reviewer_id, position, day,
                               minutes, quantity, unit, what, questions, state, written_at,
                               submitted_at, decided_at, corrected_at, revision, kept,
                               plan_id, result_key, link, version)
       SELECT (d.place * :people + p.n) * 4 + k.n + 1, d.place * :people + p.n + 1, p.n + 1,
              p.n % :units + 1, p.n / 20 + 1, k.n, d.day, 45 + 15 * ((p.n + k.n) % 5),
              CASE WHEN k.n < 2 THEN 1 + p.n % 9 END,
              CASE WHEN k.n = 0 THEN 'berkas' WHEN k.n = 1 THEN 'surat' END,
              'memeriksa berkas permohonan nomor ' || p.n, '[]',
              CASE WHEN (d.place + p.n + k.n) % 100 < 82 THEN 'approved'
                   WHEN (d.place + p.n + k.n) % 100 < 92 THEN 'submitted'
                   WHEN (d.place + p.n + k.n) % 100 < 96 THEN 'returned'
                   WHEN (d.place + p.n + k.n) % 100 < 98 THEN 'rejected' ELSE 'cancelled' END,
              d.sent, CASE WHEN (d.place + p.n) % 7 = 0 THEN d.late ELSE d.sent END, d.late,
              CASE WHEN (d.place + p.n * 3 + k.n) % 997 = 0 THEN d.late END,
              CASE WHEN (p.n + k.n) % 5 = 0 THEN 2 ELSE 1 END,
              CASE WHEN (p.n + k.n) % 5 = 0 THEN 2 ELSE 1 END,
              CASE WHEN k.n < 3 THEN p.n + 1 END,
              CASE WHEN k.n < 3 THEN (p.n + d.place) % 4 + 1 END,
              CASE WHEN k.n < 3 THEN 'chosen' WHEN p.n % 2 = 0 THEN 'task' END, 3
       FROM bench_days d CROSS JOIN bench_people p CROSS JOIN bench_four k
       WHERE d.owed = 1 AND (d.place + p.n) % 11 > 0 AND k.n < 4 ORDER BY d.place, p.n, k.n""",
    """INSERT INTO revisions (activity_id, number, at, day, minutes, what)
       SELECT id, 1, written_at, day, minutes, what FROM activities""",
    """INSERT INTO revisions (activity_id, number, at, day, minutes, what)
       SELECT id, 2, decided_at, day, minutes, what FROM activities WHERE revision = 2""",
    """INSERT INTO evidence (author_id, report_id, kind, file_id, file_unique_id, added_at,
                             attempts)
       SELECT author_id, id, 'photo', 'f', 'u' || id, written_at, 0 FROM reports
       WHERE id % 3 = 0""",
)  # fmt: skip


async def write_a_year(database: Database, office: Office, people: int) -> None:
    """So many people, 1,000 activities each, or nearly; what their days asked of them."""
    days = [date(YEAR, 1, 1) + timedelta(days=n) for n in range(365)]
    async with database.engine.begin() as connection:
        await connection.run_sync(PLAN.create_all)
        await connection.execute(insert(DAYS), [_day(office, n, d) for n, d in enumerate(days)])
        await connection.execute(insert(PEOPLE), [{"n": n} for n in range(people)])
        await connection.execute(insert(FOUR), [{"n": n} for n in range(RESULTS)])
        if database.engine.dialect.name == "postgresql":
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
        for fill in FILLS:
            sql = fill.replace(":people", str(people)).replace(":units", str(UNITS))
            await _asked(connection, sql)
        await connection.run_sync(PLAN.drop_all)
    await _settled(database)


def _day(office: Office, place: int, day: date) -> dict[str, Any]:
    late = office.at(day + timedelta(days=1), time(8))
    return {"place": place, "day": day, "owed": int(day.weekday() < 5),
            "sent": office.at(day, time(16)), "late": late}  # fmt: skip


async def _asked(connection: AsyncConnection, sql: str) -> None:
    """By the driver itself, which on PostgreSQL would give up after fifteen seconds."""
    if connection.dialect.name == "postgresql":
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        await raw.driver_connection.execute(sql, timeout=3600)
    else:
        await connection.exec_driver_sql(sql)


async def _settled(database: Database) -> None:
    """What a database does by itself after such a load."""
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        is_sqlite = connection.dialect.name == "sqlite"
        await _asked(connection, "ANALYZE" if is_sqlite else "VACUUM ANALYZE")
