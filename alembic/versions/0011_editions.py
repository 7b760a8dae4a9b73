"""Drafts that provinces approve, the release calendar, and the records that an edition rests on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBERS = {"uq_edition_number": "state <> 'draft'", "uq_edition_draft_number": "state = 'draft'"}


def upgrade() -> None:
    """Expand."""
    with op.batch_alter_table("edition") as edition:
        edition.add_column(sa.Column("planned_on", sa.Date(), nullable=True))
        edition.add_column(sa.Column("reason", sa.Text(), nullable=True))
        edition.drop_constraint(op.f("ck_edition_state"), type_="check")
        edition.create_check_constraint(op.f("ck_edition_state"), "state IN ('draft', 'preliminary', 'final')")
        edition.drop_constraint(op.f("uq_edition_country_period_source_number"), type_="unique")
    for name, kind in NUMBERS.items():
        where = {"sqlite_where": sa.text(kind), "postgresql_where": sa.text(kind)}
        op.create_index(name, "edition", ["country", "period", "source", "number"], unique=True, **where)
    op.create_table(
        "frozen_records",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_frozen_records_edition_id_edition")),
        sa.PrimaryKeyConstraint("edition_id", "name", "part", name=op.f("pk_frozen_records")),
    )
    op.create_table(
        "approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("province", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_approval_edition_id_edition")),
        sa.ForeignKeyConstraint(["province"], ["place.code"], name=op.f("fk_approval_province_place")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_approval_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    standing = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_approval_standing",
        "approval",
        ["edition_id", "province"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('preliminary', 'final', 'revision')", name=op.f("ck_release_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint(
            "country", "period", "kind", "planned_on", name=op.f("uq_release_country_period_kind_planned_on")
        ),
    )


def downgrade() -> None:
    """Take back; drafts go with what they alone held."""
    for table in ("release", "approval", "frozen_records"):
        op.drop_table(table)
    op.execute("DELETE FROM figure WHERE edition_id IN (SELECT id FROM edition WHERE state = 'draft')")
    op.execute("DELETE FROM edition WHERE state = 'draft'")
    for name in NUMBERS:
        op.drop_index(name, "edition")
    with op.batch_alter_table("edition") as edition:
        edition.create_unique_constraint(
            op.f("uq_edition_country_period_source_number"), ["country", "period", "source", "number"]
        )
        edition.drop_constraint(op.f("ck_edition_state"), type_="check")
        edition.create_check_constraint(op.f("ck_edition_state"), "state IN ('preliminary', 'final')")
        edition.drop_column("reason")
        edition.drop_column("planned_on")
