"""That a supervisor let the team be reminded, once a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "nudges",
        sa.Column("supervisor_id", BIG_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded", BIG_ID, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["employees.id"], name="fk_nudges_supervisor_id_employees"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_nudges"),
        sa.UniqueConstraint("supervisor_id", "day", name="uq_nudges_supervisor_id_day"),
    )
    op.create_index("ix_nudges_day", "nudges", ["day"])


def downgrade() -> None:
    op.drop_index("ix_nudges_day", "nudges")
    op.drop_table("nudges")
