"""An activity while the message is still being read: parts may come from several lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.reading.clocks import PARTS
from handlers.reading.found import Found, FoundDay, FoundMinutes, FoundQuantity, FoundTime, Page
from handlers.reading.labels import Label
from handlers.reading.parts import Part
from handlers.reading.tokens import as_written
from handlers.reading.wording import chosen_quantity, words_of


@dataclass(slots=True)
class Draft:
    """What has been read of one activity; several times are as many activities."""

    first: int
    after: int
    words: list[list[int]]  # by the line they stand in
    day: FoundDay | None = None
    times: list[FoundTime] = field(default_factory=list)
    minutes: list[FoundMinutes] = field(default_factory=list)
    quantity: FoundQuantity | None = None

    @property
    def is_timed(self) -> bool:
        return bool(self.times or self.minutes)

    @property
    def is_only_a_day(self) -> bool:
        return not (self.words or self.is_timed or self.quantity)

    def what(self, page: Page) -> str:
        return ", ".join(as_written(page.text, page.tokens, line) for line in self.words)

    def takes_its_name_from(self, other: Draft, page: Page) -> None:
        """Rapat pagi 2 jam dan sore 1 jam: the second is a rapat too."""
        own, others = (
            [i for line in self.words for i in line],
            other.words[0] if other.words else [],
        )
        if not own or any(page.tokens[i].text not in PARTS for i in own):
            return
        shared = [i for i in others if page.tokens[i].text not in PARTS]
        if shared:
            self.words = [shared + own]

    def lacks(self, other: Draft) -> bool:
        """Whether the other, which has no words, completes this one."""
        if other.is_timed:
            return not self.is_timed
        return self.quantity is None

    def take_on(self, other: Draft) -> None:
        """Put in what another line said of this activity."""
        self.first, self.after = min(self.first, other.first), max(self.after, other.after)
        self.words += other.words
        self.day = self.day or other.day
        if not self.is_timed:
            self.times, self.minutes = other.times, other.minutes
        self.quantity = self.quantity or other.quantity


def draft_of(part: Part) -> Draft:
    """What one part of a line says."""
    quantity, without = chosen_quantity(part)
    days = [found for found in part.found if isinstance(found, FoundDay)]
    for day in days[1:]:
        part.line.give_back(day.first, day.after)  # of two days in one sentence the first is meant
    words = words_of(part, without)
    first = part.first
    while first + 1 < part.after and part.line.tokens[first].text in (",", ".", ":"):
        first += 1  # the mark that parted it from the one before
    return Draft(
        first=first,
        after=part.after,
        words=[words] if words else [],
        day=days[0] if days else None,
        times=_completed(part.found),
        minutes=[found for found in part.found if isinstance(found, FoundMinutes)],
        quantity=quantity,
    )


def _completed(found: tuple[Found, ...]) -> list[FoundTime]:
    """Mulai jam 8 … selesai jam 10 is one time."""
    times: list[FoundTime] = []
    for time in found:
        if not isinstance(time, FoundTime):
            continue
        if times and (whole := _joined(times[-1], time)):
            times[-1] = whole
        else:
            times.append(time)
    return times


def _joined(one: FoundTime, other: FoundTime) -> FoundTime | None:
    start, end = one.start or other.start, one.end or other.end
    if (one.start and other.start) or (one.end and other.end) or start is None or end is None:
        return None
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    return FoundTime(one.first, one.after, start, end, minutes if minutes > 0 else None)


class Desk:
    """The drafts of a message in order; what has no words yet waits for the line that has."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.day: FoundDay | None = None  # holds until another is named
        self._day_alone = False  # on a line of its own, with nothing after it yet
        self.waiting: Draft | None = None

    def put(self, draft: Draft, label: Label | None) -> None:
        self.day = draft.day or self.day
        draft.day = self.day
        self._day_alone = draft.is_only_a_day
        if self._day_alone:
            return
        last = self.drafts[-1] if self.drafts else None
        if last is not None and _goes_to(last, draft, label):
            last.take_on(draft)
        elif not draft.words:
            self._let_wait(draft)
        else:
            self._begin(draft)

    def finish(self) -> None:
        """A day on the last line is that of the activities above, if they have none."""
        if self._day_alone:
            for draft in self.drafts:
                draft.day = draft.day or self.day

    def _let_wait(self, draft: Draft) -> None:
        if self.drafts and draft.quantity and not draft.is_timed:
            draft.words = [list(range(draft.quantity.first, draft.quantity.after))]
            self.drafts.append(draft)  # nobody's output: "3 surat" is all that was said
        elif self.waiting is not None and self.waiting.lacks(draft):
            self.waiting.take_on(draft)
        else:
            self.waiting = draft

    def _begin(self, draft: Draft) -> None:
        if self.waiting is not None and draft.lacks(self.waiting):
            draft.take_on(self.waiting)
            self.waiting = None
        self.drafts.append(draft)


def _goes_to(last: Draft, draft: Draft, label: Label | None) -> bool:
    """Whether this line says more of the activity above it."""
    if label in (Label.OUTPUT, Label.NOTE):
        return True
    return not draft.words and last.lacks(draft)
