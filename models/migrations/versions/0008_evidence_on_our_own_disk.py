"""Evidence is kept on the office's own disk; links are evidence too.

What was sent before this revision stays with Telegram: it is not fetched afterwards.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("sha256", name=op.f("uq_files_sha256")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("fetch_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("attempts", BIG_ID, nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("kept_id", BIG_ID, nullable=True))
        batch_op.add_column(sa.Column("refused", sa.String(length=60), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_evidence_kept_id_files"), "files", ["kept_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_evidence_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index("ix_evidence_file_unique_id", ["file_unique_id"], unique=False)
        batch_op.create_index(
            "ix_evidence_fetch_at",
            ["fetch_at", "id"],
            unique=False,
            sqlite_where=sa.text("fetch_at IS NOT NULL"),
            postgresql_where=sa.text("fetch_at IS NOT NULL"),
        )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.alter_column("attempts", server_default=None)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM evidence WHERE kind = 'link'"))
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_evidence_fetch_at",
            sqlite_where=sa.text("fetch_at IS NOT NULL"),
            postgresql_where=sa.text("fetch_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_evidence_file_unique_id")
        batch_op.drop_index(batch_op.f("ix_evidence_kept_id"))
        batch_op.drop_constraint(batch_op.f("fk_evidence_kept_id_files"), type_="foreignkey")
        for name in ("refused", "kept_id", "attempts", "fetch_at", "link"):
            batch_op.drop_column(name)
    op.drop_table("files")
