"""``python -m bot read``: what the bot would understand of a message, without a bot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TextIO, TypedDict

from handlers.reading import Question, ReadActivity, Reading, read
from models.office import Office

Row = dict[str, str | int | float | None]


class Asked(TypedDict):
    """A question, as JSON."""

    about: str
    options: list[str]


class ReadAloud(TypedDict):
    """A reading, as JSON."""

    readings: list[Row]
    questions: list[Asked]


def read_command(text: str | None, stream: TextIO, out: TextIO, office: Office) -> None:
    """Print one text for a person; without one, answer each JSON line of ``stream`` with one."""
    if text is not None:
        reading = read(text, datetime.now(office.zone), office)
        print("\n".join(_for_a_person(reading)), file=out)
        return
    for line in stream:
        if line.strip():
            print(json.dumps(_answer(line, office), ensure_ascii=False), file=out, flush=True)


def _answer(line: str, office: Office) -> ReadAloud | dict[str, str]:
    """One line for each line; a broken one spoils no other."""
    try:
        asked = json.loads(line)
        said, now = str(asked["say"]), datetime.fromisoformat(asked["now"])
    except (ValueError, KeyError, TypeError):
        return {"error": 'write {"say": "…", "now": "2026-11-24T16:05:00+07:00"}'}
    return as_json(read(said, now, office))


def as_json(reading: Reading) -> ReadAloud:
    """What is unknown or asked is null; options are dates, minutes, or 08:00-10:00."""
    return {
        "readings": [_row(activity) for activity in reading.activities],
        "questions": [
            {"about": str(question.about), "options": [str(o) for o in question.options]}
            for question in reading.questions
        ],
    }


def _row(activity: ReadActivity) -> Row:
    return {
        "date": activity.day.isoformat() if activity.day else None,
        "start": f"{activity.start:%H:%M}" if activity.start else None,
        "end": f"{activity.end:%H:%M}" if activity.end else None,
        "minutes": activity.minutes,
        "quantity": _quantity(activity),
        "unit": activity.unit,
        "what": activity.what,
    }


def _quantity(activity: ReadActivity) -> int | float | None:
    """JSON has no decimals: a whole quantity is printed as an integer."""
    quantity = activity.quantity
    if quantity is None:
        return None
    return int(quantity) if quantity == int(quantity) else float(quantity)


def _for_a_person(reading: Reading) -> Iterator[str]:
    for number, activity in enumerate(reading.activities, 1):
        yield f"{number}. {activity.what}"
        for name, value in _row(activity).items():
            if name != "what" and value is not None:
                yield f"   {name:<9} {value}"
    yield from (_asked(question) for question in reading.questions)


def _asked(question: Question) -> str:
    of = "" if question.activity is None else f" ({question.activity + 1})"
    options = " / ".join(str(option) for option in question.options)
    return f"? {question.about}{of} {options}".rstrip()
