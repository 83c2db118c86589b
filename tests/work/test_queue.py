"""Plays of /tinjau: everything that waits, page by page, approved as shown."""

from __future__ import annotations

from collections import Counter

from models.machine import Trace
from models.work.activities import Activity
from models.work.states import State
from tests.desk import Desk, Person


async def sends(person: Person, text: str) -> None:
    await person.says(text)
    await person.taps("Kirim")


async def a_team(desk: Desk) -> tuple[Person, Person, Person]:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia, sex=1)
    return mia, tom, await desk.hires("Eve", supervisor=mia)


async def by_state(desk: Desk) -> dict[State, int]:
    async with desk.database.transaction() as session:
        return Counter(activity.state for activity in await desk.rows(session, Activity))


async def test_the_queue_lists_people_and_days_and_approves_them_together(desk: Desk) -> None:
    mia, tom, eve = await a_team(desk)
    await sends(tom, "kemarin 08.00-09.00 apel pagi\nhari ini 09.00-10.00 rapat koordinasi")
    await sends(eve, "10.00-11.00 verifikasi <berkas> KK")

    await mia.says("/tinjau")
    assert mia.sees == (
        "Menunggu keputusan Anda: 3\n\n"
        "Pak Tom · Sen 23 Nov\n"
        "1. 08.00–09.00 apel pagi (1 jam)\n\n"
        "Pak Tom · Sel 24 Nov\n"
        "2. 09.00–10.00 rapat koordinasi (1 jam)\n\n"
        "Bu Eve · Sel 24 Nov\n"
        "3. 10.00–11.00 verifikasi <berkas> KK (1 jam)"
    )
    assert mia.buttons == [
        "✅ Setujui yang tampil (3)",
        "Pak Tom, Sen 23 Nov",
        "Pak Tom, Sel 24 Nov",
        "Bu Eve, Sel 24 Nov",
    ]
    assert await mia.taps("Setujui yang tampil") == "3 disetujui."
    assert (mia.sees, mia.buttons) == ("Tidak ada yang menunggu keputusan Anda. Terima kasih.", [])
    assert tom.sees == ("✅ Bu Mia menyetujui 1 kegiatan Anda, Sel 24 Nov (1 jam), pukul 16.05.")
    assert eve.sees == ("✅ Bu Mia menyetujui 1 kegiatan Anda, Sel 24 Nov (1 jam), pukul 16.05.")


async def test_a_page_is_approved_exactly_as_shown(desk: Desk) -> None:
    mia, tom, eve = await a_team(desk)
    await sends(tom, "\n".join(f"kemarin {n:02}.00-{n:02}.30 kegiatan {n}" for n in range(7, 19)))
    await mia.says("/tinjau")
    assert mia.sees.splitlines()[0] == "Menunggu keputusan Anda: 12 · halaman 1 dari 2"
    assert "✅ Setujui yang tampil (10)" in mia.buttons
    await sends(eve, "kemarin 07.00-07.30 apel pagi")

    assert await mia.taps("Setujui yang tampil") == "10 disetujui. Masih 3 menunggu."
    assert await by_state(desk) == {State.APPROVED: 10, State.SUBMITTED: 3}
    assert mia.button("Setujui yang tampil (3)")[1].text.splitlines()[0] == (
        "<b>Menunggu keputusan Anda: 3</b>"
    )


async def test_pages_are_turned_to_and_fro(desk: Desk) -> None:
    mia, tom, _ = await a_team(desk)
    await sends(tom, "\n".join(f"kemarin {n:02}.00-{n:02}.30 kegiatan {n}" for n in range(7, 19)))
    await mia.says("/tinjau")
    first = mia.card.text

    await mia.sends_tap(mia.card.buttons["▶"], mia.card)
    assert mia.sees.splitlines()[0] == "Menunggu keputusan Anda: 12 · halaman 2 dari 2"
    assert "✅ Setujui yang tampil (2)" in mia.buttons
    assert "▶" not in mia.buttons
    await mia.sends_tap(mia.card.buttons["◀"], mia.card)
    assert mia.card.text == first


