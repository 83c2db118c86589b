"""The recap on paper: what it says, and that its signatures never stand alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
import typst
from PIL import Image

from bot.plainly import words
from handlers.documents.recap import file_name, recap_facts, recap_pdf
from handlers.documents.recap_picture import recap_picture
from handlers.documents.typesetting import HERE, _compiled, _fonts
from handlers.documents.year import ResultLine, year_picture
from models.appraisal.naming_results import NamedResult
from models.appraisal.papers import Paper
from models.appraisal.recaps import Recap, Share
from models.office import Address, PaperRules
from models.work.figures import Figures
from models.work.periods import Period
from tests.appraisal.made import NOW, paper
from tests.desk import OFFICE, TEXTS

SAY = words("Asia/Jakarta")
RULES = PaperRules(
    letterhead=("PEMERINTAH KABUPATEN CONTOH",), place="Muara Contoh", address="Jalan Contoh 1",
    addresses=(Address(unit="DINAS", address="Jalan Lain 2"),),
)  # fmt: skip
PRINTS = OFFICE.model_copy(update={"paper": RULES})


def asked(printed: Paper, size: str, label: str) -> list[int]:
    """The pages on which something stands."""
    rules = RULES.model_copy(update={"size": size})
    office = OFFICE.model_copy(update={"paper": rules})
    facts = json.dumps(recap_facts(SAY, printed, office, now=NOW))
    compiler = typst.Compiler(
        str(HERE / "recap.typ"), root=str(HERE), font_paths=_fonts(), ignore_system_fonts=True,
        sys_inputs={"facts": facts},
    )  # fmt: skip
    found: list[int] = json.loads(compiler.query(f"<{label}>", field="value"))
    return found


def test_it_says_who_it_is_what_was_done_and_who_signs() -> None:
    facts = recap_facts(SAY, paper(2, results=1), PRINTS, now=NOW)

    assert facts["letterhead"] == ["PEMERINTAH KABUPATEN CONTOH", "DINAS CONTOH"]
    assert facts["address"] == "Jalan Lain 2"
    assert facts["title"] == "REKAP KINERJA HARIAN NOVEMBER 2026"
    assert facts["identity"] == [
        ["Nama", "Tom Saputra"],
        ["NIP", "198609262015031001"],
        ["Jabatan", "Analis Contoh, Dinas Contoh"],
        ["Atasan langsung", "Mia Lestari, S.E."],
    ]
    assert facts["rows"] == [
        ["1", "02-11-2026", "08.00–10.00", "rapat koordinasi pengadaan barang dan jasa", "tugas",
         "", "120", "menunggu"],
        ["2", "02-11-2026", "10.00–12.00", "verifikasi berkas kenaikan pangkat", "1",
         "1 notulen", "120", "disetujui, 01-12-2026"],
    ]  # fmt: skip
    assert facts["total"] == ["Jumlah", "240 menit (4 jam)"]
    assert facts["results"]["rows"] == [
        ["1", "verifikasi berkas kenaikan pangkat", "1", "60", "12 berkas"]
    ]
    assert facts["summary"][0] == ["Hari wajib lapor", "20 hari"]
    left, right = facts["signatures"]
    assert left == {"above": "", "role": "Mengetahui,\nAtasan Langsung",
                    "name": "Mia Lestari, S.E.", "nip": "NIP 198609262015031002"}  # fmt: skip
    assert (right["above"], right["name"]) == ("Muara Contoh, 1 Desember 2026", "Tom Saputra")
    assert "Catatan resmi tetap di e-Kinerja BKN." in facts["foot"]


def test_somebody_else_who_decided_is_named_shortly() -> None:
    facts = recap_facts(SAY, paper(2, long=True), PRINTS, now=NOW)

    assert facts["rows"][1][-1] == "disetujui, 01-12-2026, Dr. Raden M. M. R. F. N."


def test_it_is_a_pdf_under_the_persons_name() -> None:
    printed = paper(3)

    assert recap_pdf(SAY, printed, PRINTS, now=NOW)().startswith(b"%PDF-")
    assert file_name(printed, "pdf") == "rekap-2026-11-Tom-Saputra-198609262015031001.pdf"


@pytest.mark.parametrize("size", ["a4", "f4"])
@pytest.mark.parametrize("results", [0, 9])
def test_signatures_stand_on_the_page_of_the_last_rows(size: str, results: int) -> None:
    """Whatever there is of work: the end of the table goes over to their page with them."""
    pages = set()
    for count in (0, 1, 2, 3, 7, 8, 9, 10, 11, 15, 16, 17, 18, 19, 20, 60):
        printed = paper(count, results=results, long=count == 60)
        (signed,) = asked(printed, size, "signatures")
        assert asked(printed, size, "end-of-table") == [signed]
        pages.add(signed)
    assert len(pages) > 2  # the table did go over pages


ADDRESS = "https://contoh.go.id/" + "berkas" * 40
NAMED = {(1, 1): NamedResult(ADDRESS, 1, 1)}
SERVED = Recap(1, owed=1, reported=1, shares=[Share(1, 1, False, 1, 60, {})])


def on_paper() -> bytes:
    one = paper(1, results=1)
    one.activities[0].what = ADDRESS
    one.results.update(NAMED)
    return _compiled("recap", recap_facts(SAY, one, PRINTS, now=NOW), "png", 72)


def as_a_picture() -> bytes:
    say = TEXTS.in_language("id")
    return recap_picture(say, "Tom", Period.named("2026"), SERVED, NAMED, {})()


def as_a_year() -> bytes:
    whole = Figures(1, [], date(2026, 12, 31))
    lines = [ResultLine(ADDRESS, 60, 1)]
    return year_picture(TEXTS.in_language("id"), "Tom", 2026, whole, [], lines, None)()


@pytest.mark.parametrize("drawn", [on_paper, as_a_picture, as_a_year])
def test_a_word_as_long_as_an_address_is_not_cut_off(drawn: Callable[[], bytes]) -> None:
    page = Image.open(BytesIO(drawn())).convert("L")
    # Heads of pictures are coloured from side to side: below them the margin is white.
    margin = page.crop((page.width - page.width // 40, page.height // 3, page.width, page.height))

    assert sum(margin.histogram()[:250]) == 0
