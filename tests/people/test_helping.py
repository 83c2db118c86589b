"""Plays of help, language, and what the bot cannot read; in English every card is English."""

from __future__ import annotations

import re

from handlers.people.commands import COMMANDS
from models.people.employees import Role
from tests.desk import Desk, Person

ONLY_SOME_ROLES = {"tim", "tinjau", "pengganti", "tertahan", "kantor"}


async def english(person: Person) -> None:
    await person.says("/bahasa")
    assert person.sees == "All right, in English from now on."


async def test_the_language_goes_to_and_fro(desk: Desk) -> None:
    ani = await desk.hires("Ani")
    await english(ani)
    await ani.says("/bahasa")
    assert ani.sees == "Baik, mulai sekarang dalam bahasa Indonesia."


async def test_in_english_every_card_of_the_author_is_english(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia, sex=1)
    await english(tom)

    await tom.says("besok 08.00-09.00 apel pagi\nkemarin rapat koordinasi, 1 notulen")
    assert tom.sees == (
        "Your report\n"
        "1. 08.00–09.00 apel pagi (1 h)\n"
        "    ❓ Which day is “besok”? Only work that is done is reported.\n"
        "2. Mon 23 Nov, rapat koordinasi (1 notulen)\n"
        "    ❓ How long?\n"
        "1 h in all.\n"
        "The answer for no. 1: tap below, or just write it."
    )
    await tom.taps("Today, Tue 24 Nov")
    await tom.taps("30 min")
    await tom.taps("Change")
    assert tom.buttons == ["1", "2", "‹ Back"]
    await tom.sends_tap(tom.card.buttons["1"], tom.card)
    assert tom.buttons == ["Day", "Time", "Activity", "Quantity", "🗑 Remove", "Done"]
    await tom.taps("Day")
    assert tom.sees == "Which day was “apel pagi”? For example: kemarin, senin, tgl 20."
    await tom.says("whenever")
    assert tom.sees == "I could not read a day. For example: kemarin, senin, tgl 20."
    await tom.taps("Cancel")
    assert await tom.taps("Send") == "Sent to Bu Mia."

    await mia.taps("Kembalikan", on=mia.screen[0])
    await mia.says("lampirkan notulennya")
    assert tom.sees.splitlines()[-1] == "Correct it with Change, then tap Send again."
    await tom.says("/hari_ini")
    assert tom.sees == (
        "Tue 24 Nov\n"
        "1 sent, 1 h.\n"
        "1 of other days not finished yet.\n"
        "1. 08.00–09.00 apel pagi (1 h)\n"
        "    ⏳ waiting for Bu Mia\n"
        "2. Mon 23 Nov, rapat koordinasi (30 min, 1 notulen)\n"
        "    ↩️ Bu Mia sent it back Tue 24 Nov 16.05: lampirkan notulennya"
    )


async def test_in_english_every_card_of_the_reviewer_is_english(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia, sex=1)
    await english(mia)
    await tom.says("08.00-09.00 apel pagi; 09.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")

    assert mia.sees == (
        "Pak Tom · Tue 24 Nov\n"
        "Analis Contoh\n"
        "1. 08.00–09.00 apel pagi (1 h)\n"
        "2. 09.00–10.00 rapat koordinasi (1 h)\n"
        "2 h in all.\n"
        "2 waiting for you."
    )
    assert mia.buttons == [
        "✅ Approve all (2)", "One by one", "↩️ Send back", "✖️ Turn down", "💬 Comment",
    ]  # fmt: skip
    await mia.taps("Turn down")
    await mia.sends_tap(mia.card.buttons["2"], mia.card)
    await mia.taps("Reported before")
    assert mia.sees == (
        "Why is “rapat koordinasi” of Pak Tom turned down? Write the reason, at least 10 "
        "characters. Or tap Cancel on the card."
    )
    await mia.says("wrong")
    assert mia.sees == (
        "That reason is too short. Please write at least 10 characters, so that they know what "
        "to correct."
    )
    await mia.says("it stands in the report of monday")
    assert mia.sees == "1 turned down; your reason goes to Pak Tom."
    await mia.says("/tinjau")
    assert mia.sees.splitlines()[0] == "Waiting for you: 1"
    assert await mia.taps("Approve these") == "1 approved."
    assert mia.sees == "Nothing is waiting for you. Thank you."
    assert tom.sees.startswith("✅ Bu Mia menyetujui 1 kegiatan Anda")


async def test_help_names_every_command_to_a_role_that_may_use_it(desk: Desk) -> None:
    mia = await desk.hires("Mia", role=Role.UNIT_ADMIN)
    tom = await desk.hires("Tom", supervisor=mia)
    named = {}
    for person in (mia, tom):
        await person.says("/bantuan")
        await person.taps("Semua perintah")
        assert person.sees.splitlines()[-2] == "Ada kendala? Hubungi BKPSDM Contoh."
        named[person] = re.findall(r"^/(\w+) · \w", person.sees, re.MULTILINE)

    beside = ["tahun", "kenapa", "data_saya", "batal", "pengganti", "kantor", "tertahan"]
    assert named[mia] == [*COMMANDS, *beside]
    assert named[tom] == [command for command in named[mia] if command not in ONLY_SOME_ROLES]


async def test_what_cannot_be_read_is_said_so(desk: Desk) -> None:
    ani = await desk.hires("Ani")
    await ani.brings_message(900, sticker={
        "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9,
        "is_animated": False, "is_video": False,
    })  # fmt: skip
    assert ani.sees == (
        "Saya baru bisa membaca tulisan, foto, dan dokumen. Tulis kegiatan Anda dengan "
        "kata-kata, ya."
    )
    await ani.says("/entah")
    assert ani.sees == (
        "Perintah itu belum ada. Lihat /bantuan, atau langsung tulis kegiatan Anda."
    )


async def test_a_button_of_another_time_says_so(desk: Desk) -> None:
    ani = await desk.hires("Ani")
    await ani.says("/bantuan")
    assert await ani.sends_tap("dulu:1:2", ani.card) == (
        "Tombol ini tidak berlaku lagi, jadi tidak ada yang berubah. Lihat /hari_ini atau /tinjau."
    )
