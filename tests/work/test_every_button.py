"""Every button of the newer cards, tapped twice, late, and by a colleague: an answer, no fault."""

from __future__ import annotations

import pytest

from tests.desk import Person
from tests.work.days import TUESDAY, Days

FOREIGN = "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."


@pytest.fixture
async def team(days: Days) -> tuple[Person, Person]:
    mia = await days.hires("Mia Lestari")
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    await days.goes_to(TUESDAY, "16.40")
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await mia.says("/skp")
    await mia.taps("Buat SKP")
    await mia.says("Membina pegawai, 12 laporan, 95%, 12 bulan")
    return mia, tom


async def taps_all_ways(mia: Person, tom: Person, label: str) -> None:
    card = mia.card
    if label not in card.buttons:
        return  # what was done has taken it away
    data = card.buttons[label]
    assert await tom.sends_tap(data, card) == FOREIGN
    for _ in range(2):
        await mia.sends_tap(data, card)


@pytest.mark.parametrize("command", ["/tim", "/atur", "/skp"])
async def test_every_button_answers_twice_and_refuses_a_colleague(
    days: Days, team: tuple[Person, Person], command: str
) -> None:
    mia, tom = team
    await mia.says(command)
    tried = list(mia.buttons)
    for label in tried:
        await mia.says(command)
        await taps_all_ways(mia, tom, label)
    assert await days.faults() == []
    assert len(tried) >= 3
