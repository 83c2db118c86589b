"""The cards of a dialogue: what was agreed, for both, and a step on its day."""

from __future__ import annotations

from handlers.cards import Drawing, Look, Page, Press, button, keyboard, sheet
from handlers.turn import Say, named
from handlers.work.lines import shortened
from models.appraisal.dialogues import Dialogue, DialogueStep, dialogue_with, step_with
from models.appraisal.ringing_steps import STEP
from models.people.employees import Employee

DIALOGUE = "dialogue"  # its subject is the dialogue's id
ROOM_FOR_WORDS = 200


class AgreeDialogue(Press, prefix="dlg-yes"):
    """Setuju: so it was agreed."""


class DeclineDialogue(Press, prefix="dlg-no"):
    """Belum cocok, with what was different."""


class StepIsDone(Press, prefix="dlg-done"):
    """Sudah."""


class StepNotYet(Press, prefix="dlg-wait"):
    """Belum: ask again in a few days."""


async def draw_dialogue(look: Look) -> Drawing:
    """The card of kind "dialogue", for either of the two."""
    one = await dialogue_with(look.session, int(look.notice.subject or 0))
    if one is None or look.to.id not in (one.employee_id, one.leader_id):
        return Drawing()
    mine = look.to.id == one.employee_id
    text = sheet(
        look.say("dialogue", leader=named(one.leader), employee=named(one.employee), mine=mine,
                 at=one.at, topic=one.topic),
        *step_lines(look.say, one, reader=look.to.id),
        look.say("dialogue-foot", open=one.is_open, mine=mine, agreed=one.agreed_at,
                 because=one.because, employee=named(one.employee)),
    )  # fmt: skip
    rows = [
        [button(look.say("button-dialogue-agree"), AgreeDialogue.on(look))],
        [button(look.say("button-dialogue-decline"), DeclineDialogue.on(look))],
    ]
    waits = mine and one.is_open
    return Drawing((Page(text, keyboard(*rows) if waits else None, waits=waits),))


def step_lines(say: Say, one: Dialogue, *, reader: int) -> list[str]:
    """Each step, whose it is, and whether it is done."""
    people = {one.leader_id: one.leader, one.employee_id: one.employee}
    return [
        say("dialogue-step-line", what=shortened(step.what, ROOM_FOR_WORDS), due=step.due,
            who=None if step.whose_id == reader else named(people[step.whose_id]),
            done=step.done_at)
        for step in one.steps
    ]  # fmt: skip


async def draw_step(look: Look) -> Drawing:
    """The card of kind "dialogue-step", for whose step it is."""
    step = await step_with(look.session, int(look.notice.subject or 0))
    if step is None or step.whose_id != look.to.id:
        return Drawing()
    text = look.say("dialogue-step", other=named(other_of(step)), what=step.what, due=step.due,
                    done=step.done_at)  # fmt: skip
    buttons = [
        button(look.say("button-step-done"), StepIsDone.on(look)),
        button(look.say("button-step-not-yet"), StepNotYet.on(look)),
    ]
    is_open = step.done_at is None
    return Drawing((Page(text, keyboard(buttons if is_open else []), waits=is_open),))


def other_of(step: DialogueStep) -> Employee:
    """Whom it was agreed with."""
    one = step.dialogue
    return one.leader if step.whose_id == one.employee_id else one.employee


CARDS = {DIALOGUE: draw_dialogue, STEP: draw_step}
