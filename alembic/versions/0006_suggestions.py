"""Suggestions of a night are stored with the weights that they came from, and whose turn it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "suggestion_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weights", sa.String(length=60), nullable=False),
        sa.Column("most", DOCUMENT, nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("top", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("vacancies", sa.Integer(), nullable=False),
        sa.Column("suggestions", sa.Integer(), nullable=False),
        sa.Column("capped", sa.Integer(), nullable=False),
        sa.CheckConstraint("top > 0 AND (cap IS NULL OR cap > 0)", name=op.f("ck_suggestion_run_limits")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_suggestion_run_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_run")),
    )
    op.create_index("ix_suggestion_run_made_at", "suggestion_run", ["made_at"])
    op.create_table(
        "suggestion",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.SmallInteger(), nullable=False),
        sa.Column("capped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "vacancy_id", "rank", name=op.f("pk_suggestion")),
    )
    op.create_index("ix_suggestion_person_run", "suggestion", ["person_id", "run_id"])
    for noun in ("person", "vacancy"):
        op.create_table(
            f"{noun}_turn",
            sa.Column(f"{noun}_id", sa.Uuid(), nullable=False),
            sa.Column("last_suggested_at", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint(f"{noun}_id", name=op.f(f"pk_{noun}_turn")),
        )


def downgrade() -> None:
    """Take back."""
    for table in ("vacancy_turn", "person_turn", "suggestion", "suggestion_run"):
        op.drop_table(table)
