"""The names behind the numbers of a group's week, and one person's week in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.cards import Drawing, Look, Page, button, keyboard, sheet
from handlers.documents.week import shown_days
from handlers.turn import named
from handlers.work.week import NAMES, Names, NamesOf, Review
from handlers.work.week_cards import counts_of
from handlers.work.week_groups import Group, Member, employees_by_id, group_of, scope_of
from models.people.employees import Employee
from models.work.figures import DayFigures, Figures
from models.work.states import State
from models.work.weeks import View, Week

ON_A_PAGE = 20
IN_A_ROW = 5


async def draw_names(look: Look) -> Drawing:
    """The card of kind "week-names"; its subject is "view:monday"."""
    view, monday = (look.notice.subject or "").split(":")
    week, today = Week.of(date.fromisoformat(monday)), look.office.today(look.now)
    scope = await scope_of(look.session, look.to, View(view), today)
    if scope is None:
        return Drawing()  # they lead it no longer
    group = await group_of(look.session, scope, week, today=today)
    person = look.notice.facts.get("person")
    one = next((m for m in group.members if m.employee.id == person), None)
    if one is not None:
        return Drawing((_person(look, week, View(view), one),))
    return Drawing((await _list(look, week, View(view), group),))


async def _list(look: Look, week: Week, view: View, group: Group) -> Page:
    of = Names(look.notice.facts.get("of", Names.PEOPLE))
    members = _chosen(group, of)
    pages = max(1, -(-len(members) // ON_A_PAGE))
    page = min(int(look.notice.facts.get("page", 0)), pages - 1)
    first = page * ON_A_PAGE
    here = list(enumerate(members[first : first + ON_A_PAGE], first + 1))
    days = shown_days(week, group.figures)
    reviewers = await _reviewers(look, of, view, here)
    lines = [_line(look, of, number, member, reviewers) for number, member in here]
    text = sheet(
        look.say(f"week-names-{of.value}", first=days[0], last=days[-1]),
        *(lines or [look.say("week-names-none")]),
        look.say("week-names-page", page=page + 1, pages=pages) if pages > 1 else "",
    )
    return Page(text, _keyboard(look, week, view, of, here, page, pages))


def _chosen(group: Group, of: Names) -> Sequence[Member]:
    if of is Names.OPEN:
        return group.incomplete
    return group.waiting if of is Names.WAITING else group.members


async def _reviewers(
    look: Look, of: Names, view: View, here: Sequence[tuple[int, Member]]
) -> dict[int, Employee]:
    """In a unit's list it matters on whom somebody waits; in a team's it is the reader."""
    if of is not Names.WAITING or view is not View.UNIT:
        return {}
    ids = {member.figures.supervisor_id for _, member in here}
    return await employees_by_id(look.session, [found for found in ids if found is not None])


def _line(
    look: Look, of: Names, number: int, member: Member, reviewers: dict[int, Employee]
) -> str:
    figures = member.figures
    waits = [d.day for d in figures.days if d.done.counts.get(State.SUBMITTED)]
    reviewer = reviewers.get(figures.supervisor_id or 0)
    return look.say(
        f"week-name-{of.value}",
        number=number,
        person=named(member.employee),
        days=[day.day for day in figures.open],
        count=figures.count(State.SUBMITTED),
        since=min(waits, default=None),
        reviewer=named(reviewer) if reviewer else None,
        reported=len(figures.reported),
        owed=len(figures.owed),
        minutes=figures.minutes,
    )


def _keyboard(
    look: Look, week: Week, view: View, of: Names, here: Sequence[tuple[int, Member]],
    page: int, pages: int,
) -> InlineKeyboardMarkup | None:  # fmt: skip
    def to(label: str, **more: int) -> InlineKeyboardButton:
        return button(
            label, NamesOf.on(look, view=view, monday=week.monday.isoformat(), of=of, **more)
        )

    numbers = [to(str(number), page=page, person=m.employee.id) for number, m in here]
    rows = [numbers[i : i + IN_A_ROW] for i in range(0, len(numbers), IN_A_ROW)]
    steps = [to("◀", page=page - 1)] if page else []
    steps += [to("▶", page=page + 1)] if page + 1 < pages else []
    reviews = of is Names.WAITING and view is not View.UNIT and here
    queue = [button(look.say("button-week-review"), Review.on(look))] if reviews else []
    return keyboard(*rows, steps, queue)


def _person(look: Look, week: Week, view: View, member: Member) -> Page:
    """One person's week as their supervisor or head sees it."""
    figures = member.figures
    days = shown_days(week, [figures])
    by_day = {day.day: day for day in figures.days}
    text = look.say(
        "week-person",
        person=named(member.employee),
        first=days[0],
        last=days[-1],
        days=[_day(by_day.get(day, DayFigures(day, owed=False)), figures) for day in days],
        **counts_of([figures]),
    )
    facts = look.notice.facts
    back = NamesOf.on(
        look,
        view=view,
        monday=week.monday.isoformat(),
        of=Names(facts["of"]),
        page=int(facts.get("page", 0)),
    )
    return Page(text, keyboard([button(look.say("button-back"), back)]))


def _day(day: DayFigures, figures: Figures) -> dict[str, object]:
    return {
        "day": day.day,
        "owed": day.owed,
        "is_coming": day.owed and day.day > figures.until,
        "count": day.done.all_counts,
        "minutes": day.done.all_minutes,
        "waiting": day.done.counts.get(State.SUBMITTED, 0),
    }


CARDS = {NAMES: draw_names}
