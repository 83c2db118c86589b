"""People who behave like people: write, wait for the card, tap, and tap again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from aiogram.types import Message

from simulator.people import Person

LETTERS = "bcdfghklmnprstvz"
SEND, ANSWER, SEND_AGAIN, APPROVE = "✅ Kirim", "30 menit", "✅ Kirim lagi", "✅ Setujui semua"
GIVE_BACK, ONE_BY_ONE = "↩️ Kembalikan", "Satu per satu"
CANCEL = "Batal"
REASON = "Mohon sebutkan hasilnya juga."
PROMISES = ("Terkirim", "Tercatat")
GIVEN_BACK = 0.15  # the share of single activities that a superior returns
PATIENCE = 15.0  # seconds until somebody taps again: sooner would only make a slow office slower
REST = (1.0, 4.0)  # seconds between two looks at what came by itself


@dataclass
class Written:
    """One message of one person, and what the bot promised about it."""

    chat_id: int
    text: str
    words: list[str]  # one word that is nowhere else, for each activity
    message_id: int = 0
    promise: str | None = None
    taps: int = 0
    is_over: bool = False  # as far as its author sees


@dataclass
class Diary:
    """What everybody wrote and did, as they themselves remember it."""

    written: list[Written] = field(default_factory=list)
    taps: int = 0
    answers: int = 0
    reasons: int = 0


@dataclass(frozen=True)
class Plan:
    """Who writes what, and when (seconds after the beginning)."""

    author: int
    at: float
    text: str
    words: list[str]
    edits: bool


def plans(reports: int, people: int, seconds: float, random: Random) -> list[Plan]:
    """So many reports, at random moments."""
    return sorted(
        (
            _plan(random.randrange(people), random.uniform(0, seconds), random)
            for _ in range(reports)
        ),
        key=lambda plan: plan.at,
    )


def _plan(author: int, at: float, random: Random) -> Plan:
    words = [_word(random) for _ in range(random.choice((1, 1, 1, 1, 2, 3)))]
    unclear = random.random() < 0.1
    lines = [f"{random.randrange(5, 40)} menit memeriksa berkas {word}" for word in words]
    if unclear:
        lines[0] = f"menyusun konsep surat {words[0]}"
    return Plan(author, at, "\n".join(lines), words, edits=random.random() < 0.1)


def _word(random: Random) -> str:
    return "q" + "".join(random.choices(LETTERS, k=9))


class Player:
    """One person: an author, a reviewer, or both."""

    def __init__(self, phone: Person, diary: Diary, random: Random) -> None:
        self._phone = phone
        self._diary = diary
        self._random = random
        self._tapped: set[tuple[int, str]] = set()  # (message, callback data) that were answered
        self._cancelled: Message | None = None  # a question that is to be answered no more
        self._hands = asyncio.Lock()  # one thing at a time

    async def reports(self, plan: Plan) -> None:
        """Write, and do what the card asks until it has been sent."""
        await asyncio.sleep(plan.at)
        written = Written(self._phone.id, plan.text, plan.words)
        async with self._hands:
            self._answers_a_late_question()
            message = self._phone.says(plan.text)
            written.message_id = message.message_id
            self._diary.written.append(written)
        if plan.edits:
            await self._edits(message, written)
        while not written.is_over:
            async with self._hands:
                await self._does_what_it_asks(written)
            await asyncio.sleep(self._random.uniform(0.1, 0.5))

    async def attends(self) -> None:
        """Look after what comes by itself: approve what waits, send again what came back."""
        while True:
            async with self._hands:
                await self._decides()
            await asyncio.sleep(self._random.uniform(*REST))

    @property
    def sees_something_to_do(self) -> bool:
        return self._next_to_tap() is not None

    # As an author

    async def _edits(self, message: Message, written: Written) -> None:
        """A second thought, once the card is there."""
        await self._phone.chat.until(lambda: self._card_with(written.words[0]), 600)
        async with self._hands:
            new = "k" + written.words[0]
            written.text = written.text.replace(written.words[0], new)
            written.words[0] = new
            self._phone.edits(message, written.text)

    async def _does_what_it_asks(self, written: Written) -> None:
        card = self._card_with(written.words[0])
        label = _label(card, ANSWER, SEND) if card else None
        if card is None:
            await self._waits(lambda: self._card_with(written.words[0]))
        elif label is None:
            written.is_over = written.taps > 0
            await asyncio.sleep(0.2)
        else:
            answer = await self._taps(label, card)
            written.taps += 1
            if answer and answer.startswith(PROMISES):
                written.promise = answer
            await self._waits(lambda: self._changed(card))

    def _card_with(self, word: str) -> Message | None:
        """The newest message that shows it; their own words are no card."""
        return next((m for m in reversed(self._phone.received) if word in (m.text or "")), None)

    def _changed(self, card: Message) -> Message | None:
        now = self._phone.chat.messages.get(card.message_id)
        return now if now is not card else None

    # As a reviewer, and as somebody who gets something back

    async def _decides(self) -> None:
        found = self._next_to_tap()
        if found is None:
            return
        card, label = found
        if label.startswith(APPROVE) and self._gives_back(card):
            label = GIVE_BACK
        if label == CANCEL:
            self._cancelled = self._phone.chat.asks
        await self._taps(label, card)
        if label == GIVE_BACK:
            await self._gives_a_reason(card)

    def _next_to_tap(self) -> tuple[Message, str] | None:
        for card in self._phone.received:
            label = _label(card, SEND_AGAIN, APPROVE, CANCEL)
            if label and (card.message_id, _data(card, label)) not in self._tapped:
                return card, label
        return None

    def _gives_back(self, card: Message) -> bool:
        """Now and then; with several on the card there would be more to choose."""
        return _label(card, ONE_BY_ONE) is None and self._random.random() < GIVEN_BACK

    async def _gives_a_reason(self, card: Message) -> None:
        """Answer the question; should it not come, the card still says Batal."""
        chat = self._phone.chat
        try:
            question = await chat.until(self._asked, PATIENCE)
        except TimeoutError:
            return
        self._answers(question)
        await self._waits(lambda: _label(self._newest(card), CANCEL) is None or None, 3 * PATIENCE)

    def _answers(self, question: Message) -> None:
        self._phone.says(REASON, reply_to=question)
        self._diary.reasons += 1

    def _answers_a_late_question(self) -> None:
        """It stands above the keyboard: whatever one writes now would be a reply to it."""
        question = self._asked()
        if question is not None:
            self._answers(question)

    def _asked(self) -> Message | None:
        question = self._phone.chat.asks
        return None if question is self._cancelled else question

    def _newest(self, card: Message) -> Message:
        return self._phone.chat.messages.get(card.message_id, card)

    # Either

    async def _taps(self, label: str, card: Message) -> str | None:
        """Tap, and wait for the answer as long as one does; what it says."""
        data = _data(card, label)
        tap = self._phone.taps(label, card)
        self._diary.taps += 1
        try:
            answer = await tap.answered(PATIENCE)
        except TimeoutError:
            return None
        self._diary.answers += 1
        self._tapped.add((card.message_id, data))
        return answer.text or ""

    async def _waits(self, for_what: Callable[[], object], within: float = PATIENCE) -> None:
        try:
            await self._phone.chat.until(for_what, within)
        except TimeoutError:
            return


def _label(card: Message, *beginnings: str) -> str | None:
    """The first button that begins so: "Setujui semua (3)" counts."""
    rows = card.reply_markup.inline_keyboard if card.reply_markup else []
    labels = [button.text for row in rows for button in row]
    for beginning in beginnings:
        for label in labels:
            if label == beginning or label.startswith(f"{beginning} ("):
                return label
    return None


def _data(card: Message, label: str) -> str:
    rows = card.reply_markup.inline_keyboard if card.reply_markup else []
    return next(b.callback_data or "" for row in rows for b in row if b.text == label)


def everybody(phones: Sequence[Person], diary: Diary, seed: str) -> list[Player]:
    return [Player(phone, diary, Random(f"{seed}-{phone.id}")) for phone in phones]
