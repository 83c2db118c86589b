"""The reviewer's card of one employee's day: what was done, where it stands, what to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from handlers.cards import Drawing, Look, Page, button, keyboard, paged, sheet
from handlers.turn import named
from handlers.work.buttons import Act, ApproveAll, Back, Choose, Do, OneByOne, RejectAs, SeeEvidence
from handlers.work.lines import line, minutes_of
from models.people.employees import Employee
from models.people.postings import posting_of
from models.work.activities import DECIDED, Activity, State
from models.work.decisions import RejectedAs
from models.work.reports import Evidence
from models.work.windows import month_end

SEEN_BY_REVIEWER = (
    State.SUBMITTED,
    State.APPROVED,
    State.RETURNED,
    State.REJECTED,
    State.CANCELLED,
)


@dataclass(frozen=True)
class Reviewed:
    """One employee's day as its reviewer sees it."""

    author: Employee
    day: date
    activities: list[Activity]
    revocable: list[Activity]
    evidence: int

    @property
    def waiting(self) -> list[Activity]:
        return [a for a in self.activities if a.is_waiting]

    def for_act(self, act: Act) -> list[Activity]:
        """What an act can be done to."""
        return self.revocable if act is Act.REVOKE else self.waiting


async def draw_review(look: Look) -> Drawing:
    """The card of kind "review"; its subject is "author:day"."""
    reviewed = await _reviewed(look)
    if not reviewed.activities:
        return Drawing()
    lines = [line(look.say, n, a, quiet=True) for n, a in enumerate(reviewed.activities, 1)]
    head = await _head(look, reviewed)
    foot = look.say(
        "review-foot",
        minutes=minutes_of(reviewed.activities),
        waiting=len(reviewed.waiting),
        evidence=reviewed.evidence,
    )
    one = _chosen(look, reviewed)
    if one is not None:
        return Drawing(
            (_single(look, reviewed, head, lines, one),), rings=_has_news(look, reviewed)
        )
    pages = paged(lines, head, foot)
    return Drawing(
        pages=tuple(
            _page(look, reviewed, [reviewed.activities[i] for i in page],
                  sheet(head, *(lines[i] for i in page), foot))
            for page in pages
        ),
        rings=_has_news(look, reviewed),
    )  # fmt: skip


async def _reviewed(look: Look) -> Reviewed:
    author_id, day = (look.notice.subject or "0:2000-01-01").split(":")
    rows = await look.session.scalars(
        select(Activity)
        .where(
            Activity.author_id == int(author_id),
            Activity.day == date.fromisoformat(day),
            Activity.reviewer_id == look.to.id,
            Activity.state.in_(SEEN_BY_REVIEWER),
            Activity.kept > 0,
        )
        .order_by(Activity.start.nulls_last(), Activity.id)
        .options(joinedload(Activity.reviewer))
    )
    activities = list(rows)
    evidence = await look.session.scalar(
        select(func.count(func.distinct(Evidence.id))).where(
            Evidence.report_id.in_({a.report_id for a in activities})
        )
    )
    author = await look.session.get_one(Employee, int(author_id))
    found = date.fromisoformat(day)
    open_month = look.now < month_end(found, look.office, look.office.rules_on(found))
    revocable = [
        a for a in activities if a.state in DECIDED and a.decided_by_id == look.to.id and open_month
    ]
    return Reviewed(author, found, activities, revocable, evidence or 0)


async def _head(look: Look, reviewed: Reviewed) -> str:
    posting = await posting_of(look.session, reviewed.author, reviewed.day)
    return look.say(
        "review-head",
        author=named(reviewed.author),
        position=posting.position if posting else None,
        day=reviewed.day,
    )


def _has_news(look: Look, reviewed: Reviewed) -> bool:
    """Whether something waits that no earlier version of the card has shown."""
    shown = {(a, r) for pairs in look.notice.shown.values() for a, r in pairs}
    return any((a.id, a.revision) not in shown for a in reviewed.waiting)


def _page(look: Look, reviewed: Reviewed, on_page: Sequence[Activity], text: str) -> Page:
    waiting = [a for a in on_page if a.is_waiting]
    return Page(
        text=text,
        keyboard=_keyboard(look, reviewed, on_page),
        shown=[(a.id, a.revision) for a in on_page],
        waits=bool(waiting),
    )


