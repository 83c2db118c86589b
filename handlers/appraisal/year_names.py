"""The names behind a unit's year with what stands behind each, and one person's year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from aiogram.types import InlineKeyboardButton
from sqlalchemy import select

from handlers.appraisal.evaluation_buttons import OpenEvaluation
from handlers.appraisal.evaluation_words import predicate_in, rating_in
from handlers.appraisal.recapping import ShowRecap
from handlers.appraisal.year_cards import behind_in, in_place, year_of
from handlers.appraisal.yearly import BEHIND, BehindYear
from handlers.cards import Drawing, Look, Page, button, keyboard, sheet
from handlers.turn import named
from models.appraisal.appraisers import appraiser_of
from models.appraisal.evaluation_steps import Step
from models.appraisal.evaluations import Evaluation
from models.appraisal.finding_evaluations import feedback_counts, newest_of, newest_signed
from models.appraisal.periods import Cadence, Span
from models.appraisal.readers import LedUnit, readable, unit_led_by
from models.appraisal.recaps import Recap, Whose, recaps
from models.appraisal.years import Behind, Standing, unit_year
from models.people.employees import Employee
from models.work.periods import Period
from models.work.weeks import of_unit

ON_A_PAGE = 8  # people; a name takes three lines
IN_A_ROW = 4
Row = list[InlineKeyboardButton]


@dataclass(frozen=True)
class Figures:
    """What stands behind a page of names, by employee id: of their days in the unit."""

    recaps: Mapping[int, Recap]
    feedback: Mapping[int, int]
    people: Mapping[int, Employee]


async def draw_behind(look: Look) -> Drawing:
    """The card of kind "unit-year-names"; its facts say whose unit, which year and which names."""
    today, year, facts = look.office.today(look.now), year_of(look), look.notice.facts
    led = await unit_led_by(look.session, look.to, facts.get("unit", 0), today)
    if led is None:
        return Drawing()  # they lead it no longer
    found = await unit_year(look.session, led.unit, year, besides=led.besides, today=today)
    names = found.behind(Behind(facts["of"]))
    person = next((one for one in names if one.employee_id == facts.get("person")), None)
    page = await (_person(look, led, year, person) if person else _list(look, led, year, names))
    return Drawing((page,))


async def _list(look: Look, led: LedUnit, year: int, names: Sequence[Standing]) -> Page:
    of = Behind(look.notice.facts["of"])
    pages = max(1, -(-len(names) // ON_A_PAGE))
    page = min(int(look.notice.facts.get("page", 0)), pages - 1)
    here = names[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    figures = await _figures(look, led, year, here)
    numbered = list(enumerate(here, page * ON_A_PAGE + 1))
    head = look.say("year-behind", unit=led.unit.name, year=year, of=of.value, count=len(names),
                    predicate=behind_in(look.say, of))  # fmt: skip
    lines = [_line(look, number, one, figures) for number, one in numbered]
    text = sheet(
        await in_place(look, led),
        "\n\n".join([head, *lines]),
        "" if here else look.say("week-names-none"),
        look.say("week-names-page", page=page + 1, pages=pages) if pages > 1 else "",
    )  # fmt: skip
    buttons = [
        button(str(number), BehindYear.on(look, of=of, page=page, person=one.employee_id))
        for number, one in numbered
    ]
    steps = [("◀", page - 1)] if page else []
    steps += [("▶", page + 1)] if page + 1 < pages else []
    return Page(text, keyboard(
        *(buttons[i : i + IN_A_ROW] for i in range(0, len(buttons), IN_A_ROW)),
        [button(arrow, BehindYear.on(look, of=of, page=to)) for arrow, to in steps],
    ))  # fmt: skip


def _line(look: Look, number: int, one: Standing, figures: Figures) -> str:
    return look.say("year-behind-name", number=number,
                    person=named(figures.people[one.employee_id]),
                    **_facts(look, one, figures))  # fmt: skip


def _facts(look: Look, one: Standing, figures: Figures) -> dict[str, object]:
    recap = figures.recaps.get(one.employee_id, Recap(one.employee_id))
    return {
        "predicate": predicate_in(look.say, one.predicate),
        "results": rating_in(look.say, one.results),
        "behaviour": rating_in(look.say, one.behaviour),
        "owed": recap.owed,
        "reported": recap.reported,
        "on_time": recap.on_time,
        "minutes": recap.minutes,
        "target": recap.target,
        "feedback": figures.feedback.get(one.employee_id, 0),
        "objected": one.has_objected,
        "decided": one.is_decided,
    }


async def _figures(look: Look, led: LedUnit, year: int, here: Sequence[Standing]) -> Figures:
    """Of a page's people only, however many the unit has."""
    session, office = look.session, look.office
    ids = [one.employee_id for one in here]
    scope = of_unit(led.unit, besides=look.to)
    whose, period = Whose(ids, scope), Period.named(f"{year:04}")
    found = await recaps(session, period, whose, office, today=office.today(look.now))
    since, until = office.at(date(year, 1, 1), time()), office.at(date(year + 1, 1, 1), time())
    people = await session.scalars(select(Employee).where(Employee.id.in_(ids)))
    return Figures(found, await feedback_counts(session, ids, since, until),
                   {one.id: one for one in people})  # fmt: skip


