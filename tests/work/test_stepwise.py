"""Plays of /lapor: step by step to the same card."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from models.work.activities import Activity
from models.work.reports import Report
from models.work.written import Written
from tests.desk import Desk, Person

WHAT = "Mengerjakan apa? Tulis singkat saja. (/batal kalau tidak jadi)"
TIME = "Jam berapa, atau berapa lama? Misalnya: 8-10, atau 90 menit."
DAY = "Hari apa? Misalnya: hari ini, kemarin, senin, tgl 20."
QUANTITY = "Ada hasilnya? Misalnya: 12 berkas. Kalau tidak ada, tulis -"


async def tom_under_mia(desk: Desk) -> Person:
    return await desk.hires("Tom", supervisor=await desk.hires("Mia"), sex=1)


async def written(desk: Desk) -> list[Written]:
    async with desk.database.transaction() as session:
        return [activity.written for activity in await desk.rows(session, Activity)]


async def test_four_questions_make_a_report(desk: Desk) -> None:
    tom = await tom_under_mia(desk)

    for said, asked in {
        "/lapor": WHAT,
        "rapat jam 3 dengan 4 orang": TIME,
        "8-10": DAY,
        "kemarin": QUANTITY,
    }.items():
        await tom.says(said)
        assert (tom.sees, tom.card.asks) == (asked, True)
    await tom.says("12 berkas")
    assert tom.sees == (
        "Laporan Anda · Sen 23 Nov\n"
        "1. 08.00–10.00 rapat jam 3 dengan 4 orang (2 jam, 12 berkas)\n"
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia."
    )
    assert await written(desk) == [
        Written(
            date(2026, 11, 23), time(8), time(10), 120, Decimal(12), "berkas",
            "rapat jam 3 dengan 4 orang",
        )
    ]  # fmt: skip


async def test_each_unreadable_answer_is_asked_again(desk: Desk) -> None:
    tom = await tom_under_mia(desk)
    await tom.says("/lapor")
    await tom.says("rapat koordinasi")

    await tom.says("entahlah")
    assert tom.sees == "Jamnya belum terbaca. Misalnya: 8-10, atau 90 menit."
    await tom.says("90 menit")
    await tom.says("entahlah")
    assert tom.sees == "Harinya belum terbaca. Misalnya: kemarin, senin, tgl 20."
    await tom.says("hari ini")
    await tom.says("banyak")
    assert tom.sees == "Jumlahnya belum terbaca. Misalnya: 12 berkas. Kalau tidak ada, tulis -"
    await tom.says("-")
    assert tom.sees.splitlines()[1] == "1. rapat koordinasi (1 jam 30 menit)"


async def test_a_start_alone_leaves_the_duration_to_be_asked_on_the_card(desk: Desk) -> None:
    tom = await tom_under_mia(desk)
    for answer in ("/lapor", "rapat koordinasi", "jam 8", "hari ini", "-"):
        await tom.says(answer)

    assert tom.sees.splitlines()[1:3] == ["1. 08.00 rapat koordinasi", "    ❓ Berapa lama?"]
    await tom.taps("2 jam")
    assert tom.sees.splitlines()[1] == "1. 08.00–10.00 rapat koordinasi (2 jam)"


async def test_batal_leaves_at_any_step(desk: Desk) -> None:
    tom = await tom_under_mia(desk)
    await tom.says("/lapor")
    await tom.says("rapat koordinasi")

    await tom.says("/batal")
    assert tom.sees == "Baik, tidak jadi."
    await tom.says("8-10")
    assert tom.sees == "“8-10” sudah saya catat. Mengerjakan apa?"
    assert await desk.count(Report) == 0


async def test_a_step_forgotten_for_an_hour_does_not_swallow_a_report(desk: Desk) -> None:
    tom = await tom_under_mia(desk)
    await tom.says("/lapor")
    question = tom.card
    desk.later(hours=1)

    await tom.says("13.00-15.00 verifikasi berkas")
    assert tom.sees.splitlines()[1] == "1. 13.00–15.00 verifikasi berkas (2 jam)"
    await tom.says("rapat koordinasi", reply_to=question)
    assert tom.sees == TIME


async def test_words_behind_the_command_are_a_report_and_end_the_steps(desk: Desk) -> None:
    tom = await tom_under_mia(desk)
    await tom.says("/lapor")
    await tom.says("rapat koordinasi")
    message = await tom.says("/lapor 8-10 rapat pimpinan")
    assert "1. 08.00–10.00 rapat pimpinan (2 jam)" in tom.sees.splitlines()

    await tom.edits(message, "/lapor 8-11 rapat pimpinan")
    assert "1. 08.00–11.00 rapat pimpinan (3 jam)" in tom.sees.splitlines()
    await tom.says("/lapor")
    assert tom.sees == WHAT
    assert len(await written(desk)) == 1


async def test_the_steps_survive_a_restart(desk: Desk) -> None:
    tom = await tom_under_mia(desk)
    await tom.says("/lapor")
    await tom.says("rapat koordinasi")
    desk.restart()

    await tom.says("8-10")
    assert tom.sees == DAY


async def test_other_commands_work_between_the_steps(desk: Desk) -> None:
    tom = await tom_under_mia(desk)
    await tom.says("/lapor")
    await tom.says("/hari_ini")
    assert tom.sees.startswith("Sel 24 Nov\nBelum ada laporan hari ini.")

    await tom.says("rapat koordinasi")
    assert tom.sees == TIME


async def test_an_edited_step_is_pointed_to_the_card(desk: Desk) -> None:
    tom = await tom_under_mia(desk)
    for answer in ("/lapor", "rapat koordinasi", "8-10", "hari ini"):
        await tom.says(answer)
    last = await tom.says("12 berkas")

    await tom.edits(last, "15 berkas")
    assert [shown.text for shown in tom.screen][-2] == (
        "Dari tulisan itu saja belum jelas apa yang berubah, jadi perubahannya lewat kartu "
        "laporan: ketuk Ubah di sana."
    )
    assert (await written(desk))[0].quantity == Decimal(12)
