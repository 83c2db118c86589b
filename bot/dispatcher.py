"""Every conversation, put together. It holds no resources: they travel with each update."""

from __future__ import annotations

from functools import cache

from aiogram import Dispatcher
from aiogram.types import BotCommand

from config.texts import Texts
from handlers.appraisal import (
    agreeing,
    coaching,
    copying,
    copying_card,
    dialogue_cards,
    dialogues,
    evaluating,
    evaluation_cards,
    evaluation_home,
    feedback_card,
    filling_sheets,
    giving_feedback,
    objecting,
    opening_evaluations,
    plan_card,
    planning,
    rating_sheet_cards,
    realising,
    recap_cards,
    recapping,
    wording_indicators,
    year_cards,
    yearly,
)
from handlers.cards import Cards
from handlers.office import (
    agency,
    agency_card,
    invitation_cards,
    settling_superiors,
    stuck,
    stuck_reviewer,
    unreachable,
)
from handlers.people import (
    asking_away,
    asking_away_card,
    being_away,
    deciding_away,
    doubting,
    groups,
    help_card,
    helping,
    joining,
    objecting_away,
    own_records,
    preference_card,
    preferring,
    queued_absences,
    returning,
    saying_away,
    stand_in_cards,
    standing_in,
    tour_card,
    touring,
)
from handlers.people.commands import COMMANDS
from handlers.work import (
    adding,
    amending,
    answering,
    cancelling,
    correcting,
    evidence,
    following,
    granting,
    history,
    interrupting,
    linking,
    overdue,
    own_month,
    queue,
    queued_corrections,
    reminding,
    repeat_card,
    repeating,
    report_card,
    reporting,
    review_card,
    reviewing,
    sending,
    stepwise,
    team,
    team_cards,
    tips,
    today,
    week,
    week_cards,
    week_names,
)

# In this order: groups first, steps before free text, strangers last.
CONVERSATIONS = (
    groups.router,
    returning.router,
    joining.router,
    helping.router,
    preferring.router,
    own_records.router,
    queue.router,
    overdue.router,
    reminding.router,
    being_away.router,
    asking_away.router,
    today.router,
    week.router,
    tips.router,
    own_month.router,
    recapping.router,
    yearly.router,
    copying.router,
    team.router,
    stuck.router,
    agency.router,
    stepwise.router,
    touring.router,
    interrupting.router,
    planning.router,
    wording_indicators.router,
    realising.router,
    agreeing.router,
    giving_feedback.router,
    dialogues.router,
    coaching.router,
    deciding_away.router,
    objecting_away.router,
    standing_in.router,
    doubting.router,
    settling_superiors.router,
    opening_evaluations.router,
    evaluating.router,
    filling_sheets.router,
    objecting.router,
    reviewing.router,
    amending.router,
    adding.router,
    history.router,
    cancelling.router,
    correcting.router,
    granting.router,
    queued_corrections.router,
    queued_absences.router,
    answering.router,
    linking.router,
    sending.router,
    repeating.router,
    evidence.router,
    saying_away.router,
    reporting.router,
    following.router,
    helping.strangers,
)

CARDS: Cards = {
    **own_records.CARDS,
    **report_card.CARDS,
    **review_card.CARDS,
    **cancelling.CARDS,
    **granting.CARDS,
    **history.CARDS,
    **queue.CARDS,
    **evidence.CARDS,
    **today.CARDS,
    **week_cards.CARDS,
    **week_names.CARDS,
    **own_month.CARDS,
    **recap_cards.CARDS,
    **copying_card.CARDS,
    **team_cards.CARDS,
    **reminding.CARDS,
    **repeat_card.CARDS,
    **being_away.CARDS,
    **asking_away_card.CARDS,
    **deciding_away.CARDS,
    **overdue.CARDS,
    **unreachable.CARDS,
    **preference_card.CARDS,
    **stuck_reviewer.CARDS,
    **agency_card.CARDS,
    **invitation_cards.CARDS,
    **stand_in_cards.CARDS,
    **help_card.CARDS,
    **doubting.CARDS,
    **settling_superiors.CARDS,
    **tour_card.CARDS,
    **plan_card.CARDS,
    **feedback_card.CARDS,
    **dialogue_cards.CARDS,
    **coaching.CARDS,
    **year_cards.CARDS,
    **evaluation_home.CARDS,
    **evaluation_cards.CARDS,
    **rating_sheet_cards.CARDS,
    **objecting.CARDS,
}


@cache
def the_dispatcher() -> Dispatcher:
    """One a process: a router attaches only once."""
    # Steps are ours (bot/steps.py), inside each update's transaction.
    dispatcher = Dispatcher(disable_fsm=True, name="kinerja")
    dispatcher.update.outer_middleware(returning.WritesAgain())
    dispatcher.include_routers(*CONVERSATIONS)
    return dispatcher


def menu(texts: Texts, language: str) -> list[BotCommand]:
    return [
        BotCommand(command=command, description=texts.say(language, f"command-{command}"))
        for command in COMMANDS
    ]
