"""The page of special expectations: what a superior expects beyond the usual, by value."""

from __future__ import annotations

from handlers.appraisal.evaluation_words import question_in
from handlers.cards import Look, Number, Page, Press, button, keyboard, sheet
from handlers.turn import named
from models.appraisal.evaluation_answers import Question
from models.appraisal.expectations import VALUES, expectations_of
from models.people.employees import Employee


class ShowExpectations(Press, prefix="fb-exp"):
    """Ekspektasi khusus: of somebody one leads."""

    person: Number


class SayExpectation(Press, prefix="fb-say"):
    """The value that the next words are about."""

    person: Number
    value: Question


async def expectation_page(look: Look, one: Employee, back: Press) -> Page:
    """For whoever leads ``one`` today."""
    say, year = look.say, look.office.today(look.now).year
    found = await expectations_of(look.session, one.id, year)
    lines = [
        say("expectation-line", name=question_in(say, value), words=found[value].words,
            by=named(found[value].by), at=found[value].at)
        for value in VALUES if value in found
    ]  # fmt: skip
    values = [
        button(question_in(say, value), SayExpectation.on(look, person=one.id, value=value))
        for value in VALUES
    ]
    rows = [values[n : n + 2] for n in range(0, len(values), 2)]
    head = say("expectations", who=named(one), year=year, nothing=not found)
    return Page(sheet(head, *lines), keyboard(*rows, [button(say("button-back"), back)]))
