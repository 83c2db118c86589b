"""The copy of one's own data in words: no name of a table, a column or a value is left as it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Table

from bot.dispatcher import CARDS
from config.texts import LANGUAGES
from handlers.documents.own_records import OwnRecords
from handlers.people.own_records import words_in
from models.every_table import Base
from models.people.audit import Act
from models.people.own_records import WHOLE, OwnTable, _is_readable, rows_of
from models.refusals import Refusal
from models.work import files
from models.work.changed_days import ADDED, REMOVED
from tests.desk import TEXTS, Desk
from tests.people.test_own_records import rows, unpacked
from tests.test_house_rules import KEYS, ROOT

BESIDE = {"folder", "yes", "no", f"unit_id {WHOLE}"}
AUDIT = {"audit_entries", "at", "act", "by_name", "unit_id", "day", "until", "what"}
TRACED = re.compile(r"traced\(turn, (\w+)\)|refusal=(\w+)\.__name__|refusal=\"(\w+)\"")


def said(language: str) -> dict[str, str]:
    return words_in(TEXTS.in_language(language))


def tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if rows_of(table, 1) is not None]


def values() -> Iterator[str]:
    """Whatever the office itself writes into a column, after the column's name."""
    for table in tables():
        for column in filter(_is_readable, table.columns):
            kinds = getattr(column.type, "enum_class", None) or ()
            yield from (f"{column.name} {kind.value}" for kind in kinds)
    yield from (f"act {act.value}" for act in Act)
    news = {key.removeprefix("told-") for key in KEYS if key.startswith("told-")}
    yield from (f"notices.kind {kind}" for kind in {*CARDS, *news})
    yield from (f"refusal {name}" for name in traced())
    for refusal in vars(files).values():
        if isinstance(refusal, type) and issubclass(refusal, Refusal) and refusal is not Refusal:
            yield f"refused {refusal().key}"
    yield from (f"duties.reason {reason}" for reason in reasons())


def traced() -> set[str]:
    """The refusals that leave a trace."""
    text = "".join(map(Path.read_text, _files()))
    found = {name for names in TRACED.findall(text) for name in names if name}
    return found - {"refusal"}


def reasons() -> set[str]:
    """Why duties were rewritten: the words themselves, or their beginning and "…"."""
    return {
        reason
        for path in _files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and _writes_duties(node)
        for word in [*node.args, *(one.value for one in node.keywords if one.arg == "because")]
        for reason in _beginning(word)
    } | {"roster", f"{ADDED}…", f"{REMOVED}…"}  # by their names


def _writes_duties(call: ast.Call) -> bool:
    return ast.unparse(call.func) in ("write_duties", "rewrite", "_rewrite", "_follow")


def _beginning(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield f"{ast.literal_eval(node.values[0])}…"


def _files() -> list[Path]:
    return [path for wing in ("models", "handlers", "bot") for path in (ROOT / wing).rglob("*.py")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_column_and_value_of_a_copy_has_its_words(language: str) -> None:
    words = said(language)
    unsaid = [table.name for table in tables() if table.name not in words]
    unsaid += [
        f"{table.name}.{column.name}"
        for table in tables()
        for column in filter(_is_readable, table.columns)
        if column.name not in words and f"{table.name}.{column.name}" not in words
    ]
    unsaid += [name for name in {*AUDIT, *values()} if name not in words]

    assert sorted(unsaid) == []
    assert [word for word in words.values() if "_" in word] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_left_of_what_is_gone(language: str) -> None:
    columns = {
        name
        for table in tables()
        for column in filter(_is_readable, table.columns)
        for name in (column.name, f"{table.name}.{column.name}")
    }
    known = {table.name for table in tables()} | columns | AUDIT | set(values()) | BESIDE

    assert sorted(said(language).keys() - known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_tables_are_one_file(language: str) -> None:
    words = said(language)
    titles = sorted(words[table.name] for table in tables())

    assert titles == sorted(set(titles))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_columns_of_a_table_have_one_title(language: str) -> None:
    words = said(language)
    for table in tables():
        columns = [column.name for column in filter(_is_readable, table.columns)]
        titles = [words.get(f"{table.name}.{name}") or words[name] for name in columns]
        assert sorted(titles) == sorted(set(titles)), table.name


def test_a_value_is_told_by_its_table_and_what_somebody_wrote_stays() -> None:
    columns = ("reason", "off_name", "what", "minutes")
    table = OwnTable(
        "duties",
        columns,
        (("approved: sick", "sick", "approved: sick", None), ("+ Apel Akbar", "Natal", "sick", 0)),
    )
    records = OwnRecords("Data", "", "id", "Asia/Jakarta", said("id"), (table,), ())

    assert list(records._rows(table)) == [
        ["disetujui: sakit", "sakit", "approved: sick", ""],
        ["hari khusus dicatat: Apel Akbar", "Natal", "sick", "0"],
    ]
    assert records._titles(table) == ["Diubah karena", "Keterangan", "Uraian", "Menit"]


async def test_a_copy_is_in_ones_own_language(desk: Desk) -> None:
    tom = await desk.hires("Tom Saputra", sex=1)
    await tom.says("/bahasa")
    await tom.says("08.00-09.30 rapat koordinasi, 2,5 berkas")
    await tom.shows_document("notulen.pdf")

    await tom.says("/my_data")

    files = unpacked(tom, "my-data")
    row = rows(files, "activities.csv")[0]
    assert (row["Description"], row["State"], row["Quantity"]) == (
        "rapat koordinasi", "not sent", "2.5"
    )  # fmt: skip
    assert {row["About"] for row in rows(files, "news-from-the-bot.csv")} == {
        "my report", "my data", "copy of my data"
    }  # fmt: skip
    assert [name for name in files if name.startswith("evidence/")] != []
