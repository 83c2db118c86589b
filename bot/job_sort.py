"""Plans and figures of units as sorts of sheets that an admin sends to the bot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.plainly import as_plain_text, words
from bot.sheet_imports import Checked, Job, checked_copy, fault_line
from bot.sheet_sorts import Asker, Facts, Say, Shown, the_facts
from models.people.audit import Act, note
from models.people.importing.any_table import AnyTable, find_any
from models.people.importing.columns import Sheet
from models.people.imports import Import


@dataclass(frozen=True)
class SheetFile:
    """A file that was read."""

    name: str
    sheets: Sequence[Sheet]
    table: AnyTable[Any]


@dataclass(frozen=True)
class Tried:
    """What a check found, and what says whether it is still the same."""

    checked: Checked
    fingerprint: str


class JobSort:
    """A job of the command line, by chat."""

    only_the_last = False

    def __init__(self, job: Job) -> None:
        self._job = job
        self.about = job.about

    def read(self, name: str, sheets: Sequence[Sheet]) -> SheetFile:
        """Raises ``NoTable``."""
        return SheetFile(name, sheets, find_any(sheets, self._job.headers, self._job.needed))

    async def look(
        self, session: AsyncSession, file: SheetFile, asker: Asker
    ) -> Callable[[], Tried]:
        office = asker.office
        checked = await self._job.check(session, file.table, office, asker.at, asker.units)
        return partial(_tried, checked, words(office.timezone))

    def shown(self, file: SheetFile, plan: Tried, say: Say) -> Shown:
        say, checked = as_plain_text(say), plan.checked
        changes = checked.changes(say)
        facts = the_facts(
            self.about,
            sum(1 for _ in file.table.entries()),
            {"changes": len(changes)},
            [fault_line(say, file.table, fault) for fault in checked.faults],
            wrong=len({fault.row for fault in checked.faults}),
            same=checked.same,
        )
        is_worth_it = changes or checked.faults
        copy = checked_copy(file.sheets, file.table, checked.faults, changes, say)
        return Shown(plan.fingerprint, facts, copy if is_worth_it else None)

    async def apply(
        self, session: AsyncSession, file: SheetFile, plan: Tried, asker: Asker
    ) -> Import:
        done = await self._job.apply(session, plan.checked, file.name, asker.admin.name, asker.at)
        note(session, Act.IMPORTED, by=asker.admin, at=asker.at, unit=asker.audited,
             what=done.file_name)  # fmt: skip
        return done

    async def undo(self, session: AsyncSession, done: Import, asker: Asker) -> list[Facts]:
        found = await self._job.built_on(session, done)
        if not found:
            await self._job.take_back(session, done, asker.at)
            note(session, Act.UNDONE, by=asker.admin, at=asker.at, unit=asker.audited,
                 what=done.file_name)  # fmt: skip
        return [{"about": about, "count": count} for about, count in found]


def _tried(checked: Checked, say: Say) -> Tried:
    """In one language, whatever the admin's is by then."""
    faults = [(fault.row, str(fault.column), fault.because) for fault in checked.faults]
    done = repr((checked.changes(say), faults, checked.same))
    return Tried(checked, sha256(done.encode()).hexdigest())
