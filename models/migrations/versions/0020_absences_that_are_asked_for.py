"""Absences that wait for the supervisor, and why somebody said no."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "absences", sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("absences", sa.Column("approved_at", MOMENT, nullable=True))
    op.add_column("absences", sa.Column("because", sa.String(1000), nullable=True))


def downgrade() -> None:
    for column in ("because", "approved_at", "waits"):
        op.drop_column("absences", column)
