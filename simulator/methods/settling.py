"""Small things: answering a tap, leaving a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.methods import AnswerCallbackQuery, LeaveChat

from simulator import membership
from simulator.calls import answers
from simulator.chats import Group
from simulator.errors import bad_request

if TYPE_CHECKING:
    from simulator.telegram import Telegram


@answers(AnswerCallbackQuery)
async def answer_callback_query(telegram: Telegram, call: AnswerCallbackQuery) -> bool:
    telegram.callbacks.answer(call)
    return True


@answers(LeaveChat)
async def leave_chat(telegram: Telegram, call: LeaveChat) -> bool:
    chat = telegram.chat(call.chat_id)
    if not isinstance(chat, Group):
        raise bad_request("chat member status can't be changed in private chats")
    chat.refuse_strangers()
    membership.leave(telegram, chat)
    return True
