"""Days close after the entry window, months on the 5th; what is undecided stays decidable."""

from __future__ import annotations

from datetime import date

from models.work.activities import Activity
from models.work.states import State
from tests.desk import Person
from tests.work.days import FRIDAY, Days
from tests.work.test_reminding import reports

FIFTH, SIXTH = date(2026, 12, 5), date(2026, 12, 6)


async def two(days: Days) -> tuple[Person, Person]:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom", supervisor=mia, sex=1)
    await days.begins()
    return mia, tom


async def test_a_day_closes_after_the_third_working_day(days: Days) -> None:
    _, tom = await two(days)
    await days.goes_to(FRIDAY, "00.00")

    await tom.says("Senin 23 November 08.00-10.00 rapat koordinasi")

    assert "Sen 23 Nov sudah ditutup" in tom.sees
    assert await days.count(Activity, Activity.state == State.SUBMITTED) == 0


async def test_what_is_undecided_when_the_month_closes_is_shown_so(days: Days) -> None:
    mia, tom = await two(days)
    await reports(tom)
    assert "1 menunggu keputusan Anda." in mia.sees
    card = next(s for s in mia.screen if "menunggu keputusan Anda." in s.text)
    mine = next(s for s in tom.screen if "Laporan Anda" in s.text)

    await days.goes_to(FIFTH, "23.59")
    assert "1 menunggu keputusan Anda." in card.text

    await days.goes_to(SIXTH, "00.00")

    assert card.text.endswith(
        "1 belum diputuskan. Bulannya sudah ditutup, tetapi masih bisa Anda putuskan."
    )
    assert "⏳ belum diputuskan Bu Mia" in mine.text


async def test_it_is_decided_after_the_close_and_then_it_is_final(days: Days) -> None:
    mia, tom = await two(days)
    await reports(tom)
    card = next(s for s in mia.screen if "menunggu keputusan Anda." in s.text)
    await days.goes_to(SIXTH, "08.00")

    assert await mia.taps("Setujui semua", on=card) == "1 disetujui."

    assert "✅ Bu Mia menyetujui 1 kegiatan Anda, Sen 23 Nov" in tom.sees
    assert [label for shown in mia.screen for label in shown.buttons if "Batalkan" in label] == []


async def test_somebody_else_decides_nothing_after_the_close_either(days: Days) -> None:
    mia, tom = await two(days)
    ida = await days.hires("Ida")
    await reports(tom)
    card = next(s for s in mia.screen if "menunggu keputusan Anda." in s.text)
    await days.goes_to(SIXTH, "08.00")
    data, _ = mia.button("Setujui semua", on=card)

    assert await ida.sends_tap(data, card) == (
        "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    )
    assert await days.count(Activity, Activity.state == State.SUBMITTED) == 1


async def test_the_months_end_is_the_same_for_a_day_whose_window_is_longer(days: Days) -> None:
    _, tom = await two(days)
    days.time = days.moment(date(2026, 12, 4), "16.30")
    await tom.says("Senin 30 November 08.00-10.00 rapat koordinasi")
    assert "sudah ditutup" in tom.sees  # H+3 of Monday the 30th was the 3rd

    days.time = days.moment(date(2027, 1, 5), "23.00")
    await tom.says("Rabu 30 Desember 08.00-10.00 rapat koordinasi")
    assert "sudah ditutup" not in tom.sees
    days.time = days.moment(date(2027, 1, 6), "08.00")
    await tom.says("Rabu 30 Desember 10.00-11.00 rapat koordinasi")
    assert "sudah ditutup" in tom.sees
