"""Migrations: one head, up and down on both databases, and the model is what they make."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select

from lmis.config import Settings
from lmis.model.base import Base
from lmis.model.dialects import journal_mode
from lmis.model.figures import Edition, Figure
from lmis.model.migrations import OURS, plain_engine, upgrade
from lmis.model.session import Database
from lmis.model.weights import WeightsVersion
from lmis.queries.weights import weights_on


def script() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Settings().migrations))
    return config


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(script()).get_heads()) == 1


def test_the_model_is_what_the_migrations_make(bare_database: Database) -> None:
    url = bare_database.engine.url.render_as_string(hide_password=False)
    engine = plain_engine(url)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={**OURS, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_down_and_up_again(bare_database: Database) -> None:
    engine = plain_engine(bare_database.engine.url.render_as_string(hide_password=False))
    config = script()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    with engine.connect() as connection:
        assert {"person", "placement"} <= set(inspect(connection).get_table_names())
    engine.dispose()


@pytest.mark.parametrize(
    ("version", "since", "in_force"),
    [
        (None, None, ("2026.3", 20)),
        ("2027.1", date(2026, 11, 1), ("2027.1", 11)),
        ("2026.3", date(2026, 11, 1), ("2026.3", 11)),
        ("2026.3", date(2027, 2, 1), ("2026.3-lmis", 20)),
    ],
)
def test_the_weights_of_a_register_in_use_give_way_only_to_its_own(
    bare_database: Database, version: str | None, since: date | None, in_force: tuple[str, int]
) -> None:
    engine, config = plain_engine(bare_database.engine.url.render_as_string(hide_password=False)), script()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
        held = connection.execute(select(WeightsVersion.__table__)).mappings().all()
        assert [row["version"] for row in held] == ["2026.2"]
        if version:
            own = {**held[0], "id": uuid4(), "version": version, "points": {"place": 11}, "valid_from": since}
            connection.execute(insert(WeightsVersion.__table__).values(own))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        names = set(connection.execute(select(WeightsVersion.version)).scalars())
        [found] = connection.execute(select(WeightsVersion.__table__).where(_is_in_force())).mappings()
    assert len(names) == 2 + bool(version)
    assert (found["version"], found["points"]["place"]) == in_force
    engine.dispose()


def _is_in_force() -> Any:
    return (
        WeightsVersion.id == weights_on(None, date(2026, 12, 1)).with_only_columns(WeightsVersion.id).scalar_subquery()
    )


def test_a_failed_migration_leaves_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'broken.db'}"
    upgrade(url, Settings().migrations)
    engine = plain_engine(url)
    with pytest.raises(ZeroDivisionError), engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE follow_up")
        raise ZeroDivisionError
    with engine.connect() as connection:
        assert "follow_up" in inspect(connection).get_table_names()
    engine.dispose()


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "DELETE"), ((3, 51, 2), "DELETE"), ((3, 51, 3), "WAL"), ((3, 54, 1), "WAL"), ((4, 0, 0), "WAL")],
)
def test_the_write_ahead_log_only_where_its_fault_is_mended(version: tuple[int, ...], mode: str) -> None:
    assert journal_mode(version) == mode


def test_editions_of_before_are_the_registers_and_surveys_go_where_they_could_not_be_told(
    bare_database: Database,
) -> None:
    engine, config = plain_engine(bare_database.engine.url.render_as_string(hide_password=False)), script()
    days = "'2026-07-01', '2026-09-30'"
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0009")
        edition = uuid4()
        now = "'2026-10-05 00:00:00'"
        connection.exec_driver_sql(
            "INSERT INTO edition (id, country, period, starts_on, ends_on, number, state, cut_off, published_at,"
            f" records, digest) VALUES ('{_key(connection, edition)}', 'KH', '2026Q3', {days}, 1, 'final', {now},"
            f" {now}, 12, 'd')"
        )
        connection.exec_driver_sql(
            "INSERT INTO figure (edition_id, indicator, version, period, breakdown, sector, value, records, status)"
            f" VALUES ('{_key(connection, edition)}', 'PES_REF', '1', '2026Q3', 'sector', 'A', 12, 12, 'published')"
        )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        assert connection.execute(select(Edition.source, Edition.number)).all() == [("PES", 1)]
        held = select(Figure.indicator, Figure.sector, Figure.standard, Figure.value)
        assert connection.execute(held).all() == [("PES_REF", "A", None, 12)]
        copied = connection.execute(select(Edition.__table__)).mappings().one()
        connection.execute(insert(Edition.__table__).values({**copied, "id": uuid4(), "source": "khm_lfs_2026_q3"}))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0009")
        assert connection.exec_driver_sql("SELECT count(*) FROM edition").scalar_one() == 1
        assert connection.exec_driver_sql("SELECT count(*) FROM figure").scalar_one() == 1
    engine.dispose()


def _key(connection: Any, key: Any) -> str:
    """A key as each database writes it."""
    return key.hex if connection.dialect.name == "sqlite" else str(key)
