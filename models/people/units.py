"""Units of the office (unit kerja), as a tree."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, ForeignKey, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NumberedBase


class Unit(NumberedBase):
    """A unit: dinas, bagian, kecamatan, puskesmas, school …

    ``path`` holds the codes from the top down, each followed by a slash ("DINKES/PKM-MB1/"), so
    that "this unit and all below it" is a prefix.
    """

    __tablename__ = "units"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    path: Mapped[str] = mapped_column(String(400), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True, default=None)

    @classmethod
    def below(cls, parent: Unit | None, *, code: str, name: str) -> Unit:
        """A new unit under ``parent``, or at the top."""
        return cls(
            code=code,
            name=name,
            path=f"{parent.path if parent else ''}{code}/",
            parent_id=parent.id if parent else None,
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """From the top of the tree down to this unit: what dated rules are looked up by."""
        return tuple(self.path.strip("/").split("/"))

    def contains(self, other: Unit) -> bool:
        """Whether ``other`` is this unit or below it."""
        return other.path.startswith(self.path)


def within(unit: Unit) -> ColumnElement[bool]:
    """This unit and all below it, for a query."""
    return Unit.path.startswith(unit.path, autoescape=True)


def place_of(unit: Unit, units: Mapping[str, Unit]) -> str:
    """The unit, and the one at the top that it belongs to; ``units`` by path."""
    top = units[f"{unit.codes[0]}/"]
    return unit.name if top.id == unit.id else f"{unit.name} · {top.name}"


async def unit_by_code(session: AsyncSession, code: str) -> Unit | None:
    """A unit by its code, in any case."""
    return await session.scalar(select(Unit).where(func.lower(Unit.code) == code.lower()))
