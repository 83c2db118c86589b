"""/skp: one's own work plan, written in plain words and proposed to the superior with a tap."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.state import State as Step
from aiogram.fsm.state import StatesGroup
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from handlers.appraisal.buttons import (
    AddResult,
    BeginPlan,
    DropResult,
    LeavePicking,
    OpenPlan,
    Perspectives,
    PickResult,
    ProposePlan,
    RevisePlan,
    RewordResult,
    Serve,
    SetTarget,
    TurnKind,
    WithdrawPlan,
)
from handlers.appraisal.plan_card import MINE, THEIRS
from handlers.appraisal.plan_keyboard import by_perspectives, results_above
from handlers.cards import Press, ShownCard, card_as_shown, stop_asking
from handlers.turn import Known, Reply, Turn, ask, named
from handlers.work.lines import shortened
from models.appraisal.finding_plans import begin_plan, is_of, newest_version, plan_on, plans_of
from models.appraisal.plans import (
    Aspect,
    NoPostingToPlanFor,
    OtherStage,
    PlanVersion,
    ResultKind,
    Stage,
    WorkPlan,
    WorkResult,
    fitting,
)
from models.appraisal.targets import read_result, read_target
from models.notices.notices import Notice
from models.notices.telling import show
from models.people.postings import posting_of
from models.work.subordinates import superior_of

NONE = "none"  # the subject of the card that offers to begin
NOTHING = {"-", "–", "hapus", "tidak ada"}
WORDS = F.text & ~F.text.startswith("/")

router = Router(name="planning")
router.message.filter(Known())
router.callback_query.filter(Known())


class Planning(StatesGroup):
    """A new result, other words for one, the target of an aspect, or its indicator's words."""

    result = Step()
    words = Step()
    target = Step()
    indicator = Step()


@router.message(Command("skp", "plan"))
async def my_plan(_message: Message, turn: Turn) -> Reply:
    """Today's plan, else the newest."""
    await stop_asking(turn)
    plan = await plan_on(turn.session, turn.me.id, turn.office.today(turn.now))
    plans = await plans_of(turn.session, turn.me.id)
    _show(turn, plan or (plans[0] if plans else None), anew=True)
    return None


@router.callback_query(BeginPlan.filter())
async def begin(callback: CallbackQuery, callback_data: BeginPlan, turn: Turn) -> Reply:
    """A plan of this year; after a transfer the one before it ends, and stays."""
    card = await card_as_shown(turn, callback_data)
    today = turn.office.today(turn.now)
    plans = await plans_of(turn.session, turn.me.id)
    posting = await posting_of(turn.session, turn.me, today)
    if posting is None:
        raise NoPostingToPlanFor(agency=turn.office.agency)
    if any(plan.holds_on(today) and is_of(plan, posting) for plan in plans):
        raise OtherStage(stage=Stage.DRAFTED.value)
    plan = begin_plan(posting, plans, employee_id=turn.me.id, today=today)
    turn.session.add(plan)
    await turn.session.flush()
    turn.session.add(PlanVersion(plan_id=plan.id, plan=plan, written_at=turn.now))
    await turn.session.flush()
    card.redraw()
    _show(turn, plan, anew=True)
    return [callback.answer(), await ask_about(turn, None, Planning.result, turn.say("plan-first"))]


@router.callback_query(OpenPlan.filter())
async def open_plan(callback: CallbackQuery, callback_data: OpenPlan, turn: Turn) -> Reply:
    await card_as_shown(turn, callback_data)
    plan = await turn.session.get(WorkPlan, callback_data.plan)
    if plan is not None and plan.employee_id == turn.me.id:
        _show(turn, plan, anew=True)
    return callback.answer()


@router.callback_query(AddResult.filter())
async def add(callback: CallbackQuery, callback_data: AddResult, turn: Turn) -> Reply:
    card, _ = await writable(turn, callback_data)
    question = await ask_about(turn, card.notice, Planning.result, turn.say("plan-add"))
    return [callback.answer(), question]


@router.message(Planning.result, WORDS)
async def take_result(message: Message, turn: Turn) -> Reply:
    """One message is one result; the targets in it are read, the rest has buttons."""
    version = await asked_of(turn)
    what, targets = read_result(message.text or "")
    result = version.add(what, by=turn.me)
    for target in targets:
        result.aim(target.as_indicator())
    return await taken(turn, version, result)


