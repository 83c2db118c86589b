"""Corrections after the close: asked for, answered, and marked on the activity."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
KEPT = ("corrections", "correction_answers")


def upgrade() -> None:
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrected_at", MOMENT, nullable=True))
    op.create_table(
        "corrections",
        sa.Column("activity_id", BIG_ID, nullable=False),
        sa.Column("revision", BIG_ID, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("reviewer_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("cancels", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("end", sa.Time(), nullable=True),
        sa.Column("minutes", BIG_ID, nullable=True),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_corrections_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["employees.id"], name=op.f("fk_corrections_by_id_employees")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["employees.id"], name=op.f("fk_corrections_reviewer_id_employees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    for column in ("activity_id", "by_id", "reviewer_id"):
        op.create_index(op.f(f"ix_corrections_{column}"), "corrections", [column])
    op.create_table(
        "correction_answers",
        sa.Column("correction_id", BIG_ID, nullable=False),
        sa.Column("activity_id", BIG_ID, nullable=False),
        sa.Column("is_granted", sa.Boolean(), nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("fk_correction_answers_activity_id_activities"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["employees.id"], name=op.f("fk_correction_answers_by_id_employees")
        ),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["corrections.id"],
            name=op.f("fk_correction_answers_correction_id_corrections"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_answers")),
        sa.UniqueConstraint("correction_id", name=op.f("uq_correction_answers_correction_id")),
    )
    for column in ("activity_id", "by_id"):
        op.create_index(op.f(f"ix_correction_answers_{column}"), "correction_answers", [column])
    for table in KEPT:
        _forbid_changes(table)


def downgrade() -> None:
    op.drop_table("correction_answers")
    op.drop_table("corrections")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_column("corrected_at")


def _forbid_changes(table: str) -> None:
    """What was asked and answered is never rewritten; it goes with its year, by a retention."""
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
