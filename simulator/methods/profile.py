"""What the bot says about itself: commands, menu button, descriptions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiogram.enums import MenuButtonType
from aiogram.methods import (
    DeleteMyCommands,
    GetChatMenuButton,
    GetMyCommands,
    GetMyDescription,
    GetMyShortDescription,
    SetChatMenuButton,
    SetMyCommands,
    SetMyDescription,
    SetMyShortDescription,
)
from aiogram.types import (
    BotCommand,
    BotDescription,
    BotShortDescription,
    MenuButtonDefault,
    TelegramObject,
)

from simulator import limits
from simulator.calls import answers
from simulator.errors import bad_request

if TYPE_CHECKING:
    from simulator.telegram import Telegram


@answers(SetMyCommands)
async def set_my_commands(telegram: Telegram, call: SetMyCommands) -> bool:
    if len(call.commands) > limits.COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in call.commands:
        _check(command)
    telegram.bot.set_commands(call.commands, _scope(call.scope), call.language_code)
    telegram.events.publish("commands")
    return True


@answers(GetMyCommands)
async def get_my_commands(telegram: Telegram, call: GetMyCommands) -> list[BotCommand]:
    return telegram.bot.commands(_scope(call.scope), call.language_code)


@answers(DeleteMyCommands)
async def delete_my_commands(telegram: Telegram, call: DeleteMyCommands) -> bool:
    telegram.bot.delete_commands(_scope(call.scope), call.language_code)
    telegram.events.publish("commands")
    return True


@answers(SetChatMenuButton)
async def set_chat_menu_button(telegram: Telegram, call: SetChatMenuButton) -> bool:
    button = call.menu_button or MenuButtonDefault(type=MenuButtonType.DEFAULT)
    telegram.bot.menu_buttons[call.chat_id] = button
    telegram.events.publish("commands")
    return True


@answers(GetChatMenuButton)
async def get_chat_menu_button(telegram: Telegram, call: GetChatMenuButton) -> TelegramObject:
    return telegram.bot.menu_button(call.chat_id)


@answers(SetMyDescription)
async def set_my_description(telegram: Telegram, call: SetMyDescription) -> bool:
    if len(call.description or "") > limits.BOT_DESCRIPTION:
        raise bad_request("BOT_DESCRIPTION_TOO_LONG")  # ours
    telegram.bot.description[call.language_code or ""] = call.description or ""
    telegram.events.publish("commands")
    return True


@answers(GetMyDescription)
async def get_my_description(telegram: Telegram, call: GetMyDescription) -> BotDescription:
    found = telegram.bot.description
    return BotDescription(description=found.get(call.language_code or "", found.get("", "")))


@answers(SetMyShortDescription)
async def set_my_short_description(telegram: Telegram, call: SetMyShortDescription) -> bool:
    if len(call.short_description or "") > limits.BOT_SHORT_DESCRIPTION:
        raise bad_request("BOT_SHORT_DESCRIPTION_TOO_LONG")  # ours
    telegram.bot.short_description[call.language_code or ""] = call.short_description or ""
    return True


@answers(GetMyShortDescription)
async def get_my_short_description(
    telegram: Telegram, call: GetMyShortDescription
) -> BotShortDescription:
    found = telegram.bot.short_description
    text = found.get(call.language_code or "", found.get("", ""))
    return BotShortDescription(short_description=text)


def _scope(scope: object) -> TelegramObject | None:
    return scope if isinstance(scope, TelegramObject) else None


def _check(command: BotCommand) -> None:
    if not re.fullmatch(r"/?[a-z0-9_]{1,32}", command.command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command.description) <= limits.COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
