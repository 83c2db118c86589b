"""Requests by hand: every kind of body, every case, and what Telegram does not know."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from simulator.people import Person
from simulator.telegram import Telegram

Answer = dict[str, Any]


class Wire:
    """A client of one's own."""

    def __init__(self, address: str, http: aiohttp.ClientSession) -> None:
        self._address = address
        self._http = http

    async def call(self, method: str, verb: str = "POST", **request: Any) -> Answer:
        async with self._http.request(verb, f"{self._address}/{method}", **request) as response:
            answer: Answer = await response.json()
            assert answer.get("error_code", 200) == response.status
            return answer


@pytest.fixture
async def wire(telegram: Telegram, url: str) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as http:
        yield Wire(f"{url}/bot{telegram.token}", http)


async def test_json_forms_and_addresses_all_carry_a_call(wire: Wire, ani: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Kirim", "callback_data": "x"}]]}
    plain = {"chat_id": ani.id, "text": "7", "reply_markup": markup}
    form = {"chat_id": str(ani.id), "text": "7", "reply_markup": json.dumps(markup)}
    multipart = aiohttp.FormData(form, default_to_multipart=True)

    for request in ({"json": plain}, {"json": form}, {"data": form}, {"data": multipart}):
        answer = await wire.call("sendMessage", **request)
        assert answer["result"]["text"] == "7"
        assert answer["result"]["reply_markup"] == markup
    assert (await wire.call("sendmessage", "GET", params=form))["ok"]
    assert (await wire.call("SENDMESSAGE", json=plain))["ok"]


async def test_an_unknown_method_is_not_found(wire: Wire) -> None:
    for method in ("sendTelepathy", "sendDice"):  # the latter is Telegram's, but not ours
        assert await wire.call(method) == {
            "ok": False,
            "error_code": 404,
            "description": "Not Found: method not found",
        }


async def test_another_token_is_unauthorized(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        for path in ("/bot1:a/getMe", "/file/bot1:a/photos/file_0.jpg"):
            async with http.get(url + path) as response:
                assert response.status == 401


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("{", "can't parse JSON object"),
        ("[]", "expected a JSON object"),
        ("{}", "chat_id is empty"),
        ('{"chat_id": 1}', "message text is empty"),
        ('{"chat_id": "", "text": "x"}', "chat_id is empty"),
    ],
)
async def test_a_wrong_body_is_refused(wire: Wire, body: str, why: str) -> None:
    answer = await wire.call("sendMessage", data=body, headers={"Content-Type": "application/json"})

    assert answer["description"] == f"Bad Request: {why}"


async def test_a_wrong_value_names_its_parameter(wire: Wire, ani: Person) -> None:
    body = {"chat_id": ani.id, "text": "x", "reply_markup": "keyboard"}

    answer = await wire.call("sendMessage", data={**body, "chat_id": str(ani.id)})

    assert answer["error_code"] == 400
    assert "can't parse parameter \"reply_markup" in answer["description"]


async def test_an_attachment_that_is_missing_is_refused(wire: Wire, ani: Person) -> None:
    body = {"chat_id": str(ani.id), "photo": "attach://nowhere"}

    answer = await wire.call("sendPhoto", data=body)

    assert "can't find the attached file" in answer["description"]


async def test_what_telegram_does_not_know_is_remembered(
    telegram: Telegram, wire: Wire, ani: Person
) -> None:
    button = {"text": "Kirim", "callback_data": "x", "colour": "red"}
    body = {
        "chat_id": ani.id,
        "text": "halo",
        "loud": True,
        "reply_markup": {"inline_keyboard": [[button]]},
    }

    assert (await wire.call("sendMessage", json=body))["ok"]
    known, telegram.unknown_fields = telegram.unknown_fields, []
    assert known == [
        "sendMessage.loud",
        "sendMessage.reply_markup.inline_keyboard[0][0].colour",
    ]

    telegram.strict = True
    answer = await wire.call("sendMessage", json=body)
    telegram.unknown_fields = []
    assert answer["description"] == "Bad Request: unknown field sendMessage.loud"
