"""A Telegram that outlives its process, and one that forgets on purpose."""

from datetime import timedelta
from pathlib import Path

from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from simulator.kept import keep, keeping, recall
from simulator.people import Person
from simulator.shown import as_json
from simulator.telegram import Telegram
from tests.simulator.pictures import png

MENU = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Hari ini")]])
CHOICE = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Kirim", callback_data="send")]]
)


async def test_everything_is_there_again(
    telegram: Telegram, bot: Bot, ani: Person, tmp_path: Path
) -> None:
    telegram.person("Ani", id=ani.id, about="Analis", hints=["08.00 rapat"])
    group = telegram.group("Kantor")
    ani.adds_bot(group)
    await bot.send_message(ani.id, "<b>menu</b>", reply_markup=MENU)
    await bot.send_photo(ani.id, BufferedInputFile(png(100, 50), "a.png"), reply_markup=CHOICE)
    ani.edits(ani.says("08.00 rapt"), "08.00 rapat")
    telegram.clock.advance(timedelta(hours=30))
    telegram.updates.drop()
    ani.says("belum didengar")

    keep(telegram, tmp_path / "telegram.json")
    again = Telegram()
    recall(again, tmp_path / "telegram.json")

    same = again.people[ani.id]
    assert as_json(same.messages) == as_json(ani.messages)
    assert (same.about, same.hints, same.chat.started) == ("Analis", ("08.00 rapat",), True)
    assert same.keyboard == MENU
    assert same.button("Kirim").callback_data == "send"
    photo = same.received[-1].photo
    assert photo is not None
    file = again.files.find(photo[-1].file_id)
    assert file is not None
    assert file.content == png(100, 50)
    assert again.groups[group.id].has_bot
    assert abs(again.clock.now() - telegram.clock.now()) < timedelta(seconds=1)
    (waiting,) = again.updates.pending()
    assert waiting.update.message is not None
    assert waiting.update.message.text == "belum didengar"
    assert same.says("baru").message_id > ani.messages[-1].message_id
    assert again.person("Mia").id not in telegram.people


async def test_it_is_kept_as_long_as_the_block_runs(tmp_path: Path) -> None:
    path = tmp_path / "telegram.json"
    async with keeping(Telegram(), path):
        pass
    first = Telegram()
    async with keeping(first, path):
        first.person("Ani").says("halo")
    second = Telegram()
    async with keeping(second, path):
        assert [person.messages[-1].text for person in second.people.values()] == ["halo"]


def test_a_bounded_chat_keeps_its_last_messages() -> None:
    ani = Telegram(keep=3).person("Ani")

    for number in range(5):
        ani.says(f"pesan {number}")

    assert [message.text for message in ani.messages] == ["pesan 2", "pesan 3", "pesan 4"]
