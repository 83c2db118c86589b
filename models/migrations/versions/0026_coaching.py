"""Coaching sessions and the nine statements, closed when they are sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
STATEMENTS = ("cared-for", "respected", "free-to-speak", "with-facts", "positive", "asked",
              "helped", "knows-next", "knows-aim")  # fmt: skip
# By table: the moment from which a row is kept.
KEPT = {
    "coaching_sessions": "{row}.sent_at",
    "coaching_answers": "(SELECT sent_at FROM coaching_sessions WHERE id = {row}.session_id)",
}


def upgrade() -> None:
    op.create_table(
        "coaching_sessions",
        sa.Column("coach_id", BIG_ID, nullable=False),
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("reader_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("topic", sa.String(length=1000), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("version", BIG_ID, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], ["employees.id"], name=f"fk_coaching_sessions_{column}_employees"
            )
            for column in ("coach_id", "employee_id", "reader_id")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_coaching_sessions"),
    )
    for column in ("at", "coach_id", "employee_id", "reader_id"):
        op.create_index(f"ix_coaching_sessions_{column}", "coaching_sessions", [column])
    op.create_table(
        "coaching_answers",
        sa.Column("session_id", BIG_ID, nullable=False),
        sa.Column(
            "statement",
            sa.Enum(*STATEMENTS, name="statement", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "agreement",
            sa.Enum("yes", "partly", "no", name="agreement", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["coaching_sessions.id"],
            name="fk_coaching_answers_session_id_coaching_sessions",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_coaching_answers"),
        sa.UniqueConstraint(
            "session_id", "statement", name="uq_coaching_answers_session_id_statement"
        ),
    )
    for table, kept in KEPT.items():
        _keep(table, kept, adds=table == "coaching_answers")


def downgrade() -> None:
    op.drop_table("coaching_answers")
    op.drop_table("coaching_sessions")
    if op.get_bind().dialect.name != "sqlite":
        for table in KEPT:
            op.execute(f"DROP FUNCTION refuse_change_of_{table}()")


def _keep(table: str, kept: str, *, adds: bool) -> None:
    """What was sent is never changed nor added to; it goes with its year, by a retention."""
    if op.get_bind().dialect.name != "sqlite":
        _keep_on_postgresql(table, kept, adds)
        return
    for act, row in (("UPDATE", "OLD"), ("DELETE", "OLD"), ("INSERT", "NEW")):
        when = kept.format(row=row)
        is_gone = f"SELECT 1 FROM retentions WHERE kind = 'work' AND {when} < kept_since"
        let_go = f" AND NOT EXISTS ({is_gone})" if act == "DELETE" else ""
        if act != "INSERT" or adds:
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"WHEN {when} IS NOT NULL{let_go} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _keep_on_postgresql(table: str, kept: str, adds: bool) -> None:
    op.execute(
        f"CREATE FUNCTION refuse_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE kept timestamptz; BEGIN "
        f"IF TG_OP = 'INSERT' THEN kept := {kept.format(row='NEW')}; "
        f"ELSE kept := {kept.format(row='OLD')}; END IF; "
        "IF kept IS NOT NULL AND NOT (TG_OP = 'DELETE' AND EXISTS "
        "(SELECT 1 FROM retentions WHERE kind = 'work' AND kept < kept_since)) THEN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    acts = "INSERT OR UPDATE OR DELETE" if adds else "UPDATE OR DELETE"
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE {acts} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change_of_{table}()"
    )
