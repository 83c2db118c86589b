"""What is still open about a draft, kept on its row: what is asked, and the likely answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any, Self


@dataclass(frozen=True)
class Answer:
    """One likely answer: a day, or minutes, or a start and an end."""

    day: date | None = None
    minutes: int | None = None
    start: time | None = None
    end: time | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "day": self.day.isoformat() if self.day else None,
            "minutes": self.minutes,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        return cls(
            day=date.fromisoformat(kept["day"]) if kept["day"] else None,
            minutes=kept["minutes"],
            start=time.fromisoformat(kept["start"]) if kept["start"] else None,
            end=time.fromisoformat(kept["end"]) if kept["end"] else None,
        )


@dataclass(frozen=True)
class Asked:
    """An open question: about "date" or "minutes", and the doubtful words it is about."""

    about: str
    answers: tuple[Answer, ...] = ()
    said: str | None = None

    def to_json(self) -> dict[str, Any]:
        answers = [answer.to_json() for answer in self.answers]
        return {"about": self.about, "answers": answers, "said": self.said}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        answers = tuple(Answer.from_json(answer) for answer in kept["answers"])
        return cls(kept["about"], answers, kept["said"])
