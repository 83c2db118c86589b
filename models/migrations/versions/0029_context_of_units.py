"""Figures of units beside the reports: attendance, service time, citizens' satisfaction."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = ("attendance", "service-time", "satisfaction")


def upgrade() -> None:
    op.create_table(
        "unit_figures",
        sa.Column("unit_id", BIG_ID, nullable=False),
        sa.Column(
            "kind", sa.Enum(*KINDS, name="context", native_enum=False, length=24), nullable=False
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("hundredths", BIG_ID, nullable=False),
        sa.Column(
            "basis",
            sa.JSON().with_variant(JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_unit_figures_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_figures")),
        sa.UniqueConstraint(
            "unit_id", "kind", "since", "until",
            name=op.f("uq_unit_figures_unit_id_kind_since_until"),
        ),
    )  # fmt: skip
    op.create_index("ix_unit_figures_until", "unit_figures", ["until"])


def downgrade() -> None:
    op.drop_table("unit_figures")
