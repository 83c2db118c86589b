"""Coaching: nine statements, answered by the subordinate, read above the coach only."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError

from models.appraisal.coaching import CoachingAnswer, CoachingSession
from models.machine import Trace
from models.retention import forget_some
from tests.desk import Desk, Person

Three = tuple[Person, Person, Person]
NINE = [
    "👎 Saya merasa diperhatikan: belum",
    "👍 Saya merasa dihargai: ya",
    "👍 Saya bebas berpendapat: ya",
    "👍 Yang dibahas berdasarkan data: ya",
    "👍 Suasananya positif: ya",
    "👍 Saya lebih banyak ditanya daripada digurui: ya",
    "👍 Saya dibantu mencari jalan keluar: ya",
    "👍 Saya tahu langkah berikutnya: ya",
    "👍 Saya paham tujuannya: ya",
]


@pytest.fixture
async def three(desk: Desk) -> Three:
    ida = await desk.hires("Ida")
    mia = await desk.hires("Mia", supervisor=ida)
    return ida, mia, await desk.hires("Tom", supervisor=mia, sex=1)


async def coaches(mia: Person) -> None:
    await mia.says("/umpan_balik")
    await mia.taps("Pak Tom")
    await mia.taps("Catat bimbingan")
    await mia.says("Cara menata arsip kenaikan pangkat")


async def answers(tom: Person) -> None:
    await tom.taps("Belum")
    for _ in range(8):
        await tom.taps("Ya")


async def test_the_answers_go_above_the_coach_who_never_sees_them(desk: Desk, three: Three) -> None:
    ida, mia, tom = three
    await coaches(mia)
    noted = mia.sees
    assert noted.splitlines()[-1] == "Jawabannya dibaca atasan Anda, tidak tampil kepada Anda."
    assert tom.sees == (
        "🧭 Bimbingan dengan Bu Mia · Sel 24 Nov\nCara menata arsip kenaikan pangkat\n"
        "Jawaban Anda hanya dibaca Bu Ida. Bu Mia tidak melihatnya.\n"
        "1 dari 9: Saya merasa diperhatikan"
    )
    before = [shown.text for shown in mia.screen]
    await answers(tom)
    assert await tom.taps("Kirim") == "Terkirim ke Bu Ida. Terima kasih."

    assert ida.sees.splitlines() == [
        "🧭 Bimbingan oleh Bu Mia · Sel 24 Nov", "Cara menata arsip kenaikan pangkat",
        "Menurut Pak Tom:", *NINE,
        "Hanya Anda yang membacanya. Mohon pakai untuk membantu pembimbingnya, tanpa menyebut "
        "siapa yang menjawab.",
    ]  # fmt: skip
    assert [shown.text for shown in mia.screen] == before
    assert tom.buttons == []
    assert await desk.faults() == []


async def test_an_answer_is_changed_before_it_is_sent_and_not_after(
    desk: Desk, three: Three
) -> None:
    ida, mia, tom = three
    await coaches(mia)
    await answers(tom)
    await tom.taps("1")
    await tom.taps("Sebagian")
    late = tom.button("2")
    await tom.taps("Kirim")
    assert "🤏 Saya merasa diperhatikan: sebagian" in ida.sees.splitlines()
    assert await tom.sends_tap(*late) == "Jawaban ini sudah dikirim, jadi tidak berubah lagi."


async def test_the_subordinate_may_begin_and_the_coach_hears_nothing(
    desk: Desk, three: Three
) -> None:
    ida, mia, tom = three
    await tom.says("/umpan_balik")
    await tom.taps("Nilai bimbingan atasan")
    await answers(tom)
    await tom.taps("Kirim")
    assert ida.sees.startswith("🧭 Bimbingan oleh Bu Mia · Sel 24 Nov\nMenurut Pak Tom:")
    assert mia.screen == []


async def test_beginning_again_goes_on_where_it_was(desk: Desk, three: Three) -> None:
    ida, mia, tom = three
    for _ in range(2):
        await tom.says("/umpan_balik")
        await tom.taps("Nilai bimbingan atasan")
        await tom.taps("Ya")
    assert tom.sees.splitlines()[-1] == "3 dari 9: Saya bebas berpendapat"
    assert await desk.count(CoachingSession) == 1
    for _ in range(7):
        await tom.taps("Ya")
    await tom.taps("Kirim")
    await tom.says("/umpan_balik")
    await tom.taps("Nilai bimbingan atasan")
    assert "1 dari 9" in tom.sees
    assert await desk.count(CoachingSession) == 2


async def test_what_was_handed_on_is_read_again_by_the_reader_alone(
    desk: Desk, three: Three
) -> None:
    ida, mia, tom = three
    eve = await desk.hires("Eve", supervisor=mia)
    await coaches(mia)
    await answers(tom)
    await tom.taps("Kirim")
    for leader, lines in (
        (ida, "1. Sel 24 Nov · oleh Bu Mia, menurut Pak Tom: 👍 8 🤏 0 👎 1"),
        (mia, "Belum ada."),
    ):
        await leader.says("/umpan_balik")
        await leader.taps("Dialog")
        await leader.taps("Bimbingan")
        assert leader.sees.splitlines()[-1] == lines
    data, shown = ida.button("1")
    await ida.sends_tap(data, shown)
    assert ida.sees.splitlines()[3:12] == NINE
    await eve.sends_tap(data, shown)
    forged, own = mia.button("Yang saya terima")
    notice, version = forged.split(":")[1:3]
    await mia.sends_tap(f"fb-read:{notice}:{version}:1", own)
    assert mia.toast == "Bimbingan ini bukan milik Anda, jadi tidak ada yang berubah."
    refused = [await desk.count(Trace, Trace.refusal == name)
               for name in ("NotYourCard", "NotYourCoaching")]  # fmt: skip
    assert refused == [1, 1]
    assert await desk.faults() == []


async def test_without_anybody_above_nothing_is_begun(desk: Desk, three: Three) -> None:
    ida, mia, _ = three
    await mia.says("/umpan_balik")
    await mia.taps("Yang saya terima")
    await mia.taps("Nilai bimbingan atasan")
    assert (mia.toast or "").startswith("Atasan dari pembimbingnya belum ada di data")
    await ida.says("/umpan_balik")
    await ida.taps("Bu Mia")
    await ida.taps("Catat bimbingan")
    await ida.says("Cara memimpin rapat")
    assert ida.sees.startswith("Atasan dari pembimbingnya belum ada di data")
    assert await desk.count(CoachingSession) == 0


async def test_nobody_else_notes_answers_or_sends(desk: Desk, three: Three) -> None:
    ida, mia, tom = three
    eve = await desk.hires("Eve", supervisor=ida)
    await mia.says("/umpan_balik")
    await mia.taps("Pak Tom")
    note, shown = mia.button("Catat bimbingan")
    await eve.sends_tap(note, shown)
    await mia.sends_tap(note.rpartition(":")[0] + f":{eve.employee.id}", shown)
    await coaches(mia)
    for person in (ida, mia, eve):
        await person.sends_tap(*tom.button("Ya"))
    await answers(tom)
    for person in (ida, mia, eve):
        await person.sends_tap(*tom.button("Kirim"))
    forged, own = mia.button("Pak Tom")
    await mia.sends_tap(forged.replace("fb-to", "coach-go").rpartition(":")[0], own)

    refused = [await desk.count(Trace, Trace.refusal == name)
               for name in ("NotYourCard", "NotTheirSuperior", "NotYourCoaching")]  # fmt: skip
    assert refused == [7, 1, 1]
    assert await desk.count(CoachingSession, CoachingSession.sent_at.is_not(None)) == 0
    assert await desk.faults() == []


async def test_what_was_sent_is_never_rewritten_and_goes_with_its_year(
    desk: Desk, three: Three
) -> None:
    _, mia, tom = three
    await coaches(mia)
    await answers(tom)
    await tom.taps("Kirim")
    more = {"session_id": 1, "statement": "helped", "agreement": "no", "at": desk.time}
    for change in (
        update(CoachingSession).values(topic="lain"), delete(CoachingSession),
        update(CoachingAnswer).values(agreement="yes"), delete(CoachingAnswer),
        insert(CoachingAnswer).values(**more),
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match="append-only"):
            async with desk.database.transaction() as session:
                await session.execute(change)
    left = []
    for year in (2031, 2032):  # five years of work are kept
        desk.time = datetime(year, 1, 6, 3, 0, tzinfo=UTC)
        await tom.says("08.00-09.00 apel pagi")
        gone = 1
        while gone:
            async with desk.database.transaction() as session:
                gone = await forget_some(session, desk.office, now=desk.time)
        left.append([await desk.count(CoachingSession), await desk.count(CoachingAnswer)])
    assert left == [[1, 9], [0, 0]]
