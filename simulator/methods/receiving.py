"""How the bot hears: long poll or webhook, one at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiogram.methods import DeleteWebhook, GetMe, GetUpdates, GetWebhookInfo, SetWebhook
from aiogram.types import Update, User, WebhookInfo

from simulator import limits
from simulator.calls import answers
from simulator.errors import bad_request, conflict

if TYPE_CHECKING:
    from simulator.telegram import Telegram

TERMINATED_BY_WEBHOOK = "terminated by setWebhook request"
LONGEST_POLL = 50  # seconds


@answers(GetMe)
async def get_me(telegram: Telegram, call: GetMe) -> User:
    return telegram.bot.user


@answers(GetUpdates)
async def get_updates(telegram: Telegram, call: GetUpdates) -> list[Update]:
    if telegram.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active;"
            " use deleteWebhook to delete the webhook first"
        )
    updates = telegram.updates
    if call.allowed_updates is not None:
        updates.allowed = call.allowed_updates
    if call.offset:
        updates.confirm_before(call.offset)
    limit = min(max(call.limit or limits.UPDATES_AT_ONCE, 1), limits.UPDATES_AT_ONCE)
    found = await updates.poll(limit, min(max(call.timeout or 0, 0), LONGEST_POLL))
    return [telegram.told_anew(update) for update in found]


@answers(SetWebhook)
async def set_webhook(telegram: Telegram, call: SetWebhook) -> bool:
    secret = call.secret_token or ""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret) or len(secret) > limits.SECRET_TOKEN:
        raise bad_request("secret token contains unallowed characters")
    # Telegram itself wants https; its Bot API server on one's own machine does not, nor do we.
    if call.url and not call.url.startswith(("https://", "http://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if call.allowed_updates is not None:
        telegram.updates.allowed = call.allowed_updates
    if call.drop_pending_updates:
        telegram.updates.drop()
    telegram.updates.end_poll(conflict(TERMINATED_BY_WEBHOOK))
    connections = min(max(call.max_connections or 40, 1), limits.WEBHOOK_CONNECTIONS)
    telegram.webhook.set(call.url, secret, connections)
    return True


@answers(DeleteWebhook)
async def delete_webhook(telegram: Telegram, call: DeleteWebhook) -> bool:
    if call.drop_pending_updates:
        telegram.updates.drop()
    telegram.webhook.set("", "", 0)
    return True


@answers(GetWebhookInfo)
async def get_webhook_info(telegram: Telegram, call: GetWebhookInfo) -> WebhookInfo:
    return telegram.webhook.info()
