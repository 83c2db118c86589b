"""Apply a plan in the transaction it is given: rows by the thousand, all of them kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.office import Office
from models.people.employees import Employee, Role
from models.people.importing.duties import follow_in_duties
from models.people.importing.keeping import Change, Keeper, Values, alike
from models.people.importing.plan import Moved, Plan, PlannedUnit
from models.people.importing.standing import KnownPerson, Post, Who
from models.people.importing.waiting import as_changes, tell_of, who_reviews_now
from models.people.imports import Import
from models.people.invitations import Invitation
from models.people.postings import Posting
from models.people.units import Unit
from models.work.activities import Activity
from models.work.handing_over import look_again

ONE_DAY = timedelta(days=1)


async def apply(
    session: AsyncSession, plan: Plan, *, office: Office, file_name: str, by: str, at: datetime
) -> Import:
    """Write the plan down; the import that is kept of it."""
    applying = Applying(session, plan, at)
    await applying.write()
    await follow_in_duties(session, plan, office=office, at=at)
    moved = await who_reviews_now(
        session, office, changed=supervisors_changed(plan.moved), today=plan.today
    )
    await applying.keeper.change(Activity, as_changes(moved))
    tell_of(session, moved, at=at)
    new = {reviewer for _, reviewer in moved if reviewer is not None}
    await look_again(session, office, new | {person.id for person in plan.ended}, now=at)
    done = Import(
        at=at,
        file_name=file_name[:255],
        by=by[:120],
        counts=plan.counts(),
        kept=dict(applying.keeper.kept),
    )
    session.add(done)
    await session.flush()
    return done


def supervisors_changed(moved: Iterable[Moved]) -> dict[int, date]:
    """Employee id: the day from which they have another supervisor."""
    return {
        move.person.id: move.since
        for move in moved
        if move.before is None or move.before.post.supervisor != move.post.supervisor
    }


class Applying:
    """One plan while it is written down: units, then people, then postings."""

    def __init__(self, session: AsyncSession, plan: Plan, at: datetime) -> None:
        self.session = session
        self.plan = plan
        self.at = at
        self.keeper = Keeper(session)
        self.units: dict[str, int] = {}  # id by code
        self.people: dict[str, int] = {}  # id by NIP

    async def write(self) -> None:
        await self._write_units()
        await self._write_people()
        await self._write_postings()
        await self._end()

    async def _write_units(self) -> None:
        rows = await self.session.execute(select(Unit.code, Unit.id))
        self.units = dict(rows.all())
        for _, level in groupby(self.plan.units_added, key=lambda unit: unit.path.count("/")):
            new = list(level)
            ids = await self.keeper.add(
                Unit, [{"code": unit.code, **self._unit(unit)} for unit in new], by=("code",)
            )
            self.units |= zip((unit.code for unit in new), ids, strict=True)
        await self.keeper.change(
            Unit, [self._unit_change(unit) for unit in self.plan.units_changed]
        )

    def _unit(self, unit: PlannedUnit) -> Values:
        parent = self.units[unit.parent] if unit.parent else None
        return {"name": unit.name, "path": unit.path, "parent_id": parent}

    def _unit_change(self, unit: PlannedUnit) -> Change:
        known = unit.known
        assert known is not None
        parent = self.units[known.parent] if known.parent else None
        before = {"name": known.name, "path": known.path, "parent_id": parent}
        return Change(known.id, before, self._unit(unit))

    async def _write_people(self) -> None:
        await self.keeper.add(
            Employee,
            [
                {"nip": new.nip, "language": "id", **self._person(new.who)}
                for new in self.plan.added
            ],
            by=("nip",),
        )
        await self.keeper.change(
            Employee,
            [
                Change(one.person.id, self._person(one.person.who), self._person(one.who))
                for one in self.plan.corrected
            ],
        )
        rows = await self.session.execute(select(Employee.nip, Employee.id))
        self.people = dict(rows.all())

    def _person(self, who: Who) -> Values:
        over = self.units[who.administers] if who.administers else None
        return {"name": who.name, "kind": who.kind, "role": who.role, "administers_id": over}

    async def _write_postings(self) -> None:
        begun: list[tuple[int, Post, date]] = [
            (self.people[new.nip], new.post, new.since) for new in self.plan.added
        ]
        begun += [(m.person.id, m.post, m.since) for m in self.plan.moved if not m.in_place]
        changes = [change for move in self.plan.moved for change in self._changed_posting(move)]
        for lot in alike(changes):
            await self.keeper.change(Posting, lot)
        await self.keeper.add(
            Posting,
            [
                {"employee_id": employee, **self._post(post), "since": since, "until": None}
                for employee, post, since in begun
            ],
            by=("employee_id", "since"),
        )

    def _changed_posting(self, move: Moved) -> Sequence[Change]:
        before, last = move.before, move.ends_before
        if before is None:
            return ()
        if move.in_place:
            return (Change(before.id, self._post(before.post), self._post(move.post)),)
        return (Change(before.id, {"until": before.until}, {"until": last}),) if last else ()

    def _post(self, post: Post) -> Values:
        return {
            "unit_id": self.units[post.unit],
            "supervisor_id": self.people[post.supervisor] if post.supervisor else None,
            "position": post.position,
            "grade": post.grade,
            "pattern": post.pattern,
        }

    async def _end(self) -> None:
        """Who has left keeps their history, but neither a role nor an invitation."""
        gone = self.plan.ended
        await self.keeper.change(Posting, [self._ended_posting(person) for person in gone])
        await self.keeper.change(
            Employee,
            [
                Change(
                    person.id, self._role(person.who), {"role": Role.STAFF, "administers_id": None}
                )
                for person in gone
                if person.who.role is not Role.STAFF
            ],
        )
        await self.keeper.change(Invitation, await self._open_invitations(gone))

    def _role(self, who: Who) -> Values:
        whole = self._person(who)
        return {name: whole[name] for name in ("role", "administers_id")}

    def _ended_posting(self, person: KnownPerson) -> Change:
        posting = person.posting
        assert posting is not None
        last = max(self.plan.today - ONE_DAY, posting.since)
        return Change(posting.id, {"until": posting.until}, {"until": last})

    async def _open_invitations(self, people: Sequence[KnownPerson]) -> list[Change]:
        rows = await self.session.scalars(
            select(Invitation.id).where(
                Invitation.employee_id.in_([person.id for person in people]),
                Invitation.used_at.is_(None),
                Invitation.withdrawn_at.is_(None),
            )
        )
        return [Change(row, {"withdrawn_at": None}, {"withdrawn_at": self.at}) for row in rows]
