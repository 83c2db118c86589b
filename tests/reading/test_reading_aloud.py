"""``python -m bot read``: JSON lines for programs, a few lines for a person."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO

from bot.reading_aloud import read_command
from tests.reading.corpus import OFFICE

AFTERNOON = "2026-11-24T16:05:00+07:00"


def answers_to(*messages: str) -> list[str]:
    stream, out = StringIO(), StringIO()
    stream.writelines(json.dumps({"say": say, "now": AFTERNOON}) + "\n" for say in messages)
    stream.seek(0)
    read_command(None, stream, out, OFFICE)
    return out.getvalue().splitlines()


def test_each_json_line_is_answered_by_one() -> None:
    answers = [json.loads(line) for line in answers_to("rapat 1,5 jam, 2,5 ha", "", "jam 8-10")]

    assert answers == [
        {
            "readings": [
                {
                    "date": "2026-11-24",
                    "start": None,
                    "end": None,
                    "minutes": 90,
                    "quantity": 2.5,
                    "unit": "ha",
                    "what": "rapat",
                }
            ],
            "questions": [],
        },
        {"readings": [], "questions": [{"about": "what", "options": []}]},
        {"readings": [], "questions": [{"about": "what", "options": []}]},
    ]


def test_the_options_of_a_question_are_written_as_people_would() -> None:
    (answer,) = answers_to("19.00-21.00 rapat warga\n08.00-10.00 rapat 3 jam\n18.00-13.00 jaga")

    assert json.loads(answer)["questions"] == [
        {"about": "date", "options": ["2026-11-23"]},
        {"about": "minutes", "options": ["120", "180"]},
        {"about": "date", "options": ["2026-11-23"]},
        {"about": "minutes", "options": ["13:00-18:00"]},
    ]


def test_letters_are_printed_as_they_are() -> None:
    (answer,) = answers_to("rapat “é” 1 jam")

    assert json.loads(answer)["readings"][0]["what"] == "rapat “é”"
    assert answer.isascii() is False


def test_a_blank_line_is_no_message() -> None:
    out = StringIO()

    read_command(None, StringIO("\n  \n"), out, OFFICE)

    assert out.getvalue() == ""


def test_a_text_is_read_to_a_person() -> None:
    out = StringIO()

    read_command("18/11/2025 08.00-10.00 rapat, 1 notulen; arsip", StringIO(), out, OFFICE)

    assert out.getvalue() == (
        "1. rapat\n"
        "   date      2025-11-18\n"
        "   start     08:00\n"
        "   end       10:00\n"
        "   minutes   120\n"
        "   quantity  1\n"
        "   unit      notulen\n"
        "2. arsip\n"
        "   date      2025-11-18\n"
        "? minutes (2)\n"
    )


def test_reading_aloud_needs_neither_telegram_nor_a_database() -> None:
    script = (
        "import sys; import bot.reading_aloud;"
        "print(sorted({'aiogram', 'sqlalchemy', 'dateparser'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"
