"""What an operator or the agency got wrong is said in words, where it stands, without a stack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app

OFFICE = """
name = "Pemerintah Kabupaten Contoh"
agency = "BKPSDM Contoh"

[[rules]]
valid_from = 2026-01-01
"""


def run(*arguments: str, stdin: str = "", **environment: str) -> tuple[int, str]:
    """Exit code and everything that was said."""
    done = CliRunner(env=environment).invoke(app, arguments, input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (OFFICE + "entry_windw = 3", "rules[1].entry_windw: tidak dikenal; salah ketik?"),
        (OFFICE + "entry_window = -1", "rules[1].entry_window: Input should be greater than"),
        (OFFICE + "quiet_from = 25:00:00", "tidak terbaca: "),
        (OFFICE.replace("name =", "nama ="), "name: belum ada"),
    ],
)
def test_what_is_wrong_in_the_offices_rules(tmp_path: Path, wrong: str, said: str) -> None:
    file = tmp_path / "office.toml"
    file.write_text(wrong)

    code, output = run("read", "rapat", OFFICE_FILE=str(file))

    assert (code, f"{file}: {said}" in output) == (1, True)
    assert "pydantic" not in output


def test_a_file_of_rules_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.toml"

    assert run("read", "rapat", OFFICE_FILE=str(file)) == (
        1,
        f"{file}: tidak bisa dibuka: No such file or directory\n",
    )


@pytest.mark.parametrize("command", [("doctor",), ("migrate",), ("backup", "x.db")])
def test_a_database_of_another_kind(command: tuple[str, ...]) -> None:
    code, output = run(*command, DATABASE_URL="mysql://root:secret@host/kinerja")

    assert (code, output.startswith("database_url: ")) == (1, True)
    assert "secret" not in output


def test_a_workbook_into_no_folder(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/kinerja.db"
    nowhere = tmp_path / "nowhere" / "november.xlsx"

    assert run("export", "--month", "2026-11", str(nowhere), DATABASE_URL=url) == (
        1,
        f"{nowhere.parent} is no folder.\n",
    )


def test_a_broken_line_to_read_spoils_no_other() -> None:
    good = json.dumps({"say": "8-10 rapat", "now": "2026-11-24T16:05:00+07:00"})

    code, output = run("read", stdin=f"no json\n{good}\n{{}}\n")

    answers = [json.loads(line) for line in output.splitlines()]
    assert code == 0
    assert ["error" in answer for answer in answers] == [True, False, True]
    assert answers[1]["readings"][0]["minutes"] == 120
