"""The register as it begins: reference tables, people, vacancies, referrals, placements, figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from lmis.model import dialects, references

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "currency",
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("minor_units", sa.Integer(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_km", sa.Text(), nullable=True),
        sa.Column("name_lo", sa.Text(), nullable=True),
        sa.Column("reviewed_en", sa.Boolean(), nullable=False),
        sa.Column("reviewed_km", sa.Boolean(), nullable=False),
        sa.Column("reviewed_lo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_currency")),
    )
    op.create_table(
        "education_level",
        sa.Column("code", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_km", sa.Text(), nullable=True),
        sa.Column("name_lo", sa.Text(), nullable=True),
        sa.Column("reviewed_en", sa.Boolean(), nullable=False),
        sa.Column("reviewed_km", sa.Boolean(), nullable=False),
        sa.Column("reviewed_lo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_education_level")),
    )
    op.create_table(
        "employment_status",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("parent", sa.String(length=2), nullable=True),
        sa.Column("authority", sa.String(length=30), nullable=True),
        sa.Column("risk", sa.String(length=30), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_km", sa.Text(), nullable=True),
        sa.Column("name_lo", sa.Text(), nullable=True),
        sa.Column("reviewed_en", sa.Boolean(), nullable=False),
        sa.Column("reviewed_km", sa.Boolean(), nullable=False),
        sa.Column("reviewed_lo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_employment_status")),
    )
    op.create_table(
        "employment_status_bridge",
        sa.Column("icse18", sa.String(length=2), nullable=False),
        sa.Column("icse93", sa.String(length=2), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("icse18", "icse93", name=op.f("pk_employment_status_bridge")),
    )
    op.create_table(
        "industry",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("level", sa.String(length=30), nullable=False),
        sa.Column("parent", sa.String(length=2), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_km", sa.Text(), nullable=True),
        sa.Column("name_lo", sa.Text(), nullable=True),
        sa.Column("reviewed_en", sa.Boolean(), nullable=False),
        sa.Column("reviewed_km", sa.Boolean(), nullable=False),
        sa.Column("reviewed_lo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_industry")),
    )
    op.create_table(
        "occupation",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("parent", sa.String(length=4), nullable=True),
        sa.Column("skill_level", sa.String(length=10), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_km", sa.Text(), nullable=True),
        sa.Column("name_lo", sa.Text(), nullable=True),
        sa.Column("reviewed_en", sa.Boolean(), nullable=False),
        sa.Column("reviewed_km", sa.Boolean(), nullable=False),
        sa.Column("reviewed_lo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_occupation")),
    )
    op.create_table(
        "place",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("parent", sa.String(length=12), nullable=True),
        sa.Column("iso", sa.String(length=6), nullable=True),
        sa.Column("national_code", sa.String(length=12), nullable=True),
        sa.Column("neighbours", DOCUMENT, nullable=False),
        sa.Column("spellings", DOCUMENT, nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_km", sa.Text(), nullable=True),
        sa.Column("name_lo", sa.Text(), nullable=True),
        sa.Column("reviewed_en", sa.Boolean(), nullable=False),
        sa.Column("reviewed_km", sa.Boolean(), nullable=False),
        sa.Column("reviewed_lo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["place.code"], name=op.f("fk_place_parent_place")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_place")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index("ix_place_parent", ["parent"], unique=False)

    op.create_table(
        "reason",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_km", sa.Text(), nullable=True),
        sa.Column("name_lo", sa.Text(), nullable=True),
        sa.Column("reviewed_en", sa.Boolean(), nullable=False),
        sa.Column("reviewed_km", sa.Boolean(), nullable=False),
        sa.Column("reviewed_lo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "code", name=op.f("pk_reason")),
    )
    op.create_table(
        "reference_load",
        sa.Column("table", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("table", name=op.f("pk_reference_load")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_login_at", ["login", "at"], unique=False)

    op.create_table(
        "spoken_language",
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_km", sa.Text(), nullable=True),
        sa.Column("name_lo", sa.Text(), nullable=True),
        sa.Column("reviewed_en", sa.Boolean(), nullable=False),
        sa.Column("reviewed_km", sa.Boolean(), nullable=False),
        sa.Column("reviewed_lo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_spoken_language")),
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("report", DOCUMENT, nullable=False),
        sa.Column("records", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_code")),
    )
    op.create_table(
        "exchange_rate",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("per_usd", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["currency"], ["currency.code"], name=op.f("fk_exchange_rate_currency_currency")),
        sa.PrimaryKeyConstraint("currency", "valid_from", name=op.f("pk_exchange_rate")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("province", sa.String(length=12), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_km", sa.Text(), nullable=True),
        sa.Column("name_lo", sa.Text(), nullable=True),
        sa.Column("reviewed_en", sa.Boolean(), nullable=False),
        sa.Column("reviewed_km", sa.Boolean(), nullable=False),
        sa.Column("reviewed_lo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["province"], ["place.code"], name=op.f("fk_office_province_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("code", name=op.f("uq_office_code")),
    )
    op.create_table(
        "employer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("own_number", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_native", sa.Text(), nullable=True),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("sector", sa.String(length=2), nullable=False),
        sa.Column("province", sa.String(length=12), nullable=False),
        sa.Column("district", sa.String(length=12), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(length=16), nullable=True),
        sa.Column("size", sa.String(length=30), nullable=True),
        sa.Column("registration_number", sa.Text(), nullable=True),
        sa.Column("known_since", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("size IN ('1-9', '10-49', '50-249', '250+')", name=op.f("ck_employer_size")),
        sa.ForeignKeyConstraint(["district"], ["place.code"], name=op.f("fk_employer_district_place")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_employer_office_id_office")),
        sa.ForeignKeyConstraint(["province"], ["place.code"], name=op.f("fk_employer_province_place")),
        sa.ForeignKeyConstraint(["sector"], ["industry.code"], name=op.f("fk_employer_sector_industry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("office_id", "own_number", name=op.f("uq_employer_office_id_own_number")),
        info={"audited": True},
    )
    with op.batch_alter_table("employer", schema=None) as batch_op:
        batch_op.create_index("ix_employer_office_search", ["office_id", "search_key"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("own_office_id", sa.Uuid(), nullable=False),
        sa.Column("own_number", sa.Text(), nullable=True),
        sa.Column("family_name", sa.Text(), nullable=True),
        sa.Column("given_name", sa.Text(), nullable=True),
        sa.Column("family_name_native", sa.Text(), nullable=True),
        sa.Column("given_name_native", sa.Text(), nullable=True),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("sex", sa.String(length=30), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("identity_kind", sa.String(length=30), nullable=True),
        sa.Column("identity_number", sa.LargeBinary(), nullable=True),
        sa.Column("identity_index", sa.LargeBinary(length=16), nullable=True),
        sa.Column("identity_missing_reason", sa.String(length=60), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(length=16), nullable=True),
        sa.Column("province", sa.String(length=12), nullable=False),
        sa.Column("district", sa.String(length=12), nullable=True),
        sa.Column("commune", sa.String(length=12), nullable=True),
        sa.Column("education", sa.Integer(), nullable=True),
        sa.Column("experience", DOCUMENT, nullable=False),
        sa.Column("skills", DOCUMENT, nullable=False),
        sa.Column("languages", DOCUMENT, nullable=False),
        sa.Column("wanted_occupations", DOCUMENT, nullable=False),
        sa.Column("wanted_provinces", DOCUMENT, nullable=False),
        sa.Column("wanted_sector", sa.String(length=2), nullable=True),
        sa.Column("wanted_hours", sa.String(length=30), nullable=True),
        sa.Column("wage_amount", sa.BigInteger(), nullable=True),
        sa.Column("wage_currency", sa.String(length=3), nullable=True),
        sa.Column("wage_period", sa.String(length=30), nullable=True),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("mobility", sa.String(length=30), nullable=True),
        sa.Column("social_security", sa.String(length=30), nullable=True),
        sa.Column("returnee_from", sa.String(length=2), nullable=True),
        sa.Column("consent_mode", sa.String(length=30), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_withdrawn_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("consent_mode IN ('written', 'thumbprint', 'spoken')", name=op.f("ck_person_consent_mode")),
        sa.CheckConstraint(
            "identity_kind IN ('national_id', 'passport', 'family_book', 'birth_certificate', 'other')",
            name=op.f("ck_person_identity_kind"),
        ),
        sa.CheckConstraint(
            "mobility IN ('district', 'province', 'country', 'abroad')", name=op.f("ck_person_mobility")
        ),
        sa.CheckConstraint("sex IN ('F', 'M')", name=op.f("ck_person_sex")),
        sa.CheckConstraint("social_security IN ('member', 'not_member')", name=op.f("ck_person_social_security")),
        sa.CheckConstraint(
            "wage_period IN ('hour', 'day', 'week', 'month', 'year')", name=op.f("ck_person_wage_period")
        ),
        sa.CheckConstraint("wanted_hours IN ('full_time', 'part_time', 'any')", name=op.f("ck_person_wanted_hours")),
        sa.CheckConstraint("birth_date IS NOT NULL OR birth_year IS NOT NULL", name=op.f("ck_person_birth")),
        sa.CheckConstraint(
            "identity_index IS NOT NULL OR identity_missing_reason IS NOT NULL", name=op.f("ck_person_identity")
        ),
        sa.ForeignKeyConstraint(["commune"], ["place.code"], name=op.f("fk_person_commune_place")),
        sa.ForeignKeyConstraint(["district"], ["place.code"], name=op.f("fk_person_district_place")),
        sa.ForeignKeyConstraint(
            ["education"], ["education_level.code"], name=op.f("fk_person_education_education_level")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_person_office_id_office")),
        sa.ForeignKeyConstraint(["own_office_id"], ["office.id"], name=op.f("fk_person_own_office_id_office")),
        sa.ForeignKeyConstraint(["province"], ["place.code"], name=op.f("fk_person_province_place")),
        sa.ForeignKeyConstraint(["wage_currency"], ["currency.code"], name=op.f("fk_person_wage_currency_currency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("own_office_id", "own_number", name=op.f("uq_person_own_office_id_own_number")),
        sa.UniqueConstraint("serial", name=op.f("uq_person_serial")),
        info={"person": "id", "audited": True},
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_identity_index", ["identity_index"], unique=False)
        batch_op.create_index("ix_person_office_search", ["office_id", "search_key"], unique=False)
        batch_op.create_index("ix_person_phone_index", ["phone_index"], unique=False)

    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('officer', 'head', 'coordinator', 'analyst', 'administrator', 'system')",
            name=op.f("ck_staff_role"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_staff_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
        info={"audited": True},
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_stored_file_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "access_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("operation", sa.String(length=80), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_access_event_office_id_office")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_access_event_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_event")),
    )
    with op.batch_alter_table("access_event", schema=None) as batch_op:
        batch_op.create_index("ix_access_event_staff_at", ["staff_id", "at"], unique=False)

    op.create_table(
        "api_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_api_key_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_key_digest")),
        info={"audited": True},
    )
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_key_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("cut_off", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("state IN ('preliminary', 'final')", name=op.f("ck_edition_state")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_edition_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("country", "period", "number", name=op.f("uq_edition_country_period_number")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("operation", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_idempotency_key_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("report", DOCUMENT, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_import_batch_office_id_office")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_import_batch_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        info={"audited": True},
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index("ix_import_batch_office_at", ["office_id", "recorded_at"], unique=False)

    op.create_table(
        "import_profile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("headers", DOCUMENT, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_import_profile_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_profile")),
        sa.UniqueConstraint("office_id", "kind", name=op.f("uq_import_profile_office_id_kind")),
        info={"audited": True},
    )

    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("payload", DOCUMENT, nullable=False),
        sa.Column("result", DOCUMENT, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder", sa.String(length=80), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_job_batch_id_import_batch")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_job_office_id_office")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_job_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("root_id", "step", name=op.f("uq_job_root_id_step")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_state_due", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_job_batch_id", ["batch_id"], unique=False)

    op.create_table(
        "registration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("renewed_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.String(length=60), nullable=True),
        sa.Column("quick", sa.Boolean(), nullable=False),
        sa.Column("occupation", sa.String(length=4), nullable=True),
        sa.Column("sector", sa.String(length=2), nullable=True),
        sa.Column("education", sa.Integer(), nullable=True),
        sa.Column("province", sa.String(length=12), nullable=False),
        sa.Column("labour_status", sa.String(length=30), nullable=True),
        sa.Column("months_without_work", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "labour_status IN ('unemployed', 'employed', 'outside')", name=op.f("ck_registration_labour_status")
        ),
        sa.CheckConstraint("(closed_on IS NULL) = (close_reason IS NULL)", name=op.f("ck_registration_closure")),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (closed_recorded_at IS NULL)", name=op.f("ck_registration_closure_recorded")
        ),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name=op.f("ck_registration_order")),
        sa.ForeignKeyConstraint(
            ["education"], ["education_level.code"], name=op.f("fk_registration_education_education_level")
        ),
        sa.ForeignKeyConstraint(
            ["occupation"], ["occupation.code"], name=op.f("fk_registration_occupation_occupation")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_registration_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_registration_person_id_person")),
        sa.ForeignKeyConstraint(["province"], ["place.code"], name=op.f("fk_registration_province_place")),
        sa.ForeignKeyConstraint(["sector"], ["industry.code"], name=op.f("fk_registration_sector_industry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("person_id", "opened_on", name=op.f("uq_registration_person_id_opened_on")),
        info={"person": "person_id", "audited": True},
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index("ix_registration_office_closed", ["office_id", "closed_on"], unique=False)
        batch_op.create_index(
            "uq_registration_open",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        )

    op.create_table(
        "service_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('counselling', 'training', 'social_protection')", name=op.f("ck_service_event_kind")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_service_event_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_service_event_person_id_person")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_service_event_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_event")),
        info={"person": "person_id", "audited": True},
    )
    with op.batch_alter_table("service_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_event_person_id"), ["person_id"], unique=False)

    op.create_table(
        "staff_session",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id_staff")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_staff_session")),
    )
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "support_need",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("disability", sa.LargeBinary(), nullable=True),
        sa.Column("accommodations", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_support_need_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_support_need")),
        info={"person": "person_id", "audited": True},
    )
    op.create_table(
        "vacancy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("own_number", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_native", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("occupation", sa.String(length=4), nullable=False),
        sa.Column("sector", sa.String(length=2), nullable=False),
        sa.Column("province", sa.String(length=12), nullable=False),
        sa.Column("district", sa.String(length=12), nullable=True),
        sa.Column("wage_min", sa.BigInteger(), nullable=True),
        sa.Column("wage_max", sa.BigInteger(), nullable=True),
        sa.Column("wage_currency", sa.String(length=3), nullable=True),
        sa.Column("wage_period", sa.String(length=30), nullable=True),
        sa.Column("contract", sa.String(length=30), nullable=True),
        sa.Column("hours", sa.String(length=30), nullable=True),
        sa.Column("hours_per_week", sa.Integer(), nullable=True),
        sa.Column("education", sa.Integer(), nullable=True),
        sa.Column("experience_months", sa.Integer(), nullable=True),
        sa.Column("required_skills", DOCUMENT, nullable=False),
        sa.Column("useful_skills", DOCUMENT, nullable=False),
        sa.Column("languages", DOCUMENT, nullable=False),
        sa.Column("social_security", sa.Boolean(), nullable=True),
        sa.Column("accommodations", DOCUMENT, nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.String(length=60), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "contract IN ('permanent', 'fixed_term', 'seasonal', 'casual', 'apprenticeship')",
            name=op.f("ck_vacancy_contract"),
        ),
        sa.CheckConstraint("hours IN ('full_time', 'part_time', 'any')", name=op.f("ck_vacancy_hours")),
        sa.CheckConstraint(
            "wage_period IN ('hour', 'day', 'week', 'month', 'year')", name=op.f("ck_vacancy_wage_period")
        ),
        sa.CheckConstraint("(closed_on IS NULL) = (close_reason IS NULL)", name=op.f("ck_vacancy_closure")),
        sa.CheckConstraint("closes_on >= posted_on", name=op.f("ck_vacancy_order")),
        sa.ForeignKeyConstraint(["district"], ["place.code"], name=op.f("fk_vacancy_district_place")),
        sa.ForeignKeyConstraint(
            ["education"], ["education_level.code"], name=op.f("fk_vacancy_education_education_level")
        ),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_vacancy_employer_id_employer")),
        sa.ForeignKeyConstraint(["occupation"], ["occupation.code"], name=op.f("fk_vacancy_occupation_occupation")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_vacancy_office_id_office")),
        sa.ForeignKeyConstraint(["province"], ["place.code"], name=op.f("fk_vacancy_province_place")),
        sa.ForeignKeyConstraint(["sector"], ["industry.code"], name=op.f("fk_vacancy_sector_industry")),
        sa.ForeignKeyConstraint(["wage_currency"], ["currency.code"], name=op.f("fk_vacancy_wage_currency_currency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
        sa.UniqueConstraint("office_id", "own_number", name=op.f("uq_vacancy_office_id_own_number")),
        sa.UniqueConstraint("serial", name=op.f("uq_vacancy_serial")),
        info={"audited": True},
    )
    with op.batch_alter_table("vacancy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vacancy_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index("ix_vacancy_office_closes", ["office_id", "closes_on"], unique=False)
        batch_op.create_index("ix_vacancy_office_search", ["office_id", "search_key"], unique=False)

    op.create_table(
        "accessed_person",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["access_event.id"], name=op.f("fk_accessed_person_event_id_access_event")
        ),
        sa.PrimaryKeyConstraint("event_id", "person_id", name=op.f("pk_accessed_person")),
    )
    with op.batch_alter_table("accessed_person", schema=None) as batch_op:
        batch_op.create_index("ix_accessed_person_person", ["person_id"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_audit_event_batch_id_import_batch")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_audit_event_office_id_office")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_audit_event_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_batch", ["batch_id"], unique=False)
        batch_op.create_index("ix_audit_event_subject", ["subject_id"], unique=False)

    op.create_table(
        "figure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("breakdown", sa.String(length=60), nullable=False),
        sa.Column("province", sa.String(length=12), nullable=True),
        sa.Column("office", sa.String(length=20), nullable=True),
        sa.Column("sex", sa.String(length=2), nullable=True),
        sa.Column("age_group", sa.String(length=8), nullable=True),
        sa.Column("occupation", sa.String(length=4), nullable=True),
        sa.Column("sector", sa.String(length=2), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_figure_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
    )
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.create_index("ix_figure_edition_indicator", ["edition_id", "indicator", "breakdown"], unique=False)

    op.create_table(
        "opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_opening_vacancy_id_vacancy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint("id", "vacancy_id", "open", name=op.f("uq_opening_id_vacancy_id_open")),
        sa.UniqueConstraint("vacancy_id", "ordinal", name=op.f("uq_opening_vacancy_id_ordinal")),
        info={"audited": True},
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("own_number", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("interview_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'referred' OR answered_on IS NULL", name=op.f("ck_referral_answer")),
        sa.CheckConstraint(
            "state IN ('referred', 'interview', 'accepted', 'refused', 'withdrawn', 'no_show', 'obsolete', 'placed', 'cancelled')",
            name=op.f("ck_referral_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('refused', 'withdrawn') OR reason IS NOT NULL", name=op.f("ck_referral_reason")
        ),
        sa.CheckConstraint("answered_on IS NULL OR answered_on >= referred_on", name=op.f("ck_referral_order")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_referral_office_id_office")),
        sa.ForeignKeyConstraint(["officer_id"], ["staff.id"], name=op.f("fk_referral_officer_id_staff")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_referral_person_id_person")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_referral_vacancy_id_vacancy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("office_id", "own_number", name=op.f("uq_referral_office_id_own_number")),
        sa.UniqueConstraint("serial", name=op.f("uq_referral_serial")),
        info={"person": "person_id", "audited": True},
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index("ix_referral_office_day", ["office_id", "referred_on"], unique=False)
        batch_op.create_index("ix_referral_vacancy_state", ["vacancy_id", "state"], unique=False)
        batch_op.create_index(
            "uq_referral_live",
            ["person_id", "vacancy_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('accepted', 'interview', 'referred')"),
            postgresql_where=sa.text("state IN ('accepted', 'interview', 'referred')"),
        )

    op.create_table(
        "registration_renewal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_registration_renewal_person_id_person")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_registration_renewal_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_renewal")),
        info={"person": "person_id", "audited": True},
    )
    with op.batch_alter_table("registration_renewal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_renewal_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "registration_stay",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_registration_stay_order")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_registration_stay_office_id_office")),
        sa.ForeignKeyConstraint(["officer_id"], ["staff.id"], name=op.f("fk_registration_stay_officer_id_staff")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_registration_stay_person_id_person")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_registration_stay_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_stay")),
        info={"person": "person_id", "audited": True},
    )
    with op.batch_alter_table("registration_stay", schema=None) as batch_op:
        batch_op.create_index("ix_registration_stay_office_until", ["office_id", "until"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_stay_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_registration_stay_open",
            ["registration_id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "placement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("opening_id", sa.Uuid(), nullable=True),
        sa.Column("opening_open", sa.Boolean(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("own_number", sa.Text(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=30), nullable=False),
        sa.Column("wage_amount", sa.BigInteger(), nullable=True),
        sa.Column("wage_currency", sa.String(length=3), nullable=True),
        sa.Column("wage_period", sa.String(length=30), nullable=True),
        sa.Column("contract", sa.String(length=30), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=60), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "confirmed_by IN ('employer', 'seeker', 'social_security')", name=op.f("ck_placement_confirmed_by")
        ),
        sa.CheckConstraint(
            "contract IN ('permanent', 'fixed_term', 'seasonal', 'casual', 'apprenticeship')",
            name=op.f("ck_placement_contract"),
        ),
        sa.CheckConstraint(
            "wage_period IN ('hour', 'day', 'week', 'month', 'year')", name=op.f("ck_placement_wage_period")
        ),
        sa.CheckConstraint("(cancelled_on IS NULL) = (cancel_reason IS NULL)", name=op.f("ck_placement_cancellation")),
        sa.CheckConstraint(
            "(cancelled_on IS NULL) = (cancelled_recorded_at IS NULL)", name=op.f("ck_placement_cancellation_recorded")
        ),
        sa.CheckConstraint(
            "(opening_id IS NULL) = (cancelled_on IS NOT NULL)", name=op.f("ck_placement_holds_opening")
        ),
        sa.CheckConstraint("opening_open", name=op.f("ck_placement_opening_open")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_placement_office_id_office")),
        sa.ForeignKeyConstraint(["officer_id"], ["staff.id"], name=op.f("fk_placement_officer_id_staff")),
        sa.ForeignKeyConstraint(
            ["opening_id", "vacancy_id", "opening_open"],
            ["opening.id", "opening.vacancy_id", "opening.open"],
            name="fk_placement_open_opening",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_placement_person_id_person")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_placement_referral_id_referral")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_placement_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_placement_vacancy_id_vacancy")),
        sa.ForeignKeyConstraint(["wage_currency"], ["currency.code"], name=op.f("fk_placement_wage_currency_currency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("office_id", "own_number", name=op.f("uq_placement_office_id_own_number")),
        sa.UniqueConstraint("opening_id", name=op.f("uq_placement_opening_id")),
        info={"person": "person_id", "audited": True},
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index("ix_placement_office_day", ["office_id", "started_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index("ix_placement_vacancy", ["vacancy_id"], unique=False)
        batch_op.create_index(
            "uq_placement_holding",
            ["person_id", "vacancy_id"],
            unique=True,
            sqlite_where=sa.text("cancelled_on IS NULL"),
            postgresql_where=sa.text("cancelled_on IS NULL"),
        )

    op.create_table(
        "referral_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_state", sa.String(length=30), nullable=True),
        sa.Column("to_state", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_referral_move_person_id_person")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_referral_move_referral_id_referral")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_referral_move_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_move")),
        info={"person": "person_id", "audited": True},
    )
    with op.batch_alter_table("referral_move", schema=None) as batch_op:
        batch_op.create_index("ix_referral_move_referral", ["referral_id"], unique=False)

    op.create_table(
        "follow_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("finding", sa.String(length=30), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("finding IN ('still_employed', 'left', 'not_reached')", name=op.f("ck_follow_up_finding")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follow_up_person_id_person")),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_follow_up_placement_id_placement")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_follow_up_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        info={"person": "person_id", "audited": True},
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_placement_id"), ["placement_id"], unique=False)

    op.create_table(
        "opening_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("openings", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('notified', 'raised', 'lowered', 'filled', 'reinstated', 'withdrawn', 'expired')",
            name=op.f("ck_opening_entry_kind"),
        ),
        sa.CheckConstraint("openings <> 0", name=op.f("ck_opening_entry_moves")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_opening_entry_placement_id_placement")
        ),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_opening_entry_vacancy_id_vacancy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_entry")),
        info={"audited": True},
    )
    with op.batch_alter_table("opening_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_entry_placement_id"), ["placement_id"], unique=False)
        batch_op.create_index("ix_opening_entry_vacancy_day", ["vacancy_id", "happened_on"], unique=False)
    dialects.create_serials(op.get_bind())
    references.check_together(op.get_bind())


def downgrade() -> None:
    """Take back."""
    references.check_no_longer(op.get_bind())
    dialects.drop_serials(op.get_bind())
    with op.batch_alter_table("opening_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_opening_entry_vacancy_day")
        batch_op.drop_index(batch_op.f("ix_opening_entry_placement_id"))

    op.drop_table("opening_entry")
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_up_placement_id"))

    op.drop_table("follow_up")
    with op.batch_alter_table("referral_move", schema=None) as batch_op:
        batch_op.drop_index("ix_referral_move_referral")

    op.drop_table("referral_move")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_placement_holding",
            sqlite_where=sa.text("cancelled_on IS NULL"),
            postgresql_where=sa.text("cancelled_on IS NULL"),
        )
        batch_op.drop_index("ix_placement_vacancy")
        batch_op.drop_index(batch_op.f("ix_placement_referral_id"))
        batch_op.drop_index("ix_placement_office_day")

    op.drop_table("placement")
    with op.batch_alter_table("registration_stay", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_registration_stay_open",
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_registration_stay_person_id"))
        batch_op.drop_index("ix_registration_stay_office_until")

    op.drop_table("registration_stay")
    with op.batch_alter_table("registration_renewal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_renewal_registration_id"))

    op.drop_table("registration_renewal")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_referral_live",
            sqlite_where=sa.text("state IN ('accepted', 'interview', 'referred')"),
            postgresql_where=sa.text("state IN ('accepted', 'interview', 'referred')"),
        )
        batch_op.drop_index("ix_referral_vacancy_state")
        batch_op.drop_index("ix_referral_office_day")

    op.drop_table("referral")
    op.drop_table("opening")
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.drop_index("ix_figure_edition_indicator")

    op.drop_table("figure")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_subject")
        batch_op.drop_index("ix_audit_event_batch")

    op.drop_table("audit_event")
    with op.batch_alter_table("accessed_person", schema=None) as batch_op:
        batch_op.drop_index("ix_accessed_person_person")

    op.drop_table("accessed_person")
    with op.batch_alter_table("vacancy", schema=None) as batch_op:
        batch_op.drop_index("ix_vacancy_office_search")
        batch_op.drop_index("ix_vacancy_office_closes")
        batch_op.drop_index(batch_op.f("ix_vacancy_employer_id"))

    op.drop_table("vacancy")
    op.drop_table("support_need")
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_session_staff_id"))

    op.drop_table("staff_session")
    with op.batch_alter_table("service_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_event_person_id"))

    op.drop_table("service_event")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_registration_open",
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        )
        batch_op.drop_index("ix_registration_office_closed")

    op.drop_table("registration")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_batch_id")
        batch_op.drop_index("ix_job_state_due")

    op.drop_table("job")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index("ix_import_batch_office_at")

    op.drop_table("import_profile")
    op.drop_table("import_batch")
    op.drop_table("idempotency_key")
    op.drop_table("edition")
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_key_staff_id"))

    op.drop_table("api_key")
    with op.batch_alter_table("access_event", schema=None) as batch_op:
        batch_op.drop_index("ix_access_event_staff_at")

    op.drop_table("access_event")
    op.drop_table("stored_file")
    op.drop_table("staff")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_phone_index")
        batch_op.drop_index("ix_person_office_search")
        batch_op.drop_index("ix_person_identity_index")

    op.drop_table("person")
    with op.batch_alter_table("employer", schema=None) as batch_op:
        batch_op.drop_index("ix_employer_office_search")

    op.drop_table("employer")
    op.drop_table("office")
    op.drop_table("exchange_rate")
    op.drop_table("survey")
    op.drop_table("spoken_language")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt_login_at")

    op.drop_table("sign_in_attempt")
    op.drop_table("reference_load")
    op.drop_table("reason")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index("ix_place_parent")

    op.drop_table("place")
    op.drop_table("occupation")
    op.drop_table("industry")
    op.drop_table("employment_status_bridge")
    op.drop_table("employment_status")
    op.drop_table("education_level")
    op.drop_table("currency")