@router.callback_query(PickResult.filter())
async def pick(callback: CallbackQuery, callback_data: PickResult, turn: Turn) -> Reply:
    card, version = await writable(turn, callback_data)
    only = version.results[0].key if len(version.results) == 1 else 0
    card.redraw(mode="pick", at=callback_data.at or only)
    return callback.answer()


@router.callback_query(Perspectives.filter())
async def perspectives(callback: CallbackQuery, callback_data: Perspectives, turn: Turn) -> Reply:
    card, version = await writable(turn, callback_data)
    if not by_perspectives(turn.office, version):
        raise OtherStage(stage=version.stage.value)
    card.redraw(mode="jpt", at=callback_data.at)
    return callback.answer()


@router.callback_query(RewordResult.filter())
async def reword(callback: CallbackQuery, callback_data: RewordResult, turn: Turn) -> Reply:
    card, version = await writable(turn, callback_data)
    what = shortened(result_of(version, callback_data.at).what)
    question = turn.say("plan-reword", what=what)
    asked = await ask_about(turn, card.notice, Planning.words, question, at=callback_data.at)
    return [callback.answer(), asked]


@router.message(Planning.words, WORDS)
async def take_words(message: Message, turn: Turn) -> Reply:
    version = await asked_of(turn)
    result = result_of(version, (await turn.state.get_data())["at"])
    result.what = fitting(message.text or "")
    return await taken(turn, version, result)


@router.callback_query(SetTarget.filter())
async def set_target(callback: CallbackQuery, callback_data: SetTarget, turn: Turn) -> Reply:
    card, version = await writable(turn, callback_data)
    aspect = callback_data.aspect
    what = shortened(result_of(version, callback_data.at).what)
    before = result_of(version, callback_data.at).indicator(aspect)
    question = turn.say("plan-aim", aspect=aspect.value, what=what,
                        now=shortened(before.target) if before else None)  # fmt: skip
    asked = await ask_about(turn, card.notice, Planning.target, question,
                       at=callback_data.at, aspect=aspect.value)  # fmt: skip
    return [callback.answer(), asked]


@router.message(Planning.target, WORDS)
async def take_target(message: Message, turn: Turn) -> Reply:
    """ "1200 berkas" is kept with its number; "-" takes the target away."""
    version = await asked_of(turn)
    facts = await turn.state.get_data()
    result = result_of(version, facts["at"])
    text = (message.text or "").strip()
    indicator = read_target(text).as_indicator(Aspect(facts["aspect"]))
    if text.casefold() in NOTHING:
        result.drop(indicator.aspect)
    else:
        result.aim(indicator)
    return await taken(turn, version, result)


@router.callback_query(TurnKind.filter())
async def turn_kind(callback: CallbackQuery, callback_data: TurnKind, turn: Turn) -> Reply:
    card, version = await writable(turn, callback_data)
    result = result_of(version, callback_data.at)
    is_main = result.kind is ResultKind.MAIN
    result.kind = ResultKind.ADDITIONAL if is_main else ResultKind.MAIN
    card.redraw(mode="pick", at=result.key)
    return callback.answer()


@router.callback_query(Serve.filter())
async def serve(callback: CallbackQuery, callback_data: Serve, turn: Turn) -> Reply:
    """Which of the superior's results it serves; without a plan above, nobody has to wait."""
    card, version = await writable(turn, callback_data)
    result = result_of(version, callback_data.at)
    above = await results_above(turn.session, turn.me, turn.office.today(turn.now))
    if not above:
        return callback.answer(turn.say("plan-none-above"), show_alert=True)
    if not callback_data.to:
        card.redraw(mode="serve", at=result.key)
        return callback.answer()
    result.serves = next((one.what for one in above if one.key == callback_data.to), result.serves)
    card.redraw(mode="pick", at=result.key)
    return callback.answer()


@router.callback_query(DropResult.filter())
async def drop(callback: CallbackQuery, callback_data: DropResult, turn: Turn) -> Reply:
    card, version = await writable(turn, callback_data)
    version.results.remove(result_of(version, callback_data.at))
    card.redraw()
    return callback.answer(turn.say("plan-dropped"))


