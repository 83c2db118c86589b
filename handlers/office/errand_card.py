"""The card of a sheet that an admin has sent: what it would change, and what became of it."""

from __future__ import annotations

from functools import partial
from html import unescape
from pathlib import PurePath
from typing import Any

from aiogram.types import InlineKeyboardButton
from sqlalchemy.orm import undefer

from handlers.cards import Document, Drawing, Look, Number, Page, Press, button, keyboard, sheet
from handlers.office.sheet_templates import template_buttons
from models.people.errands import KIND, Errand, Step
from models.people.imports import About

# A caption has 1,024 letters for everything.
LONGEST_NAME = 60
OBSTACLES = 4
LONGEST_LINE = 90
UNKNOWN = "refused-unknown-sheet"


class AsSheet(Press, prefix="sheet-is"):
    """The file is for the office."""


class AsEvidence(Press, prefix="sheet-paper"):
    """The file is evidence of a report."""


class Apply(Press, prefix="sheet-apply"):
    """What was shown; ``without_wrong``: although rows are wrong, and without these."""

    without_wrong: Number = 0


class Drop(Press, prefix="sheet-drop"):
    """Nothing of it."""


class UndoImport(Press, prefix="sheet-undo"):
    """Take back what was applied; ``sure``: asked for the second time."""

    sure: Number = 0


class KeepImport(Press, prefix="sheet-keep"):
    """It stays after all."""


Rows = list[list[InlineKeyboardButton]]


async def draw_errand(look: Look) -> Drawing:
    """The card of kind "errand". The checked copy stands above its words while it is kept."""
    errand = await look.session.get(
        Errand, int(look.notice.subject or 0), options=[undefer(Errand.checked)]
    )
    if errand is None:
        return Drawing()
    page = Page(
        _text(look, errand),
        keyboard(*_buttons(look, errand)),
        shown=[(errand.id, errand.checks)],
        waits=errand.progress in (Step.ASKED, Step.SHOWN),
        document=_checked(look, errand),
    )
    return Drawing((page,))


def _text(look: Look, errand: Errand) -> str:
    facts = {
        "sheet": errand.about.value,
        **errand.facts,
        "why": _why(look, errand),
        "file": _short(errand.name),
    }
    match errand.progress:
        case Step.SHOWN if errand.kept_until is None or look.now >= errand.kept_until:
            return look.say("errand-expired", **facts)
        case Step.SHOWN:
            return _shown(look, errand, facts)
        case Step.REFUSED:
            return look.say("errand-refused", **facts)
        case Step.DONE:
            return _done(look, errand, facts)
    return look.say(f"errand-{errand.progress}", **facts)


def _shown(look: Look, errand: Errand, facts: dict[str, Any]) -> str:
    changes = any(facts["counts"].values())
    figures = sheet(
        "" if changes else look.say("errand-changes-nothing"),
        look.say(f"errand-counts-{errand.about.value}", **facts),
        look.say("errand-rows", **facts),
    )
    is_listed = changes or facts["wrong"] or facts["doubtful"]
    foot = look.say("errand-look", changes=changes, **facts) if is_listed else ""
    return _apart(look.say("errand-shown", **facts), figures, foot)


def _done(look: Look, errand: Errand, facts: dict[str, Any]) -> str:
    about = errand.about.value
    if look.mode == "undo":
        return look.say(f"errand-undo-sure-{about}", **facts)
    found = facts.pop("obstacles", [])[:OBSTACLES]
    key = "roster-obstacle" if errand.about is About.ROSTER else "sheet-obstacle"
    lines = [_clipped(unescape(look.say(key, **one))) for one in found]
    return _apart(
        look.say("errand-done", **facts),
        look.say(f"errand-done-{about}", **facts),
        look.say("errand-stands", obstacles=lines, **facts),
    )


def _apart(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _clipped(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"


def _why(look: Look, errand: Errand) -> str | None:
    why = errand.facts.get("why")
    return look.say(why, **errand.facts["about"]) if why else None


def _buttons(look: Look, errand: Errand) -> Rows:
    match errand.progress:
        case Step.ASKED:
            return [
                [button(look.say("button-errand-sheet"), AsSheet.on(look))],
                [button(look.say("button-errand-evidence"), AsEvidence.on(look))],
            ]
        case Step.REFUSED:
            evidence = button(look.say("button-errand-evidence"), AsEvidence.on(look))
            return [*_templates(look, errand), [evidence]]
        case Step.SHOWN if errand.kept_until is not None and look.now < errand.kept_until:
            return _to_decide(look, errand)
        case Step.DONE:
            return _to_take_back(look)
    return []


def _templates(look: Look, errand: Errand) -> Rows:
    """Where the columns were not understood, sheets that have them."""
    return template_buttons(look) if errand.facts.get("why") == UNKNOWN else []


def _to_decide(look: Look, errand: Errand) -> Rows:
    if not any(errand.facts["counts"].values()):
        return []
    key = "button-errand-without-wrong" if errand.facts["wrong"] else "button-errand-apply"
    yes = Apply.on(look, without_wrong=int(errand.facts["wrong"] > 0))
    return [[button(look.say(key), yes)], [button(look.say("button-errand-drop"), Drop.on(look))]]


def _to_take_back(look: Look) -> Rows:
    if look.mode != "undo":
        return [[button(look.say("button-errand-undo"), UndoImport.on(look))]]
    return [
        [button(look.say("button-errand-undo-sure"), UndoImport.on(look, sure=1))],
        [button(look.say("button-errand-keep"), KeepImport.on(look))],
    ]


def _checked(look: Look, errand: Errand) -> Document | None:
    if errand.checked is None:
        return None
    name = look.say("errand-file", stem=PurePath(_short(errand.name)).stem)
    return Document(name, partial(bytes, errand.checked), f"errand:{errand.id}:{errand.checks}")


def _short(name: str) -> str:
    """The end of a long name, with what tells its kind."""
    return name if len(name) <= LONGEST_NAME else "…" + name[1 - LONGEST_NAME :]


CARDS = {KIND: draw_errand}
