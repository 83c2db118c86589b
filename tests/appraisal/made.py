"""Papers made without a database: as many activities as one wants, with long names if one wants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from models.appraisal.naming_results import NamedResult
from models.appraisal.papers import Paper
from models.appraisal.recaps import Recap, Share
from models.people.employees import Employee
from models.people.postings import Posting
from models.people.units import Unit
from models.work.activities import Activity
from models.work.link_changes import Link
from models.work.periods import Period
from models.work.states import State

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)
DONE = (
    "rapat koordinasi pengadaan barang dan jasa",
    "verifikasi berkas kenaikan pangkat",
    "apel pagi",
    "menyusun telaahan staf tentang penataan arsip dinamis inaktif di lingkungan Sekretariat "
    "Daerah serta menyiapkan bahan paparan pimpinan untuk rapat evaluasi triwulan",
    "input data",
)
LONG = (
    "Dr. Raden Mas Muhammad Rizky Febriansyah Nurhidayatullah Kusumawardhana, S.STP., S.H., M.Si."
)
LONG_UNIT = (
    "Dinas Pengendalian Penduduk, Keluarga Berencana, Pemberdayaan Perempuan dan Perlindungan Anak"
)


def employee(number: int, name: str) -> Employee:
    made = Employee(nip=f"198609262015031{number:03}", name=name)
    made.id = number
    return made


def paper(count: int, *, results: int = 0, long: bool = False) -> Paper:
    """A November with so many activities, which serve so many planned results."""
    mia = employee(2, LONG if long else "Mia Lestari, S.E.")
    unit = Unit.below(None, code="DINAS", name=LONG_UNIT if long else "Dinas Contoh")
    posting = Posting(position="Analis Contoh", since=date(2026, 1, 1), unit=unit, supervisor=mia)
    shares = [Share(1, key, False, 1, 60, {"berkas": Decimal(12)}) for key in range(1, results + 1)]
    recap = Recap(1, owed=20, reported=18, on_time=17, target=6000, activities=count,
                  minutes=120 * count, approved=count, approved_minutes=120 * count,
                  shares=shares)  # fmt: skip
    return Paper(
        employee(1, LONG if long else "Tom Saputra"),
        Period.named("2026-11"),
        recap,
        [posting],
        [_activity(n, results, long=long) for n in range(count)],
        {(1, key): NamedResult(DONE[key % len(DONE)], key, key) for key in range(1, results + 1)},
        {2: mia.name, 3: LONG},
    )


def _activity(n: int, results: int, *, long: bool) -> Activity:
    made = Activity(
        day=date(2026, 11, 2) + timedelta(days=n // 3 % 28),
        start=time(8 + n % 3 * 2),
        end=time(10 + n % 3 * 2),
        minutes=120,
        quantity=Decimal(n % 7) if n % 7 else None,
        unit=("berkas", "notulen", "dokumen laporan")[n % 3],
        what=DONE[n % len(DONE)] * (6 if long and n % 9 == 3 else 1),
        state=State.APPROVED if n % 4 else State.SUBMITTED,
        written_at=NOW,
        plan_id=1 if results and n % 5 else None,
        result_key=1 + n % results if results and n % 5 else None,
        link=None if n % 5 else Link.TASK,
    )
    if made.state is State.APPROVED:
        made.decided_at, made.decided_by_id = NOW, 3 if long and n % 2 else 2
    return made
