"""The access matrix of questions: every step, every role, and whoever may no longer answer it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram.filters import Command, StateFilter
from aiogram.fsm.state import State, StatesGroup
from sqlalchemy import update

from bot.database import Database
from bot.dispatcher import CONVERSATIONS
from models.people.chats import Chat
from models.people.employees import Employee, Role
from models.work.new_superiors import put_under
from tests.access import ENDS, FREE, INTERRUPTED, STEPS, Over, Who
from tests.desk import Person
from tests.everything import Key, changed, everything, not_of
from tests.prompts import SECRET, House, Prompt, a_house, prompts
from tests.trying import tries
from tests.wire import BOT
from tests.work.days import Days

# What a question and its card are kept in: whoever answers may see their own change.
PASSING = {"chats", "notices"}
COMMON = "biasa"  # instead of the secret, in what the others answer


def groups(kind: type[StatesGroup] = StatesGroup) -> Iterator[type[StatesGroup]]:
    for child in kind.__subclasses__():
        yield child
        yield from groups(child)


def steps_of(handler: Any) -> list[str]:
    """The steps whose messages a handler takes."""
    found: list[str] = []
    for used in handler.filters or []:
        is_several = isinstance(used.callback, StateFilter)
        states = used.callback.states if is_several else (used.callback,)
        found += [one.state for one in states if isinstance(one, State) and one.state]
    return found


def handlers() -> Iterator[tuple[str, Any]]:
    """Everything that takes messages, but for commands."""
    for router in CONVERSATIONS:
        for observer in (router.message, router.edited_message):
            for handler in observer.handlers:
                if not any(isinstance(f.callback, Command) for f in handler.filters or []):
                    yield f"{router.name}.{handler.callback.__name__}", handler


def test_every_step_has_its_line_and_one_conversation_that_takes_it() -> None:
    every = [
        state.state or ""
        for group in groups()
        if group.__module__.startswith("handlers.")
        for state in group.__states__
    ]
    taken = [step for name, one in handlers() if name != INTERRUPTED for step in steps_of(one)]
    assert sorted(every) == sorted(STEPS)  # two groups of one name would take each other's words
    assert sorted(taken) == sorted(STEPS)


def test_whatever_takes_words_without_a_question_is_known() -> None:
    assert {name for name, one in handlers() if not steps_of(one)} == FREE


@dataclass(frozen=True)
class Standing:
    """A question as it stands on the row of the chat that was asked."""

    step: str
    row: dict[str, Any]
    prompt: Prompt

    def reply(self, by: Person, number: int, text: str) -> dict[str, Any]:
        """The update of an answer to this very message."""
        asked = {
            **by.message(self.row["asked"], text="?"),
            "from": {"id": BOT.id, "is_bot": True, "first_name": "Kinerja"},
        }
        return {"message": {**by.message(number, text=text), "reply_to_message": asked}}


@dataclass
class Walk:
    """All questions, one after the other, each tried by whoever it was not put to."""

    house: House
    standing: list[Standing] = field(default_factory=list)
    got_through: set[str] = field(default_factory=set)
    still_asks: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    did_nothing: set[str] = field(default_factory=set)

    async def to_its_end(self) -> None:
        async for prompt in prompts(self.house):
            standing = await self._asked(prompt)
            self.standing.append(standing)
            others = [one for one in self.house.everybody if one is not prompt.asked]
            await self._tries(standing, others, "by a reply", own=True)
            await self._put(others, standing)
            await self._tries(standing, others, "as if asked", own=STEPS[standing.step] is Over.OWN)
            await self._lets_go(others)
            await self._after_a_loss(standing)
            await self._is_answered(standing)

    async def _is_answered(self, standing: Standing) -> None:
        """By whom it was put to: something comes of it, or another question follows."""
        asked, before = standing.prompt.asked, await self._look()
        await asked.says(standing.prompt.answer)
        moved = {key for key in changed(before, await self._look()) if key[0] != "chats"}
        if not moved and await self._step(asked) in (None, standing.step):
            self.did_nothing.add(standing.step)

    async def once_more(self) -> set[str]:
        """Each question again, now that the day is over: which steps still change something."""
        change = set()
        for standing in self.standing:
            if await self._answers_late(standing):
                change.add(standing.step)
        return change

    # Whom it was not put to

    async def _tries(
        self, standing: Standing, people: Sequence[Person], how: str, *, own: bool
    ) -> None:
        """The same words from everybody else; nothing may change but what is their own."""
        days, before = self.house.days, await self._look()
        screens = {one.chat_id: len(one.screen) for one in people}
        words = standing.prompt.answer.replace(SECRET, COMMON)
        await tries(days, [standing.reply(one, days.next_message_id(), words) for one in people])
        await self._judge(f"{standing.step} {how}", before, people, own=own)
        seen = [shown.text for one in people for shown in one.screen[screens[one.chat_id] :]]
        if SECRET not in str(standing.row) and SECRET in "".join(seen):
            self.shown.add(f"{standing.step} {how}")

    async def _judge(
        self, what: str, before: dict[Key, str], people: Sequence[Person], *, own: bool
    ) -> None:
        chats = {("chats", str(one.chat_id)) for one in people}
        moved = changed(before, await self._look()) - chats
        async with self.house.days.database.transaction() as session:
            foreign = await not_of(
                session, moved, [one.employee.id for one in people if one.employee.nip]
            )
        if not own:
            foreign |= {key for key in moved if key[0] not in PASSING}
        self.got_through |= {f"{what}: {table}" for table, _ in foreign}

    # Whom it was put to, and who lost the right since

    async def _after_a_loss(self, standing: Standing) -> None:
        loss = {Over.LED: self._another_superior, Over.UNIT: self._no_admin_any_more}
        if (lose := loss.get(STEPS[standing.step])) is None:
            return
        asked = standing.prompt.asked
        async with lose():
            await self._tries(standing, [asked], "after its role was lost", own=False)
            await self._must_be_over(standing, "after its role was lost")
        await self._put([asked], standing)

    @asynccontextmanager
    async def _another_superior(self) -> AsyncIterator[None]:
        await self._put_tom_under(self.house.foreign[Who.SUPERVISOR])
        yield
        await self._put_tom_under(self.house.mia)

    async def _put_tom_under(self, superior: Person) -> None:
        days = self.house.days
        async with days.database.transaction() as session:
            tom = await session.get_one(Employee, self.house.tom.employee.id)
            to = await session.get_one(Employee, superior.employee.id)
            await put_under(session, tom, to, days.office, at=days.time)
        await days.settles()

    @asynccontextmanager
    async def _no_admin_any_more(self) -> AsyncIterator[None]:
        await self._make_eka(Role.STAFF)
        yield
        await self._make_eka(Role.UNIT_ADMIN)

    async def _make_eka(self, role: Role) -> None:
        async with self.house.days.database.transaction() as session:
            await session.execute(
                update(Employee).where(Employee.id == self.house.eka.employee.id).values(role=role)
            )

    async def _answers_late(self, standing: Standing) -> set[Key]:
        """The one who was asked, when whatever it was about has come to its end."""
        asked, days, before = standing.prompt.asked, self.house.days, await self._look()
        await self._put([asked], standing)
        await tries(days, [standing.reply(asked, days.next_message_id(), standing.prompt.answer)])
        moved = {key for key in changed(before, await self._look()) if key[0] not in PASSING}
        if standing.step in ENDS:
            await self._must_be_over(standing, "when it was settled")
        await self._lets_go([asked])
        return moved

    async def _must_be_over(self, standing: Standing, when: str) -> None:
        """So that the next words are a report, and no answer to what cannot be answered."""
        if await self._step(standing.prompt.asked) is not None:
            self.still_asks.add(f"{standing.step} {when}")

    # The rows

    async def _look(self) -> dict[Key, str]:
        async with self.house.days.database.transaction() as session:
            return await everything(session)

    async def _step(self, person: Person) -> str | None:
        async with self.house.days.database.transaction() as session:
            return (await session.get_one(Chat, person.chat_id)).step

    async def _asked(self, prompt: Prompt) -> Standing:
        async with self.house.days.database.transaction() as session:
            chat = await session.get_one(Chat, prompt.asked.chat_id)
            assert chat.step is not None, f"nothing is asked that {prompt.answer!r} answers"
            names = ("step", "step_facts", "step_at", "asked")
            return Standing(chat.step, {name: getattr(chat, name) for name in names}, prompt)

    async def _put(self, people: Sequence[Person], standing: Standing) -> None:
        """The same question on their chats' rows, as if it had been put to them."""
        await self._write(people, standing.row)

    async def _lets_go(self, people: Sequence[Person]) -> None:
        await self._write(people, {"step": None, "step_facts": {}, "asked": None})

    async def _write(self, people: Sequence[Person], row: dict[str, Any]) -> None:
        async with self.house.days.database.transaction() as session:
            chats = [one.chat_id for one in people]
            await session.execute(update(Chat).where(Chat.id.in_(chats)).values(**row))


@pytest.fixture
async def walk(database: Database) -> Walk:
    days = Days(database)
    await days.opens()
    return Walk(await a_house(days))


async def test_no_question_takes_an_answer_from_whom_it_was_not_put_to_or_no_longer(
    walk: Walk,
) -> None:
    await walk.to_its_end()

    assert {one.step for one in walk.standing} == STEPS.keys()
    assert walk.did_nothing == set()  # the right ones get through, so the others could have
    late = await walk.once_more()
    assert (walk.got_through, walk.shown, walk.still_asks) == (set(), set(), set())
    assert late & ENDS == set()
    assert await walk.house.days.faults() == []
