"""Plays of whoever blocks the bot: their unit's admin is told once, and told when they are back."""

from __future__ import annotations

from datetime import UTC, datetime

from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import GetMe, SendMessage, TelegramMethod

from models.notices.telling import tell
from models.people.chats import Chat
from models.people.employees import Role
from tests.desk import Desk, Person

TOM_BLOCKED = (
    "Bu Tom memblokir bot ini sejak Sel 24 Nov 16.05, jadi tidak menerima pengingat dan kabar.\n"
    "Mohon bantu ingatkan: buka bot ini di Telegram, lalu ketuk “Buka blokir” atau “Mulai ulang”."
)


def blocks_us(person: Person) -> None:
    """From now on Telegram answers 403 to whatever is sent there."""

    def before(method: TelegramMethod[object]) -> None:
        if isinstance(method, SendMessage) and method.chat_id == person.chat_id:
            raise TelegramForbiddenError(GetMe(), "Forbidden: bot was blocked by the user")

    person.desk.wire.before = before


async def is_told(person: Person) -> None:
    """News that never arrives if they have blocked us."""
    async with person.desk.database.transaction() as session:
        tell(session, "apology", to=person.employee.id, at=person.desk.time)
    await person.desk.settles()


async def test_a_403_marks_the_chat_and_tells_the_units_admin_once(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.UNIT_ADMIN)
    tom = await desk.hires("Tom")
    blocks_us(tom)
    await is_told(tom)
    await is_told(tom)

    assert await desk.count(Chat, Chat.blocked_at.is_not(None)) == 1
    assert [admin.sees, len(admin.screen)] == [TOM_BLOCKED, 1]


async def test_blocking_again_and_again_rings_nobody(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.UNIT_ADMIN)
    tom = await desk.hires("Tom", sex=1)
    for _ in range(3):
        await tom.blocks()
        await tom.unblocks()
        desk.later(hours=1)

    assert [shown.text for shown in admin.screen] == ["Pak Tom sudah terhubung lagi. Terima kasih."]
    assert [type(call) for call in desk.wire.calls].count(SendMessage) == 1


async def test_an_answer_that_is_not_wanted_marks_the_chat_too(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.UNIT_ADMIN)
    tom = await desk.hires("Tom")
    blocks_us(tom)
    await tom.says("/bantuan")

    assert (await desk.count(Chat, Chat.blocked_at.is_not(None)), admin.sees) == (1, TOM_BLOCKED)


async def test_the_nearest_admin_who_can_be_reached_is_told(desk: Desk) -> None:
    office = await desk.hires("Oki", role=Role.OFFICE_ADMIN)
    clinic = await desk.opens_unit("PKM", "Puskesmas Contoh", below=desk.unit)
    other = await desk.opens_unit("LAIN", "Dinas Lain")
    agency = await desk.hires("Ida", role=Role.UNIT_ADMIN)
    stranger = await desk.hires("Ria", role=Role.UNIT_ADMIN, unit=other)
    near = await desk.hires("Nia", role=Role.UNIT_ADMIN, unit=clinic)
    tom = await desk.hires("Tom", unit=clinic)

    await tom.blocks()
    assert [len(p.screen) for p in (near, agency, office, stranger)] == [1, 0, 0, 0]
    await near.blocks()
    assert [len(p.screen) for p in (near, agency, office, stranger)] == [1, 1, 0, 0]
    await agency.blocks()
    assert [len(p.screen) for p in (near, agency, office, stranger)] == [1, 1, 1, 0]
    await office.blocks()  # nobody is left to be told: the doctor counts them
    assert await desk.faults() == []


async def test_what_waits_with_them_is_said_and_at_night_nobody_is_woken(desk: Desk) -> None:
    admin = await desk.hires("Ida", role=Role.UNIT_ADMIN)
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    await tom.says("08.00-09.00 apel pagi; 09.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    desk.time = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # 22.00 in Bungo
    await mia.blocks()
    by_night = len(admin.screen)
    desk.later(hours=8)
    await desk.settles()

    assert by_night == 0
    assert admin.sees.splitlines()[:2] == [
        "Bu Mia memblokir bot ini sejak Sel 24 Nov 22.00, jadi tidak menerima pengingat dan kabar.",
        "2 kegiatan menunggu keputusannya.",
    ]