@router.callback_query(LeavePicking.filter())
async def leave(callback: CallbackQuery, callback_data: LeavePicking, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    await stop_asking(turn, card.notice.id)
    card.redraw()
    return callback.answer()


@router.callback_query(ProposePlan.filter())
async def propose(callback: CallbackQuery, callback_data: ProposePlan, turn: Turn) -> Reply:
    """Ajukan: the superior's card is on its way."""
    card, version = await writable(turn, callback_data)
    # A stand-in signs day by day; the year is agreed with the superior by the roster.
    to = await superior_of(turn.session, turn.me, turn.office, turn.office.today(turn.now))
    version.propose(by=turn.me, to=to, at=turn.now)
    assert to is not None, "nobody proposes to nobody"
    card.redraw()
    show(turn.session, THEIRS, version.plan_id, to=to.id, at=turn.now, facts={})
    return callback.answer(turn.say("plan-proposed", to=named(to)))


@router.callback_query(WithdrawPlan.filter())
async def withdraw(callback: CallbackQuery, callback_data: WithdrawPlan, turn: Turn) -> Reply:
    card = await card_as_shown(turn, callback_data)
    version = await version_of(turn, card.notice)
    version.withdraw(by=turn.me)
    card.redraw()
    _show_appraiser(turn, version)
    return callback.answer(turn.say("plan-withdrawn"))


@router.callback_query(RevisePlan.filter())
async def revise(callback: CallbackQuery, callback_data: RevisePlan, turn: Turn) -> Reply:
    """Ubah SKP: the next version begins as a copy; what was agreed stays in force."""
    card = await card_as_shown(turn, callback_data)
    version = await version_of(turn, card.notice)
    turn.session.add(version.revised(by=turn.me, at=turn.now))
    card.redraw()
    return callback.answer(turn.say("plan-revising"))


# Common ground


async def writable(turn: Turn, press: Press) -> tuple[ShownCard, PlanVersion]:
    """The card behind a tap and its version, which must be one's own and a draft."""
    card = await card_as_shown(turn, press)
    version = await version_of(turn, card.notice)
    version.check_writable(by=turn.me)
    return card, version


async def version_of(turn: Turn, notice: Notice) -> PlanVersion:
    """The newest version of the plan on a card; a forged button may stand on any card."""
    is_plans = notice.kind in (MINE, THEIRS) and (notice.subject or "").isdecimal()
    plan_id = int(notice.subject or 0) if is_plans else 0
    version = await newest_version(turn.session, plan_id)
    if version is None:
        raise OtherStage(stage=Stage.DRAFTED.value)
    return version


def result_of(version: PlanVersion, key: int) -> WorkResult:
    result = version.result(key)
    if result is None:  # it was dropped since the card was drawn
        raise OtherStage(stage=version.stage.value)
    return result


async def ask_about(
    turn: Turn, notice: Notice | None, step: Step, question: str, **more: object
) -> SendMessage:
    await stop_asking(turn)
    await turn.state.set_state(step)
    await turn.state.set_data({"notice": notice.id if notice else None, **more})
    return ask(turn, question)


async def asked_of(turn: Turn) -> PlanVersion:
    """The version that was asked about; of a plan that has just begun, the newest plan's."""
    asked = (await turn.state.get_data()).get("notice")
    if asked is None:
        plans = await plans_of(turn.session, turn.me.id)
        version = await newest_version(turn.session, plans[0].id) if plans else None
    else:
        version = await version_of(turn, await turn.session.get_one(Notice, asked))
    if version is None:
        raise OtherStage(stage=Stage.DRAFTED.value)
    version.check_writable(by=turn.me)
    return version


async def taken(turn: Turn, version: PlanVersion, result: WorkResult) -> Reply:
    """The card comes to the end of the chat, at this result, with buttons for its aspects."""
    await turn.state.clear()
    await turn.session.flush()
    facts = {"mode": "pick", "at": result.key, "part": 0}
    show(turn.session, MINE, version.plan_id, to=turn.me.id, at=turn.now, urgent=True, anew=True,
         facts=facts)  # fmt: skip
    return None


def _show(turn: Turn, plan: WorkPlan | None, *, anew: bool) -> None:
    subject = plan.id if plan else NONE
    show(turn.session, MINE, subject, to=turn.me.id, at=turn.now, urgent=True, anew=anew, facts={})


def _show_appraiser(turn: Turn, version: PlanVersion) -> None:
    if version.appraiser_id is not None:
        show(turn.session, THEIRS, version.plan_id, to=version.appraiser_id, at=turn.now)
