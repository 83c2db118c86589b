"""The evaluation that a card shows; a forged button may stand on any card."""

from __future__ import annotations

from handlers.cards import ShownCard
from handlers.turn import Turn
from models.appraisal.evaluations import (
    Evaluation,
    NotYourEvaluation,
)
from models.appraisal.finding_evaluations import evaluation_with
from models.machine import Trace
from models.notices.notices import Notice
from models.notices.telling import show
from models.refusals import Refusal


async def evaluation_of(turn: Turn, card: ShownCard, kind: str) -> Evaluation:
    """The evaluation of a card of this kind; a forged button may stand on any card."""
    if card.notice.kind != kind:
        raise traced(turn, NotYourEvaluation)
    return await with_id(turn, card.notice)


async def with_id(turn: Turn, notice: Notice) -> Evaluation:
    one = await evaluation_with(turn.session, int(notice.subject or 0))
    if one is None:
        raise traced(turn, NotYourEvaluation)
    return one


def show_anew(turn: Turn, kind: str, one: Evaluation) -> None:
    show(turn.session, kind, one.id, to=turn.me.id, at=turn.now, urgent=True, anew=True, facts={})


def traced(turn: Turn, refusal: type[Refusal]) -> Refusal:
    """A refusal of what was forged, which leaves a trace."""
    return refusal(leaves=[Trace(at=turn.now, chat_id=turn.chat.id, refusal=refusal.__name__)])
