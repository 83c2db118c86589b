"""The control API, /control/…: everything that is not the bot's to do, for tests and the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from datetime import time as wall_time
from typing import Annotated, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simulator.acting import ACTS
from simulator.api import TELEGRAM
from simulator.errors import ApiError, NotPossible
from simulator.faults import ArmedFault, Fault
from simulator.files import Upload
from simulator.people import Person
from simulator.shown import as_json
from simulator.telegram import Telegram
from simulator.watching import shown_clock, shown_person

B = TypeVar("B", bound=BaseModel)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
routes = web.RouteTableDef()


@web.middleware
async def own_page_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Other sites in the same browser may not act here, and what goes wrong is said in JSON."""
    if not request.path.startswith("/control/"):
        return await handler(request)
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return _error(403, "another site may not act here")
    try:
        return await handler(request)
    except (ValidationError, ApiError, NotPossible, LookupError) as error:
        return _error(_status(error), str(error))


class Introduction(BaseModel):
    """Somebody to be known; see ``Telegram.person``."""

    model_config = ConfigDict(extra="forbid")

    id: int | None = None
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str = "id"
    about: str = ""
    hints: tuple[str, ...] = ()
    start_code: str | None = None

    def introduce(self, telegram: Telegram) -> Person:
        return telegram.person(**dict(self))


class ClockChange(BaseModel):
    """How to move the clock; the fields are done in this order."""

    model_config = ConfigDict(extra="forbid")

    speed: Annotated[float, Field(ge=0)] | None = None
    move_to: datetime | None = None  # without a zone: the wall clock's
    advance: float | None = None  # seconds
    tomorrow: wall_time | None = None


