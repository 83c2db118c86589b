"""Retentions, and a way for them past the triggers of what is append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
KEPT = ("revisions", "decisions")


def upgrade() -> None:
    op.create_table(
        "retentions",
        sa.Column(
            "kind",
            sa.Enum("work", "notices", "traces", name="kept", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("kept_since", MOMENT, nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("rows", BIG_ID, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retentions")),
    )
    is_gone = "SELECT 1 FROM retentions WHERE kind = 'work' AND OLD.at < kept_since"
    if op.get_bind().dialect.name == "sqlite":
        _delete_triggers(unless=f" WHERE NOT EXISTS ({is_gone})")
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' AND EXISTS ({is_gone}) THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _delete_triggers()
    else:
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    op.drop_table("retentions")


def _delete_triggers(unless: str = "") -> None:
    for table in KEPT:
        op.execute(f"DROP TRIGGER {table}_no_delete")
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'){unless}; END"
        )
