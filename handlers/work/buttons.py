"""The buttons of the two cards of a day's work: the author's and the reviewer's."""

from __future__ import annotations

from enum import StrEnum

from handlers.cards import IsoDay, Number, Press
from models.work.decisions import RejectedAs


class Send(Press, prefix="send"):
    """Kirim."""


class Discard(Press, prefix="drop"):
    """Buang: the drafts of this report."""


class Restore(Press, prefix="undrop"):
    """Take the drafts back out of the bin."""


class Amend(Press, prefix="amend"):
    """Ubah: choose what (0), or the activity with this id."""

    at: Number = 0


class Field(StrEnum):
    """What can be changed one by one."""

    DAY = "day"
    TIME = "time"
    WHAT = "what"
    QUANTITY = "quantity"


class Change(Press, prefix="field"):
    """One field of one activity."""

    at: Number
    field: Field


class Remove(Press, prefix="gone"):
    """One activity of the report, taken away."""

    at: Number


class CancelGone(Press, prefix="gone-yes"):
    """Batalkan: what vanished from an edited message, all (0) or the activity with this id."""

    at: Number = 0


class KeepGone(Press, prefix="gone-no"):
    """Biarkan: what vanished from the message stays as it was sent."""


class AskCorrection(Press, prefix="mend"):
    """Minta perbaikan: choose what (0), or the activity with this id."""

    at: Number = 0


class GrantCorrection(Press, prefix="mend-yes"):
    """Setujui perbaikan: exactly what this card shows."""


class DeclineCorrection(Press, prefix="mend-no"):
    """Leave it as it stands, with a reason."""


class AddMore(Press, prefix="more"):
    """Tambah: more activities on this report."""


class DoubtSuperior(Press, prefix="boss"):
    """Salah atasan?: it was sent to somebody who is not the author's superior."""


class ShowHistory(Press, prefix="past"):
    """Riwayat: of what the card shows (0), or of the activity with this id."""

    at: Number = 0


class Reply(Press, prefix="reply"):
    """One of the likely answers to an activity's first open question."""

    at: Number
    answer: Number


class RepeatReport(Press, prefix="redo"):
    """Ulangi: what this report's card shows, once more for today."""


class RepeatDay(Press, prefix="again"):
    """Seperti kemarin: what was done on that day."""

    day: IsoDay


class RepeatUsual(Press, prefix="usual"):
    """What is usually done on this weekday."""


class RepeatOne(Press, prefix="same"):
    """One of the activities that were used most, by the number of its words."""

    key: Number


class Back(Press, prefix="back"):
    """Leave the mode the card is in; a question that was asked is asked no more."""


class ApproveAll(Press, prefix="yes"):
    """Setujui semua: exactly what this version showed."""

    at: Number = 0  # or one activity of it


class OneByOne(Press, prefix="one"):
    """Satu per satu: the activity with this id, or the first that waits."""

    at: Number = 0


class Act(StrEnum):
    """What else a reviewer does with an activity."""

    GIVE_BACK = "return"
    REJECT = "reject"
    COMMENT = "comment"
    REVOKE = "revoke"


class Choose(Press, prefix="pick"):
    """An act, before it is known for which activity."""

    act: Act


class Do(Press, prefix="do"):
    """An act on one activity, or (0) on all that it can be done to."""

    act: Act
    at: Number = 0


class RejectAs(Press, prefix="as"):
    """Tolak: as what."""

    at: Number
    kind: RejectedAs


class SeeEvidence(Press, prefix="see"):
    """The photos and documents behind a card."""
