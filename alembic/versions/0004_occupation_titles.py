"""Coded job titles are kept, and those that nobody is certain of wait for a person's answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "occupation_title",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("concept", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("origin", sa.String(length=30), nullable=False),
        sa.Column("pack", sa.String(length=200), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("origin IN ('label', 'learned', 'answer')", name=op.f("ck_occupation_title_origin")),
        sa.CheckConstraint("weight > 0", name=op.f("ck_occupation_title_weight")),
        sa.ForeignKeyConstraint(["code"], ["occupation.code"], name=op.f("fk_occupation_title_code_occupation")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff.id"], name=op.f("fk_occupation_title_recorded_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation_title")),
    )
    op.create_index("ix_occupation_title_pack", "occupation_title", ["pack"])
    op.create_index("ix_occupation_title_search_key", "occupation_title", ["search_key"])
    op.create_table(
        "occupation_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("duties", sa.Text(), nullable=True),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=3), nullable=True),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("candidates", DOCUMENT, nullable=False),
        sa.Column("answer", sa.String(length=4), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'answered', 'dismissed')", name=op.f("ck_occupation_question_state")),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name=op.f("ck_occupation_question_decision")),
        sa.CheckConstraint("(state = 'answered') = (answer IS NOT NULL)", name=op.f("ck_occupation_question_answer")),
        sa.ForeignKeyConstraint(["answer"], ["occupation.code"], name=op.f("fk_occupation_question_answer_occupation")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_occupation_question_asked_by_staff")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_occupation_question_decided_by_staff")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_occupation_question_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation_question")),
    )
    op.create_index("ix_occupation_question_state", "occupation_question", ["state", "id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("occupation_question")
    op.drop_table("occupation_title")
