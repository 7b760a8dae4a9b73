"""Settings, read once by a door from `LMIS_*` variables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, Self, TypeAlias

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from lmis.vocabulary import Language

Limit: TypeAlias = Literal["hidden_below", "unreliable_below", "unreliable_above", "hidden_above"]
"""What a country may set of when a survey's figure is hidden or flagged; see `indicators.reliability.Reliability`."""

PROJECT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """What differs between a counter without a line and a ministry's server."""

    model_config = SettingsConfigDict(env_prefix="LMIS_", extra="ignore")

    database_url: str = "sqlite:///data/lmis.db"
    """A SQLite file (`sqlite:///path`) or a PostgreSQL address (`postgresql://user@host/name`)."""
    key: SecretStr | None = None
    """The master key, 32 bytes in base64; without it the file named by `key_file` is read."""
    key_file: Path = Path("data/lmis.key")
    """Where the master key lies: never inside the database, never in its backup."""
    coder_file: Path = Path("data/occupation-coder.npz")
    """Where the fitted occupation coder is kept between runs: a copy, which may be deleted at any time."""
    encoder: str | None = None
    """An encoder that an installed package brings for the occupation coder: its name, or `name:folder of a model`."""
    seeds: Path = PROJECT / "seeds"
    migrations: Path = PROJECT / "alembic"
    language: Language = Language.EN
    session_hours: int = 12
    """A sign-in ends after so many hours."""
    max_body_mb: int = 64
    """Larger files are refused before they are read; the body of every other request may have one megabyte."""
    lock_timeout_ms: int = 10_000
    """How long a writer waits for another before it gives up (SQLite busy timeout, PostgreSQL lock_timeout)."""
    public_threshold: int = 10
    """Figures of the register about fewer people are hidden from the public, and what would give them away."""
    ministry_threshold: int = 5
    """The same for the ministry's own people; no more than the public's."""
    reliability: dict[str, dict[Limit, float]] = {}
    """Per country (ISO, three letters) the thresholds of survey figures that differ from the usual ones."""
    keep_suggestions_days: int = 14
    """Stored suggestions that are older go when new ones are stored; when a person was last suggested stays."""
    boundaries: Path | None = None
    """A GeoJSON file with the provinces' boundaries, by ISO 3166-2 or our codes; without it maps are grids of tiles."""

    @model_validator(mode="after")
    def _the_public_sees_least(self) -> Self:
        if not 2 <= self.ministry_threshold <= self.public_threshold:
            raise ValueError("2 <= LMIS_MINISTRY_THRESHOLD <= LMIS_PUBLIC_THRESHOLD")
        return self


@cache
def read_once() -> Settings:
    """The settings of this process, for what no door hands down."""
    return Settings()
