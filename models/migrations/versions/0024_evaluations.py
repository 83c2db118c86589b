"""Evaluations: answers of both sides, what was signed, and what followed. Append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
RATINGS = ("below", "meets", "above")
PREDICATES = ("very-poor", "poor", "needs-improvement", "good", "very-good")
UNIT_PREDICATES = ("very-poor", "poor", "needs-improvement", "good", "excellent")
QUESTIONS = ("results", "service", "accountable", "competent", "harmonious", "loyal", "adaptive",
             "collaborative", "behaviour")  # fmt: skip
# By table: the moment from which a row is kept; {row} is OLD, or NEW where one is added.
SIGNED = "(SELECT signed_at FROM evaluations WHERE id = {row}.evaluation_id)"
SENT = "(SELECT self_sent_at FROM evaluations WHERE id = {row}.evaluation_id)"
KEPT = {
    "evaluations": "{row}.signed_at",
    "evaluation_answers": "CASE {row}.side WHEN 'self' THEN " + SENT + " ELSE " + SIGNED + " END",
    "evaluation_steps": "{row}.at",
    "unit_achievements": "{row}.at",
}


def upgrade() -> None:
    op.create_table(
        "evaluations",
        sa.Column("employee_id", BIG_ID, nullable=False),
        _enum("cadence", "cadence", ("monthly", "quarterly", "yearly"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("number", BIG_ID, nullable=False),
        sa.Column("edition", BIG_ID, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("self_sent_at", MOMENT, nullable=True),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.Column("appraiser_id", BIG_ID, nullable=True),
        sa.Column("unit_id", BIG_ID, nullable=True),
        _enum("organisation", "unitpredicate", UNIT_PREDICATES),
        _enum("results", "rating", RATINGS),
        _enum("behaviour", "rating", RATINGS),
        _enum("predicate", "predicate", PREDICATES),
        sa.Column("version", BIG_ID, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        _refers("evaluations", "employee_id", "employees"),
        _refers("evaluations", "appraiser_id", "employees"),
        _refers("evaluations", "unit_id", "units"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluations"),
        sa.UniqueConstraint(
            "employee_id", "cadence", "since", "number",
            name="uq_evaluations_employee_id_cadence_since_number",
        ),
    )  # fmt: skip
    op.create_index("ix_evaluations_unit_id", "evaluations", ["unit_id", "cadence", "since"])
    op.create_index("ix_evaluations_until", "evaluations", ["until"])
    op.create_index("ix_evaluations_appraiser_id", "evaluations", ["appraiser_id"])
    op.create_table(
        "evaluation_answers",
        sa.Column("evaluation_id", BIG_ID, nullable=False),
        _enum("side", "side", ("self", "appraiser"), nullable=False),
        _enum("question", "question", QUESTIONS, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _enum("rating", "rating", RATINGS),
        sa.Column("words", sa.String(length=500), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        _refers("evaluation_answers", "evaluation_id", "evaluations"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation_answers"),
        sa.UniqueConstraint(
            "evaluation_id", "side", "question",
            name="uq_evaluation_answers_evaluation_id_side_question",
        ),
    )  # fmt: skip
    op.create_table(
        "evaluation_steps",
        sa.Column("evaluation_id", BIG_ID, nullable=False),
        _enum("step", "step", ("read", "accepted", "objected", "decided"), nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=True),
        sa.Column("to_id", BIG_ID, nullable=True),
        _enum("results", "rating", RATINGS),
        _enum("behaviour", "rating", RATINGS),
        _enum("predicate", "predicate", PREDICATES),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        _refers("evaluation_steps", "evaluation_id", "evaluations"),
        _refers("evaluation_steps", "by_id", "employees"),
        _refers("evaluation_steps", "to_id", "employees"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation_steps"),
        sa.UniqueConstraint("evaluation_id", "step", name="uq_evaluation_steps_evaluation_id_step"),
    )
    for column in ("by_id", "to_id"):
        op.create_index(f"ix_evaluation_steps_{column}", "evaluation_steps", [column])
    op.create_table(
        "unit_achievements",
        sa.Column("unit_id", BIG_ID, nullable=False),
        _enum("cadence", "cadence", ("monthly", "quarterly", "yearly"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        _enum("predicate", "unitpredicate", UNIT_PREDICATES, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        _refers("unit_achievements", "unit_id", "units"),
        _refers("unit_achievements", "by_id", "employees"),
        sa.PrimaryKeyConstraint("id", name="pk_unit_achievements"),
    )
    op.create_index(
        "ix_unit_achievements_unit_id", "unit_achievements", ["unit_id", "cadence", "since"]
    )
    op.create_index("ix_unit_achievements_by_id", "unit_achievements", ["by_id"])
    for table, kept in KEPT.items():
        _keep(table, kept, adds=table == "evaluation_answers")


def downgrade() -> None:
    for table in ("unit_achievements", "evaluation_steps", "evaluation_answers", "evaluations"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table in KEPT:
            op.execute(f"DROP FUNCTION refuse_change_of_{table}()")


def _enum(
    column: str, name: str, values: tuple[str, ...], *, nullable: bool = True
) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, length=24)
    return sa.Column(column, kind, nullable=nullable)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def _keep(table: str, kept: str, *, adds: bool) -> None:
    """Such rows are never changed (nor added to); they go with their year, by a retention."""
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
