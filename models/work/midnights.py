"""When a day is over on the office's clock, as an expression for either database."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, DateTime, cast, func
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import Moment
from models.office import Office

AS_KEPT = "%Y-%m-%d %H:%M:%S.000000"  # how SQLite has a ``Moment``


def end_of_day(
    session: AsyncSession, day: Any, office: Office, *, near: date
) -> ColumnElement[datetime]:
    """The moment at which the day of a column ends.

    SQLite knows no zones: there it is reckoned with the offset that holds ``near`` those days,
    which is right wherever there is no summer time, as in Indonesia.
    """
    if session.get_bind().dialect.name == "postgresql":
        local = cast(day, DateTime) + timedelta(days=1)
        return func.timezone(office.timezone, local, type_=Moment)
    offset = office.at(near, time()).utcoffset() or timedelta()
    minutes = f"{-offset // timedelta(minutes=1):+} minutes"
    return func.strftime(AS_KEPT, day, "+1 day", minutes, type_=Moment)
