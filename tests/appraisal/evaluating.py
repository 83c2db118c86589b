"""What the plays about evaluations have in common: three steps of a ladder, and answers by tap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from tests.desk import Desk, Person

DECEMBER = datetime(2026, 12, 21, 3, 0, tzinfo=UTC)  # a Monday, 10.00 in Bungo
YEAR, QUARTER = "Tahun 2026", "Triwulan IV 2026"


@dataclass(frozen=True)
class Ladder:
    """Ida leads Mia, who leads Tom; Eve is Tom's colleague."""

    desk: Desk
    ida: Person
    mia: Person
    tom: Person
    eve: Person


async def a_ladder(desk: Desk) -> Ladder:
    desk.time = DECEMBER
    ida = await desk.hires("Ida")
    mia = await desk.hires("Mia", supervisor=ida)
    tom = await desk.hires("Tom", supervisor=mia, sex=1)
    return Ladder(desk, ida, mia, tom, await desk.hires("Eve", supervisor=mia))


async def assesses(tom: Person, period: str = YEAR) -> None:
    """Eight questions, one tap each, and it is sent."""
    await tom.says("/nilai")
    await tom.taps(f"Saya · {period}")
    for _ in range(8):
        await tom.taps("Sesuai ekspektasi")
    await tom.taps("Kirim penilaian diri")


async def opens(mia: Person, number: int, period: str = YEAR) -> None:
    """The person with this number on the team's card."""
    await mia.says("/nilai")
    await mia.taps(f"Tim · {period}")
    await mia.taps(str(number))


async def rates(mia: Person, *, results: str = "Sesuai", behaviour: str = "Sesuai") -> None:
    """Nine questions on the card that is open, up to the signature."""
    await mia.taps(results)
    for _ in range(7):
        await mia.taps("Sesuai")
    await mia.taps(behaviour)


async def signs(mia: Person, number: int, period: str = YEAR, **ratings: str) -> None:
    await opens(mia, number, period)
    await rates(mia, **ratings)
    await mia.taps("Tanda tangani")
