"""Every word the bot says: a key in ``<language>/*.toml`` is a Jinja2 template."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from jinja2 import DictLoader, Environment, StrictUndefined, Template
from markupsafe import Markup

from config.texts.harmless import harmless

HERE = Path(__file__).parent
LANGUAGES = ("id", "en")
WORDS = {
    "id": {"h": "jam", "m": "menit", "sir": "Pak", "madam": "Bu", "to": "s.d."},
    "en": {"h": "h", "m": "min", "sir": "Pak", "madam": "Bu", "to": "to"},
}


class Texts:
    """The words of both languages. A missing key or variable is an error, never an empty line."""

    def __init__(self, folder: Path = HERE, timezone: str = "Asia/Jakarta") -> None:
        zone = ZoneInfo(timezone)
        self._templates = {
            language: _compiled(_environment(language, zone, folder)) for language in LANGUAGES
        }

    def say(self, language: str, key: str, **facts: object) -> str:
        # What has been said is HTML: said once more inside another text, it is not escaped again.
        return Markup(self._templates[language][key].render(**facts).strip())

    def in_language(self, language: str) -> Callable[..., str]:
        """``say`` for one person."""

        def say(key: str, **facts: object) -> str:
            return self.say(language, key, **facts)

        return say

    def has(self, key: str) -> bool:
        return all(key in templates for templates in self._templates.values())


@cache
def the_texts(timezone: str) -> Texts:
    """Compiled once a process: that takes half a second."""
    return Texts(timezone=timezone)


def read_language(folder: Path, language: str) -> dict[str, str]:
    """All keys of a language; the same key in two files is an error."""
    found: dict[str, str] = {}
    for path in sorted((folder / language).glob("*.toml")):
        texts = tomllib.loads(path.read_text(encoding="utf-8"))
        if twice := found.keys() & texts.keys():
            raise ValueError(f"{path}: already said elsewhere: {sorted(twice)}")
        found |= texts
    return found


def _compiled(environment: Environment) -> dict[str, Template]:
    return {key: environment.get_template(key) for key in environment.list_templates()}


def _environment(language: str, zone: ZoneInfo, folder: Path = HERE) -> Environment:
    # autoescape: a person called <b> must not break a message, nor one of invisible signs spoof it.
    # What several texts say in the same words is a text of its own, which they include.
    environment = Environment(
        loader=DictLoader(read_language(folder, language)),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = Filters(language, zone)
    environment.filters |= {
        name: getattr(filters, name)
        for name in (
            "day",
            "days",
            "weekday",
            "month",
            "clock",
            "moment",
            "duration",
            "amount",
            "honoured",
            "plural",
        )
    }
    return environment


@dataclass(frozen=True)
class Filters:
    """How days, hours, amounts and people are written. Times may come as ISO strings."""

    language: str
    zone: ZoneInfo

    def day(self, value: date | str) -> str:
        """Sel 24 Nov"""
        value = date.fromisoformat(value) if isinstance(value, str) else value
        return _date(value, "EEE d MMM", self.language)

    def days(self, since: date | str, until: date | str, year: int | None = None) -> str:
        """Sel 24 Nov s.d. Kam 26 Nov; with its year where that is not ``year``"""
        since = date.fromisoformat(since) if isinstance(since, str) else since
        until = date.fromisoformat(until) if isinstance(until, str) else until
        last = self.day(until) if year in (None, until.year) else f"{self.day(until)} {until.year}"
        if since == until:
            return last
        first = self.day(since)
        if year is not None and since.year not in (year, until.year):
            first = f"{first} {since.year}"
        return f"{first} {WORDS[self.language]['to']} {last}"

    def weekday(self, value: date) -> str:
        """Selasa"""
        return _date(value, "EEEE", self.language)

    def month(self, value: date) -> str:
        """November 2026"""
        return _date(value, "MMMM y", self.language)

    def clock(self, value: time | datetime | str) -> str:
        """08.30"""
        if isinstance(value, str):
            kind = datetime if "T" in value else time
            value = kind.fromisoformat(value)
        local = value.astimezone(self.zone) if isinstance(value, datetime) else value
        return f"{local:%H.%M}"

    def moment(self, value: datetime | str) -> str:
        """Sel 24 Nov 16.05"""
        value = datetime.fromisoformat(value) if isinstance(value, str) else value
        return f"{self.day(value.astimezone(self.zone).date())} {self.clock(value)}"

    def duration(self, minutes: int) -> str:
        """2 jam 30 menit, 1.566 jam"""
        words = WORDS[self.language]
        hours, rest = divmod(minutes, 60)
        parts = [f"{self.amount(hours)} {words['h']}"] if hours else []
        return " ".join([*parts, f"{rest} {words['m']}"] if rest or not hours else parts)

    def amount(self, value: Decimal | float) -> str:
        """1.250 or 2,5; in English 1,250 and 2.5"""
        written = f"{Decimal(str(value)).normalize():,f}"
        return written if self.language == "en" else written.translate(str.maketrans(",.", ".,"))

    def plural(self, count: int, one: str, many: str) -> str:
        """1 day, 2 days; for the languages that tell them apart"""
        return f"{self.amount(count)} {one if count == 1 else many}"

    def honoured(self, person: tuple[str, str]) -> str:
        """Bu Mia Lestari"""
        sex, name = person
        return f"{WORDS[self.language]['madam' if sex == '2' else 'sir']} {name}"


@lru_cache(maxsize=4096)
def _date(value: date, pattern: str, language: str) -> str:
    return format_date(value, pattern, locale=language)
