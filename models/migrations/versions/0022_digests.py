"""What waits for a reviewer, as one digest a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("preferences") as batch:
        batch.add_column(sa.Column("digest_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_preferences_digest_at",
        "preferences",
        ["digest_at"],
        sqlite_where=sa.text("digest_at IS NOT NULL"),
        postgresql_where=sa.text("digest_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_preferences_digest_at", "preferences")
    with op.batch_alter_table("preferences") as batch:
        batch.drop_column("digest_at")
