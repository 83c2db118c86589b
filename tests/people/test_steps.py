"""A step of a conversation: whose answer the next message is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from models.people.chats import Chat

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
