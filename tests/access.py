"""Who may what: the one table. Every command has a line; every button is its card's reader's.

``tests/test_access.py`` finds commands and buttons in the dispatcher itself: one without its line
fails there. Buttons need none: whatever inherits ``Press`` is tried on everybody else's cards.
"""

from __future__ import annotations

from enum import StrEnum


class Who(StrEnum):
    """Everybody who may write to the bot."""

    STRANGER = "stranger"
    STAFF = "staff"
    SUPERVISOR = "supervisor"
    UNIT_HEAD = "unit head"
    PERFORMANCE_TEAM = "performance team"
    UNIT_ADMIN = "unit admin"
    OFFICE_ADMIN = "office admin"


EVERYBODY = frozenset(Who)
JOINED = EVERYBODY - {Who.STRANGER}
ADMINS = frozenset({Who.UNIT_ADMIN, Who.OFFICE_ADMIN})

# Whose command is answered; whoever is not named is refused in words.
COMMANDS = {
    "start": EVERYBODY,
    "kantor": ADMINS,
    "tertahan": ADMINS,
    **dict.fromkeys(
        ("atur", "bahasa", "bantuan", "batal", "bulan", "data_saya", "hari_ini", "izin", "kenapa",
         "lapor", "minggu", "nilai", "pengganti", "rekap", "riwayat", "skp", "tahun", "tim",
         "tinjau", "ulang", "umpan_balik"),
        JOINED,
    ),
}  # fmt: skip

# Buttons that stand on no card: before somebody has joined there is none, and a tour is one's own.
WITHOUT_CARD = {"BeginTour", "Confirm"}
