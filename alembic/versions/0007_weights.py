"""Weights as data, occupations that are related, and skills that few people have."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FIRST = {
    "id": UUID("01991c2e-0000-7000-8000-000000000001"),
    "country": None,
    "version": "2026.2",
    "points": {
        "occupation": 32,
        "skills": 16,
        "place": 20,
        "education": 10,
        "experience": 6,
        "languages": 3,
        "wage": 5,
        "hours": 3,
        "availability": 2,
        "accommodations": 3,
    },
    "least": 1,
    "valid_from": date(2026, 1, 1),
    "set_by": None,
    "recorded_at": datetime(2026, 1, 1, tzinfo=UTC),
}
"""Those that the software came with on this day; later versions are rows beside it."""


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "related_occupation",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("other", sa.String(length=4), nullable=False),
        sa.Column("mutual", sa.Boolean(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["occupation.code"], name=op.f("fk_related_occupation_code_occupation")),
        sa.ForeignKeyConstraint(["other"], ["occupation.code"], name=op.f("fk_related_occupation_other_occupation")),
        sa.PrimaryKeyConstraint("code", "other", name=op.f("pk_related_occupation")),
    )
    op.create_table(
        "skill_rarity",
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times IN (2, 3)", name=op.f("ck_skill_rarity_times")),
        sa.PrimaryKeyConstraint("country", "skill", name=op.f("pk_skill_rarity")),
    )
    weights = op.create_table(
        "weights",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("points", DOCUMENT, nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("least >= 0", name=op.f("ck_weights_least")),
        sa.ForeignKeyConstraint(["set_by"], ["staff.id"], name=op.f("fk_weights_set_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weights")),
        sa.UniqueConstraint("version", name=op.f("uq_weights_version")),
    )
    op.bulk_insert(weights, [FIRST])


def downgrade() -> None:
    """Take back."""
    op.drop_table("weights")
    op.drop_table("skill_rarity")
    op.drop_table("related_occupation")
