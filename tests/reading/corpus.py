"""Messages as offices write them, each with what a colleague would understand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from handlers.reading import Reading, read
from models.office import Office, Rules

DATA = Path(__file__).parent / "data"
OFFICE = Office(
    name="Pemerintah Kabupaten Contoh",
    agency="BKPSDM Kabupaten Contoh",
    quantity_units=("SPT", "SPPD", "rapor", "bidang tanah"),
    rules=(Rules(valid_from=date(2026, 1, 1)),),
)

Row = dict[str, str | int | float | None]


@dataclass(frozen=True)
class Message:
    """What was said, when, and what is wanted of it."""

    office: str
    say: str
    said_at: datetime
    want: tuple[Row, ...]
    ask: tuple[str, ...]

    def reading(self) -> Reading:
        return read(self.say, self.said_at, OFFICE)

    def __str__(self) -> str:
        return f"{self.office}: {self.say}"


def messages() -> Iterator[Message]:
    """The whole corpus."""
    for path in sorted(DATA.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Message(
                office=path.stem,
                say=row["say"],
                said_at=datetime.fromisoformat(row["now"]),
                want=tuple(row["want"]),
                ask=tuple(row["ask"]),
            )
