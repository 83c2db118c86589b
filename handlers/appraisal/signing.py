"""Signing an evaluation: what goes into it beside the answers, and who is told."""

from __future__ import annotations

from sqlalchemy import true

from handlers.appraisal.by_day import by_day
from handlers.appraisal.evaluation_buttons import OWN, REVIEW
from handlers.turn import Turn
from models.appraisal.achievements import achievement_of
from models.appraisal.evaluations import Evaluation
from models.appraisal.finding_evaluations import must_stand_alone, posting_for, versions_before
from models.notices.telling import redraw, show
from models.people.employees import Employee


async def sign_one(turn: Turn, one: Evaluation, *, leader: Employee | None) -> None:
    """``leader``: who evaluates the person today; the employee is asked to read it, by day."""
    await must_stand_alone(turn.session, one)
    posting = await posting_for(turn.session, one.employee, one.span, turn.office.today(turn.now))
    unit = posting.unit if posting else None
    one.sign(by=turn.me, leader=leader, at=turn.now, unit_id=unit.id if unit else None,
             organisation=await achievement_of(turn.session, unit, one.span))  # fmt: skip
    show(turn.session, OWN, one.id, to=one.employee_id, at=await by_day(turn, one.employee),
         facts={})  # fmt: skip
    for older in await versions_before(turn.session, one):
        for kind in (OWN, REVIEW):
            await redraw(turn.session, kind, older, to=true(), at=turn.now)
