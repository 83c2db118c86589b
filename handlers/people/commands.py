"""The commands: what Telegram's menu offers, and what else /bantuan names, by role.

Each is described by the text ``command-…``, which both of them show.
"""

from __future__ import annotations

from collections.abc import Iterator

# What the menu offers to everybody; a menu is the same for all roles.
COMMANDS = ("lapor", "ulang", "hari_ini", "izin", "minggu", "bulan", "rekap", "tim", "tinjau",
            "riwayat", "skp", "umpan_balik", "nilai", "atur", "bantuan", "bahasa")  # fmt: skip
BESIDES = ("tahun", "kenapa", "data_saya", "batal")  # heard, and too seldom wanted for the menu
REVIEWERS = ("tim", "tinjau", "pengganti")  # only named to who has somebody to review
ADMINS = ("kantor", "tertahan", "pengganti")


def commands_for(*, reviews: bool, admin: bool) -> Iterator[str]:
    """The commands that are of use to somebody, in the menu's order."""
    theirs = (*(REVIEWERS if reviews else ()), *(ADMINS if admin else ()))
    not_theirs = {*REVIEWERS, *ADMINS}.difference(theirs)
    yield from (c for c in dict.fromkeys((*COMMANDS, *BESIDES, *theirs)) if c not in not_theirs)
