"""Gists of an activity's words, and how long a card had been shown when it was decided.

What was sent before this revision has no gists: nothing is said to be like it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
GISTS = ("gist_1", "gist_2", "gist_3")


def upgrade() -> None:
    # Columns one by one: a table made anew (batch mode) would lose its append-only triggers.
    for gist in GISTS:
        op.add_column("activities", sa.Column(gist, BIG_ID, nullable=True))
        op.create_index(
            f"ix_activities_{gist}",
            "activities",
            ["unit_id", gist, "day", "author_id"],
            sqlite_where=sa.text(f"{gist} IS NOT NULL"),
            postgresql_where=sa.text(f"{gist} IS NOT NULL"),
        )
    op.add_column("decisions", sa.Column("seconds", BIG_ID, nullable=True))
    op.add_column("notices", sa.Column("seen", JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("notices", "seen")
    op.drop_column("decisions", "seconds")
    for gist in GISTS:
        op.drop_index(f"ix_activities_{gist}", "activities")
        op.drop_column("activities", gist)
