"""What changed, in words."""

from __future__ import annotations

import pytest

from handlers.work.changes import apart


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("rapat koordinasi", "rapat pengadaan", ("rapat koordinasi", "rapat pengadaan")),
        (
            "menyusun laporan bulanan seksi arsip",
            "menyusun laporan tahunan seksi arsip",
            ("… laporan bulanan seksi …", "… laporan tahunan seksi …"),
        ),
        ("rapat", "rapat staf", ("rapat", "rapat staf")),
        ("apel apel pagi", "apel pagi", ("apel apel …", "apel …")),
        ("rapat", "input data", ("rapat", "input data")),
    ],
)
def test_only_what_differs_is_shown_with_a_word_around(
    one: str, other: str, shown: tuple[str, str]
) -> None:
    assert apart(one, other) == shown


def test_long_words_are_shown_where_they_differ() -> None:
    long = " ".join(["memeriksa"] * 80)
    one, other = apart(f"{long} surat", f"{long} berkas")
    assert (one, other) == ("… memeriksa surat", "… memeriksa berkas")
