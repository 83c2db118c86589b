"""What an import was about: the roster, plans or indicators."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ABOUT = sa.Enum("roster", "plans", "indicators", name="about", native_enum=False, length=24)


def upgrade() -> None:
    op.add_column("imports", sa.Column("about", ABOUT, server_default="roster", nullable=False))


def downgrade() -> None:
    op.drop_column("imports", "about")
