"""What a person tells of a disability stands on a consent of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = "support_need"
MODES = "consent_mode IN ('written', 'thumbprint', 'spoken')"


def upgrade() -> None:
    """How, when and by whom it was taken down, and when it was withdrawn; of older rows nothing of this is known."""
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("consent_mode", sa.String(length=30), nullable=True))
        table.add_column(sa.Column("consent_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("consent_taken_by", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("consent_withdrawn_on", sa.Date(), nullable=True))
        table.create_foreign_key(op.f("fk_support_need_consent_taken_by_staff"), "staff", ["consent_taken_by"], ["id"])
        table.create_check_constraint(op.f("ck_support_need_consent_mode"), MODES)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint(op.f("ck_support_need_consent_mode"), type_="check")
        table.drop_constraint(op.f("fk_support_need_consent_taken_by_staff"), type_="foreignkey")
        for name in ("consent_withdrawn_on", "consent_taken_by", "consent_on", "consent_mode"):
            table.drop_column(name)
