"""Leave and corrections that nobody can answer, and superiors who are away in a circle."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from models.people.employees import Role
from models.people.postings import Posting
from models.work.absences import Absence
from models.work.corrections import CorrectionAnswer
from models.work.decisions import Decision
from tests.desk import Person
from tests.office.test_stuck import NOT_FOR_YOU, NOTHING, sees_stuck
from tests.work.days import FRIDAY, MONDAY, TUESDAY, WEDNESDAY, Days
from tests.work.test_correcting import DECEMBER, closed
from tests.work.test_correcting import asks as asks_to_correct
from tests.work.test_standing_in import away, sends, stands_in, waits_with
from tests.work.test_waiting_absences import asks

HEAD = "Menunggu atasan yang belum bisa menjawab"
INVITE = "✉️ Belum bergabung: undang lewat /kantor. Ada surat Plh atau Plt? Catat dengan /pengganti."
UNBLOCK = (
    "🔕 Memblokir bot: mohon diingatkan untuk membuka blokirnya. "
    "Ada surat Plh atau Plt? Catat dengan /pengganti."
)
NAME_A_PLT = "✍️ Sudah tidak bertugas: catat Plt-nya dengan /pengganti."
NAME_ANY = "✍️ Sedang tidak masuk: catat Plh atau Plt dengan /pengganti."
FOREIGN = "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."


async def leaves(days: Days, person: Person) -> None:
    """Yesterday was the last day; the chat is kept."""
    async with days.database.transaction() as session:
        yesterday = days.office.today(days.time) - timedelta(days=1)
        await session.execute(
            update(Posting).where(Posting.employee_id == person.employee.id).values(until=yesterday)
        )


async def test_leave_whose_approver_cannot_be_reached_is_listed_for_the_units_admins_only(
    days: Days,
) -> None:
    other = await days.opens_unit("DINKES2", "Dinas Lain")
    ida = await days.hires("Ida", role=Role.OFFICE_ADMIN)
    eka = await days.hires("Eka", role=Role.UNIT_ADMIN)
    ika = await days.hires("Ika", role=Role.UNIT_ADMIN, unit=other)
    new, gone = await days.hires("Mia", joined=False), await days.hires("Zul", sex=1)
    tom, eve = await days.hires("Tom", new, sex=1), await days.hires("Eve", gone)
    await days.begins()
    await gone.blocks()
    await asks(tom)
    await asks(eve)

    for admin in (ida, eka):
        assert (await sees_stuck(admin)).splitlines() == [
            HEAD,
            "• Bu Mia: 1 permintaan tidak masuk (belum bergabung)",
            "• Pak Zul: 1 permintaan tidak masuk (memblokir bot)",
            INVITE,
            UNBLOCK,
        ]
    assert await sees_stuck(ika) == NOTHING
    assert await sees_stuck(tom) == NOT_FOR_YOU
    await eka.says("/kantor")
    assert "⏳ Tertahan: 2" in eka.sees.splitlines()
    stuck = eka.button("Tertahan")
    assert await ika.sends_tap(*stuck) == FOREIGN
    await eka.sends_tap(*stuck)
    assert eka.sees.splitlines()[:2] == [
        "Tertahan: menunggu 2 orang", "1. Bu Mia: 1 permintaan tidak masuk (belum bergabung)",
    ]  # fmt: skip


async def test_who_has_left_with_their_chat_is_listed_where_nobody_acts(days: Days) -> None:
    eka = await days.hires("Eka", role=Role.UNIT_ADMIN)
    mia = await days.hires("Mia")
    tom = await days.hires("Tom", mia, sex=1)
    await days.begins()
    await sends(tom)
    await asks(tom)
    await leaves(days, mia)

    assert (await sees_stuck(eka)).splitlines() == [
        HEAD, "• Bu Mia: 1 kegiatan, 1 permintaan tidak masuk (sudah tidak bertugas)", NAME_A_PLT,
    ]  # fmt: skip
    await eka.says("/kantor")
    await eka.taps("Tertahan")
    assert eka.buttons == ["‹ Kembali"]  # there is nobody at work to be opened
    await stands_in(days, mia, eka, MONDAY, None)
    await days.rings()
    assert await sees_stuck(eka) == NOTHING
    assert await waits_with(days, tom) == ["Eka"]


async def test_a_correction_that_nobody_can_answer_is_listed_and_told(days: Days) -> None:
    eka = await days.hires("Eka", role=Role.UNIT_ADMIN)
    mia, tom = await closed(days)
    await away(days, mia, DECEMBER, DECEMBER)
    await asks_to_correct(tom)

    assert eka.sees == (
        "Bu Mia sedang tidak masuk, dan belum ada yang bisa memutuskan menggantikannya.\n"
        "1 permintaan perbaikan menunggu. Bila ada surat Plh atau Plt, catat dengan /pengganti "
        "supaya bisa diteruskan."
    )
    assert (await sees_stuck(eka)).splitlines() == [
        HEAD, "• Bu Mia: 1 permintaan perbaikan (sedang tidak masuk)", NAME_ANY,
    ]  # fmt: skip
    assert await days.count(CorrectionAnswer) == 0
    await days.goes_to(DECEMBER + timedelta(days=1), "09.00")
    assert await sees_stuck(eka) == NOTHING


async def a_circle(days: Days) -> tuple[Person, Person, Person, Person]:
    """Each of Ida and Mia is the other's superior by the roster; Tom is below Mia."""
    eka = await days.hires("Eka", role=Role.UNIT_ADMIN)
    ida = await days.hires("Ida Ayu")
    mia = await days.hires("Mia Lestari", ida)
    tom = await days.hires("Tom Saputra", mia, sex=1)
    async with days.database.transaction() as session:
        await session.execute(
            update(Posting)
            .where(Posting.employee_id == ida.employee.id)
            .values(supervisor_id=mia.employee.id)
        )
    await days.begins()
    return eka, ida, mia, tom


