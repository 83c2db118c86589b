"""Joining: a one-time link binds a Telegram account to an employee."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import EditMessageReplyMarkup, SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.cards import Number, button, keyboard
from handlers.people.returning import catch_up
from handlers.people.touring import BeginTour
from handlers.turn import Known, Reply, Turn, named
from models.notices.telling import tell_chat
from models.people.chats import chat_of
from models.people.invitations import Invitation, invitation_for
from models.people.postings import posting_of
from models.refusals import Refusal

router = Router(name="joining")


class Confirm(CallbackData, prefix="me"):
    """Is it they? Only of the invitation that this chat has opened last: a button can be forged."""

    yes: bool
    invitation: Number


class LinkForgotten(Refusal):
    """The step was left; the link, which is still good, opens it again."""


class ChatTaken(Refusal):
    """The chat is a colleague's already; another's link does not take it from them."""


@router.message(CommandStart(deep_link=True, magic=F.args))
async def open_link(message: Message, command: CommandObject, turn: Turn) -> Reply:
    """Greet by name and position, say what is kept and why, and ask whether it is they."""
    invitation = await invitation_for(
        turn.session, command.args or "", turn.chat.id, turn.office, at=turn.now
    )
    _check_chat(turn, invitation)
    if turn.who is not None:
        return message.answer(turn.say("joined-already", me=named(turn.who)))
    posting = await posting_of(turn.session, invitation.employee, turn.office.today(turn.now))
    await turn.state.set_data({"invitation": invitation.id})
    text = turn.say(
        "is-it-you",
        person=named(invitation.employee),
        position=posting.position if posting else None,
        unit=posting.unit.name if posting else None,
        office=turn.office.name,
        agency=turn.office.agency,
    )
    yes = button(turn.say("button-it-is-me"), Confirm(yes=True, invitation=invitation.id))
    no = button(turn.say("button-not-me"), Confirm(yes=False, invitation=invitation.id))
    return message.answer(text, reply_markup=keyboard([yes], [no]))


@router.callback_query(Confirm.filter(F.yes))
async def join(callback: CallbackQuery, callback_data: Confirm, turn: Turn) -> Reply:
    """Bind the chat; another account that was bound before is told and let go."""
    if (await turn.state.get_data()).get("invitation") != callback_data.invitation:
        raise LinkForgotten
    # Locked: another account may be tapping the same link's button at this moment.
    invitation = await turn.session.get_one(
        Invitation, callback_data.invitation, with_for_update={"of": Invitation}
    )
    _check_chat(turn, invitation)
    invitation.accept(chat_id=turn.chat.id, at=turn.now)
    before = await chat_of(turn.session, invitation.employee_id)
    if before is not None and before.id != turn.chat.id:
        before.release()
        await turn.session.flush()  # one employee has one chat: the old one goes first
        tell_chat(turn.session, "moved-away", chat_id=before.id, at=turn.now)
    turn.chat.bind(invitation.employee, at=turn.now)
    await turn.state.clear()
    await catch_up(turn.session, invitation.employee, at=turn.now)
    hello = turn.say("joined", me=named(invitation.employee))
    practise = button(turn.say("button-tour"), BeginTour())
    welcome = _message(callback, hello, keyboard([practise]))
    return [callback.answer(), *_without_buttons(callback), welcome]


@router.callback_query(Confirm.filter(~F.yes))
async def not_me(callback: CallbackQuery, turn: Turn) -> Reply:
    await turn.state.clear()
    sorry = turn.say("not-you", agency=turn.office.agency)
    return [callback.answer(), *_without_buttons(callback), _message(callback, sorry)]


@router.message(CommandStart(), Known())
async def start_again(message: Message, turn: Turn) -> Reply:
    return message.answer(turn.say("joined-already", me=named(turn.me)))


def _check_chat(turn: Turn, invitation: Invitation) -> None:
    if turn.who is not None and turn.who.id != invitation.employee_id:
        raise ChatTaken(me=named(turn.who), agency=turn.office.agency)


def _message(
    callback: CallbackQuery, text: str, buttons: InlineKeyboardMarkup | None = None
) -> SendMessage:
    return SendMessage(chat_id=callback.from_user.id, text=text, reply_markup=buttons)


def _without_buttons(callback: CallbackQuery) -> list[EditMessageReplyMarkup]:
    """The question has been answered: its buttons go."""
    if callback.message is None:
        return []
    return [
        EditMessageReplyMarkup(
            chat_id=callback.message.chat.id, message_id=callback.message.message_id
        )
    ]
