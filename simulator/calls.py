"""One call of the bot, from its fields to its result: faults, validation, the deed, the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from aiogram.methods import TelegramMethod
from pydantic import TypeAdapter

from simulator.decoding import Body, decode, method_named, unknown_fields
from simulator.errors import ApiError, ConnectionDropped, bad_request
from simulator.shown import Json, as_json

if TYPE_CHECKING:
    from simulator.faults import Fault
    from simulator.telegram import Telegram

STOPPED_BY_FLOOD = ("send", "edit", "deleteMessage", "answer")  # while a 429 lasts
M = TypeVar("M", bound=TelegramMethod[Any])
Answer = Callable[["Telegram", M], Awaitable[object]]
_ANSWERS: dict[type[TelegramMethod[Any]], Answer[Any]] = {}


def answers(method: type[M]) -> Callable[[Answer[M]], Answer[M]]:
    """This function is what Telegram does when the method is called."""

    def register(answer: Answer[M]) -> Answer[M]:
        _ANSWERS[method] = answer
        return answer

    return register


async def carry_out(telegram: Telegram, name: str, body: Body) -> Json:
    """Do what the bot asks; raise ApiError or ConnectionDropped if it fails."""
    method = method_named(name)
    answer = _ANSWERS.get(method)
    if answer is None:
        raise ApiError(404, "Not Found: method not found")
    fault = telegram.faults.take(method.__api_method__, _chat_id(body.fields))
    await _suffer(telegram, fault, before=True)
    if method.__api_method__.startswith(STOPPED_BY_FLOOD):
        telegram.flood.check_stopped()
    call = _checked(telegram, method, body)
    result = await _recorded(telegram, call, answer)
    await _suffer(telegram, fault, before=False)
    return result


async def _suffer(telegram: Telegram, fault: Fault | None, before: bool) -> None:
    if fault is None or fault.late == before:
        return
    await asyncio.sleep(fault.delay)
    if fault.drops:
        raise ConnectionDropped
    if fault.error:
        if fault.error.retry_after:
            telegram.flood.stop(fault.error.retry_after)
        raise fault.error


def _checked(
    telegram: Telegram, method: type[TelegramMethod[Any]], body: Body
) -> TelegramMethod[Any]:
    call = decode(method, body)
    unknown = sorted(unknown_fields(call, method.__api_method__))
    telegram.unknown_fields += unknown
    if unknown and telegram.strict:
        raise bad_request(f"unknown field {unknown[0]}")
    return call


async def _recorded(telegram: Telegram, call: TelegramMethod[Any], answer: Answer[Any]) -> Json:
    """Carry it out and remember how it went."""
    method = type(call)
    record = telegram.record(call)
    try:
        record.result = await answer(telegram, call)
    except ApiError as error:
        record.error = error
        raise
    shown = as_json(record.result)
    _adapter(method).validate_python(shown)
    return shown


@cache
def _adapter(method: type[TelegramMethod[Any]]) -> TypeAdapter[Any]:
    return TypeAdapter(method.__returning__)


def _chat_id(fields: dict[str, Any]) -> int | None:
    value = str(fields.get("chat_id", ""))
    return int(value) if value.lstrip("-").isdecimal() else None
