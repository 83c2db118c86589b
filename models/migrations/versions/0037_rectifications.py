"""Requests to put right what is kept of somebody, and what came of them; append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ASKED, ANSWERS = "rectifications", "rectification_answers"


def upgrade() -> None:
    op.create_table(
        ASKED,
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("to_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        _refers(ASKED, "employee_id", "employees"),
        _refers(ASKED, "to_id", "employees"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{ASKED}"),
    )
    for column in ("employee_id", "to_id", "at"):
        op.create_index(f"ix_{ASKED}_{column}", ASKED, [column])
    op.create_table(
        ANSWERS,
        sa.Column("rectification_id", BIG_ID, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("put-right", "left", "withdrawn", name="settled", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=1000), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        _refers(ANSWERS, "rectification_id", ASKED),
        _refers(ANSWERS, "by_id", "employees"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{ANSWERS}"),
        sa.UniqueConstraint("rectification_id", name=f"uq_{ANSWERS}_rectification_id"),
    )
    op.create_index(f"ix_{ANSWERS}_by_id", ANSWERS, ["by_id"])
    for table in (ASKED, ANSWERS):
        _forbid_changes(table)


def downgrade() -> None:
    op.drop_table(ANSWERS)
    op.drop_table(ASKED)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def _forbid_changes(table: str) -> None:
    """What was said is never rewritten; it goes with its year, by a retention."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    is_gone = "SELECT 1 FROM retentions WHERE kind = 'work' AND OLD.at < kept_since"
    for act, unless in (("UPDATE", ""), ("DELETE", f" WHERE NOT EXISTS ({is_gone})")):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'){unless}; END"
        )
