"""The words of an activity: what remains when everything else is read, as it was written."""

from __future__ import annotations

from handlers.reading.found import FoundQuantity
from handlers.reading.joining import SEQUENCE
from handlers.reading.parts import Part
from handlers.reading.quantities import PREPOSITIONS
from handlers.reading.tokens import Kind, Token, words

# Before a quantity that stands apart: said of it, and not of the work.
_SAID_OF_IT = words(
    """
    hasil hasilnya output sebanyak sejumlah total jumlah volume vol yaitu yakni keluaran ada
    selesai
    """
)
_APART = words(", ; : ( [ ) ] | = . - /")
_MARKS_BETWEEN = words(", ; : | = . - / > + → !")
_OPENING = words("( [ \" ' # @ “ $ ±")
_CLOSING = words(") ] \" ' % ? ” ° …")
_JOINERS = SEQUENCE | words("dan & serta")
_LEADING = words("dengan dgn itu")
_BEFORE_LEADING = SEQUENCE | words("setelah sesudah habis")
_TRAILING = _JOINERS | words("pada pd selama mulai")
_PAIRS = {"(": ")", "[": "]"}


def chosen_quantity(part: Part) -> tuple[FoundQuantity | None, range]:
    """The output that counts, and the tokens that leave the words with it.

    One that stands apart wins and leaves; else the first that no preposition makes company.
    """
    if not part.line.quantities:
        return None, range(0)
    inside = [found for found in part.found if isinstance(found, FoundQuantity)]
    for quantity in inside:
        if (apart := _apart(part, quantity)) is not None:
            return quantity, apart
    return _first_of_the_work(part), range(0)


def _apart(part: Part, quantity: FoundQuantity) -> range | None:
    """The stretch of a quantity between two marks, with nothing else in it but "hasil"."""
    line, tokens = part.line, part.line.tokens
    first = quantity.first - 1
    while first >= part.first and (line.is_taken(first) or tokens[first].text in _SAID_OF_IT):
        first -= 1
    after = quantity.after
    while after < part.after and line.is_taken(after):
        after += 1
    if after < part.after and tokens[after].text not in _APART:
        return None
    if first < part.first:
        others = line.word_in(part.first, quantity.first) or line.word_in(after, part.after)
        return range(first + 1, quantity.after) if others else range(quantity.first, quantity.after)
    return range(first + 1, quantity.after) if _parts(part, first) else None


def _parts(part: Part, i: int) -> bool:
    """Whether a mark sets apart: not the point of an abbreviation, nor a hyphen in a word."""
    token, following = part.line.tokens[i], part.line.tokens[i + 1]
    return token.text in _APART and not (token.text in ".-/" and following.tight)


def _first_of_the_work(part: Part) -> FoundQuantity | None:
    line = part.line
    in_company = False
    for i in range(part.first, part.after):
        quantity = line.quantities.get(i)
        if quantity is not None and not in_company and quantity.after <= part.after:
            return quantity
        if line.is_word(i):
            in_company |= line.tokens[i].text in PREPOSITIONS
        elif line.is_taken(i) or _parts(part, i):
            in_company = False
    return None


def words_of(part: Part, without: range) -> list[int]:
    """The tokens of the activity's words, without the marks and joiners that led to the rest."""
    line = part.line
    kept = [i for i in range(part.first, part.after) if not line.is_taken(i) and i not in without]
    tidy = _without_loose_marks(line.tokens, kept)
    return _without_loose_ends(part, tidy)


def _without_loose_marks(tokens: list[Token], kept: list[int]) -> list[int]:
    """Without empty brackets, and without marks that part nothing from nothing."""
    tidy: list[int] = []
    for i in kept:
        text = tokens[i].text
        before = tokens[tidy[-1]].text if tidy else ""
        if text in (")", "]"):
            while before in _MARKS_BETWEEN and tidy:
                tidy.pop()
                before = tokens[tidy[-1]].text if tidy else ""
            if tidy and _PAIRS.get(before) == text:
                tidy.pop()
                continue
        loose = text in _MARKS_BETWEEN and (before in _PAIRS or before in _MARKS_BETWEEN)
        as_written = tokens[i].tight and bool(tidy) and tidy[-1] == i - 1  # "..." and ",-"
        if as_written or not loose:
            tidy.append(i)
    return tidy


def _without_loose_ends(part: Part, kept: list[int]) -> list[int]:
    tokens = part.line.tokens
    first, after = 0, len(kept)
    while first < after and _leads(part, kept, first):
        first += 1
    while first < after and _trails(tokens[kept[after - 1]]):
        after -= 1
    return kept[first:after]


def _leads(part: Part, kept: list[int], k: int) -> bool:
    tokens = part.line.tokens
    token = tokens[kept[k]]
    if token.kind is Kind.MARK:
        return token.text not in _OPENING
    if token.text in ("setelah", "sesudah", "habis") and tokens[kept[k] + 1].text == "itu":
        return True
    if token.text == "lanjut":
        return _leads_on(part, kept[k])
    if token.text in _LEADING:  # dilanjutkan dengan, setelah itu
        return k > 0 and tokens[kept[k - 1]].text in _BEFORE_LEADING
    return token.text in _JOINERS


def _leads_on(part: Part, i: int) -> bool:
    """Lanjut 10-12 rekon; but in "10-12 lanjut rekon" it is what was done, as in "lanjut usia"."""
    line, before = part.line, i - 1
    if i + 1 < part.after and line.is_taken(i + 1):
        return True
    while before >= part.first and not (line.is_taken(before) or line.is_word(before)):
        before -= 1
    after_a_time = before >= part.first and line.is_taken(before)
    return not after_a_time and line.tokens[i + 1].text != "usia"


def _trails(token: Token) -> bool:
    if token.kind is Kind.MARK:
        return token.text not in _CLOSING
    return token.text in _TRAILING
