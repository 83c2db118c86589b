"""Duties, absences, shifts, and special days of a unit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "leave",
                "annual-leave",
                "long-leave",
                "maternity-leave",
                "urgent-leave",
                "unpaid-leave",
                "sick",
                "permission",
                "duty-travel",
                "training",
                "study",
                name="absencekind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("told_id", BIG_ID, nullable=True),
        sa.Column("objected_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("version", BIG_ID, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_absences_employee_id_employees")
        ),
        sa.ForeignKeyConstraint(
            ["told_id"], ["employees.id"], name=op.f("fk_absences_told_id_employees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(
            "ix_absences_employee_id_since", ["employee_id", "since"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_absences_told_id"), ["told_id"], unique=False)

    op.create_table(
        "shifts",
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", BIG_ID, nullable=False),
        sa.Column("remind_at", MOMENT, nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_shifts_employee_id_employees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint("employee_id", "day", name=op.f("uq_shifts_employee_id_day")),
    )
    op.create_table(
        "duties",
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("posting_id", BIG_ID, nullable=True),
        sa.Column("unit_id", BIG_ID, nullable=True),
        sa.Column(
            "pattern",
            sa.Enum("5-days", "6-days", "shifts", name="pattern", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("minutes", BIG_ID, nullable=False),
        sa.Column("target", BIG_ID, nullable=False),
        sa.Column(
            "off",
            sa.Enum(
                "weekend",
                "national",
                "joint-leave",
                "special",
                "no-shift",
                "absence",
                "no-posting",
                name="off",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("off_name", sa.String(length=160), nullable=True),
        sa.Column("hour", MOMENT, nullable=True),
        sa.Column("remind_at", MOMENT, nullable=True),
        sa.Column("review_at", MOMENT, nullable=True),
        sa.Column("rung_at", MOMENT, nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["employees.id"],
            name=op.f("fk_duties_employee_id_employees"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"],
            ["postings.id"],
            name=op.f("fk_duties_posting_id_postings"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_duties_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
        sa.UniqueConstraint("employee_id", "day", name=op.f("uq_duties_employee_id_day")),
    )
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.create_index("ix_duties_day", ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_duties_posting_id"), ["posting_id"], unique=False)
        batch_op.create_index(
            "ix_duties_remind_at",
            ["remind_at", "id"],
            unique=False,
            sqlite_where=sa.text("remind_at IS NOT NULL"),
            postgresql_where=sa.text("remind_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_duties_review_at",
            ["review_at", "id"],
            unique=False,
            sqlite_where=sa.text("review_at IS NOT NULL"),
            postgresql_where=sa.text("review_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_duties_unit_id"), ["unit_id"], unique=False)

    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("superior_told_at", MOMENT, nullable=True))

    with op.batch_alter_table("holidays", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("unit", sa.String(length=40), nullable=False, server_default="")
        )
        batch_op.drop_constraint(batch_op.f("uq_holidays_day_kind"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_holidays_day_kind_unit"), ["day", "kind", "unit"]
        )

    with op.batch_alter_table("holidays", schema=None) as batch_op:
        batch_op.alter_column("unit", server_default=None)


def downgrade() -> None:
    # What only this version knows goes first: a unit's days would be everybody's.
    op.execute("DELETE FROM holidays WHERE unit <> '' OR kind = 'workday'")
    with op.batch_alter_table("holidays", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_holidays_day_kind_unit"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_holidays_day_kind"), ["day", "kind"])
        batch_op.drop_column("unit")

    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_column("superior_told_at")

    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duties_unit_id"))
        batch_op.drop_index(
            "ix_duties_review_at",
            sqlite_where=sa.text("review_at IS NOT NULL"),
            postgresql_where=sa.text("review_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_duties_remind_at",
            sqlite_where=sa.text("remind_at IS NOT NULL"),
            postgresql_where=sa.text("remind_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_duties_posting_id"))
        batch_op.drop_index("ix_duties_day")

    op.drop_table("duties")
    op.drop_table("shifts")
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absences_told_id"))
        batch_op.drop_index("ix_absences_employee_id_since")

    op.drop_table("absences")
