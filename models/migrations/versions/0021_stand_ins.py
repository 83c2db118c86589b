"""Stand-ins, and on whose behalf somebody decides; absences know when they next begin or end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
CAPACITY = sa.String(length=24)


def upgrade() -> None:
    op.create_table(
        "stand_ins",
        sa.Column("official_id", BIG_ID, nullable=False),
        sa.Column("deputy_id", BIG_ID, nullable=False),
        sa.Column("kind", CAPACITY, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("letter", sa.String(length=80), nullable=False),
        sa.Column("said_by_id", BIG_ID, nullable=True),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("turns_on", sa.Date(), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], ["employees.id"], name=op.f(f"fk_stand_ins_{column}_employees")
            )
            for column in ("official_id", "deputy_id", "said_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_ins")),
    )
    op.create_index("ix_stand_ins_official_id_since", "stand_ins", ["official_id", "since"])
    op.create_index(op.f("ix_stand_ins_deputy_id"), "stand_ins", ["deputy_id"])
    _index_where_set("stand_ins", "turns_on", "id")
    op.add_column("absences", sa.Column("turns_on", sa.Date(), nullable=True))
    _index_where_set("absences", "turns_on", "id")
    # Columns one by one: a table made anew (batch mode) would lose its append-only triggers.
    for table in ("activities", "decisions", "correction_answers"):
        _add_reference(table)
        op.add_column(table, sa.Column("capacity", CAPACITY, nullable=True))
    _index_where_set("activities", "instead_of_id", "state")
    asked_for = sa.text("waits AND objected_at IS NULL AND withdrawn_at IS NULL")
    op.create_index(
        "ix_absences_asked_for", "absences", ["since"],
        sqlite_where=asked_for, postgresql_where=asked_for,
    )  # fmt: skip
    # Who is away on the day of the change: what waits with them is looked at once.
    op.execute(
        "UPDATE absences SET turns_on = since WHERE until >= CURRENT_DATE"
        " AND objected_at IS NULL AND withdrawn_at IS NULL"
    )


def downgrade() -> None:
    op.drop_index("ix_activities_instead_of_id", "activities")
    op.drop_index("ix_absences_asked_for", "absences")
    for table in ("correction_answers", "decisions", "activities"):
        op.drop_column(table, "capacity")
        op.drop_column(table, "instead_of_id")
    op.drop_index("ix_absences_turns_on", "absences")
    op.drop_column("absences", "turns_on")
    op.drop_table("stand_ins")


def _index_where_set(table: str, column: str, *more: str) -> None:
    where = sa.text(f"{column} IS NOT NULL")
    op.create_index(
        f"ix_{table}_{column}", table, [column, *more],
        sqlite_where=where, postgresql_where=where,
    )  # fmt: skip


def _add_reference(table: str) -> None:
    name = f"fk_{table}_instead_of_id_employees"
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN instead_of_id {kind}"
        f" CONSTRAINT {name} REFERENCES employees (id)"
    )
