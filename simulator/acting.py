"""The control API's acts: what a person does, each one the body of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from simulator.chats import Group

if TYPE_CHECKING:
    from simulator.people import Person
    from simulator.telegram import Telegram


class Act(BaseModel):
    """Something a person does; ``do`` gives what the answer says of it."""

    model_config = ConfigDict(extra="forbid")

    async def do(self, person: Person, telegram: Telegram) -> object:
        raise NotImplementedError


class Starts(Act):
    code: str | None = None

    async def do(self, person: Person, telegram: Telegram) -> object:
        return person.starts(self.code)


class Says(Act):
    text: str
    reply_to: int | None = None
    group: int | None = None

    async def do(self, person: Person, telegram: Telegram) -> object:
        return person.says(self.text, self.reply_to, _group(telegram, self.group))


class Presses(Act):
    label: str

    async def do(self, person: Person, telegram: Telegram) -> object:
        return person.presses(self.label)


class Edits(Act):
    message_id: int
    text: str

    async def do(self, person: Person, telegram: Telegram) -> object:
        return person.edits(self.message_id, self.text)


class Deletes(Act):
    message_id: int

    async def do(self, person: Person, telegram: Telegram) -> None:
        person.deletes(self.message_id)


class Forwards(Act):
    message_id: int
    of: int | None = None  # whose chat it is in; their own if not said

    async def do(self, person: Person, telegram: Telegram) -> object:
        source = telegram.people[self.of] if self.of else person
        return person.forwards(source.chat.messages[self.message_id])


class Taps(Act):
    label: str = ""
    message_id: int | None = None
    data: str | None = None
    wait: float = 0  # seconds to wait for the bot's answer

    async def do(self, person: Person, telegram: Telegram) -> object:
        tap = person.taps(self.label, self.message_id, self.data)
        try:
            answer = await tap.answered(self.wait) if self.wait else None
        except TimeoutError:
            answer = None
        return {"id": tap.id, "data": tap.data, "answer": answer}


class SharesContact(Act):
    phone: str = "+6281200000000"

    async def do(self, person: Person, telegram: Telegram) -> object:
        return person.shares_contact(self.phone)


class SendsLocation(Act):
    latitude: float = -6.9
    longitude: float = 107.6

    async def do(self, person: Person, telegram: Telegram) -> object:
        return person.sends_location(self.latitude, self.longitude)


class SendsVoice(Act):
    seconds: int = 3

    async def do(self, person: Person, telegram: Telegram) -> object:
        return person.sends_voice(self.seconds)


class SendsSticker(Act):
    emoji: str = "👍"

    async def do(self, person: Person, telegram: Telegram) -> object:
        return person.sends_sticker(self.emoji)


class Blocks(Act):
    async def do(self, person: Person, telegram: Telegram) -> None:
        person.blocks()


class Unblocks(Act):
    async def do(self, person: Person, telegram: Telegram) -> None:
        person.unblocks()


class Clears(Act):
    async def do(self, person: Person, telegram: Telegram) -> None:
        person.clears()


class Deactivates(Act):
    async def do(self, person: Person, telegram: Telegram) -> None:
        person.deactivates()


class AddsBot(Act):
    group: int

    async def do(self, person: Person, telegram: Telegram) -> None:
        person.adds_bot(telegram.groups[self.group])


class RemovesBot(Act):
    group: int

    async def do(self, person: Person, telegram: Telegram) -> None:
        person.removes_bot(telegram.groups[self.group])


class Hears(Act):
    """Not a deed: wait until the bot has said this."""

    text: str = ""
    within: float = 5

    async def do(self, person: Person, telegram: Telegram) -> object:
        try:
            return await person.hears(self.text, self.within)
        except TimeoutError:
            raise LookupError(
                f"nothing like {self.text!r} came; they see {person.sees!r}"
            ) from None


ACTS: dict[str, type[Act]] = {
    "starts": Starts,
    "says": Says,
    "presses": Presses,
    "edits": Edits,
    "deletes": Deletes,
    "forwards": Forwards,
    "taps": Taps,
    "shares-contact": SharesContact,
    "sends-location": SendsLocation,
    "sends-voice": SendsVoice,
    "sends-sticker": SendsSticker,
    "blocks": Blocks,
    "unblocks": Unblocks,
    "clears": Clears,
    "deactivates": Deactivates,
    "adds-bot": AddsBot,
    "removes-bot": RemovesBot,
    "hears": Hears,
}


def _group(telegram: Telegram, group_id: int | None) -> Group | None:
    return telegram.groups[group_id] if group_id else None
