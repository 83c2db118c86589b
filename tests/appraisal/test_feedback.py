"""Feedback by chat: said by the superior about something seen, answered, never changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from models.appraisal.feedback import Feedback, FeedbackAnswer
from models.machine import Trace
from models.retention import forget_some
from tests.appraisal.test_planning import agree, plans
from tests.desk import Desk, Person

WAYS = ["Yang saya terima", "Yang saya beri", "🤝 Dialog"]
PRAISE = "Berkasnya rapi dan cepat. Coba bagikan caranya ke teman-teman."


@pytest.fixture
async def mia(desk: Desk) -> Person:
    return await desk.hires("Mia")


@pytest.fixture
async def tom(desk: Desk, mia: Person) -> Person:
    return await desk.hires("Tom", supervisor=mia, sex=1)


async def praises(mia: Person, matter: str = "Pekerjaannya", words: str = PRAISE) -> None:
    await mia.says("/umpan_balik")
    await mia.taps("Pak Tom")
    await mia.taps(matter)
    await mia.says(words)


async def test_a_superior_says_it_and_the_person_answers(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await praises(mia)
    assert mia.sees == (
        "💬 Sudah sampai ke Pak Tom.\n"
        "Tersimpan dengan tanggalnya, dan akan tampil lagi saat penilaian."
    )
    assert tom.sees == (
        "💬 Umpan balik dari Bu Mia\nSel 24 Nov 16.05 · tentang pekerjaan secara umum\n\n"
        f"{PRAISE}\n\nBoleh dijawab, boleh juga cukup dibaca."
    )
    await tom.taps("Jawab")
    await tom.says("Terima kasih, besok saya bagikan.")

    assert mia.sees == (
        "↩️ Pak Tom menjawab umpan balik Anda tentang pekerjaan secara umum:\n\n"
        f"Terima kasih, besok saya bagikan.\n\nUmpan balik Anda waktu itu: {PRAISE}"
    )
    assert await desk.count(FeedbackAnswer) == 1
    assert await desk.faults() == []


async def test_a_day_or_a_planned_result_is_what_it_is_about(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await plans(tom)
    await agree(tom, mia)
    await tom.says("08.00-09.00 apel pagi")
    await tom.taps("Kirim")
    await praises(mia, "Sel 24 Nov")
    await praises(mia, "RHK 1")

    await tom.says("/umpan_balik")
    assert tom.sees == (
        "💬 Umpan balik yang Anda terima\n"
        f"1. Bu Mia · Sel 24 Nov · RHK “Memproses kenaikan pangkat”\n{PRAISE}\n"
        f"2. Bu Mia · Sel 24 Nov · hari Sel 24 Nov\n{PRAISE}"
    )
    await tom.taps("Jawab no. 2")
    await tom.says("Siap, Bu")
    await mia.says("/umpan_balik")
    await mia.taps("Yang saya beri")
    assert mia.sees == (
        "💬 Umpan balik yang Anda berikan\n"
        f"1. Pak Tom · Sel 24 Nov · RHK “Memproses kenaikan pangkat”\n{PRAISE}\n"
        f"2. Pak Tom · Sel 24 Nov · hari Sel 24 Nov\n{PRAISE}\n↩️ Pak Tom: Siap, Bu"
    )


async def test_what_is_said_at_night_comes_in_the_morning(
    desk: Desk, mia: Person, tom: Person
) -> None:
    desk.time = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # 22.00 in Bungo
    await praises(mia)
    assert mia.sees.splitlines()[0] == "💬 Tersimpan. Sampai ke Pak Tom pagi nanti, 06.00."
    assert tom.screen == []
    desk.later(hours=8)
    await desk.settles()
    assert tom.sees.startswith("💬 Umpan balik dari Bu Mia\nSel 24 Nov 22.00")


async def test_only_who_leads_somebody_gives_it_and_only_they_answer(
    desk: Desk, mia: Person, tom: Person
) -> None:
    eve = await desk.hires("Eve", supervisor=mia)
    ida = await desk.hires("Ida")
    ben = await desk.hires("Ben", supervisor=ida, sex=1)
    await mia.says("/umpan_balik")
    assert mia.buttons[:2] == ["Bu Eve", "Pak Tom"]
    pick = mia.button("Pak Tom")
    await eve.sends_tap(*pick)
    await mia.taps("Pak Tom")
    whole = mia.button("Pekerjaannya")
    await tom.sends_tap(*whole)
    ben_id, tom_id = str(ben.employee.id), str(tom.employee.id)
    await mia.sends_tap(whole[0].rpartition(":")[0] + ":" + ben_id, whole[1])
    await ida.says("/umpan_balik")
    forged = ida.button("Pak Ben")
    await ida.sends_tap(forged[0].rpartition(":")[0] + ":" + tom_id, forged[1])
    await eve.says("/umpan_balik")
    assert eve.buttons == ["🧭 Nilai bimbingan atasan", "🤝 Dialog"]

    await praises(mia)
    answer = tom.button("Jawab")
    await eve.sends_tap(*answer)
    await mia.sends_tap(*answer)
    await praises_ben(ida)
    bens = ben.button("Jawab")
    await ben.sends_tap(bens[0].rpartition(":")[0] + ":1", bens[1])  # what was said to Tom

    refused = [await desk.count(Trace, Trace.refusal == name)
               for name in ("NotYourCard", "NotTheirSuperior", "NotYourFeedback")]  # fmt: skip
    assert refused == [4, 2, 1]
    assert await desk.count(FeedbackAnswer) == 0
    assert await desk.faults() == []


async def praises_ben(ida: Person) -> None:
    await ida.says("/umpan_balik")
    await ida.taps("Pak Ben")
    await ida.taps("Pekerjaannya")
    await ida.says(PRAISE)


async def test_a_team_larger_than_a_page_is_turned_over(
    desk: Desk, mia: Person, tom: Person
) -> None:
    for n in range(9):
        await desk.hires(f"Ani {chr(65 + n)}", supervisor=mia, joined=False)
    await mia.says("/umpan_balik")
    assert len(mia.buttons) == 8 + 1 + 3
    await mia.sends_tap(mia.card.buttons["▶"], mia.card)
    assert mia.buttons == ["Bu Ani I", "Pak Tom", "◀", *WAYS]
    await mia.taps("Bu Ani I")
    await mia.taps("Pekerjaannya")
    await mia.says("ya")
    assert mia.sees == "Terlalu singkat. Tulis paling sedikit 3 huruf, ya."
    await mia.says(PRAISE)
    assert mia.sees.startswith("💬 Tersimpan. Bu Ani I belum terhubung dengan bot ini")


async def test_an_own_report_is_nobodys_feedback_and_an_answer_is_given_once(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await mia.says("/umpan_balik")
    await mia.taps("Pak Tom")
    await mia.taps("Pekerjaannya")
    await mia.says("08.00-09.00 apel pagi")
    assert await desk.count(Feedback) == 0
    await mia.says(PRAISE)
    again = tom.button("Jawab")
    await tom.taps("Jawab")
    await tom.says("Terima kasih")
    toast = await tom.sends_tap(*again)
    assert toast == "Umpan balik ini sudah Anda jawab. Semuanya bisa dibaca di /umpan_balik."
    assert await desk.count(FeedbackAnswer) == 1


async def test_what_was_said_is_never_rewritten_and_goes_with_its_year(
    desk: Desk, mia: Person, tom: Person
) -> None:
    await praises(mia)
    await tom.taps("Jawab")
    await tom.says("Terima kasih")
    for change in (
        update(Feedback).values(words="lain"), delete(Feedback),
        update(FeedbackAnswer).values(words="lain"), delete(FeedbackAnswer),
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match="append-only"):
            async with desk.database.transaction() as session:
                await session.execute(change)
    left = []
    for year in (2031, 2032):  # five years of work are kept
        desk.time = datetime(year, 1, 6, 3, 0, tzinfo=UTC) + timedelta(minutes=1)
        await tom.says("08.00-09.00 apel pagi")
        gone = 1
        while gone:
            async with desk.database.transaction() as session:
                gone = await forget_some(session, desk.office, now=desk.time)
        left.append([await desk.count(Feedback), await desk.count(FeedbackAnswer)])
    assert left == [[1, 1], [0, 0]]
