"""The doctor says what is wrong, and nothing when all is well."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.doctor import examine
from bot.migrating import migrate
from bot.shelf import Shelf
from config.settings import Settings
from models.machine import Incoming, Outcome
from models.notices.notices import Notice
from models.work.files import File
from simulator.server import serving
from simulator.telegram import Telegram
from tests.desk import Desk
from tests.engines import Engines


async def _wrong(desk: Desk, settings: Settings) -> list[str]:
    return [f.words async for f in examine(settings, now=desk.now) if not f.is_well]


async def test_all_is_well_but_the_supervisor_has_not_joined(desk: Desk) -> None:
    mia = await desk.hires("Mia", joined=False)
    await desk.hires("Tom", supervisor=mia)
    url = desk.database.engine.url.render_as_string(hide_password=False)
    telegram = Telegram()
    async with serving(telegram) as api:
        settings = Settings(
            bot_token=SecretStr(telegram.token),
            telegram_api=api,
            database_url=url,
            webhook_url=None,
        )
        assert [w for w in await _wrong(desk, settings) if "clock" not in w] == [
            "1 supervisors have not joined; reports wait for them."
        ]


async def test_what_is_stuck_or_set_aside_is_named(desk: Desk) -> None:
    tom = await desk.hires("Tom")
    long_ago = desk.time - timedelta(hours=1)
    async with desk.database.transaction() as session:
        session.add(
            Incoming(
                update_id=1, chat_id=7, body="{}", received_at=long_ago, outcome=Outcome.FAULT,
                done_at=long_ago,
            )
        )  # fmt: skip
        session.add(
            Notice(employee_id=tom.employee.id, kind="report", made_at=long_ago, due=long_ago)
        )
    url = desk.database.engine.url.render_as_string(hide_password=False)

    wrong = await _wrong(desk, Settings(bot_token=None, database_url=url))

    assert [w for w in wrong if "clock" not in w] == [
        "BOT_TOKEN is not set. @BotFather gives one.",
        "1 updates are set aside after a fault and kept to be looked at.",
        "1 notices are more than 10 minutes late. Does a bot run?",
    ]


async def test_a_database_that_is_away_is_a_finding_too(desk: Desk) -> None:
    nowhere = "postgresql+asyncpg://nobody@127.0.0.1:1/none"

    wrong = await _wrong(desk, Settings(bot_token=None, database_url=nowhere))

    assert wrong[-1].startswith("The database does not answer")


async def test_a_token_that_telegram_does_not_know_is_said_so(desk: Desk) -> None:
    url = desk.database.engine.url.render_as_string(hide_password=False)
    telegram = Telegram()
    async with serving(telegram) as api:
        wrong = await _wrong(
            desk,
            Settings(bot_token=SecretStr("1:" + "x" * 35), telegram_api=api, database_url=url),
        )

    assert wrong[0] == "Telegram does not know this BOT_TOKEN. @BotFather can tell it."


async def test_a_token_that_is_none_is_said_so(desk: Desk) -> None:
    url = desk.database.engine.url.render_as_string(hide_password=False)
    wrong = await _wrong(desk, Settings(bot_token=SecretStr("halo"), database_url=url))

    assert wrong[0] == "BOT_TOKEN is no token: they look like 1234567890:AbC…"


async def test_a_webhook_that_telegram_does_not_use_and_a_clock_that_is_wrong_are_named(
    desk: Desk,
) -> None:
    url = desk.database.engine.url.render_as_string(hide_password=False)
    telegram = Telegram()
    async with serving(telegram) as api:
        settings = Settings(
            bot_token=SecretStr(telegram.token), telegram_api=api, database_url=url,
            webhook_url="https://kinerja.example.go.id/",
        )  # fmt: skip
        desk.time = datetime.now(UTC) + timedelta(minutes=2)
        hook, clock, *_ = await _wrong(desk, settings)

    assert hook == (
        "Telegram sends updates to nobody (polling), but WEBHOOK_URL says "
        "https://kinerja.example.go.id/telegram. A start of the bot puts it right."
    )
    assert re.match(r"Telegram's clock and this machine's are 1[12]\d\.\d s apart", clock)


async def test_updates_that_nobody_takes_and_an_older_database_are_named(
    desk: Desk, both_engines: Engines
) -> None:
    async with desk.database.transaction() as session:
        session.add(Incoming(update_id=1, chat_id=7, body="{}", received_at=desk.time))
    desk.later(minutes=11)
    url = desk.database.engine.url.render_as_string(hide_password=False)
    stuck = await _wrong(desk, Settings(bot_token=None, database_url=url))
    if desk.database.is_sqlite:
        older = f"sqlite+aiosqlite:///{both_engines.folder / 'older.db'}"
    else:
        older = await both_engines.new_postgresql("kinerja_older")
    await migrate(older, "0001")

    assert "1 updates wait to be handled; the oldest for more than 10 minutes. Does a bot run?" in (
        stuck
    )
    assert await _wrong(desk, Settings(bot_token=None, database_url=older)) == [
        "BOT_TOKEN is not set. @BotFather gives one.",
        "The database is not at this version: python -m bot migrate.",
    ]


async def test_evidence_that_is_not_where_it_should_be_is_named(desk: Desk, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "evidence")
    here = shelf.put(b"here")
    async with desk.database.transaction() as session:
        session.add(File(sha256=here, size=4, kind="pdf", kept_at=desk.time))
    url = desk.database.engine.url.render_as_string(hide_password=False)
    settings = Settings(bot_token=None, database_url=url)

    async def wrong(with_folder: Path) -> list[str]:
        there = settings.model_copy(update={"evidence_folder": with_folder})
        return [
            words for words in await _wrong(desk, there) if "vidence" in words or "files" in words
        ]

    assert await wrong(shelf.folder) == []
    shelf.remove(here)
    assert await wrong(shelf.folder) == [f"1 of the 1 newest files are not in {shelf.folder}."]
    assert await wrong(tmp_path / "none") == [
        f"The evidence folder {tmp_path / 'none'} is not there."
    ]
