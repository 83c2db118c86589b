"""Salah atasan?: what people say of their superiors, and what an admin made of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
PEOPLE = ("author_id", "named_id", "right_id", "settled_by_id", "became_id")
TABLE = "superior_questions"


def upgrade() -> None:
    op.create_table(
        TABLE,
        *(sa.Column(name, BIG_ID, nullable=name != "author_id") for name in PEOPLE),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["employees.id"], name=f"fk_{TABLE}_{name}_employees")
            for name in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_author_id", TABLE, ["author_id"])
    is_open = sa.text("settled_at IS NULL")
    op.create_index(
        f"uq_{TABLE}_open", TABLE, ["author_id"], unique=True,
        sqlite_where=is_open, postgresql_where=is_open,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table(TABLE)
