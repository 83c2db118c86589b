"""The simulator's time: it runs by itself, and whoever plays can move it or make it run faster."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from zoneinfo import ZoneInfo


class Clock:
    """What every message is dated by. ``speed`` 60 makes an hour of a minute; 0 stops it."""

    def __init__(
        self, start: datetime | None = None, speed: float = 1, zone: str = "Asia/Jakarta"
    ) -> None:
        self.zone = ZoneInfo(zone)
        self.on_change: Callable[[], None] = lambda: None
        self._from = _aware(start) if start else datetime.now(UTC)
        self._since = time.monotonic()
        self._speed = speed

    def now(self) -> datetime:
        """This moment, in UTC."""
        return self._from + timedelta(seconds=(time.monotonic() - self._since) * self._speed)

    def second(self) -> datetime:
        """This moment as Telegram tells it: whole seconds."""
        return self.now().replace(microsecond=0)

    @property
    def speed(self) -> float:
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if speed < 0:
            raise ValueError("time does not run backwards by itself; move_to an earlier moment")
        self._from, self._since, self._speed = self.now(), time.monotonic(), speed
        self.on_change()

    def move_to(self, moment: datetime) -> None:
        """Go to this moment; without a zone it is the wall clock's of this clock's zone."""
        self._from, self._since = _aware(moment, self.zone), time.monotonic()
        self.on_change()

    def advance(self, by: timedelta) -> None:
        self.move_to(self.now() + by)

    def move_to_tomorrow(self, at: wall_time) -> None:
        """Go to tomorrow, at this time of the wall clock."""
        tomorrow = self.now().astimezone(self.zone).date() + timedelta(days=1)
        self.move_to(datetime.combine(tomorrow, at, self.zone))


def _aware(moment: datetime, zone: ZoneInfo | None = None) -> datetime:
    if moment.tzinfo is None and zone is None:
        raise ValueError(f"{moment} has no time zone")
    return (moment.replace(tzinfo=zone) if moment.tzinfo is None else moment).astimezone(UTC)
