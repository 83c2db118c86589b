"""The weekly tips that somebody has had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tips",
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("shown", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name="fk_tips_employee_id_employees"
        ),
        sa.PrimaryKeyConstraint("employee_id", name="pk_tips"),
    )


def downgrade() -> None:
    op.drop_table("tips")