async def test_a_circle_of_absent_superiors_approves_nothing_and_says_so(days: Days) -> None:
    """They also stand in for each other, which helps nobody while both are away."""
    eka, ida, mia, tom = await a_circle(days)
    await sends(tom)
    await asks(tom)
    old = mia.button("Setujui")
    for official, deputy in ((mia, ida), (ida, mia)):
        await stands_in(days, official, deputy, TUESDAY, FRIDAY)
        await away(days, official, TUESDAY, TUESDAY)

    await days.goes_to(TUESDAY, "09.00")
    assert await waits_with(days, tom) == ["Mia Lestari"]
    assert eka.sees == (
        "Bu Mia Lestari sedang tidak masuk, dan belum ada yang bisa memutuskan menggantikannya.\n"
        "1 kegiatan dan 1 permintaan tidak masuk menunggu. Bila ada surat Plh atau Plt, catat "
        "dengan /pengganti supaya bisa diteruskan."
    )
    assert (await sees_stuck(eka)).splitlines() == [
        HEAD, "• Bu Mia Lestari: 1 kegiatan, 1 permintaan tidak masuk (sedang tidak masuk)",
        NAME_ANY,
    ]  # fmt: skip
    for wrong in (eka, tom, ida):
        assert await wrong.sends_tap(*old) == FOREIGN

    await days.goes_to(WEDNESDAY, "09.00")
    assert await waits_with(days, tom) == ["Ida Ayu"]  # who stands in, and is back
    assert await sees_stuck(eka) == NOTHING
    assert await days.count(Decision) == 0
    async with days.database.transaction() as session:
        assert [a.waits for a in await days.rows(session, Absence) if a.since > FRIDAY] == [True]


async def test_what_only_its_author_could_decide_in_a_circle_is_told_as_well(days: Days) -> None:
    """Ida acts for all of Mia's people while Mia is away, but not for her own report."""
    eka, ida, mia, tom = await a_circle(days)
    await away(days, mia, MONDAY, MONDAY)
    await days.rings()
    await sends(tom)
    await sends(ida, "07.00-07.30 arsip")

    assert (await waits_with(days, tom), await waits_with(days, ida)) == (
        ["Ida Ayu"], ["Mia Lestari"],
    )  # fmt: skip
    assert eka.sees == (
        "Bu Mia Lestari sedang tidak masuk, dan belum ada yang bisa memutuskan menggantikannya.\n"
        "1 kegiatan menunggu. Bila ada surat Plh atau Plt, catat dengan /pengganti supaya bisa "
        "diteruskan."
    )
    assert (await sees_stuck(eka)).splitlines() == [
        HEAD, "• Bu Mia Lestari: 1 kegiatan (sedang tidak masuk)", NAME_ANY,
    ]  # fmt: skip
    assert await days.count(Decision) == 0
