"""What the bytes of a file make it, whatever it is called; no database."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter

from models.office import EvidenceRules
from models.refusals import Refusal
from models.work.evidence import TRIES, Attached, Evidence, EvidenceKind
from models.work.files import (
    MEGABYTE,
    EvidenceIsDisguised,
    EvidenceIsProgram,
    EvidenceOfOtherKind,
    EvidenceTooLarge,
    check_content,
    check_name,
    named_kind,
)
from tests.wire import A_PDF, A_PHOTO

RULES = EvidenceRules()
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
WORD = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")


def archive(*names: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x" * 50)
    return made.getvalue()


def workbook() -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet()
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (A_PHOTO, None, "jpg"),
        (A_PHOTO, "IMG_1.JPEG", "jpg"),
        (A_PDF, "notulen.pdf", "pdf"),
        (A_PDF, "notulen", "pdf"),
        (archive(*WORD), "Notulen Rapat.docx", "docx"),
        (workbook(), "rekap.xlsx", "xlsx"),
    ],
)
def test_what_an_office_works_with_is_kept(content: bytes, name: str | None, kind: str) -> None:
    assert check_content(content, name, RULES) == kind


@pytest.mark.parametrize(
    ("content", "name", "because"),
    [
        (b"MZ\x90\x00" + bytes(200), "setup.exe", EvidenceIsProgram),
        (b"MZ\x90\x00" + bytes(200), "foto.jpg", EvidenceIsProgram),
        (b"MZ\x90\x00" + bytes(90) + A_PDF, "notulen.pdf", EvidenceIsProgram),
        (b"\x7fELF\x02\x01\x01" + bytes(60), None, EvidenceIsProgram),
        (archive(*WORD, "word/vbaProject.bin"), "surat.docx", EvidenceIsProgram),
        (archive("AndroidManifest.xml", "classes.dex"), "undangan.apk", EvidenceIsProgram),
        (A_PDF, "notulen.pdf.exe", EvidenceIsProgram),
        (A_PDF, "foto.jpg", EvidenceIsDisguised),
        (A_PHOTO, "notulen.pdf", EvidenceIsDisguised),
        (archive("AndroidManifest.xml"), "undangan.pdf", EvidenceOfOtherKind),
        (archive("a.txt"), "bukti.zip", EvidenceOfOtherKind),
        (b"#!/bin/sh\nrm -rf /\n", "notulen.pdf", EvidenceOfOtherKind),
        (b"<html><script>1</script></html>", "surat.pdf", EvidenceOfOtherKind),
        (b"", "kosong.pdf", EvidenceOfOtherKind),
        (A_PDF + bytes(10 * MEGABYTE), "tebal.pdf", EvidenceTooLarge),
    ],
)
def test_programs_disguises_and_the_rest_are_refused(
    content: bytes, name: str | None, because: type[Refusal]
) -> None:
    with pytest.raises(because):
        check_content(content, name, RULES)


def test_a_name_alone_may_be_enough() -> None:
    for name in ("a.apk", "Undangan.PDF.APK", "x.bat", "makro.xlsm"):
        with pytest.raises(EvidenceIsProgram):
            check_name(name)
    check_name("notulen.pdf")
    check_name(None)


def test_what_a_name_says_it_is() -> None:
    assert [named_kind(n) for n in ("a.JPEG", "b.pdf ", "c", None, "d.")] == [
        "jpg", "pdf", "", "", "",
    ]  # fmt: skip


def a_piece(unique: str = "u", kind: EvidenceKind = EvidenceKind.DOCUMENT) -> Evidence:
    return Evidence(author_id=1, kind=kind, file_id="f", file_unique_id=unique, added_at=NOON)


def test_a_piece_is_missing_from_the_first_failure_and_lost_in_the_end() -> None:
    piece = a_piece()
    assert not piece.is_missing

    pauses = []
    for attempt in range(1, TRIES + 1):
        assert piece.put_off(at=NOON) == (attempt == TRIES)
        pauses.append((piece.fetch_at - NOON).total_seconds() if piece.fetch_at else None)
    assert pauses[:3] == [2, 4, 8]
    assert pauses[-3:] == [3600, 3600, None]
    assert piece.is_missing


def test_each_piece_counts_once_and_a_refused_one_not_at_all() -> None:
    refused = a_piece("v")
    refused.refuse("refused-evidence-is-program")
    link = Evidence(author_id=1, kind=EvidenceKind.LINK, link="https://a.id/1", added_at=NOON)

    attached = Attached.of([a_piece("u"), a_piece("u"), refused, link])
    assert (attached.count, attached.missing) == (2, 0)


def test_a_document_is_seen_only_once_its_bytes_are_known() -> None:
    paper, photo = a_piece(), a_piece(kind=EvidenceKind.PHOTO)
    assert (paper.can_be_seen, photo.can_be_seen) == (False, True)
    paper.kept_id = 1
    photo.refuse("refused-evidence-too-large")
    assert (paper.can_be_seen, photo.can_be_seen) == (True, False)
