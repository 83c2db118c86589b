"""What a turn costs with ten thousand activities in the database, and with a million."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from sqlalchemy import text

from bot.database import Database
from tests.bench.driver import Connection, Statement, ask_postgresql, connected, copies
from tests.bench.figures import figure, note, ratio_at_most
from tests.bench.flow import recorded
from tests.bench.living import LINE, living
from tests.desk import Person
from tests.work.days import TUESDAY, Days

FEW, MANY = 10_000, 1_000_000
A_PERSON = 200  # activities: the same for everybody at both sizes
TEAM = 20
FLOWS = 24  # timed in each database
BEYOND = 10_000_000  # ids of what is filled in; what is played begins at 1

Buffers = dict[str, float]  # by statement

FILLS = (
    """INSERT INTO employees (id, nip, name, kind, role, language)
       SELECT :beyond + n, '1' || lpad(n::text, 17, '0'), 'Pegawai ' || n,
              'PNS', 'staff', 'id' FROM generate_series(0, :people) n""",
    """INSERT INTO postings (id, employee_id, unit_id, supervisor_id, position, since)
       SELECT :beyond + n, :beyond + n, 1, :beyond + n / :team * :team, 'Analis', '2020-01-01'
       FROM generate_series(0, :people) n""",
    """INSERT INTO reports (id, author_id, chat_id, message_id, written_at, text, lead)
       SELECT :beyond + n, :beyond + n / (:each / 4), n, n,
              timestamptz '2026-11-20 16:00+07' - n % (:each / 4) * interval '1 day', 'apel', ''
       FROM generate_series(0, :activities / 4) n""",
    """INSERT INTO activities (id, report_id, author_id, unit_id, reviewer_id, position, day,
                               minutes, what, questions, state, written_at, submitted_at,
                               decided_at, revision, kept, version)
       SELECT :beyond + n, :beyond + n / 4, :beyond + n / :each, 1,
              :beyond + n / :each / :team * :team, n % 4,
              date '2026-11-20' - (n % :each) / 4, 60, 'apel pagi', '[]', 'approved',
              timestamptz '2026-11-20 16:00+07', timestamptz '2026-11-20 16:00+07',
              timestamptz '2026-11-20 17:00+07', 1, 1, 3
       FROM generate_series(0, :activities - 1) n""",
    """INSERT INTO revisions (activity_id, number, at, day, minutes, what)
       SELECT id, 1, submitted_at, day, minutes, what FROM activities WHERE id >= :beyond""",
    """INSERT INTO decisions (activity_id, revision, verdict, by_id, at)
       SELECT id, 1, 'approved', reviewer_id, decided_at FROM activities WHERE id >= :beyond""",
    """INSERT INTO notices (employee_id, kind, subject, part, facts, urgency, made_at, wanted,
                            drawn, shown, attempts, waits)
       SELECT author_id, 'report', id::text, 0, '{}', 'now', written_at, 2, 2, '{}', 0, false
       FROM reports WHERE id >= :beyond""",
    """INSERT INTO duties (employee_id, day, posting_id, unit_id, pattern, minutes, target,
                           written_at)
       SELECT DISTINCT author_id, day, author_id, 1, 'five-days', 450, 375,
              timestamptz '2026-09-01 00:00+07' FROM activities WHERE id >= :beyond""",
)  # fmt: skip


@dataclass
class Office:
    """The same people in a database of so many activities."""

    desk: Days
    boss: Person
    people: list[Person]
    seconds: list[float] = field(default_factory=list)

    @classmethod
    def over(cls, database: Database, like: Days, people: list[Person]) -> Office:
        desk = Days(database)
        desk.time = like.time
        desk.restart()
        boss, *others = [Person(desk, person.employee, person.chat_id) for person in people]
        return cls(desk, boss, others)


async def bench_growth() -> None:
    """Buffers a statement, and turns in both databases by turns: other work slows both."""
    async with living("postgresql", (TUESDAY, "13.30")) as desk:
        plain = Days(desk.database)
        plain.time, plain.unit = desk.time, desk.unit
        plain.restart()
        boss = await plain.hires("Mia")
        people = [boss, *[await plain.hires(f"Tom {n}", boss) for n in range(FLOWS + 4)]]
        await plain.begins()
        await desk.database.close()
        async with copies(desk.database.engine.url, 1) as (other,):
            url = other.replace("postgresql:", "postgresql+asyncpg:")
            few = Office.over(Database(url), plain, people)
            many = Office.over(desk.database, plain, people)
            await _fill(few.desk, FEW)
            await _fill(many.desk, MANY)
            await _by_turns(few, many)
            _compare(few, many, await _buffers(few), await _buffers(many))


async def _by_turns(few: Office, many: Office) -> None:
    for n in range(FLOWS):
        for office in (few, many):
            took = await _a_turn(office.desk, office.people[n], office.boss)
            office.seconds.append(took)


def _compare(few: Office, many: Office, before: Buffers, after: Buffers) -> None:
    name = f"with {FEW} activities"
    note(f"with {MANY} activities:")
    figure("buffers a statement", _mean(after), "", beside=(name, _mean(before)),
           aim=ratio_at_most(1.1))  # fmt: skip
    figure("time of a turn, median", 1000 * median(many.seconds[2:]), "ms",
           beside=(name, 1000 * median(few.seconds[2:])), aim=ratio_at_most(1.25))  # fmt: skip
    growth = {sql: touched - before.get(sql, 0.0) for sql, touched in after.items()}
    worst = max(growth, key=lambda sql: growth[sql])
    note(f"grows most, by {growth[worst]:.1f} buffers: {' '.join(worst.split())[-120:]}")


def _mean(buffers: Buffers) -> float:
    return sum(buffers.values()) / len(buffers)


async def _fill(desk: Days, activities: int) -> None:
    facts = {
        "beyond": BEYOND, "activities": activities, "each": A_PERSON, "team": TEAM,
        "people": activities // A_PERSON,
    }  # fmt: skip
    async with desk.database.engine.begin() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        for fill in FILLS:
            for name, value in facts.items():
                fill = fill.replace(f":{name}", str(value))
            await connection.exec_driver_sql(fill)
    async with desk.database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("VACUUM ANALYZE")


async def _a_turn(desk: Days, author: Person, boss: Person) -> float:
    """Seconds a turn of a flow, its cards included."""
    began = perf_counter()
    await author.says(LINE)
    await author.taps("Kirim")
    await boss.taps("Setujui semua")
    return (perf_counter() - began) / 3


async def _buffers(office: Office) -> Buffers:
    """What each statement of a flow touches, asked anew of a copy where it was asked first."""
    await office.desk.database.close()
    async with copies(office.desk.database.engine.url, 1) as (dsn,):
        flows = (await recorded(office.desk, office.boss, office.people[FLOWS:])).parts()
        await office.desk.database.close()
        connection = await connected(dsn)
        for before in flows[:-1]:
            await ask_postgresql(connection, before)
        found: dict[str, list[int]] = {}
        for statements in flows[-1]:
            async with connection.transaction():
                for statement in statements:
                    found.setdefault(statement[0], []).append(await _touched(connection, statement))
        await connection.close()
    return {sql: sum(touched) / len(touched) for sql, touched in found.items()}


async def _touched(connection: Connection, statement: Statement) -> int:
    sql, parameters, many = statement
    explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}"
    told = await connection.fetchval(explain, *(parameters[0] if many else parameters))
    plan = json.loads(told)[0]["Plan"]
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])
