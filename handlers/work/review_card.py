"""The reviewer's card of one employee's day: what was done, where it stands, what to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cards import Drawing, Look, Page, button, keyboard, paged, sheet
from handlers.turn import named
from handlers.work.behalf import behalf_of
from handlers.work.buttons import (
    Act,
    ApproveAll,
    Back,
    Choose,
    Do,
    OneByOne,
    RejectAs,
    SeeEvidence,
    ShowHistory,
)
from handlers.work.changes import changed_line
from handlers.work.likeness_line import Likeness, likeness_line, likeness_of
from handlers.work.lines import line, minutes_of
from handlers.work.linking import Links, links_of
from handlers.work.returned_line import returned_line
from models.notices.notices import Urgency
from models.people.employees import Employee
from models.people.postings import posting_of
from models.people.preferences import preferences_of
from models.work.activities import Activity
from models.work.decisions import RejectedAs
from models.work.evidence import Attached, attached_to
from models.work.known import Before, known_before
from models.work.returned import Returned, returned_before
from models.work.revisions import Revision
from models.work.states import DECIDED
from models.work.windows import month_end
from models.work.written import Written


@dataclass(frozen=True)
class Reviewed:
    """One employee's day as its reviewer sees it: never words that were not sent."""

    author: Employee
    day: date
    activities: list[Activity]
    sent: dict[int, Written]  # activity id: what was sent, where the author has gone on writing
    before: dict[int, Before]  # activity id: what it was known as, where it waits changed
    returned: dict[int, Returned]  # activity id: how it was sent back, where it waits again
    revocable: list[Activity]
    alike: dict[int, Likeness]  # activity id: what it resembles, where it waits
    links: Links
    evidence: Attached
    closes_at: datetime  # the month: nothing is revoked afterwards

    @property
    def waiting(self) -> list[Activity]:
        return [a for a in self.activities if a.is_waiting]

    def for_act(self, act: Act) -> list[Activity]:
        """What an act can be done to."""
        return self.revocable if act is Act.REVOKE else self.waiting


async def draw_review(look: Look) -> Drawing:
    """The card of kind "review"; its subject is "author:day".

    For whoever wants a digest it is there once they open it, and never rings.
    """
    gathers = (await preferences_of(look.session, look.to.id)).gathers(look.office)
    if gathers and look.notice.urgency is not Urgency.NOW and not look.notice.message_id:
        return Drawing()
    reviewed = await _reviewed(look)
    if not reviewed.activities or not (reviewed.waiting or look.notice.message_id):
        return Drawing()  # nothing is to be seen, or all was decided before it was ever sent
    lines = [_line(look, reviewed, number, a) for number, a in enumerate(reviewed.activities, 1)]
    head = await _head(look, reviewed)
    one = _chosen(look, reviewed)
    if one is not None:
        pages = [_single(look, reviewed, head, lines, one)]
    else:
        pages = _whole_day(look, reviewed, head, lines)
    until = reviewed.closes_at if look.now < reviewed.closes_at else None
    return Drawing(tuple(pages), until=until, rings=not gathers and _has_news(look, reviewed))


def _line(look: Look, reviewed: Reviewed, number: int, activity: Activity) -> str:
    before, returned = reviewed.before.get(activity.id), reviewed.returned.get(activity.id)
    is_changed = before is not None
    return sheet(
        line(look.say, number, activity, words=reviewed.sent.get(activity.id), quiet=True),
        reviewed.links.line(look.say, activity),
        returned_line(look.say, returned, reader=look.to, is_changed=is_changed),
        changed_line(look.say, before, activity.written),
        likeness_line(look.say, reviewed.alike.get(activity.id)),
    )


async def _reviewed(look: Look) -> Reviewed:
    author_id, _, written_day = (look.notice.subject or "").partition(":")
    day = date.fromisoformat(written_day)
    rows = await look.session.scalars(
        select(Activity)
        .where(
            Activity.author_id == int(author_id),
            Activity.day == day,
            Activity.reviewer_id == look.to.id,
            Activity.kept > 0,
        )
        .order_by(Activity.start.nulls_last(), Activity.id)
    )
    found = list(rows)
    sent = await as_sent(look.session, found)
    activities = [a for a in found if sent.get(a.id, a).day == day]
    closes_at = month_end(day, look.office, look.office.rules_on(day))
    is_open = look.now < closes_at
    is_linked = any(a.plan_id for a in activities)
    return Reviewed(
        author=await look.session.get_one(Employee, int(author_id)),
        day=day,
        activities=activities,
        sent=sent,
        before=await known_before(look.session, activities),
        returned=await returned_before(look.session, activities),
        alike=await likeness_of(look.session, [a for a in activities if a.is_waiting]),
        revocable=[a for a in activities if is_open and _is_revocable(a, by=look.to)],
        links=await links_of(look.session, int(author_id), activities) if is_linked else Links(),
        evidence=await attached_to(look.session, sorted({a.report_id for a in activities})),
        closes_at=closes_at,
    )


def _is_revocable(activity: Activity, *, by: Employee) -> bool:
    return (
        activity.state in DECIDED
        and activity.decided_by_id == by.id
        and activity.revision == activity.kept
    )


