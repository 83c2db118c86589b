"""The control API: the same people, clock and faults, for who is not in this process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from simulator.people import Person
from simulator.telegram import Telegram
from tests.simulator.pictures import png

CHOICE = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Kirim", callback_data="send")]]
)


class Control:
    """The control API by hand; a refusal is an AssertionError unless it is expected."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self._url = url
        self.http = http

    async def get(self, path: str, status: int = 200) -> Any:
        return await self._ask("GET", path, status)

    async def post(self, path: str, body: object = None, status: int = 200, **more: Any) -> Any:
        request = more or {"json": body or {}}
        return await self._ask("POST", path, status, **request)

    async def delete(self, path: str) -> Any:
        return await self._ask("DELETE", path, 200)

    async def _ask(self, verb: str, path: str, status: int, **request: Any) -> Any:
        async with self.http.request(verb, f"{self._url}/control/{path}", **request) as response:
            answer = await response.json()
            assert response.status == status, answer
            return answer


@pytest.fixture
async def control(url: str) -> AsyncIterator[Control]:
    async with aiohttp.ClientSession() as http:
        yield Control(url, http)


async def test_people_are_introduced_one_by_one_or_together(
    telegram: Telegram, control: Control
) -> None:
    mia = await control.post("people", {"first_name": "Mia", "about": "Kepala Bidang"})
    await control.post(
        "people",
        [
            {"id": 7, "first_name": "Tom", "hints": ["08.00 rapat"], "start_code": "abc"},
            {"id": 8, "first_name": "Ani", "last_name": "Lestari"},
        ],
    )

    assert [person["first_name"] for person in await control.get("people")] == ["Mia", "Tom", "Ani"]
    assert telegram.people[mia["id"]].about == "Kepala Bidang"
    assert telegram.people[7].hints == ("08.00 rapat",)
    await control.post("people", {"nama": "Mia"}, status=400)


async def test_a_dialogue_can_be_played(bot: Bot, control: Control, ani: Person) -> None:
    me = f"people/{ani.id}"
    await bot.get_updates(allowed_updates=["callback_query"])
    said = await control.post(f"{me}/says", {"text": "08.00 rapat"})
    await control.post(f"{me}/edits", {"message_id": said["message_id"], "text": "09.00 rapat"})
    await bot.send_message(ani.id, "kartu", reply_markup=CHOICE)
    heard = await control.post(f"{me}/hears", {"text": "kartu"})

    tap = asyncio.create_task(control.post(f"{me}/taps", {"label": "Kirim", "wait": 5}))
    (update,) = await bot.get_updates(timeout=5, allowed_updates=["callback_query"])
    assert update.callback_query is not None
    await bot.answer_callback_query(update.callback_query.id, "Baik")

    assert heard["text"] == "kartu"
    assert (await tap)["answer"]["text"] == "Baik"
    state = await control.get(me)
    assert [message["text"] for message in state["messages"][-2:]] == ["09.00 rapat", "kartu"]
    assert state["chat"]["started"]


async def test_every_act_can_be_done(telegram: Telegram, control: Control, ani: Person) -> None:
    me = f"people/{ani.id}"
    group = (await control.post("groups", {"title": "Kantor"}))["id"]
    said = await control.post(f"{me}/says", {"text": "halo"})
    acts: list[tuple[str, dict[str, object]]] = [
        ("shares-contact", {}),
        ("sends-location", {}),
        ("sends-voice", {}),
        ("sends-sticker", {}),
        ("forwards", {"message_id": said["message_id"]}),
        ("deletes", {"message_id": said["message_id"]}),
        ("adds-bot", {"group": group}),
        ("says", {"text": "/tim", "group": group}),
        ("removes-bot", {"group": group}),
        ("blocks", {}),
        ("unblocks", {}),
        ("starts", {"code": "abc"}),
        ("clears", {}),
        ("deactivates", {}),
    ]
    for act, body in acts:
        await control.post(f"{me}/{act}", body)

    assert ani.messages == []
    assert ani.chat.deactivated
    shown = await control.get(f"groups/{group}")
    assert (shown["has_bot"], shown["messages"][0]["text"]) == (False, "/tim")


async def test_files_are_sent_by_form(control: Control, ani: Person) -> None:
    def form(*names: str, **fields: str) -> aiohttp.FormData:
        made = aiohttp.FormData(fields)
        for name in names:
            made.add_field(name, png(8, 8), filename=name, content_type="image/png")
        return made

    sends = f"people/{ani.id}/sends"
    await control.post(sends, data=form("a.png", caption="bukti", **{"as": "photo"}))
    await control.post(sends, data=form("a.png"))
    await control.post(sends, data=form("a.png", "b.png", **{"as": "photo"}))
    await control.post(sends, data=form("a.png", "b.png"))
    await control.post(sends, data=form("a.png"), status=200)

    photo, document, *album = ani.messages[1:]
    assert (photo.caption, photo.photo is not None) == ("bukti", True)
    assert document.document is not None
    assert [message.photo is not None for message in album] == [True, True, False, False, False]
    async with control.http.get(
        f"{control._url}/control/files/{document.document.file_unique_id}"
    ) as response:
        assert await response.read() == png(8, 8)
    await control.post(sends, data=aiohttp.FormData({"caption": "x"}), status=409)


