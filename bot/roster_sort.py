"""The roster as a sort of sheet: figures and first rows for a card, applied and taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.plainly import as_plain_text
from bot.roster_words import RosterWords
from bot.rosters import Roster, apply_roster, as_facts, checked_copy, undo_roster
from bot.sheet_sorts import Asker, Facts, Say, Shown, the_facts
from models.people.importing.checking import Wishes
from models.people.importing.columns import Sheet
from models.people.importing.plan import Plan
from models.people.importing.standing import office_as_it_stands
from models.people.imports import About, Import


class RosterSort:
    """Nobody is ended by chat, so nothing that needs to be asked for twice is planned."""

    about = About.ROSTER
    only_the_last = True

    def read(self, name: str, sheets: Sequence[Sheet]) -> Roster:
        return Roster.of(name, sheets)

    async def look(self, session: AsyncSession, file: Roster, asker: Asker) -> Callable[[], Plan]:
        standing = await office_as_it_stands(session)
        today = asker.office.today(asker.at)
        wishes = Wishes(unit=asker.within, within=asker.within, by=asker.admin.nip)
        return partial(file.check, standing, today=today, wishes=wishes)

    def shown(self, file: Roster, plan: Plan, say: Say) -> Shown:
        words = RosterWords(as_plain_text(say), file.people, plan)
        facts = the_facts(
            self.about,
            plan.entries,
            plan.counts(),
            [words.line(remark) for remark in plan.wrong],
            missing=len(plan.missing),
            wrong=len({(remark.sheet, remark.row) for remark in plan.wrong}),
            held_up=len(plan.held_up),
            doubtful=len(plan.doubtful),
        )
        copy = None if plan.is_spotless else checked_copy(file, words)
        return Shown(plan.fingerprint(), facts, copy)

    async def apply(self, session: AsyncSession, file: Roster, plan: Plan, asker: Asker) -> Import:
        return await apply_roster(
            session, file, plan, asker.office, by=asker.admin, at=asker.at, unit=asker.audited
        )

    async def undo(self, session: AsyncSession, done: Import, asker: Asker) -> list[Facts]:
        found = await undo_roster(
            session, done, asker.office, by=asker.admin, at=asker.at, unit=asker.audited
        )
        return [as_facts(one) for one in found]
