"""Who asked for the reminding of a team: the official, or whoever stands in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_id", BIG_ID, nullable=True))
        batch_op.create_foreign_key("fk_nudges_by_id_employees", "employees", ["by_id"], ["id"])
        batch_op.create_index("ix_nudges_by_id", ["by_id"])


def downgrade() -> None:
    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.drop_index("ix_nudges_by_id")
        batch_op.drop_constraint("fk_nudges_by_id_employees", type_="foreignkey")
        batch_op.drop_column("by_id")
