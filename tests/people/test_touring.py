"""Plays of the first-day tour: practice counts for nothing, and nothing real is lost in it."""

from __future__ import annotations

import pytest

from handlers.people.practising import Practice
from models.people.invitations import invite
from models.work.activities import Activity
from models.work.asking import Answer
from models.work.evidence import Evidence
from models.work.reports import Report
from models.work.states import State
from tests.desk import OFFICE, TUESDAY, Desk, Person

WORDS = "08.00-10.00 rapat koordinasi, 1 notulen"
STALE = "Latihan ini sudah berganti, jadi tidak ada yang berubah. Lihat kartu latihan yang terbaru."
CLOSED = (
    "🎓 Latihan ditutup. Untuk melapor, cukup tulis apa yang Anda kerjakan, kapan saja.\n"
    "Latihan lagi, contoh kalimat, dan lainnya ada di /bantuan."
)


async def practises(person: Person, words: str = WORDS) -> None:
    await person.says("/bantuan")
    await person.taps("Latihan singkat")
    await person.taps("Tulis sendiri")
    await person.says(words)


async def kept(desk: Desk) -> list[int]:
    return [await desk.count(table) for table in (Report, Activity, Evidence)]


async def test_the_welcome_offers_three_steps_and_nothing_of_them_is_kept(desk: Desk) -> None:
    mia = await desk.hires("Mia Lestari")
    ani = await desk.hires("Ani", supervisor=mia, joined=False)
    async with desk.database.transaction() as session:
        [code] = await invite(session, [ani.employee], desk.office, at=desk.time)
    await ani.says(f"/start {code}")
    await ani.taps("Ya, ini saya")
    assert ani.buttons == ["🎓 Latihan singkat"]

    await ani.taps("Latihan singkat")
    assert ani.sees.splitlines()[0] == "🎓 Latihan 1 dari 3 · Menulis"
    assert ani.buttons == ["✍️ Tulis sendiri", "Pakai contoh saja", "Tidak usah"]
    await ani.taps("Tulis sendiri")
    assert ani.sees == "🎓 Silakan, tulis satu kegiatan untuk latihan:"
    await ani.says(WORDS)
    assert ani.sees == (
        "🎓 Latihan 2 dari 3 · Mengirim\n"
        "Begini saya membaca pesan Anda:\n\n"
        "Laporan Anda (latihan) · Sel 24 Nov\n"
        "1. 08.00–10.00 rapat koordinasi (2 jam, 1 notulen)\n"
        "Sudah benar? Ketuk Kirim, seolah-olah ke Bu Mia Lestari.\n\n"
        "Ini laporan sungguhan? Ketuk Jadikan laporan."
    )
    await ani.taps("Kirim (latihan)")
    assert ani.toast == "Latihan saja: tidak ada yang terkirim."
    assert ani.sees == (
        "🎓 Latihan 3 dari 3 · Jawaban\n"
        "Kalau sungguhan, sekarang begini:\n\n"
        "Laporan Anda (latihan) · Sel 24 Nov\n"
        "1. 08.00–10.00 rapat koordinasi (2 jam, 1 notulen)\n"
        "    ⏳ menunggu Bu Mia Lestari\n\n"
        "Bu Mia Lestari memutuskan, lalu Anda dikabari di sini: disetujui, atau dikembalikan "
        "dengan alasannya untuk Anda perbaiki.\n\n"
        "Hanya itu. Latihan ini tidak ke mana-mana; laporan sungguhan cukup Anda tulis, "
        "kapan saja.\n"
        "Tadi ternyata sungguhan? Ketuk Jadikan laporan."
    )
    await ani.taps("Selesai")

    assert (ani.sees, ani.buttons) == (CLOSED, [])
    assert (await kept(desk), mia.screen) == ([0, 0, 0], [])
    assert await desk.faults() == []


async def test_only_the_answer_to_the_tours_question_is_practice(desk: Desk) -> None:
    ani = await desk.hires("Ani")
    await ani.says("/bantuan")
    await ani.taps("Latihan singkat")

    await ani.says("10.00-11.00 apel pagi")
    assert ani.sees.splitlines()[0] == "Laporan Anda · Sel 24 Nov"
    await ani.taps("Tulis sendiri")
    await ani.says(WORDS)
    assert ani.sees.splitlines()[0] == "🎓 Latihan 2 dari 3 · Mengirim"
    await ani.says("11.00-12.00 input data")

    assert ani.sees.splitlines()[0] == "Laporan Anda · Sel 24 Nov"
    assert await desk.count(Activity, Activity.state == State.DRAFT) == 2


@pytest.mark.parametrize("first", ["Kirim (latihan)", None])
async def test_practice_that_was_meant_becomes_a_report_once(desk: Desk, first: str | None) -> None:
    mia = await desk.hires("Mia")
    ani = await desk.hires("Ani", supervisor=mia)
    await practises(ani)
    if first:
        await ani.taps(first)
    card, data = ani.card, ani.card.buttons["📌 Jadikan laporan"]

    await ani.taps("Jadikan laporan")
    assert await ani.sends_tap(data, card) == STALE
    await ani.taps("Kirim", on=ani.card)

    assert ani.sees.splitlines()[-1] == "Terkirim ke Bu Mia."
    assert mia.sees.splitlines()[2] == "1. 08.00–10.00 rapat koordinasi (2 jam, 1 notulen)"
    assert await kept(desk) == [1, 1, 0]


