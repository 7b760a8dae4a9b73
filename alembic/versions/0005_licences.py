"""Licences that people hold and that the law asks for, and work that it forbids to those under 18."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

EMPTY = sa.text("'[]'")


def upgrade() -> None:
    """Expand; of people and vacancies that are there already nothing is known."""
    op.create_table(
        "licence",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("source_kh", sa.Text(), nullable=True),
        sa.Column("source_la", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_km", sa.Text(), nullable=True),
        sa.Column("name_lo", sa.Text(), nullable=True),
        sa.Column("reviewed_en", sa.Boolean(), nullable=False),
        sa.Column("reviewed_km", sa.Boolean(), nullable=False),
        sa.Column("reviewed_lo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_licence")),
    )
    for table in ("person", "vacancy"):
        op.add_column(table, sa.Column("licences", DOCUMENT, server_default=EMPTY, nullable=False))
    op.add_column("vacancy", sa.Column("hazardous", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("vacancy", "hazardous")
    for table in ("vacancy", "person"):
        op.drop_column(table, "licences")
    op.drop_table("licence")
