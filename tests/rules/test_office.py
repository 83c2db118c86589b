"""The office's rules: by date, by unit, the nearest wins; a file with a mistake is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from pydantic import ValidationError

from config.settings import HERE
from models.office import Office, Pattern, Rules
from models.people.postings import Posting
from models.people.units import Unit

EVERYBODY = Rules(valid_from=date(2026, 1, 1), entry_window=3, reason_at_least=10)
FROM_JULY = Rules(valid_from=date(2026, 7, 1), entry_window=5)
HOSPITAL = Rules(valid_from=date(2026, 1, 1), unit="RSUD", pattern=Pattern.SIX_DAYS)
WARD = Rules(valid_from=date(2026, 3, 1), unit="IGD", entry_window=1)


def office(*rules: Rules) -> Office:
    return Office(name="Contoh", agency="BKPSDM", rules=rules)


def test_later_rules_hold_from_their_day_and_leave_the_past_alone() -> None:
    contoh = office(EVERYBODY, FROM_JULY)
    assert contoh.rules_on(date(2026, 6, 30)).entry_window == 3
    assert contoh.rules_on(date(2026, 7, 1)).entry_window == 5


def test_what_a_later_rule_does_not_say_is_inherited() -> None:
    changed = Rules(valid_from=date(2026, 7, 1), reason_at_least=20)
    held = office(Rules(valid_from=date(2026, 1, 1), entry_window=7), changed).rules_on(
        date(2026, 8, 1)
    )
    assert (held.entry_window, held.reason_at_least) == (7, 20)


def test_the_order_in_the_file_does_not_matter() -> None:
    day = date(2026, 8, 1)
    assert office(FROM_JULY, EVERYBODY).rules_on(day) == office(EVERYBODY, FROM_JULY).rules_on(day)


def test_the_nearest_unit_wins_and_inherits_the_rest() -> None:
    contoh = office(EVERYBODY, FROM_JULY, HOSPITAL, WARD)
    ward = contoh.rules_on(date(2026, 8, 1), ("RSUD", "IGD"))
    assert (ward.pattern, ward.entry_window, ward.reason_at_least) == (Pattern.SIX_DAYS, 1, 10)
    hospital = contoh.rules_on(date(2026, 8, 1), ("RSUD",))
    assert (hospital.pattern, hospital.entry_window) == (Pattern.SIX_DAYS, 5)


def test_another_units_rules_are_nobody_elses() -> None:
    contoh = office(EVERYBODY, HOSPITAL)
    assert contoh.rules_on(date(2026, 8, 1), ("DINKES",)).pattern is Pattern.FIVE_DAYS
    assert contoh.rules_on(date(2026, 8, 1)).pattern is Pattern.FIVE_DAYS


def test_a_units_rules_wait_for_their_day() -> None:
    contoh = office(EVERYBODY, WARD)
    assert contoh.rules_on(date(2026, 2, 28), ("RSUD", "IGD")).entry_window == 3


def test_before_the_first_rules_the_first_rules_held() -> None:
    assert office(EVERYBODY, FROM_JULY).rules_on(date(2025, 12, 31)).entry_window == 3


def test_a_posting_may_have_a_pattern_of_its_own() -> None:
    unit = Unit.below(None, code="RSUD", name="Rumah Sakit")
    posting = Posting(position="Perawat", since=date(2026, 1, 1), unit=unit)
    contoh, day = office(EVERYBODY, HOSPITAL), date(2026, 8, 1)
    assert posting.rules_on(day, contoh).pattern is Pattern.SIX_DAYS
    posting.pattern = Pattern.FIVE_DAYS
    assert posting.rules_on(day, contoh).pattern is Pattern.FIVE_DAYS


def test_a_posting_holds_from_its_first_day_to_its_last() -> None:
    posting = Posting(position="Analis", since=date(2026, 3, 1), until=date(2026, 5, 31))
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))
    assert [posting.holds_on(day) for day in days] == [False, True, True, False]


def test_a_unit_contains_what_is_below_it_and_no_namesake() -> None:
    health = Unit.below(None, code="DINKES", name="Dinas Kesehatan")
    clinic = Unit.below(health, code="PKM", name="Puskesmas")
    other = Unit.below(None, code="DINKES2", name="Dinas Lain")
    assert clinic.codes == ("DINKES", "PKM")
    assert [health.contains(unit) for unit in (health, clinic, other)] == [True, True, False]
    assert not clinic.contains(health)


def test_the_wall_clock_is_the_offices() -> None:
    contoh = office(EVERYBODY)
    evening = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
    assert contoh.today(evening) == date(2026, 11, 25)
    assert contoh.local(evening).time() == time(0, 30)
    assert contoh.at(date(2026, 11, 25), time(0, 30)) == evening


def test_offices_with_the_same_rules_have_the_same_fingerprint() -> None:
    assert office(EVERYBODY).fingerprint == office(EVERYBODY).fingerprint
    assert office(EVERYBODY).fingerprint != office(EVERYBODY, FROM_JULY).fingerprint


def test_the_file_that_comes_with_the_bot_is_valid() -> None:
    assert Office.from_toml(HERE / "office.toml").rules_on(date(2026, 11, 24)).entry_window == 3


@pytest.mark.parametrize(
    "mistake",
    [
        "rules = []\n",
        '[[rules]]\nvalid_from = 2026-01-01\nunit = "RSUD"\n',
        "[[rules]]\nvalid_from = 2026-01-01\nentry_windows = 3\n",
        "[[rules]]\nvalid_from = 2026-01-01\nentry_window = -1\n",
        '[[rules]]\nvalid_from = 2026-01-01\npattern = "4-days"\n',
    ],
)
def test_a_mistake_in_the_file_is_refused(mistake: str, tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    file.write_text(f'name = "Contoh"\nagency = "BKPSDM"\n{mistake}')
    with pytest.raises(ValidationError):
        Office.from_toml(file)
