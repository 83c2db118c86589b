"""Who hears what: blocks, groups, and what of a group's talk reaches a bot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiogram.enums import ChatMemberStatus
from aiogram.types import (
    CallbackQuery,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberUpdated,
    Message,
    User,
)

from simulator.chats import Chat, Group, PrivateChat

if TYPE_CHECKING:
    from simulator.callbacks import Tap
    from simulator.telegram import Telegram

Membership = ChatMemberMember | ChatMemberBanned | ChatMemberLeft
FOR_EVER = datetime.fromtimestamp(0, UTC)


def bot_hears(telegram: Telegram, chat: Chat, message: Message) -> bool:
    """In a group a bot in privacy mode hears commands, its name and replies to itself."""
    if isinstance(chat, PrivateChat):
        return True
    if not (isinstance(chat, Group) and chat.has_bot):
        return False
    answered = message.reply_to_message
    replied = bool(answered and answered.from_user and answered.from_user.is_bot)
    text = message.text or message.caption or ""
    return replied or text.startswith("/") or f"@{telegram.bot.user.username}" in text


def send_tap(telegram: Telegram, user: User, tap: Tap) -> None:
    """Let the bot know of a tap."""
    telegram.callbacks.add(tap)
    query = CallbackQuery(
        id=tap.id,
        from_user=user,
        message=tap.message,
        chat_instance=str(tap.message.chat.id),
        data=tap.data,
    )
    telegram.updates.put(tap.message.chat.id, "callback_query", query)


def tell_blocked(telegram: Telegram, user: User, chat: PrivateChat) -> None:
    bot = telegram.bot.sender
    member, kicked = _member(bot), _banned(bot)
    before, after = (member, kicked) if chat.blocked else (kicked, member)
    _tell(telegram, user, chat, before, after)


def move_bot(telegram: Telegram, user: User, group: Group, there: bool) -> None:
    """Somebody brings the bot into a group, or throws it out."""
    if group.has_bot == there:
        return
    bot = telegram.bot.sender
    away = _banned(bot) if group.had_bot else _left(bot)
    group.has_bot, group.had_bot = there, True
    if there:
        _tell(telegram, user, group, away, _member(bot))
    else:
        _tell(telegram, user, group, _member(bot), _banned(bot))


def leave(telegram: Telegram, group: Group) -> None:
    """The bot leaves by itself."""
    bot = telegram.bot.sender
    group.has_bot, group.had_bot = False, False
    _tell(telegram, bot, group, _member(bot), _left(bot))


def _tell(
    telegram: Telegram, user: User, chat: Chat, before: Membership, after: Membership
) -> None:
    change = ChatMemberUpdated(
        chat=chat.shown_as,
        from_user=user,
        date=telegram.clock.second(),
        old_chat_member=before,
        new_chat_member=after,
    )
    telegram.updates.put(chat.id, "my_chat_member", change)


def _member(bot: User) -> ChatMemberMember:
    return ChatMemberMember(status=ChatMemberStatus.MEMBER, user=bot)


def _banned(bot: User) -> ChatMemberBanned:
    return ChatMemberBanned(status=ChatMemberStatus.KICKED, user=bot, until_date=FOR_EVER)


def _left(bot: User) -> ChatMemberLeft:
    return ChatMemberLeft(status=ChatMemberStatus.LEFT, user=bot)
