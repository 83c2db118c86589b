"""The card of /nilai: the periods that are open, one's own evaluations, and the team's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton

from handlers.appraisal.evaluation_buttons import (
    HOME,
    FillSheet,
    Home,
    OpenEvaluation,
    OpenForAll,
    OpenMine,
    OpenTheirs,
    ShowTeam,
)
from handlers.appraisal.evaluation_words import period_name, predicate_in, stage_in
from handlers.cards import Drawing, Look, Page, button, keyboard, sheet
from handlers.turn import Say, named
from models.appraisal.appraisers import appraised_by
from models.appraisal.evaluations import Evaluation, EvaluationStage
from models.appraisal.finding_evaluations import newest_of, objections_for, own_evaluations
from models.appraisal.periods import Cadence, Span, open_spans
from models.office import Office
from models.people.employees import Employee

Row = list[InlineKeyboardButton]
ON_A_PAGE = 10
IN_A_ROW = 5
EARLIER_SHOWN = 4
OBJECTIONS_SHOWN = 5
NOT_OPENED = "none"  # where an evaluation has no row yet


async def draw_home(look: Look) -> Drawing:
    """The card of kind "evaluations"."""
    today = look.office.today(look.now)
    team = await appraised_by(look.session, look.to, look.office, today)
    facts = look.notice.facts
    if team and facts.get("cadence"):
        span = Span.holding(date.fromisoformat(facts["since"]), Cadence(facts["cadence"]))
        return Drawing((await _team(look, team, span, int(facts.get("page", 0))),))
    return Drawing((await _overview(look, team, today),))


def spans_of(office: Office, today: date) -> list[Span]:
    """What may be evaluated today."""
    return list(open_spans(today, Cadence(office.appraisal_on(today).cadence)))


async def _overview(look: Look, team: Sequence[Employee], today: date) -> Page:
    say, spans = look.say, spans_of(look.office, today)
    lines, rows = [], []
    for span in spans:
        found = await newest_of(look.session, [look.to.id, *(mate.id for mate in team)], span)
        name = period_name(say, span)
        counts = Counter(_stage(say, found.get(mate.id)) for mate in team)
        lines.append(say("evaluations-open", period=name, stage=_stage(say, found.get(look.to.id)),
                         team=len(team), counts=list(counts.items())))  # fmt: skip
        where = {"cadence": span.cadence, "since": span.since.isoformat()}
        rows.append(
            [button(say("button-evaluation-mine", period=name), OpenMine.on(look, **where))]
        )
        if team:
            label = say("button-evaluation-team", period=name)
            rows.append([button(label, ShowTeam.on(look, **where))])
    earlier = await own_evaluations(look.session, look.to.id, most=EARLIER_SHOWN)
    waiting = await objections_for(look.session, look.to.id, most=OBJECTIONS_SHOWN)
    rows += [_one(look, "button-evaluation-earlier", one) for one in earlier]
    rows += [_one(look, "button-evaluation-objection", one) for one in waiting]
    return Page(sheet(say("evaluations", nothing=not spans), *lines), keyboard(*rows))


def _one(look: Look, key: str, one: Evaluation) -> Row:
    label = look.say(key, period=period_name(look.say, one.span), who=named(one.employee),
                     number=one.number, decided=one.stage is EvaluationStage.DECIDED)  # fmt: skip
    return [button(label, OpenEvaluation.on(look, of=one.id))]


async def _team(look: Look, team: Sequence[Employee], span: Span, page: int) -> Page:
    pages = max(1, -(-len(team) // ON_A_PAGE))
    page = min(page, pages - 1)
    found = await newest_of(look.session, [mate.id for mate in team], span)
    here = list(enumerate(team, 1))[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    where = {"cadence": span.cadence, "since": span.since.isoformat()}
    numbers = [
        button(str(number), OpenTheirs.on(look, **where, person=mate.id)) for number, mate in here
    ]
    lines = [_mate(look, number, mate, found.get(mate.id)) for number, mate in here]
    unopened = sum(mate.id not in found for mate in team)
    to_open = button(look.say("button-evaluation-open-all", count=unopened),
                     OpenForAll.on(look, **where))  # fmt: skip
    steps = [("◀", page - 1)] if page else []
    steps += [("▶", page + 1)] if page + 1 < pages else []
    can_fill = any(one.signed_at is None for one in found.values())
    fill = [button(look.say("button-evaluation-sheet"), FillSheet.on(look, **where))]
    rows = [
        [to_open] if unopened else [],
        fill if can_fill else [],
        *(numbers[i : i + IN_A_ROW] for i in range(0, len(numbers), IN_A_ROW)),
        [button(arrow, ShowTeam.on(look, **where, page=to)) for arrow, to in steps],
        [button(look.say("button-back"), Home.on(look))],
    ]
    head = look.say("evaluations-team", period=period_name(look.say, span), people=len(team))
    return Page(sheet(head, *lines), keyboard(*rows))


def _mate(look: Look, number: int, mate: Employee, one: Evaluation | None) -> str:
    return look.say("evaluations-mate", number=number, who=named(mate), stage=_stage(look.say, one),
                    predicate=predicate_in(look.say, one.outcome if one else None))  # fmt: skip


def _stage(say: Say, one: Evaluation | None) -> str:
    return stage_in(say, one.stage.value if one else NOT_OPENED)


CARDS = {HOME: draw_home}
