"""Weights 2026.3: the points of 2026.2, named anew because the steps of place are others."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WEIGHTS = sa.table(
    "weights",
    sa.column("id", sa.Uuid()),
    sa.column("country", sa.String()),
    sa.column("version", sa.String()),
    sa.column("points", DOCUMENT),
    sa.column("least", sa.Integer()),
    sa.column("valid_from", sa.Date()),
    sa.column("set_by", sa.Uuid()),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
)
SECOND = {
    "id": UUID("01991c2e-0000-7000-8000-000000000002"),
    "country": None,
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
    "recorded_at": datetime(2026, 11, 29, tzinfo=UTC),
}
"""As of the day of the first, and recorded later: it follows that one, and gives way to all that were set here."""
NAMES = ("2026.3", "2026.3-lmis")
"""The second where somebody has taken the first: the command line once gave it as an example."""


def upgrade() -> None:
    """Expand."""
    taken = op.get_bind().execute(sa.select(WEIGHTS.c.version).where(WEIGHTS.c.version == NAMES[0])).first()
    op.bulk_insert(WEIGHTS, [SECOND | {"version": NAMES[taken is not None]}])


def downgrade() -> None:
    """Take back."""
    op.execute(sa.delete(WEIGHTS).where(WEIGHTS.c.id == SECOND["id"]))
