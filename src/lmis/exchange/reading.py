"""Somebody else's SDMX file as figures that can be held against each other.

Source of the reading: sdmx1, which knows SDMX-ML 2.1 and 3.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from lmis.errors import Invalid
from lmis.indicators.reconciliations import Figure, Finding, findings_of

SERIES: Final = ("SERIES", "MEASURE", "INDICATOR", "SUBJECT")
"""Dimensions that say which figure it is, the first that there is."""
TIME: Final = "TIME_PERIOD"
RATES: Final = frozenset({"PT", "PC", "PERCENT", "RT"})
COUNTS: Final = frozenset({"PS", "NUM", "NB", "PERSONS"})
MONEY: Final = re.compile(r"CUR.*|LCU.*|USD.*|[A-Z]{3}_?(?:HR|HOUR|MONTH)?")
"""Units of money: codes of the SDG's list, of ILOSTAT's, and of ISO 4217."""


BROKEN: Final = (AssertionError, AttributeError, IndexError, KeyError, RuntimeError, TypeError, ValueError)
"""What sdmx1 stops with when a file is not what it takes it for."""


class NotSdmx(Invalid):
    """This file is not SDMX data that can be read."""


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a file, and the day that its header tells."""

    prepared: str
    figures: tuple[Figure, ...]
    series: int

    def units(self, kinds: frozenset[str]) -> set[str]:
        """The series with one of these units."""
        return {one.series for one in self.figures if one.unit in kinds}


def read_table(path: Path) -> Table:
    """Read a file of SDMX data.

    Raises:
        NotSdmx: it is something else, or damaged.
    """
    import logging

    import sdmx
    from lxml.etree import LxmlError
    from sdmx.exceptions import ParseError

    logging.getLogger("sdmx").setLevel(logging.ERROR)  # it tells what it lacks, which is no defect of the file
    try:
        message: Any = sdmx.read_sdmx(BytesIO(path.read_bytes()))  # of a path it leaves the file open
        figures = tuple(one for data in message.data for one in _figures(data))
    except (LxmlError, ParseError, *BROKEN) as error:
        raise NotSdmx(value=path.name, reason=str(error).partition("\n")[0][:200]) from error
    prepared = message.header.prepared
    text = prepared.isoformat() if hasattr(prepared, "isoformat") else str(prepared or "")
    return Table(text, figures, len({(one.series, one.dims) for one in figures}))


def _figures(data: Any) -> Iterator[Figure]:
    for one in data.obs:
        key = {id_: str(value.value) for id_, value in one.key.values.items()}
        told = {**key, **{id_: str(getattr(value, "value", value)) for id_, value in one.attrib.items()}}
        number = _number(one.value)
        if number is None:
            continue
        name = next((id_ for id_ in SERIES if id_ in key), "")
        dims = tuple((id_, code) for id_, code in key.items() if id_ not in (name, TIME, "UNIT_MEASURE"))
        text = one.value if isinstance(one.value, str) else None
        yield Figure(key.get(name, ""), dims, _ours(key.get(TIME, "")), number, told.get("UNIT_MEASURE", ""), text)


def _number(value: object) -> float | None:
    try:
        found = float(str(value))
    except ValueError:
        return None
    return found if found == found else None


def _ours(period: str) -> str:
    """2026-Q3 as 2026Q3 and 2026-07 as 2026M07; what is neither, as it stands."""
    if re.fullmatch(r"\d{4}-Q[1-4]", period):
        return period.replace("-", "")
    return period.replace("-", "M") if re.fullmatch(r"\d{4}-\d{2}", period) else period


def checked(table: Table, this_year: int) -> list[Finding]:
    """What does not agree in the figures of a file."""
    kinds: Mapping[str, set[str]] = {
        "rates": table.units(RATES),
        "amounts": {one.series for one in table.figures if one.unit not in RATES and MONEY.fullmatch(one.unit)},
        "counts": table.units(COUNTS),
    }
    return findings_of(table.figures, table.prepared, this_year, kinds["rates"], kinds["amounts"], kinds["counts"])
