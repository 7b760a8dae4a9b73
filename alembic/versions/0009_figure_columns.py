"""Figures have more cells, a standard error with its interval, the survey they come from, and why one is missing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, sa.types.TypeEngine[object]], ...] = (
    ("education", sa.String(length=12)),
    ("disability", sa.String(length=12)),
    ("duration", sa.String(length=12)),
    ("contract", sa.String(length=30)),
    ("wage_band", sa.String(length=12)),
    ("employer_size", sa.String(length=12)),
    ("confirmation", sa.String(length=30)),
    ("exit_reason", sa.String(length=60)),
    ("se", sa.Double()),
    ("lower", sa.Double()),
    ("upper", sa.Double()),
    ("base", sa.Integer()),
    ("source", sa.String(length=60)),
    ("note", sa.String(length=60)),
)


def upgrade() -> None:
    """Expand: every column is nullable, so that figures of before stay as they are."""
    for name, kind in COLUMNS:
        op.add_column("figure", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("figure") as figure:
        for name, _ in reversed(COLUMNS):
            figure.drop_column(name)
