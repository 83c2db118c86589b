"""What Telegram refuses in a keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from simulator import limits
from simulator.errors import bad_request

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply
DOES = {  # what an inline button may do; exactly one of these
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
}


def checked(markup: Markup | None) -> Markup | None:
    """The keyboard as it is kept, without empty rows; refused if it breaks a limit."""
    if isinstance(markup, InlineKeyboardMarkup):
        return checked_inline(markup)
    if isinstance(markup, ReplyKeyboardMarkup):
        rows = [row for row in markup.keyboard if row]
        _check_size(rows)
        if not rows or any(not button.text for row in rows for button in row):
            raise bad_request("keyboard button text must be non-empty")
    _check_placeholder(markup)
    return markup


def checked_inline(markup: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    rows = [row for row in markup.inline_keyboard if row] if markup else []
    _check_size(rows)
    for row in rows:
        for button in row:
            _check_inline(button)
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def inline_buttons(markup: InlineKeyboardMarkup | None) -> list[InlineKeyboardButton]:
    """All buttons of an inline keyboard, row by row."""
    return [button for row in markup.inline_keyboard for button in row] if markup else []


def _check_size(rows: Sequence[Sequence[object]]) -> None:
    too_many = sum(map(len, rows)) > limits.BUTTONS
    if too_many or any(len(row) > limits.BUTTONS_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")


def _check_inline(button: InlineKeyboardButton) -> None:
    if not button.text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if not DOES & button.model_fields_set:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    _check_what_it_does(button)


def _check_what_it_does(button: InlineKeyboardButton) -> None:
    if button.callback_data is not None:
        if not 1 <= len(button.callback_data.encode()) <= limits.CALLBACK_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    elif button.copy_text:
        if not 1 <= len(button.copy_text.text) <= limits.COPY_TEXT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    elif button.url is not None and not button.url.startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{button.url}' is invalid: Wrong HTTP URL")


def _check_placeholder(markup: Markup | None) -> None:
    if isinstance(markup, ReplyKeyboardMarkup | ForceReply):
        placeholder = markup.input_field_placeholder
        if placeholder is not None and not 1 <= len(placeholder) <= limits.PLACEHOLDER:
            raise bad_request("input field placeholder is too long")
