"""A recap as a picture: what ``recap_picture.typ`` is told, in the words of its reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from handlers.documents.recap import period_name
from handlers.documents.typesetting import picture
from handlers.documents.week import Picture, hours_of, said
from handlers.turn import Say
from handlers.work.lines import shortened
from models.appraisal.naming_results import Key, NamedResult
from models.appraisal.recaps import Recap, Share, busy_first
from models.work.periods import Period

MOST_RESULTS = 8  # the paper has them all
ROOM_FOR_WORDS = 80  # characters of a result: two lines


def recap_picture(
    say: Say, name: str, period: Period, recap: Recap, results: Mapping[Key, NamedResult],
    told: Mapping[Key, Sequence[str]],
) -> Picture:  # fmt: skip
    """Days, minutes against the target, what they served, and what was corrected."""
    shares = busy_first(recap.shares, results) if any(s.is_linked for s in recap.shares) else []
    facts = {
        "range": said(say, "recap-picture-range", name=period_name(say, period)),
        "name": name,
        "tiles": [
            [said(say, "week-of", part=recap.reported, whole=recap.owed) if recap.owed else "–",
             said(say, "week-days-reported")],
            [said(say, "week-all-hours", hours=round(hours_of(recap.minutes))),
             said(say, "week-time")],
            [said(say, "week-count", count=recap.activities), said(say, "week-activities")],
        ],
        "bars": [*_days(say, recap), *_minutes(say, recap)],
        "shares_head": said(say, "recap-picture-shares"),
        "shares": [_share(say, *one, recap.shares, told) for one in shares[:MOST_RESULTS]],
        "more": said(say, "and-more", count=len(shares) - MOST_RESULTS)
        if len(shares) > MOST_RESULTS else "",
        "foot": said(say, "recap-picture-foot", evidence=recap.evidence,
                     corrected=recap.corrected),
    }  # fmt: skip
    return partial(picture, "recap_picture", facts)


def _days(say: Say, recap: Recap) -> list[dict[str, Any]]:
    """Reported on the day itself, reported later, and neither; nothing where none is owed."""
    if not recap.owed:
        return []
    parts = [("full", recap.on_time), ("half", recap.reported - recap.on_time)]
    return [
        {
            "head": said(say, "recap-picture-days"),
            "most": recap.owed,
            "mark": 0,
            "parts": parts,
            "legend": _legend(say, [*parts, ("left", recap.owed - recap.reported)], "days"),
        }
    ]


def _minutes(say: Say, recap: Recap) -> list[dict[str, Any]]:
    """Approved and not yet; the target is the end of the track, or a mark on it."""
    if not recap.minutes:
        return []
    rest = recap.minutes - recap.approved_minutes
    parts = [("full", recap.approved_minutes), ("half", rest)]
    return [
        {
            "head": said(say, "recap-picture-minutes", minutes=recap.minutes, target=recap.target,
                         percent=recap.percent),
            "most": max(recap.minutes, recap.target),
            "mark": recap.target if recap.minutes > recap.target else 0,
            "parts": parts,
            "legend": _legend(say, parts, "minutes"),
        }
    ]  # fmt: skip


def _legend(say: Say, parts: list[tuple[str, int]], of: str) -> list[list[str]]:
    return [
        [look, said(say, f"recap-picture-{of}-{look}", amount=amount)]
        for look, amount in parts
        if amount
    ]


def _share(
    say: Say, share: Share, result: NamedResult | None, shares: Sequence[Share],
    told: Mapping[Key, Sequence[str]],
) -> dict[str, Any]:  # fmt: skip
    said_of_it = told.get((share.plan_id or 0, share.key or 0), ())
    return {
        "what": said(say, "recap-picture-share", number=result.number if result else None,
                     what=shortened(result.what, ROOM_FOR_WORDS) if result else None,
                     is_task=share.is_task),
        "amount": said(say, "year-result", hours=hours_of(share.minutes),
                       activities=share.activities),
        "told": said(say, "paper-told", told=said_of_it),
        "part": share.minutes / (max(one.minutes for one in shares) or 1),
    }  # fmt: skip
