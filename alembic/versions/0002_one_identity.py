"""An identity number belongs to one person of a country; what refers to people and spells is found by index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFERRING = (
    ("follow_up", "person_id"),
    ("placement", "person_id"),
    ("placement", "registration_id"),
    ("referral", "person_id"),
    ("referral_move", "person_id"),
    ("registration_renewal", "person_id"),
    ("registration_stay", "registration_id"),
)


def upgrade() -> None:
    """Expand; where two people have one number already, nothing is changed and both ids are told."""
    twice = op.get_bind().execute(
        sa.text(
            "SELECT min(CAST(id AS VARCHAR(36))), max(CAST(id AS VARCHAR(36))) FROM person"
            " WHERE identity_index IS NOT NULL GROUP BY identity_index, country HAVING count(*) > 1"
        )
    )
    if pairs := [" and ".join(pair) for pair in twice]:
        raise RuntimeError(f"give one of each pair another identity number or a reason first: {'; '.join(pairs)}")
    op.drop_index("ix_person_identity_index", "person")
    op.create_index("uq_person_identity", "person", ["identity_index", "country"], unique=True)
    for table, column in REFERRING:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Take back."""
    for table, column in reversed(REFERRING):
        op.drop_index(f"ix_{table}_{column}", table)
    op.drop_index("uq_person_identity", "person")
    op.create_index("ix_person_identity_index", "person", ["identity_index"])