async def test_long_words_make_shorter_pages(desk: Desk) -> None:
    mia, tom, _ = await a_team(desk)
    for hour in (8, 9, 10, 11):
        await sends(tom, f"{hour:02}.00-{hour:02}.30 " + "verifikasi berkas " * 75)

    await mia.says("/tinjau")
    assert mia.sees.splitlines()[0] == "Menunggu keputusan Anda: 4 · halaman 1 dari 2"
    assert await mia.taps("Setujui yang tampil (2)") == "2 disetujui. Masih 2 menunggu."
    assert await desk.faults() == []


async def test_a_name_on_the_queue_opens_that_persons_day(desk: Desk) -> None:
    mia, tom, eve = await a_team(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await sends(eve, "10.00-11.00 verifikasi berkas")
    await mia.says("/tinjau")

    await mia.taps("Pak Tom, Sel 24 Nov")
    assert mia.sees.splitlines()[:3] == [
        "Pak Tom · Sel 24 Nov",
        "Analis Contoh",
        "1. 08.00–09.00 apel pagi (1 jam)",
    ]
    await mia.taps("Kembalikan")
    await mia.says("lampirkan daftar hadir")
    assert await by_state(desk) == {State.RETURNED: 1, State.SUBMITTED: 1}


async def test_a_stale_queue_says_what_has_happened(desk: Desk) -> None:
    mia, tom, _ = await a_team(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.says("/tinjau")
    queue = mia.card
    page, name = mia.button("Setujui yang tampil"), mia.button("Pak Tom, Sel 24 Nov")
    await mia.taps("Setujui semua", on=mia.screen[0])

    decided = "Sudah disetujui Sel 24 Nov 16.05: apel pagi. Tidak ada yang berubah."
    assert await mia.sends_tap(*page) == decided
    assert await mia.sends_tap(*name) == decided
    assert queue.buttons == {}
    assert queue.text == "Tidak ada yang menunggu keputusan Anda. Terima kasih."


async def test_deciding_on_the_queue_sends_no_card_that_never_was(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    people = [await desk.hires(f"Staf {letter}", supervisor=mia) for letter in "ABC"]
    await mia.blocks()
    for person in people:
        await sends(person, "08.00-09.00 apel pagi")
    await mia.unblocks()
    assert len(mia.screen) == 1

    assert await mia.taps("Setujui yang tampil") == "3 disetujui."
    assert [shown.text for shown in mia.screen] == [
        "Tidak ada yang menunggu keputusan Anda. Terima kasih."
    ]


async def test_the_queue_is_ones_own(desk: Desk) -> None:
    mia, tom, eve = await a_team(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.says("/tinjau")

    await eve.says("/tinjau")
    assert eve.sees == "Tidak ada yang menunggu keputusan Anda. Terima kasih."
    for label in ("Setujui yang tampil", "Pak Tom"):
        assert await eve.sends_tap(*mia.button(label)) == (
            "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
        )
    assert await by_state(desk) == {State.SUBMITTED: 1}
    assert await desk.count(Trace) == 2


async def test_a_forged_day_or_page_ends_in_words(desk: Desk) -> None:
    mia, tom, eve = await a_team(desk)
    zul = await desk.hires("Zul")
    await sends(tom, "08.00-09.00 apel pagi")
    await sends(await desk.hires("Ida", supervisor=zul), "08.00-09.00 rahasia")
    await mia.says("/tinjau")
    notice, version = mia.button("Pak Tom")[0].split(":")[1:3]

    for data in (f"open:{notice}:{version}:1:kemarin", f"open:{notice}:{version}:5:2026-11-24",
                 f"page:{notice}:{version}:99", f"page:{notice}:{version}:-3"):  # fmt: skip
        await mia.sends_tap(data, mia.card)
    assert "rahasia" not in "".join(shown.text for shown in mia.screen)
    assert await desk.faults() == []
    assert await mia.taps("Setujui yang tampil") == "1 disetujui."
