"""The way of an activity: who may do what with it, from where to where, and until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from models.people.employees import Employee
from models.refusals import Refusal
from models.work.activities import (
    Activity,
    BeingCorrected,
    NotTheAuthor,
    NotTheDecider,
    NotTheReviewer,
    OtherState,
)
from models.work.asking import Asked
from models.work.decisions import RejectedAs, Verdict
from models.work.reasons import ReasonTooLong, ReasonTooShort
from models.work.states import State
from models.work.windows import DayInFuture, EntryWindowClosed, MonthClosed
from models.work.written import MoreThanADay, StillAsking, WordsTooLong
from tests.rules.made import (
    AFTERNOON,
    EVE,
    IDA,
    MIA,
    TOM,
    TUESDAY,
    WORDS,
    a_draft,
    a_sent_one,
    a_window,
)

REASON = "lampirkan notulennya"
LATER = AFTERNOON + timedelta(hours=1)
MONTH_ENDS = datetime(2026, 12, 5, 17, 0, tzinfo=UTC)

Act = Callable[[Activity, Employee], object]


def approve(activity: Activity, by: Employee) -> object:
    return activity.approve(by=by, at=LATER)


def give_back(activity: Activity, by: Employee) -> object:
    return activity.give_back(REASON, by=by, at=LATER, least=10)


def reject(activity: Activity, by: Employee) -> object:
    return activity.reject(REASON, as_what=RejectedAs.FICTIVE, by=by, at=LATER, least=10)


def revoke(activity: Activity, by: Employee) -> object:
    return activity.revoke(by=by, at=LATER, until=MONTH_ENDS)


def submit(activity: Activity, by: Employee) -> object:
    activity.submit(by=by, to=MIA, at=LATER, window=a_window())
    return None


def amend(activity: Activity, by: Employee) -> object:
    words = replace(WORDS, what="rapat pengadaan")
    return activity.amend(words, by=by, at=LATER, window=a_window())


def cancel(activity: Activity, by: Employee) -> object:
    activity.cancel(by=by, at=LATER, window=a_window(), because=REASON, least=10)
    return None


def restore(activity: Activity, by: Employee) -> object:
    activity.restore(by=by)
    return None


AUTHORS = (submit, amend, cancel, restore)
REVIEWERS = (approve, give_back, reject)
AFTER: dict[tuple[State, Act], State] = {  # from, act: to; whatever is not here is refused
    (State.DRAFT, submit): State.SUBMITTED,
    (State.DRAFT, amend): State.DRAFT,
    (State.DRAFT, cancel): State.CANCELLED,
    (State.SUBMITTED, amend): State.SUBMITTED,
    (State.SUBMITTED, cancel): State.CANCELLED,
    (State.SUBMITTED, approve): State.APPROVED,
    (State.SUBMITTED, give_back): State.RETURNED,
    (State.SUBMITTED, reject): State.REJECTED,
    (State.RETURNED, submit): State.SUBMITTED,
    (State.RETURNED, amend): State.RETURNED,
    (State.RETURNED, cancel): State.CANCELLED,
    (State.RETURNED, revoke): State.SUBMITTED,
    (State.APPROVED, amend): State.SUBMITTED,
    (State.APPROVED, cancel): State.CANCELLED,
    (State.APPROVED, revoke): State.SUBMITTED,
    (State.REJECTED, revoke): State.SUBMITTED,
}


def one_in(state: State) -> Activity:
    """An activity that has come there by the rules."""
    if state is State.DRAFT:
        return a_draft()
    activity = a_sent_one()
    way: dict[State, Act] = {
        State.APPROVED: approve,
        State.RETURNED: give_back,
        State.REJECTED: reject,
    }
    if state is State.CANCELLED:
        cancel(activity, TOM)
    elif state in way:
        way[state](activity, MIA)
    return activity


@pytest.mark.parametrize("act", [*AUTHORS, *REVIEWERS, revoke])
@pytest.mark.parametrize("state", list(State))
def test_every_act_leads_where_it_should_or_is_refused(state: State, act: Act) -> None:
    activity = one_in(state)
    by = TOM if act in AUTHORS else MIA

    after = AFTER.get((state, act))
    if after is None:
        nobody_reviews_a_draft = state is State.DRAFT and act in REVIEWERS
        with pytest.raises(NotTheReviewer if nobody_reviews_a_draft else OtherState):
            act(activity, by)
        assert activity.state is state
    else:
        act(activity, by)
        assert activity.state is after


@pytest.mark.parametrize("wrong", [MIA, EVE, IDA])
@pytest.mark.parametrize(("state", "act"), [(state, act) for state, act in AFTER if act in AUTHORS])
def test_only_the_author_writes_sends_and_takes_back(
    state: State, act: Act, wrong: Employee
) -> None:
    activity = one_in(state)
    with pytest.raises(NotTheAuthor):
        act(activity, wrong)
    assert (activity.state, activity.written) == (state, WORDS)


@pytest.mark.parametrize("wrong", [TOM, EVE, IDA])
@pytest.mark.parametrize("act", REVIEWERS)
def test_only_the_reviewer_decides(act: Act, wrong: Employee) -> None:
    activity = a_sent_one()
    with pytest.raises(NotTheReviewer):
        act(activity, wrong)
    assert activity.state is State.SUBMITTED


def test_nobody_approves_their_own_even_if_the_row_says_so() -> None:
    activity = a_sent_one()
    activity.reviewer_id = TOM.id
    with pytest.raises(NotTheReviewer):
        approve(activity, TOM)


def test_an_author_sent_as_reviewer_is_no_reviewer() -> None:
    activity = a_draft()
    activity.submit(by=TOM, to=TOM, at=AFTERNOON, window=a_window())
    assert activity.reviewer_id is None
    with pytest.raises(NotTheReviewer):
        approve(activity, TOM)


@pytest.mark.parametrize("wrong", [TOM, EVE, IDA])
def test_only_whoever_decided_takes_the_decision_back(wrong: Employee) -> None:
    activity = one_in(State.APPROVED)
    with pytest.raises(NotTheDecider):
        revoke(activity, wrong)


def test_a_thrown_away_draft_comes_back_and_what_was_sent_does_not() -> None:
    activity = a_draft()
    cancel(activity, TOM)
    restore(activity, TOM)
    assert (activity.state, activity.decided_at) == (State.DRAFT, None)

    sent = one_in(State.CANCELLED)
    with pytest.raises(OtherState):
        restore(sent, TOM)


# Decisions


def test_a_decision_says_what_was_decided_about_which_words() -> None:
    activity = a_sent_one()
    decision = activity.reject(REASON, as_what=RejectedAs.DUPLICATE, by=MIA, at=LATER, least=10)
    assert (decision.verdict, decision.rejected_as, decision.revision, decision.by_id) == (
        Verdict.REJECTED,
        RejectedAs.DUPLICATE,
        1,
        MIA.id,
    )
    assert (activity.decided_at, activity.decided_by_id, activity.note) == (LATER, MIA.id, REASON)


def test_taking_a_decision_back_leaves_nothing_of_it_on_the_activity() -> None:
    activity = one_in(State.REJECTED)
    decision = activity.revoke(by=MIA, at=LATER, until=MONTH_ENDS)
    assert decision.verdict is Verdict.REVOKED
    assert (activity.decided_at, activity.decided_by_id, activity.note) == (None, None, None)


def test_a_decision_is_taken_back_until_the_month_ends() -> None:
    activity = one_in(State.APPROVED)
    with pytest.raises(MonthClosed):
        activity.revoke(by=MIA, at=MONTH_ENDS, until=MONTH_ENDS)
    activity.revoke(by=MIA, at=MONTH_ENDS - timedelta(seconds=1), until=MONTH_ENDS)


def test_a_return_stands_once_the_author_corrects_it() -> None:
    activity = one_in(State.RETURNED)
    amend(activity, TOM)
    with pytest.raises(BeingCorrected):
        revoke(activity, MIA)


@pytest.mark.parametrize("reason", ["", "   pendek   ", "kurang"])
def test_a_reason_must_say_something(reason: str) -> None:
    with pytest.raises(ReasonTooShort):
        a_sent_one().give_back(reason, by=MIA, at=LATER, least=10)
    with pytest.raises(ReasonTooShort):
        a_sent_one().reject(reason, as_what=RejectedAs.FICTIVE, by=MIA, at=LATER, least=10)


def test_a_reason_and_a_comment_must_fit_on_a_card() -> None:
    with pytest.raises(ReasonTooLong):
        a_sent_one().give_back("a" * 1001, by=MIA, at=LATER, least=10)
    with pytest.raises(ReasonTooLong):
        a_sent_one().approve(by=MIA, at=LATER, comment="a" * 1001)


# Words and revisions


def test_every_change_of_the_words_is_a_new_revision_and_what_was_sent_is_kept() -> None:
    activity = a_draft()
    assert amend(activity, TOM)
    assert (activity.revision, activity.kept) == (2, 0)
    submit(activity, TOM)
    assert (activity.revision, activity.kept) == (2, 2)

    activity.amend(replace(WORDS, minutes=60), by=TOM, at=LATER, window=a_window())
    assert (activity.revision, activity.kept) == (3, 3)
    give_back(activity, MIA)
    activity.amend(replace(WORDS, minutes=90), by=TOM, at=LATER)
    assert (activity.revision, activity.kept) == (4, 3)
    submit(activity, TOM)
    assert (activity.revision, activity.kept) == (4, 4)


def test_the_same_words_are_no_change() -> None:
    activity = a_sent_one()
    assert activity.amend(WORDS, by=TOM, at=LATER) is False
    assert (activity.revision, activity.written_at) == (1, AFTERNOON)


def test_what_is_sent_again_as_it_was_is_to_be_looked_at_again() -> None:
    activity = one_in(State.RETURNED)
    submit(activity, TOM)
    assert (activity.revision, activity.kept) == (2, 2)
    assert (activity.decided_at, activity.note) == (None, None)


def test_other_words_are_written_when_they_are_written_and_another_hour_is_not() -> None:
    activity = a_draft()
    activity.amend(replace(WORDS, start=time(9), minutes=60), by=TOM, at=LATER)
    assert activity.written_at == AFTERNOON
    amend(activity, TOM)
    assert activity.written_at == LATER


# What was sent, and changes


def test_an_approved_one_that_changes_waits_again_from_now_and_keeps_its_decision() -> None:
    activity = one_in(State.APPROVED)
    later = LATER + timedelta(days=5)
    words = replace(WORDS, end=time(11), minutes=180)

    assert activity.amend(words, by=TOM, at=later, window=a_window())
    assert (activity.state, activity.submitted_at) == (State.SUBMITTED, later)
    assert (activity.decided_at, activity.decided_by_id, activity.note) == (None, None, None)
    assert (activity.revision, activity.kept) == (2, 2)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED])
def test_what_was_sent_changes_and_goes_until_the_month_closes(state: State) -> None:
    words = replace(WORDS, what="rapat pengadaan")
    activity = one_in(state)
    with pytest.raises(MonthClosed):
        activity.amend(words, by=TOM, at=MONTH_ENDS, window=a_window())
    with pytest.raises(MonthClosed):
        activity.cancel(by=TOM, at=MONTH_ENDS, window=a_window(), because=REASON, least=10)
    assert (activity.state, activity.written) == (state, WORDS)

    just_before = MONTH_ENDS - timedelta(seconds=1)
    assert activity.amend(words, by=TOM, at=just_before, window=a_window())
    activity.cancel(by=TOM, at=just_before, window=a_window(), because=REASON, least=10)


def test_what_came_back_late_can_be_taken_away_as_long_as_it_can_be_corrected() -> None:
    back = datetime(2026, 12, 10, 3, 0, tzinfo=UTC)  # the month has closed
    activity = a_sent_one()
    activity.give_back(REASON, by=MIA, at=back, least=10)
    until = datetime(2026, 12, 15, 17, 0, tzinfo=UTC)
    with pytest.raises(MonthClosed):
        activity.cancel(by=TOM, at=until, window=a_window(), because=REASON, least=10)
    activity.cancel(
        by=TOM, at=until - timedelta(seconds=1), window=a_window(), because=REASON, least=10
    )


def test_whoever_takes_away_what_was_sent_says_why_and_it_is_kept() -> None:
    activity = one_in(State.APPROVED)
    with pytest.raises(ReasonTooShort):
        activity.cancel(by=TOM, at=LATER, window=a_window(), because="salah", least=10)
    activity.cancel(by=TOM, at=LATER, window=a_window(), because=REASON, least=10)
    assert (activity.state, activity.note, activity.decided_by_id) == (
        State.CANCELLED, REASON, None,
    )  # fmt: skip


def test_what_was_sent_changes_on_a_closed_day_but_moves_to_none() -> None:
    late = AFTERNOON + timedelta(days=6)
    activity = a_sent_one()
    shorter = replace(WORDS, end=time(9), minutes=60)
    activity.check_amended(shorter, at=late, window=a_window(now=late), others=0)

    other_day = replace(WORDS, day=date(2026, 11, 23))
    with pytest.raises(EntryWindowClosed):
        activity.check_amended(
            other_day, at=late, window=a_window(date(2026, 11, 23), now=late), others=0
        )
    with pytest.raises(MoreThanADay):
        activity.check_amended(shorter, at=late, window=a_window(now=late), others=1400)


# What may be sent


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"day": None}, StillAsking),
        ({"minutes": None, "start": None, "end": None}, StillAsking),
        ({"what": ""}, StillAsking),
        ({"day": date(2026, 11, 25)}, DayInFuture),
        ({"day": date(2026, 11, 18)}, EntryWindowClosed),
        ({"day": date(2026, 10, 30)}, MonthClosed),
        ({"minutes": 1441}, MoreThanADay),
        ({"what": "a" * 1501}, WordsTooLong),
    ],
)
def test_what_may_not_be_sent_says_why_and_stays_a_draft(
    changes: dict[str, object], refusal: type[Refusal]
) -> None:
    activity = a_draft(**changes)
    with pytest.raises(refusal):
        activity.submit(by=TOM, to=MIA, at=AFTERNOON, window=a_window(activity.day or TUESDAY))
    assert (activity.state, activity.kept) == (State.DRAFT, 0)


def test_an_open_question_keeps_it_a_draft_but_a_closed_day_comes_first() -> None:
    activity = a_draft()
    activity.questions = [Asked("minutes").to_json()]
    with pytest.raises(StillAsking):
        submit(activity, TOM)

    late = a_draft(day=date(2026, 11, 18))
    late.questions = [Asked("minutes").to_json()]
    with pytest.raises(EntryWindowClosed):
        late.check(at=AFTERNOON, window=a_window(date(2026, 11, 18)), others=0)


def test_a_full_day_holds_exactly_as_much_as_it_has() -> None:
    a_draft(minutes=440).check(at=AFTERNOON, window=a_window(), others=1000)
    with pytest.raises(MoreThanADay):
        a_draft(minutes=441).check(at=AFTERNOON, window=a_window(), others=1000)


# When it counts from


def test_it_counts_from_when_it_was_written_for_twelve_hours() -> None:
    activity = a_draft()
    window = a_window()
    soon = AFTERNOON + timedelta(hours=12) - timedelta(seconds=1)
    late = AFTERNOON + timedelta(hours=12)
    assert activity.counts_from(at=soon, window=window) == AFTERNOON
    assert activity.counts_from(at=late, window=window) == late


def test_what_was_written_on_the_last_evening_can_be_sent_in_the_morning() -> None:
    window = a_window()
    last_minute = window.closes_at - timedelta(minutes=1)
    activity = a_draft()
    activity.written_at = last_minute
    assert activity.closes_at(window) == last_minute + timedelta(hours=12)

    activity.check(at=last_minute + timedelta(hours=11), window=window, others=0)
    with pytest.raises(EntryWindowClosed):
        activity.check(at=last_minute + timedelta(hours=12), window=window, others=0)


def test_what_is_written_too_late_is_closed_at_once() -> None:
    window = a_window()
    activity = a_draft()
    activity.written_at = window.closes_at
    assert activity.closes_at(window) == window.closes_at
    with pytest.raises(EntryWindowClosed):
        activity.check(at=window.closes_at, window=window, others=0)


def test_what_came_back_late_has_as_much_time_again() -> None:
    activity = a_sent_one()
    back = datetime(2026, 12, 10, 3, 0, tzinfo=UTC)  # a Thursday; the month has closed
    activity.give_back(REASON, by=MIA, at=back, least=10)
    window = a_window(now=back)

    assert activity.closes_at(window) == datetime(2026, 12, 15, 17, 0, tzinfo=UTC)
    tuesday_evening = datetime(2026, 12, 15, 16, 59, tzinfo=UTC)
    activity.submit(by=TOM, to=MIA, at=tuesday_evening, window=window)
    assert activity.submitted_at == tuesday_evening


def test_a_draft_that_never_was_sent_gets_no_more_time() -> None:
    with pytest.raises(MonthClosed):
        a_draft().check(at=datetime(2026, 12, 10, 3, 0, tzinfo=UTC), window=a_window(), others=0)


# Two at once


@pytest.mark.parametrize(
    ("start", "minutes", "overlaps"),
    [
        (time(10), 60, False),
        (time(7), 60, False),
        (time(9, 59), 60, True),
        (time(7), 61, True),
        (time(8, 30), 30, True),
        (None, 60, False),
    ],
)
def test_the_same_time_twice_is_seen(start: time | None, minutes: int, overlaps: bool) -> None:
    other = a_draft(start=start, minutes=minutes)
    assert a_draft().overlaps(other) is other.overlaps(a_draft()) is overlaps


def test_a_night_shift_runs_past_midnight_and_another_day_is_another_day() -> None:
    night = a_draft(start=time(22), end=time(6), minutes=480)
    assert night.overlaps(a_draft(start=time(23), minutes=30))
    assert not night.overlaps(a_draft(start=time(5), minutes=30))
    assert not a_draft().overlaps(a_draft(day=date(2026, 11, 23)))


def test_words_are_the_same_whatever_they_were_made_of() -> None:
    one = a_draft(quantity=Decimal("12"), unit="berkas")
    assert one.written == replace(WORDS, quantity=Decimal("12.000"), unit="berkas")
