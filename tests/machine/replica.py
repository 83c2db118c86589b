"""A replica whose only conversation is a function that the test brings along."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram import Dispatcher, Router
from aiogram.types import CallbackQuery, Message

from bot.database import Database
from bot.replies import Replies
from bot.turns import OneTurn
from handlers.turn import Reply, Turn
from tests.desk import TEXTS, Desk, Person

Handler = Callable[[Message | CallbackQuery, Turn], Awaitable[Reply]]


def replica(desk: Desk, handler: Handler, database: Database | None = None) -> OneTurn:
    """One that handles messages and taps like this, perhaps by another way to the database."""

    async def handle(event: Message | CallbackQuery, turn: Turn) -> Reply:
        return await handler(event, turn)

    router = Router()
    router.message()(handle)
    router.callback_query()(handle)
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(router)
    return OneTurn(
        database=database or desk.database,
        dispatcher=dispatcher,
        bot=desk.bot,
        office=desk.office,
        texts=TEXTS,
        replies=Replies(desk.bot, desk.database, desk.now),
        pace=desk.pace,
        now=desk.now,
        deliver=desk.outbox.deliver,
    )


async def writes(person: Person, text: str) -> int:
    """A message of this person is in the in-box, and nothing more; its update id."""
    message = person.message(person.desk.next_message_id(), text=text)
    return await person.desk.brings({"message": message})


async def tapped(person: Person, data: str = "x") -> int:
    """A tap on a button of the bot's last message is in the in-box."""
    return await person.desk.brings(person.tap(data, person.card))
