"""The house rules: what holds for every file, text, button and handler, for ever."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from annotated_types import Le
from jinja2 import Environment, meta, nodes
from pydantic.fields import FieldInfo
from telegram.constants import (
    BotCommandLimit,
    CallbackQueryLimit,
    InlineKeyboardButtonLimit,
    MessageLimit,
)

import config.texts
from bot.dispatcher import CARDS, CONVERSATIONS
from config.texts import LANGUAGES, read_language
from handlers.people.commands import ADMINS, BESIDES, COMMANDS
from models.refusals import Refusal
from simulator.html import HtmlReader, utf16_length
from tests.plausible import facts_for, lenient

ROOT = Path(__file__).parent.parent
OURS = ("bot", "handlers", "models", "config", "simulator")
FORBIDDEN_NAMES = {"utils", "common", "core", "services", "managers", "helpers"}
# Commands that work and are not in the menu: /bantuan names them.
HIDDEN = {"start", *BESIDES, *ADMINS}
# What every handler may ask for, beside the event and what its own filters give.
GIVEN = {"turn", "state"}
# No number of these gets longer; any other may be as large as its type.
LARGEST = {"notice": 10**12 - 1, "person": 10**7 - 1, "version": 10**6 - 1} | dict.fromkeys(
    ("answer", "page", "to", "place", "given"), 999
)
INT64 = 2**63 - 1
MESSAGES = {language: read_language(config.texts.HERE, language) for language in LANGUAGES}
KEYS = sorted(MESSAGES["id"])


# Files


def test_imports_go_the_ways_that_the_contracts_allow() -> None:
    found = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout


def test_no_file_is_a_drawer_for_whatever_is_left_over() -> None:
    assert [path for path in _files() if FORBIDDEN_NAMES & {*path.with_suffix("").parts}] == []


def test_every_module_says_what_it_is() -> None:
    undocumented = [
        path.relative_to(ROOT)
        for path in _files()
        if path.read_text().strip() and ast.get_docstring(_parsed(path)) is None
    ]
    assert undocumented == []


@pytest.mark.parametrize("command", ["read", "--help"])
def test_a_light_command_does_not_pay_for_the_heavy_parts(command: str) -> None:
    seen = "import sys, runpy; sys.argv = ['bot', *{args}]\ntry: runpy.run_module('bot', run_name="
    seen += "'__main__')\nexcept SystemExit: pass\n"
    seen += "print([m for m in ('aiogram', 'sqlalchemy', 'apscheduler') if m in sys.modules])"
    args = [command, "08.00-10.00 rapat"] if command == "read" else [command]
    found = subprocess.run(
        [sys.executable, "-c", seen.format(args=args)], cwd=ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert found.stdout.splitlines()[-1] == "[]"


# Texts


def test_every_text_is_there_in_every_language() -> None:
    assert {language: sorted(texts) for language, texts in MESSAGES.items()} == dict.fromkeys(
        LANGUAGES, KEYS
    )


@pytest.mark.parametrize("key", KEYS)
def test_a_text_speaks_of_the_same_in_every_language(key: str) -> None:
    environment = _environment("id")
    spoken_of = {
        language: meta.find_undeclared_variables(environment.parse(texts[key]))
        for language, texts in MESSAGES.items()
    }
    assert spoken_of == dict.fromkeys(LANGUAGES, spoken_of["id"])


@pytest.mark.parametrize("key", KEYS)
def test_a_text_is_html_that_telegram_takes(key: str) -> None:
    for said in _said(key):
        reader = HtmlReader(said).read()
        assert utf16_length(reader.text) <= MessageLimit.MAX_TEXT_LENGTH
        assert len(reader.entities) <= MessageLimit.MESSAGE_ENTITIES
        assert (reader.text.strip() == "") == (said.strip() == "")


def test_every_key_that_is_said_exists() -> None:
    constants, patterns = _keys_in_code()
    assert [key for key in constants if key not in MESSAGES["id"]] == []
    assert [p for p in patterns if not any(re.fullmatch(p, key) for key in KEYS)] == []


def test_every_text_is_said_somewhere() -> None:
    words = {word for node in _nodes() if (word := _word(node))}
    patterns = {_pattern(node) for node in _nodes() if isinstance(node, ast.JoinedStr)}
    patterns |= {pattern.replace("+)", "+?)") for pattern in patterns}  # where two words meet
    said = (
        words
        | {f"told-{word}" for word in words}
        | {f"command-{name}" for name in (*COMMANDS, *BESIDES)}
    )
    said |= {_key_of(refusal) for refusal in _refusals()}
    said |= set(_included())

    def is_put_together(key: str) -> bool:
        found = (re.fullmatch(pattern, key) for pattern in patterns)
        return any(match and words.issuperset(match.groups()) for match in found)

    assert [key for key in KEYS if key not in said and not is_put_together(key)] == []


# Refusals, news and cards


def test_every_refusal_has_words() -> None:
    assert [key for key in map(_key_of, _refusals()) if key not in MESSAGES["id"]] == []


def test_no_words_are_left_of_a_refusal_that_is_gone() -> None:
    keys = set(map(_key_of, _refusals()))
    assert [key for key in KEYS if key.startswith("refused-") and key not in keys] == []


@pytest.mark.parametrize("key", [key for key in KEYS if key.startswith("refused-")])
def test_a_refusal_fits_on_a_button(key: str) -> None:
    lengths = [len(HtmlReader(said).read().text) for said in _said(key)]
    assert max(lengths) <= CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH


def test_all_news_has_words_or_a_card() -> None:
    kinds = _kinds("tell", "tell_chat")
    assert {kind for kind in kinds if f"told-{kind}" not in MESSAGES["id"]} - CARDS.keys() == set()


def test_every_card_that_is_shown_can_be_drawn() -> None:
    assert _kinds("show") - CARDS.keys() == set()


# Commands, handlers and buttons


def test_every_command_is_described_or_hidden_on_purpose() -> None:
    unknown = [
        names for names in _commands() if not {*names} & {*COMMANDS} and not {*names} & HIDDEN
    ]
    assert unknown == []


def test_every_command_of_the_menu_is_heard() -> None:
    heard = {name for names in _commands() for name in names}
    assert [command for command in COMMANDS if command not in heard] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_menu_is_within_the_limits(command: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]+", command)
    assert len(command) <= BotCommandLimit.MAX_COMMAND
    lengths = [len(MESSAGES[language][f"command-{command}"]) for language in LANGUAGES]
    assert min(lengths) >= BotCommandLimit.MIN_DESCRIPTION
    assert max(lengths) <= BotCommandLimit.MAX_DESCRIPTION


def test_a_handler_asks_only_for_what_it_is_given() -> None:
    asked = {
        f"{handler.callback.__module__}.{handler.callback.__name__}": extra
        for handler in _handlers()
        if (extra := _names_asked(handler) - GIVEN - _given_by_filters(handler))
    }
    assert asked == {}


def test_every_button_fits_into_64_bytes_at_its_largest() -> None:
    sizes = {kind.__qualname__: len(_largest(kind)) for kind in _all_below(CallbackData)}
    most = InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    assert {name: size for name, size in sizes.items() if size > most} == {}


def test_no_two_buttons_have_the_same_prefix() -> None:
    prefixes = sorted(kind.__prefix__ for kind in _all_below(CallbackData))
    assert prefixes == sorted(set(prefixes))


# How


def _files() -> Iterator[Path]:
    for folder in OURS:
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _said(key: str) -> Iterator[str]:
    """The text in each language: with everything there, with nothing, and in between."""
    for language, texts in MESSAGES.items():
        environment = lenient(_environment(language))
        template = environment.from_string(texts[key])
        for holds, equals in ((True, True), (True, False), (False, False)):
            facts: dict[str, object] = {}
            for text in _with_included(environment, texts, key):
                facts |= facts_for(text, holds=holds, equals=equals)
            yield template.render(facts)


def _with_included(
    environment: Environment, texts: dict[str, str], key: str
) -> Iterator[nodes.Template]:
    """The text, and those that it puts in, whose facts it has to bring."""
    parsed = environment.parse(texts[key])
    yield parsed
    for inner in meta.find_referenced_templates(parsed):
        if inner:
            yield from _with_included(environment, texts, inner)


def _included() -> Iterator[str]:
    """The keys that other texts put in."""
    environment = _environment("id")
    for text in MESSAGES["id"].values():
        found = meta.find_referenced_templates(environment.parse(text))
        yield from (key for key in found if key is not None)


def _environment(language: str) -> Environment:
    return config.texts._environment(language, ZoneInfo("Asia/Jakarta"))


def _nodes() -> Iterator[ast.AST]:
    for path in _files():
        yield from ast.walk(_parsed(path))


def _calls(*names: str) -> Iterator[ast.Call]:
    for node in _nodes():
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in names:
            yield node


def _keys_in_code() -> tuple[set[str], set[str]]:
    """(keys, patterns of keys) that are said."""
    said = [call.args[0] for call in _calls("say", "_say") if call.args]
    constants = {word for node in said if (word := _word(node))}
    return constants, {_pattern(node) for node in said if isinstance(node, ast.JoinedStr)}


def _pattern(text: ast.JoinedStr) -> str:
    """What a key looks like that is put together; "" for anything that is no key."""
    parts = [_word(part) for part in text.values]
    if not parts[:1] or not re.match("[a-z]{2,}", parts[0] or ""):
        return ""
    return "".join("([a-z0-9-]+)" if part is None else re.escape(part) for part in parts)


def _word(node: ast.AST) -> str | None:
    """What a literal says; None for anything else."""
    is_word = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return ast.literal_eval(node) if is_word else None


def _kinds(*functions: str) -> set[str]:
    given = [call.args[1] for call in _calls(*functions) if len(call.args) > 1]
    return {kind for node in given if (kind := _word(node))}


@cache
def _everything_imported() -> None:
    for package in ("bot", "handlers", "models"):
        for found in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if "migrations" not in found.name and not found.name.endswith("__main__"):
                importlib.import_module(found.name)


def _all_below(kind: type[Any]) -> list[type[Any]]:
    _everything_imported()
    found = [*kind.__subclasses__()]
    for one in found:
        found += [below for below in one.__subclasses__() if below not in found]
    return [one for one in found if one.__module__.split(".")[0] in OURS]


def _refusals() -> list[type[Refusal]]:
    return _all_below(Refusal)


def _key_of(refusal: type[Refusal]) -> str:
    return Refusal.key.fget(refusal.__new__(refusal))  # type: ignore[attr-defined, no-any-return]


def _handlers() -> Iterator[HandlerObject]:
    for router in CONVERSATIONS:
        for observer in router.observers.values():
            yield from observer.handlers


def _commands() -> list[tuple[str, ...]]:
    return [
        tuple(str(name) for name in filter_.callback.commands)
        for handler in _handlers()
        for filter_ in handler.filters or []
        if isinstance(filter_.callback, Command)
    ]


def _names_asked(handler: HandlerObject) -> set[str]:
    return set(list(inspect.signature(handler.callback).parameters)[1:])


def _given_by_filters(handler: HandlerObject) -> set[str]:
    filters = [filter_.callback for filter_ in handler.filters or []]
    given = {"callback_data"} if any(isinstance(f, CallbackQueryFilter) for f in filters) else set()
    return given | ({"command"} if any(isinstance(f, Command) for f in filters) else set())


def _largest(kind: type[CallbackData]) -> bytes:
    """As ``pack`` would write it, were it not for the limit."""
    hints = get_type_hints(kind)
    values = {
        name: _bound(field, _largest_value(name, hints[name]))
        for name, field in kind.model_fields.items()
    }
    made = kind(**values)
    parts = [made._encode_value(name, value) for name, value in values.items()]
    return made.__separator__.join([made.__prefix__, *parts]).encode()


def _bound(field: FieldInfo, value: Any) -> object:
    """No more than its own rule allows."""
    return min([value, *(rule.le for rule in field.metadata if isinstance(rule, Le))])


def _largest_value(name: str, kind: Any) -> object:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return max(kind, key=lambda member: len(str(member.value)))
    if kind is bool:
        return True
    if kind is int:
        return LARGEST.get(name, INT64)
    if name == "period":
        return "2026-Q4"
    if kind in (str, date):
        return "2026-11-24"
    raise NotImplementedError(f"{name}: {kind}")
