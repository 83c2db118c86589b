"""Employees (pegawai), and who is who."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NumberedBase
from models.people.nip import Sex


class Kind(StrEnum):
    """Employment (status kepegawaian), UU 20/2023."""

    PNS = "PNS"
    CPNS = "CPNS"
    PPPK = "PPPK"
    PPPK_PARTTIME = "PPPK paruh waktu"


class Role(StrEnum):
    """What somebody may do beside their own work."""

    STAFF = "staff"
    UNIT_HEAD = "unit-head"
    PERFORMANCE_TEAM = "performance-team"
    UNIT_ADMIN = "unit-admin"
    OFFICE_ADMIN = "office-admin"


class Language(StrEnum):
    """What the bot speaks."""

    INDONESIAN = "id"
    ENGLISH = "en"


class Employee(NumberedBase):
    """A civil servant. Where they work and under whom are dated postings."""

    __tablename__ = "employees"

    nip: Mapped[str] = mapped_column(String(18), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[Kind] = mapped_column(default=Kind.PNS)
    role: Mapped[Role] = mapped_column(default=Role.STAFF)
    # The unit that a unit's admin looks after or its head leads, with all below it.
    administers_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), default=None)
    language: Mapped[Language] = mapped_column(default=Language.INDONESIAN)

    @property
    def short_name(self) -> str:
        """The name without the degrees behind it: "Mia Lestari, S.E., M.Si." is Mia Lestari."""
        return self.name.split(",")[0].strip()

    @property
    def sex(self) -> Sex:
        return Sex(self.nip[14])

    @property
    def is_admin(self) -> bool:
        return self.role in (Role.OFFICE_ADMIN, Role.UNIT_ADMIN)

    def is_same_as(self, other: Employee | None) -> bool:
        return other is not None and self.id == other.id
