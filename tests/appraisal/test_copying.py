"""Salin ke e-Kinerja BKN: a day, a month or a quarter as text to paste."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from sqlalchemy import insert

from handlers.appraisal.copying import CopyDays
from models.work.activities import Activity
from models.work.reports import Report
from models.work.states import State
from tests.desk import Person, plain
from tests.work.days import MONDAY, TUESDAY, Days


async def a_day(days: Days, day: date, text: str, *, photos: int = 0) -> tuple[Person, Person]:
    mia = await days.hires("Mia Lestari")
    tom = await days.hires("Tom Saputra", supervisor=mia, sex=1)
    await days.begins()
    await days.goes_to(day, "15.00")
    await tom.says(text)
    for _ in range(photos):
        await tom.shows_photo()
    await tom.taps("Kirim")
    return mia, tom


def copied(person: Person) -> dict[str, str]:
    """What each copying button of the newest card copies."""
    card = person.card.keyboard
    rows = card.inline_keyboard if card else []
    return {b.text: b.copy_text.text for row in rows for b in row if b.copy_text}


def blocks(person: Person) -> list[str]:
    return [plain(found) for found in re.findall(r"<pre>(.*?)</pre>", person.card.text, re.S)]


async def has_done(days: Days, person: Person, many: list[tuple[date, str]]) -> None:
    """Sent in one go, since a quarter of plays would take long."""
    async with days.database.transaction() as session:
        report = Report(author_id=person.employee.id, chat_id=1, message_id=1,
                        written_at=days.time, text="")  # fmt: skip
        session.add(report)
        await session.flush()
        await session.execute(
            insert(Activity),
            [
                {"report_id": report.id, "author_id": person.employee.id, "position": n,
                 "day": day, "start": time(8), "end": time(9), "minutes": 60, "what": what,
                 "questions": [], "state": State.APPROVED, "written_at": days.time,
                 "submitted_at": days.time, "revision": 1, "kept": 1, "version": 1}
                for n, (day, what) in enumerate(many)
            ],
        )  # fmt: skip


async def test_a_day_is_copied_from_its_card_whole_or_one_by_one(days: Days) -> None:
    _, tom = await a_day(
        days, MONDAY, "08.00-10.30 rapat <koordinasi> & notulen, 1 notulen\n13-15 input data",
        photos=2,
    )  # fmt: skip
    await tom.says("/hari_ini")

    await tom.taps("Salin ke e-Kinerja BKN")

    whole = (
        "Senin, 23 November 2026\n"
        "1. 08.00–10.30 rapat <koordinasi> & notulen; hasil: 1 notulen\n"
        "2. 13.00–15.00 input data\n"
        "Bukti dukung: 2 berkas"
    )
    assert blocks(tom) == [whole]
    assert tom.sees.splitlines()[-1] == "Catatan resmi tetap di e-Kinerja BKN."
    assert copied(tom) == {
        "📋 1": "rapat <koordinasi> & notulen; hasil: 1 notulen",
        "📋 2": "input data",
        "📋 Salin semua": whole,
    }


async def test_what_is_pasted_is_indonesian_whatever_the_reader_reads(days: Days) -> None:
    _, tom = await a_day(days, MONDAY, "08.00-10.00 rapat, 1 notulen")
    await tom.says("/bahasa")
    await tom.says("/hari_ini")

    await tom.taps("Copy to e-Kinerja BKN")

    assert blocks(tom) == ["Senin, 23 November 2026\n1. 08.00–10.00 rapat; hasil: 1 notulen"]
    assert tom.sees.splitlines()[-1] == "The official record stays in e-Kinerja BKN."


async def test_what_is_too_long_for_a_button_is_in_the_block_all_the_same(days: Days) -> None:
    _, tom = await a_day(days, MONDAY, "08.00-10.00 " + "menyusun bahan paparan " * 14)
    await tom.says("/hari_ini")

    await tom.taps("Salin ke e-Kinerja BKN")

    assert copied(tom) == {}
    assert blocks(tom)[0].count("menyusun bahan paparan") == 14


async def test_what_came_back_is_corrected_first(days: Days) -> None:
    mia, tom = await a_day(days, MONDAY, "08.00-10.00 rapat")
    await mia.taps("Kembalikan")
    await mia.says("Mohon sebutkan rapat apa")
    await tom.says("/rekap")

    await tom.taps("Salin ke e-Kinerja BKN")

    assert blocks(tom) == []
    assert tom.sees.splitlines()[1] == "Belum ada kegiatan terkirim pada waktu itu."


async def test_a_month_is_a_block_a_day_and_leads_to_each_day(days: Days) -> None:
    _, tom = await a_day(days, MONDAY, "08.00-10.00 rapat")
    await days.goes_to(TUESDAY, "15.00")
    await tom.says("08.00-09.00 apel")
    await tom.taps("Kirim")
    await tom.says("/rekap")

    await tom.taps("Salin ke e-Kinerja BKN")

    assert blocks(tom) == [
        "Senin, 23 November 2026\n1. 08.00–10.00 rapat",
        "Selasa, 24 November 2026\n1. 08.00–09.00 apel",
    ]
    await tom.taps("Per hari")
    assert blocks(tom) == ["Selasa, 24 November 2026\n1. 08.00–09.00 apel"]
    await tom.taps("Sen 23 Nov")
    assert blocks(tom) == ["Senin, 23 November 2026\n1. 08.00–10.00 rapat"]
    await tom.taps("Sebulan")
    assert len(blocks(tom)) == 2


async def test_a_full_quarter_goes_over_pages_within_telegrams_limits(days: Days) -> None:
    _, tom = await a_day(days, MONDAY, "08.00-10.00 rapat")
    many = [
        (datetime(2026, month, day).date(), f"kegiatan {month}-{day}-{n} " + "panjang " * 12)  # noqa: DTZ001
        for month in (10, 11)
        for day in range(1, 21)
        for n in range(3)
    ]
    await has_done(days, tom, many)
    await tom.says("/rekap")
    await tom.taps("Triwulan")
    await tom.taps("Salin ke e-Kinerja BKN")

    seen, lengths = [*blocks(tom)], [len(plain(tom.card.text))]
    while "▶" in "".join(tom.buttons):
        await tom.taps(f"Halaman {len(lengths) + 1}")
        seen += blocks(tom)
        lengths.append(len(plain(tom.card.text)))

    assert len(lengths) > 3
    assert max(lengths) <= 4096
    found = re.findall(r"kegiatan (\d+-\d+-\d+) ", "\n".join(seen))
    assert found == [what.split()[1] for _, what in many]
    assert all(re.match(r"\w+, \d+ \w+ 2026\n", block) for block in seen)


async def test_nobody_copies_what_is_not_theirs(days: Days) -> None:
    mia, tom = await a_day(days, MONDAY, "08.00-10.00 rapat rahasia")
    await tom.says("/rekap")
    await mia.says("/rekap")
    data, card = tom.button("Salin")

    await mia.sends_tap(data, card)
    assert "rahasia" not in plain(mia.card.text)
    own, own_card = mia.button("Salin")
    await mia.sends_tap(
        CopyDays.unpack(own).model_copy(update={"period": MONDAY.isoformat()}).pack(), own_card
    )

    assert blocks(mia) == []
