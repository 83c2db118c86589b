"""What a unit is shown beside its figures: attendance, service time and SKM, never mixed in."""

from __future__ import annotations

from handlers.cards import Look
from handlers.documents.recap import period_name
from models.appraisal.context import Context, UnitFigure, context_of
from models.appraisal.satisfaction import grade_of
from models.people.units import Unit


async def context_lines(look: Look, unit: Unit) -> str:
    """A few lines with their own warning; "" where nothing was imported."""
    found = await context_of(look.session, unit.id)
    if not found:
        return ""
    return look.say("context-of-unit", agency=look.office.agency,
                    lines=[_line(look, one) for one in found])  # fmt: skip


def _line(look: Look, one: UnitFigure) -> str:
    floors = look.office.appraisal_on(one.until).satisfaction_from
    is_survey = one.kind is Context.SATISFACTION
    return look.say(
        "context-line",
        kind=one.kind.value,
        amount=one.amount,
        grade=grade_of(one.amount, floors).value if is_survey else None,
        period=period_name(look.say, one.period),
    )
