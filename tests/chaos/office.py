"""The office that is filled for a round: a head, some superiors, and everybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.database import Database
from bot.making_ahead import make_ahead
from bot.migrating import migrate
from config.settings import HERE
from models.office import Office
from models.people.chats import Chat
from models.people.employees import Employee, Kind
from models.people.postings import Posting
from models.people.units import Unit
from models.work.holidays import open_year
from simulator.telegram import Telegram

OFFICE_FILE = HERE / "office.toml"
A_MORNING = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # Tuesday 10.00 WIB: nothing rings soon
BEFORE_REMINDERS = A_MORNING + timedelta(hours=5, minutes=29, seconds=50)  # they ring at 15.30
FIRST_CHAT = 800_000_000
A_SUPERIOR_HAS = 7  # people
NAMES = "Ani Bayu Citra Dimas Eka Fajar Gita Hadi Intan Joko Kartika Lukman Mega Nanda Oki".split()


@dataclass(frozen=True)
class Clerk:
    """Somebody of the office; the first is its head, whom nobody reviews."""

    number: int
    superior: int | None

    @property
    def chat_id(self) -> int:
        return FIRST_CHAT + self.number

    @property
    def name(self) -> str:
        return f"{NAMES[self.number % len(NAMES)]} Contoh {self.number}"

    @property
    def nip(self) -> str:
        group, place = divmod(self.number, 999)
        return f"1986092620110{group + 1}{1 + self.number % 2}{place + 1:03}"


def clerks(count: int) -> list[Clerk]:
    """So many people: the head, superiors under the head, the rest under a superior each."""
    superiors = max(2, (count - 1) // (A_SUPERIOR_HAS + 1))
    return [Clerk(number, _superior(number, superiors)) for number in range(count)]


def _superior(number: int, superiors: int) -> int | None:
    if number == 0:
        return None
    return 0 if number <= superiors else 1 + (number - superiors - 1) % superiors


async def fill(url: str, people: Sequence[Clerk], office: Office, *, at: datetime) -> None:
    """Make the tables and put everybody in, joined, with the duties of the next months."""
    await migrate(url)
    database = Database(url)
    async with database.transaction() as session:
        await open_year(session, office.today(at).year)
        unit = Unit.below(None, code="DINAS", name="Dinas Contoh")
        rows = [Employee(nip=clerk.nip, name=clerk.name, kind=Kind.PNS) for clerk in people]
        session.add_all([unit, *rows])
        await session.flush()
        for clerk, row in zip(people, rows, strict=True):
            above = rows[clerk.superior].id if clerk.superior is not None else None
            session.add(
                Posting(
                    employee_id=row.id,
                    unit_id=unit.id,
                    supervisor_id=above,
                    position="Analis Contoh",
                    since=date(2020, 1, 1),
                )
            )
            session.add(Chat(id=clerk.chat_id, employee_id=row.id, bound_at=at))
    await make_ahead(database, office, at)
    await database.close()


def give_phones(telegram: Telegram, people: Sequence[Clerk]) -> None:
    """Everybody has started the bot before."""
    for clerk in people:
        telegram.person(clerk.name, id=clerk.chat_id).chat.started = True