async def test_what_cannot_be_done_is_said(control: Control, ani: Person) -> None:
    me = f"people/{ani.id}"
    assert "no button" in (await control.post(f"{me}/taps", {"label": "x"}, 404))["error"]
    assert "no such act" in (await control.post(f"{me}/flies", {}, 404))["error"]
    await control.post("people/5/says", {"text": "halo"}, 404)
    await control.post(f"{me}/says", {"words": "halo"}, 400)
    await control.post(f"{me}/hears", {"text": "halo", "within": 0.01}, 404)
    ani.blocks()
    assert "blocked" in (await control.post(f"{me}/says", {"text": "halo"}, 409))["error"]


async def test_the_clock_is_moved(telegram: Telegram, control: Control) -> None:
    await control.post("clock", {"speed": 0, "move_to": "2026-11-24T16:05:00"})
    assert (await control.get("clock")) == {
        "now": 1795511100000.0,
        "speed": 0,
        "zone": "Asia/Jakarta",
    }
    await control.post("clock", {"advance": 1800})
    assert telegram.clock.now().isoformat() == "2026-11-24T09:35:00+00:00"
    await control.post("clock", {"tomorrow": "07:30"})
    assert telegram.clock.now().isoformat() == "2026-11-25T00:30:00+00:00"


async def test_faults_are_armed_shown_and_disarmed(
    telegram: Telegram, control: Control, ani: Person
) -> None:
    simple = ["dropped", "lost_answer", "slow"]
    for kind in ["too_many", "blocked", "bad_request", "server_error", *simple]:
        await control.post("faults", {"kind": kind, "chat_id": ani.id, "times": None})

    shown = await control.get("faults")
    assert [fault["error"] and fault["error"]["error_code"] for fault in shown] == [
        429,
        403,
        400,
        500,
        None,
        None,
        None,
    ]
    await control.delete("faults")
    assert list(telegram.faults) == []
    await control.post("faults", {"kind": "earthquake"}, status=404)


async def test_what_was_sent_is_shown(bot: Bot, control: Control, ani: Person) -> None:
    await bot.send_message(ani.id, "<b>halo</b>")
    await bot.get_me()

    sent = await control.get(f"sent?method=sendMessage&chat_id={ani.id}")

    assert len(sent) == 1
    assert sent[0]["arguments"] == {"chat_id": ani.id, "text": "<b>halo</b>", "parse_mode": "HTML"}
    assert sent[0]["result"]["text"] == "halo"
    assert await control.get("unknown-fields") == []
    await control.delete("sent")
    assert await control.get("sent") == []


async def test_updates_are_shown_and_repeated(bot: Bot, control: Control, ani: Person) -> None:
    ani.says("halo")
    waiting = await control.get("updates")

    await bot.get_updates(offset=waiting[0]["update_id"] + 1)
    repeated = await control.post("updates/repeat")

    assert repeated["update_id"] == waiting[0]["update_id"]
    assert [update.update_id for update in await bot.get_updates()] == [repeated["update_id"]]


async def test_ready_waits_for_the_bot(bot: Bot, control: Control) -> None:
    await control.get("ready?within=0.01", status=504)
    poll = asyncio.create_task(bot.get_updates(timeout=1))
    await control.get("ready?within=2")
    await poll


async def test_another_site_may_not_act(control: Control, ani: Person) -> None:
    await control.post(
        f"people/{ani.id}/blocks", status=403, json={}, headers={"Sec-Fetch-Site": "cross-site"}
    )


class Stream:
    """What the page is told, as it comes."""

    def __init__(self, content: aiohttp.StreamReader) -> None:
        self._content = content

    async def until(self, kind: str) -> Any:
        """Skip everything up to the next event of this kind."""
        async with asyncio.timeout(3):
            while await self._content.readuntil(b"\n") != f"event: {kind}\n".encode():
                continue
            return json.loads((await self._content.readuntil(b"\n")).removeprefix(b"data: "))


async def test_what_happens_is_streamed(url: str, bot: Bot, control: Control, ani: Person) -> None:
    async with control.http.get(f"{url}/control/events") as response:
        stream = Stream(response.content)
        await stream.until("connected")

        sent = await bot.send_message(ani.id, "halo", disable_notification=True)
        assert (await stream.until("message"))["silent"]
        await bot.edit_message_text("lain", chat_id=ani.id, message_id=sent.message_id)
        assert (await stream.until("edited"))["message"]["text"] == "lain"
        await bot.delete_message(ani.id, sent.message_id)
        assert (await stream.until("deleted"))["message_id"] == sent.message_id
        await bot.send_chat_action(ani.id, "typing")
        assert (await stream.until("typing"))["action"] == "typing"
        await control.post("clock", {"speed": 60})
        assert (await stream.until("clock"))["speed"] == 60


async def test_the_page_and_its_files_are_served(url: str, control: Control) -> None:
    for path, kind in (
        ("/", "text/html"),
        ("/favicon.ico", "image/svg+xml"),
        ("/page/js/main.js", "application/javascript"),
        ("/page/css/layout.css", "text/css"),
    ):
        async with control.http.get(url + path) as response:
            told = response.content_type.replace("text/javascript", "application/javascript")
            assert (response.status, told) == (200, kind)  # Python 3.12 renamed it
