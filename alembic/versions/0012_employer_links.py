"""Employers see their own vacancies by a secret link."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The links; of the secret only a digest."""
    op.create_table(
        "employer_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_employer_link_order")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_employer_link_employer_id_employer")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_employer_link_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_employer_link_digest")),
    )
    op.create_index(op.f("ix_employer_link_employer_id"), "employer_link", ["employer_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("employer_link")
