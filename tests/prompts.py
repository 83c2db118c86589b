"""Every question that the bot asks and a message answers, one after the other in one office.

Whoever asks for them is handed each question while it waits; it must be answered before the next.
A conversation's question that is not here fails ``tests/test_steps_of_others.py``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from models.people.employees import Role
from models.people.units import Unit
from tests.access import ROLES, Who
from tests.appraisal.evaluating import DECEMBER, assesses, opens, rates
from tests.appraisal.test_planning import RESULT
from tests.desk import Person
from tests.work.days import MONDAY, Days

SECRET = "rahasia"  # in all that is written to the questions' owners alone


@dataclass(frozen=True)
class Prompt:
    """A question that waits for this person's answer."""

    asked: Person
    answer: str


Prompts = AsyncIterator[Prompt]


@dataclass(frozen=True)
class House:
    """Ida leads Mia, who leads Tom; Eka administers their unit. The others have no say there."""

    days: Days
    ida: Person
    mia: Person
    tom: Person
    eka: Person
    foreign: dict[Who, Person]

    @property
    def everybody(self) -> list[Person]:
        return [self.ida, self.mia, self.tom, self.eka, *self.foreign.values()]


async def a_house(days: Days) -> House:
    """A report of November was approved; it is the end of December."""
    ida = await days.hires("Ida")
    mia = await days.hires("Mia", ida)
    tom = await days.hires("Tom", mia, sex=1)
    await days.hires("Budi", ida, sex=1)
    eka = await days.hires("Eka", role=Role.UNIT_ADMIN)
    elsewhere = await days.opens_unit("LAIN", "Unit Lain")
    foreign = await _foreigners(days, elsewhere)
    await days.begins()
    days.time = days.moment(MONDAY, "15.00")
    await tom.says(f"08.00-10.00 rapat {SECRET}")
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    days.time = DECEMBER
    return House(days, ida, mia, tom, eka, foreign)


async def _foreigners(days: Days, unit: Unit) -> dict[Who, Person]:
    """One of each role, all of another unit."""
    zul = await days.hires("Zul", unit=unit)
    people = {Who.SUPERVISOR: zul, Who.STAFF: await days.hires("Eve", zul, unit=unit)}
    for who, role in ROLES.items():
        people[who] = await days.hires(who.title(), unit=unit, role=role)
    return people | {Who.STRANGER: days.stranger()}


async def prompts(house: House) -> Prompts:
    """Each question in its turn, and every one of them at least once."""
    for one in (_correcting, _reporting, _planning, _leading, _evaluating, _away, _office):
        async for prompt in one(house):
            yield prompt


async def _correcting(house: House) -> Prompts:
    mia, tom = house.mia, house.tom
    card = next(shown for shown in tom.screen if "Ubah" in "".join(shown.buttons))
    await tom.sends_tap(*tom.button("Ubah", on=card))
    await tom.taps("Minta perbaikan")
    yield Prompt(tom, f"salah menulis jamnya, {SECRET}")
    yield Prompt(tom, f"08.00-09.00 rapat {SECRET}")
    await mia.taps("Tidak setuju")
    yield Prompt(mia, f"Jamnya sudah benar, {SECRET}")


async def _reporting(house: House) -> Prompts:
    mia, tom = house.mia, house.tom
    await tom.says("/lapor")
    for answer in (f"menyusun laporan {SECRET}", "10.00-11.00", "hari ini", "1 dokumen"):
        yield Prompt(tom, answer)
    await tom.taps("Ubah")
    await tom.taps("Jam")
    yield Prompt(tom, "07.30-08.30")
    await tom.taps("Kirim")
    await mia.taps("Kembalikan")
    yield Prompt(mia, f"tambahkan halamannya, {SECRET}")
    await tom.taps("Kirim")
    await tom.taps("Ubah")
    await tom.taps("Hapus")
    yield Prompt(tom, f"ternyata tidak jadi, {SECRET}")
    await tom.says(f"08.30-09.00 senam {SECRET}")
    await tom.taps("Kirim")
    await tom.taps("Ubah")
    await tom.taps("Tambah kegiatan")
    yield Prompt(tom, f"09.00-09.30 apel {SECRET}")
    house.days.later(minutes=20)  # what another draft of his asks is no longer answered
    await tom.says("09.30-10.00")
    yield Prompt(tom, f"menata arsip {SECRET}")


