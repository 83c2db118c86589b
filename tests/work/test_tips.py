"""The weekly tip: with one's own week on Friday, each once before one comes again, off by a tap."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from config.texts import LANGUAGES
from handlers.people.commands import COMMANDS
from models.work.tips import TIPS, Tips
from tests.desk import TEXTS, Person, plain
from tests.work.days import FRIDAY, Days

ON, OFF = "💡 Nyalakan tip mingguan", "Tanpa tip mingguan"


def tip(person: Person) -> str | None:
    """The tip on the newest card."""
    last = person.sees.splitlines()[-1]
    return last.removeprefix("💡 ") if last.startswith("💡 ") else None


def words(name: str) -> str:
    return plain(TEXTS.say("id", f"tip-{name}"))


async def fridays(days: Days, weeks: int) -> None:
    await days.goes_to(FRIDAY + timedelta(weeks=weeks), "16.15")


@pytest.fixture
async def tom(days: Days) -> Person:
    tom = await days.hires("Tom Saputra", sex=1)
    await days.begins()
    return tom


async def test_it_comes_with_ones_own_week_and_another_one_the_week_after(
    days: Days, tom: Person
) -> None:
    await fridays(days, 0)
    first = tip(tom)
    assert tom.buttons[-1] == OFF
    await fridays(days, 1)

    assert [first, tip(tom)] == [words("repeat"), words("one-line")]
    await tom.taps("Minggu 48")
    assert (tip(tom), tom.buttons) == (None, ["◀ Minggu 47", "▶ Minggu 49"])
    await tom.taps("Minggu 49")
    assert tip(tom) == words("one-line")


async def test_it_is_switched_off_and_on_where_it_stands(days: Days, tom: Person) -> None:
    await fridays(days, 0)
    await tom.taps(OFF)
    assert (tom.toast, tip(tom), tom.buttons[-1]) == ("Baik, tanpa tip mingguan.", None, ON)
    await fridays(days, 1)
    assert (tip(tom), tom.buttons[-1]) == (None, ON)

    await tom.taps(ON.removeprefix("💡 "))
    assert (tom.toast, tip(tom)) == ("Tip mingguan menyala lagi.", words("repeat"))
    await fridays(days, 2)

    assert tip(tom) == words("one-line")


async def test_on_ones_own_request_the_week_has_none(days: Days, tom: Person) -> None:
    await tom.says("/minggu")

    assert (tip(tom), OFF in tom.buttons, ON in tom.buttons) == (None, False, False)
    assert await days.count(Tips) == 0


async def test_nobody_switches_anothers_off(days: Days, tom: Person) -> None:
    ani = await days.hires("Ani")
    await fridays(days, 0)
    before = tom.sees

    toast = await ani.sends_tap(tom.card.buttons[OFF], tom.card)

    assert toast == "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    assert (tom.sees, await days.count(Tips, Tips.is_off)) == (before, 0)


def test_every_tip_comes_once_before_one_comes_again() -> None:
    mine = Tips(employee_id=1)

    assert [mine.take() for _ in range(len(TIPS) + 2)] == [*TIPS, *TIPS[:2]]
    assert len(TIPS) >= 12


def test_what_was_taken_off_the_list_does_not_stop_the_others() -> None:
    mine = Tips(employee_id=1, shown=["of-long-ago", *TIPS[1:]])

    assert [mine.take(), mine.take()] == [TIPS[0], TIPS[0]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TIPS)
def test_a_tip_is_short_and_names_only_commands_there_are(language: str, name: str) -> None:
    said = plain(TEXTS.say(language, f"tip-{name}"))

    assert len(said) <= 120
    assert [word for word in re.findall(r"/(\w+)", said) if word not in COMMANDS] == []
