"""Plays of Kirim: to whom it goes, and what the author is told when nobody is there."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from bot.database import Database
from models.notices.notices import Notice
from models.people.employees import Role
from models.people.postings import Posting
from models.work.activities import Activity
from tests.desk import OFFICE, Desk, Person


async def sends(person: Person, text: str = "08.00-10.00 rapat koordinasi") -> str | None:
    await person.says(text)
    return await person.taps("Kirim")


async def reviewers(desk: Desk) -> list[int | None]:
    async with desk.database.transaction() as session:
        return list(await session.scalars(select(Activity.reviewer_id).order_by(Activity.id)))


async def test_a_reviewer_who_has_not_joined_is_said_at_sending_and_on_the_card(
    desk: Desk,
) -> None:
    mia = await desk.hires("Mia", joined=False)
    tom = await desk.hires("Tom", supervisor=mia)

    assert await sends(tom) == (
        "Terkirim. Bu Mia belum bergabung di bot; laporan Anda aman menunggu."
    )
    assert tom.sees.splitlines()[2:] == [
        "    ⏳ menunggu Bu Mia",
        "Terkirim ke Bu Mia, yang belum bergabung di bot. Laporan Anda aman menunggu.",
    ]


async def test_a_reviewer_who_blocked_the_bot_is_said_too_and_finds_it_when_back(
    desk: Desk,
) -> None:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    await mia.blocks()

    assert await sends(tom) == (
        "Terkirim. Bu Mia sedang tidak bisa dihubungi lewat bot; laporan Anda aman menunggu."
    )
    assert tom.sees.splitlines()[-1] == (
        "Terkirim ke Bu Mia, yang sedang tidak bisa dihubungi lewat bot. Laporan Anda aman "
        "menunggu."
    )
    assert mia.screen == []

    await mia.unblocks()
    assert mia.sees.splitlines()[0] == "Menunggu keputusan Anda: 1"
    await mia.taps("Bu Tom, Sel 24 Nov")
    assert await mia.taps("Setujui semua") == "1 disetujui."


async def test_without_a_reviewer_it_waits_and_the_agency_is_named(desk: Desk) -> None:
    tom = await desk.hires("Tom")

    assert await sends(tom) == (
        "Tercatat. Atasan Anda belum diatur di data; BKPSDM Contoh melihatnya di daftar. "
        "Laporan Anda aman menunggu."
    )
    assert tom.sees.splitlines()[2:] == [
        "    ⏳ menunggu",
        "Sudah tercatat. Atasan Anda belum diatur di data; BKPSDM Contoh melihatnya di daftar.",
    ]


async def test_nobody_is_their_own_reviewer(desk: Desk) -> None:
    tom = await desk.hires("Tom")
    async with desk.database.transaction() as session:
        posting = (await session.scalars(select(Posting))).one()
        posting.supervisor_id = tom.employee.id

    assert (await sends(tom) or "").startswith("Tercatat. Atasan Anda belum diatur")
    assert await reviewers(desk) == [None]
    assert len(tom.screen) == 1


async def test_the_top_of_the_hierarchy_goes_to_whom_the_office_names(
    database: Database,
) -> None:
    named = OFFICE.model_copy(update={"top_reviewer": "198609262015032001"})
    desk = Desk(database, named)
    await desk.opens()
    secretary = await desk.hires("Sekda")
    head = await desk.hires("Kadis")
    assert secretary.employee.nip == named.top_reviewer

    assert await sends(head) == "Terkirim ke Bu Sekda."
    assert (await sends(secretary) or "").startswith("Tercatat. Atasan Anda belum diatur")
    assert await reviewers(desk) == [secretary.employee.id, None]


async def test_the_reviewer_is_who_it_was_on_the_day_and_stays(desk: Desk) -> None:
    mia, zul = await desk.hires("Mia"), await desk.hires("Zul", sex=1)
    tom = await desk.hires("Tom", supervisor=mia)
    async with desk.database.transaction() as session:
        posting = await session.scalar(
            select(Posting).where(Posting.employee_id == tom.employee.id)
        )
        assert posting is not None
        posting.until = date(2026, 11, 23)
        session.add(
            Posting(employee_id=tom.employee.id, unit_id=desk.unit.id, position="Analis",
                    supervisor_id=zul.employee.id, since=date(2026, 11, 24))
        )  # fmt: skip

    assert await sends(tom, "kemarin 08.00-10.00 rapat\nhari ini 08.00-10.00 apel") == (
        "Terkirim ke Bu Mia."
    )
    assert await reviewers(desk) == [mia.employee.id, zul.employee.id]
    assert tom.sees.splitlines()[2::2] == ["    ⏳ menunggu Bu Mia", "    ⏳ menunggu Pak Zul",
                                           "Terkirim ke Bu Mia."]  # fmt: skip
    assert len(mia.screen) == len(zul.screen) == 1


async def test_today_shows_what_is_drafted_waiting_approved_and_came_back(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Setujui semua")
    await sends(tom, "09.00-10.00 rapat koordinasi")
    await mia.taps("Kembalikan")
    await mia.says("lampirkan notulennya")
    await sends(tom, "10.00-11.00 verifikasi berkas")
    await tom.says("kemarin 13.00-14.00 input data")
    await tom.says("11.00-12.00 menyusun nota dinas")

    await tom.says("/hari_ini")
    assert tom.sees == (
        "Sel 24 Nov\n"
        "3 terkirim (3 jam), 1 belum dikirim.\n"
        "Dari hari lain ada 1 yang belum selesai.\n"
        "1. 08.00–09.00 apel pagi (1 jam)\n"
        "    ✅ disetujui\n"
        "2. 09.00–10.00 rapat koordinasi (1 jam)\n"
        "    ↩️ Bu Mia mengembalikan Sel 24 Nov 16.05: lampirkan notulennya\n"
        "3. 10.00–11.00 verifikasi berkas (1 jam)\n"
        "    ⏳ menunggu Bu Mia\n"
        "4. 11.00–12.00 menyusun nota dinas (1 jam)\n"
        "    ✍️ belum dikirim\n"
        "5. Sen 23 Nov, 13.00–14.00 input data (1 jam)\n"
        "    ✍️ belum dikirim"
    )
    assert tom.buttons == ["Buka laporan no. 2", "Buka laporan no. 4", "Buka laporan no. 5"]

    await tom.taps("Buka laporan no. 2")
    assert tom.buttons == ["✅ Kirim lagi", "✏️ Ubah", "🕘 Riwayat"]


async def test_today_counts_no_draft_as_sent_and_says_whose_day_is_unclear(desk: Desk) -> None:
    tom = await desk.hires("Tom", supervisor=await desk.hires("Mia"))
    await tom.says("08.00-09.00 apel pagi")
    await tom.says("besok 08.00-09.00 rapat koordinasi")

    await tom.says("/hari_ini")
    assert tom.sees == (
        "Sel 24 Nov\n"
        "1 belum dikirim.\n"
        "1 harinya belum jelas.\n"
        "1. 08.00–09.00 apel pagi (1 jam)\n"
        "    ✍️ belum dikirim\n"
        "2. 08.00–09.00 rapat koordinasi (1 jam)\n"
        "    ✍️ belum dikirim, harinya belum jelas"
    )


async def test_today_is_empty_in_the_morning_and_forgets_what_is_closed(desk: Desk) -> None:
    tom = await desk.hires("Tom", supervisor=await desk.hires("Mia"))
    await tom.says("08.00-10.00 rapat koordinasi")
    desk.later(days=6)

    await tom.says("/hari_ini")
    assert tom.sees == (
        "Sen 30 Nov\nBelum ada laporan hari ini. Tulis saja, misalnya: 08.00-10.00 rapat koordinasi"
    )
    assert tom.buttons == []


async def test_today_shows_nobody_elses_work(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    eve = await desk.hires("Eve", supervisor=mia, role=Role.OFFICE_ADMIN)
    await tom.says("08.00-10.00 menyusun nota dinas")

    for person in (mia, eve):
        await person.says("/hari_ini")
        assert person.sees.splitlines()[1].startswith("Belum ada laporan hari ini.")
    async with desk.database.transaction() as session:
        notice = await session.scalar(
            select(Notice.id).where(Notice.employee_id == eve.employee.id)
        )
    await eve.sends_tap(f"report:{notice}:1:1", eve.card)
    assert "nota dinas" not in "".join(shown.text for shown in eve.screen)
