"""What else waits with an official: absences to be approved, corrections to be let in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models.notices.notices import Notice
from models.notices.telling import redraw, show
from models.people.employees import Employee
from models.people.postings import Posting, awake_for
from models.work.absences import Absence, asked_for, holding
from models.work.acting import Acting, Ways, official_of
from models.work.corrections import Correction, CorrectionAnswer
from models.work.stand_ins import BY_LETTER
from models.work.telling_admins import tell_admin

MINE, TOLD = "away", "absence"  # the cards of who is away, and of who was told
CORRECTION = "correction"


async def hand_over_absences(ways: Ways, *, at: datetime) -> int:
    """What was asked for goes to whoever acts today for the supervisor of its first day."""
    moved = 0
    for absence, posting in await _asked_for(ways.session):
        official = await official_of(ways.session, posting, ways.office)
        if official is None or official.id == absence.employee_id:
            continue
        acting = await ways.acting(official, author_id=absence.employee_id)
        if acting.is_stuck:
            await tell_admin(ways.session, official, ways.office, at=at)
        if not absence.is_with(acting.who, acting.instead_of, acting.capacity):
            await _hand_absence_to(ways, absence, acting, at=at)
            moved += 1
    return moved


async def give_back_told(ways: Ways, deputies: Collection[int], *, at: datetime) -> None:
    """What a stand-in was only told of is the official's to object to after the term.

    What a stand-in has approved stays with whoever approved it.
    """
    rows = await ways.session.scalars(
        select(Absence)
        .where(
            Absence.told_id.in_(deputies),
            Absence.capacity.in_(BY_LETTER),
            Absence.approved_at.is_(None),
            holding(ways.today, date.max),
        )
        .order_by(Absence.id)
        .options(joinedload(Absence.employee))
        .execution_options(populate_existing=True)
    )
    for absence in rows.all():
        official = await ways.session.get_one(Employee, absence.instead_of_id or 0)
        acting = await ways.acting(official, author_id=absence.employee_id)
        if not absence.is_with(acting.who, acting.instead_of, acting.capacity):
            await _hand_absence_to(ways, absence, acting, at=at)


async def _asked_for(session: AsyncSession) -> Sequence[tuple[Absence, Posting]]:
    """With the posting of the first day."""
    rows = await session.execute(
        select(Absence, Posting)
        .join(
            Posting,
            and_(
                Posting.employee_id == Absence.employee_id,
                Posting.since <= Absence.since,
                or_(Posting.until.is_(None), Posting.until >= Absence.since),
            ),
        )
        .where(asked_for())
        .order_by(Posting.since, Posting.id)
        .options(joinedload(Absence.employee))
        .execution_options(populate_existing=True)
    )
    return list({absence.id: (absence, posting) for absence, posting in rows}.values())


async def _hand_absence_to(ways: Ways, absence: Absence, acting: Acting, *, at: datetime) -> None:
    who, before = acting.who, absence.told_id
    # Not through the row: nothing of the absence itself has changed.
    await ways.session.execute(
        update(Absence)
        .where(Absence.id == absence.id)
        .values(told_id=who.id, capacity=acting.capacity,
                instead_of_id=acting.instead_of.id if acting.instead_of else None,
                version=Absence.version + 1)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    by_day = await awake_for(ways.session, who, ways.office, at=at)
    for one in {before, who.id} - {None}:
        show(ways.session, TOLD, absence.id, to=one or 0, at=by_day)
    show(ways.session, MINE, absence.id, to=absence.employee_id, at=by_day)
    await ways.session.refresh(absence)


async def hand_over_corrections(ways: Ways, officials: Collection[int], *, at: datetime) -> None:
    """What was asked of these is shown to whoever acts for them; it stays with them by name."""
    rows = await ways.session.scalars(
        select(Correction)
        .outerjoin(CorrectionAnswer, CorrectionAnswer.correction_id == Correction.id)
        .where(Correction.reviewer_id.in_(officials), CorrectionAnswer.id.is_(None))
        .order_by(Correction.id)
    )
    for correction in rows:
        official = await ways.session.get_one(Employee, correction.reviewer_id)
        acting = await ways.acting(official, author_id=correction.by_id)
        if acting.is_stuck:
            await tell_admin(ways.session, official, ways.office, at=at)
        await _show_correction(ways, correction, acting.who, at=at)


async def _show_correction(
    ways: Ways, correction: Correction, who: Employee, *, at: datetime
) -> None:
    by_day = await awake_for(ways.session, who, ways.office, at=at)
    theirs = Notice.employee_id == correction.reviewer_id
    await redraw(ways.session, CORRECTION, correction.id, to=theirs, at=by_day)
    stands = await ways.session.scalar(
        select(Notice.id).where(
            Notice.employee_id == who.id,
            Notice.kind == CORRECTION,
            Notice.subject == str(correction.id),
            Notice.message_id.is_not(None),
        )
    )
    if stands is None:
        show(ways.session, CORRECTION, correction.id, to=who.id, at=by_day)
