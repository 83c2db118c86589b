"""The played month, with people who are away by /izin, stand-ins of their own teams, and transfers.

What the play knows of absences is what people said and were told; who may decide is recounted from
that alone: it asks neither the absences nor the stand-ins in the database.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update

from models.people.postings import Posting
from models.work.activities import Activity
from models.work.decisions import Decision
from models.work.states import State
from tests.people.importing.office import import_rows
from tests.work.month import MONTH_NAMES, Month, Outcome, Played

HEADER = ("NIP", "Nama", "NIP atasan", "TMT")
SICK, LEAVE, LEADS_AWAY, MOVED = 0.02, 0.03, 0.12, 0.3  # a day; of the last, a transfer of one


class MovingMonth(Month):
    """One head above all supervisors, who is always there; everybody else comes and goes."""

    asked: dict[Played, list[date]]
    moved = stood_in = asked_for = waiting_with_nobody = looked_at = 0

    async def _hire(self) -> None:
        await super()._hire()
        self.asked, self.deputies = {}, set[Played]()
        self.leaders = self.staff[:: self.team]
        person = await self.days.hires("Kepala Contoh")
        self.head = Played(person, six_days=False, off_at_noon=False)
        self.staff.append(self.head)
        async with self.days.database.transaction() as session:
            await session.execute(
                update(Posting)
                .where(Posting.employee_id.in_([one.person.employee.id for one in self.leaders]))
                .values(supervisor_id=person.employee.id)
            )

    async def _morning(self, day: date, working: list[Played]) -> None:
        await self.days.goes_to(day, "08.00")
        for played in working:
            if played is not self.head:
                await self._is_away(played, day)
        if self.random.random() < MOVED:
            await self._transfer(day)
        await super()._morning(day, [played for played in working if self.owes(played, day)])

    async def _afternoon(self, day: date, working: list[Played]) -> None:
        await super()._afternoon(day, working)
        await self._look_for_what_waits_with_nobody(day)

    async def _answers(self, played: Played, day: date) -> None:
        """The head always reports, and so does whoever has asked for leave and has no answer."""
        if played is self.head or day in self.asked.get(played, ()):
            await self._reports(played, day)
        else:
            await super()._answers(played, day)

    async def _reviews(self, day: date) -> None:
        for played in [*self.leaders, self.head, *sorted(self.deputies, key=self.staff.index)]:
            if self.owes(played, day) and self.random.random() < 0.7:
                await self._allows(played)
                await played.person.says("/tinjau")
                if "Menunggu keputusan" in played.person.sees:
                    await played.person.taps("Setujui yang tampil")

    # Away

    async def _is_away(self, played: Played, day: date) -> None:
        chance = self.random.random()
        if played in self.leaders and chance < LEADS_AWAY:
            if await self._says(played, "dinas luar", day, self.random.randint(1, 3)):
                await self._names_a_stand_in(played, day)
        elif chance < SICK:
            await self._says(played, "sakit", day, self.random.randint(1, 2))
        elif chance < SICK + LEAVE and played not in self.asked:
            begins = day + timedelta(days=self.random.randint(1, 3))
            await self._says(played, "cuti tahunan", begins, self.random.randint(1, 4))

    async def _says(self, played: Played, kind: str, since: date, length: int) -> bool:
        """/izin in words; at once, or asked for. Whether it was said at all."""
        days = [since + timedelta(days=n) for n in range(length)]
        taken = played.away.union(self.asked.get(played, ()))
        free = taken.isdisjoint(days) and days[-1] <= self.until and self.special not in days
        if not free or not any(self.works(played, day) for day in days):
            return False
        until = f" s/d {_written(days[-1])}" if length > 1 else ""
        await played.person.says(f"/izin {kind} {_written(since)}{until}")
        if kind == "cuti tahunan":
            await played.person.taps("Minta persetujuan")
            self.asked[played], self.asked_for = days, self.asked_for + 1
        else:
            await played.person.taps("Catat")
            played.away.update(days)
        return True

    async def _allows(self, played: Played) -> None:
        """Whatever asks on one's screen is granted; from then on those days are away."""
        asking = [s for s in played.person.screen if "Menunggu persetujuan Anda" in s.text]
        for shown in asking:
            who = next(p for p in self.asked if f" {p.person.employee.name}</b>" in shown.text)
            assert (await played.person.taps("Setujui", on=shown) or "").startswith("Disetujui")
            who.away.update(self.asked.pop(who))

    # Standing in, and moving

    async def _names_a_stand_in(self, leader: Played, day: date) -> None:
        """Somebody of the own team, for some of the days; half of the time."""
        place = self.staff.index(leader)
        team = [p for p in self.staff[place + 1 : place + self.team] if p is not self.head]
        if not team or self.random.random() < 0.5:
            return
        deputy = self.random.choice(team)
        say, tap = leader.person.says, leader.person.taps
        await say("/pengganti")
        await tap("Catat pengganti saya")
        await say(deputy.person.employee.nip)
        await tap(f"Bu {deputy.person.employee.name}")
        await tap("Plh")
        until = day + timedelta(days=self.random.randint(0, 2))
        await say(f"{_written(day)} s/d {_written(until)}")
        await say("800/7/2026")
        if (await tap("Catat") or "").startswith("Dicatat"):  # one may stand in already
            self.deputies.add(deputy)
            self.stood_in += 1

    async def _transfer(self, day: date) -> None:
        """Somebody works under another supervisor from today on, by the agency's spreadsheet."""
        staff = [p for p in self.staff if p not in self.leaders and p is not self.head]
        who, leader = self.random.choice(staff).person, self.random.choice(self.leaders).person
        row = [who.employee.nip, who.employee.name, leader.employee.nip, f"{day:%d-%m-%Y}"]
        plan, done = await import_rows(self.days.database, [row], at=self.days.time, header=HEADER)
        assert plan.wrong == []
        self.moved += done is not None
        await self.days.settles()

    # The recount

    async def _look_for_what_waits_with_nobody(self, day: date) -> None:
        """Whoever something waits with is at work and not its author, or it waits with nobody.

        The head's own is left out: above the top of the tree there is nobody by design.
        """
        head = self.head.person.employee.id
        there = {p.person.employee.id for p in self.staff if day not in p.away}
        async with self.days.database.transaction() as session:
            rows = await session.execute(
                select(Activity.reviewer_id, Activity.author_id).where(
                    Activity.state == State.SUBMITTED, Activity.author_id != head
                )
            )
            for reviewer, author in rows:
                self.looked_at += 1
                self.waiting_with_nobody += reviewer not in there or reviewer == author

    async def decided_for_another(self) -> int:
        return await self.days.count(Decision, Decision.instead_of_id.is_not(None))

    async def _outcome(self) -> Outcome:
        self.decided_in_place = await self.decided_for_another()
        return await super()._outcome()


def _written(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month]}"
