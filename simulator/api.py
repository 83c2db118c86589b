"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

from __future__ import annotations

import hmac

from aiohttp import web

import simulator.methods  # noqa: F401  (makes the methods known)
from simulator.calls import carry_out
from simulator.decoding import read_request
from simulator.errors import ApiError, ConnectionDropped
from simulator.telegram import Telegram

TELEGRAM = web.AppKey("telegram", Telegram)
routes = web.RouteTableDef()


@routes.route("*", "/bot{token}/{method}")
async def call(request: web.Request) -> web.Response:
    telegram = request.app[TELEGRAM]
    try:
        _check_token(telegram, request)
        body = await read_request(request)
        result = await carry_out(telegram, request.match_info["method"], body)
    except ApiError as error:
        return refused(error)
    except web.HTTPRequestEntityTooLarge:
        return refused(ApiError(413, "Request Entity Too Large"))
    except ConnectionDropped:
        return _hang_up(request)
    return web.json_response({"ok": True, "result": result})


@routes.get("/file/bot{token}/{path:.+}")
async def download(request: web.Request) -> web.Response:
    telegram = request.app[TELEGRAM]
    try:
        _check_token(telegram, request)
    except ApiError as error:
        return refused(error)
    file = telegram.files.by_path(request.match_info["path"])
    if file is None:
        return refused(ApiError(404, "Not Found"))
    return web.Response(body=file.content, content_type="application/octet-stream")


def refused(error: ApiError) -> web.Response:
    wait = error.retry_after
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return web.json_response(error.as_json(), status=error.code, headers=headers)


def _check_token(telegram: Telegram, request: web.Request) -> None:
    if not hmac.compare_digest(request.match_info["token"], telegram.token):
        raise ApiError(401, "Unauthorized")


def _hang_up(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()
