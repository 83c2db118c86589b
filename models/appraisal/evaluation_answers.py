"""The questions of an evaluation, and what each side answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.appraisal.ratings import Rating
from models.base import NumberedBase

MOST_OF_A_NOTE = 500


class Side(StrEnum):
    """Whose answer it is."""

    SELF = "self"
    APPRAISER = "appraiser"


class Question(StrEnum):
    """What is asked, in this order; BerAKHLAK of SE MenPANRB 20/2021 between the two ratings."""

    RESULTS = "results"
    SERVICE = "service"  # berorientasi pelayanan
    ACCOUNTABLE = "accountable"  # akuntabel
    COMPETENT = "competent"  # kompeten
    HARMONIOUS = "harmonious"  # harmonis
    LOYAL = "loyal"  # loyal
    ADAPTIVE = "adaptive"  # adaptif
    COLLABORATIVE = "collaborative"  # kolaboratif
    BEHAVIOUR = "behaviour"  # all seven together: the values themselves have no levels


ASKED = {Side.SELF: tuple(Question)[:-1], Side.APPRAISER: tuple(Question)}


class EvaluationAnswer(NumberedBase):
    """A rating and a note, of one side on one question."""

    __tablename__ = "evaluation_answers"
    __table_args__ = (UniqueConstraint("evaluation_id", "side", "question"),)

    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id"), init=False)
    side: Mapped[Side]
    question: Mapped[Question]
    at: Mapped[datetime]
    rating: Mapped[Rating | None] = mapped_column(default=None)
    words: Mapped[str | None] = mapped_column(String(MOST_OF_A_NOTE), default=None)

    def copied(self) -> EvaluationAnswer:
        names = ("side", "question", "at", "rating", "words")
        return EvaluationAnswer(**{name: getattr(self, name) for name in names})
