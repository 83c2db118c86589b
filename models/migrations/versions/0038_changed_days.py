"""When somebody is told that a special day has changed their day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tell_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_duties_tell_at",
            ["tell_at", "id"],
            unique=False,
            sqlite_where=sa.text("tell_at IS NOT NULL"),
            postgresql_where=sa.text("tell_at IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_duties_tell_at",
            sqlite_where=sa.text("tell_at IS NOT NULL"),
            postgresql_where=sa.text("tell_at IS NOT NULL"),
        )
        batch_op.drop_column("tell_at")
