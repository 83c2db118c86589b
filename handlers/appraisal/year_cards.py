"""The cards of a year: one's own as a picture, and a unit's predicates beside its pattern."""

from __future__ import annotations

from datetime import date

from aiogram.types import InlineKeyboardButton

from handlers.appraisal.evaluation_words import achievement_in, predicate_in
from handlers.appraisal.recap_cards import results_of, told_in
from handlers.appraisal.yearly import UNIT_YEAR, YEAR, ShowUnitYear, ShowYear
from handlers.cards import Drawing, Look, Page, button, keyboard, sheet
from handlers.documents.year import ResultLine, year_picture
from handlers.turn import named
from handlers.work.lines import shortened
from models.appraisal.achievements import achievement_of
from models.appraisal.credits import credit_of
from models.appraisal.distribution import Departure, departures
from models.appraisal.evaluation_steps import Step
from models.appraisal.evaluations import Evaluation
from models.appraisal.finding_evaluations import newest_signed
from models.appraisal.periods import Cadence, Span
from models.appraisal.ratings import Predicate
from models.appraisal.recaps import recap_of
from models.appraisal.years import months_of, unit_year
from models.office import Kept
from models.work import periods
from models.work.figures import figures_of
from models.work.weeks import unit_headed_by


async def draw_year(look: Look) -> Drawing:
    """The card of kind "year"; its facts say which."""
    today, year = look.office.today(look.now), _within(look)
    first, last = date(year, 1, 1), date(year, 12, 31)
    whole = await figures_of(look.session, look.to.id, first, last, today=today)
    one = await _received(look, year)
    predicate = predicate_in(look.say, one.outcome if one else None)
    credit = await credit_of(look.session, one, look.office) if one else None
    name = look.say("week-name", person=named(look.to))
    shown = year_picture(look.say, name, year, whole, months_of(whole),
                         await _results(look, year), predicate)  # fmt: skip
    text = look.say("year-own", year=year, owed=len(whole.owed), reported=len(whole.reported),
                    minutes=whole.minutes, activities=whole.activities,
                    predicate=predicate, credit=credit)  # fmt: skip
    unit = await unit_headed_by(look.session, look.to, today)
    more = [button(look.say("button-unit-year"), ShowUnitYear.on(look, year=year))] if unit else []
    return Drawing((Page(text, keyboard(_steps(look, year, ShowYear), more), picture=shown),))


async def _results(look: Look, year: int) -> list[ResultLine]:
    """What went into each planned result, the most first."""
    period = periods.Period.named(f"{year:04}")
    found = await recap_of(look.session, look.to.id, period, look.office,
                           today=look.office.today(look.now))  # fmt: skip
    known, told = await results_of(look, found), await told_in(look, period, found)
    lines = [
        ResultLine(shortened(known[share.plan_id, share.key].what, 70), share.minutes,
                   share.activities, told.get((share.plan_id, share.key), ()))
        for share in found.shares
        if share.plan_id is not None and share.key is not None
        and (share.plan_id, share.key) in known
    ]  # fmt: skip
    return sorted(lines, key=lambda line: -line.minutes)


async def _received(look: Look, year: int) -> Evaluation | None:
    """As signed for the year, or decided after an objection, once it was opened with Baca."""
    span = Span.holding(date(year, 1, 1), Cadence.YEARLY)
    one = await newest_signed(look.session, look.to.id, span)
    return one if one is not None and one.step(Step.READ) else None


async def draw_unit_year(look: Look) -> Drawing:
    """The card of kind "unit-year": predicates against the pattern, and against last year."""
    today, year = look.office.today(look.now), _within(look)
    unit = await unit_headed_by(look.session, look.to, today)
    if unit is None:
        return Drawing()  # they lead it no longer
    now = await unit_year(look.session, unit, year, besides=look.to, today=today)
    before = await unit_year(look.session, unit, year - 1, besides=look.to, today=today)
    span = Span.holding(date(year, 1, 1), Cadence.YEARLY)
    organisation = await achievement_of(look.session, unit, span)
    pattern = look.office.appraisal_on(span.until).patterns.get(organisation, ()) if organisation \
        else ()  # fmt: skip
    text = sheet(
        look.say(
            "year-unit", unit=unit.name, year=year, rated=len(now.predicates), people=now.people,
            objections=now.objections, organisation=achievement_in(look.say, organisation),
            counts=[(predicate_in(look.say, p), now.count(p), before.count(p))
                    for p in reversed(Predicate)],
            has_before=bool(before.predicates),
        ),
        *[_departure(look, left) for left in departures(pattern, now.predicates)],
        look.say("year-unit-foot"),
    )  # fmt: skip
    return Drawing((Page(text, keyboard(_steps(look, year, ShowUnitYear))),))


def _departure(look: Look, left: Departure) -> str:
    share = left.share
    return look.say(
        "year-departure", of=[predicate_in(look.say, one) for one in share.of],
        part=round(left.part), least=share.at_least, most=share.at_most, some=share.some,
        mostly=share.mostly,
    )  # fmt: skip


def _within(look: Look) -> int:
    """The year that is asked for; one that a forged button made up is the nearest there is."""
    first = look.office.today(look.office.kept_since(Kept.WORK, look.now)).year
    return int(min(max(look.notice.facts["year"], first), look.office.today(look.now).year))


def _steps(
    look: Look, year: int, press: type[ShowYear] | type[ShowUnitYear]
) -> list[InlineKeyboardButton]:
    """To the year before, as far as it is kept, and back."""
    first = look.office.today(look.office.kept_since(Kept.WORK, look.now)).year
    to = [("◀", year - 1)] if year > first else []
    to += [("▶", year + 1)] if year < look.office.today(look.now).year else []
    return [button(f"{arrow} {one}", press.on(look, year=one)) for arrow, one in to]


CARDS = {YEAR: draw_year, UNIT_YEAR: draw_unit_year}
