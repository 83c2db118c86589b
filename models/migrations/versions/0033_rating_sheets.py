"""Spreadsheets of ratings that appraisers send back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
CADENCES = ("monthly", "quarterly", "yearly")
WAITS = sa.text("look_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "rating_sheets",
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("file_unique_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("look_at", MOMENT, nullable=True),
        sa.Column("attempts", BIG_ID, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.Column("overtaken_at", MOMENT, nullable=True),
        sa.Column(
            "cadence",
            sa.Enum(*CADENCES, name="cadence", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("evaluations", JSON, nullable=False),
        sa.Column("rows", JSON, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name="fk_rating_sheets_employee_id_employees"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rating_sheets"),
    )
    op.create_index(
        "ix_rating_sheets_employee_id", "rating_sheets", ["employee_id", "cadence", "since"]
    )
    op.create_index(
        "ix_rating_sheets_look_at", "rating_sheets", ["look_at", "id"],
        sqlite_where=WAITS, postgresql_where=WAITS,
    )  # fmt: skip
    op.create_index("ix_rating_sheets_sent_at", "rating_sheets", ["sent_at"])


def downgrade() -> None:
    op.drop_table("rating_sheets")
