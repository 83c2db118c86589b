"""The kinds of an evaluation's cards, and their buttons."""

from __future__ import annotations

from handlers.cards import IsoDay, Number, Press
from models.appraisal.evaluation_answers import Question
from models.appraisal.periods import Cadence
from models.appraisal.ratings import Rating, UnitPredicate

HOME = "evaluations"  # one a person
SHEET = "rating-sheet"  # of a period: the workbook to be filled in
SHEET_BACK, SHEET_WRONG = "rating-sheet-back", "rating-sheet-wrong"  # of one that was sent back
OWN, REVIEW, OBJECTION = "evaluation", "evaluation-review", "evaluation-objection"  # of an id


class ShowTeam(Press, prefix="ev-team"):
    """The team's evaluations of a period, page by page."""

    cadence: Cadence
    since: IsoDay
    page: Number = 0


class OpenForAll(Press, prefix="ev-all"):
    """Buka untuk semua: everybody of the team may assess themself."""

    cadence: Cadence
    since: IsoDay


class OpenMine(Press, prefix="ev-own"):
    """One's own evaluation of a period, begun if there is none yet."""

    cadence: Cadence
    since: IsoDay


class OpenTheirs(Press, prefix="ev-one"):
    """A subordinate's evaluation of a period, begun if there is none yet."""

    cadence: Cadence
    since: IsoDay
    person: Number


class OpenEvaluation(Press, prefix="ev"):
    """The card of an evaluation that is there: one's own, or one that waits for a decision."""

    of: Number


class Home(Press, prefix="ev-home"):
    """Back to the overview."""


class Ask(Press, prefix="ev-ask"):
    """Go to a question."""

    question: Question


class Rate(Press, prefix="ev-rate"):
    """The answer to a question; the next one follows."""

    question: Question
    rating: Rating


class RateUnit(Press, prefix="ev-unit"):
    """The achievement of the unit that the person leads: their rating of results follows."""

    predicate: UnitPredicate


class Note(Press, prefix="ev-note"):
    """Words beside the answer."""

    question: Question


class Summary(Press, prefix="ev-sum"):
    """All answers at a glance."""


class SendSelf(Press, prefix="ev-send"):
    """Kirim penilaian diri."""


class Sign(Press, prefix="ev-sign"):
    """Tanda tangani."""


class CorrectEvaluation(Press, prefix="ev-fix"):
    """Perbaiki: the next version of what was signed."""


class Read(Press, prefix="ev-read"):
    """Baca: received."""


class Accept(Press, prefix="ev-yes"):
    """Terima."""


class ObjectTo(Press, prefix="ev-no"):
    """Keberatan, with a reason."""


class DecideResults(Press, prefix="ev-dr"):
    """The decider's rating of results; the rating of behaviour is asked next."""

    rating: Rating


class Decide(Press, prefix="ev-dec"):
    """The two ratings that are to hold; the reason is asked next."""

    results: Rating
    behaviour: Rating


class ChangeOutcome(Press, prefix="ev-chg"):
    """Ubah hasil: choose the ratings."""


class FillSheet(Press, prefix="ev-xl"):
    """Isi lewat Excel: the team's evaluations of a period as a workbook."""

    cadence: Cadence
    since: IsoDay


class ApplySheet(Press, prefix="ev-xl-go"):
    """Terapkan: the rows that the card counted go into the evaluations."""


class SignAll(Press, prefix="ev-signs"):
    """Tanda tangani: the evaluations that the card counted, each as it was then."""
