"""Editions say which source they publish, the register or a survey, and figures have the cells of surveys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = {
    "standard": 2, "area": 12, "age_youth": 8, "age_5yr": 8, "age_10yr": 8, "education_group": 12, "migrant": 12,
    "status_in_employment": 12, "status_group": 12, "broad_sector": 8, "classification": 30, "class_code": 30,
}  # fmt: skip
OLD_KEY = "uq_edition_country_period_number"
KEY = "uq_edition_country_period_source_number"


def upgrade() -> None:
    """Expand: what there is are editions of the register, and their figures stay as they are."""
    with op.batch_alter_table("edition") as edition:
        edition.add_column(sa.Column("source", sa.String(length=60), nullable=False, server_default="PES"))
        edition.drop_constraint(op.f(OLD_KEY), type_="unique")
        edition.create_unique_constraint(op.f(KEY), ["country", "period", "source", "number"])
    with op.batch_alter_table("figure") as figure:
        for name, size in COLUMNS.items():
            figure.add_column(sa.Column(name, sa.String(length=size), nullable=True))
        figure.alter_column("note", existing_type=sa.String(length=60), type_=sa.Text())


def downgrade() -> None:
    """Take back; editions of surveys go, because nothing could tell them from the register's any more."""
    surveys = "SELECT id FROM edition WHERE source <> 'PES'"
    op.execute(f"DELETE FROM figure WHERE edition_id IN ({surveys})")
    op.execute("DELETE FROM edition WHERE source <> 'PES'")
    with op.batch_alter_table("figure") as figure:
        figure.alter_column("note", existing_type=sa.Text(), type_=sa.String(length=60))
        for name in reversed(COLUMNS):
            figure.drop_column(name)
    with op.batch_alter_table("edition") as edition:
        edition.drop_constraint(op.f(KEY), type_="unique")
        edition.create_unique_constraint(op.f(OLD_KEY), ["country", "period", "number"])
        edition.drop_column("source")
