"""Groups: the bot says once that it works in private chats, and leaves."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import JOIN_TRANSITION, ChatMemberUpdatedFilter
from aiogram.methods import LeaveChat, SendMessage
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers.turn import Reply, Turn

router = Router(name="groups")
router.message.filter(F.chat.type != "private")
router.edited_message.filter(F.chat.type != "private")
router.callback_query.filter(F.message.chat.type != "private")
router.my_chat_member.filter(F.chat.type != "private")


@router.my_chat_member(ChatMemberUpdatedFilter(JOIN_TRANSITION))
async def added(event: ChatMemberUpdated, turn: Turn) -> Reply:
    words = turn.say("private-only")
    return [SendMessage(chat_id=event.chat.id, text=words), LeaveChat(chat_id=event.chat.id)]


@router.my_chat_member()
async def removed(_event: ChatMemberUpdated) -> Reply:
    return None


@router.message()
async def written(message: Message) -> Reply:
    """Still in a group that it was added to while it was away."""
    return LeaveChat(chat_id=message.chat.id)


@router.edited_message()
@router.callback_query()
async def nothing_here(_event: Message | CallbackQuery) -> Reply:
    return None