async def as_sent(session: AsyncSession, activities: Sequence[Activity]) -> dict[int, Written]:
    """What was returned and is being corrected, as it was when it was sent."""
    changed = [(a.id, a.kept) for a in activities if a.revision != a.kept]
    if not changed:
        return {}
    rows = await session.scalars(
        select(Revision).where(tuple_(Revision.activity_id, Revision.number).in_(changed))
    )
    return {revision.activity_id: Written.of(revision) for revision in rows}


async def _head(look: Look, reviewed: Reviewed) -> str:
    posting = await posting_of(look.session, reviewed.author, reviewed.day)
    handed = next((a for a in reviewed.activities if a.instead_of_id), None)
    return look.say(
        "review-head",
        author=named(reviewed.author),
        behalf=await behalf_of(look.session, handed, today=look.office.today(look.now))
        if handed
        else None,
        position=posting.position if posting else None,
        day=reviewed.day,
    )


def _has_news(look: Look, reviewed: Reviewed) -> bool:
    """Whether something waits that no earlier version of the card has shown."""
    shown = {(a, r) for pairs in look.notice.shown.values() for a, r in pairs}
    return any((a.id, a.revision) not in shown for a in reviewed.waiting)


def _whole_day(look: Look, reviewed: Reviewed, head: str, lines: Sequence[str]) -> list[Page]:
    """The day on as many cards as it needs; each decides its own part."""
    foot = look.say(
        "review-foot",
        minutes=minutes_of(reviewed.activities),
        waiting=len(reviewed.waiting),
        closed=look.now >= reviewed.closes_at,
        evidence=reviewed.evidence.count,
        missing=reviewed.evidence.missing,
    )
    pages = paged(lines, head, foot)
    return [
        _page(
            look,
            reviewed,
            [reviewed.activities[i] for i in page],
            sheet(head, *(lines[i] for i in page), foot if page is pages[-1] else ""),
        )
        for page in pages
    ]


def _page(look: Look, reviewed: Reviewed, on_page: Sequence[Activity], text: str) -> Page:
    return Page(
        text=text,
        keyboard=_keyboard(look, reviewed, on_page),
        shown=_shown(on_page),
        waits=any(a.is_waiting for a in on_page),
    )


def _shown(activities: Sequence[Activity]) -> list[tuple[int, int]]:
    return [(a.id, a.kept) for a in activities]


def _keyboard(
    look: Look, reviewed: Reviewed, on_page: Sequence[Activity]
) -> InlineKeyboardMarkup | None:
    if look.mode == "choose":
        act = Act(look.notice.facts["act"])
        if any(activity in reviewed.for_act(act) for activity in on_page):
            return _choice(look, reviewed, on_page, act)
    if look.mode == "reject":
        return _reject_kinds(look, int(look.notice.facts["at"]))
    if look.mode == "asking":
        return keyboard([button(look.say("button-cancel"), Back.on(look))])
    return _ordinary(look, reviewed, on_page)


def _ordinary(
    look: Look, reviewed: Reviewed, on_page: Sequence[Activity]
) -> InlineKeyboardMarkup | None:
    say = look.say
    last = []
    if reviewed.evidence.count:
        label = say("button-evidence", count=reviewed.evidence.count)
        last.append(button(label, SeeEvidence.on(look)))
    if any(a in reviewed.revocable for a in on_page):
        last.append(button(say("button-revoke"), Choose.on(look, act=Act.REVOKE)))
    return keyboard(*_decisions(look, sum(a.is_waiting for a in on_page)), last)


def _decisions(look: Look, waiting: int) -> list[list[InlineKeyboardButton]]:
    if not waiting:
        return []
    say = look.say
    one_by_one = [button(say("button-one-by-one"), OneByOne.on(look))] if waiting > 1 else []
    return [
        [button(say("button-approve-all", count=waiting), ApproveAll.on(look))],
        [*one_by_one, button(say("button-return"), Choose.on(look, act=Act.GIVE_BACK))],
        [
            button(say("button-reject"), Choose.on(look, act=Act.REJECT)),
            button(say("button-comment"), Choose.on(look, act=Act.COMMENT)),
        ],
    ]


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


def _reject_kinds(look: Look, at: int) -> InlineKeyboardMarkup | None:
    kinds = [
        [button(look.say(f"button-reject-{kind.value}"), RejectAs.on(look, at=at, kind=kind))]
        for kind in RejectedAs
    ]
    return keyboard(*kinds, [button(look.say("button-back"), Back.on(look))])


def _chosen(look: Look, reviewed: Reviewed) -> int | None:
    """Satu per satu: the place of the activity to show; 0 in the facts is the first that waits."""
    facts = look.notice.facts
    if facts.get("mode") != "one":
        return None
    at = facts.get("at") or next((a.id for a in reviewed.waiting), None)
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
    past = [button(say("button-history"), ShowHistory.on(look))]
    return Page(
        text=sheet(head, lines[index], foot),
        keyboard=keyboard(*_acts_on(look, reviewed, activity), [*steps, back], past),
        shown=_shown([activity]),
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