# One person


async def _person(look: Look, led: LedUnit, year: int, one: Standing) -> Page:
    """Their year, with the ways to what stands behind it as far as the reader may go them."""
    figures = await _figures(look, led, year, [one])
    span = Span.holding(date(year, 1, 1), Cadence.YEARLY)
    signed = await newest_signed(look.session, one.employee_id, span)
    recap = figures.recaps.get(one.employee_id, Recap(one.employee_id))
    person = figures.people[one.employee_id]
    text = sheet(
        await in_place(look, led),
        look.say("year-behind-person", person=named(person), year=year,
                 activities=recap.activities, approved=recap.approved, evidence=recap.evidence,
                 **_facts(look, one, figures), **_dated(signed)),
    )  # fmt: skip
    facts = look.notice.facts
    back = BehindYear.on(look, of=Behind(facts["of"]), page=int(facts.get("page", 0)))
    return Page(text, keyboard(
        await _evaluation(look, person, signed, span), await _recap(look, person, year),
        [button(look.say("button-back"), back)],
    ))  # fmt: skip


def _dated(signed: Evaluation | None) -> dict[str, object]:
    """Who signed it and when, and when it was objected to and decided."""
    if signed is None:
        return {"by": None, "at": None, "objected_at": None, "decided_at": None}
    objected, decided = signed.step(Step.OBJECTED), signed.step(Step.DECIDED)
    return {
        "by": named(signed.appraiser) if signed.appraiser else None,
        "at": signed.signed_at,
        "objected_at": objected.at if objected else None,
        "decided_at": decided.at if decided else None,
    }


async def _evaluation(look: Look, person: Employee, signed: Evaluation | None, span: Span) -> Row:
    """For whoever signed it or leads the person: only they read the reasons."""
    one = signed or (await newest_of(look.session, [person.id], span)).get(person.id)
    if one is None:
        return []
    leader = await appraiser_of(look.session, person, look.office, look.office.today(look.now))
    if not look.to.is_same_as(leader) and one.appraiser_id != look.to.id:
        return []
    return [button(look.say("button-year-evaluation"), OpenEvaluation.on(look, of=one.id))]


async def _recap(look: Look, person: Employee, year: int) -> Row:
    today, period = look.office.today(look.now), Period.named(f"{year:04}")
    if await readable(look.session, look.to, person.id, period, today=today) is None:
        return []
    opens = ShowRecap.on(look, period=str(period), person=person.id)
    return [button(look.say("button-year-recap", year=year), opens)]


CARDS = {BEHIND: draw_behind}
