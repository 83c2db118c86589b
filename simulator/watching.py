"""What the page shows: the state of a chat to begin with, and then what happens, live."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from simulator.api import TELEGRAM
from simulator.events import Event, until_end
from simulator.people import Person
from simulator.shown import as_json
from simulator.telegram import Telegram

PAGE = Path(__file__).parent / "page"
HEARTBEAT = 15.0  # seconds: a comment, so that a broken line is noticed
# Only these are shown in the page; whatever else was uploaded is offered for download.
SHOWABLE = {"image/jpeg", "image/png", "image/gif"}
POLICY = "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'"
routes = web.RouteTableDef()


@routes.get("/")
async def page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Content-Security-Policy": POLICY})


@routes.get("/favicon.ico")
async def favicon(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "icon.svg")


@routes.get("/control/people")
async def show_people(request: web.Request) -> web.Response:
    people = request.app[TELEGRAM].people.values()
    return web.json_response([as_json(shown_person(person)) for person in people])


@routes.get("/control/people/{id}")
async def show_chat(request: web.Request) -> web.Response:
    """All that one phone shows."""
    telegram = request.app[TELEGRAM]
    person = telegram.people[int(request.match_info["id"])]
    shown = {
        "person": shown_person(person),
        "bot": shown_bot(telegram, person),
        "chat": shown_chat(person),
        "messages": person.messages,
        "unread": telegram.unread_by_bot(person.chat),
        "clock": shown_clock(telegram),
    }
    return web.json_response(as_json(shown))


@routes.get("/control/files/{unique_id}")
async def show_file(request: web.Request) -> web.Response:
    file = request.app[TELEGRAM].files.by_unique_id(request.match_info["unique_id"])
    if file is None:
        raise LookupError("no such file")
    showable = file.mime in SHOWABLE
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=86400, immutable"}
    if not showable:
        name = quote(file.name)
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    mime = file.mime if showable else "application/octet-stream"
    return web.Response(body=file.content, content_type=mime, headers=headers)


@routes.get("/control/events")
async def stream(request: web.Request) -> web.StreamResponse:
    """What happens, as server-sent events; whoever connects reads the state first."""
    telegram = request.app[TELEGRAM]
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    with telegram.events.listening() as listener:
        await response.prepare(request)
        await response.write(b"retry: 1000\nevent: connected\ndata: {}\n\n")
        async for event in until_end(listener, HEARTBEAT):
            await response.write(_line(telegram, event) if event else b": still here\n\n")
    return response


def shown_person(person: Person) -> dict[str, object]:
    return {
        **person.user.model_dump(exclude_none=True, exclude_unset=True),
        "about": person.about,
        "hints": person.hints,
        "start_code": person.start_code,
        "started": person.chat.started,
    }


def shown_bot(telegram: Telegram, person: Person) -> dict[str, object]:
    language = person.user.language_code
    described = telegram.bot.description
    return {
        "name": telegram.bot.user.first_name,
        "username": telegram.bot.user.username,
        "description": described.get(language or "", described.get("", "")),
        "commands": telegram.bot.commands_seen(person.id, language),
        "menu": telegram.bot.menu_button(person.id),
    }


def shown_chat(person: Person) -> dict[str, object]:
    chat = person.chat
    return {
        "started": chat.started,
        "blocked": chat.blocked,
        "deactivated": chat.deactivated,
        "keyboard": chat.keyboard,
        "asks": chat.asks.message_id if chat.asks else None,
        "placeholder": chat.placeholder,
    }


def shown_clock(telegram: Telegram) -> dict[str, object]:
    clock = telegram.clock
    return {
        "now": clock.now().timestamp() * 1000,
        "speed": clock.speed,
        "zone": clock.zone.key,
    }


def _line(telegram: Telegram, event: Event) -> bytes:
    what = dict(event.what)
    if event.kind == "clock":
        what |= shown_clock(telegram)
    elif event.kind == "chat" and (person := telegram.people.get(event.chat_id or 0)):
        what |= shown_chat(person)
    data = json.dumps(as_json({"chat_id": event.chat_id, **what}))
    return f"event: {event.kind}\ndata: {data}\n\n".encode()
