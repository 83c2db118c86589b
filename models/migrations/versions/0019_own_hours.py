"""One's own reminder hour, quiet hours, and how many reminders a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TWICE_OR_ONCE = (
    "UPDATE preferences SET reminders_a_day = CASE WHEN supervisor_too THEN 2 ELSE 1 END"
)


def upgrade() -> None:
    with op.batch_alter_table("preferences") as batch:
        batch.add_column(
            sa.Column("reminders_a_day", BIG_ID, nullable=False, server_default=sa.text("2"))
        )
        batch.add_column(sa.Column("reminder_at", sa.Time(), nullable=True))
        batch.add_column(sa.Column("quiet_from", sa.Time(), nullable=True))
        batch.add_column(sa.Column("quiet_until", sa.Time(), nullable=True))
    op.execute(TWICE_OR_ONCE)
    with op.batch_alter_table("preferences") as batch:
        batch.alter_column("reminders_a_day", existing_type=BIG_ID, server_default=None)
        batch.drop_column("supervisor_too")


def downgrade() -> None:
    with op.batch_alter_table("preferences") as batch:
        batch.add_column(
            sa.Column("supervisor_too", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    op.execute("UPDATE preferences SET supervisor_too = (reminders_a_day > 1)")
    with op.batch_alter_table("preferences") as batch:
        batch.alter_column("supervisor_too", existing_type=sa.Boolean(), server_default=None)
        for name in ("reminders_a_day", "reminder_at", "quiet_from", "quiet_until"):
            batch.drop_column(name)
