"""Plays of help that teaches: by role, by job, and with one's own figures."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from bot.database import Database
from config.texts import HERE, LANGUAGES, read_language
from handlers.people.jobs import Job, job_of
from handlers.reading import read
from models.people.employees import Role
from models.people.postings import Posting
from tests.desk import OFFICE, TUESDAY, Desk, Person
from tests.work.days import TUESDAY as TUESDAY_OF_DAYS
from tests.work.days import Days

EVERYBODY = ["✍️ Contoh kalimat", "🙂 Mengapa melapor?"]
ALWAYS = ["📋 Semua perintah", "🎓 Latihan singkat"]


async def works_as(desk: Desk, person: Person, position: str) -> None:
    async with desk.database.transaction() as session:
        await session.execute(
            update(Posting)
            .where(Posting.employee_id == person.employee.id)
            .values(position=position)
        )


async def test_help_is_by_role(desk: Desk) -> None:
    mia = await desk.hires("Mia", role=Role.UNIT_HEAD)
    tom = await desk.hires("Tom", supervisor=mia)
    ida = await desk.hires("Ida", role=Role.UNIT_ADMIN)
    for person in (mia, tom, ida):
        await person.says("/bantuan")

    assert tom.buttons == [*EVERYBODY, *ALWAYS]
    assert mia.buttons == [*EVERYBODY, "✅ Meninjau", "🏢 Unit saya", *ALWAYS]
    assert ida.buttons == [*EVERYBODY, "🗂 Pengelola", *ALWAYS]
    assert ("/tinjau" in tom.sees, "/tinjau" in mia.sees) == (False, True)


async def test_a_topic_opens_in_place_and_leads_back(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    await desk.hires("Tom", supervisor=mia)
    await mia.says("/bantuan")
    home = mia.sees

    await mia.taps("Meninjau")
    assert mia.sees.splitlines()[0] == "Meninjau laporan bawahan"
    assert mia.buttons == ["‹ Kembali"]
    await mia.sends_tap(mia.card.buttons["‹ Kembali"], mia.card)

    assert mia.sees == home
    assert len(mia.screen) == 1


async def test_a_topic_of_another_role_is_refused(desk: Desk) -> None:
    ani = await desk.hires("Ani")
    await ani.says("/bantuan")
    before = ani.sees

    forged = ani.card.buttons["🙂 Mengapa melapor?"].replace("why", "admin")

    assert await ani.sends_tap(forged, ani.card) == "Bagian ini bukan untuk peran Anda."
    assert ani.sees == before


@pytest.mark.parametrize("label", ["✍️ Contoh kalimat", "📚 Guru"])
async def test_somebody_elses_help_is_not_turned_over(desk: Desk, label: str) -> None:
    ani, tom = await desk.hires("Ani"), await desk.hires("Tom")
    await ani.says("/bantuan")
    if label == "📚 Guru":
        await ani.taps("Contoh kalimat")
    before = ani.sees

    toast = await tom.sends_tap(ani.card.buttons[label], ani.card)

    assert toast == "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    assert ani.sees == before


async def test_examples_are_of_ones_own_job_first(desk: Desk) -> None:
    ani = await desk.hires("Ani")
    await works_as(desk, ani, "Guru Ahli Muda")
    await ani.says("/bantuan")

    await ani.taps("Contoh kalimat")
    assert ani.sees.splitlines()[0] == "Contoh kalimat · 📚 Guru"
    await ani.taps("Penyuluh")
    assert ani.sees.splitlines()[0] == "Contoh kalimat · 🌾 Penyuluh"


EMPTY = "📒 Catatan Anda tahun ini masih kosong."


async def test_why_says_what_ones_own_record_holds_of_this_year(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    await tom.says("/kenapa")
    assert EMPTY in tom.sees

    await tom.says("08.00-09.00 apel pagi; 09.00-10.30 rapat koordinasi; kemarin 1 jam arsip")
    await tom.taps("Kirim")
    await tom.says("/kenapa")
    assert (
        "📒 Catatan Anda tahun ini: 3 kegiatan dalam 2 hari, 3 jam 30 menit kerja. 3 menunggu "
        "keputusan. Itu semua tidak perlu Anda ingat-ingat lagi."
    ) in tom.sees.splitlines()
    await mia.taps("Setujui semua")
    await tom.says("/kenapa")
    await mia.says("/kenapa")

    assert "3 jam 30 menit kerja. 2 sudah disetujui, 1 menunggu. Itu" in tom.sees
    assert EMPTY in mia.sees


async def test_why_says_how_much_of_the_month_was_reported(database: Database) -> None:
    days = Days(database)
    await days.opens()
    tom = await days.hires("Tom")
    await days.begins()
    await days.goes_to(TUESDAY_OF_DAYS, "15.00")
    await tom.says("08.00-09.00 apel pagi")
    await tom.taps("Kirim")

    await tom.says("/kenapa")

    assert tom.sees.splitlines()[-3:] == [
        "Bulan ini 1 dari 2 hari dilaporkan.",
        "",
        "Catatan resmi tetap di e-Kinerja BKN.",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("job", Job)
def test_every_example_is_read_without_a_question(language: str, job: Job) -> None:
    examples = read_language(HERE, language)[f"examples-{job}"]
    lines = re.findall(r"<code>(.*?)</code>", examples)
    readings = [read(line, TUESDAY, OFFICE) for line in lines]

    assert [len(reading.activities) for reading in readings] == [1] * len(lines)
    assert [question for reading in readings for question in reading.questions] == []
    first = [reading.activities[0] for reading in readings]
    unclear = [found.what for found in first if None in (found.minutes, found.quantity)]
    assert unclear == []
    assert len(lines) >= 3


@pytest.mark.parametrize(
    ("position", "job"),
    [
        ("Guru Ahli Muda", Job.TEACHER),
        ("Kepala Sekolah", Job.LEADER),
        ("Perawat Terampil", Job.HEALTH),
        ("Bidan Ahli Pertama", Job.HEALTH),
        ("Bendahara Pengeluaran", Job.CLERK),
        ("Operator Layanan Operasional", Job.COUNTER),
        ("Polisi Pamong Praja Pemula", Job.FIELD),
        ("Penyuluh Pertanian Ahli Muda", Job.EXTENSION),
        ("Pengadministrasi Perkantoran", Job.CLERK),
    ],
)
def test_a_job_is_told_from_the_position(position: str, job: Job) -> None:
    assert job_of(position) is job
