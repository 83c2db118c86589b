"""What the admin of a unit may change by a file: nothing beyond their own tree, and no roles."""

from __future__ import annotations

from dataclasses import dataclass

from models.people.employees import Role
from models.people.importing.columns import Column
from models.people.importing.standing import KnownPerson, KnownUnit, Standing, Who


@dataclass(frozen=True)
class Scope:
    """A unit and all below it, as the office stands."""

    top: KnownUnit
    standing: Standing

    def why_not(
        self, known: KnownPerson | None, who: Who, unit: str, path: str
    ) -> tuple[Column, str] | None:
        """Where a row goes too far, and why. ``unit`` and ``path`` are what the file wants."""
        if known is not None and self._is_elsewhere(known):
            return Column.NIP, "scope-person"
        there = self.standing.units.get(unit)
        if not path.startswith(self.top.path) or (there and not self._holds(there)):
            return Column.UNIT, "scope-unit"
        before = (known.who.role, known.who.administers) if known else (Role.STAFF, None)
        return (Column.ROLE, "scope-role") if (who.role, who.administers) != before else None

    def _is_elsewhere(self, person: KnownPerson) -> bool:
        """Also whoever has left from elsewhere: their return is the agency's."""
        posting = person.posting
        return posting is not None and not self._holds(self.standing.units[posting.post.unit])

    def _holds(self, unit: KnownUnit) -> bool:
        return unit.path.startswith(self.top.path)
