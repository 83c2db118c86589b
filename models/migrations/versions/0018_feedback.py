"""Feedback and what is answered to it, append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("to_id", BIG_ID, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column(
            "about",
            sa.Enum("person", "day", "result", name="about", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("plan_id", BIG_ID, nullable=True),
        sa.Column("result_key", BIG_ID, nullable=True),
        sa.Column("result", sa.String(length=300), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["to_id"], ["employees.id"], name="fk_feedback_to_id_employees"),
        sa.ForeignKeyConstraint(["by_id"], ["employees.id"], name="fk_feedback_by_id_employees"),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["work_plans.id"], name="fk_feedback_plan_id_work_plans"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_to_id_at", "feedback", ["to_id", "at"])
    op.create_index("ix_feedback_by_id_at", "feedback", ["by_id", "at"])
    op.create_index("ix_feedback_at", "feedback", ["at"])
    op.create_index("ix_feedback_plan_id", "feedback", ["plan_id"])
    op.create_table(
        "feedback_answers",
        sa.Column("feedback_id", BIG_ID, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name="fk_feedback_answers_feedback_id_feedback"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["employees.id"], name="fk_feedback_answers_by_id_employees"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_answers"),
        sa.UniqueConstraint("feedback_id", name="uq_feedback_answers_feedback_id"),
    )
    op.create_index("ix_feedback_answers_by_id", "feedback_answers", ["by_id"])
    for table in ("feedback", "feedback_answers"):
        _forbid_changes(table)


def downgrade() -> None:
    op.drop_table("feedback_answers")
    op.drop_table("feedback")


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
