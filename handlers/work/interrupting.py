"""A report of one's own that comes while a reason is awaited is a report, and nobody's reason."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import BaseFilter, StateFilter
from aiogram.types import Message

from handlers.appraisal.agreeing import AskingChange
from handlers.appraisal.coaching import Coaching
from handlers.appraisal.dialogues import Talking
from handlers.appraisal.evaluating import Noting
from handlers.appraisal.giving_feedback import Giving
from handlers.appraisal.objecting import ObjectingToOutcome
from handlers.appraisal.planning import Planning
from handlers.appraisal.realising import Realising
from handlers.office.settling_superiors import Picking
from handlers.people.doubting import Doubting
from handlers.people.objecting_away import Objecting
from handlers.people.standing_in import Naming
from handlers.reading import read
from handlers.turn import Known, Reply, Turn
from handlers.work.cancelling import Cancelling
from handlers.work.correcting import Correcting
from handlers.work.granting import Declining
from handlers.work.reporting import write_down
from handlers.work.reviewing import Deciding

router = Router(name="interrupting")
router.message.filter(Known())


class OwnReport(BaseFilter):
    """Words with a start and an end, which reasons do not have; a reply is always the answer."""

    async def __call__(self, message: Message, turn: Turn) -> bool:
        replied = message.reply_to_message
        if replied is not None and turn.chat.may_have_asked(replied.message_id):
            return False
        reading = read(message.text or "", turn.said_at, turn.office)
        return any(found.start and found.end for found in reading.activities)


@router.message(
    StateFilter(
        Deciding.words,
        Cancelling.reason,
        Correcting.reason,
        Declining.reason,
        Objecting.days,
        Objecting.reason,
        Doubting.who,
        Picking.who,
        Naming.who,
        Naming.days,
        Naming.letter,
        AskingChange.reason,
        Planning.result,
        Planning.words,
        Planning.target,
        Planning.indicator,
        Realising.words,
        Giving.words,
        Giving.answer,
        Talking.agreed,
        Coaching.topic,
        Talking.otherwise,
        Noting.words,
        ObjectingToOutcome.reason,
        ObjectingToOutcome.decision,
    ),  # fmt: skip
    F.text,
    ~F.text.startswith("/"),
    OwnReport(),
)
async def report_meanwhile(message: Message, turn: Turn) -> Reply:
    """Draft it as usual; the question stays as it was, and as old."""
    text = message.text or ""
    await write_down(message, text, turn, read(text, turn.said_at, turn.office))
    return message.answer(turn.say("report-meanwhile"))
