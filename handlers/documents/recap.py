"""A recap on paper: what ``recap.typ`` is told, in Indonesian, as offices print it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, Any

from handlers.documents.names import shortened
from handlers.documents.typesetting import pdf
from models.appraisal.naming_results import NamedResult
from models.appraisal.papers import Paper
from models.appraisal.recaps import Share, in_order
from models.office import Office
from models.people.employees import Employee
from models.work.activities import Activity
from models.work.periods import Period
from models.work.windows import month_end

if TYPE_CHECKING:
    from handlers.turn import Say  # it would bring the whole of aiogram along

LONGEST_NAME = 24  # characters, of whoever decided
ROMAN = ("I", "II", "III", "IV")


def recap_pdf(say: Say, paper: Paper, office: Office, *, now: datetime) -> Callable[[], bytes]:
    """The PDF, drawn when it is called: some ten milliseconds a page."""
    return partial(pdf, "recap", recap_facts(say, paper, office, now=now))


def file_name(paper: Paper, kind: str) -> str:
    """rekap-2026-11-Tom-Saputra-<NIP>.pdf: two people may have one name."""
    letters = (letter if letter.isalnum() else "-" for letter in paper.employee.short_name)
    name = "-".join(filter(None, "".join(letters).split("-")))
    return f"rekap-{paper.period}-{name}-{paper.employee.nip}.{kind}"


def period_name(say: Say, period: Period) -> str:
    """November 2026, Triwulan IV 2026, 2026"""
    return said(say, "period-name", span=period.span.value, first=period.first,
                roman=ROMAN[(period.number - 1) % 4], year=period.year)  # fmt: skip


def recap_facts(say: Say, paper: Paper, office: Office, *, now: datetime) -> dict[str, Any]:
    """Plain data: words and numbers, as they are printed."""
    rules = office.rules_on(paper.period.last, _codes(paper))
    closed = now >= month_end(paper.period.last, office, rules)
    today = office.today(now)
    name = period_name(say, paper.period)
    return {
        "size": office.paper.size,
        "letterhead": _letterhead(paper, office),
        "address": office.paper.address_of(_codes(paper)),
        "title": said(say, "paper-title", name=name),
        "running": f"{name} · {paper.employee.name} · {paper.employee.nip}",
        "identity": _identity(say, paper),
        "columns": said(say, "paper-columns").splitlines(),
        "rows": [
            _row(say, number, activity, paper, office, closed=closed)
            for number, activity in enumerate(paper.activities, 1)
        ],
        "nothing": said(say, "paper-nothing"),
        "total": said(say, "paper-total", minutes=paper.recap.minutes).split("#"),
        "results": _results(say, paper),
        "summary": _pairs(said(say, "paper-summary", r=paper.recap)),
        "signatures": _signatures(say, paper, office, today),
        "foot": said(say, "paper-foot", at=now),
        "page": said(say, "paper-page").split("#"),
    }


def _codes(paper: Paper) -> tuple[str, ...]:
    return paper.postings[-1].unit.codes if paper.postings else ()


def _letterhead(paper: Paper, office: Office) -> list[str]:
    """The office's lines, and the unit's name below them."""
    unit = [paper.postings[-1].unit.name.upper()] if paper.postings else []
    return [*(office.paper.letterhead or (office.name.upper(),)), *unit]


def _identity(say: Say, paper: Paper) -> list[list[str]]:
    several = len(paper.postings) > 1
    first, last = paper.period.first, paper.period.last
    postings = [
        said(say, "paper-posting", position=posting.position, unit=posting.unit.name,
             since=max(posting.since, first), until=min(posting.until or last, last),
             several=several)
        for posting in paper.postings
    ]  # fmt: skip
    supervisor = paper.supervisor
    return _pairs(
        said(say, "paper-identity", name=paper.employee.name, nip=paper.employee.nip,
             postings=postings, supervisor=supervisor.name if supervisor else None)
    )  # fmt: skip


def _row(say: Say, number: int, activity: Activity, paper: Paper, office: Office, *,
         closed: bool) -> list[str]:  # fmt: skip
    served = paper.results.get((activity.plan_id or 0, activity.result_key or 0))
    supervisor = paper.supervisor
    by_another = supervisor is None or activity.decided_by_id != supervisor.id
    decided = activity.decided_at
    return [
        str(number),
        _dated(activity.day),
        said(say, "paper-time", a=activity),
        activity.what,
        said(say, "paper-served", number=served.number if served else None,
             link=activity.link.value if activity.link else None),
        said(say, "paper-amount", a=activity),
        str(activity.minutes or ""),
        said(
            say, "paper-decision",
            state=said(say, "export-state", state=activity.state.value, closed=closed),
            day=_dated(office.local(decided).date()) if decided else None,
            by=_short(paper.names.get(activity.decided_by_id or 0)) if by_another else None,
        ),
    ]  # fmt: skip


def _short(name: str | None) -> str | None:
    """Without degrees, and with initials if that is still long."""
    return shortened(name.split(",")[0], LONGEST_NAME) if name else None


def _results(say: Say, paper: Paper) -> dict[str, Any] | None:
    """What went into which result; nothing for whoever links nothing."""
    shares = paper.recap.shares
    if not any(share.is_linked for share in shares):
        return None
    rows = [
        [
            str(result.number or "") if result else "",
            share_words(say, share, result),
            str(share.activities),
            said(say, "paper-number", number=share.minutes),
            _reached_words(say, share, paper),
        ]
        for share, result in in_order(shares, paper.results)
    ]  # fmt: skip
    return {"columns": said(say, "paper-columns-results").splitlines(), "rows": rows}


def share_words(say: Say, share: Share, result: NamedResult | None) -> str:
    """What it went into: a planned result, tasks from the superior, or nothing yet."""
    return said(say, "paper-result", what=result.what if result else None, is_task=share.is_task)


def approved_words(say: Say, share: Share) -> str:
    """12 berkas, 3 notulen"""
    amounts = [(amount, unit) for unit, amount in share.amounts.items()]
    return said(say, "paper-amounts", amounts=amounts)


def _reached_words(say: Say, share: Share, paper: Paper) -> str:
    """What was approved, and what was said of indicators that are not counted."""
    told = [
        said(say, "progress-said", aspect=one.aspect.value, words=one.words, at=one.at)
        for one in paper.told.get((share.plan_id or 0, share.key or 0), ())
    ]
    return "; ".join(filter(None, [approved_words(say, share), *told]))


def _signatures(say: Say, paper: Paper, office: Office, today: date) -> list[dict[str, Any]]:
    """The superior on the left, the employee on the right, below place and date."""
    place = said(say, "paper-place", place=office.paper.place, day=today)
    return [
        {"above": "", "role": office.paper.left, **_signs(paper.supervisor)},
        {"above": place, "role": office.paper.right, **_signs(paper.employee)},
    ]


def _signs(person: Employee | None) -> dict[str, str]:
    if person is None:
        return {"name": "", "nip": ""}
    return {"name": person.name, "nip": f"NIP {person.nip}"}


def _pairs(lines: str) -> list[list[str]]:
    """[label, value] of each line "label: value"."""
    return [line.split(": ", 1) for line in lines.splitlines()]


def _dated(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def said(say: Say, key: str, **facts: object) -> str:
    """The words of a key on paper, which is no HTML."""
    return unescape(str(say(key, **facts)))
