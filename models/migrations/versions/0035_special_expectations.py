"""Special expectations of superiors; said once, never rewritten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "special_expectations"
QUESTIONS = ("results", "service", "accountable", "competent", "harmonious", "loyal", "adaptive",
             "collaborative", "behaviour")  # fmt: skip
GONE = "SELECT 1 FROM retentions WHERE kind = 'work' AND OLD.at < kept_since"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("year", BIG_ID, nullable=False),
        sa.Column(
            "question",
            sa.Enum(*QUESTIONS, name="question", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], ["employees.id"], name=f"fk_{TABLE}_{column}_employees"
            )
            for column in ("employee_id", "by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
    )
    op.create_index(f"ix_{TABLE}_employee_id", TABLE, ["employee_id", "year"])
    op.create_index(f"ix_{TABLE}_by_id", TABLE, ["by_id"])
    op.create_index(f"ix_{TABLE}_at", TABLE, ["at"])
    if op.get_bind().dialect.name == "sqlite":
        _keep_on_sqlite()
    else:
        _keep_on_postgresql()


def downgrade() -> None:
    op.drop_table(TABLE)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION refuse_change_of_{TABLE}()")


def _keep_on_sqlite() -> None:
    """Rows go with their year, by a retention, and never change."""
    for act, when in (("UPDATE", ""), ("DELETE", f"WHEN NOT EXISTS ({GONE}) ")):
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} {when}"
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )


def _keep_on_postgresql() -> None:
    op.execute(
        f"CREATE FUNCTION refuse_change_of_{TABLE}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' AND EXISTS ({GONE}) THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change_of_{TABLE}()"
    )
