"""What an operator or the agency got wrong is said in words, where it stands, without a stack."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.__main__ import app
from bot.plainly import plainly

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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("plans", "template", "{0}/no/skp.xlsx"), "{0}/no/skp.xlsx: No such file or directory"),
        (("recap", "--month", "2026-11", "--unit", "X", "--out", "{0}/a.docx"),
         "{0}/a.docx ends in .docx: write FILE.xlsx, FILE.pdf, or a folder."),
        (("recap", "--month", "2026-11", "--nip", "1", "--out", "{0}/a.PDF"),
         "{0}/a.PDF ends in .PDF: write FILE.xlsx, FILE.pdf, or a folder."),
    ],
)  # fmt: skip
def test_where_nothing_can_be_written(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/kinerja.db"
    told = tuple(argument.format(tmp_path) for argument in arguments)

    assert run(*told, DATABASE_URL=url) == (1, said.format(tmp_path) + "\n")
    assert set(tmp_path.iterdir()) <= {tmp_path / "kinerja.db"}


def test_databases_that_are_none_or_do_not_answer(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_text("This is a letter to the head of the agency." * 20)
    sqlite, nobody = (
        f"sqlite+aiosqlite:///{tmp_path}/no.db",
        "postgresql+asyncpg://u:x@127.0.0.1:1/k",
    )
    away = "The database does not answer: see DATABASE_URL.\n"

    assert run("plans", "undo", DATABASE_URL=nobody) == (1, away)
    assert run("plans", "undo", DATABASE_URL="sqlite+aiosqlite:////proc/no/k.db")[0] == 1
    assert run("plans", "undo", DATABASE_URL=sqlite) == (
        1, "DATABASE_URL names a file that is no database.\n",
    )  # fmt: skip


def test_what_somebody_else_is_writing_to_is_said_to_be_busy(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/kinerja.db"
    assert run("migrate", DATABASE_URL=url)[0] == 0
    with closing(sqlite3.connect(tmp_path / "kinerja.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        assert run("plans", "undo", DATABASE_URL=url) == (
            1, "The database is busy just now: try again.\n",
        )  # fmt: skip


def test_what_ctrl_c_ended_is_not_taken_for_done() -> None:
    with pytest.raises(typer.Exit) as ended, plainly():
        raise KeyboardInterrupt

    assert ended.value.exit_code == 130


def test_a_fault_of_ours_keeps_its_stack() -> None:
    with pytest.raises(ZeroDivisionError), plainly():
        _ = 1 / 0


def test_a_broken_line_to_read_spoils_no_other() -> None:
    good = json.dumps({"say": "8-10 rapat", "now": "2026-11-24T16:05:00+07:00"})

    code, output = run("read", stdin=f"no json\n{good}\n{{}}\n")

    answers = [json.loads(line) for line in output.splitlines()]
    assert code == 0
    assert ["error" in answer for answer in answers] == [True, False, True]
    assert answers[1]["readings"][0]["minutes"] == 120
