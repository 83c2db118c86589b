"""Outputs that are counted (volume dan satuan): 12 berkas, dua belas orang, 1.250 lembar."""

from __future__ import annotations

from handlers.reading.found import FoundQuantity, Page
from handlers.reading.joining import UNTIL
from handlers.reading.names import clock_shaped, year_shaped
from handlers.reading.numbers import Number, number_at
from handlers.reading.tokens import Kind, Token, words
from handlers.reading.units import unit_at

# Before a number in the same clause: it counts whom or what the work was with, not the work.
PREPOSITIONS = words(
    """
    dgn dengan dg dng bersama bareng dari dr untuk utk untk kepada kpd ke di oleh bagi pada pd
    dalam dlm antara terhadap thd
    """
)
# What is counted in these is no output; after the prepositions comes no unit.
_NO_UNITS = PREPOSITIONS | words(
    """
    jam menit mnt detik hari hr minggu pekan bulan bln tahun thn th kali x dan dari sampai hingga
    yang di ke wib wita wit pagi siang sore malam juta jt persen rupiah januari februari maret
    april mei juni juli agustus september oktober november desember
    """
)
_JOINS = UNTIL | words("- x ×")
_TIMES = words("x ×")
_MEASURES = words("kg ton liter meter km ha hektar hektare kubik")
_OPENS = words(", ( [ : =")
_CLOSE = words(", ) ; . ]")


def quantity_at(page: Page, i: int) -> FoundQuantity | None:
    """The quantity that begins at this token, of a unit that the office knows."""
    number = number_at(page.tokens, i)
    if number is None or _is_a_year(page.tokens, i, number) or _ends_a_span(page.tokens, i):
        return None
    unit = unit_at(page, number.after)
    if unit is not None and page.tokens[unit[1]].text in _TIMES:
        return None  # 3 JP x 35 menit is a duration
    if unit is not None and clock_shaped(page.tokens[i]) and unit[0] not in _MEASURES:
        return None  # 08.00 surat masuk: nobody has half a letter
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
    """ ", 12 bronjong" or "(3 pencari kerja)": standing apart, any word or two may be the unit."""
    if page.tokens[i - 1].text not in _OPENS:
        return None
    for length in (1, 2):
        if _closes(page.tokens[after + length]):
            return counted_at(page, i, length)
    return None


def _closes(token: Token) -> bool:
    return token.text in _CLOSE or token.kind in (Kind.END, Kind.LINE)


def _is_a_code(token: Token) -> bool:
    """0800, 05 and 09.00 count nothing, where it is not even known what a unit is."""
    return (
        clock_shaped(token)
        or len(token.text) > 1
        and token.text.startswith("0")
        and token.text.isdecimal()
    )


def counted_at(page: Page, i: int, length: int = 1) -> FoundQuantity | None:
    """A number and whatever it counts, of so many words; but not days, money and the like."""
    number = number_at(page.tokens, i)
    if number is None:
        return None
    if (unit := unit_at(page, number.after)) is not None:
        return FoundQuantity(i, unit[1], number.value, unit[0])
    nouns = page.tokens[number.after : number.after + length]
    if _is_a_code(page.tokens[i]) or any(
        noun.kind is not Kind.WORD or noun.text in _NO_UNITS for noun in nouns
    ):
        return None
    unit_as_said = " ".join(noun.text for noun in nouns)
    return FoundQuantity(i, number.after + length, number.value, unit_as_said)
