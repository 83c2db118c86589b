"""``python -m bot read``: what the bot would understand of a message, without a bot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TextIO

from handlers.reading import Question, ReadActivity, Reading, read
from models.office import Office


def read_command(text: str | None, stream: TextIO, out: TextIO, office: Office) -> None:
    """Print one text for a person; without one, answer each JSON line of ``stream`` with one."""
    if text is not None:
        now = datetime.now(office.zone)
        print("\n".join(_for_a_person(read(text, now, office))), file=out)
        return
    for line in stream:
        if line.strip():
            asked = json.loads(line)
            reading = read(asked["say"], datetime.fromisoformat(asked["now"]), office)
            print(json.dumps(_as_json(reading), ensure_ascii=False), file=out, flush=True)


def _as_json(reading: Reading) -> dict[str, object]:
    return {
        "readings": [_activity(activity) for activity in reading.activities],
        "questions": [
            {"about": str(question.about), "options": [str(o) for o in question.options]}
            for question in reading.questions
        ],
    }


def _activity(activity: ReadActivity) -> dict[str, object]:
    return {
        "date": activity.day and activity.day.isoformat(),
        "start": activity.start and f"{activity.start:%H:%M}",
        "end": activity.end and f"{activity.end:%H:%M}",
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
        for name, value in _activity(activity).items():
            if name != "what" and value is not None:
                yield f"   {name:<9} {value}"
    yield from (_asked(question) for question in reading.questions)


def _asked(question: Question) -> str:
    of = "" if question.activity is None else f" ({question.activity + 1})"
    options = " / ".join(str(option) for option in question.options)
    return f"? {question.about}{of} {options}".rstrip()
