"""The buttons of a work plan's cards: its author's and the superior's."""

from __future__ import annotations

from handlers.cards import Number, Press
from models.appraisal.plans import Aspect


class BeginPlan(Press, prefix="skp-new"):
    """Buat SKP: for this year, or from a transfer on."""


class OpenPlan(Press, prefix="skp"):
    """The card of another plan, at the end of the chat."""

    plan: Number


class AddResult(Press, prefix="skp-add"):
    """Tambah RHK."""


class PickResult(Press, prefix="skp-pick"):
    """Ubah: choose which (0), or the result with this key."""

    at: Number = 0


class RewordResult(Press, prefix="skp-word"):
    """Other words for a result."""

    at: Number


class SetTarget(Press, prefix="skp-aim"):
    """The target of one aspect of a result is asked for."""

    at: Number
    aspect: Aspect


class WordIndicator(Press, prefix="skp-iki"):
    """Own words for the indicator of one aspect of a result."""

    at: Number
    aspect: Aspect


class PickProgress(Press, prefix="skp-real"):
    """Isi realisasi: of which result (0), or of which indicator of this one."""

    at: Number = 0


class SayProgress(Press, prefix="skp-say"):
    """What was reached of one indicator is asked for."""

    at: Number
    aspect: Aspect


class Perspectives(Press, prefix="skp-jpt"):
    """Aspects, or the perspectives that JPT have instead."""

    at: Number


class TurnKind(Press, prefix="skp-kind"):
    """Utama to tambahan, and back."""

    at: Number


class Serve(Press, prefix="skp-for"):
    """Which of the superior's results it serves: choose (0), or the one with this key."""

    at: Number
    to: Number = 0


class DropResult(Press, prefix="skp-drop"):
    """A result that is planned no longer."""

    at: Number


class LeavePicking(Press, prefix="skp-back"):
    """Back to the whole plan."""


class ProposePlan(Press, prefix="skp-ask"):
    """Ajukan ke atasan."""


class WithdrawPlan(Press, prefix="skp-take"):
    """Tarik kembali."""


class RevisePlan(Press, prefix="skp-edit"):
    """Ubah SKP: the next version."""


class AgreePlan(Press, prefix="skp-yes"):
    """Setujui: exactly what this card shows."""


class AskPlanChange(Press, prefix="skp-no"):
    """Minta ubah, with a reason."""