async def _planning(house: House) -> Prompts:
    mia, tom = house.mia, house.tom
    await tom.says("/skp")
    await tom.taps("Buat SKP 2026")
    yield Prompt(tom, f"{RESULT}, {SECRET}")
    await tom.taps("Kuantitas")
    yield Prompt(tom, "1.300 berkas")
    await tom.taps("Rumusan")
    yield Prompt(tom, f"Memproses kenaikan pangkat {SECRET}")
    await tom.taps("IKI")
    yield Prompt(tom, f"Jumlah berkas {SECRET}")
    await tom.taps("Selesai")
    await tom.taps("Ajukan ke atasan")
    await mia.taps("Minta ubah")
    yield Prompt(mia, f"tambahkan waktunya, {SECRET}")
    await tom.says("/skp")
    await tom.taps("Ajukan ke atasan")
    await mia.taps("Setujui")
    await tom.says("/skp")
    await tom.taps("Isi realisasi")
    await tom.taps("Kualitas")
    yield Prompt(tom, f"97% {SECRET}")


async def _leading(house: House) -> Prompts:
    mia, tom = house.mia, house.tom
    await _picks(mia, "Pekerjaannya")
    yield Prompt(mia, f"Berkasnya rapi dan {SECRET}")
    await tom.taps("Jawab")
    yield Prompt(tom, f"Terima kasih, {SECRET}")
    await _picks(mia, "Catat dialog")
    yield Prompt(mia, f"Antrean panjang {SECRET}\n- susun jadwal jaga loket, 30 des")
    await tom.taps("Belum cocok")
    yield Prompt(tom, f"Jadwalnya belum dibahas, {SECRET}")
    await _picks(mia, "Catat bimbingan")
    yield Prompt(mia, f"Cara menata arsip {SECRET}")
    await _picks(mia, "Ekspektasi khusus")
    await mia.taps("Berorientasi Pelayanan")
    yield Prompt(mia, f"Warga dijawab paling lambat besok, {SECRET}")


async def _picks(mia: Person, matter: str) -> None:
    await mia.says("/umpan_balik")
    await mia.taps("Pak Tom")
    await mia.taps(matter)


async def _evaluating(house: House) -> Prompts:
    ida, mia, tom = house.ida, house.mia, house.tom
    await tom.says("/nilai")
    await tom.taps("Saya · Tahun 2026")
    await tom.taps("Catatan")
    yield Prompt(tom, f"Warga memuji {SECRET}")
    await assesses(tom)
    await opens(mia, 1)
    await mia.taps("Catatan")
    yield Prompt(mia, f"Tepat waktu dan {SECRET}")
    await rates(mia)
    await mia.taps("Tanda tangani")
    await tom.taps("Baca")
    await tom.taps("Keberatan")
    yield Prompt(tom, f"Dua kegiatan {SECRET} belum dihitung")
    await ida.taps("Tetap berlaku")
    yield Prompt(ida, f"Sudah saya baca dan timbang, {SECRET}")


async def _away(house: House) -> Prompts:
    mia, tom = house.mia, house.tom
    await tom.says("/izin dinas luar 28-30 des")
    await tom.taps("Catat")
    await mia.taps("Keberatan")
    await mia.taps("Hari tertentu")
    yield Prompt(mia, "29 des")
    yield Prompt(mia, f"Selasa ikut apel di kantor, {SECRET}")
    await tom.says("/izin diklat")
    await tom.taps("Tanggal lain")
    yield Prompt(tom, "4-6 jan 2027")
    await tom.taps("Tidak jadi")
    await mia.says("/pengganti")
    await mia.taps("Catat pengganti saya")
    yield Prompt(mia, "budi")
    await mia.taps("Pak Budi")
    await mia.taps("Plh")
    yield Prompt(mia, "besok")
    yield Prompt(mia, f"800/12/{SECRET}")
    await tom.says("/bantuan")
    await tom.taps("Latihan singkat")
    await tom.taps("Tulis sendiri")
    yield Prompt(tom, f"08.00-10.00 rapat {SECRET}")


async def _office(house: House) -> Prompts:
    tom, eka = house.tom, house.eka
    await tom.says(f"10.00-10.30 mengetik surat {SECRET}")
    await tom.taps("Kirim")
    await tom.taps("Salah atasan?")
    await tom.taps("Tulis namanya")
    yield Prompt(tom, "budi")
    await tom.taps("Pak Budi")
    await eka.taps("Orang lain")
    yield Prompt(eka, "ida")
    await eka.taps("Sudah benar")
    await eka.says("/kantor")
    await eka.taps("Cari nama")
    yield Prompt(eka, "tom")
    await eka.says("/kantor")
    await eka.taps("Hari khusus")
    await eka.taps("Catat hari")
    yield Prompt(eka, "libur 30 Desember, HUT Dinas")
    await tom.says("/data_saya")
    await tom.taps("Ada yang salah")
    yield Prompt(tom, f"Golongan saya III/b, {SECRET}")
    await eka.taps("Tidak diubah")
    yield Prompt(eka, f"SK-nya belum kami terima, {SECRET}")
    await eka.says("/pengganti")
    await eka.taps("Untuk pegawai lain")
    yield Prompt(eka, "mia")
