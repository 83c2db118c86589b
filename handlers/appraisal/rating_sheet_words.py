"""The words of a spreadsheet of ratings: its titles, its choices, and what is wrong with a row."""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape

from handlers.appraisal.evaluation_words import achievement_in, question_in, rating_in
from handlers.documents.rating_sheet import EXPECTED, REMARK, TOLD, all_columns
from handlers.turn import Say
from models.appraisal.rating_rows import ASKS, NOTE, Choices, Found
from models.appraisal.ratings import Rating, UnitPredicate


def titles_in(say: Say) -> dict[str, str]:
    """By column."""
    told = {name: say("rating-sheet-column", column=name) for name in (*TOLD, REMARK)}
    for question in ASKS:
        name = question_in(say, question)
        told[question.value] = say("rating-sheet-rating", name=name)
        told[question.value + NOTE] = say("rating-sheet-words", name=name)
        told[question.value + EXPECTED] = say("rating-sheet-expected", name=name)
    return {column: plainly(title) for column, title in told.items()}


def columns_in(says: Sequence[Say]) -> dict[str, str]:
    """The column of a title in any of these languages."""
    return all_columns([titles_in(say) for say in says])


def choices_in(says: Sequence[Say]) -> Choices:
    """What an offered word means in any of these languages."""
    return Choices(
        {_word(rating_in(say, one)): one for say in says for one in Rating},
        {_word(achievement_in(say, one)): one for say in says for one in UnitPredicate},
    )


def wrong_lines(say: Say, found: Found) -> list[str]:
    """Why a row is not taken, a line each."""
    titles = titles_in(say)
    return [
        say("rating-sheet-wrong", why=why.value, column=titles.get(column or "", ""))
        for column, why in found.wrong
    ]


def plainly(said: str | None) -> str:
    """For a workbook: no HTML, on one line."""
    return " ".join(unescape(said or "").split())


def _word(said: str | None) -> str:
    return plainly(said).casefold()
