"""The page, in a real browser: two phones, one bot, and a clock."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from playwright.async_api import FilePayload, Locator, Page, expect

from simulator.people import Person
from simulator.server import serving
from simulator.telegram import Telegram
from tests.simulator.pictures import png

pytestmark = pytest.mark.browser

CHOICE = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Kirim ke Bu Mia", callback_data="send", style="success")],
        [InlineKeyboardButton(text="Salin", copy_text=CopyTextButton(text="KODE-1"))],
    ]
)


@pytest.fixture
def mia(telegram: Telegram, ani: Person) -> Person:
    """The second of two people who have both started the bot; Ani is the first."""
    telegram.person("Ani", "Lestari", id=ani.id, about="Analis", hints=["08.00-10.30 rapat"])
    person = telegram.person("Mia", "Kusuma", about="Kepala Bidang Mutasi")
    person.starts()
    telegram.updates.drop()
    return person


@pytest.fixture
async def left(laptop: Page, url: str, mia: Person) -> Locator:
    """Ani's phone, on the left of a laptop's screen."""
    await laptop.goto(url)
    phone = laptop.locator(".phone[data-side=left]")
    await expect(phone.locator(".owner")).to_contain_text("Ani Lestari")
    return phone


def right(page: Page) -> Locator:
    return page.locator(".phone[data-side=right]")


async def last_heard(bot: Bot) -> Message:
    """The last message that the bot hears; it waits for one."""
    updates = await bot.get_updates(timeout=3)
    message = updates[-1].message or updates[-1].edited_message
    assert message is not None
    return message


async def write(phone: Locator, text: str) -> None:
    field = phone.get_by_role("textbox", name="Tulis pesan…")
    await field.fill(text)
    await field.press("Enter")


async def test_an_empty_chat_begins_with_start(
    telegram: Telegram, bot: Bot, laptop: Page, url: str
) -> None:
    await bot.set_my_description("Catat kinerja harian.")
    telegram.person("Tom", about="Pranata Komputer", start_code="abc")
    await laptop.goto(url)
    phone = laptop.locator(".phone[data-side=left]")
    await expect(phone.locator(".description")).to_contain_text("Catat kinerja harian.")

    await phone.get_by_role("button", name="MULAI").click()

    assert (await last_heard(bot)).text == "/start abc"
    await expect(phone.locator(".bubble.own .words")).to_have_text("/start abc")


async def test_one_writes_and_the_bot_answers(bot: Bot, left: Locator, ani: Person) -> None:
    await write(left, "08.00-10.00 rapat")
    sent = left.locator(".bubble.own").last
    await expect(sent.get_by_label("terkirim")).to_be_visible()

    heard = await last_heard(bot)
    await bot.send_message(ani.id, "Dicatat: <b>rapat</b>")
    await bot.get_updates(offset=-1)
    await bot.get_updates(offset=2_147_483_647)

    assert heard.text == "08.00-10.00 rapat"
    await expect(left.locator(".bubble.theirs .words").last).to_have_text("Dicatat: rapat")
    await expect(left.locator(".bubble.theirs strong").last).to_have_text("rapat")
    await expect(left.locator(".bubble.theirs time").last).to_have_text(re.compile(r"\d\d\.\d\d"))
    await expect(sent.get_by_label("dibaca bot")).to_be_visible()


async def test_what_looks_like_markup_is_only_text(left: Locator, telegram: Telegram) -> None:
    evil = '<img src=x onerror="document.body.remove()">'
    await write(left, evil)
    telegram.person("<b>Eve</b>", about=evil)

    await expect(left.locator(".bubble.own .words").last).to_have_text(evil)
    await left.locator(".owner").click()
    person = left.page.get_by_role("dialog").locator(".person").last
    await expect(person.locator("strong")).to_have_text("<b>Eve</b>")
    await expect(person.locator("small")).to_have_text(evil)


async def test_a_button_spins_until_it_is_answered(bot: Bot, left: Locator, ani: Person) -> None:
    await bot.send_message(ani.id, "kartu", reply_markup=CHOICE)
    button = left.get_by_role("button", name="Kirim ke Bu Mia")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")

    (update,) = await bot.get_updates(timeout=3)
    assert update.callback_query is not None
    await bot.answer_callback_query(update.callback_query.id, "Terkirim")

    await expect(left.locator(".toast")).to_have_text("Terkirim")
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_must_be_closed(bot: Bot, left: Locator, ani: Person) -> None:
    await bot.send_message(ani.id, "kartu", reply_markup=CHOICE)
    await left.get_by_role("button", name="Kirim ke Bu Mia").press("Enter")
    (update,) = await bot.get_updates(timeout=3)
    assert update.callback_query is not None
    await bot.answer_callback_query(update.callback_query.id, "Sudah ditutup.", show_alert=True)

    alert = left.page.get_by_role("alertdialog")
    await expect(alert).to_contain_text("Sudah ditutup.")
    await alert.get_by_role("button", name="OK").click()
    await expect(alert).to_have_count(0)


async def test_a_copy_button_copies(bot: Bot, left: Locator, ani: Person) -> None:
    await bot.send_message(ani.id, "kartu", reply_markup=CHOICE)
    await left.get_by_role("button", name="Salin").click()

    await expect(left.locator(".toast")).to_have_text("Disalin")
    assert await left.page.evaluate("navigator.clipboard.readText()") == "KODE-1"


async def test_nobody_is_disturbed_in_writing(bot: Bot, left: Locator, ani: Person) -> None:
    field = left.get_by_role("textbox")
    await field.press_sequentially("08.00-10")
    await bot.send_message(ani.id, "pengingat")
    await expect(left.locator(".bubble.theirs")).to_have_count(1)

    await left.page.keyboard.type(".00 rapat")

    await expect(field).to_have_value("08.00-10.00 rapat")


async def test_one_edits_ones_own_message(bot: Bot, left: Locator) -> None:
    await write(left, "08.00 rapt")
    await expect(left.locator(".bubble.own")).to_have_count(2)
    field = left.get_by_role("textbox")
    await field.press("ArrowUp")
    await expect(left.locator(".context")).to_contain_text("Mengedit pesan")
    await expect(field).to_have_value("08.00 rapt")
    await write(left, "08.00 rapat")

    bubble = left.locator(".bubble.own").last
    await expect(bubble.locator(".words")).to_have_text("08.00 rapat")
    await expect(bubble.locator(".edited")).to_have_text("diedit")
    updates = await bot.get_updates()
    assert [(u.event_type, (u.message or u.edited_message).text) for u in updates] == [  # type: ignore[union-attr]
        ("message", "08.00 rapt"),
        ("edited_message", "08.00 rapat"),
    ]


async def test_one_replies_to_a_message(bot: Bot, left: Locator, ani: Person) -> None:
    question = await bot.send_message(ani.id, "Benarkah?")
    await left.locator(".bubble.theirs").last.click(button="right")
    await left.page.get_by_role("button", name="Balas").click()
    await write(left, "Ya")

    heard = await last_heard(bot)
    assert heard.reply_to_message is not None
    assert heard.reply_to_message.message_id == question.message_id
    await expect(left.locator(".bubble.own .quote").last).to_contain_text("Benarkah?")


async def test_a_forced_reply_is_prepared(bot: Bot, left: Locator, ani: Person) -> None:
    force = ForceReply(input_field_placeholder="paling sedikit 10 huruf")
    question = await bot.send_message(ani.id, "Mengapa?", reply_markup=force)

    await expect(left.locator(".context")).to_contain_text("Mengapa?")
    await expect(left.get_by_placeholder("paling sedikit 10 huruf")).to_be_focused()
    await write(left, "karena hujan")
    heard = await last_heard(bot)
    assert heard.reply_to_message is not None
    assert heard.reply_to_message.message_id == question.message_id
    await expect(left.locator(".context")).to_have_count(0)


async def test_photos_are_sent_with_a_caption(bot: Bot, left: Locator) -> None:
    async with left.page.expect_file_chooser() as chosen:
        await left.get_by_role("button", name="Lampirkan berkas").click()
    photo = FilePayload(name="bukti.png", mimeType="image/png", buffer=png(40, 30))
    await (await chosen.value).set_files([photo, photo])
    dialog = left.page.get_by_role("dialog")
    await dialog.get_by_placeholder("Keterangan").fill("bukti rapat")
    await dialog.get_by_role("button", name="Kirim").click()

    album = left.locator(".bubble.own").last
    await expect(album.locator(".picture img")).to_have_count(2)
    await expect(album.locator(".words")).to_have_text("bukti rapat")
    heard = [update.message for update in await bot.get_updates() if update.message]
    assert [message.caption for message in heard] == ["bukti rapat", None]
    await album.locator(".picture").first.click()
    await expect(left.page.locator(".photo-dialog img")).to_be_visible()


async def test_documents_come_and_go(bot: Bot, left: Locator, ani: Person) -> None:
    await bot.send_document(ani.id, BufferedInputFile(b"isi" * 1000, "Rekap November.xlsx"))
    received = left.locator(".bubble.theirs .attachment")
    await expect(received).to_contain_text("Rekap November.xlsx3,0 kB")
    async with left.page.expect_download() as download:
        await received.click()
    assert (await download.value).suggested_filename == "Rekap November.xlsx"

    async with left.page.expect_file_chooser() as chosen:
        await left.get_by_role("button", name="Lampirkan berkas").click()
    surat = FilePayload(name="surat.pdf", mimeType="application/pdf", buffer=b"%PDF")
    await (await chosen.value).set_files([surat])
    await left.page.get_by_role("dialog").get_by_role("button", name="Kirim").click()
    heard = await last_heard(bot)
    assert heard.document is not None
    assert heard.document.file_name == "surat.pdf"


async def test_the_reply_keyboard_and_the_commands_send_their_words(
    bot: Bot, left: Locator, ani: Person
) -> None:
    await bot.set_my_commands([BotCommand(command="tim", description="Laporan tim")])
    rows = [[KeyboardButton(text="Hari ini"), KeyboardButton(text="Tim saya")]]
    keyboard = ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True)
    await bot.send_message(ani.id, "menu", reply_markup=keyboard)

    await left.get_by_role("button", name="Hari ini").click()
    assert (await last_heard(bot)).text == "Hari ini"
    await left.get_by_role("button", name="Daftar perintah").click()
    await left.page.get_by_role("button", name="/tim Laporan tim").click()
    await expect(left.locator(".bubble.own .words").last).to_have_text("/tim")
    await left.get_by_role("button", name="Papan tombol").click()
    await expect(left.locator(".reply-keyboard")).to_have_count(0)


async def test_the_bot_is_blocked_and_started_again(bot: Bot, left: Locator, ani: Person) -> None:
    await left.get_by_role("button", name="Menu percakapan").click()
    await left.page.get_by_role("button", name="Blokir bot").click()
    await expect(left.get_by_role("button", name="MULAI LAGI")).to_be_visible()
    assert ani.chat.blocked

    await left.get_by_role("button", name="MULAI LAGI").click()
    await expect(left.get_by_role("textbox")).to_be_visible()
    assert (await last_heard(bot)).text == "/start"


async def test_a_chat_is_deleted(left: Locator) -> None:
    await left.get_by_role("button", name="Menu percakapan").click()
    await left.page.get_by_role("button", name="Hapus percakapan").click()

    await expect(left.locator(".bubble")).to_have_count(0)
    await expect(left.get_by_role("button", name="MULAI")).to_be_visible()


async def test_the_bell_rings_for_new_messages_only(bot: Bot, left: Locator, ani: Person) -> None:
    ringing = left.locator(".bell.ringing")
    sent = await bot.send_message(ani.id, "baru")
    await expect(ringing).to_have_count(1)
    await left.page.evaluate("document.querySelector('.bell').classList.remove('ringing')")

    await bot.edit_message_text("lain", chat_id=ani.id, message_id=sent.message_id)
    await bot.send_message(ani.id, "diam-diam", disable_notification=True)

    await expect(left.locator(".bubble.theirs .words").last).to_have_text("diam-diam")
    await expect(ringing).to_have_count(0)


async def test_the_bot_is_seen_typing(bot: Bot, left: Locator, ani: Person) -> None:
    await bot.send_chat_action(ani.id, "typing")
    await expect(left.locator(".chat-head")).to_contain_text("sedang mengetik…")

    await bot.send_message(ani.id, "halo")
    await expect(left.locator(".chat-head")).not_to_contain_text("sedang mengetik…")


async def test_a_hint_fills_the_field_and_is_gone_once_tried(left: Locator) -> None:
    await left.get_by_role("button", name="08.00-10.30 rapat").click()

    await expect(left.get_by_role("textbox")).to_have_value("08.00-10.30 rapat")
    await expect(left.locator(".hint")).to_have_count(0)


async def test_who_is_shown_is_kept_in_the_address(
    telegram: Telegram, bot: Bot, left: Locator
) -> None:
    tom = telegram.person("Tom", "Pratama", about="Pranata Komputer")
    tom.starts()
    await bot.send_message(tom.id, "halo Tom")
    await right(left.page).locator(".owner").click()
    await left.page.get_by_role("dialog").get_by_role("searchbox").fill("komputer pra")
    await left.page.get_by_role("dialog").locator(".person").click()

    await expect(right(left.page).locator(".owner")).to_contain_text("Tom Pratama")
    await left.page.reload()
    await expect(right(left.page).locator(".owner")).to_contain_text("Tom Pratama")
    await expect(right(left.page).locator(".bubble.theirs .words")).to_have_text("halo Tom")


async def test_the_clock_is_shown_and_moved(
    telegram: Telegram, bot: Bot, left: Locator, ani: Person
) -> None:
    clock = left.page.get_by_role("group", name="Jam simulator")
    telegram.clock.move_to(datetime(2026, 11, 24, 16, 5, tzinfo=telegram.clock.zone))
    await expect(clock.locator(".clock-face")).to_have_text("Sel 24 Nov 16.05 WIB")
    await clock.get_by_role("button", name="+30 mnt").click()
    await expect(clock.locator(".clock-face")).to_have_text("Sel 24 Nov 16.35 WIB")
    await clock.get_by_role("button", name="Besok 07.30").click()
    await expect(clock.locator(".clock-face")).to_have_text("Rab 25 Nov 07.30 WIB")
    await clock.get_by_role("button", name="Pilih waktu").click()
    dialog = left.page.get_by_role("dialog")
    await dialog.get_by_label("Pindahkan jam ke").fill("2026-12-01T09:00")
    await dialog.get_by_role("button", name="Pindahkan").click()
    await expect(clock.locator(".clock-face")).to_have_text("Sel 1 Des 09.00 WIB")
    await clock.get_by_role("button", name="×60").click()
    await expect(clock.get_by_role("button", name="×60")).to_have_attribute("aria-pressed", "true")

    await bot.send_message(ani.id, "selamat pagi")
    await expect(left.locator(".day").last).to_have_text("Selasa, 1 Desember")
    assert telegram.clock.speed == 60


async def test_the_page_speaks_english_too(left: Locator) -> None:
    await left.page.get_by_role("button", name="Switch to English").click()

    await expect(left.get_by_role("textbox", name="Write a message…")).to_be_visible()


async def test_old_messages_stay_in_sight_while_new_ones_come(
    bot: Bot, left: Locator, ani: Person
) -> None:
    for number in range(30):
        await bot.send_message(ani.id, f"pesan {number}")
    last = left.locator(".bubble").last
    await expect(last).to_be_in_viewport()

    await left.locator(".messages").evaluate("list => { list.scrollTop = 0; }")
    await bot.send_message(ani.id, "pesan baru")

    await expect(left.locator(".jump .badge")).to_have_text("1")
    await expect(last).not_to_be_in_viewport()
    await left.get_by_role("button", name="Ke pesan terbaru").click()
    await expect(last).to_be_in_viewport()


async def test_the_page_survives_a_restart(laptop: Page, telegram: Telegram, mia: Person) -> None:
    async with serving(telegram) as url:
        await laptop.goto(url)
        left = laptop.locator(".phone[data-side=left]")
        field = left.get_by_role("textbox")
        await expect(field).to_be_visible()
    await expect(laptop.get_by_text("Tidak terhubung")).to_be_visible()
    await field.fill("jangan hilang")
    await field.press("Enter")
    await expect(laptop.locator(".toast")).to_contain_text("Tidak terkirim")
    await expect(field).to_have_value("jangan hilang")

    port = int(url.rpartition(":")[2])
    async with serving(telegram, port=port):
        await expect(laptop.get_by_text("Tidak terhubung")).to_be_hidden()
        await field.press("Enter")
        await expect(left.locator(".bubble.own .words").last).to_have_text("jangan hilang")


async def test_a_narrow_screen_shows_one_phone_at_a_time(
    bot: Bot, phone_screen: Page, url: str, ani: Person, mia: Person
) -> None:
    await phone_screen.goto(url)
    left = phone_screen.locator(".phone[data-side=left]")
    await expect(left).to_be_visible()
    await expect(right(phone_screen)).to_be_hidden()
    too_wide = "document.scrollingElement.scrollWidth > innerWidth"
    assert not await phone_screen.evaluate(too_wide)

    await left.get_by_role("textbox").fill("08.00 rapat")
    await left.get_by_role("button", name="Kirim", exact=True).tap()
    assert (await last_heard(bot)).text == "08.00 rapat"
    await bot.send_message(mia.id, "Laporan Ani", reply_markup=CHOICE)
    tab = phone_screen.get_by_role("button", name=re.compile("Mia Kusuma"))
    await expect(tab.locator(".badge")).to_have_text("1")
    await tab.tap()

    await expect(left).to_be_hidden()
    await expect(right(phone_screen).locator(".bubble.theirs").last).to_be_in_viewport()
    await expect(tab.locator(".badge")).to_have_count(0)
    await right(phone_screen).locator(".bubble.theirs .words").last.tap()
    await expect(phone_screen.get_by_role("button", name="Balas")).to_be_visible()
    assert not await phone_screen.evaluate(too_wide)
    await phone_screen.keyboard.press("Escape")
    await tab.tap()
    await expect(phone_screen.get_by_role("dialog").locator(".person")).to_have_count(2)


async def test_a_message_of_another_day_has_its_own_heading(
    telegram: Telegram, bot: Bot, left: Locator, ani: Person
) -> None:
    await bot.send_message(ani.id, "hari ini")
    telegram.clock.advance(timedelta(days=1))
    await bot.send_message(ani.id, "besok")

    await expect(left.locator(".day")).to_have_count(2)
