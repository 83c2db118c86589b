"""Whether 8-10 before a unit is hours or how many: 8-10 surat menyurat, 8-10 orang hadir."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.reading.clocks import HOUR_WORDS
from handlers.reading.found import Page
from handlers.reading.names import clock_shaped
from handlers.reading.numbers import number_at
from handlers.reading.tokens import Kind, Token, words
from handlers.reading.units import unit_at

# Whoever and whatever is only counted: no work is called so.
_ONLY_COUNTED = words(
    """
    orang peserta jiwa pasien siswa siswi murid santri anak balita bayi ibu lansia warga pegawai
    guru tamu pengunjung pelanggan pemohon personel personil anggota responden kader petugas
    lembar halaman eksemplar rangkap bundel buah unit set item butir poin kali paket kg ton liter
    meter km ha hektar hektare kubik ekor batang sak rim rumah desa titik lokasi kendaraan JP
    """
)
# After a unit: it is said what was done to so many.
_DONE = words(
    """
    selesai diverifikasi diperiksa disusun diterima dikirim diinput diproses dicetak diarsipkan
    diunggah dibuat dicek dilayani dikunjungi didata ditandatangani
    """
)
_SAYS_TIME = HOUR_WORDS | words("menit mnt selama sejam")
_OFFICE_HOURS = range(6, 18)
_BEFORE_OUTPUT = words(", ; ( :")
_REACH = 8  # tokens


def leads_in_work(page: Page, span: range, first: int, last: int) -> bool:
    """Whether the unit after a span at the head of a line is the work's name, so these are hours.

    Alone (8-10 berkas), or where a time is said as well (8-10 berkas KP jam 13-15), it may be
    how many.
    """
    unit = unit_at(page, span.stop)
    hours = first < last and first in _OFFICE_HOURS and last in _OFFICE_HOURS
    if not hours or unit is None or unit[0] in _ONLY_COUNTED:
        return False
    tokens, following = page.tokens, unit[1]
    if _is_timed(reversed(tokens[max(span.start - _REACH, 0) : span.start])):
        return False
    if tokens[following].kind is not Kind.WORD:
        return _counts(page, following + (tokens[following].text in _BEFORE_OUTPUT))
    timed = _is_timed(tokens[following : following + _REACH])
    return tokens[following].text not in _DONE and not timed


def _is_timed(clause: Iterable[Token]) -> bool:
    """Whether a clock or a duration is said before the clause ends."""
    for token in clause:
        if token.kind in (Kind.END, Kind.LINE) or token.text in (",", ";"):
            break
        if clock_shaped(token) or token.text in _SAYS_TIME:
            return True
    return False


def _counts(page: Page, i: int) -> bool:
    """Whether what came of it is said: 1 laporan."""
    number = number_at(page.tokens, i)
    return number is not None and unit_at(page, number.after) is not None
