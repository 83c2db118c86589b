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


def broadly(kind: str | None) -> str:
    """The kind as others read it: of leave only that it is leave."""
    return AbsenceKind.LEAVE.value if kind in OF_LEAVE else kind or ""
