"""Absences that wait: when a superior was told of them, and on whose behalf they are decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CAPACITY = sa.String(length=24)


def upgrade() -> None:
    op.add_column("absences", sa.Column("superior_told_at", MOMENT, nullable=True))
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE absences ADD COLUMN instead_of_id {kind}"
        " CONSTRAINT fk_absences_instead_of_id_employees REFERENCES employees (id)"
    )
    op.add_column("absences", sa.Column("capacity", CAPACITY, nullable=True))


def downgrade() -> None:
    for column in ("capacity", "instead_of_id", "superior_told_at"):
        op.drop_column("absences", column)
