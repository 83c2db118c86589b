"""Numbers and days that belong to a name: pasal 5, RT 05, Rp 2,5 juta, kelas 7-9, Jumat bersih.

What stands in such a name is words, whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.reading.found import Page
from handlers.reading.tokens import Kind, Token, words
from handlers.reading.units import unit_at
from handlers.reading.weekdays import WEEKDAYS

# Nouns that a number only names. It may follow "nomor" or "ke-", and may be a span: kelas 7-9.
_NUMBERED = words(
    """
    ke nomor nomer no nmr pasal ayat huruf angka bab sub subbab bagian paragraf lampiran lamp poin
    hal halaman bait baris kolom tabel gambar jilid edisi volume vol seri tipe type model versi v
    ver rev revisi rt rw dusun blok kavling kav gang gg jl km kilometer simpang lorong kelas kls
    fase rombel tingkat semester smt sem triwulan tw tri caturwulan kuartal kuarter quartal tahun
    thn th ta tapel angkatan gelombang kloter termin tahap thp siklus putaran babak periode bulan
    bln pekan hut dies milad ultah dirgahayu harlah ruang lantai bangsal zona dapil tps sd sdn
    sdit smp smpn mts mtsn sma sman smk smkn slb uptd uu pp perpres permen permendagri permenkes
    permendikbud permenpan permenpanrb perda perbup perwal pergub perdes perka inpres keppres
    kepmen kepbup se pmk psak perban iso golongan gol eselon grade level prioritas iki rhk kd ki
    cp tp jp pertemuan topik nilai skor score ipk indeks ikm rata menang kalah peringkat ranking
    juara urutan suhu tensi umur usia berusia kode id nip nik nuptk npwp nisn batch klaster kuota
    nopol lt windows office covid sdgs pilar channel
    """
)
# Nouns that a number names unless a unit follows: tim 3, but tim 5 orang.
_NUMBERED_OR_COUNTED = words(
    """
    kelompok tim jalan gedung ruangan kamar jalur ruas wilayah saluran lingkungan regu sesi seksi
    materi modul soal tema telp telepon hp wa sk sp bp program
    """
)
# Their numbers may look like a clock: KD 3.10, versi 2.10.
_WITH_DECIMALS = words(
    """
    kd ki cp tp versi v ver nomor nomer no nmr pasal bab sub subbab poin angka nilai skor score
    ipk indeks ikm rata suhu tensi halaman tabel gambar kode km kilometer seri iso
    """
)
_BETWEEN = words("nomor nomer no nmr ke urut genap anggaran ajaran pelajaran")
_JOINS = frozenset({"-", "/", "dan", "&", "sampai", "s/d", "sd", "hingga"})
_LESSONS = frozenset({"ke", "pelajaran", "pembelajaran", "mapel"})
_MONEY = frozenset({"rp", "idr", "usd", "$"})
_AFTER_NUMBERS = words(
    """
    juta jt ribuan rb rupiah miliar milyar milyard triliun % persen prosen derajat ° °c
    """
)
_HOURS = frozenset({"jam", "menit", "mnt"})
_HOW_OFTEN = frozenset({"tiap", "setiap", "per"})
_AGO = frozenset({"sekali", "lagi", "yang", "yg"})

# What makes a weekday part of a name: before it (apel Senin) or after it (Jumat bersih).
_NAMED_BEFORE = words(
    """
    apel upacara senam sholat salat shalat solat khutbah khotbah yasinan pengajian pasar malam
    setiap tiap program gerakan
    """
)
_NAMED_AFTER = words(
    """
    bersih berkah sehat ibadah taqwa takwa curhat berbagi beriman religi religius literasi budaya
    berbudaya tenang sedekah barokah pahing pon wage kliwon legi
    """
)
_WHICH_WEEK = words(
    """
    ke pertama kedua ketiga keempat kelima terakhir efektif i ii iii iv v berjalan
    """
)
_DAY_AFTER_ALL = frozenset(
    {"lalu", "kemarin", "kmrn", "yang", "yg", "depan", "ini", "tgl", "tanggal"}
)
# A number word and a unit that are a name together.
_PHRASES = frozenset({("satu", "data"), ("satu", "peta")})
_NAMED_BY_TWO = frozenset({("upacara", "bendera"), ("apel", "gabungan")})

_DAWN, _MIDNIGHT = 5, 24  # hours
_CLOCK_SHAPE = re.compile(r"\d{1,2}[.:]\d{2}\Z")
_YEAR_SHAPE = re.compile(r"(?:19[5-9]|20)\d\d\Z")


def clock_shaped(token: Token) -> bool:
    """Whether this looks like 08.00 or 8:15."""
    return token.kind is Kind.NUMBER and _CLOCK_SHAPE.match(token.text) is not None


def year_shaped(token: Token) -> bool:
    """Whether this looks like a year: 2026."""
    return token.kind is Kind.NUMBER and _YEAR_SHAPE.match(token.text) is not None


def takes_a_number(token: Token) -> bool:
    """Whether a number after this word names it: lantai 2, pasal 5."""
    return token.text in _NUMBERED or token.text in _NUMBERED_OR_COUNTED


def name_at(page: Page, i: int) -> int:
    """The token after the name that begins here, or ``i`` where none does."""
    kind = page.tokens[i].kind
    if kind is Kind.WORD:
        return _word_name(page, i)
    if kind is Kind.NUMBER:
        return _number_name(page.tokens, i)
    return _past_money(page.tokens, i) if page.tokens[i].text in _MONEY else i


def _word_name(page: Page, i: int) -> int:
    tokens, word = page.tokens, page.tokens[i].text
    following = tokens[i + 1].text
    if word in WEEKDAYS:
        return _weekday_name(tokens, i)
    if word in _NAMED_BEFORE and following in WEEKDAYS:
        return i if tokens[i + 2].text in _DAY_AFTER_ALL else i + 2
    if (word, following) in _NAMED_BY_TWO:
        return i + 3 if tokens[i + 2].text in WEEKDAYS else i + 2
    if (word, following) in _PHRASES:
        return i + 2
    if word in _MONEY:
        return _past_money(tokens, i)
    return _numbered(page, i)


def _weekday_name(tokens: Sequence[Token], i: int) -> int:
    """Jumat bersih; and as Sunday and week are one word: minggu ke-3, minggu kedua."""
    following = tokens[i + 1].text
    if following in _NAMED_AFTER:
        return i if tokens[i + 2].text == "-" else i + 2
    if tokens[i].text == "minggu" and following in _WHICH_WEEK:
        return _past_numbers(tokens, i + 1, decimals=False) or i + 2
    return i


def _numbered(page: Page, i: int) -> int:
    tokens, word = page.tokens, page.tokens[i].text
    if word == "jam" and tokens[i + 1].text in _LESSONS:
        return _past_numbers(tokens, i + 2, decimals=False) or i
    if word in _HOW_OFTEN and tokens[i + 1].kind is Kind.NUMBER and tokens[i + 2].text in _HOURS:
        return i + 3
    if takes_a_number(tokens[i]):
        after = _past_numbers(tokens, i + 1, word in _WITH_DECIMALS) or i
        unit = unit_at(page, after)
        counts = unit is not None and (word in _NUMBERED_OR_COUNTED or unit[0] == "orang")
        return i if counts else after
    return _hyphened(tokens, i)


def _past_numbers(tokens: Sequence[Token], i: int, decimals: bool) -> int | None:
    """Past a number, or a span of them: 5, 7-9, ke-1 ke-3, 800/SPT/2026."""
    i = _past_between(tokens, i)
    if not _only_names(tokens, i, decimals):
        return None
    i = _past_chain(tokens, i)
    while tokens[i].text in _JOINS:
        following = _past_between(tokens, i + 1)
        if not _only_names(tokens, following, decimals):
            break
        i = _past_chain(tokens, following)
    return i


def _past_between(tokens: Sequence[Token], i: int) -> int:
    """Past what stands between a noun and its number: kelas ke-3, pasal nomor 5, no. 12."""
    while tokens[i].text in _BETWEEN or (tokens[i].tight and tokens[i].text in ".-#"):
        i += 1
    return i


def _only_names(tokens: Sequence[Token], i: int, decimals: bool) -> bool:
    """Whether a number names what stands before it: it is no clock and counts no hours."""
    if tokens[i].kind is not Kind.NUMBER:
        return False
    if clock_shaped(tokens[i]) and not (decimals and not _is_clock_span(tokens, i)):
        return False
    return tokens[i + 1].text not in _HOURS or tokens[i + 2].kind is Kind.NUMBER


def _is_clock_span(tokens: Sequence[Token], i: int) -> bool:
    """Input nilai 08.00-10.00: two clocks of a working day are hours, and no marks."""
    joined = tokens[i + 1].text in _JOINS and clock_shaped(tokens[i + 2])
    return joined and _DAWN <= int(re.split("[.:]", tokens[i].text)[0]) <= _MIDNIGHT


def _number_name(tokens: Sequence[Token], i: int) -> int:
    following = tokens[i + 1].text
    if following in _AFTER_NUMBERS:
        return i + 2
    if following in _HOURS and _tells_when(tokens, i):
        return i + 3
    if (after := _around_the_clock(tokens, i)) > i:
        return after
    after = _past_chain(tokens, i)
    return after if after > i + 1 else i


def _tells_when(tokens: Sequence[Token], i: int) -> bool:
    """2 jam yang lalu, 30 menit sekali; "lalu" after words goes on: periksa 2 jam lalu rapat."""
    following = tokens[i + 2].text
    return following in _AGO or (following == "lalu" and tokens[i - 1].kind is not Kind.WORD)


def _around_the_clock(tokens: Sequence[Token], i: int) -> int:
    """24 jam, 1x24 jam: how long a service is open, not how long somebody worked."""
    number = i + 2 if tokens[i + 1].text in ("x", "×") else i
    if tokens[number].text == "24" and tokens[number + 1].text == "jam":
        return number + 2
    return i


def _past_chain(tokens: Sequence[Token], i: int) -> int:
    """Past a number and what hangs on it: 800/SPT/2026, 0812-3456-7890; else only past it."""
    after, words = i + 1, 0
    while _hangs_on(tokens, after):
        words += tokens[after + 1].kind is Kind.WORD
        after += 2
    if words or (after > i + 3 and not _is_a_date(tokens, i, after)):
        return after
    return i + 1


def _hangs_on(tokens: Sequence[Token], i: int) -> bool:
    sign, following = tokens[i], tokens[i + 1]
    if not (sign.tight and following.tight) or clock_shaped(tokens[i - 1]):
        return False
    if sign.text == "/":
        return following.kind in (Kind.WORD, Kind.NUMBER)
    return sign.text == "-" and following.kind is Kind.NUMBER and not clock_shaped(following)


def _is_a_date(tokens: Sequence[Token], i: int, after: int) -> bool:
    """23-11-2026 or 2026-11-23: three numbers, one of them a year or two digits at the end."""
    return after == i + 5 and (
        year_shaped(tokens[i]) or year_shaped(tokens[i + 4]) or len(tokens[i + 4].text) == 2
    )


def _past_money(tokens: Sequence[Token], i: int) -> int:
    number = i + 2 if tokens[i + 1].text in (".", ":") else i + 1
    if tokens[number].kind is not Kind.NUMBER:
        return i
    after = number + 1
    while tokens[after].text in _AFTER_NUMBERS or tokens[after].text == "ribu":
        after += 1
    return after


def _hyphened(tokens: Sequence[Token], i: int) -> int:
    """covid-19, XI-3: a number that hangs on a word, if it begins no span of hours."""
    dash, number = tokens[i + 1], tokens[i + 2]
    if dash.text != "-" or not (dash.tight and number.tight) or number.kind is not Kind.NUMBER:
        return i
    return i if clock_shaped(number) or tokens[i + 3].text == "-" else i + 3