class FaultOrder(BaseModel):
    """A fault to arm; which other fields count depends on its kind."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    chance: float = 1
    retry_after: int = 1
    seconds: float = 1
    code: int = 500
    why: str = "armed fault"

    def fault(self) -> Fault:
        made: dict[str, Callable[[], Fault]] = {
            "too_many": lambda: Fault.too_many(self.retry_after),
            "blocked": Fault.blocked,
            "bad_request": lambda: Fault.bad_request(self.why),
            "server_error": lambda: Fault.server_error(self.code),
            "dropped": Fault.dropped,
            "lost_answer": Fault.lost_answer,
            "slow": lambda: Fault.slow(self.seconds),
        }
        return made[self.kind]()


@routes.post("/control/people")
async def introduce(request: web.Request) -> web.Response:
    """One person, or a list of them."""
    telegram = request.app[TELEGRAM]
    asked = await request.json()
    if isinstance(asked, list):
        everybody = [Introduction.model_validate(each) for each in asked]
        return _ok([shown_person(each.introduce(telegram)) for each in everybody])
    return _ok(shown_person(Introduction.model_validate(asked).introduce(telegram)))


@routes.post("/control/people/{id}/sends")
async def send_files(request: web.Request) -> web.Response:
    """Files by multipart, with a caption; several are an album; ``as`` is photo or document."""
    person = _person(request)
    form = await request.post()
    uploads = [
        Upload(value.file.read(), value.filename)
        for value in form.values()
        if isinstance(value, web.FileField)
    ]
    caption = str(form.get("caption", ""))
    reply_to = int(str(form["reply_to"])) if form.get("reply_to") else None
    if not uploads:
        raise NotPossible("there is no file")
    if len(uploads) > 1:
        return _ok(person.sends_album(uploads, caption, as_photos=form.get("as") == "photo"))
    if form.get("as") == "photo":
        return _ok(person.sends_photo(uploads[0].content, caption, reply_to))
    return _ok(person.sends_document(uploads[0].content, uploads[0].name, caption))


@routes.post("/control/people/{id}/{act}")
async def act(request: web.Request) -> web.Response:
    """One of ``acting.ACTS``."""
    person = _person(request)
    wanted = ACTS.get(request.match_info["act"])
    if wanted is None:
        raise LookupError(f"no such act; there are {', '.join(ACTS)}")
    return _ok(await (await _read(request, wanted)).do(person, request.app[TELEGRAM]))


@routes.post("/control/groups")
async def found_group(request: web.Request) -> web.Response:
    title = (await request.json())["title"]
    group = request.app[TELEGRAM].group(str(title))
    return _ok({"id": group.id, "title": group.shown_as.title})


@routes.get("/control/groups/{id}")
async def show_group(request: web.Request) -> web.Response:
    group = request.app[TELEGRAM].groups[int(request.match_info["id"])]
    return _ok({"has_bot": group.has_bot, "messages": list(group.messages.values())})


@routes.get("/control/clock")
async def show_clock(request: web.Request) -> web.Response:
    return _ok(shown_clock(request.app[TELEGRAM]))


@routes.post("/control/clock")
async def move_clock(request: web.Request) -> web.Response:
    telegram = request.app[TELEGRAM]
    change = await _read(request, ClockChange)
    if change.speed is not None:
        telegram.clock.speed = change.speed
    if change.move_to:
        telegram.clock.move_to(change.move_to)
    if change.advance:
        telegram.clock.advance(timedelta(seconds=change.advance))
    if change.tomorrow:
        telegram.clock.move_to_tomorrow(change.tomorrow)
    return _ok(shown_clock(telegram))


@routes.get("/control/faults")
async def show_faults(request: web.Request) -> web.Response:
    return _ok([_shown_fault(armed) for armed in request.app[TELEGRAM].faults])


@routes.post("/control/faults")
async def arm_fault(request: web.Request) -> web.Response:
    order = await _read(request, FaultOrder)
    armed = request.app[TELEGRAM].faults.arm(
        order.fault(),
        method=order.method,
        chat_id=order.chat_id,
        times=order.times,
        chance=order.chance,
    )
    return _ok(_shown_fault(armed))


@routes.delete("/control/faults")
async def disarm_faults(request: web.Request) -> web.Response:
    request.app[TELEGRAM].faults.disarm()
    return _ok(True)


@routes.get("/control/sent")
async def show_sent(request: web.Request) -> web.Response:
    """What the bot called; ?method= and ?chat_id= narrow it."""
    method, chat_id = request.query.get("method"), request.query.get("chat_id")
    return _ok(
        [
            {
                "method": call.method,
                "chat_id": call.chat_id,
                "at": call.at,
                "arguments": call.arguments,
                "result": call.result,
                "error": call.error.as_json() if call.error else None,
            }
            for call in request.app[TELEGRAM].sent
            if method in (None, call.method) and chat_id in (None, str(call.chat_id))
        ]
    )


@routes.delete("/control/sent")
async def forget_sent(request: web.Request) -> web.Response:
    request.app[TELEGRAM].sent.clear()
    return _ok(True)


@routes.get("/control/unknown-fields")
async def show_unknown_fields(request: web.Request) -> web.Response:
    return _ok(request.app[TELEGRAM].unknown_fields)


@routes.get("/control/updates")
async def show_updates(request: web.Request) -> web.Response:
    """The updates that wait for the bot."""
    return _ok([queued.update for queued in request.app[TELEGRAM].updates.pending()])


@routes.post("/control/updates/repeat")
async def repeat_update(request: web.Request) -> web.Response:
    """Send an update again: ?id=, or the last one."""
    wanted = request.query.get("id")
    return _ok(request.app[TELEGRAM].updates.repeat(int(wanted) if wanted else None))


@routes.get("/control/ready")
async def ready(request: web.Request) -> web.Response:
    """Wait until the bot listens; ?within= seconds."""
    try:
        await request.app[TELEGRAM].ready(float(request.query.get("within", 10)))
    except TimeoutError:
        return _error(504, "the bot does not listen")
    return _ok(True)


async def _read(request: web.Request, model: type[B]) -> B:
    return model.model_validate_json(await request.read() or b"{}")


def _person(request: web.Request) -> Person:
    return request.app[TELEGRAM].people[int(request.match_info["id"])]


def _shown_fault(armed: ArmedFault) -> dict[str, object]:
    error = armed.fault.error
    return {
        "method": armed.method,
        "chat_id": armed.chat_id,
        "times": armed.times,
        "chance": armed.chance,
        "happened": armed.happened,
        "error": error.as_json() if error else None,
        "delay": armed.fault.delay,
        "drops": armed.fault.drops,
        "late": armed.fault.late,
    }


def _ok(what: object) -> web.Response:
    return web.json_response(as_json(what))


def _status(error: Exception) -> int:
    if isinstance(error, ApiError):
        return error.code
    if isinstance(error, NotPossible):
        return 409
    return 404 if isinstance(error, LookupError) else 400


def _error(status: int, why: str) -> web.Response:
    return web.json_response({"error": why}, status=status)
