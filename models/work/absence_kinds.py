"""Why somebody is away: the kinds of absence, cuti as in PP 11/2017."""

from __future__ import annotations

from enum import StrEnum


class AbsenceKind(StrEnum):
    """Why somebody is away; cuti as in PP 11/2017."""

    LEAVE = "leave"  # cuti, said by chat: which one is on paper
    ANNUAL_LEAVE = "annual-leave"  # cuti tahunan
    LONG_LEAVE = "long-leave"  # cuti besar
    MATERNITY_LEAVE = "maternity-leave"  # cuti melahirkan
    URGENT_LEAVE = "urgent-leave"  # cuti karena alasan penting
    UNPAID_LEAVE = "unpaid-leave"  # cuti di luar tanggungan negara
    SICK = "sick"  # sakit
    PERMISSION = "permission"  # izin
    DUTY_TRAVEL = "duty-travel"  # dinas luar
    TRAINING = "training"  # diklat
    STUDY = "study"  # tugas belajar


BY_BUTTON = (AbsenceKind.LEAVE, AbsenceKind.SICK, AbsenceKind.DUTY_TRAVEL)
AT_ONCE = (*BY_BUTTON, AbsenceKind.PERMISSION)  # what counts without a tap, unless office.toml says
MAY_REPORT = (AbsenceKind.DUTY_TRAVEL, AbsenceKind.TRAINING)  # work goes on elsewhere
OF_LEAVE = (
    AbsenceKind.ANNUAL_LEAVE,
    AbsenceKind.LONG_LEAVE,
    AbsenceKind.MATERNITY_LEAVE,
    AbsenceKind.URGENT_LEAVE,
    AbsenceKind.UNPAID_LEAVE,
)

# As people call them, in words.
NAMED = {
    "cuti tahunan": AbsenceKind.ANNUAL_LEAVE,
    "cuti besar": AbsenceKind.LONG_LEAVE,
    "cuti melahirkan": AbsenceKind.MATERNITY_LEAVE,
    "cuti bersalin": AbsenceKind.MATERNITY_LEAVE,
    "cuti sakit": AbsenceKind.SICK,
    "cuti karena alasan penting": AbsenceKind.URGENT_LEAVE,
    "cuti alasan penting": AbsenceKind.URGENT_LEAVE,
    "cuti di luar tanggungan negara": AbsenceKind.UNPAID_LEAVE,
    "cltn": AbsenceKind.UNPAID_LEAVE,
    "dinas luar": AbsenceKind.DUTY_TRAVEL,
    "perjalanan dinas": AbsenceKind.DUTY_TRAVEL,
    "tugas belajar": AbsenceKind.STUDY,
    "diklat": AbsenceKind.TRAINING,
    "pelatihan": AbsenceKind.TRAINING,
    "sakit": AbsenceKind.SICK,
}
# As lists have them: also in short, and without saying which cuti.
LISTED_AS = NAMED | {
    "cuti": AbsenceKind.LEAVE,
    "izin": AbsenceKind.PERMISSION,
    "ijin": AbsenceKind.PERMISSION,
    "ct": AbsenceKind.ANNUAL_LEAVE,
    "cap": AbsenceKind.URGENT_LEAVE,
    "dl": AbsenceKind.DUTY_TRAVEL,
    "tb": AbsenceKind.STUDY,
}


def broadly(kind: str | None) -> str:
    """The kind as others read it: of leave only that it is leave."""
    return AbsenceKind.LEAVE.value if kind in OF_LEAVE else kind or ""
