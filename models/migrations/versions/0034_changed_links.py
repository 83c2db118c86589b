"""Links to the plan that were changed after approval, append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
LINKS = ("suggested", "chosen", "task", "apart")
REFERS = {
    "activity_id": "activities",
    "by_id": "employees",
    "approved_by_id": "employees",
    "plan_before_id": "work_plans",
    "plan_id": "work_plans",
}


def upgrade() -> None:
    op.create_table(
        "link_changes",
        sa.Column("activity_id", BIG_ID, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("approved_by_id", BIG_ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("link_before", _link(), nullable=True),
        sa.Column("plan_before_id", BIG_ID, nullable=True),
        sa.Column("key_before", BIG_ID, nullable=True),
        sa.Column("link", _link(), nullable=True),
        sa.Column("plan_id", BIG_ID, nullable=True),
        sa.Column("result_key", BIG_ID, nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=_name(column, table))
            for column, table in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name="pk_link_changes"),
    )
    for column in ("activity_id", "by_id", "plan_before_id", "plan_id"):
        op.create_index(f"ix_link_changes_{column}", "link_changes", [column])
    op.create_index("ix_link_changes_approved_by_id", "link_changes", ["approved_by_id", "at"])
    _forbid_changes("link_changes")


def downgrade() -> None:
    op.drop_table("link_changes")


def _link() -> sa.Enum:
    return sa.Enum(*LINKS, name="link", native_enum=False, length=24)


def _name(column: str, table: str) -> str:
    return f"fk_link_changes_{column}_{table}"


def _forbid_changes(table: str) -> None:
    """What was written down is never rewritten; it goes with its year, by a retention."""
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
