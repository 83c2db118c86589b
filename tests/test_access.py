"""The access matrix, generated: every role, every command, every button, own and others' data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackQueryFilter
from sqlalchemy import select

from bot.dispatcher import CONVERSATIONS
from handlers.cards import Press
from models.every_table import Base
from models.machine import Outcome, Trace
from models.people.own_records import rows_of
from tests.access import ADMINS, COMMANDS, EVERYBODY, JOINED, ROLES, WITHOUT_CARD, Who
from tests.desk import OFFICE, TEXTS, Desk, Person
from tests.trying import tries
from tests.work.test_forged import NOT_YOURS, buttons, forged

# What a tap may touch of anybody: that it came, and how the cards stand.
PASSING = {"inbox", "traces", "notices", "chats"}


NOT_JOINED = TEXTS.say("id", "refused-not-joined", agency=OFFICE.agency)
NOT_FOR_YOU = TEXTS.say("id", "refused-not-for-you")
# Refused to everybody here, since there is nothing to repeat or to look back on.
NOTHING_YET = {"ulang", "riwayat"}


@dataclass
class Office:
    """One of each role in a unit, and Eve and her superior Zul in another."""

    desk: Desk
    people: dict[Who, Person]
    eve: Person

    async def tries(self, updates: list[dict[str, Any]]) -> list[Outcome | None]:
        return await tries(self.desk, updates)

    async def kept_of(self, person: Person) -> dict[str, list[tuple[object, ...]]]:
        """Everything that is kept of somebody."""
        found = {}
        async with self.desk.database.transaction() as session:
            for table in Base.metadata.sorted_tables:
                whose = rows_of(table, person.employee.id)
                if whose is not None and table.name not in PASSING:
                    rows = await session.execute(select(table).where(whose))
                    found[table.name] = sorted(map(tuple, rows), key=str)
        return found


@pytest.fixture
async def office(desk: Desk) -> Office:
    other = await desk.opens_unit("LAIN", "Unit Lain")
    zul = await desk.hires("Zul", unit=other)
    eve = await desk.hires("Eve", zul, unit=other)
    mia = await desk.hires("Mia")
    people = {Who.SUPERVISOR: mia, Who.STAFF: await desk.hires("Tom", mia)}
    for who, role in ROLES.items():
        people[who] = await desk.hires(who.title(), role=role)
    people[Who.STRANGER] = desk.stranger()
    for person in (eve, *people.values()):
        await person.says("08.00-09.00 apel pagi; 09.00-10.00 rapat koordinasi")
    for person in (eve, people[Who.STAFF]):
        await person.taps("Kirim")
    return Office(desk, people, eve)


def commands() -> Iterator[str]:
    for router in CONVERSATIONS:
        for handler in router.message.handlers:
            for used in handler.filters or []:
                if isinstance(used.callback, Command):
                    yield str(used.callback.commands[0])


def test_every_command_has_its_line() -> None:
    assert sorted(set(commands())) == sorted(COMMANDS)


def test_every_button_stands_on_a_card_or_is_known_not_to() -> None:
    heard = {
        used.callback.callback_data
        for router in CONVERSATIONS
        for handler in router.callback_query.handlers
        for used in handler.filters or []
        if isinstance(used.callback, CallbackQueryFilter)
    }
    assert {kind.__name__ for kind in heard if not issubclass(kind, Press)} == WITHOUT_CARD
    assert len(heard) > 100


async def test_a_command_is_answered_to_exactly_those_who_may_give_it(office: Office) -> None:
    answered: dict[str, set[Who]] = {command: set() for command in COMMANDS}
    for who, person in office.people.items():
        said = [
            {"message": person.message(office.desk.next_message_id(), text=f"/{command}")}
            for command in COMMANDS
        ]
        before = len(person.screen)
        for command, outcome in zip(COMMANDS, await office.tries(said), strict=True):
            if outcome == Outcome.DONE or command in NOTHING_YET:
                answered[command].add(who)
        refused = sum(who not in who_may for who_may in COMMANDS.values())
        said_no = sum(shown.text == NOT_FOR_YOU for shown in person.screen[before:])
        assert said_no == (refused if who in JOINED else 0)
        if who is Who.STRANGER:  # told how to join, and nothing else
            how = TEXTS.say("id", "how-to-join", agency=office.desk.office.agency)
            assert {shown.text for shown in person.screen[before:]} == {how}
            answered = {c: (done - {who} if c != "start" else done) for c, done in answered.items()}
    assert answered == {command: set(who) for command, who in COMMANDS.items()}
    assert ADMINS < JOINED < EVERYBODY


@pytest.mark.parametrize(
    ("whose", "tapped_by"),
    [
        ("a foreign unit's", list(Who)),
        ("the subordinate's", [Who.SUPERVISOR, Who.UNIT_ADMIN, Who.OFFICE_ADMIN]),
    ],
)
async def test_no_role_taps_a_button_of_somebody_elses_card(
    office: Office, whose: str, tapped_by: list[Who]
) -> None:
    owner = office.eve if whose == "a foreign unit's" else office.people[Who.STAFF]
    others = [office.people[who] for who in tapped_by]
    notice = int(next(iter(owner.card.buttons.values())).split(":")[1])
    kept = await office.kept_of(owner)

    taps = [forged(kind, notice) for kind in buttons()]
    before = len(office.desk.wire.answers)
    outcomes = set()
    for person in others:
        outcomes.update(await office.tries([person.tap(data, person.card) for data in taps]))

    assert outcomes == {Outcome.REFUSED}
    said = {answer.text for answer in office.desk.wire.answers[before:]}
    assert said <= {NOT_YOURS, NOT_JOINED}
    assert NOT_YOURS in said
    assert await office.kept_of(owner) == kept
    joined = sum(person.employee.nip != "" for person in others)
    assert await office.desk.count(Trace) == len(buttons()) * joined
    assert await office.desk.faults() == []


@pytest.mark.parametrize("who", [Who.STAFF, Who.UNIT_ADMIN])
async def test_any_button_forged_on_ones_own_card_changes_nothing_of_a_foreign_unit(
    office: Office, who: Who
) -> None:
    """The numbers in it are those of Eve, or of what she wrote."""
    person, eve = office.people[who], office.eve
    _, notice, version, *_ = next(iter(person.card.buttons.values())).split(":")
    kept = await office.kept_of(eve)

    taps = []
    for kind in buttons():
        data = forged(kind, int(notice)).split(":")
        more = [str(eve.employee.id) if part == "1" else part for part in data[3:]]
        taps.append(person.tap(":".join([*data[:2], version, *more]), person.card))
    outcomes = await office.tries(taps)

    assert Outcome.REFUSED in outcomes
    assert await office.kept_of(eve) == kept
    assert await office.desk.faults() == []
