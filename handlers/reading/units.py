"""Units of quantity (satuan): everybody's, their short forms, and the office's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from handlers.reading.found import Page
from handlers.reading.numbers import NUMBER_WORDS
from handlers.reading.tokens import Kind, Token, tokenise, words
from handlers.reading.weekdays import WEEKDAYS

# What offices count as output. An office adds its own in office.toml (quantity_units).
_UNITS = """
dokumen, berkas, surat, laporan, notulen, notula, data, berita acara, nota dinas, naskah, draf,
draft, undangan, disposisi, telaahan, proposal, rekomendasi, usulan, permohonan, pengaduan, aduan,
konsep, sertifikat, piagam, ijazah, kartu, KTP, KTP-el, e-KTP, KK, KIA, akta, akta kelahiran, akta
kematian, kutipan, legalisir, formulir, blangko, kuitansi, kwitansi, faktur, nota, SPJ, SPM, SP2D,
SPP, SPD, SPT, SPPD, SK, NPD, RKA, DPA, BKU, NIB, IMB, PBG, SKP, SPMT, SKCK, SKTM, SOP, MoU,
kontrak, memo, arsip, agenda, artikel, berita, konten, foto, video, spanduk, baliho, pamflet,
brosur, leaflet, poster, desain, infografis, siaran pers, postingan, posting, lembar, halaman,
eksemplar, rangkap, bundel, map, dus, kotak, buku, judul, modul, RPP, silabus, soal, materi,
slide, rapor, raport, LKS, LKPD, naskah soal, perangkat, JP, jam pelajaran, OJ, OH, orang hari,
orang jam, orang, peserta, tamu, pengunjung, pelanggan, pemohon, warga, pegawai, ASN, PNS, PPPK,
guru, siswa, siswi, murid, santri, anak, balita, bayi, ibu hamil, bumil, ibu, lansia, remaja,
pasien, jiwa, kader, personel, personil, anggota, petani, nelayan, pedagang, pelaku usaha, UMKM,
wajib pajak, narasumber, perangkat desa, keluarga, kepala keluarga, rumah tangga, pelanggar,
penumpang, responden, KPM, PMI, CPNS, WP, pelapor, resep, tindakan, kunjungan, rujukan, sampel,
spesimen, pemeriksaan, persalinan, imunisasi, suntikan, dosis, vial, ampul, tablet, botol, strip,
kolf, kantong, rontgen, bed, tempat tidur, konseling, kegiatan, layanan, pelayanan, paket, unit,
buah, set, item, butir, poin, kali, kelompok, tim, kelas, sesi, rombel, sekolah, desa, kelurahan,
dusun, kecamatan, rumah, kios, toko, lapak, bangunan, titik, lokasi, ruas, persil, bidang,
kendaraan, motor, mobil, alat, barang, komputer, laptop, printer, server, akun, aplikasi, website,
file, folder, email, pesan, panggilan, telepon, tiket, transaksi, rekening, aset, ekor, pohon,
bibit, batang, karung, sak, rim, kg, ton, liter, meter, km, ha, hektar, hektare, kubik, rit, trip,
OPD, posyandu, puskesmas, masjid, pasar, objek, kasus, perkara, temuan, laporan keuangan, jenis,
mahasiswa, jemaah, jamaah, akseptor, pencari kerja, debitur, koperasi, pengusaha, kepala desa,
pejabat, relawan, juri, atlet, KAK, SPK, BA, BAST, BAP, LPJ, RAB, DED, SPTJM, STTB, SKU, porsi,
boks, box, kursi, meja, tenda, pot, surat suara, kotak suara, instansi, perusahaan, yayasan,
panti, ODGJ, peserta didik, orang tua, wali murid, calon pengantin, catin, pasangan, tenaga
kesehatan, nakes, petugas, honorer, ibu menyusui, ibu nifas, WUS, PUS, jenazah, record,
truk, pikap, galon, drum, jerigen, kaleng, rol, roll, gulung, lampu, toilet, sarang, hewan, sapi,
kambing, SPPT, STNK, SIM, sertipikat, tabung, lemari, pucuk, lembaga,
organisasi, partai, ormas, minutes of meeting
"""
_SHORT_FORMS = {
    "org": "orang",
    "orng": "orang",
    "dok": "dokumen",
    "dokumn": "dokumen",
    "lap": "laporan",
    "lbr": "lembar",
    "lmbr": "lembar",
    "brks": "berkas",
    "bks": "berkas",
    "eks": "eksemplar",
    "exp": "eksemplar",
    "bh": "buah",
    "pcs": "buah",
    "srt": "surat",
    "keg": "kegiatan",
    "pkt": "paket",
    "psn": "pasien",
    "jiwa": "jiwa",
    "org hari": "orang hari",
    "minutes of the meeting": "minutes of meeting",
    "jpl": "JP",
}

_TIMES = words("jam jm menit mnt")
_EVERYBODYS = frozenset(name.strip() for name in _UNITS.split(","))
Lexicon = Mapping[str, Mapping[tuple[str, ...], str]]


@lru_cache(maxsize=16)
def lexicon(of_the_office: Sequence[str]) -> Lexicon:
    """Units by their first word; each by the words that follow it, the longest first."""
    spelt = {name: name for name in _EVERYBODYS}
    spelt |= _SHORT_FORMS | {name: name for name in of_the_office}
    by_first: dict[str, dict[tuple[str, ...], str]] = {}
    for name, unit in spelt.items():
        first, *rest = (token.text for token in tokenise(name) if token.text)
        by_first.setdefault(first, {})[tuple(rest)] = unit
    return {
        first: dict(sorted(units.items(), key=lambda unit: -len(unit[0])))
        for first, units in by_first.items()
    }


def is_everybodys(unit: str) -> bool:
    """Whether this unit is known without an office having added it."""
    return unit in _EVERYBODYS


def unit_at(page: Page, i: int) -> tuple[str, int] | None:
    """The unit that begins at this token, as the office writes it, and the token after it."""
    for rest, unit in page.units.get(page.tokens[i].text, {}).items():
        after = i + 1 + len(rest)
        said = all(page.tokens[i + 1 + k].text == word for k, word in enumerate(rest))
        if said and not (rest and _begins_a_time(page.tokens, after - 1)):
            return unit, after
    return None


def _begins_a_time(tokens: Sequence[Token], i: int) -> bool:
    """45 orang jam 8-11, 5 orang hari ini: the last word of the unit is the time's or the day's."""
    following = tokens[i + 1]
    if tokens[i].text == "hari":
        return following.text == "ini" or following.text in WEEKDAYS
    if tokens[i].text != "jam" or tokens[i + 2].text in _TIMES:
        return False
    return following.kind is Kind.NUMBER or following.text in NUMBER_WORDS | {"setengah"}
