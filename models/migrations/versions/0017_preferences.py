"""What somebody has chosen for themself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("pictures", sa.Boolean(), nullable=False),
        sa.Column("earlier_days", sa.Boolean(), nullable=False),
        sa.Column("supervisor_too", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name="fk_preferences_employee_id_employees"
        ),
        sa.PrimaryKeyConstraint("employee_id", name="pk_preferences"),
    )


def downgrade() -> None:
    op.drop_table("preferences")
