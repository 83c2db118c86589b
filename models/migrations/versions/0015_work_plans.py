"""Work plans (SKP) with versions, results and indicators; what an activity serves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ASPECTS = ("quantity", "quality", "time", "cost", "recipients", "process", "strengthening",
           "budget")  # fmt: skip
LINKS = ("suggested", "chosen", "task", "apart")
# When the version that a row belongs to was agreed; {row} is OLD or NEW.
AGREED = {
    "plan_versions": "{row}.agreed_at",
    "work_results": "(SELECT agreed_at FROM plan_versions WHERE id = {row}.version_id)",
    "indicators": "(SELECT v.agreed_at FROM work_results r JOIN plan_versions v "
    "ON v.id = r.version_id WHERE r.id = {row}.result_id)",
}


def upgrade() -> None:
    op.create_table(
        "work_plans",
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("unit_id", BIG_ID, nullable=True),
        sa.Column("position", sa.String(length=160), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("last_key", BIG_ID, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_work_plans_employee_id_employees")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_work_plans_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_plans")),
        sa.UniqueConstraint("employee_id", "since", name=op.f("uq_work_plans_employee_id_since")),
    )
    op.create_index(op.f("ix_work_plans_unit_id"), "work_plans", ["unit_id"])
    op.create_table(
        "plan_versions",
        sa.Column("plan_id", BIG_ID, nullable=False),
        sa.Column("number", BIG_ID, nullable=False),
        sa.Column("edition", BIG_ID, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("appraiser_id", BIG_ID, nullable=True),
        sa.Column("proposed_at", MOMENT, nullable=True),
        sa.Column("agreed_at", MOMENT, nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("version", BIG_ID, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["work_plans.id"], name=op.f("fk_plan_versions_plan_id_work_plans")
        ),
        sa.ForeignKeyConstraint(
            ["appraiser_id"],
            ["employees.id"],
            name=op.f("fk_plan_versions_appraiser_id_employees"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_versions")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_versions_plan_id_number")),
    )
    op.create_index(op.f("ix_plan_versions_appraiser_id"), "plan_versions", ["appraiser_id"])
    op.create_table(
        "work_results",
        sa.Column("version_id", BIG_ID, nullable=False),
        sa.Column("key", BIG_ID, nullable=False),
        sa.Column("place", BIG_ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("main", "additional", name="resultkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("serves", sa.String(length=300), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["plan_versions.id"],
            name=op.f("fk_work_results_version_id_plan_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_results")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_work_results_version_id_key")),
    )
    op.create_table(
        "indicators",
        sa.Column("result_id", BIG_ID, nullable=False),
        sa.Column(
            "aspect",
            sa.Enum(*ASPECTS, name="aspect", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("low", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("high", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["result_id"], ["work_results.id"], name=op.f("fk_indicators_result_id_work_results")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
    )
    op.create_index(op.f("ix_indicators_result_id"), "indicators", ["result_id"])
    for table, agreed in AGREED.items():
        _keep_what_was_agreed(table, agreed)
    _add_links()


def _add_links() -> None:
    # Columns one by one: a table made anew (batch mode) would lose its append-only triggers.
    # In SQL, since alembic would make the whole table anew on SQLite for the sake of the key.
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE activities ADD COLUMN plan_id {kind} "
        "CONSTRAINT fk_activities_plan_id_work_plans REFERENCES work_plans (id)"
    )
    op.add_column("activities", sa.Column("result_key", BIG_ID, nullable=True))
    link = sa.Enum(*LINKS, name="link", native_enum=False, length=24)
    op.add_column("activities", sa.Column("link", link, nullable=True))
    op.create_index(
        "ix_activities_plan_id",
        "activities",
        ["plan_id", "result_key"],
        sqlite_where=sa.text("plan_id IS NOT NULL"),
        postgresql_where=sa.text("plan_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_activities_plan_id", "activities")
    op.drop_column("activities", "link")
    op.drop_column("activities", "result_key")
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("activities", schema=None) as batch_op:
            batch_op.drop_column("plan_id")
    else:
        op.drop_column("activities", "plan_id")
    for table in ("indicators", "work_results", "plan_versions", "work_plans"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table in AGREED:
            op.execute(f"DROP FUNCTION refuse_change_of_{table}()")


def _keep_what_was_agreed(table: str, agreed: str) -> None:
    """Agreed rows are never changed nor added to; they go with their year, by a retention."""
    adds = table != "plan_versions"
    if op.get_bind().dialect.name != "sqlite":
        _keep_on_postgresql(table, agreed, adds)
        return
    for act, row in (("UPDATE", "OLD"), ("DELETE", "OLD"), ("INSERT", "NEW")):
        when = agreed.format(row=row)
        is_gone = f"SELECT 1 FROM retentions WHERE kind = 'work' AND {when} < kept_since"
        let_go = f" AND NOT EXISTS ({is_gone})" if act == "DELETE" else ""
        if act != "INSERT" or adds:
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"WHEN {when} IS NOT NULL{let_go} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _keep_on_postgresql(table: str, agreed: str, adds: bool) -> None:
    op.execute(
        f"CREATE FUNCTION refuse_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE agreed timestamptz; BEGIN "
        f"IF TG_OP = 'INSERT' THEN agreed := {agreed.format(row='NEW')}; "
        f"ELSE agreed := {agreed.format(row='OLD')}; END IF; "
        "IF agreed IS NOT NULL AND NOT (TG_OP = 'DELETE' AND EXISTS "
        "(SELECT 1 FROM retentions WHERE kind = 'work' AND agreed < kept_since)) THEN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    acts = "INSERT OR UPDATE OR DELETE" if adds else "UPDATE OR DELETE"
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE {acts} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change_of_{table}()"
    )
