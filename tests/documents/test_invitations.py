"""Invitations on paper and as a list."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from handlers.documents.invitations import (
    HEADINGS,
    Invited,
    Sheet,
    invitations_pdf,
    invitations_workbook,
)
from handlers.documents.sheets import read_sheets

LONG = "Prof. Dr. Ir. Muhammad Abdurrahman Syaifullah Kusumawardhana Prawiranegara, M.T., Ph.D."


def sheet(people: int) -> Sheet:
    return Sheet(
        title="Dinas Contoh",
        office="Pemerintah Kabupaten Contoh",
        agency="BKPSDM Contoh",
        until="24 Desember 2026",
        people=[
            Invited(
                f"{LONG} {n}", "Analis " * 20, "Sekretariat " * 12, f"https://t.me/b?start=Ab_{n}"
            )
            for n in range(people)
        ],
    )


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_eight_people_are_on_a_page_however_long_their_names() -> None:
    assert [pages(invitations_pdf(sheet(people))) for people in (1, 8, 9)] == [1, 1, 2]


def test_sixty_people_are_eight_pages() -> None:
    assert pages(invitations_pdf(sheet(60))) == 8


def test_the_list_has_a_row_and_a_picture_for_each_and_no_formulas(tmp_path: Path) -> None:
    people = [Invited("=1+1", "+Analis", "@Unit", "https://t.me/b?start=-x"), *sheet(2).people]
    content = invitations_workbook(Sheet("D", "P", "B", "24 Desember 2026", people))
    path = tmp_path / "undangan.xlsx"
    path.write_bytes(content)

    [read] = read_sheets(path)
    assert tuple(read.rows[0]) == HEADINGS
    assert list(read.rows[1][:5]) == [
        "=1+1", "+Analis", "@Unit", "https://t.me/b?start=-x", "24 Desember 2026",
    ]  # fmt: skip
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert sum(name.startswith("xl/media/") for name in parts.namelist()) == 3
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
