"""Plays of blocking and coming back: one summary instead of the backlog."""

from __future__ import annotations

from models.people.chats import Chat
from tests.desk import Desk, Person


async def mia_and_tom(desk: Desk) -> tuple[Person, Person]:
    mia = await desk.hires("Mia")
    return mia, await desk.hires("Tom", supervisor=mia, sex=1)


async def test_an_author_who_comes_back_sees_how_things_stand_once(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    for hour in ("08", "09", "10"):
        await tom.says(f"{hour}.00-{hour}.30 rapat")
        await tom.taps("Kirim")
    before = len(tom.screen)
    await tom.blocks()
    await mia.taps("Satu per satu")
    for _ in range(3):
        await mia.taps("Setujui")
    assert len(tom.screen) == before

    await tom.unblocks()
    assert len(tom.screen) == before + 1
    assert tom.sees.splitlines()[:3] == [
        "Sel 24 Nov",
        "3 terkirim, 1 jam 30 menit.",
        "1. 08.00–08.30 rapat (30 menit)",
    ]
    assert tom.sees.count("✅ disetujui") == 3


async def test_whoever_writes_again_has_not_blocked_us(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await mia.blocks()
    assert await desk.count(Chat, Chat.blocked_at.is_not(None)) == 1
    await tom.says("08.00-09.00 rapat")
    await tom.taps("Kirim")

    await mia.says("/bantuan")
    assert await desk.count(Chat, Chat.blocked_at.is_not(None)) == 0
    assert "Menunggu keputusan Anda: 1" in {s.text.splitlines()[0][3:-4] for s in mia.screen}


async def test_coming_back_without_having_missed_anything_says_nothing(desk: Desk) -> None:
    mia, _ = await mia_and_tom(desk)
    await mia.blocks()
    await mia.unblocks()
    assert mia.screen == []


async def test_a_returned_report_is_shown_when_its_author_is_back(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await tom.says("08.00-09.00 rapat")
    await tom.taps("Kirim")
    await tom.blocks()
    await mia.taps("Kembalikan")
    await mia.says("lampirkan notulennya")

    await tom.unblocks()
    assert await tom.taps("Kirim lagi") == "Terkirim ke Bu Mia."
