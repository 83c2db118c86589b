"""A message cut into items: at line ends and semicolons, bullets, and numbers in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from handlers.reading.names import clock_shaped, takes_a_number
from handlers.reading.tokens import END, Kind, Token, words

_BULLETS = words("- + > • · * » → # = ‣ ◦ |")
_REACH = 60  # tokens within which a list that has a 1 has a 2
_CLOSES = words(". ) |")
_ENDS = frozenset(("\n", ";", END.text))


class Item(NamedTuple):
    """A stretch of tokens that stands apart, without its bullet."""

    first: int
    after: int
    bulleted: bool


def items(tokens: Sequence[Token]) -> Iterator[Item]:
    """What stands on its own line, after a semicolon, or under the next number of a list."""
    bullets = _Bullets(tokens)
    head, start = 0, bullets.past(0)
    for i in range(tokens.index(END) + 1):
        if tokens[i].text in _ENDS:
            following = i + 1
        elif i >= start and tokens[i].text in bullets.may_follow and bullets.goes_on_at(i):
            following = i
        else:
            continue
        if i > start:
            yield Item(start, i, bulleted=start > head and tokens[head - 1].text != ";")
        if tokens[i].kind is not Kind.END:
            head, start = following, bullets.past(following)


class _Bullets:
    """Which number or letter a list has reached: within a line only the next one is a bullet."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._reach("")

    def _reach(self, number: str) -> None:
        self._next = _next(number)
        self.may_follow = frozenset(("1", self._next))

    def past(self, i: int) -> int:
        """The token after a bullet at the head of an item."""
        tokens = self._tokens
        while tokens[i].text in _BULLETS:
            i += 1
        number = i + 1 if tokens[i].text == "(" else i
        if self._counts(number) and tokens[number + 1].text in _CLOSES:
            self._reach(tokens[number].text)
            return number + 2
        if tokens[i].kind is Kind.NUMBER and clock_shaped(tokens[i + 1]):
            return i + 1 if tokens[i].text.isdecimal() and not tokens[i + 1].tight else i
        return i

    def goes_on_at(self, i: int) -> bool:
        """Whether what may follow is a bullet here; a list's 1 only if a 2 follows it."""
        tokens = self._tokens
        if not self._is_bullet(i):
            return False
        return tokens[i].text != "1" or any(
            token.text == "2" and self._is_bullet(k)
            for k, token in enumerate(tokens[i + 2 : i + _REACH], start=i + 2)
        )

    def _is_bullet(self, i: int) -> bool:
        token, close, following = self._tokens[i : i + 3]
        closed = close.tight and (close.text == ")" or (close.text == "." and not following.tight))
        return closed and not token.tight and not takes_a_number(self._tokens[i - 1])

    def _counts(self, i: int) -> bool:
        """Any number counts; a letter only as the first or the next, for "H. Ahmad" is a name."""
        token = self._tokens[i]
        if token.kind is Kind.NUMBER:
            return token.text.isdecimal() and len(token.text) <= 2
        is_next = token.text == "a" or token.text == self._next
        return is_next and len(token.text) == 1 and not self._tokens[i + 2].tight


def _next(reached: str) -> str:
    """What is counted after this: 2 after 1, b after a."""
    if reached.isdecimal():
        return str(int(reached) + 1)
    return chr(ord(reached) + 1) if reached else ""
