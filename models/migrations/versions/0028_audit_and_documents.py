"""The audit, and which document stands in a message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("notices") as notices:
        notices.add_column(sa.Column("attached", sa.String(length=80), nullable=True))
    op.create_table(
        "audit_entries",
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("act", sa.String(length=24), nullable=False),
        sa.Column("by_nip", sa.String(length=18), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("about_nip", sa.String(length=18), nullable=True),
        sa.Column("about_name", sa.String(length=120), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("what", sa.String(length=255), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_about_nip", "audit_entries", ["about_nip", "at"])
    op.create_index("ix_audit_entries_unit", "audit_entries", ["unit", "at"])
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])
    _forbid_changes()


def downgrade() -> None:
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_change_of_audit()")
    with op.batch_alter_table("notices") as notices:
        notices.drop_column("attached")


def _forbid_changes() -> None:
    """What was noted is never rewritten; it goes with its year, by a retention of traces."""
    is_gone = "SELECT 1 FROM retentions WHERE kind = 'traces' AND OLD.at < kept_since"
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            "CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' AND EXISTS ({is_gone}) THEN RETURN OLD; END IF; "
            "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit()"
        )
        return
    for act, unless in (("UPDATE", ""), ("DELETE", f" WHERE NOT EXISTS ({is_gone})")):
        op.execute(
            f"CREATE TRIGGER audit_entries_no_{act.lower()} BEFORE {act} ON audit_entries "
            f"BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'){unless}; END"
        )
