"""How fast and how well messages are read, beside dateparser's own search in the same run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from statistics import median, quantiles
from time import perf_counter

from handlers.reading import read
from tests.reading.corpus import OFFICE, Message, messages

LONGEST = 4096  # characters that Telegram lets through
NASTY = {
    "one long word": "a" * LONGEST,
    "spaces": "x" + " " * (LONGEST - 2) + "x",
    "digits": "1" * LONGEST,
    "spans of bare numbers": "1-" * (LONGEST // 2),
    "clock times": "08.00 " * (LONGEST // 6),
    "dates in a row": "senin 1 nov " * (LONGEST // 12),
    "months spelt oddly": " ".join(f"{n % 28 + 1} nopem{'b' * (n % 9)}er" for n in range(300)),
    "days in a row": "kemarin senin tgl 3 " * (LONGEST // 20),
    "quantities in a row": "1 a, " * (LONGEST // 5),
    "brackets": "(" * (LONGEST // 2) + ")" * (LONGEST // 2),
    "lines": "1 jam a\n" * (LONGEST // 8),
    "activities": "08.00-10.00 rapat, 1 notulen; " * (LONGEST // 30),
    "joined with lalu": "lalu jam 8 a " * (LONGEST // 13),
    "marks": "-,.;:" * (LONGEST // 5),
    "greetings": "pak bu " * (LONGEST // 7),
    "labels": "nama: a " * (LONGEST // 8),
}


def bench_reading() -> None:
    """Print speed and share read right over the corpus, and the worst of what is nasty."""
    corpus = list(messages())
    ours = _times(corpus, lambda message: message.reading())
    theirs = _times(corpus, _dateparser_reads)
    print(f"reading: {len(corpus)} messages, ours beside dateparser.search.search_dates")
    for name, of in (("median", median), ("p99", _p99)):
        print(
            f"  {name:<8} {of(ours) * 1000:8.3f} ms   beside {of(theirs) * 1000:8.1f} ms"
            f"   {of(theirs) / of(ours):6.0f} times as fast"
        )
    right = sum(map(_ours_is_right, corpus)) / len(corpus)
    found = sum(map(_theirs_is_right, corpus)) / len(corpus)
    print(
        f"  right    {right:8.1%}      beside {found:8.1%} (its date, and its time if it has one)"
    )
    print(f"  {LONGEST} characters at worst: {_worst()}")


def _times(corpus: Sequence[Message], reads: Callable[[Message], object]) -> list[float]:
    """Seconds for each message, once what is loaded late has been loaded."""
    reads(corpus[0])
    return [_seconds(partial(reads, message)) for message in corpus]


def _seconds(does: Callable[[], object]) -> float:
    """The best of three: the machine has other things to do."""
    seconds = []
    for _ in range(3):
        began = perf_counter()
        does()
        seconds.append(perf_counter() - began)
    return min(seconds)


def _p99(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=100)[-1]


def _dateparser_reads(message: Message) -> list[tuple[str, datetime]]:
    from dateparser.search import search_dates

    found: list[tuple[str, datetime]] | None = search_dates(
        message.say,
        languages=["id"],
        settings={"RELATIVE_BASE": message.said_at.replace(tzinfo=None)},
    )
    return found or []


def _ours_is_right(message: Message) -> bool:
    rows = [
        (a.day and a.day.isoformat(), a.start and f"{a.start:%H:%M}", a.minutes, a.what)
        for a in message.reading().activities
    ]
    return rows == [(r["date"], r["start"], r["minutes"], r["what"]) for r in message.want]


def _theirs_is_right(message: Message) -> bool:
    """Whether it finds each activity's day and start; a message of today may be left without."""
    found = [moment for _, moment in _dateparser_reads(message)]
    days = {moment.date().isoformat() for moment in found} | {message.said_at.date().isoformat()}
    clocks = {f"{moment:%H:%M}" for moment in found}
    return all(
        row["date"] in days and (row["start"] is None or row["start"] in clocks)
        for row in message.want
        if row["date"] is not None
    )


def _worst() -> str:
    said_at = datetime.fromisoformat("2026-11-24T16:05:00+07:00")
    worst, name = max(
        (_seconds(partial(read, text, said_at, OFFICE)), name) for name, text in NASTY.items()
    )
    return f"{worst * 1000:.1f} ms ({name})"
