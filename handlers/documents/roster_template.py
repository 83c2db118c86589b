"""Empty lists for the personnel agency: what to fill in, and a sheet that explains it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

WORDS = Path(__file__).with_suffix(".toml")
ABSENCES = WORDS.with_name("absence_template.toml")
PLANS = WORDS.with_name("plans_template.toml")
CONTEXT = WORDS.with_name("context_template.toml")
DATES = ("TMT", "Mulai", "Selesai")
ROWS = 2000  # as far as the text format and the lists of choices reach


@dataclass(frozen=True)
class Field:
    """A column: its header, and how it is explained."""

    header: str
    width: int
    wanted: str
    what: str
    example: str
    choices: Sequence[str] = ()


def roster_template() -> bytes:
    """The XLSX: people, units, and how to fill them in."""
    return _template(WORDS)


def absence_template() -> bytes:
    """The XLSX: leave, and how to fill it in."""
    return _template(ABSENCES)


def plans_template() -> bytes:
    """The XLSX: plans (SKP), one line for each indicator."""
    return _template(PLANS)


def context_template() -> bytes:
    """The XLSX: attendance, service time and SKM, one line for each unit and period."""
    return _template(CONTEXT)


def _template(words: Path) -> bytes:
    """Every table that these words explain is a sheet."""
    told = tomllib.loads(words.read_text(encoding="utf-8"))
    sheets = [name for name in told if name != "advice"]
    tables = {name: [Field(**field) for field in told[name]] for name in sheets}
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        head = workbook.add_format({"bold": True, "bg_color": "#0B5563", "font_color": "white"})
        for name, fields in tables.items():
            _write_table(workbook, name, fields, head)
        _write_explanation(workbook, told["advice"], tables, head)
    return made.getvalue()


def _write_table(workbook: Workbook, name: str, fields: Sequence[Field], head: Format) -> None:
    sheet = workbook.add_worksheet(name)
    as_text = workbook.add_format({"num_format": "@"})
    for place, field in enumerate(fields):
        required = " *" if field.wanted == "wajib" else ""
        sheet.write_string(0, place, field.header + required, head)
        sheet.set_column(place, place, field.width, None if field.header in DATES else as_text)
        if field.choices:
            rule = {"validate": "list", "source": list(field.choices), "error_type": "warning"}
            sheet.data_validation(1, place, ROWS, place, rule)
    sheet.freeze_panes(1, 0)


def _write_explanation(
    workbook: Workbook, advice: Sequence[str], tables: dict[str, list[Field]], head: Format
) -> None:
    sheet = workbook.add_worksheet("Petunjuk")
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    bold = workbook.add_format({"bold": True, "valign": "top"})
    for place, width in enumerate((12, 24, 26, 70, 40)):
        sheet.set_column(place, place, width)
    for row, line in enumerate(advice):
        sheet.write_string(row, 0, line, bold if row == 0 else None)
    top = len(advice) + 1
    for place, title in enumerate(("Lembar", "Judul kolom", "Perlu?", "Isinya", "Contoh")):
        sheet.write_string(top, place, title, head)
    entries = [(name, field) for name, fields in tables.items() for field in fields]
    for row, (name, field) in enumerate(entries, top + 1):
        texts = (name, field.header, field.wanted, field.what, field.example)
        for place, text in enumerate(texts):
            sheet.write_string(row, place, text, bold if place == 1 else wrapped)
