"""What a row of the roster means for somebody: new, corrected, moved, or nothing."""

from __future__ import annotations

from datetime import date, timedelta

from models.people.employees import Kind, Role
from models.people.importing.columns import Column
from models.people.importing.plan import Added, Corrected, Moved, Plan
from models.people.importing.rows import PersonRow
from models.people.importing.standing import KnownPerson, KnownPosting, Post, Who

MONTHS = {f"{month:02}" for month in range(1, 13)}
OVER_A_UNIT = (Role.UNIT_ADMIN, Role.UNIT_HEAD)


def compare(plan: Plan, row: PersonRow, known: KnownPerson | None, who: Who, post: Post) -> None:
    """Put into the plan what this row changes."""
    if known is None:
        plan.added.append(Added(row.row, row.nip, who, post, row.since or plan.today))
        return
    if who != known.who:
        plan.corrected.append(Corrected(row.row, known, who))
    before = known.posting
    if before is None or has_left(before, plan.today) or post != before.post:
        since = begins(before, row.since, plan.today)
        plan.moved.append(Moved(row.row, known, post, since))


def has_left(posting: KnownPosting, today: date) -> bool:
    return posting.until is not None and posting.until < today


def begins(before: KnownPosting | None, tmt: date | None, today: date) -> date:
    """The first day of the new posting: TMT, else today.

    A TMT that is not after the beginning of the posting before it is that one's own, left
    standing in the file: it says nothing of this change. Nor does one while they were still there.
    """
    if before is None:
        return tmt or today
    if has_left(before, today):
        earliest = (before.until or today) + timedelta(days=1)
        return tmt if tmt is not None and tmt >= earliest else today
    return tmt if tmt is not None and tmt > before.since else today


def who_is_meant(row: PersonRow, unit: str, administers: str | None, known: Who | None) -> Who:
    """The person; what the file does not tell stays as it is."""
    role = row.role if Column.ROLE in row.columns else known.role if known else Role.STAFF
    over = administers
    if over is None:
        keeps = known is not None and Column.ROLE not in row.columns
        over = known.administers if known and keeps else unit
    kind = row.kind or (known.kind if known else kind_by_nip(row.nip))
    return Who(row.name, kind, role, over if role in OVER_A_UNIT else None)


def kind_by_nip(nip: str) -> Kind:
    """Where nothing is said: digits 13–14 of a civil servant's NIP are a month."""
    return Kind.PNS if nip[12:14] in MONTHS else Kind.PPPK


def post_meant(row: PersonRow, unit: str, known: Post | None) -> Post:
    """The posting; what the file does not tell stays as it is."""
    told = Post(unit, row.supervisor, row.position, row.grade, row.pattern)
    if known is None:
        return told
    has = row.columns
    return Post(
        unit=unit,
        supervisor=told.supervisor if Column.SUPERVISOR in has else known.supervisor,
        position=told.position if Column.POSITION in has else known.position,
        grade=told.grade if Column.GRADE in has else known.grade,
        pattern=told.pattern if Column.PATTERN in has else known.pattern,
    )
