"""Whatever people send, a thousand updates in all: no fault, and no half-written row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, func, or_, select

from models.machine import Incoming, Outcome
from models.notices.notices import Notice
from models.work.activities import Activity
from models.work.decisions import Decision
from models.work.evidence import Evidence
from models.work.reports import Report
from models.work.revisions import Revision
from models.work.states import State
from tests.desk import Desk, Person

LISTS, LENGTH = 25, 20  # of updates, on each engine
LONGEST = 4096  # characters that Telegram lets through

RTL = "\u202eنص عربي\u202c"
WORDS = st.sampled_from(
    "rapat koordinasi menyusun laporan kemarin jam 08.00-10.00 2 jam setengah hari senin tgl 31"
    " 99999999999999999999 1e309 0 -1 ½ 31/02/2026 25.99 <b>tebal</b> & {{ x }} =1+1 @orang"
    f" /lapor /hari_ini https://contoh.go.id 👩‍⚕️ 🏃 \u200b \u00a0 {RTL} \n ; 1) • ' \" \\ %s".split(
        " "
    )
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
TEXTS = st.one_of(
    SENTENCES,
    st.text(min_size=1, max_size=60),
    st.builds(lambda piece, times: (piece * times)[:LONGEST], SENTENCES, st.integers(50, 2000)),
)
COMMANDS = st.sampled_from(
    ["/start", "/start salah", "/lapor", "/hari_ini", "/tinjau", "/bantuan", "/bahasa", "/minggu",
     "/kantor", "/tertahan", "/tidak_ada", "/LAPOR@kinerja_bot", "/"]
)  # fmt: skip
CAPTIONS = st.none() | SENTENCES
FILE = {"file_id": "berkas", "file_unique_id": "u", "file_name": "../..\\x.pdf"}
PHOTO = [{"file_id": "foto", "file_unique_id": "u", "width": 9, "height": 9}]


def with_caption(caption: str | None, **content: Any) -> dict[str, Any]:
    return content | ({"caption": caption} if caption else {})


MEDIA = st.one_of(
    st.builds(with_caption, CAPTIONS, photo=st.just(PHOTO)),
    st.builds(
        with_caption,
        CAPTIONS,
        photo=st.just(PHOTO),
        media_group_id=st.sampled_from(["1", "2"]),
    ),
    st.builds(with_caption, CAPTIONS, document=st.just(FILE)),
    st.builds(
        with_caption,
        CAPTIONS,
        voice=st.just({"file_id": "v", "file_unique_id": "u", "duration": 3}),
    ),
    st.just({"location": {"latitude": -1.48, "longitude": 102.12}}),
    st.just({"contact": {"phone_number": "0", "first_name": "X"}}),
    st.just({"sticker": {"file_id": "s", "file_unique_id": "u", "type": "regular", "width": 1,
                         "height": 1, "is_animated": False, "is_video": False}}),
    st.just({"dice": {"emoji": "🎲", "value": 3}}),
)  # fmt: skip
FORWARDED = {
    "forward_origin": {"type": "hidden_user", "sender_user_name": "Orang", "date": 1_700_000_000}
}
CONTENTS = st.one_of(
    TEXTS.map(lambda text: {"text": text}),
    COMMANDS.map(lambda text: {"text": text}),
    SENTENCES.map(lambda text: {"text": text, **FORWARDED}),
    MEDIA,
)
WAYS = st.sampled_from(["message", "message", "message", "edit", "tap", "button", "group", "other"])
ACTIONS = st.tuples(st.integers(0, 3), WAYS, CONTENTS, st.integers(0, 99))


def update_of(person: Person, way: str, content: dict[str, Any], chance: int) -> dict[str, Any]:
    """An update as Telegram would send it."""
    desk = person.desk
    match way:
        case "message":
            return {"message": person.message(desk.next_message_id(), **content)}
        case "edit":
            edited = person.message(max(10, desk.next_message_id() - chance), **content)
            return {"edited_message": {**edited, "edit_date": edited["date"]}}
        case "tap" if person.screen:
            return person.tap(f"{content.get('text', 'x')}"[:60], person.card)
        case "button":
            return a_real_button(person, chance)
        case "group":
            message = person.message(desk.next_message_id(), **content)
            return {"message": {**message, "chat": {"id": -5, "type": "group", "title": "Kantor"}}}
    return {"poll": {"id": "1", "question": "?", "options": []}}


def a_real_button(person: Person, chance: int) -> dict[str, Any]:
    """One of those that somebody was shown; perhaps somebody else, perhaps long ago."""
    shown = [
        (data, message)
        for screen in person.desk.wire.screens.values()
        for message in screen
        for data in message.buttons.values()
        if data
    ]
    if not shown:
        return person.tap("x", person.card) if person.screen else {}
    return person.tap(*shown[-1 - chance % len(shown)])


# What must never be


async def half_written(desk: Desk) -> list[str]:
    """Rows that say one thing where another row says that it is not so."""
    sent = Activity.state != State.DRAFT
    revisions = (
        select(func.count())
        .where(Revision.activity_id == Activity.id)
        .correlate(Activity)
        .scalar_subquery()
    )
    wrong: dict[str, tuple[type[Any], ColumnElement[bool]]] = {
        "an update without an end": (Incoming, Incoming.done_at.is_(None)),
        "a fault": (Incoming, Incoming.outcome == Outcome.FAULT),
        "a report with nothing in it": (
            Report,
            Report.id.not_in(select(Activity.report_id))
            & Report.id.not_in(select(Evidence.report_id).where(Evidence.report_id.is_not(None))),
        ),
        "sent without a revision": (
            Activity,
            sent & (Activity.state != State.CANCELLED) & (revisions == 0),
        ),
        "sent without a moment": (
            Activity,
            Activity.state.in_([State.SUBMITTED, State.APPROVED]) & Activity.submitted_at.is_(None),
        ),
        "decided without a decision": (
            Activity,
            Activity.state.in_([State.APPROVED, State.REJECTED])
            & Activity.id.not_in(select(Decision.activity_id)),
        ),
        "a card that is not what it should be": (
            Notice,
            or_(Notice.taken_until.is_not(None), Notice.drawn < Notice.wanted),
        ),
    }
    return [
        f"{what}: {count}"
        for what, (table, condition) in wrong.items()
        if (count := await desk.count(table, condition))
    ]


@pytest.fixture
async def everybody(desk: Desk) -> list[Person]:
    """A reviewer, two who report, and a stranger."""
    tom = await desk.hires("Tom")
    return [tom, await desk.hires("Mia", tom), await desk.hires("Ani", tom), desk.stranger()]


@settings(
    max_examples=LISTS,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(actions=st.lists(ACTIONS, min_size=LENGTH, max_size=LENGTH))
async def test_updates_of_any_kind(
    desk: Desk, everybody: list[Person], actions: list[tuple[int, str, dict[str, Any], int]]
) -> None:
    """The office goes on from list to list: what was sent before lies about."""
    for who, way, content, chance in actions:
        update = update_of(everybody[who], way, content, chance)
        if update:
            await desk.brings(update)
            await desk.settles()

    assert await half_written(desk) == []
