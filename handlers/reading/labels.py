"""Labels before a colon, as in forms: Nama: …, Hari/Tanggal: …, Waktu: …, Hasil: …"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from handlers.reading.splitting import Item
from handlers.reading.tokens import Kind, Token, words


class Label(Enum):
    """What a label announces."""

    WHO = auto()  # the writer: a header
    WHEN = auto()  # a day or a time
    WHAT = auto()  # an activity
    OUTPUT = auto()  # of the activity above
    NOTE = auto()  # on the activity above; the label stays a word


_LABELS = {
    Label.WHO: """
        nama, nama lengkap, nama pegawai, nip, nip/nik, nik, nrp, nipppk, ni pppk, no hp,
        jabatan, unit kerja, unit, instansi, opd, skpd, satker, satuan kerja, bidang, bagian,
        sub bagian, seksi, golongan, gol, pangkat, pangkat/gol, pangkat/golongan, gol/ruang,
        asal sekolah, sekolah, tempat tugas, unit organisasi, atasan, atasan langsung, kepada,
        yth, kepada yth, perihal, dari, status, ruangan, puskesmas, mata pelajaran, mapel
    """,
    Label.WHEN: """
        hari, tanggal, tgl, hari/tanggal, hari tanggal, hari/tgl, hari dan tanggal, waktu,
        waktu pelaksanaan, jam, pukul, pkl, jam/pukul, pukul/jam, durasi, lama, tanggal pelaksanaan,
        tanggal kegiatan, jam kerja, lama kegiatan
    """,
    Label.WHAT: """
        kegiatan, uraian, uraian kegiatan, uraian tugas, aktivitas, aktifitas, pekerjaan, tugas,
        nama kegiatan, rincian, rincian kegiatan, deskripsi, jenis kegiatan, acara, giat,
        agenda, tupoksi, isi kegiatan, kegiatan harian
    """,
    Label.OUTPUT: """
        hasil, output, keluaran, volume, vol, jumlah, capaian, realisasi, hasil kegiatan, hasil
        kerja, volume/satuan, volume dan satuan, kuantitas, jumlah output, peserta, jumlah
        peserta
    """,
    Label.NOTE: """
        tempat, lokasi, keterangan, ket, catatan, kendala, solusi, tindak lanjut, pelaksana,
        penyelenggara, sasaran, tujuan, bukti, bukti dukung, link, dokumentasi, narasumber,
        pimpinan rapat
    """,
}
_BY_WORDS = {
    tuple(name.replace("/", " / ").split()): label
    for label, names in _LABELS.items()
    for name in (n.strip() for n in names.split(","))
}
_LONGEST = max(len(name) for name in _BY_WORDS)
_FIRST_WORDS = {name[0] for name in _BY_WORDS}


_NUMBERED = words("nip nipppk nrp nik")
_BIRTHDAY = 8  # digits: a number of service begins with one


class Section(NamedTuple):
    """A stretch of tokens under one label, or under none."""

    label: Label | None
    first: int
    after: int
    bulleted: bool


def sections(tokens: Sequence[Token], item: Item) -> Iterator[Section]:
    """An item cut at its labels; the label itself stands in a section only if it is a note's."""
    label, start, i = None, item.first, item.first
    while i < item.after:
        known = tokens[i].text in _FIRST_WORDS and _may_begin(tokens, i, item, label)
        named = _label_at(tokens, i, item.after) if known else None
        if named is None:
            i += 1
            continue
        if start < i:
            yield Section(label, start, i, item.bulleted)
        label, content = named
        start = i if label is Label.NOTE else content
        i = content
    if start < item.after:
        yield Section(label, start, item.after, item.bulleted)


def _may_begin(tokens: Sequence[Token], i: int, item: Item, label: Label | None) -> bool:
    """A label stands first or after a mark; after a name it may follow at once (Nama: A NIP: B)."""
    before = tokens[i - 1]
    return i == item.first or before.kind is Kind.MARK or label is Label.WHO


def _label_at(tokens: Sequence[Token], i: int, after: int) -> tuple[Label, int] | None:
    for length in range(min(_LONGEST, after - i), 0, -1):
        name = tuple("/" if t.text == "," else t.text for t in tokens[i : i + length])
        label = _BY_WORDS.get(name)
        numbered = label is Label.WHAT and tokens[i + length].kind is Kind.NUMBER
        colon = i + length + numbered  # Kegiatan 1:
        if label is not None and tokens[colon].text in (":", "="):
            return label, colon + 1
        if name[-1] in _NUMBERED and _is_of_service(tokens, colon):
            return Label.WHO, colon
    return None


def _is_of_service(tokens: Sequence[Token], i: int) -> bool:
    """NIP. 19850312 201001 1 004: so long a number needs no colon."""
    number = tokens[i + 1] if tokens[i].text == "." else tokens[i]
    return number.kind is Kind.NUMBER and len(number.text) >= _BIRTHDAY
