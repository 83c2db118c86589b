"""Groups: being added, hearing what privacy mode lets through, leaving."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from simulator.people import Person
from simulator.telegram import Telegram


async def test_the_bot_is_told_when_it_is_brought_in_and_thrown_out(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    group = telegram.group("Kantor")
    ani.adds_bot(group)
    await bot.send_message(group.id, "Saya bekerja di percakapan pribadi.")
    ani.removes_bot(group)

    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [
        (change.old_chat_member.status, change.new_chat_member.status, change.chat.type)
        for change in changes
        if change
    ] == [("left", "member", "group"), ("member", "kicked", "group")]
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "halo")


async def test_a_bot_in_a_group_hears_only_what_is_for_it(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    group = telegram.group("Kantor")
    ani.says("/start", group=group)
    ani.adds_bot(group)
    greeting = await bot.send_message(group.id, "Halo")
    ani.says("selamat pagi semua", group=group)
    ani.says("/hari_ini", group=group)
    ani.says("halo @kinerja_bot", group=group)
    ani.says("terima kasih", reply_to=greeting, group=group)

    heard = [update.message.text for update in await bot.get_updates() if update.message]

    assert heard == ["/hari_ini", "halo @kinerja_bot", "terima kasih"]


async def test_the_bot_leaves_a_group_but_no_private_chat(
    telegram: Telegram, bot: Bot, ani: Person
) -> None:
    group = telegram.group("Kantor")
    ani.adds_bot(group)

    assert await bot.leave_chat(group.id)
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the group chat"):
        await bot.send_message(group.id, "halo")
    with pytest.raises(TelegramBadRequest):
        await bot.leave_chat(ani.id)
