"""How far a chat has run ahead of its pace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paced_until", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("slowed_at", MOMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.drop_column("slowed_at")
        batch_op.drop_column("paced_until")
