"""What people write, as activities: pure functions that know no Telegram and no database."""

from handlers.reading.answers import ReadTime, read_day, read_quantity, read_time
from handlers.reading.message import read, without_addresses
from handlers.reading.printing import print_back
from handlers.reading.repeating import AskedAgain, read_repeat
from handlers.reading.understood import (
    About,
    Option,
    Question,
    ReadActivity,
    ReadFrom,
    Reading,
    Span,
)

__all__ = [
    "About",
    "AskedAgain",
    "Option",
    "Question",
    "ReadActivity",
    "ReadFrom",
    "ReadTime",
    "Reading",
    "Span",
    "print_back",
    "read",
    "read_day",
    "read_quantity",
    "read_repeat",
    "read_time",
    "without_addresses",
]
