"""A practice report (latihan): read like any other, and kept nowhere but on its card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Any, Self

from handlers.people.jobs import Job
from handlers.reading import read
from handlers.turn import Say
from handlers.work.answering import with_answer
from handlers.work.drafting import Draft, drafts_from
from models.office import Office
from models.work.asking import Answer

_EXAMPLE = re.compile(r"<code>(.*?)</code>")


@dataclass(frozen=True)
class Practice:
    """What somebody wrote to try it out, as the card's facts keep it.

    ``message_id`` is of their own message; 0: it is an example, which nobody wrote.
    ``answers`` are (the activity's place, what was answered to its first question).
    """

    text: str
    said_at: datetime
    message_id: int = 0
    answers: tuple[tuple[int, Answer], ...] = ()

    @classmethod
    def of(cls, facts: dict[str, Any]) -> Self | None:
        """None if nothing has been written, or not any more."""
        if "text" not in facts:
            return None
        answers = tuple((at, Answer.from_json(answer)) for at, answer in facts["answers"])
        said_at = datetime.fromisoformat(facts["said_at"])
        return cls(facts["text"], said_at, facts["message_id"], answers)

    def to_facts(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "said_at": self.said_at.isoformat(),
            "message_id": self.message_id,
            "answers": [[at, answer.to_json()] for at, answer in self.answers],
        }

    def drafts(self, office: Office) -> list[Draft]:
        """What was understood, with the answers put in."""
        drafts = drafts_from(read(self.text, self.said_at, office), self.text)
        for at, answer in self.answers:
            drafts = _answered(drafts, at, answer)
        return drafts

    def answered(self, at: int, answer: Answer) -> Practice:
        return replace(self, answers=(*self.answers, (at, answer)))


def example_for(say: Say, job: Job) -> str:
    """The first of the examples of somebody's kind of job."""
    found = _EXAMPLE.search(say(f"examples-{job.value}"))
    assert found is not None, "every job has examples"
    return unescape(found[1])


def _answered(drafts: Sequence[Draft], at: int, answer: Answer) -> list[Draft]:
    """A day that several activities share is asked once, as with real drafts."""
    asked = drafts[at].questions[0]
    return [
        _with(one, asked, answer)
        if place == at or (answer.day is not None and asked in one.questions)
        else one
        for place, one in enumerate(drafts)
    ]


def _with(one: Draft, asked: dict[str, Any], answer: Answer) -> Draft:
    words = with_answer(one.words, answer)
    if answer.day is None and words.minutes is None:
        return Draft(words, one.questions)
    return Draft(words, [question for question in one.questions if question != asked])
