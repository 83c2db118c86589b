"""The year at a glance: one's own as a picture, and a unit's predicates beside its pattern."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from io import BytesIO

import pytest
from PIL import Image

from handlers.documents.typesetting import MOST_BYTES
from handlers.documents.year import ResultLine, year_picture
from models.appraisal.achievements import UnitAchievement
from models.appraisal.evaluations import Evaluation
from models.appraisal.periods import Cadence
from models.appraisal.ratings import Predicate, UnitPredicate
from models.appraisal.years import months_of
from models.machine import Trace
from models.notices.notices import Notice
from models.people.employees import Employee, Role
from models.work.figures import DayFigures, Done, Figures
from models.work.states import State
from tests.appraisal.evaluating import DECEMBER, a_ladder, assesses, signs
from tests.desk import TEXTS, Desk, Person

NEW_YEAR = date(2026, 1, 1)


def a_full_year() -> Figures:
    """Every working day reported, in all three ways."""
    minutes = {State.APPROVED: 300, State.SUBMITTED: 60, State.RETURNED: 30}
    done = Done(counts=dict.fromkeys(minutes, 2), minutes=minutes)
    days = [NEW_YEAR + timedelta(days=n) for n in range(365)]
    figures = [DayFigures(day, owed=day.weekday() < 5, done=done if day.weekday() < 5 else Done())
               for day in days]  # fmt: skip
    return Figures(1, figures, date(2026, 12, 31))


def test_a_year_has_twelve_months_that_add_up_to_it() -> None:
    whole = a_full_year()
    months = months_of(whole)
    assert [len(one.owed) for one in months] == [22, 20, 22, 22, 21, 22, 23, 21, 22, 22, 21, 23]
    assert sum(one.minutes for one in months) == whole.minutes == 261 * 390


def test_the_fullest_picture_stays_small() -> None:
    whole = a_full_year()
    results = [ResultLine("Terlaksananya " + "proses kenaikan pangkat " * 3, 9_999, 999)] * 20
    name = "Muhammad Rizky Ramadhan Fathurrahman Simanjuntak, S.STP., M.Si."
    say = TEXTS.in_language("id")
    made = year_picture(say, name, 2026, whole, months_of(whole), results, "Sangat Baik")()
    assert len(made) <= MOST_BYTES
    assert Image.open(BytesIO(made)).width >= 480


@pytest.mark.parametrize(
    ("language", "told"),
    [("id", ["261/261", "1.696 jam", "1.566", "522 dikembalikan", "2.034 jam · 1.020 kegiatan"]),
     ("en", ["261/261", "1,696 hours", "1,566", "522 returned", "2,034 h · 1,020 activities"])],
)  # fmt: skip
def test_large_numbers_of_a_year_are_written_as_the_language_writes_them(
    language: str, told: list[str]
) -> None:
    whole, say = a_full_year(), TEXTS.in_language(language)
    drawn = year_picture(say, "Tom", 2026, whole, months_of(whole),
                         [ResultLine("Surat", 122_040, 1020)], None)  # fmt: skip
    assert isinstance(drawn, partial)
    facts = drawn.args[1]
    assert told == [*(big for big, _ in facts["tiles"]), facts["legend"][-1][1],
                    facts["results"][0][1]]  # fmt: skip
    assert say("year-own", year=2026, owed=0, reported=0, minutes=whole.minutes, predicate=None,
               activities=whole.activities, credit=None).count(told[2]) == 1  # fmt: skip


async def evaluated(
    desk: Desk, head: Person, year: int, predicates: dict[Person, Predicate]
) -> None:
    async with desk.database.transaction() as session:
        for person, predicate in predicates.items():
            one = Evaluation(
                employee_id=person.employee.id, cadence=Cadence.YEARLY, since=date(year, 1, 1),
                until=date(year, 12, 31), opened_at=desk.time, self_sent_at=desk.time,
                signed_at=desk.time, appraiser_id=head.employee.id, unit_id=desk.unit.id,
                predicate=predicate,
            )  # fmt: skip
            session.add(one)


async def test_ones_own_year_is_a_picture_with_the_predicate_that_was_signed(desk: Desk) -> None:
    ladder = await a_ladder(desk)
    tom = ladder.tom
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await tom.says("/tahun")
    assert tom.sees == (
        "Tahun Anda · 2026\n2 jam, 1 kegiatan. Tidak ada hari yang wajib dilaporkan.\n"
        "Rinciannya ada di /rekap, penilaian di /nilai. Yang resmi tetap di e-Kinerja BKN."
    )
    assert tom.card.picture is not None
    assert tom.buttons == ["◀ 2025"]
    await assesses(tom)
    await signs(ladder.mia, 2)
    said = "Predikat yang sudah ditandatangani: Baik."
    await tom.says("/tahun")
    assert said not in tom.sees.splitlines()  # it is received with Baca: the days count from there
    await tom.taps("Baca")
    await tom.says("/tahun")
    assert said in tom.sees.splitlines()
    await ladder.mia.taps("Perbaiki")
    await tom.says("/tahun")
    assert said in tom.sees.splitlines()  # it holds until the correction is signed
    await tom.taps("2025")
    assert tom.sees.splitlines()[0] == "Tahun Anda · 2025"
    data, shown = tom.button("2026")
    await tom.sends_tap(data.replace("2026", "9999"), shown)
    assert tom.sees.splitlines()[0] == "Tahun Anda · 2026"  # no other year has begun
    assert await desk.faults() == []


async def test_a_head_sees_the_units_predicates_against_the_pattern_and_last_year(
    desk: Desk,
) -> None:
    desk.time = DECEMBER
    head = await desk.hires("Rina", role=Role.UNIT_HEAD)
    tom, eve, ani = [await desk.hires(name, supervisor=head) for name in ("Tom", "Eve", "Ani")]
    good, very_good = Predicate.GOOD, Predicate.VERY_GOOD
    await evaluated(desk, head, 2025, {tom: good, eve: very_good})
    await evaluated(desk, head, 2026, {tom: good, eve: good, head: very_good})
    async with desk.database.transaction() as session:
        session.add(
            UnitAchievement(unit_id=desk.unit.id, cadence=Cadence.YEARLY, since=NEW_YEAR,
                            until=date(2026, 12, 31), predicate=UnitPredicate.GOOD,
                            by_id=head.employee.id, at=desk.time)
        )  # fmt: skip
    await head.says("/tahun")
    await head.taps("Predikat unit")
    assert head.sees.splitlines() == [
        "Dinas Contoh · predikat tahun 2026",
        "Predikat organisasi: Baik.",
        "2 dari 3 pegawai sudah ditandatangani.",
        "Sangat Baik: 0 (tahun lalu 1)",
        "Baik: 2 (tahun lalu 1)",
        "Butuh Perbaikan: 0 (tahun lalu 0)",
        "Kurang: 0 (tahun lalu 0)",
        "Sangat Kurang: 0 (tahun lalu 0)",
        "⚠️ Di luar pola distribusi: Baik 100%; pedomannya terbanyak, paling banyak 70%. Hanya"
        " pertimbangan, tidak mengikat.",
        "⚠️ Di luar pola distribusi: Butuh Perbaikan atau Kurang 0%; pedomannya harus ada. Hanya"
        " pertimbangan, tidak mengikat.",
        "Siapa di balik tiap angka, dan apa yang mendasarinya, ada di tombol.",
    ]
    await ani.says("/tahun")
    assert ani.buttons == ["◀ 2025"]
    assert await desk.faults() == []


async def test_nobody_else_opens_a_units_year(desk: Desk) -> None:
    head = await desk.hires("Rina", role=Role.UNIT_HEAD)
    tom = await desk.hires("Tom", supervisor=head, sex=1)
    await head.says("/tahun")
    await tom.says("/tahun")
    data, shown = head.button("Predikat unit")
    await tom.sends_tap(data, shown)
    theirs, card = tom.button("2025")
    await tom.sends_tap("unit-" + theirs, card)
    async with desk.database.transaction() as session:
        (await session.get_one(Employee, head.employee.id)).role = Role.STAFF
    await head.sends_tap(data, shown)
    assert await desk.count(Notice, Notice.kind == "unit-year") == 0
    assert await desk.count(Trace) == 3
    assert await desk.faults() == []
