"""A recap as a picture, for whoever wants one."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from handlers.documents.recap_picture import recap_picture
from handlers.documents.typesetting import MOST_BYTES
from models.appraisal.naming_results import NamedResult
from models.appraisal.recaps import Recap, Share
from models.work.periods import Period
from tests.appraisal.made import LONG
from tests.appraisal.test_recap import a_team, plans, reports
from tests.desk import TEXTS
from tests.work.days import MONDAY, Days

RESULT = "Terlaksananya proses kenaikan pangkat pegawai negeri sipil di lingkungan Sekretariat"


def test_the_fullest_picture_stays_small_and_can_be_read() -> None:
    shares = [Share(1, key, False, 50, 6000, {}) for key in range(1, 21)]
    results = {(1, key): NamedResult(RESULT * 3, key, key) for key in range(1, 21)}
    full = Recap(1, owed=250, reported=240, on_time=210, target=75_000, activities=1_500,
                 minutes=90_000, approved=1_400, approved_minutes=80_000, corrected=12,
                 evidence=999, shares=shares)  # fmt: skip
    say = TEXTS.in_language("id")
    made = recap_picture(say, LONG, Period.named("2026"), full, results, {})()
    assert len(made) <= MOST_BYTES
    assert Image.open(BytesIO(made)).width >= 590


async def test_each_period_has_its_picture_and_long_plans_stay_below_it(days: Days) -> None:
    mia, tom = await a_team(days)
    await plans(tom, *(f"{RESULT} {number}, 12 berkas" for number in "abcdefgh"))
    for number in "abcdefgh":
        await reports(days, tom, MONDAY, f"mengerjakan {RESULT} {number}, 15 menit")
    await tom.says("/rekap")
    pictures = [tom.card.picture]
    assert tom.sees.splitlines()[0] == "📊 Rekap November 2026"
    assert len(tom.sees) <= 1024
    for span in ("Triwulan", "Tahun"):
        await tom.taps(span)
        pictures.append(tom.card.picture)
    assert [one is not None for one in pictures] == [True] * 3
    assert await days.faults() == []


async def test_whoever_chose_words_gets_words_only_and_more_of_them(days: Days) -> None:
    _, tom = await a_team(days)
    await reports(days, tom, MONDAY, "08.00-10.00 rapat koordinasi")
    await tom.says("/rekap")
    await tom.says("/atur")
    await tom.taps("Teks saja")
    await tom.says("/rekap")
    assert tom.card.picture is None
    assert tom.sees.splitlines()[1] == "1 dari 1 hari dilaporkan, 1 pada hari itu juga."
    await tom.taps("Triwulan")
    assert tom.card.picture is None
    assert await days.faults() == []
