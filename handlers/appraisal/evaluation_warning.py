"""The organisation beside a predicate: its own, and its distribution pattern. Never a block."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.appraisal.evaluation_words import achievement_in, predicate_in
from handlers.cards import Look
from handlers.work.lines import shortened
from models.appraisal.achievements import achievement_of
from models.appraisal.distribution import Departure, departures
from models.appraisal.evaluations import Evaluation
from models.appraisal.finding_evaluations import posting_for, predicates_in
from models.appraisal.periods import Span
from models.appraisal.ratings import Predicate
from models.people.units import Unit


async def organisation_lines(look: Look, one: Evaluation, likely: Predicate | None) -> list[str]:
    """The unit's predicate, and where the unit's people would leave the pattern with this one."""
    posting = await posting_for(look.session, one.employee, one.span, look.office.today(look.now))
    if posting is None:
        return []
    together = {one.employee_id: likely} if likely else {}
    return await unit_lines(look, posting.unit, one.span, together)


async def unit_lines(
    look: Look, unit: Unit, span: Span, together: Mapping[int, Predicate]
) -> list[str]:
    """The same with several of the unit's people at once: their predicates, by employee."""
    found = await achievement_of(look.session, unit, span)
    if found is None:
        return [look.say("evaluation-organisation", predicate=None, unit="")]
    name = shortened(unit.name, 60)
    lines = [
        look.say("evaluation-organisation", predicate=achievement_in(look.say, found), unit=name)
    ]
    if not together:
        return lines
    pattern = look.office.appraisal_on(span.until).patterns.get(found, ())
    others = await predicates_in(look.session, unit.id, span, besides=together.keys())
    left = departures(pattern, [*others, *together.values()])
    return lines + [_departure(look, one) for one in left]


def _departure(look: Look, left: Departure) -> str:
    share = left.share
    return look.say(
        "evaluation-departure",
        of=[predicate_in(look.say, predicate) for predicate in share.of],
        part=round(left.part),
        least=share.at_least,
        most=share.at_most,
        some=share.some,
        mostly=share.mostly,
    )
