"""Alembic's way in: the connection is handed over by ``bot.migrating``."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from models.base import BigId, Json, Moment
from models.every_table import Base


def named_type(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    """Our types by the names that script.py.mako gives them: a migration imports no model."""
    if kind != "type":
        return False
    if isinstance(value, Moment):
        return "MOMENT"
    names = {repr(BigId): "BIG_ID", repr(Json): "JSON"}
    return names.get(repr(value)) or False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=named_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
