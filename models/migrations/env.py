"""Alembic's way in: the connection is handed over by ``bot.migrating``."""

from __future__ import annotations

from alembic import context

from models.every_table import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
