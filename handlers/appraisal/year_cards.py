"""The cards of a year: one's own as a picture, and a unit's predicates beside its pattern."""

from __future__ import annotations

from datetime import date

from aiogram.types import InlineKeyboardButton

from handlers.appraisal.evaluation_words import achievement_in, predicate_in
from handlers.appraisal.recap_cards import results_of, told_in
from handlers.appraisal.yearly import UNIT_YEAR, YEAR, BehindYear, ShowUnitYear, ShowYear
from handlers.cards import Drawing, Look, Page, button, keyboard, sheet
from handlers.documents.year import ResultLine, year_picture
from handlers.turn import Say, named
from handlers.work.behalf import place_of
from handlers.work.lines import shortened
from models.appraisal.achievements import achievement_of
from models.appraisal.credits import credit_of
from models.appraisal.distribution import Departure, departures
from models.appraisal.evaluation_steps import Step
from models.appraisal.evaluations import Evaluation
from models.appraisal.finding_evaluations import newest_signed
from models.appraisal.periods import Cadence, Span
from models.appraisal.ratings import Predicate
from models.appraisal.readers import LedUnit, unit_led_by, units_led_by
from models.appraisal.recaps import recap_of
from models.appraisal.years import Behind, UnitYear, months_of, unit_year
from models.office import Kept
from models.work import periods
from models.work.figures import figures_of

_MOST_ASKED = (*(Behind(one.value) for one in reversed(Predicate)), Behind.UNSIGNED,
               Behind.OBJECTED, Behind.ALL)  # fmt: skip


async def draw_year(look: Look) -> Drawing:
    """The card of kind "year"; its facts say which."""
    today, year = look.office.today(look.now), year_of(look)
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
    units = [[_unit_button(look, one, year)]
             for one in await units_led_by(look.session, look.to, today)]  # fmt: skip
    return Drawing((Page(text, keyboard(_steps(look, year), *units), picture=shown),))


def _unit_button(look: Look, led: LedUnit, year: int) -> InlineKeyboardButton:
    label = look.say("button-unit-year", name=shortened(led.unit.name, 40) if led.place else None)
    return button(label, ShowUnitYear.on(look, year=year, unit=led.unit.id))


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
    today, year = look.office.today(look.now), year_of(look)
    led = await unit_led_by(look.session, look.to, look.notice.facts.get("unit", 0), today)
    if led is None:
        return Drawing()  # they lead it no longer
    now, before = [await unit_year(look.session, led.unit, one, besides=led.besides, today=today)
                   for one in (year, year - 1)]  # fmt: skip
    span = Span.holding(date(year, 1, 1), Cadence.YEARLY)
    organisation = await achievement_of(look.session, led.unit, span)
    pattern = look.office.appraisal_on(span.until).patterns.get(organisation, ()) if organisation \
        else ()  # fmt: skip
    objections = now.behind(Behind.OBJECTED)
    text = sheet(
        await in_place(look, led),
        look.say(
            "year-unit", unit=led.unit.name, year=year, rated=len(now.signed), people=now.people,
            objections=len(objections), undecided=sum(not one.is_decided for one in objections),
            organisation=achievement_in(look.say, organisation),
            counts=[(predicate_in(look.say, p), now.count(p), before.count(p))
                    for p in reversed(Predicate)],
            has_before=bool(before.predicates),
        ),
        *[_departure(look, left) for left in departures(pattern, now.predicates)],
        look.say("year-unit-foot"),
    )  # fmt: skip
    keys = keyboard(*_behind(look, now), _steps(look, year, led))
    return Drawing((Page(text, keys),))


async def in_place(look: Look, led: LedUnit) -> str:
    """As what a Plh or Plt sees it; nothing for the head."""
    if led.place is None:
        return ""
    today = look.office.today(look.now)
    places = [await place_of(look.session, led.place, today=today)]
    return look.say("seen-in-place", places=places, year=today.year)


def _behind(look: Look, found: UnitYear) -> list[list[InlineKeyboardButton]]:
    """A button for every figure that has somebody behind it; at last everybody."""
    counted = [(of, len(found.behind(of))) for of in _MOST_ASKED]
    buttons = [
        button(look.say("button-year-behind", of=of.value, count=count,
                        predicate=behind_in(look.say, of)), BehindYear.on(look, of=of))
        for of, count in counted if count
    ]  # fmt: skip
    return [buttons[i : i + 2] for i in range(0, len(buttons), 2)]


def _departure(look: Look, left: Departure) -> str:
    share = left.share
    return look.say(
        "year-departure", of=[predicate_in(look.say, one) for one in share.of],
        part=round(left.part), least=share.at_least, most=share.at_most, some=share.some,
        mostly=share.mostly,
    )  # fmt: skip


def behind_in(say: Say, of: Behind) -> str | None:
    """The predicate's name, where it is one."""
    known = {one.value: one for one in Predicate}
    return predicate_in(say, known.get(of.value))


def year_of(look: Look) -> int:
    """The year that is asked for; one that a forged button made up is the nearest there is."""
    first = look.office.today(look.office.kept_since(Kept.WORK, look.now)).year
    return int(min(max(look.notice.facts["year"], first), look.office.today(look.now).year))


def _steps(look: Look, year: int, led: LedUnit | None = None) -> list[InlineKeyboardButton]:
    """To the year before, as far as it is kept, and back; one's own or of a unit."""
    first = look.office.today(look.office.kept_since(Kept.WORK, look.now)).year
    to = [("◀", year - 1)] if year > first else []
    to += [("▶", year + 1)] if year < look.office.today(look.now).year else []
    return [
        button(f"{arrow} {one}", ShowUnitYear.on(look, year=one, unit=led.unit.id) if led
               else ShowYear.on(look, year=one))
        for arrow, one in to
    ]  # fmt: skip


CARDS = {YEAR: draw_year, UNIT_YEAR: draw_unit_year}
