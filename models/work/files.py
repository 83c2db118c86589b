"""Files (berkas): the evidence that the office keeps on its own disk, found by what it holds."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import filetype
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NumberedBase
from models.office import EvidenceRules
from models.refusals import Refusal

MEGABYTE = 1024 * 1024
SAME_KIND = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "heif": "heic", "htm": "html"}
PROGRAMS = frozenset(
    "exe com msi scr pif dll bat cmd ps1 vbs js jse wsf hta jar apk xapk elf sh bin app lnk reg"
    " crx wasm swf deb rpm docm xlsm pptm".split()
)
OPENED_AS = 8192  # bytes that tell what a file is


class EvidenceTooLarge(Refusal):
    """More than the office keeps."""


class EvidenceIsProgram(Refusal):
    """Something that runs, whatever it is called."""


class EvidenceIsDisguised(Refusal):
    """Its name says one thing, its bytes another."""


class EvidenceOfOtherKind(Refusal):
    """No kind of file that the office keeps."""


class File(NumberedBase):
    """What lies on the disk under its hash, once for everybody who sent it."""

    __tablename__ = "files"

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))  # by its bytes
    kept_at: Mapped[datetime]


def check_size(size: int | None, rules: EvidenceRules) -> None:
    if size is not None and size > rules.most_megabytes * MEGABYTE:
        raise EvidenceTooLarge(most=rules.most_megabytes)


def check_name(name: str | None) -> None:
    """What can be refused before anything is fetched: the name alone says that it runs."""
    if named_kind(name) in PROGRAMS:
        raise EvidenceIsProgram


def check_content(content: bytes, name: str | None, rules: EvidenceRules) -> str:
    """What kind of file the bytes make it; raises the refusals of this module."""
    check_size(len(content), rules)
    check_name(name)
    kind = _kind_of(content)
    if kind in PROGRAMS or _has_macros(content):
        raise EvidenceIsProgram
    if kind not in rules.kinds:
        raise EvidenceOfOtherKind(kinds=", ".join(rules.kinds))
    said = named_kind(name)
    if said and said != kind:
        raise EvidenceIsDisguised(said=said, found=kind)
    return kind


def named_kind(name: str | None) -> str:
    """What the name says it is: "Notulen.JPEG" is jpg; empty if it does not say."""
    _, dot, ending = (name or "").rpartition(".")
    ending = ending.strip().casefold() if dot else ""
    return SAME_KIND.get(ending, ending)


def _kind_of(content: bytes) -> str:
    found = filetype.guess_extension(content[:OPENED_AS]) or ""
    return SAME_KIND.get(found, found)


def _has_macros(content: bytes) -> bool:
    """An office document that brings a program along."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return any(name.casefold().endswith("vbaproject.bin") for name in archive.namelist())
    except BadZipFile:
        return False
