"""``deploy/`` says what the code needs: names, paths, limits and times."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import machine, web
from config.settings import Settings

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
# What a replica may take to end: its turns, the lease, and the web side's own shutdown.
ENDS_WITHIN = machine.GRACE + machine.GIVING_UP + 5


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def settings() -> set[str]:
    return {name.upper() for name in Settings.model_fields}


def test_the_proxy_lets_the_webhook_through_and_nothing_else() -> None:
    places = re.findall(r"location (?:= )?(\S+)", read("nginx.conf"))

    assert places == [web.PATH, "/"]
    assert web.LONGEST_BODY == 1024 * 1024
    assert "client_max_body_size 1m;" in read("nginx.conf")


def test_the_proxy_waits_longer_than_a_replica_may_take_to_write_an_update_down() -> None:
    (waits,) = re.findall(r"proxy_read_timeout (\d+)s", read("nginx.conf"))

    assert int(waits) >= web.READ_WITHIN + web.WRITTEN_WITHIN


@pytest.mark.parametrize("name", ["compose.yaml", "kinerja@.service"])
def test_a_replica_is_given_the_time_it_needs_to_end(name: str) -> None:
    given = re.findall(r"(?:stop_grace_period: |TimeoutStopSec=)(\d+)", read(name))

    assert given
    assert min(map(int, given)) > ENDS_WITHIN


def test_only_settings_that_there_are_are_set() -> None:
    (block,) = re.findall(
        r"environment:\n((?: {4}[A-Z_]+: .*\n)+) {2}volumes", read("compose.yaml")
    )
    named = set(re.findall(r"^ +([A-Z_]+):", block, re.MULTILINE))

    assert named - settings() == set()
    assert {"BOT_TOKEN", "DATABASE_URL", "WEBHOOK_URL", "WEBHOOK_SECRET"} <= named


def test_the_image_holds_all_that_runs_and_nothing_secret() -> None:
    copied = set(re.findall(r"^COPY (\S+) ", read("Dockerfile"), re.MULTILINE))
    allowed = set(re.findall(r"^!(\S+)", read("Dockerfile.dockerignore"), re.MULTILINE))

    assert copied == {"bot", "config", "handlers", "models", "pyproject.toml"}
    assert allowed == copied | {"uv.lock"}
    assert read("Dockerfile.dockerignore").splitlines()[1] == "*"
