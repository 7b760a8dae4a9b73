"""What a page shows of a country: its latest edition of a period, read as the public may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.indicators.register.periods import SHAPE
from lmis.model.figures import Edition
from lmis.model.reference import Occupation, Place
from lmis.queries.editions import Audience, editions_of, figures_of, series_of
from lmis.vocabulary import Country, Language

STOCK, ENTRIES, OPENINGS = "PES_SEEK_STK", "PES_SEEK_IN", "PES_VAC_IN"
REFERRALS, PLACEMENTS = "PES_REF", "PES_PLC"
RATIO, FILL = "PES_DSR", "PES_FILL"
RATES: Final = ("PES_PLRATE_REG", "PES_PLRATE_ON", "PES_PLRATE_REF")
SHOWN: Final = (STOCK, ENTRIES, OPENINGS, REFERRALS, PLACEMENTS, RATIO, FILL, *RATES)
"""The figures of the page, by the codes of their definitions."""

AUDIENCE: Final = Audience.PUBLIC


@dataclass(frozen=True, slots=True)
class Cell:
    """A published figure; hidden or not to be had, it has no numbers at all."""

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    status: str = "not_available"
    version: str = "1"

    @property
    def hidden(self) -> bool:
        """Whether it would tell about too few people."""
        return self.status == "hidden"


NOBODY: Final = Cell(value=0, numerator=0, status="published")
"""A cell of a count without a row: nothing was counted there."""
NO_RATIO: Final = Cell()


@dataclass(frozen=True, slots=True)
class Line:
    """A province or a group of occupations: what employers seek, who came, and the ratio of both."""

    code: str
    name: str
    demand: Cell
    supply: Cell
    ratio: Cell


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the page of a country."""

    country: Country
    edition: Edition
    periods: Sequence[str]  # published ones, the latest first
    totals: Mapping[str, Cell]
    series: Mapping[str, Mapping[str, Cell]]  # indicator → period → figure, in order of time, up to the edition's
    by_province: Sequence[Line]
    by_occupation: Sequence[Line]


def periods_of(session: Session, country: Country) -> list[str]:
    """The periods with an edition, the latest first; quarters, or whatever there is where no quarter is published."""
    ends: dict[str, Any] = {}
    for edition in session.scalars(editions_of(country)):
        ends.setdefault(edition.period, edition.ends_on)
    quarters = [period for period in ends if "Q" in period]
    return sorted(quarters or ends, key=lambda period: (ends[period], period), reverse=True)


def board_of(session: Session, country: Country, period: str | None, language: Language) -> Board | None:
    """The page of a country for a period (the latest where none is named); None where nothing was published."""
    periods = periods_of(session, country)
    wanted = period or next(iter(periods), "")
    edition = session.scalars(editions_of(country, wanted)).first() if SHAPE.fullmatch(wanted) else None
    if edition is None:
        return None
    provinces, occupations = _names(session, country, language)
    return Board(
        country=country,
        edition=edition,
        periods=periods,
        totals={code: cells.get((), NO_RATIO) for code, cells in _cells(session, edition, "total", ()).items()},
        series={code: _series(session, country, code, edition) for code in SHOWN},
        by_province=_lines(_cells(session, edition, "province", ("province",)), provinces),
        by_occupation=_lines(_cells(session, edition, "occupation", ("occupation",)), occupations),
    )


def _names(session: Session, country: Country, language: Language) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the country's provinces and of the major groups of occupations, English where there is no other."""

    def of(entity: type[Place] | type[Occupation], *which: Any) -> dict[str, str]:
        own = getattr(entity, f"name_{language.value}")
        rows = session.execute(select(entity.code, own, entity.name_en).where(*which).order_by(entity.code))
        return {code: name or english or code for code, name, english in rows}

    provinces = of(Place, Place.kind == "province", Place.country == country.value)
    return provinces, of(Occupation, Occupation.level == 1)


def _cells(
    session: Session, edition: Edition, breakdown: str, dimensions: tuple[str, ...]
) -> dict[str, dict[tuple[str, ...], Cell]]:
    """Indicator → labels of the cell → figure."""
    found: dict[str, dict[tuple[str, ...], Cell]] = {code: {} for code in SHOWN}
    for row in session.execute(figures_of(edition.id, AUDIENCE, breakdown=breakdown, period=edition.period)):
        if row.indicator in found:
            found[row.indicator][tuple(getattr(row, name) for name in dimensions)] = cell_of(row)
    return found


def _series(session: Session, country: Country, code: str, edition: Edition) -> dict[str, Cell]:
    frequency = next((letter for letter in "QM" if letter in edition.period), "A")
    rows = session.execute(series_of(country, code, AUDIENCE, frequency=frequency))
    return {row.period: cell_of(row) for row in rows if row.period <= edition.period}


def cell_of(row: Any) -> Cell:
    """A row of `figures_of` or `series_of`."""
    return Cell(row.value, row.numerator, row.denominator, row.status, row.version)


def _lines(cells: Mapping[str, Mapping[tuple[str, ...], Cell]], names: Mapping[str, str]) -> list[Line]:
    """Every place or group, also those where nothing was counted; those not stated come last."""
    counted = {label for code in (OPENINGS, ENTRIES) for (label,) in cells[code]}
    order = [code for code in names if code in counted or len(code) > 1] + sorted(counted - set(names))
    return [
        Line(
            code,
            names.get(code, code),
            cells[OPENINGS].get((code,), NOBODY),
            cells[ENTRIES].get((code,), NOBODY),
            cells[RATIO].get((code,), NO_RATIO),
        )
        for code in order
    ]
