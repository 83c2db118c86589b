"""How the bot gets a file: its path first, and then the download."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.methods import GetFile
from aiogram.types import File

from simulator import limits
from simulator.calls import answers
from simulator.errors import bad_request

if TYPE_CHECKING:
    from simulator.telegram import Telegram


@answers(GetFile)
async def get_file(telegram: Telegram, call: GetFile) -> File:
    file = telegram.files.find(call.file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > limits.DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return File(
        file_id=telegram.files.tell_id(file),
        file_unique_id=file.unique_id,
        file_size=len(file.content),
        file_path=file.path,
    )
