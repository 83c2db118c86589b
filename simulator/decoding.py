"""What came in over HTTP, as a validated call: forms, multipart and JSON alike.

The only place that handles values of unknown type. In a form everything is a string, and what a
string means is decided by the field it is for, never by how it looks: a text "7" stays a text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args

from aiogram import methods
from aiogram.methods import TelegramMethod
from aiogram.types import InputFile, TelegramObject
from aiohttp import BodyPartReader, ClientResponse, MultipartReader, web
from pydantic import BaseModel, ValidationError

from simulator.errors import ApiError, bad_request
from simulator.files import Upload, UploadedFile

METHODS: dict[str, type[TelegramMethod[Any]]] = {
    method.__api_method__.lower(): method
    for method in vars(methods).values()
    if isinstance(method, type)
    and issubclass(method, TelegramMethod)
    and method is not TelegramMethod
}
FILE_FIELDS = {"media", "thumbnail", "cover", "photo"}  # of an object: where attach:// means a file
EMPTY = {"chat_id": "chat_id is empty", "text": "message text is empty"}


@dataclass
class Body:
    """The fields and files of a request."""

    fields: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)


async def read_request(request: web.Request) -> Body:
    """The fields of a call, from its address and its body together."""
    body = Body(dict(request.query))
    if request.content_type == "application/json":
        body.fields.update(_object(await request.text()))
        return body
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            body.uploads[name] = Upload(value.file.read(), value.filename)
        else:
            body.fields[name] = value
    return body


async def read_response(response: ClientResponse) -> Body:
    """The call that a bot may put into its answer to a webhook; most put none."""
    if response.content_type.startswith("multipart/"):
        return await _read_parts(MultipartReader.from_response(response))
    text = await response.text()
    if response.content_type == "application/json" and text.strip().startswith("{"):
        return Body(_object(text))
    return Body()


async def _read_parts(parts: Any) -> Body:
    body = Body()
    async for part in parts:
        if isinstance(part, BodyPartReader) and part.name:
            if part.filename:
                body.uploads[part.name] = Upload(bytes(await part.read()), part.filename)
            else:
                body.fields[part.name] = await part.text()
    return body


def _object(text: str) -> dict[str, Any]:
    try:
        fields = json.loads(text) if text.strip() else {}
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(fields, dict):
        raise bad_request("expected a JSON object")
    return fields


def method_named(name: str) -> type[TelegramMethod[Any]]:
    """The method, in any case; Telegram's answer to an unknown one is 404."""
    method = METHODS.get(name.lower())
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    return method


def decode(method: type[TelegramMethod[Any]], body: Body) -> TelegramMethod[Any]:
    """The call, validated; raise what Telegram says to a wrong one."""
    values = {name: _decoded(method, name, value) for name, value in body.fields.items()}
    for name, upload in body.uploads.items():
        if name in method.model_fields:
            values[name] = UploadedFile(upload)
    try:
        return method.model_validate(_with_files(values, method, body.uploads))
    except ValidationError as error:
        raise _refusal(error) from None


def _decoded(method: type[TelegramMethod[Any]], name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    kinds = _kinds(method, name)
    if str in kinds:
        return int(value) if int in kinds and value.lstrip("-").isdecimal() else value
    try:
        return json.loads(value)
    except ValueError:
        return value  # validation says what is wrong with it


@cache
def _kinds(method: type[TelegramMethod[Any]], name: str) -> tuple[Any, ...]:
    """The types a field may have; of an unknown field, a string."""
    known = method.model_fields.get(name)
    if known is None:
        return (str,)
    return get_args(known.annotation) or (known.annotation,)


def _with_files(
    values: dict[str, Any], method: type[TelegramMethod[Any]], uploads: dict[str, Upload]
) -> dict[str, Any]:
    """Put the uploaded parts where ``attach://`` names them."""
    for name, value in values.items():
        if isinstance(value, str) and InputFile in _kinds(method, name):
            values[name] = _attached(value, uploads)
        elif isinstance(value, dict | list):
            _attach_inside(value, uploads)
    return values


def _attach_inside(value: Any, uploads: dict[str, Upload]) -> None:
    if isinstance(value, list):
        for item in value:
            _attach_inside(item, uploads)
    elif isinstance(value, dict):
        for key in FILE_FIELDS & value.keys():
            value[key] = _attached(value[key], uploads)


def _attached(value: Any, uploads: dict[str, Upload]) -> Any:
    if not (isinstance(value, str) and value.startswith("attach://")):
        return value
    upload = uploads.get(value.removeprefix("attach://"))
    if upload is None:
        raise bad_request("wrong remote file identifier specified: can't find the attached file")
    return UploadedFile(upload)


def _refusal(error: ValidationError) -> ApiError:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    if first["type"] == "missing":
        return bad_request(EMPTY.get(where, f'parameter "{where}" is required'))
    return bad_request(f'can\'t parse parameter "{where}": {first["msg"]}')


def unknown_fields(call: BaseModel, path: str) -> Iterator[str]:
    """The fields that Telegram does not know; aiogram's models let them pass."""
    for name in call.model_extra or ():
        yield f"{path}.{name}"
    for name in call.model_fields_set:
        yield from _unknown_inside(getattr(call, name), f"{path}.{name}")


def _unknown_inside(value: object, path: str) -> Iterator[str]:
    if isinstance(value, TelegramObject):
        yield from unknown_fields(value, path)
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _unknown_inside(item, f"{path}[{at}]")
