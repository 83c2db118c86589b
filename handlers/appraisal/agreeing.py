"""A work plan that a subordinate proposes: the superior agrees, or says what should be changed."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.appraisal.buttons import AgreePlan, AskPlanChange
from handlers.appraisal.plan_card import MINE, shown_of
from handlers.appraisal.planning import version_of
from handlers.cards import CardTooOld, Press, ShownCard, card_as_shown, stop_asking
from handlers.turn import Known, Reply, Turn, ask, in_words, named
from models.appraisal.plans import PlanVersion
from models.notices.notices import Notice
from models.notices.telling import show, tell
from models.people.employees import Employee
from models.people.postings import posting_of

router = Router(name="agreeing")
router.callback_query.filter(Known())
router.message.filter(Known())


class AskingChange(StatesGroup):
    """What should be changed."""

    reason = Step()


@router.callback_query(AgreePlan.filter())
async def agree(callback: CallbackQuery, callback_data: AgreePlan, turn: Turn) -> Reply:
    """Setujui: exactly the words that this card shows."""
    card, version = await _proposed(turn, callback_data)
    version.agree(by=turn.me, at=turn.now)
    await stop_asking(turn, card.notice.id)
    card.redraw()
    _tell(turn, version, agreed=True)
    return callback.answer(turn.say("plan-agreed"))


@router.callback_query(AskPlanChange.filter())
async def ask_change(callback: CallbackQuery, callback_data: AskPlanChange, turn: Turn) -> Reply:
    card, version = await _proposed(turn, callback_data)
    author = await turn.session.get_one(Employee, version.plan.employee_id)
    await stop_asking(turn)
    await turn.state.set_state(AskingChange.reason)
    await turn.state.set_data({"notice": card.notice.id, "shown": shown_of(version)})
    card.redraw(mode="asking")
    question = turn.say("why-plan", author=named(author), least=await _least(turn))
    return [callback.answer(), ask(turn, question)]


@router.message(AskingChange.reason, F.text, ~F.text.startswith("/"))
async def take_reason(message: Message, turn: Turn) -> Reply:
    facts = await turn.state.get_data()
    notice = await turn.session.get_one(Notice, facts["notice"])
    version = await version_of(turn, notice)
    words, least = (message.text or "").strip(), await _least(turn)
    if tuple(facts["shown"]) != shown_of(version):
        await stop_asking(turn)  # so that the next text is nobody's reason
        return message.answer(in_words(turn.say, CardTooOld()))
    version.ask_change(words, by=turn.me, least=least)
    await turn.state.clear()
    ShownCard(turn, notice, []).redraw(mode="")
    _tell(turn, version, agreed=False)
    return message.answer(turn.say("plan-change-asked"))


async def _proposed(turn: Turn, press: Press) -> tuple[ShownCard, PlanVersion]:
    """What the card showed, unless it was taken back, or proposed anew, since."""
    card = await card_as_shown(turn, press)
    version = await version_of(turn, card.notice)
    if shown_of(version) not in [tuple(pair) for pair in card.shown]:
        raise CardTooOld
    return card, version


def _tell(turn: Turn, version: PlanVersion, *, agreed: bool) -> None:
    author = version.plan.employee_id
    show(turn.session, MINE, version.plan_id, to=author, at=turn.now, facts={})
    tell(turn.session, "plan-answered", to=author, at=turn.now, by=named(turn.me), agreed=agreed,
         year=version.plan.since.year, because=version.note)  # fmt: skip


async def _least(turn: Turn) -> int:
    today = turn.office.today(turn.now)
    posting = await posting_of(turn.session, turn.me, today)
    rules = posting.rules_on(today, turn.office) if posting else turn.office.rules_on(today)
    return rules.reason_at_least
