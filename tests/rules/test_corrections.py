"""Corrections: only of what has closed, by the author, decided by the reviewer, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from models.people.employees import Employee
from models.work.activities import Activity, NotTheAuthor, NotTheReviewer, OtherState
from models.work.corrections import (
    AlreadyAnswered,
    AlreadyAsked,
    Correction,
    NobodyToAsk,
    NothingToCorrect,
    StillChangeable,
    check_needed,
    check_wanted,
)
from models.work.reasons import ReasonTooShort
from models.work.states import State
from models.work.windows import DayInFuture
from models.work.written import MoreThanADay, StillAsking, Written
from tests.rules.made import AFTERNOON, EVE, IDA, MIA, TOM, WORDS, a_draft, a_sent_one, a_window

CLOSED = datetime(2026, 12, 7, 3, 0, tzinfo=UTC)
MONTH_ENDS = datetime(2026, 12, 5, 17, 0, tzinfo=UTC)
REASON = "salah menulis jamnya"
SHORTER = replace(WORDS, end=time(9), minutes=60)


def asked(activity: Activity, wanted: Written | None = SHORTER) -> Correction:
    return Correction.asked(
        activity, wanted, by=TOM, to=MIA, reason=REASON, at=CLOSED, least=10
    )  # fmt: skip


def needed(activity: Activity, at: datetime, by: Employee = TOM) -> None:
    check_needed(activity, by=by, at=at, window=a_window(), asked=None)


def test_what_was_sent_is_asked_for_from_the_months_close_on() -> None:
    with pytest.raises(StillChangeable):
        needed(a_sent_one(), MONTH_ENDS - timedelta(seconds=1))
    needed(a_sent_one(), MONTH_ENDS)


def test_what_never_was_sent_is_asked_for_once_its_day_has_closed() -> None:
    window = a_window()
    with pytest.raises(StillChangeable):
        needed(a_draft(), window.closes_at - timedelta(seconds=1))
    needed(a_draft(), window.closes_at)


def test_only_the_author_asks_and_only_once_at_a_time() -> None:
    activity = a_sent_one()
    for wrong in (MIA, EVE, IDA):
        with pytest.raises(NotTheAuthor):
            needed(activity, CLOSED, by=wrong)
    with pytest.raises(AlreadyAsked):
        check_needed(activity, by=TOM, at=CLOSED, window=a_window(), asked=asked(activity))


@pytest.mark.parametrize("state", [State.CANCELLED, State.REJECTED])
def test_what_is_gone_is_not_corrected(state: State) -> None:
    activity = a_sent_one()
    activity.state = state
    with pytest.raises(OtherState):
        needed(activity, CLOSED)


def test_it_needs_a_reason_somebody_to_decide_and_other_words() -> None:
    activity = a_sent_one()
    with pytest.raises(ReasonTooShort):
        Correction.asked(activity, SHORTER, by=TOM, to=MIA, reason="salah", at=CLOSED, least=10)
    with pytest.raises(NobodyToAsk):
        Correction.asked(activity, SHORTER, by=TOM, to=None, reason=REASON, at=CLOSED, least=10)
    with pytest.raises(NothingToCorrect):
        asked(activity, WORDS)


def test_what_is_wanted_could_have_been_sent() -> None:
    window = a_window(now=CLOSED)
    check_wanted(SHORTER, window=window, others=0)
    with pytest.raises(MoreThanADay):
        check_wanted(SHORTER, window=window, others=1400)
    with pytest.raises(StillAsking):
        check_wanted(replace(SHORTER, minutes=None), window=window, others=0)
    with pytest.raises(DayInFuture):
        check_wanted(SHORTER, window=a_window(now=AFTERNOON - timedelta(days=1)), others=0)


def test_what_is_let_in_stands_approved_and_marked() -> None:
    activity = a_sent_one()
    answer = asked(activity).granted(activity, by=MIA, at=CLOSED)
    assert answer.is_granted
    assert (activity.written, activity.state, activity.corrected_at) == (
        SHORTER, State.APPROVED, CLOSED,
    )  # fmt: skip
    assert (activity.revision, activity.kept, activity.decided_by_id) == (2, 2, MIA.id)
    assert activity.submitted_at == AFTERNOON


def test_what_should_not_stand_is_cancelled_and_marked() -> None:
    activity = a_sent_one()
    asked(activity, None).granted(activity, by=MIA, at=CLOSED)
    assert (activity.state, activity.corrected_at) == (State.CANCELLED, CLOSED)


def test_what_is_declined_changes_nothing_and_says_why() -> None:
    activity = a_sent_one()
    correction = asked(activity)
    with pytest.raises(ReasonTooShort):
        correction.declined(activity, "tidak", by=MIA, at=CLOSED, least=10)
    answer = correction.declined(activity, "rapatnya memang dua jam", by=MIA, at=CLOSED, least=10)
    assert (answer.is_granted, activity.written, activity.corrected_at) == (False, WORDS, None)


def test_only_the_reviewer_decides_once_and_about_the_words_it_was_asked_for() -> None:
    activity = a_sent_one()
    correction = asked(activity)
    for wrong in (TOM, EVE, IDA):
        with pytest.raises(NotTheReviewer):
            correction.granted(activity, by=wrong, at=CLOSED)
        with pytest.raises(NotTheReviewer):
            correction.declined(activity, REASON, by=wrong, at=CLOSED, least=10)
    correction.answer = correction.declined(activity, REASON, by=MIA, at=CLOSED, least=10)
    with pytest.raises(AlreadyAnswered):
        correction.granted(activity, by=MIA, at=CLOSED)

    other = asked(activity)
    activity.kept = activity.revision = 5
    with pytest.raises(OtherState):
        other.granted(activity, by=MIA, at=CLOSED)