async def test_what_is_missing_is_asked_as_in_a_real_report(desk: Desk) -> None:
    ani = await desk.hires("Ani")
    await practises(ani, "kemarin verifikasi berkas; besok 08.00-09.00 apel pagi")
    assert ani.sees.splitlines()[-3] == "Jawaban untuk no. 1: ketuk di bawah."

    question, data = ani.card, ani.card.buttons["1 jam"]
    await ani.taps("1 jam")
    assert await ani.sends_tap(data, question) == STALE
    await ani.taps("Hari ini, Sel 24 Nov")

    assert ani.sees.splitlines()[4:6] == [
        "1. Sen 23 Nov, verifikasi berkas (1 jam)",
        "2. Sel 24 Nov, 08.00–09.00 apel pagi (1 jam)",
    ]
    assert await kept(desk) == [0, 0, 0]


async def test_a_day_that_has_closed_is_said_as_in_a_real_report(desk: Desk) -> None:
    ani = await desk.hires("Ani")

    await practises(ani, "tanggal 2 november 08.00-09.00 apel pagi")

    assert ani.sees.splitlines()[-3] == "Yang bertanda ⚠️ tidak bisa dikirim. Coba tulis yang lain."
    assert ani.buttons == ["📌 Jadikan laporan", "✍️ Tulis lagi", "Tutup latihan"]


async def test_an_example_of_ones_own_job_needs_no_typing(desk: Desk) -> None:
    ani = await desk.hires("Ani")
    await ani.says("/bantuan")
    await ani.taps("Latihan singkat")

    await ani.taps("Pakai contoh saja")
    shown = ani.sees.splitlines()[4]
    forged = ani.card.buttons["✅ Kirim (latihan)"].replace("tour-do", "tour-real")

    assert shown == "1. 08.00–10.00 memverifikasi SPJ (2 jam, 15 berkas)"
    assert ani.buttons == ["✅ Kirim (latihan)", "✍️ Tulis lagi", "Tutup latihan"]
    assert await ani.sends_tap(forged.replace("send", "0"), ani.card) == STALE
    assert await kept(desk) == [0, 0, 0]


async def test_one_tap_leaves_it_while_it_asks(desk: Desk) -> None:
    ani = await desk.hires("Ani")
    await ani.says("/bantuan")
    await ani.taps("Latihan singkat")
    await ani.taps("Tulis sendiri")

    await ani.says("halo")
    assert ani.sees.splitlines()[0] == "Ini belum terbaca sebagai kegiatan. Coba misalnya:"
    await ani.taps("Tidak usah")
    await ani.says(WORDS)

    assert ani.sees.splitlines()[0] == "Laporan Anda · Sel 24 Nov"
    assert await kept(desk) == [1, 1, 0]


async def test_an_answer_that_a_real_report_waits_for_is_its_answer(desk: Desk) -> None:
    ani = await desk.hires("Ani")
    await ani.says("rapat koordinasi")
    await ani.says("/bantuan")
    await ani.taps("Latihan singkat")
    await ani.taps("Tulis sendiri")

    await ani.says("2 jam")

    texts = [shown.text for shown in ani.screen]
    assert sum("1. rapat koordinasi (2 jam)" in text for text in texts) == 1


@pytest.mark.parametrize(
    "label", ["📌 Jadikan laporan", "✅ Kirim (latihan)", "✍️ Tulis lagi", "Tutup latihan", "1 jam"]
)
async def test_somebody_elses_practice_is_left_alone(desk: Desk, label: str) -> None:
    ani, tom = await desk.hires("Ani"), await desk.hires("Tom")
    await practises(ani, "verifikasi berkas; 08.00-09.00 apel" if label == "1 jam" else WORDS)
    before = ani.sees

    toast = await tom.sends_tap(ani.card.buttons[label], ani.card)

    assert toast == "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    assert (ani.sees, tom.screen, await kept(desk)) == (before, [], [0, 0, 0])


async def test_a_stranger_has_no_tour(desk: Desk) -> None:
    ani, stranger = await desk.hires("Ani"), desk.stranger()
    await ani.says("/bantuan")

    data, card = ani.button("Latihan singkat")

    toast = await stranger.sends_tap(data, card)
    assert toast == "Anda belum terhubung. Ketuk tautan undangan dari BKPSDM Contoh dulu."


def test_practice_is_the_same_once_kept_and_read_again() -> None:
    practice = Practice(WORDS, TUESDAY, 17, ((0, Answer(minutes=60)),))

    assert Practice.of(practice.to_facts()) == practice
    assert Practice.of({"step": "over"}) is None


def test_a_day_for_several_is_asked_once() -> None:
    practice = Practice("besok apel pagi 1 jam, rapat 2 jam", TUESDAY)
    asked = [len(one.questions) for one in practice.drafts(OFFICE)]

    answered = practice.answered(0, Answer(day=TUESDAY.date())).drafts(OFFICE)

    assert (asked, [one.questions for one in answered]) == ([1, 1], [[], []])
    assert [one.words.day for one in answered] == [TUESDAY.date()] * 2


async def test_being_ill_is_no_practice_also_in_answer_to_the_tours_question(desk: Desk) -> None:
    mia = await desk.hires("Mia Lestari")
    ani = await desk.hires("Ani", supervisor=mia)
    await ani.says("/bantuan")
    await ani.taps("Latihan singkat")
    await ani.taps("Tulis sendiri")

    await ani.says("saya sakit", reply_to=ani.card)

    assert ani.sees.startswith(
        "Tidak masuk? Periksa dulu, lalu ketuk tombolnya.\nsakit, Sel 24 Nov"
    )
    await ani.taps("Catat")
    assert mia.sees.startswith("Bu Ani: sakit, Sel 24 Nov\nSudah berlaku")
    await ani.says(WORDS)
    assert await desk.count(Activity) == 1  # the practice is over
    assert await desk.faults() == []
