"""Each part knows where it was written, whatever else stands in the message."""

from __future__ import annotations

from datetime import datetime

from handlers.reading import ReadActivity, Span, read
from tests.reading.corpus import OFFICE

SAID_AT = datetime.fromisoformat("2026-11-24T16:05:00+07:00")


def parts_of(say: str, activity: ReadActivity) -> dict[str, str | None]:
    def written(span: Span | None) -> str | None:
        return span.of(say) if span else None

    where = activity.read_from
    return {
        "day": written(where.day),
        "time": written(where.time),
        "minutes": written(where.minutes),
        "quantity": written(where.quantity),
        "line": written(activity.line),
    }


def test_every_part_is_found_again() -> None:
    say = "Kmrn jam 1-3 Rapat di BKPSDM (2 jam), 1 notulen"
    (activity,) = read(say, SAID_AT, OFFICE).activities

    assert parts_of(say, activity) == {
        "day": "Kmrn",
        "time": "jam 1-3",
        "minutes": "2 jam",
        "quantity": "1 notulen",
        "line": say,
    }


def test_a_day_may_come_from_another_line() -> None:
    say = "Senin, 23/11/2026\n1. 08.00-09.00 apel\n2. 09.00-10.00 rapat"
    _, second = read(say, SAID_AT, OFFICE).activities

    assert parts_of(say, second) == {
        "day": "Senin, 23/11/2026",
        "time": "09.00-10.00",
        "minutes": None,
        "quantity": None,
        "line": "09.00-10.00 rapat",
    }


def test_emoji_and_invisible_letters_do_not_shift_the_places() -> None:
    say = "🙏🏽 İzin\u200b lapor 👨‍👩‍👧 08.00\u200b-10.00\xa0rapat, 12\u200b berkas"
    (activity,) = read(say, SAID_AT, OFFICE).activities

    assert parts_of(say, activity)["time"] == "08.00\u200b-10.00"
    assert parts_of(say, activity)["quantity"] == "12\u200b berkas"


def test_two_activities_of_one_line_have_a_stretch_each() -> None:
    say = "08.00-09.00 apel, 09.00-10.00 rapat"
    first, second = read(say, SAID_AT, OFFICE).activities

    assert first.line.of(say) == "08.00-09.00 apel"
    assert second.line.of(say) == "09.00-10.00 rapat"
