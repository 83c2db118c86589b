"""Structured logs: one line an event, no token, no NIP, no words of a message."""

from __future__ import annotations

import logging
import re
import sys
import threading

import structlog
from structlog.typing import EventDict, WrappedLogger

from bot.errors import description

# A token, or 18 digits that could be a NIP: should one slip into an event, it is cut out.
SECRETS = re.compile(r"\b\d{8,10}:[A-Za-z0-9_-]{30,}|\b\d{18}\b")


def set_up_logs(level: str = "INFO") -> None:
    """Everything to standard error as key=value lines; other libraries only from warnings on."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            _without_secrets,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    others = logging.StreamHandler(sys.stderr)
    others.setFormatter(Reticent())
    logging.basicConfig(handlers=[others], level=logging.WARNING, force=True)
    # A tick that finds the one before it still at work is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.captureWarnings(True)
    sys.excepthook = _last_words
    sys.unraisablehook = _unraisable
    threading.excepthook = _thread_ended


class Reticent(logging.Formatter):
    """What another library logs, without its words: they may quote a row or a message."""

    def format(self, record: logging.LogRecord) -> str:
        said = f"timestamp={self.formatTime(record)} level={record.levelname.lower()}"
        said += f" event={record.name} at={record.filename}:{record.lineno}"
        error = record.exc_info[1] if record.exc_info else None
        return f'{said} fault="{description(error)}"' if error else said


def _last_words(_kind: type[BaseException], error: BaseException, _trace: object) -> None:
    structlog.get_logger().critical("ended", fault=description(error))


def _unraisable(found: sys.UnraisableHookArgs) -> None:
    """What went wrong where nobody can be told, as in a destructor."""
    if found.exc_value is not None:
        structlog.get_logger().error("unraisable", fault=description(found.exc_value))


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        structlog.get_logger().error("thread_ended", fault=description(ended.exc_value))


def _without_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {
        key: SECRETS.sub("…", value) if isinstance(value, str) else value
        for key, value in event.items()
    }
