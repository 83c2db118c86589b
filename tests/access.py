"""Who may what: the one table. Every command and every question has a line.

``tests/test_access.py`` and ``tests/test_steps_of_others.py`` find commands, buttons and questions
in the dispatcher itself: one without its line fails there. Buttons need none: whatever inherits
``Press`` is tried on everybody else's cards.
"""

from __future__ import annotations

from enum import StrEnum

from models.people.employees import Role


class Who(StrEnum):
    """Everybody who may write to the bot."""

    STRANGER = "stranger"
    STAFF = "staff"
    SUPERVISOR = "supervisor"
    UNIT_HEAD = "unit head"
    PERFORMANCE_TEAM = "performance team"
    UNIT_ADMIN = "unit admin"
    OFFICE_ADMIN = "office admin"


# Those that a role makes; the others are made by where they stand.
ROLES = {
    Who.UNIT_HEAD: Role.UNIT_HEAD,
    Who.PERFORMANCE_TEAM: Role.PERFORMANCE_TEAM,
    Who.UNIT_ADMIN: Role.UNIT_ADMIN,
    Who.OFFICE_ADMIN: Role.OFFICE_ADMIN,
}
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


class Over(StrEnum):
    """Whose business a question's answer is, and so what takes the right to answer it away."""

    OWN = "own"  # one's own work, plan or absence: nothing does
    NAMED = "named"  # something put to somebody by name: nothing but its end
    LED = "led"  # of whom one leads: another superior does
    UNIT = "unit"  # of whom one looks after: the end of the role does


# Every question that a message answers.
STEPS = {
    "Adding:words": Over.OWN,
    "Amending:value": Over.OWN,
    "Asking:day": Over.OWN,
    "Asking:quantity": Over.OWN,
    "Asking:time": Over.OWN,
    "Asking:what": Over.OWN,
    "AskingChange:reason": Over.NAMED,
    "Cancelling:reason": Over.OWN,
    "Coaching:topic": Over.LED,
    "Correcting:reason": Over.OWN,
    "Correcting:words": Over.OWN,
    "DaysAway:days": Over.OWN,
    "Deciding:words": Over.LED,
    "Declining:reason": Over.NAMED,
    "Doubting:who": Over.OWN,
    "Expecting:words": Over.LED,
    "Finding:who": Over.UNIT,
    "Giving:answer": Over.OWN,
    "Giving:words": Over.LED,
    "Leaving:reason": Over.UNIT,
    "Naming:day": Over.UNIT,
    "Naming:days": Over.OWN,
    "Naming:letter": Over.OWN,
    "Naming:who": Over.OWN,
    "Noting:words": Over.OWN,
    "Objecting:days": Over.NAMED,
    "Objecting:reason": Over.NAMED,
    "ObjectingToOutcome:decision": Over.NAMED,
    "ObjectingToOutcome:reason": Over.OWN,
    "Picking:who": Over.UNIT,
    "Planning:indicator": Over.OWN,
    "Planning:result": Over.OWN,
    "Planning:target": Over.OWN,
    "Planning:words": Over.OWN,
    "Realising:words": Over.OWN,
    "Rectifying:words": Over.OWN,
    "Reporting:what": Over.OWN,
    "Talking:agreed": Over.LED,
    "Talking:otherwise": Over.OWN,
    "Touring:words": Over.OWN,
}

# What is over once and for all when it has been answered, agreed, signed or taken away.
ENDS = {
    "Amending:value",
    "AskingChange:reason",
    "Cancelling:reason",
    "Deciding:words",
    "Declining:reason",
    "Giving:answer",
    "Leaving:reason",
    "Noting:words",
    "Objecting:reason",
    "ObjectingToOutcome:decision",
    "ObjectingToOutcome:reason",
    "Picking:who",
    "Planning:indicator",
    "Planning:result",
    "Planning:target",
    "Planning:words",
    "Talking:otherwise",
}

# What takes words that nobody asked for, and what takes a report in the midst of a question.
FREE = {
    "errands.take_file",
    "evidence.take_evidence",
    "evidence.take_links",
    "filling-sheets.take_sheet",
    "following.follow_the_edit",
    "groups.nothing_here",
    "groups.written",
    "repeating.repeat_as_said",
    "reporting.report",
    "saying-away.offer",
    "strangers.how_to_join",
    "strangers.not_a_command",
}
INTERRUPTED = "interrupting.report_meanwhile"
