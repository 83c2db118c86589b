"""Stand-ins (Plh, Plt): who acts for an official, from when until when, by which letter."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from models.base import NumberedBase
from models.people.employees import Employee
from models.refusals import Refusal

LONGEST_LETTER = 80


class Capacity(StrEnum):
    """As what somebody decides in an official's place."""

    PLH = "plh"  # pelaksana harian: the official is away for a time
    PLT = "plt"  # pelaksana tugas: the post is vacant
    SUPERIOR = "superior"  # one level up: the official is away and nobody stands in


BY_LETTER = (Capacity.PLH, Capacity.PLT)


class StandInForOneself(Refusal):
    """Nobody stands in for themselves."""


class StandInBackwards(Refusal):
    """It would end before it begins, or has ended already."""


class StandInOverlaps(Refusal):
    """Somebody else stands in on some of these days already."""


class LetterMissing(Refusal):
    """A mandate needs the number of its letter."""


class NotYourStandIn(Refusal):
    """Only the official or the personnel agency ends it."""


class StandInOver(Refusal):
    """It has been ended already."""


class StandInTermOver(Refusal):
    """Said to a stand-in: nobody decides for an official after their term."""


class StandIn(NumberedBase):
    """Somebody acts for an official. ``turns_on`` is the next day on which it begins or ends."""

    __tablename__ = "stand_ins"
    __table_args__ = (
        Index("ix_stand_ins_official_id_since", "official_id", "since"),
        Index(
            "ix_stand_ins_turns_on",
            "turns_on",
            "id",
            sqlite_where=text("turns_on IS NOT NULL"),
            postgresql_where=text("turns_on IS NOT NULL"),
        ),
    )

    official_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), index=True)
    kind: Mapped[Capacity]
    since: Mapped[date]
    until: Mapped[date | None]  # the last day; None: until it is ended (Plt)
    letter: Mapped[str] = mapped_column(String(LONGEST_LETTER))
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"), default=None)
    said_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    turns_on: Mapped[date | None] = mapped_column(default=None)

    official: Mapped[Employee] = relationship(
        lazy="raise_on_sql", foreign_keys=[official_id], init=False
    )
    deputy: Mapped[Employee] = relationship(
        lazy="raise_on_sql", foreign_keys=[deputy_id], init=False
    )

    def end(self, *, by: Employee | None, at: datetime, today: date) -> None:
        """Act no more from now on; ``by`` the official, or (None) the personnel agency."""
        if by is not None and self.official_id != by.id:
            raise NotYourStandIn
        if self.ended_at is not None or (self.until is not None and self.until < today):
            raise StandInOver
        self.ended_at, self.turns_on = at, today


def acting_on(since: date, until: date | None) -> ColumnElement[bool]:
    """The stand-ins that hold on some day of a period, for a query."""
    begins = StandIn.since <= until if until is not None else StandIn.since.is_not(None)
    return and_(
        begins,
        or_(StandIn.until.is_(None), StandIn.until >= since),
        StandIn.ended_at.is_(None),
    )


async def appoint(
    session: AsyncSession, official: Employee, deputy: Employee, *, kind: Capacity, since: date,
    until: date | None, letter: str, by: Employee | None, at: datetime, today: date,
) -> StandIn:  # fmt: skip
    """Write down who stands in; one at a time, and always by a letter."""
    if official.is_same_as(deputy):
        raise StandInForOneself
    if until is not None and until < max(since, today):
        raise StandInBackwards
    if not letter.strip():
        raise LetterMissing
    # Two who name one at the same moment: the second sees the first.
    await session.get_one(Employee, official.id, with_for_update={"key_share": True})
    await must_be_vacant(session, official.id, since, until)
    row = StandIn(
        official_id=official.id, deputy_id=deputy.id, kind=kind, since=since, until=until,
        letter=letter.strip()[:LONGEST_LETTER], said_by_id=by.id if by else None, said_at=at,
        turns_on=since,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row


async def must_be_vacant(
    session: AsyncSession, official_id: int, since: date, until: date | None
) -> None:
    """Refuse days on some of which somebody stands in for the official already."""
    other = await session.scalar(
        select(StandIn.id)
        .where(StandIn.official_id == official_id, acting_on(since, until))
        .limit(1)
    )
    if other is not None:
        raise StandInOverlaps


async def must_still_stand_in(
    session: AsyncSession, deputy: Employee, officials: Collection[int], *, today: date
) -> None:
    """Refuse to decide for these once the term is over, also before the work has gone back."""
    if not officials:
        return
    mine = await session.scalars(
        select(StandIn.official_id).where(StandIn.deputy_id == deputy.id, acting_on(today, today))
    )
    if not set(officials) <= set(mine):
        raise StandInTermOver


async def places_of(session: AsyncSession, deputy: Employee, *, today: date) -> list[StandIn]:
    """Those for whom somebody stands in today; not who will, and not who did."""
    rows = await standing_in(session, StandIn.deputy_id == deputy.id, today=today)
    return [row for row in rows if row.since <= today]


async def standing_in(
    session: AsyncSession, whose: ColumnElement[bool], *, today: date
) -> list[StandIn]:
    """Those that hold today or later, the first first, with the names of both."""
    rows = await session.scalars(
        select(StandIn)
        .where(acting_on(today, None), whose)
        .order_by(StandIn.since, StandIn.id)
        .options(joinedload(StandIn.official), joinedload(StandIn.deputy))
    )
    return list(rows)
