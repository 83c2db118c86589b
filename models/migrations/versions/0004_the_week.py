"""When each person's week is summed up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.add_column(sa.Column("week_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_duties_week_at",
            ["week_at", "id"],
            unique=False,
            sqlite_where=sa.text("week_at IS NOT NULL"),
            postgresql_where=sa.text("week_at IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_duties_week_at",
            sqlite_where=sa.text("week_at IS NOT NULL"),
            postgresql_where=sa.text("week_at IS NOT NULL"),
        )
        batch_op.drop_column("week_at")
