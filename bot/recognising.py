"""What a spreadsheet is about, by the headers of its sheets; never by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from bot.absence_sheets import AbsenceSort
from bot.context_sheets import CONTEXT
from bot.job_sort import JobSort
from bot.plan_sheets import PLANS
from bot.roster_sort import RosterSort
from bot.sheet_imports import Job
from bot.sheet_sorts import Sort
from handlers.documents.checked import CHANGES, SUMMARY
from handlers.documents.rating_sheet import MARK_SHEET
from models.people.importing.any_table import AnyTable, NoTable, find_any
from models.people.importing.columns import NoRoster, Sheet, Table, find_tables
from models.people.imports import About
from models.refusals import Refusal
from models.work.absence_lists import absence_table

SORTS: Mapping[About, Sort] = {
    sort.about: sort for sort in (RosterSort(), AbsenceSort(), JobSort(PLANS), JobSort(CONTEXT))
}


class UnknownSheet(Refusal):
    """No sheet of the file has the columns of anything that the agency hands in."""


class SeveralSorts(Refusal):
    """A file may be about one thing only: nothing of it is to be overlooked."""


def has_ratings(sheets: Sequence[Sheet]) -> bool:
    """Whether the bot has made it, to be filled in by whoever appraises."""
    return any(sheet.name == MARK_SHEET for sheet in sheets)


def sort_of(sheets: Sequence[Sheet]) -> Sort:
    """What the file is about; a sheet without a single entry says nothing beside others."""
    found = [
        (about, any(table.entries()))
        for sheet in sheets
        if sheet.name not in (SUMMARY, CHANGES)
        for about, table in _tables_in(sheet)
    ]
    filled = {about for about, is_filled in found if is_filled}
    meant = filled or {about for about, _ in found}
    if not meant:
        raise UnknownSheet
    if len(meant) > 1:
        raise SeveralSorts(sorts=[about.value for about in About if about in meant])
    return SORTS[meant.pop()]


def _tables_in(sheet: Sheet) -> list[tuple[About, Table | AnyTable[Any]]]:
    """NIP and name are in every list of people: they make a roster of what is nothing else."""
    found = []
    for about, read in READERS:
        try:
            found.append((about, read([sheet])))
        except (NoRoster, NoTable):
            continue
    return found or _roster_in(sheet)


def _roster_in(sheet: Sheet) -> list[tuple[About, Table | AnyTable[Any]]]:
    try:
        people, _ = find_tables([sheet])
    except NoRoster:
        return []
    return [(About.ROSTER, people)]


def _reader(job: Job) -> Callable[[Sequence[Sheet]], AnyTable[Any]]:
    return partial(find_any, headers=job.headers, needed=job.needed)


READERS: Sequence[tuple[About, Callable[[Sequence[Sheet]], Table | AnyTable[Any]]]] = (
    (About.ABSENCES, absence_table),
    (About.PLANS, _reader(PLANS)),
    (About.INDICATORS, _reader(CONTEXT)),
)
