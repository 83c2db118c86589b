"""Titles of reports: "laporan kegiatan harian", "berikut kegiatan saya hari ini", "sbb:"."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reading.clocks import HOUR_WORDS
from handlers.reading.names import clock_shaped
from handlers.reading.tokens import Kind, Token, words

REPORTING = words(
    """
    lapor laporkan melapor melaporkan laporan menyampaikan sampaikan menginformasikan mengirim
    mengirimkan kirim menginfokan report rekap lapkin lkh laphar berikut
    """
)
_REPORTED = REPORTING | words(
    """
    kegiatan aktivitas aktifitas kinerja pekerjaan tugas harian hasil kerja giat saya sy kami pns
    asn pppk pegawai untuk utk pada pd ini sebagai tentang terkait nama atas pelaksanaan bersama
    """
)
_ERRANDS = words("kirim mengirim mengirimkan menyampaikan")  # kirim laporan is work
_ANNOUNCING = words("sbb sbg adalah yaitu yakni berikut")
BEGINS = _REPORTED | _ANNOUNCING
_OF_A_DAY = words("kegiatan aktivitas aktifitas giat")
_FULL_STOPS = words(", . ! : ; - ( ) / ? |")
_DAYS = words(
    """
    hari hr tadi td kemarin kmrn kmrin kemaren semalam tgl tanggal senin selasa rabu kamis jumat
    jum'at sabtu minggu pagi siang
    """
)


def title_at(tokens: Sequence[Token], i: int) -> int:
    """The token after the title that begins here, if nothing is named in it; else ``i``."""
    if tokens[i].text in _ERRANDS:
        return i
    after = past_title(tokens, i)
    names_itself = after > i + 1 or tokens[i].text in REPORTING and tokens[after].text in ":,!."
    names_itself |= tokens[i].text in _OF_A_DAY and tokens[after].text in _DAYS
    return after if after > i and names_itself and ends(tokens, after) else i


def announcement_at(tokens: Sequence[Token], i: int) -> int:
    """The token after what goes on after a day: sebagai berikut, kegiatan saya adalah."""
    after = past_title(tokens, i)
    announces = after > i + 1 or tokens[i].text in _ANNOUNCING or tokens[i].text == "kegiatan"
    return after if after > i and announces and ends(tokens, after) else i


def past_title(tokens: Sequence[Token], i: int) -> int:
    while tokens[i].text in _REPORTED or tokens[i].text in _ANNOUNCING or tokens[i].text == "/":
        i += 1
    return i


def ends(tokens: Sequence[Token], i: int) -> bool:
    """Whether a title ends before this token: at the line's, a mark, a day or a clock time."""
    token = tokens[i]
    if token.kind in (Kind.LINE, Kind.END) or token.text in _FULL_STOPS:
        return True
    if token.kind is Kind.NUMBER:
        return clock_shaped(token) or tokens[i + 1].text in ("-", ".", ")", "/")
    return token.text in HOUR_WORDS or token.text in _DAYS or tokens[i - 1].text in _ANNOUNCING
