"""Performance dialogues and their steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
CLOSED = "COALESCE({row}.agreed_at, {row}.declined_at)"
OF_STEP = (
    "(SELECT COALESCE(d.agreed_at, d.declined_at) FROM dialogues d WHERE d.id = {row}.dialogue_id)"
)
# By table: the moment from which a row is kept, and what of it never changes from then on.
KEPT = {
    "dialogues": (CLOSED, ""),
    "dialogue_steps": (OF_STEP, " OF dialogue_id, whose_id, what, due"),
}


def upgrade() -> None:
    op.create_table(
        "dialogues",
        sa.Column("leader_id", BIG_ID, nullable=False),
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("topic", sa.String(length=1000), nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=True),
        sa.Column("declined_at", MOMENT, nullable=True),
        sa.Column("because", sa.String(length=1000), nullable=True),
        sa.Column("version", BIG_ID, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["employees.id"], name="fk_dialogues_leader_id_employees"
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name="fk_dialogues_employee_id_employees"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dialogues"),
    )
    op.create_index("ix_dialogues_employee_id_at", "dialogues", ["employee_id", "at"])
    op.create_index("ix_dialogues_leader_id_at", "dialogues", ["leader_id", "at"])
    op.create_index("ix_dialogues_at", "dialogues", ["at"])
    op.create_table(
        "dialogue_steps",
        sa.Column("dialogue_id", BIG_ID, nullable=False),
        sa.Column("whose_id", BIG_ID, nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("remind_at", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogues.id"], name="fk_dialogue_steps_dialogue_id_dialogues"
        ),
        sa.ForeignKeyConstraint(
            ["whose_id"], ["employees.id"], name="fk_dialogue_steps_whose_id_employees"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dialogue_steps"),
    )
    op.create_index("ix_dialogue_steps_dialogue_id", "dialogue_steps", ["dialogue_id"])
    op.create_index("ix_dialogue_steps_whose_id", "dialogue_steps", ["whose_id"])
    op.create_index(
        "ix_dialogue_steps_remind_at",
        "dialogue_steps",
        ["remind_at", "id"],
        sqlite_where=sa.text("remind_at IS NOT NULL"),
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )
    for table, (kept, columns) in KEPT.items():
        _keep(table, kept, columns)


def downgrade() -> None:
    op.drop_table("dialogue_steps")
    op.drop_table("dialogues")
    if op.get_bind().dialect.name != "sqlite":
        for table in KEPT:
            op.execute(f"DROP FUNCTION refuse_change_of_{table}()")


def _keep(table: str, kept: str, columns: str) -> None:
    """What was agreed is never changed; it goes with its year, by a retention."""
    when = kept.format(row="OLD")
    is_gone = f"SELECT 1 FROM retentions WHERE kind = 'work' AND {when} < kept_since"
    if op.get_bind().dialect.name == "sqlite":
        for act, let_go in (
            (f"UPDATE{columns}", ""), ("DELETE", f" AND NOT EXISTS ({is_gone})"),
        ):  # fmt: skip
            op.execute(
                f"CREATE TRIGGER {table}_no_{act[:6].lower()} BEFORE {act} ON {table} "
                f"WHEN {when} IS NOT NULL{let_go} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION refuse_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"DECLARE kept timestamptz; BEGIN kept := {when}; "
        "IF kept IS NOT NULL AND NOT (TG_OP = 'DELETE' AND EXISTS "
        "(SELECT 1 FROM retentions WHERE kind = 'work' AND kept < kept_since)) THEN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE{columns} OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change_of_{table}()"
    )
