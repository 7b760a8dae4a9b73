"""Records that may be one person are found by keys, wait for an officer, and one can be merged into the other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEYS = ("whole_key", "part_key", "other_part_key", "day_key")


def upgrade() -> None:
    """Expand; the keys of people who are there already are made by `lmis duplicates sweep`, which has the master key."""
    for key in KEYS:
        op.add_column("person", sa.Column(key, sa.BigInteger(), nullable=True))
        op.create_index(f"ix_person_{key}", "person", [key])
    kind = sa.Uuid().compile(dialect=op.get_bind().dialect)  # inline, because SQLite adds no constraint to a table
    op.execute(
        f"ALTER TABLE person ADD COLUMN merged_into {kind}"
        " CONSTRAINT fk_person_merged_into_person REFERENCES person (id)"
    )
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index("ix_person_merged_into", "person", ["merged_into"], sqlite_where=merged, postgresql_where=merged)
    op.create_table(
        "possible_duplicate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.Column("scale", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_possible_duplicate_order")),
        sa.CheckConstraint("state IN ('open', 'merged', 'different')", name=op.f("ck_possible_duplicate_state")),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name=op.f("ck_possible_duplicate_decision")),
        sa.CheckConstraint("(state = 'merged') = (kept_id IS NOT NULL)", name=op.f("ck_possible_duplicate_kept")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_possible_duplicate_decided_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_possible_duplicate")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_possible_duplicate_first_id_second_id")),
    )
    op.create_index("ix_possible_duplicate_second_id", "possible_duplicate", ["second_id"])
    op.create_index("ix_possible_duplicate_state", "possible_duplicate", ["state", "id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("possible_duplicate")
    op.drop_index("ix_person_merged_into", "person")
    op.drop_column("person", "merged_into")
    for key in reversed(KEYS):
        op.drop_index(f"ix_person_{key}", "person")
        op.drop_column("person", key)
