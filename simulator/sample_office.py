"""A sample office as in Kabupaten Bungo: real kinds of units, invented people.

Plain data, the same at every start; ``simulator.demo`` puts it into the bot's database and gives
everybody a Telegram account.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

WOMEN = (
    "Ani Aulia Dewi Dian Eka Fitri Hana Ika Indah Intan Lestari Lina Maya Mega Mia Nadia Nia Novi "
    "Putri Rahma Rani Ratna Rina Rini Sari Siti Sri Tika Tuti Wulan Yanti Yuli"
).split()
MEN = (
    "Adi Agus Andi Arif Bayu Budi Dedi Dimas Edi Eko Fajar Galih Hadi Hendra Heri Irfan Joko "
    "Lukman Rahmat Rendi Reza Rizal Rudi Satria Sigit Surya Taufik Tom Wahyu Wawan Yoga Yusuf"
).split()
LAST = (
    "Anggraini Ardiansyah Firmansyah Gunawan Handayani Harahap Hasanah Hidayat Kurniawan Kusuma "
    "Lubis Mahendra Maulana Nasution Nugroho Permata Pratama Purnama Rahayu Ramadhan Safitri "
    "Saputra Setiawan Siregar Suryani Susanto Syahputra Utami Wibowo Wijaya Wulandari Yuliana"
).split()
DEGREES = ("", "", "", ", S.E.", ", S.Sos.", ", S.Kom.", ", S.Pd.", ", A.Md.")


@dataclass(frozen=True)
class Unit:
    """A unit under another; ``six_days`` holds for those below too."""

    code: str
    name: str
    head: str  # its head's position
    staff: tuple[str, ...]  # its people's positions, in turn
    size: int
    below: tuple[Unit, ...] = ()
    six_days: bool = False


@dataclass(frozen=True)
class Person:
    """An invented civil servant."""

    number: int
    nip: str
    name: str
    unit: str
    position: str
    supervisor: int | None  # the number of whoever reviews them
    kind: str = "PNS"
    joined: bool = True
    hints: tuple[str, ...] = ()

    @property
    def first_name(self) -> str:
        return self.name.split(",")[0].split()[0]

    @property
    def last_name(self) -> str:
        return " ".join(self.name.split(",")[0].split()[1:])


OFFICE = Unit(
    "BUNGO",
    "Pemerintah Kabupaten Bungo",
    "Sekretaris Daerah",
    (),
    0,
    (
        Unit(
            "BKPSDM",
            "BKPSDM Kabupaten Bungo",
            "Kepala BKPSDM",
            ("Pengadministrasi Umum",),
            6,
            (
                Unit(
                    "BKPSDM-MUTASI",
                    "Bidang Mutasi dan Promosi",
                    "Kepala Bidang Mutasi dan Promosi",
                    ("Analis SDM Aparatur", "Penelaah Teknis Kebijakan"),
                    8,
                    (
                        Unit(
                            "BKPSDM-MUTASI-KP",
                            "Subbidang Kepangkatan",
                            "Kepala Subbidang Kepangkatan",
                            ("Analis Kepangkatan", "Pengelola Data Kepegawaian"),
                            12,
                        ),
                    ),
                ),
                Unit(
                    "BKPSDM-KINERJA",
                    "Bidang Penilaian Kinerja Aparatur",
                    "Kepala Bidang Penilaian Kinerja",
                    ("Analis Kinerja", "Pranata Komputer Ahli Pertama"),
                    14,
                ),
            ),
        ),
        Unit(
            "DUKCAPIL",
            "Dinas Kependudukan dan Pencatatan Sipil",
            "Kepala Dinas Dukcapil",
            ("Pengadministrasi Perkantoran",),
            10,
            (
                Unit(
                    "DUKCAPIL-PENDUDUK",
                    "Bidang Pelayanan Pendaftaran Penduduk",
                    "Kepala Bidang Pendaftaran Penduduk",
                    ("Operator SIAK", "Administrator Database Kependudukan"),
                    28,
                    (
                        Unit(
                            "DUKCAPIL-KTP",
                            "Seksi Identitas Penduduk",
                            "Kepala Seksi Identitas Penduduk",
                            ("Operator Perekaman KTP-el", "Pengelola Dokumen Kependudukan"),
                            30,
                        ),
                    ),
                ),
                Unit(
                    "DUKCAPIL-CAPIL",
                    "Bidang Pelayanan Pencatatan Sipil",
                    "Kepala Bidang Pencatatan Sipil",
                    ("Pengelola Akta", "Arsiparis Terampil"),
                    26,
                ),
            ),
        ),
        Unit(
            "PKM-MUARA-BUNGO",
            "Puskesmas Muara Bungo I",
            "Kepala Puskesmas",
            ("Perawat Terampil", "Bidan Terampil", "Apoteker Ahli Pertama", "Sanitarian"),
            24,
            (
                Unit(
                    "PKM-KIA",
                    "Klaster Ibu dan Anak",
                    "Penanggung Jawab Klaster Ibu dan Anak",
                    ("Bidan Ahli Pertama", "Bidan Terampil"),
                    26,
                ),
                Unit(
                    "PKM-UGD",
                    "Unit Gawat Darurat",
                    "Penanggung Jawab UGD",
                    ("Perawat Ahli Pertama", "Perawat Terampil"),
                    22,
                ),
            ),
            six_days=True,
        ),
    ),
)

HINTS_OF_STAFF = (
    "08.00-10.30 rapat koordinasi pengadaan, 1 notulen",
    "kemarin jam 1-3 verifikasi 12 berkas kenaikan pangkat",
    "08.00-09.00 apel dan briefing\n09.00-12.00 input data SIASN (30 data)\njam 1-3 rapat evaluasi",
    "menyusun draf SK mutasi",
    "besok saya dinas luar ke Jambi",
)
HINTS_OF_HEADS = ("/tinjau", "/tim", "/rekap")


def units(unit: Unit = OFFICE, parent: Unit | None = None) -> Iterator[tuple[Unit, Unit | None]]:
    """(unit, the one above it), from the top down."""
    yield unit, parent
    for child in unit.below:
        yield from units(child, unit)


def people() -> list[Person]:
    """A few hundred; the first is the PNS of the story, the second her superior."""
    names, numbers = _names(), count(1)
    found = list(_people_of(OFFICE, None, names, numbers))
    clerk = next(p for p in found if p.unit == "BKPSDM-MUTASI-KP" and p.hints == HINTS_OF_STAFF)
    boss = next(p for p in found if p.number == clerk.supervisor)
    return [clerk, boss, *(p for p in found if p not in (clerk, boss))]


def _people_of(
    unit: Unit, above: int | None, names: Iterator[tuple[str, int]], numbers: Iterator[int]
) -> Iterator[Person]:
    head = _person(unit, unit.head, above, names, numbers, HINTS_OF_HEADS)
    yield head
    for place in range(unit.size):
        position = unit.staff[place % len(unit.staff)]
        # Everybody's last colleague has a link in hand but has not joined yet.
        joined = place + 1 < unit.size
        kind = "PPPK" if place % 4 == 3 else "PNS"
        yield _person(
            unit, position, head.number, names, numbers, HINTS_OF_STAFF, kind=kind, joined=joined
        )
    for child in unit.below:
        yield from _people_of(child, head.number, names, numbers)


def _person(
    unit: Unit,
    position: str,
    supervisor: int | None,
    names: Iterator[tuple[str, int]],
    numbers: Iterator[int],
    hints: tuple[str, ...],
    *,
    kind: str = "PNS",
    joined: bool = True,
) -> Person:
    number, (name, sex) = next(numbers), next(names)
    born, month = 1968 + number % 30, number % 12 + 1
    middle = "21" if kind == "PPPK" else f"{month:02}"
    nip = f"{born}{month:02}{number % 27 + 1:02}{born + 24}{middle}{sex}{number % 999 + 1:03}"
    return Person(number, nip, name, unit.code, position, supervisor, kind, joined, hints)


def _names() -> Iterator[tuple[str, int]]:
    """(name, digit 15 of the NIP), never the same name twice."""
    random = Random("Kabupaten Bungo")
    pairs = [(first, last, 2) for first in WOMEN for last in LAST]
    pairs += [(first, last, 1) for first in MEN for last in LAST]
    random.shuffle(pairs)
    for first, last, sex in pairs:
        yield f"{first} {last}{random.choice(DEGREES)}", sex


# What people in a unit do on an ordinary day: start, end, words, quantity and its unit.
WORK = {
    "BKPSDM": (
        (8, 10, "verifikasi usulan kenaikan pangkat", 8, "berkas"),
        (10, 12, "input data SIASN", 30, "data"),
        (13, 15, "menyusun draf SK mutasi", 2, "dokumen"),
        (13, 16, "rapat koordinasi penataan pegawai", 1, "notulen"),
    ),
    "DUKCAPIL": (
        (8, 12, "pelayanan perekaman KTP-el", 25, "orang"),
        (13, 15, "verifikasi permohonan kartu keluarga", 18, "berkas"),
        (13, 16, "rekap data kependudukan", 1, "laporan"),
    ),
    "PKM": (
        (8, 11, "pelayanan poli umum", 32, "pasien"),
        (8, 10, "imunisasi balita", 20, "anak"),
        (11, 13, "pencatatan rekam medis", 40, "berkas"),
        (10, 12, "penyuluhan gizi di posyandu", 1, "kegiatan"),
    ),
}


# What a year is to bring (RHK), in the order of the work above: words, target, what is counted.
PLANS = {
    "BKPSDM": (
        ("Usulan kenaikan pangkat diproses tepat waktu", 1200, "berkas"),
        ("Data kepegawaian mutakhir", 4000, "data"),
        ("Naskah keputusan mutasi tersusun", 240, "dokumen"),
        ("Penataan pegawai terkoordinasi", 24, "notulen"),
    ),
    "DUKCAPIL": (
        ("Perekaman KTP-el terlayani", 3000, "orang"),
        ("Permohonan kartu keluarga terverifikasi", 2000, "berkas"),
        ("Laporan data kependudukan tersaji", 48, "laporan"),
    ),
    "PKM": (
        ("Pasien poli umum terlayani", 4000, "pasien"),
        ("Cakupan imunisasi balita tercapai", 1500, "anak"),
        ("Rekam medis terkelola", 5000, "berkas"),
        ("Penyuluhan kesehatan terselenggara", 36, "kegiatan"),
    ),
}


def _trade(person: Person) -> str:
    office = person.unit.split("-")[0]
    return office if office in WORK else "BKPSDM"


def plan(person: Person) -> tuple[tuple[str, int, str], ...]:
    """The results that somebody agreed on for the year: words, target, its unit."""
    return PLANS[_trade(person)]


def ordinary_day(person: Person, day_number: int) -> list[tuple[int, int, str, int, str]]:
    """What somebody did on a day: a thing in the morning and mostly another one later."""
    choices = WORK[_trade(person)]
    first = choices[(person.number + day_number) % len(choices)]
    later = [work for work in choices if work[0] >= first[1]]
    return [first, *later[: (person.number + day_number) % 3 and 1]]


def reported(person: Person, day_number: int) -> bool:
    """Most report on most days."""
    return (person.number * 7 + day_number * 3) % 11 != 0
