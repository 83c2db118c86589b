"""Who acts today: the official, whoever stands in, or one level up; never the author.

An official who is away today, or has left, does not decide. Whoever stands in does; without one,
with one who is away too, or whose own report it is, the next superior does, and so on up. Where
nobody is left it stays with the official: nothing is ever approved by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models.office import Office
from models.people.employees import Employee
from models.people.postings import Posting, held_on
from models.work.absences import Absence, holding
from models.work.duties import Duty, Off
from models.work.stand_ins import Capacity, StandIn, acting_on


@dataclass(frozen=True)
class Acting:
    """Who decides now, and in whose place as what; ``is_stuck``: there is nobody who could."""

    who: Employee
    instead_of: Employee | None = None
    capacity: Capacity | None = None
    is_stuck: bool = False


@dataclass(frozen=True)
class Way:
    """What of an official matters on a day; without a posting they have left."""

    posting: Posting | None
    is_away: bool
    stand_in: StandIn | None


@dataclass
class Ways:
    """The way up from each official on one day; each is looked up once."""

    session: AsyncSession
    office: Office
    today: date
    known: dict[int, Way] = field(default_factory=dict)

    async def acting(self, official: Employee, *, author_id: int) -> Acting:
        """Who decides on this author's work for this official."""
        at: Employee | None = official
        passed: set[int] = set()
        while at is not None and at.id not in passed:
            passed.add(at.id)
            who, capacity = await self._who_acts(at, author_id)
            if who is not None:
                return _acting(official, at, who, capacity)
            at = await self._superior(at)
        return Acting(official, is_stuck=True)

    async def _who_acts(
        self, official: Employee, author_id: int
    ) -> tuple[Employee | None, Capacity | None]:
        way = await self.way(official)
        if way.stand_in is not None:
            deputy = await self.session.get_one(Employee, way.stand_in.deputy_id)
            is_free = deputy.id != author_id and not (await self.way(deputy)).is_away
            return (deputy, way.stand_in.kind) if is_free else (None, None)
        is_there = official.id != author_id and not way.is_away
        return (official if is_there else None), None

    async def way(self, official: Employee) -> Way:
        if official.id not in self.known:
            posting, absence, stand_in = await self._on_the_day(official)
            away = posting is None or await self._counts(absence, posting)
            self.known[official.id] = Way(posting, away, stand_in)
        return self.known[official.id]

    async def _on_the_day(
        self, official: Employee
    ) -> tuple[Posting | None, Absence | None, StandIn | None]:
        """Where they are posted, why they are away and who stands in; one query."""
        today = self.today
        absent = and_(Absence.employee_id == official.id, holding(today, today))
        stands_in = and_(StandIn.official_id == official.id, acting_on(today, today))
        held = and_(Posting.employee_id == official.id, held_on(today))
        found = await self.session.execute(
            select(Posting, Absence, StandIn)
            .select_from(Employee)
            .outerjoin(Posting, held)
            .outerjoin(Absence, absent)
            .outerjoin(StandIn, stands_in)
            .where(Employee.id == official.id)
            .order_by(Posting.since.desc(), Posting.id.desc())
            .limit(1)
            .options(joinedload(Posting.unit, innerjoin=False)),  # or who has left has no row
            execution_options={"populate_existing": True},
        )
        row = found.one()
        return row[0], row[1], row[2]

    async def _counts(self, absence: Absence | None, posting: Posting) -> bool:
        """Away on an absence of as many working days as the office names."""
        least = posting.rules_on(self.today, self.office).hand_up_after
        if absence is None or least <= 1:
            return absence is not None
        return await self._working_days(absence) >= least

    async def _working_days(self, absence: Absence) -> int:
        query = select(func.count()).where(
            Duty.employee_id == absence.employee_id,
            Duty.day.between(absence.since, absence.until),
            Duty.off == Off.ABSENCE,
        )
        return await self.session.scalar(query) or 0

    async def _superior(self, official: Employee) -> Employee | None:
        """Of whoever has left: of their last posting."""
        posting = (await self.way(official)).posting or await self.session.scalar(
            select(Posting)
            .where(Posting.employee_id == official.id)
            .order_by(Posting.since.desc(), Posting.id.desc())
            .limit(1)
        )
        return await official_of(self.session, posting, self.office)


def _acting(official: Employee, at: Employee, who: Employee, capacity: Capacity | None) -> Acting:
    if who.is_same_as(official):
        return Acting(who)
    above = not at.is_same_as(official)
    return Acting(who, official, Capacity.SUPERIOR if above else capacity)


async def official_of(
    session: AsyncSession, posting: Posting | None, office: Office
) -> Employee | None:
    """The supervisor by the roster; at the top of the tree whom office.toml names."""
    if posting is None:
        return None
    if posting.supervisor_id is not None:
        return await session.get(Employee, posting.supervisor_id)
    if office.top_reviewer is None:
        return None
    return await session.scalar(select(Employee).where(Employee.nip == office.top_reviewer))
