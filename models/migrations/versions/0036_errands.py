"""Spreadsheets that admins send to the bot."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "errands",
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("file_unique_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", BIG_ID, nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("progress", sa.String(length=24), nullable=False),
        sa.Column("due", MOMENT, nullable=True),
        sa.Column("attempts", BIG_ID, nullable=False),
        sa.Column("checks", BIG_ID, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("without_wrong", sa.Boolean(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("kept_until", MOMENT, nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("checked", sa.LargeBinary(), nullable=True),
        sa.Column("import_id", BIG_ID, nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_errands_employee_id_employees")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_errands_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errands")),
    )
    op.create_index(op.f("ix_errands_employee_id"), "errands", ["employee_id"])
    op.create_index(op.f("ix_errands_import_id"), "errands", ["import_id"])
    for name, columns in (("due", ["due", "id"]), ("kept_until", ["kept_until"])):
        where = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_errands_{name}", "errands", columns, sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    op.drop_table("errands")
