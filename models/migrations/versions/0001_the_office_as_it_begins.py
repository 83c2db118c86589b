"""The office, as it begins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


APPEND_ONLY = ("decisions", "revisions")


def upgrade() -> None:
    op.create_table(
        "brakes",
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_brakes")),
    )
    op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "national",
                "joint-leave",
                "office",
                name="holidaykind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
        sa.UniqueConstraint("day", "kind", name=op.f("uq_holidays_day_kind")),
    )
    op.create_table(
        "inbox",
        sa.Column("update_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", BIG_ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("attempts", BIG_ID, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("done", "refused", "fault", name="outcome", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_received_at", ["received_at"], unique=False)
        batch_op.create_index(
            "ix_inbox_waiting",
            ["chat_id", "update_id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "opened_years",
        sa.Column("year", BIG_ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_opened_years")),
    )
    op.create_table(
        "traces",
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("chat_id", BIG_ID, nullable=False),
        sa.Column("refusal", sa.String(length=60), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traces")),
    )
    with op.batch_alter_table("traces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_traces_chat_id"), ["chat_id"], unique=False)

    op.create_table(
        "units",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("parent_id", BIG_ID, nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
        sa.UniqueConstraint("path", name=op.f("uq_units_path")),
    )
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_units_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "wrong_tries",
        sa.Column("chat_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_tries")),
    )
    with op.batch_alter_table("wrong_tries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wrong_tries_chat_id"), ["chat_id"], unique=False)

    op.create_table(
        "employees",
        sa.Column("nip", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "PNS", "CPNS", "PPPK", "PPPK paruh waktu", name="kind", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "staff",
                "unit-head",
                "performance-team",
                "unit-admin",
                "office-admin",
                name="role",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("administers_id", BIG_ID, nullable=True),
        sa.Column(
            "language",
            sa.Enum("id", "en", name="language", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["administers_id"], ["units.id"], name=op.f("fk_employees_administers_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employees")),
        sa.UniqueConstraint("nip", name=op.f("uq_employees_nip")),
    )
    op.create_table(
        "chats",
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("employee_id", BIG_ID, nullable=True),
        sa.Column("bound_at", MOMENT, nullable=True),
        sa.Column(
            "language",
            sa.Enum("id", "en", name="language", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("blocked_at", MOMENT, nullable=True),
        sa.Column("step", sa.String(length=60), nullable=True),
        sa.Column("step_facts", JSON, nullable=False),
        sa.Column("step_at", MOMENT, nullable=True),
        sa.Column("asked", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_chats_employee_id_employees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sa.UniqueConstraint("employee_id", name=op.f("uq_chats_employee_id")),
    )
    op.create_table(
        "invitations",
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_invitations_employee_id_employees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitations_code_hash")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitations_employee_id"), ["employee_id"], unique=False
        )

    op.create_table(
        "notices",
        sa.Column("employee_id", BIG_ID, nullable=True),
        sa.Column("chat_id", BIG_ID, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=True),
        sa.Column("part", BIG_ID, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column(
            "urgency",
            sa.Enum("now", "soon", name="urgency", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due", MOMENT, nullable=True),
        sa.Column("wanted", BIG_ID, nullable=False),
        sa.Column("drawn", BIG_ID, nullable=False),
        sa.Column("shown", JSON, nullable=False),
        sa.Column("taken_until", MOMENT, nullable=True),
        sa.Column("attempts", BIG_ID, nullable=False),
        sa.Column("sent_to", BIG_ID, nullable=True),
        sa.Column("message_id", BIG_ID, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_notices_employee_id_employees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "employee_id",
            "kind",
            "subject",
            "part",
            name=op.f("uq_notices_employee_id_kind_subject_part"),
        ),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notices_due",
            ["due", "id"],
            unique=False,
            sqlite_where=sa.text("due IS NOT NULL"),
            postgresql_where=sa.text("due IS NOT NULL"),
        )

    op.create_table(
        "postings",
        sa.Column("employee_id", BIG_ID, nullable=False),
        sa.Column("unit_id", BIG_ID, nullable=False),
        sa.Column("supervisor_id", BIG_ID, nullable=True),
        sa.Column("position", sa.String(length=160), nullable=False),
        sa.Column("grade", sa.String(length=12), nullable=True),
        sa.Column(
            "pattern",
            sa.Enum("5-days", "6-days", name="pattern", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_postings_employee_id_employees")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["employees.id"], name=op.f("fk_postings_supervisor_id_employees")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_postings_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
    )
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postings_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_postings_supervisor_id"), ["supervisor_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_postings_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "reports",
        sa.Column("author_id", BIG_ID, nullable=False),
        sa.Column("chat_id", BIG_ID, nullable=False),
        sa.Column("message_id", BIG_ID, nullable=False),
        sa.Column("album", sa.String(length=64), nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["employees.id"], name=op.f("fk_reports_author_id_employees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_reports_chat_id_message_id")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reports_author_id_written_at", ["author_id", "written_at"], unique=False
        )

    op.create_table(
        "activities",
        sa.Column("report_id", BIG_ID, nullable=False),
        sa.Column("author_id", BIG_ID, nullable=False),
        sa.Column("unit_id", BIG_ID, nullable=True),
        sa.Column("reviewer_id", BIG_ID, nullable=True),
        sa.Column("position", BIG_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("end", sa.Time(), nullable=True),
        sa.Column("minutes", BIG_ID, nullable=True),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "approved",
                "rejected",
                "cancelled",
                name="state",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", BIG_ID, nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("revision", BIG_ID, nullable=False),
        sa.Column("kept", BIG_ID, nullable=False),
        sa.Column("version", BIG_ID, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["employees.id"], name=op.f("fk_activities_author_id_employees")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["employees.id"], name=op.f("fk_activities_decided_by_id_employees")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_activities_report_id_reports")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["employees.id"], name=op.f("fk_activities_reviewer_id_employees")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_activities_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index("ix_activities_author_id_day", ["author_id", "day"], unique=False)
        batch_op.create_index(batch_op.f("ix_activities_report_id"), ["report_id"], unique=False)
        batch_op.create_index(
            "ix_activities_reviewer_id_state", ["reviewer_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_activities_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("author_id", BIG_ID, nullable=False),
        sa.Column("report_id", BIG_ID, nullable=True),
        sa.Column(
            "kind",
            sa.Enum("photo", "document", name="evidencekind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("file_unique_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=True),
        sa.Column("album", sa.String(length=64), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["employees.id"], name=op.f("fk_evidence_author_id_employees")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_evidence_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_report_id"), ["report_id"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("activity_id", BIG_ID, nullable=False),
        sa.Column("revision", BIG_ID, nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "approved",
                "returned",
                "rejected",
                "revoked",
                name="verdict",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "rejected_as",
            sa.Enum(
                "fictive",
                "duplicate",
                "wrong-person",
                name="rejectedas",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_decisions_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["employees.id"], name=op.f("fk_decisions_by_id_employees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_by_id"), ["by_id"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("activity_id", BIG_ID, nullable=False),
        sa.Column("number", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("end", sa.Time(), nullable=True),
        sa.Column("minutes", BIG_ID, nullable=True),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_revisions_activity_id_activities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("activity_id", "number", name=op.f("uq_revisions_activity_id_number")),
    )
    for table in APPEND_ONLY:
        _forbid_changes(table)


def downgrade() -> None:
    op.drop_table("revisions")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_by_id"))
        batch_op.drop_index(batch_op.f("ix_decisions_activity_id"))

    op.drop_table("decisions")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_report_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_author_id"))

    op.drop_table("evidence")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activities_unit_id"))
        batch_op.drop_index("ix_activities_reviewer_id_state")
        batch_op.drop_index(batch_op.f("ix_activities_report_id"))
        batch_op.drop_index("ix_activities_author_id_day")

    op.drop_table("activities")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_author_id_written_at")

    op.drop_table("reports")
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_postings_unit_id"))
        batch_op.drop_index(batch_op.f("ix_postings_supervisor_id"))
        batch_op.drop_index(batch_op.f("ix_postings_employee_id"))

    op.drop_table("postings")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notices_due",
            sqlite_where=sa.text("due IS NOT NULL"),
            postgresql_where=sa.text("due IS NOT NULL"),
        )

    op.drop_table("notices")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_employee_id"))

    op.drop_table("invitations")
    op.drop_table("chats")
    op.drop_table("employees")
    with op.batch_alter_table("wrong_tries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wrong_tries_chat_id"))

    op.drop_table("wrong_tries")
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_units_parent_id"))

    op.drop_table("units")
    with op.batch_alter_table("traces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_traces_chat_id"))

    op.drop_table("traces")
    op.drop_table("opened_years")
    op.drop_table("leases")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_inbox_waiting",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index("ix_inbox_received_at")

    op.drop_table("inbox")
    op.drop_table("holidays")
    op.drop_table("brakes")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _forbid_changes(table: str) -> None:
    """What was decided or sent is never rewritten, not even by a mistake of ours."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
