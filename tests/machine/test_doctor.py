"""The doctor says what is wrong, and nothing when all is well."""

from __future__ import annotations

from datetime import timedelta

from pydantic import SecretStr

from bot.doctor import examine
from config.settings import Settings
from models.machine import Incoming, Outcome
from models.notices.notices import Notice
from simulator.server import serving
from simulator.telegram import Telegram
from tests.desk import Desk


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
        "1 updates are set aside after a fault (table inbox).",
        "1 notices are more than 10 minutes late. Does a bot run?",
    ]


async def test_a_database_that_is_away_is_a_finding_too(desk: Desk) -> None:
    nowhere = "postgresql+asyncpg://nobody@127.0.0.1:1/none"

    wrong = await _wrong(desk, Settings(bot_token=None, database_url=nowhere))

    assert wrong[-1].startswith("The database does not answer")
