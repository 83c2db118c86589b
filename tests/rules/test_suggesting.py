"""What an activity serves is suggested from the words and from what was linked before."""

from __future__ import annotations

from models.appraisal.suggesting import Done, Planned, suggest

PLANNED = (
    Planned(1, "Terlaksananya proses kenaikan pangkat", frozenset({"berkas"})),
    Planned(2, "Tersusunnya laporan kinerja bulanan", frozenset({"laporan"})),
)


def test_words_of_the_plan_are_known_in_another_form() -> None:
    assert suggest("memproses kenaikan pangkat guru", None, planned=PLANNED, done=()) == 1
    assert suggest("menyusun laporan bulanan", None, planned=PLANNED, done=()) == 2


def test_nothing_is_suggested_where_nothing_is_likely() -> None:
    assert suggest("apel pagi", None, planned=PLANNED, done=()) is None
    assert suggest("apel pagi", None, planned=(), done=()) is None
    assert suggest("", None, planned=PLANNED, done=()) is None


def test_what_was_linked_before_weighs_more_than_the_plans_words() -> None:
    done = [Done("rekap absensi pegawai", 1)]
    assert suggest("rekap absensi bulan ini", None, planned=PLANNED, done=done) == 1


def test_what_served_nothing_before_serves_nothing_again() -> None:
    done = [Done("laporan piket malam", None)]
    assert suggest("laporan piket malam", "laporan", planned=PLANNED, done=done) is None


def test_a_result_that_is_planned_no_longer_is_not_suggested() -> None:
    done = [Done("rekap absensi pegawai", 9)]
    assert suggest("rekap absensi pegawai", None, planned=PLANNED, done=done) is None
