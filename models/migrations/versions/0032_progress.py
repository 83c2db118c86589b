"""What somebody says they have reached of an indicator, append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ASPECTS = ("quantity", "quality", "time", "cost", "recipients", "process", "strengthening",
           "budget")  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "progress_entries",
        sa.Column("plan_id", BIG_ID, nullable=False),
        sa.Column("result_key", BIG_ID, nullable=False),
        sa.Column(
            "aspect",
            sa.Enum(*ASPECTS, name="aspect", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.String(length=160), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["work_plans.id"], name="fk_progress_entries_plan_id_work_plans"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_progress_entries"),
    )
    op.create_index(
        "ix_progress_entries_plan_id",
        "progress_entries",
        ["plan_id", "result_key", "aspect", "id"],
    )
    _forbid_changes("progress_entries")


def downgrade() -> None:
    op.drop_table("progress_entries")


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
