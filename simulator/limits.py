"""Telegram's limits. The tests compare them with an independent client's constants."""

from datetime import timedelta

TEXT = 4096  # characters, after entities parsing
CAPTION = 1024
ENTITIES = 100
CALLBACK_DATA = 64  # bytes
CALLBACK_ANSWER = 200
COPY_TEXT = 256
BUTTONS = 100
BUTTONS_IN_A_ROW = 8
PLACEHOLDER = 64  # of an input field
COMMANDS = 100
COMMAND = 32
COMMAND_DESCRIPTION = 256
BOT_DESCRIPTION = 512
BOT_SHORT_DESCRIPTION = 120
ALBUM = range(2, 11)
UPDATES_AT_ONCE = 100
WEBHOOK_CONNECTIONS = 100
SECRET_TOKEN = 256
DEEP_LINK = 64
PHOTO_BYTES = 10_000_000
UPLOAD_BYTES = 50_000_000
DOWNLOAD_BYTES = 20_000_000
PHOTO_SIDES = 10_000  # width and height together
PHOTO_RATIO = 20
PHOTO_SIZES = (90, 320, 800, 1280)  # the longest side of each size kept

DELETABLE_FOR = timedelta(hours=48)
EDITABLE_FOR = timedelta(hours=48)  # by a person; a bot may edit its own for ever
UPDATES_WAIT = timedelta(hours=24)
CALLBACK_SECONDS = 15
