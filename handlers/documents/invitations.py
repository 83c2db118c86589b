"""Invitations on paper and as a list: deep links with their QR codes, one a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import segno
import xlsxwriter
from babel.dates import format_date

from handlers.documents.typesetting import pdf
from models.office import Office
from models.people.employees import Language

QR_PIXELS = 4  # a module
SCREEN_PIXELS = 10  # the same, in a chat
ROW_HEIGHT = 96
HEADINGS = ("Nama", "Jabatan", "Unit kerja", "Tautan", "Berlaku sampai", "Kode QR")
WIDTHS = (34, 34, 40, 52, 18, 18)


@dataclass(frozen=True)
class Invited:
    """One person's invitation, as it is printed."""

    name: str
    position: str
    unit: str
    link: str


@dataclass(frozen=True)
class Sheet:
    """The invitations of one unit."""

    title: str
    office: str
    agency: str
    until: str
    people: Sequence[Invited]


def sheet_of(title: str, office: Office, until: date, people: Sequence[Invited]) -> Sheet:
    """What is printed is Indonesian, whoever asks for it."""
    last = format_date(until, "d MMMM yyyy", locale=Language.INDONESIAN.value)
    return Sheet(title, office.name, office.agency, last, people)


def qr_picture(link: str) -> bytes:
    """A link as a PNG, to be scanned from a screen or to be printed."""
    image = BytesIO()
    _qr(link).save(image, kind="png", scale=SCREEN_PIXELS, border=4)
    return image.getvalue()


def invitations_pdf(sheet: Sheet) -> bytes:
    """Cards to cut out, eight a page."""
    return pdf(
        "invitations",
        {
            "title": sheet.title,
            "office": sheet.office,
            "agency": sheet.agency,
            "until": sheet.until,
            "people": [
                {
                    "name": person.name,
                    "position": person.position,
                    "unit": person.unit,
                    "shown": person.link.removeprefix("https://"),
                    "qr": _svg(person.link),
                }
                for person in sheet.people
            ],
        },
    )


def invitations_workbook(sheet: Sheet) -> bytes:
    """The same as an XLSX, for those who are invited by message rather than on paper."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("Undangan")
        head = workbook.add_format({"bold": True, "bg_color": "#0B5563", "font_color": "white"})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "vcenter"})
        for place, (title, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            page.write_string(0, place, title, head)
            page.set_column(place, place, width)
        for row, person in enumerate(sheet.people, 1):
            page.set_row(row, ROW_HEIGHT)
            texts = (person.name, person.position, person.unit, person.link, sheet.until)
            for place, text in enumerate(texts):
                page.write_string(row, place, text, wrapped)
            image = {"image_data": _png(person.link), "x_offset": 6, "y_offset": 6}
            page.insert_image(row, len(texts), "qr.png", image)
        page.freeze_panes(1, 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
    return made.getvalue()


def _qr(link: str) -> segno.QRCode:
    return segno.make_qr(link, error="m")


def _svg(link: str) -> str:
    drawn = BytesIO()
    _qr(link).save(drawn, kind="svg", border=0, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()


def _png(link: str) -> BytesIO:
    image = BytesIO()
    _qr(link).save(image, kind="png", scale=QR_PIXELS, border=1)
    return image
