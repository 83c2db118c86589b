"""What an indicator says was reached, as a rule; the plays are in ``test_recap.py``."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.appraisal.planned import Aim, Planned
from models.appraisal.plans import Aspect
from models.appraisal.recaps import Share

APPROVED, TEN = {"berkas": Decimal(12)}, Decimal(10)


def aim(
    aspect: Aspect = Aspect.QUANTITY, unit: str | None = "Berkas", least: int | None = 10
) -> Aim:
    return Aim(aspect, "", "paling sedikit 10", Decimal(least) if least else None, None, unit)


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        (aim(), 12),
        (aim(unit="laporan"), 0),
        (aim(unit=None), None),
        (aim(least=None), None),
        (aim(Aspect.RECIPIENTS), 12),
        (aim(Aspect.QUALITY, unit="%"), None),
    ],
)
def test_what_is_counted_is_in_the_targets_own_unit(asked: Aim, reached: int | None) -> None:
    assert asked.reached(APPROVED) == (None if reached is None else Decimal(reached))


def test_an_idle_result_has_reached_nothing_of_what_is_counted() -> None:
    planned = Planned(7, 3, is_agreed=True, aims=[aim(), aim(Aspect.QUALITY, unit="%")])
    assert planned.as_share() == Share(7, 3, is_task=False, amounts={"berkas": Decimal(0)})
    assert not planned.as_share().activities
