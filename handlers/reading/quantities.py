"""Outputs that are counted (volume dan satuan): 12 berkas, dua belas orang, 1.250 lembar."""

from __future__ import annotations

from handlers.reading.found import FoundQuantity, Page
from handlers.reading.names import year_shaped
from handlers.reading.numbers import Number, number_at
from handlers.reading.tokens import Kind, Token, words
from handlers.reading.units import unit_at

# Before a number in the same clause: it counts whom or what the work was with, not the work.
PREPOSITIONS = words(
    """
    dgn dengan dg dng bersama bareng dari dr untuk utk untk kepada kpd ke di oleh bagi pada pd dalam
    dlm antara terhadap thd
    """
)
_NO_UNITS = words(
    """
    jam menit mnt detik hari hr minggu pekan bulan bln tahun thn th kali x dan dari sampai hingga
    yang di ke wib wita wit pagi siang sore malam juta jt persen rupiah januari februari maret april
    mei juni juli agustus september oktober november desember
    """
)
_JOINS = words("- s/d s.d. s.d sampai hingga")
_OPENS = words(", ( [")
_CLOSE = words(", ) ; . ]")


def quantity_at(page: Page, i: int) -> FoundQuantity | None:
    """The quantity that begins at this token, of a unit that the office knows."""
    number = number_at(page.tokens, i)
    if number is None or _is_a_year(page.tokens, i, number) or _ends_a_span(page.tokens, i):
        return None
    unit = unit_at(page, number.after)
    if unit is not None:
        return FoundQuantity(i, unit[1], number.value, unit[0])
    return _alone_at(page, i, number.after)


def _is_a_year(tokens: list[Token], i: int, number: Number) -> bool:
    """Menyusun DPA 2026 kegiatan sosialisasi counts nothing."""
    return year_shaped(tokens[i]) and number.after == i + 1 and tokens[i - 1].text not in _OPENS


def _ends_a_span(tokens: list[Token], i: int) -> bool:
    """10-12 berkas: nobody knows how many."""
    return tokens[i - 1].text in _JOINS and tokens[i - 2].kind is Kind.NUMBER


def _alone_at(page: Page, i: int, after: int) -> FoundQuantity | None:
    """ ", 12 bronjong" or "(12 bronjong)": standing apart, any one word may be the unit."""
    following = page.tokens[after + 1]
    ends = following.text in _CLOSE or following.kind in (Kind.END, Kind.LINE)
    return counted_at(page, i) if ends and page.tokens[i - 1].text in _OPENS else None


def counted_at(page: Page, i: int) -> FoundQuantity | None:
    """A number and whatever it counts, but for days, money and the like."""
    number = number_at(page.tokens, i)
    if number is None:
        return None
    if (unit := unit_at(page, number.after)) is not None:
        return FoundQuantity(i, unit[1], number.value, unit[0])
    noun = page.tokens[number.after]
    if noun.kind is not Kind.WORD or noun.text in _NO_UNITS:
        return None
    return FoundQuantity(i, number.after + 1, number.value, noun.text)