def _keyboard(
    look: Look, reviewed: Reviewed, on_page: Sequence[Activity]
) -> InlineKeyboardMarkup | None:
    mode = look.notice.facts.get("mode")
    if mode == "choose":
        return _choice(look, reviewed, on_page, Act(look.notice.facts["act"]))
    if mode == "reject":
        return reject_kinds(look, int(look.notice.facts.get("at", 0)))
    if mode == "asking":
        return keyboard([button(look.say("button-cancel"), Back.on(look))])
    return _ordinary(look, reviewed, on_page)


def _ordinary(
    look: Look, reviewed: Reviewed, on_page: Sequence[Activity]
) -> InlineKeyboardMarkup | None:
    say = look.say
    waiting = [a for a in on_page if a.is_waiting]
    rows: list[list[InlineKeyboardButton]] = []
    if waiting:
        rows.append([button(say("button-approve-all", count=len(waiting)), ApproveAll.on(look))])
        one = [button(say("button-one-by-one"), OneByOne.on(look))] if len(waiting) > 1 else []
        rows.append([*one, button(say("button-return"), Choose.on(look, act=Act.GIVE_BACK))])
        rows.append(
            [
                button(say("button-reject"), Choose.on(look, act=Act.REJECT)),
                button(say("button-comment"), Choose.on(look, act=Act.COMMENT)),
            ]
        )
    last = []
    if reviewed.evidence:
        last.append(button(say("button-evidence", count=reviewed.evidence), SeeEvidence.on(look)))
    if any(a in reviewed.revocable for a in on_page):
        last.append(button(say("button-revoke"), Choose.on(look, act=Act.REVOKE)))
    return keyboard(*rows, last)


def _choice(
    look: Look, reviewed: Reviewed, on_page: Sequence[Activity], act: Act
) -> InlineKeyboardMarkup | None:
    """Which one: by its number on the card, or all of them."""
    possible = reviewed.for_act(act)
    numbers = [
        button(str(number), Do.on(look, act=act, at=activity.id))
        for number, activity in enumerate(reviewed.activities, 1)
        if activity in possible and activity in on_page
    ]
    rows = [numbers[i : i + 6] for i in range(0, len(numbers), 6)]
    every = button(look.say("button-all", count=len(numbers)), Do.on(look, act=act))
    return keyboard(*rows[:14], [every], [button(look.say("button-back"), Back.on(look))])


def reject_kinds(look: Look, at: int) -> InlineKeyboardMarkup | None:
    kinds = [
        [button(look.say(f"button-reject-{kind.value}"), RejectAs.on(look, at=at, kind=kind))]
        for kind in RejectedAs
    ]
    return keyboard(*kinds, [button(look.say("button-back"), Back.on(look))])


def _chosen(look: Look, reviewed: Reviewed) -> int | None:
    """Satu per satu: the place of the activity to show; 0 in the facts is the first that waits."""
    if look.notice.facts.get("mode") != "one":
        return None
    at = look.notice.facts.get("at") or next((a.id for a in reviewed.waiting), None)
    return next((i for i, a in enumerate(reviewed.activities) if a.id == at), None)


def _single(look: Look, reviewed: Reviewed, head: str, lines: Sequence[str], index: int) -> Page:
    """One activity of the day, with its own buttons."""
    activity, say = reviewed.activities[index], look.say
    foot = say("review-one-foot", number=index + 1, count=len(reviewed.activities))
    steps = [
        button(arrow, OneByOne.on(look, at=reviewed.activities[place].id))
        for arrow, place in (("◀", index - 1), ("▶", index + 1))
        if 0 <= place < len(reviewed.activities)
    ]
    back = button(say("button-whole-day"), Back.on(look))
    return Page(
        text=sheet(head, lines[index], foot),
        keyboard=keyboard(*_acts_on(look, reviewed, activity), [*steps, back]),
        shown=[(activity.id, activity.revision)],
        waits=bool(reviewed.waiting),
    )


def _acts_on(
    look: Look, reviewed: Reviewed, activity: Activity
) -> list[list[InlineKeyboardButton]]:
    say, at = look.say, activity.id
    if activity.is_waiting:
        return [
            [
                button(say("button-approve"), ApproveAll.on(look, at=at)),
                button(say("button-return"), Do.on(look, act=Act.GIVE_BACK, at=at)),
            ],
            [
                button(say("button-reject"), Do.on(look, act=Act.REJECT, at=at)),
                button(say("button-comment"), Do.on(look, act=Act.COMMENT, at=at)),
            ],
        ]
    if activity in reviewed.revocable:
        return [[button(say("button-revoke"), Do.on(look, act=Act.REVOKE, at=at))]]
    return []


CARDS = {"review": draw_review}
