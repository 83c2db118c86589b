"""Lists of leave: what they would do in words, and as a sort of sheet that an admin sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.plainly import as_plain_text
from bot.roster_words import dated, reason
from bot.sheet_sorts import Asker, Facts, Say, Shown, the_facts
from handlers.documents.checked import Mark, checked_workbook
from handlers.people.being_away import MINE, TOLD
from models.notices.telling import show
from models.office import Office
from models.people.audit import Act, note
from models.people.chats import Chat
from models.people.importing import cells
from models.people.importing.columns import Column, Sheet, Table
from models.people.importing.plan import Remark
from models.people.importing.standing import office_as_it_stands
from models.people.imports import About, Import
from models.people.nip import masked
from models.work.absence_lists import (
    AbsencePlan,
    Listed,
    absence_table,
    check,
    read_list,
    standing_of,
)
from models.work.absences import Absence
from models.work.applying_absences import (
    apply_list,
    changed_since,
    first_open_day,
    take_list_back,
)


@dataclass(frozen=True)
class AbsenceList:
    """A file that was read."""

    name: str
    sheets: Sequence[Sheet]
    table: Table

    @classmethod
    def of(cls, name: str, sheets: Sequence[Sheet]) -> AbsenceList:
        """Raises ``NoRoster``."""
        return cls(name, sheets, absence_table(sheets))


class AbsenceSort:
    """Whoever is in it is told once it is applied, and once it is taken back."""

    about = About.ABSENCES
    only_the_last = False

    def read(self, name: str, sheets: Sequence[Sheet]) -> AbsenceList:
        return AbsenceList.of(name, sheets)

    async def look(
        self, session: AsyncSession, file: AbsenceList, asker: Asker
    ) -> Callable[[], AbsencePlan]:
        office, at = asker.office, asker.at
        plan = read_list(
            file.table, await office_as_it_stands(session), today=office.today(at),
            since=first_open_day(office, at), within=asker.within,
        )  # fmt: skip
        noted = await standing_of(session, plan.listed)

        def checked() -> AbsencePlan:
            check(plan, noted)
            return plan

        return checked

    def shown(self, file: AbsenceList, plan: AbsencePlan, say: Say) -> Shown:
        say = as_plain_text(say)
        counts = {"added": len(plan.added), "changed": len(plan.changed)}
        facts = the_facts(
            self.about,
            plan.entries,
            counts,
            [remark_line(remark, file.table, say) for remark in plan.wrong],
            wrong=len({remark.row for remark in plan.wrong}),
            doubtful=len(plan.doubtful),
            same=len(plan.there),
            past=len(plan.past),
        )
        says_nothing = not (any(counts.values()) or plan.wrong or plan.doubtful)
        copy = None if says_nothing else checked_copy(file, plan, changes(plan, say), say)
        return Shown(_fingerprint(plan), facts, copy)

    async def apply(
        self, session: AsyncSession, file: AbsenceList, plan: AbsencePlan, asker: Asker
    ) -> Import:
        done, written = await apply_list(
            session, plan, office=asker.office, file_name=file.name, by=asker.admin.name,
            at=asker.at,
        )  # fmt: skip
        await show_absences(session, asker.office, written, asker.at)
        note(session, Act.IMPORTED, by=asker.admin, at=asker.at, unit=asker.audited,
             what=done.file_name)  # fmt: skip
        return done

    async def undo(self, session: AsyncSession, done: Import, asker: Asker) -> list[Facts]:
        touched = await changed_since(session, done)
        if touched:
            return [{"about": "absences-changed", "count": touched}]
        back = await take_list_back(session, done, office=asker.office, at=asker.at)
        await show_absences(session, asker.office, back, asker.at)
        note(session, Act.UNDONE, by=asker.admin, at=asker.at, unit=asker.audited,
             what=done.file_name)  # fmt: skip
        return []


def _fingerprint(plan: AbsencePlan) -> str:
    """The same for two plans that do the same and leave out the same rows."""
    replaced = [(one, [(a.id, a.version) for a in others]) for one, others in plan.changed]
    return sha256(repr((plan.added, replaced, plan.wrong, plan.past)).encode()).hexdigest()


async def show_absences(
    session: AsyncSession, office: Office, absences: Sequence[Absence], at: datetime
) -> None:
    """Their cards, not at night, for those who have a chat; what is over is not told."""
    today = office.today(at)
    due = office.awake(at, office.rules_on(today))
    joined = {*await session.scalars(select(Chat.employee_id).where(Chat.employee_id.is_not(None)))}
    for absence in absences:
        if absence.until < today:
            continue
        if absence.employee_id in joined:
            show(session, MINE, absence.id, to=absence.employee_id, at=due)
        if absence.told_id is not None:
            show(session, TOLD, absence.id, to=absence.told_id, at=due)


# In words


def remark_line(remark: Remark, table: Table, say: Say) -> str:
    column = _title(table, remark.column) if remark.column else None
    return say("roster-remark", row=remark.row, sheet=None, column=column,
               why=reason(remark.because, remark.facts, say))  # fmt: skip


def changes(plan: AbsencePlan, say: Say, *, remove: bool = False) -> list[list[str]]:
    """A header, then a row for each absence that changes; NIPs in part."""
    rows = [say("absence-changes-header").split("|")]
    if remove:
        return rows + [_change("removed", one, say) for one, _ in plan.there]
    rows += [_change("added", one, say) for one in plan.added]
    return rows + [_change("changed", one, say) for one, _ in plan.changed]


def checked_copy(
    file: AbsenceList, plan: AbsencePlan, changed: Sequence[Sequence[str]], say: Say
) -> Callable[[], bytes]:
    """What makes the workbook with what is wrong coloured and what changes listed."""
    return partial(
        checked_workbook, file.sheets, {file.table.sheet: file.table.header},
        [*_marks(file.table, plan, say)], [[plan.sheet, str(plan.entries)]], changed,
    )  # fmt: skip


def _title(table: Table, column: Column) -> str:
    place = table.places.get(column)
    return "" if place is None else cells.words(table.rows[table.header][place])


def _marks(table: Table, plan: AbsencePlan, say: Say) -> Iterator[Mark]:
    for remarks, is_wrong in ((plan.wrong, True), (plan.doubtful, False)):
        for remark in remarks:
            place = table.places.get(remark.column) if remark.column else None
            why = reason(remark.because, remark.facts, say)
            yield Mark(table.sheet, remark.row, place, why, is_wrong)


def _change(what: str, one: Listed, say: Say) -> list[str]:
    kind = say("absence-kind", kind=one.kind.value)
    who = [str(one.row), masked(one.nip), one.name]
    return [say(f"absence-change-{what}"), *who, kind, dated(one.since), dated(one.until)]
