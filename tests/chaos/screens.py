"""What stands on people's screens, beside what the bot would draw now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup, Message
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dispatcher import CARDS
from config.texts import Texts, the_texts
from handlers.cards import Look, Page, pressed
from models.notices.notices import Notice
from models.office import Office
from models.people.chats import Chat
from models.people.employees import Employee
from models.work.activities import Activity
from models.work.states import State
from simulator.telegram import Telegram
from simulator.texts import of_bot


@dataclass(frozen=True)
class Screens:
    """Every screen, and every notice that should be on one."""

    session: AsyncSession
    telegram: Telegram
    office: Office
    texts: Texts
    notices: dict[int, Notice]
    people: dict[int, Employee]  # by employee id
    chats: dict[int, int]  # employee id: chat id

    @classmethod
    async def of(cls, session: AsyncSession, telegram: Telegram, office: Office) -> Screens:
        notices = {row.id: row for row in await session.scalars(select(Notice))}
        people = {row.id: row for row in await session.scalars(select(Employee))}
        chats = {
            row.employee_id: row.id
            for row in await session.scalars(select(Chat).where(Chat.employee_id.is_not(None)))
            if row.employee_id is not None
        }
        return cls(session, telegram, office, the_texts(office.timezone), notices, people, chats)

    # Cards

    async def check_cards(self, lost: list[str], untrue: list[str]) -> None:
        """Each card that is due stands there, and shows what is so; no other one has buttons."""
        for notice in self.notices.values():
            if notice.drawn != notice.wanted or self._is_due(notice):
                lost.append(
                    f"notice {notice.id} ({notice.kind}) is not delivered: {_state(notice)}"
                )
            elif notice.subject is not None:
                await self._check_card(notice, lost, untrue)

    async def _check_card(self, notice: Notice, lost: list[str], untrue: list[str]) -> None:
        message = self._message(notice)
        page = await self._page(notice)
        if page is None:
            if message is not None and message.reply_markup is not None:
                untrue.append(f"notice {notice.id} ({notice.kind}) should be gone")
        elif message is None:
            lost.append(f"notice {notice.id} ({notice.kind}) is on no screen")
        elif not _shows(message, page):
            untrue.append(f"notice {notice.id} ({notice.kind}) shows {message.text!r}")

    def _is_due(self, notice: Notice) -> bool:
        return notice.due is not None and notice.due <= self.telegram.clock.now()

    async def _page(self, notice: Notice) -> Page | None:
        """What the bot would draw now."""
        assert notice.employee_id is not None, "a card is somebody's"
        to = self.people[notice.employee_id]
        say = self.texts.in_language(to.language)
        now = self.telegram.clock.now()
        look = Look(self.session, notice, to, self.office, now, say, say_in=self.texts.in_language)
        drawing = await CARDS[notice.kind](look)
        return drawing.pages[notice.part] if notice.part < len(drawing.pages) else None

    def _message(self, notice: Notice) -> Message | None:
        if notice.message_id is None or notice.sent_to is None:
            return None
        return self.telegram.people[notice.sent_to].chat.messages.get(notice.message_id)

    def check_reviewers(self, untold: list[str], activities: Sequence[Activity]) -> None:
        """What waits for somebody is on a card of theirs, with the buttons that decide it."""
        offered = self._offered()
        for activity in activities:
            if activity.state is not State.SUBMITTED or activity.reviewer_id is None:
                continue
            if (activity.reviewer_id, activity.id, activity.revision) not in offered:
                untold.append(f"activity {activity.id} waits, and no card offers it")

    def _offered(self) -> set[tuple[int, int, int]]:
        """(reviewer, activity, revision) that a card on a screen lets its reader decide."""
        return {
            (notice.employee_id or 0, activity, revision)
            for notice in self.notices.values()
            if notice.kind == "review" and self._has_buttons(notice)
            for activity, revision in notice.showed(notice.drawn) or ()
        }

    def _has_buttons(self, notice: Notice) -> bool:
        message = self._message(notice)
        return message is not None and message.reply_markup is not None

    # News

    def check_news(self, untold: list[str]) -> None:
        """Each piece of news is on its reader's screen, as often as it was written."""
        seen = self._seen()
        for (chat_id, text), count in self._expected_news().items():
            if seen[chat_id, text] < count:
                untold.append(f"chat {chat_id} has not been told: {text!r}")

    def told_twice(self) -> int:
        """News beyond what was to be told, and cards that stand in two messages."""
        seen = self._seen()
        expected = self._expected_news()
        news = sum(max(0, seen[key] - count) for key, count in expected.items())
        return news + sum(self._doubled_cards().values())

    def _seen(self) -> Counter[tuple[int, str]]:
        return Counter(
            (chat_id, message.text or "") for chat_id, message in self._messages_of_bot()
        )

    def _expected_news(self) -> Counter[tuple[int, str]]:
        return Counter(
            (self._chat_of(notice), self._news(notice))
            for notice in self.notices.values()
            if notice.is_news
        )

    def _news(self, notice: Notice) -> str:
        to = self.people.get(notice.employee_id or 0)
        say = self.texts.in_language(to.language if to else "id")
        return of_bot(say(f"told-{notice.kind}", **notice.facts), "HTML", None).text

    def _chat_of(self, notice: Notice) -> int:
        return notice.chat_id or self.chats[notice.employee_id or 0]

    def _doubled_cards(self) -> dict[int, int]:
        """Notice id: messages too many. A twin is the same version sent again, or one that
        still has buttons although its card has long stood elsewhere."""
        versions: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for card, version in self._sent_versions():
            versions[card][version] += 1
        orphans = Counter(
            card for card, message in self._standing() if self._is_orphan(card, message)
        )
        return {
            card: max(orphans[card], versions[card].total() - len(versions[card]))
            for card in versions.keys() | orphans.keys()
        }

    def _standing(self) -> Iterator[tuple[int, Message]]:
        """(notice, message) of what has buttons now."""
        for _, message in self._messages_of_bot():
            card = _notice_of(message.reply_markup)
            if card is not None:
                yield card, message

    def _is_orphan(self, card: int, message: Message) -> bool:
        return self.notices[card].message_id != message.message_id

    def _sent_versions(self) -> Iterator[tuple[int, str]]:
        for call in self.telegram.sent:
            sent = call.arguments
            if not isinstance(sent, SendMessage) or call.error is not None:
                continue
            if isinstance(sent.reply_markup, InlineKeyboardMarkup):
                card = _notice_of(sent.reply_markup)
                if card is not None:
                    yield card, sent.reply_markup.model_dump_json()

    def _messages_of_bot(self) -> Iterator[tuple[int, Message]]:
        for person in self.telegram.people.values():
            for message in person.received:
                yield person.id, message


def _state(notice: Notice) -> str:
    return (
        f"wanted {notice.wanted}, drawn {notice.drawn}, due {notice.due},"
        f" taken until {notice.taken_until}, trouble {notice.trouble}"
    )


def _shows(message: Message, page: Page) -> bool:
    """The same words and the same buttons."""
    if message.text != of_bot(page.text, "HTML", None).text:
        return False
    return _buttons(message.reply_markup) == _buttons(page.keyboard)


def _buttons(markup: InlineKeyboardMarkup | None) -> list[list[tuple[str, str | None]]]:
    rows = markup.inline_keyboard if markup else []
    return [[(button.text, button.callback_data) for button in row] for row in rows]


def _notice_of(markup: InlineKeyboardMarkup | None) -> int | None:
    """Whose buttons these are."""
    buttons = [button for row in (markup.inline_keyboard if markup else []) for button in row]
    return pressed(buttons[0].callback_data) if buttons else None
