"""The card of /kantor: the numbers of one's units, the names behind each, and one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.cards import Drawing, Look, Page, button, keyboard, sheet
from handlers.office.agency_buttons import (
    AGENCY,
    Do,
    DoForPerson,
    FindPerson,
    Listed,
    MakeSheet,
    ShowList,
    ShowPerson,
    ShowSheet,
)
from handlers.office.settling_rectifications import SeeRequests
from handlers.office.sheet_templates import OpenSheets
from handlers.office.special_day_buttons import OpenDays
from handlers.office.stuck_lines import stuck_line, what_to_do
from handlers.turn import named
from handlers.work.lines import shortened
from models.people.administering import top_of, units_of
from models.people.chats import chat_of
from models.people.employees import Employee, Role
from models.people.gaps import (
    AtTheirPlace,
    Group,
    Scope,
    at_their_place,
    count_people,
    not_joined_by_unit,
    people_in,
)
from models.people.invitations import invited_until
from models.people.inviting import to_invite
from models.people.nip import masked
from models.people.postings import posting_of
from models.people.rectifications import open_for
from models.people.units import Unit
from models.work.stuck import Stuck, Why, stuck_in

ON_A_PAGE, IN_A_ROW = 10, 5
LONGEST = 40  # characters of a position or a unit, in a line among others
GROUPS = (Listed.NOT_JOINED, Listed.BLOCKED, Listed.NO_SUPERIOR, Listed.STUCK, Listed.JOINED,
          Listed.AT_WORK)  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """What a list shows: lines with the person or unit behind each, of how many in all."""

    lines: Sequence[str]
    buttons: Sequence[InlineKeyboardButton]
    count: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // ON_A_PAGE))


async def draw_agency(look: Look) -> Drawing:
    """The card of kind "agency"; it goes when the reader administers nothing any more."""
    if not look.to.is_admin:
        return Drawing()
    today, facts = look.office.today(look.now), look.notice.facts
    units = await units_of(look.session, look.to, today=today)
    scope = Scope(units, today, look.office)
    of = Listed(facts.get("of", Listed.HOME))
    if (person := await _shown_person(look, scope)) is not None:
        page = await _person(look, person)
    elif facts.get("unit") in units:
        page = await _unit(look, facts["unit"])
    elif facts.get("found"):
        page = await _found(look, scope)
    elif of is Listed.HOME:
        page = await _home(look, scope)
    else:
        page = await _list(look, scope, of)
    return Drawing((page,))


# The numbers


async def _home(look: Look, scope: Scope) -> Page:
    counts = await count_people(look.session, scope)
    stuck = await stuck_in(look.session, scope.units, look.office, now=look.now)
    asked = await open_for(look.session, look.to, today=scope.day)
    numbers = {Listed(group.value): count for group, count in counts.items()}
    numbers[Listed.STUCK] = len(stuck)
    whole = look.to.role is Role.OFFICE_ADMIN
    top = None if whole else await top_of(look.session, look.to, scope.day)
    text = look.say(
        "office-home",
        day=scope.day,
        unit=top.name if top else None,
        at_work=counts[Group.AT_WORK],
        joined=counts[Group.JOINED],
        not_joined=counts[Group.NOT_JOINED],
        blocked=counts[Group.BLOCKED],
        no_superior=counts[Group.NO_SUPERIOR],
        stuck=sum(one.count for one in stuck),
        asked=len(asked),
    )
    lists = [
        button(look.say(f"button-office-{of.value}", count=numbers[of]), ShowList.on(look, of=of))
        for of in GROUPS
        if numbers[of]
    ]
    if asked:
        lists.append(button(look.say("button-office-asked"), SeeRequests.on(look)))
    rows = [lists[i : i + 2] for i in range(0, len(lists), 2)]
    return Page(text, keyboard(*rows, *_doors(look, counts)))


def _doors(look: Look, counts: dict[Group, int]) -> list[list[InlineKeyboardButton]]:
    find = button(look.say("button-office-find"), FindPerson.on(look))
    sheets = button(look.say("button-office-units"), ShowList.on(look, of=Listed.UNITS))
    again = button(look.say("button-office-again"), ShowList.on(look, of=Listed.HOME))
    days = button(look.say("button-office-days"), OpenDays.on(look))
    files = button(look.say("button-office-sheets"), OpenSheets.on(look))
    return [[find, sheets] if counts[Group.NOT_JOINED] else [find], [days, files], [again]]


# The names


async def _list(look: Look, scope: Scope, of: Listed) -> Page:
    rows = await _rows(look, scope, of)
    text = sheet(
        look.say(f"office-list-{of.value}", count=rows.count),
        *rows.lines,
        "" if rows.count else look.say(f"office-none-{of.value}"),
        look.say("office-page", page=rows.page + 1, pages=rows.pages) if rows.pages > 1 else "",
    )
    return Page(text, _list_keyboard(look, of, rows))


async def _rows(look: Look, scope: Scope, of: Listed) -> Rows:
    asked = int(look.notice.facts.get("page", 0))
    if of is Listed.STUCK:
        found = await stuck_in(look.session, scope.units, look.office, now=look.now)
        return _stuck_rows(look, found, asked)
    if of is Listed.UNITS:
        return _unit_rows(look, await not_joined_by_unit(look.session, scope), asked)
    group = Group(of.value)
    count = (await count_people(look.session, scope))[group]
    page = _page(asked, count)
    people = await people_in(look.session, scope, group, since=page * ON_A_PAGE, most=ON_A_PAGE)
    numbered = list(enumerate(people, page * ON_A_PAGE + 1))
    return Rows(
        [_line(look, number, one) for number, one in numbered],
        [_to(look, number, one.employee) for number, one in numbered],
        count,
        page,
    )


def _page(asked: int, count: int) -> int:
    """The page that was asked for, or the last one there is by now."""
    return min(asked, max(0, (count - 1) // ON_A_PAGE))


def _stuck_rows(look: Look, found: list[Stuck], asked: int) -> Rows:
    page = _page(asked, len(found))
    first = page * ON_A_PAGE
    numbered = list(enumerate(found[first : first + ON_A_PAGE], first + 1))
    return Rows(
        [
            *(f"{number}. {stuck_line(look.say, one)}" for number, one in numbered),
            what_to_do(look.say, found),
        ],
        [_to(look, number, one.who) for number, one in numbered if one.why is not Why.LEFT],
        len(found),
        page,
    )


def _unit_rows(look: Look, found: list[tuple[Unit, int]], asked: int) -> Rows:
    page = _page(asked, len(found))
    first = page * ON_A_PAGE
    numbered = list(enumerate(found[first : first + ON_A_PAGE], first + 1))
    return Rows(
        [
            look.say("office-unit-line", number=number, unit=unit.name, count=count)
            for number, (unit, count) in numbered
        ],
        [button(str(number), ShowSheet.on(look, unit=unit.id)) for number, (unit, _) in numbered],
        len(found),
        page,
    )


def _line(look: Look, number: int, one: AtTheirPlace) -> str:
    return look.say(
        "office-person-line",
        number=number,
        person=named(one.employee),
        position=shortened(one.posting.position, LONGEST),
        unit=shortened(one.posting.unit.name, LONGEST),
    )


def _to(look: Look, number: int, person: Employee) -> InlineKeyboardButton:
    return button(str(number), ShowPerson.on(look, person=person.id))


def _list_keyboard(look: Look, of: Listed, rows: Rows) -> InlineKeyboardMarkup | None:
    steps = [("◀", rows.page - 1)] if rows.page else []
    steps += [("▶", rows.page + 1)] if rows.page + 1 < rows.pages else []
    turns = [button(arrow, ShowList.on(look, of=of, page=page)) for arrow, page in steps]
    numbers = [rows.buttons[i : i + IN_A_ROW] for i in range(0, len(rows.buttons), IN_A_ROW)]
    return keyboard(*(list(row) for row in numbers), turns, [_home_button(look)])


def _home_button(look: Look) -> InlineKeyboardButton:
    return button(look.say("button-back"), ShowList.on(look, of=Listed.HOME))


async def _found(look: Look, scope: Scope) -> Page:
    """Those whose name fits, to be chosen from."""
    people = [
        one
        for number in look.notice.facts["found"]
        if (one := await at_their_place(look.session, number, scope.day)) is not None
        and one.posting.unit_id in scope.units
    ]
    numbered = list(enumerate(people, 1))
    text = sheet(look.say("office-found"), *(_line(look, n, one) for n, one in numbered))
    numbers = [_to(look, number, one.employee) for number, one in numbered]
    rows = [numbers[i : i + IN_A_ROW] for i in range(0, len(numbers), IN_A_ROW)]
    return Page(text, keyboard(*rows, [_home_button(look)]))


# One person


async def _shown_person(look: Look, scope: Scope) -> AtTheirPlace | None:
    """Whom the card is about, if the reader still looks after them."""
    number = look.notice.facts.get("person")
    one = await at_their_place(look.session, number, scope.day) if number else None
    return one if one is not None and one.posting.unit_id in scope.units else None


async def _person(look: Look, one: AtTheirPlace) -> Page:
    person = one.employee
    if look.notice.facts.get("sure") and one.has_joined:
        sure = button(look.say("button-office-surely"),
                      DoForPerson.on(look, act=Do.SURELY, person=person.id))  # fmt: skip
        text = look.say("office-release-sure", person=named(person))
        return Page(text, keyboard([sure], [_stop(look, person)]))
    chat = await chat_of(look.session, person.id)
    superior, is_there = await _superior(look, one)
    text = look.say(
        "office-person",
        person=named(person),
        nip=masked(person.nip),
        position=one.posting.position,
        unit=one.posting.unit.name,
        superior=named(superior) if superior else None,
        superior_left=not is_there,
        joined=one.has_joined,
        since=chat.bound_at if chat else None,
        blocked=one.blocked_at,
        until=await invited_until(look.session, person, at=look.now),
    )
    return Page(text, keyboard(_acts(look, one), [_to_list(look)]))


async def _superior(look: Look, one: AtTheirPlace) -> tuple[Employee | None, bool]:
    """(who it is by the roster, whether they still work here)."""
    if one.posting.supervisor_id is None:
        return None, True
    superior = await look.session.get_one(Employee, one.posting.supervisor_id)
    posting = await posting_of(look.session, superior, look.office.today(look.now))
    return superior, posting is not None


def _acts(look: Look, one: AtTheirPlace) -> list[InlineKeyboardButton]:
    act = Do.RELEASE if one.has_joined else Do.INVITE
    if one.employee.is_same_as(look.to):
        return []
    return [
        button(look.say(f"button-office-{act.value}"),
               DoForPerson.on(look, act=act, person=one.employee.id))
    ]  # fmt: skip


def _stop(look: Look, person: Employee) -> InlineKeyboardButton:
    return button(look.say("button-office-stop"), ShowPerson.on(look, person=person.id))


def _to_list(look: Look) -> InlineKeyboardButton:
    facts = look.notice.facts
    of, page = Listed(facts.get("of", Listed.HOME)), int(facts.get("page", 0))
    return button(look.say("button-back"), ShowList.on(look, of=of, page=page))


# One unit's sheet


async def _unit(look: Look, number: int) -> Page:
    """Asked first: a new code ends the earlier one."""
    unit = await look.session.get_one(Unit, number)
    people = await to_invite(look.session, look.to, unit, today=look.office.today(look.now))
    text = look.say("office-sheet-sure", unit=unit.name, count=len(people))
    make = [button(look.say("button-office-sheet"), MakeSheet.on(look, unit=unit.id))]
    return Page(text, keyboard(make if people else [], [_to_list(look)]))


CARDS = {AGENCY: draw_agency}
