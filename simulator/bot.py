"""The bot as Telegram knows it: its name, its commands, its menu button."""

from __future__ import annotations

from aiogram.enums import BotCommandScopeType, MenuButtonType
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    MenuButtonCommands,
    TelegramObject,
    User,
)

from simulator.shown import as_json

Described = dict[str, str]  # by language; "" is everybody else's


class BotAccount:
    """Everything about the bot that it can change by itself."""

    def __init__(self, bot_id: int, username: str, name: str) -> None:
        self.user = User(
            id=bot_id,
            is_bot=True,
            first_name=name,
            username=username,
            can_join_groups=True,
            can_read_all_group_messages=False,
            supports_inline_queries=False,
        )
        self.description: Described = {}
        self.short_description: Described = {}
        self.menu_buttons: dict[int | None, TelegramObject] = {}
        self._commands: dict[tuple[str, str], list[BotCommand]] = {}

    @property
    def sender(self) -> User:
        """The bot as the author of a message."""
        user = self.user
        return User(id=user.id, is_bot=True, first_name=user.first_name, username=user.username)

    def set_commands(
        self, commands: list[BotCommand], scope: TelegramObject | None, language: str | None
    ) -> None:
        self._commands[_key(scope, language)] = commands

    def delete_commands(self, scope: TelegramObject | None, language: str | None) -> None:
        self._commands.pop(_key(scope, language), None)

    def commands(self, scope: TelegramObject | None, language: str | None) -> list[BotCommand]:
        """Exactly what was set for this scope and language."""
        return self._commands.get(_key(scope, language), [])

    def commands_seen(self, chat_id: int, language: str | None) -> list[BotCommand]:
        """What somebody sees in the menu of this chat: the narrowest scope that has any."""
        everybody = (
            BotCommandScopeAllPrivateChats(type=BotCommandScopeType.ALL_PRIVATE_CHATS)
            if chat_id > 0
            else BotCommandScopeAllGroupChats(type=BotCommandScopeType.ALL_GROUP_CHATS)
        )
        for scope in (
            BotCommandScopeChat(type=BotCommandScopeType.CHAT, chat_id=chat_id),
            everybody,
            None,
        ):
            for code in (language, None):
                if found := self.commands(scope, code):
                    return found
        return []

    def menu_button(self, chat_id: int | None) -> TelegramObject:
        default = self.menu_buttons.get(None, MenuButtonCommands(type=MenuButtonType.COMMANDS))
        return self.menu_buttons.get(chat_id, default)


def _key(scope: TelegramObject | None, language: str | None) -> tuple[str, str]:
    return str(
        as_json(scope or BotCommandScopeDefault(type=BotCommandScopeType.DEFAULT))
    ), language or ""
