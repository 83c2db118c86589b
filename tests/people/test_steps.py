"""A step of a conversation: whose answer the next message is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from models.people.chats import Chat
from models.people.employees import Employee
from models.work.activities import Activity
from models.work.decisions import Decision
from models.work.new_superiors import put_under
from tests.desk import TEXTS, Desk

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
QUESTION = 40


def a_chat_that_was_asked(*, arrived: bool = True) -> Chat:
    chat = Chat(id=1, step="Deciding:words", step_at=NOON)
    chat.asked = QUESTION if arrived else None
    return chat


def test_the_next_message_answers_a_question_that_has_arrived() -> None:
    assert a_chat_that_was_asked().step_now(at=NOON) == "Deciding:words"


def test_a_question_that_may_never_have_arrived_swallows_no_report() -> None:
    assert a_chat_that_was_asked(arrived=False).step_now(at=NOON) is None


def test_it_is_answered_by_a_reply_if_it_has_arrived_after_all() -> None:
    chat = a_chat_that_was_asked(arrived=False)

    assert chat.step_now(at=NOON, replying_to=QUESTION) == "Deciding:words"


def test_a_reply_is_an_answer_however_late_and_anything_else_is_not() -> None:
    late = NOON + timedelta(hours=3)

    assert a_chat_that_was_asked().step_now(at=late, replying_to=QUESTION) == "Deciding:words"
    assert a_chat_that_was_asked().step_now(at=late) is None


def test_what_was_written_before_the_question_came_is_no_answer_to_it() -> None:
    chat = a_chat_that_was_asked()

    assert chat.step_now(at=NOON, message_id=QUESTION - 1) is None
    assert chat.step_now(at=NOON, message_id=QUESTION + 1) == "Deciding:words"


def test_a_question_that_was_asked_twice_is_answered_by_a_reply_to_either() -> None:
    chat = a_chat_that_was_asked()
    first, written = QUESTION - 2, QUESTION - 1
    later, before = NOON + timedelta(seconds=1), NOON - timedelta(seconds=1)

    def step(replied_at: datetime | None) -> str | None:
        return chat.step_now(at=later, message_id=written, replying_to=first, replied_at=replied_at)

    assert step(later) == "Deciding:words"
    assert (step(before), step(None)) == (None, None)


async def test_a_report_that_crosses_a_late_question_stays_a_report(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    await tom.says("08.00-09.00 rapat koordinasi")
    await tom.taps("Kirim")
    written_meanwhile = desk.next_message_id()
    await mia.taps("Kembalikan")
    await mia.brings_message(written_meanwhile, text="10.00-11.00 menyusun laporan kinerja")
    reports, decisions = await desk.count(Activity), await desk.count(Decision)
    await mia.says("lampirkan notulennya ya")

    assert (reports, decisions) == (2, 0)
    assert await desk.count(Decision) == 1


async def test_a_question_that_no_words_answer_any_more_is_over(desk: Desk) -> None:
    mia, zul = await desk.hires("Mia"), await desk.hires("Zul")
    tom = await desk.hires("Tom", supervisor=mia)
    await mia.says("/umpan_balik")
    await mia.taps("Bu Tom")
    await mia.taps("Pekerjaannya")
    async with desk.database.transaction() as session:
        who, to = [await session.get_one(Employee, one.employee.id) for one in (tom, zul)]
        await put_under(session, who, to, desk.office, at=desk.time)

    await mia.says("Berkasnya rapi dan cepat")
    assert mia.sees == TEXTS.say("id", "refused-not-their-superior")
    await mia.says("menyusun laporan kinerja jam 8-9")
    assert mia.sees.splitlines()[:2] == [
        "Laporan Anda · Sel 24 Nov", "1. 08.00–09.00 menyusun laporan kinerja (1 jam)",
    ]  # fmt: skip


async def test_a_command_that_is_not_ones_own_ends_no_question(desk: Desk) -> None:
    tom = await desk.hires("Tom")
    await tom.says("/lapor")
    question = tom.sees

    await tom.says("/kantor")
    assert tom.sees == TEXTS.say("id", "refused-not-for-you")
    await tom.says("menyusun laporan kinerja")
    await tom.says("entah")
    assert question != tom.sees
    await tom.says("8-9")
    assert tom.sees == TEXTS.say("id", "step-day")
