"""The formats that are offered, and which of them a client gets.

Source: SDMX REST 1.5 and 2.2, "Selection of the appropriate representation"; RFC 9110, section 12.5.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from lmis.exchange.faults import FormatNotOffered

What: TypeAlias = Literal["structure", "data"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its writer, and the media type in which it is answered."""

    name: str
    version: str
    type: str  # as application/vnd.sdmx.data+json
    plain: tuple[str, ...] = ()
    """Types of everyday life by which it can be asked for; the first format with such a type is given."""
    parameters: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)
    """What else a client asked of it, as labels."""

    @property
    def media(self) -> str:
        """The media type of the answer."""
        return f"{self.type};version={self.version}"


XML: Final = ("application/xml", "text/xml", "application/*", "*/*")
SDMX: Final = "application/vnd.sdmx."

STRUCTURES: Final = (
    Format("ml-structure", "2.1", f"{SDMX}structure+xml", XML),
    Format("ml-structure", "3.0.0", f"{SDMX}structure+xml"),
    Format("json-structure", "1.0.0", f"{SDMX}structure+json", ("application/json", "text/json")),
    Format("json-structure", "2.0.0", f"{SDMX}structure+json"),
)
DATA: Final = (
    Format("generic", "2.1", f"{SDMX}genericdata+xml", XML),
    Format("generic", "2.1", f"{SDMX}generictimeseriesdata+xml"),
    Format("specific", "2.1", f"{SDMX}structurespecificdata+xml"),
    Format("specific", "2.1", f"{SDMX}structurespecifictimeseriesdata+xml"),
    Format("specific-3.0", "3.0.0", f"{SDMX}data+xml"),
    Format("json-data", "1.0.0", f"{SDMX}data+json", ("application/json", "text/json")),
    Format("json-data", "2.0.0", f"{SDMX}data+json"),
    Format("csv-data", "1.0.0", f"{SDMX}data+csv", ("text/csv", "text/*")),
    Format("csv-data", "2.0.0", f"{SDMX}data+csv"),
)
OFFERED: Final[Mapping[What, tuple[Format, ...]]] = {"structure": STRUCTURES, "data": DATA}
NEWEST: Final = {"3.0": {"application/json": "2.0.0", "text/csv": "2.0.0"}}
"""Under `/sdmx/3.0`, JSON and CSV without a version are the newer ones."""
LABELS: Final = {"1.0.0": ("id", "both"), "2.0.0": ("id", "name", "both")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One entry of an Accept header."""

    type: str
    parameters: Mapping[str, str]
    quality: float
    place: int


def accepted(header: str) -> list[Wanted]:
    """The entries of an Accept header, the best first; those with a quality of 0 are last and refuse."""
    found = []
    for place, part in enumerate(header.split(",")[:40]):
        kind, *given = (piece.strip() for piece in part.split(";"))
        parameters = {}
        for piece in given:
            name, _, value = piece.partition("=")
            parameters[name.strip().lower()] = value.strip().strip('"')
        quality = _quality(parameters.pop("q", "1"))
        if kind:
            found.append(Wanted(kind.lower(), parameters, quality, place))
    return sorted(found, key=lambda one: (-one.quality, one.type.count("*"), one.place))


def _quality(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def chosen(what: What, header: str | None, api: str = "2.1") -> Format:
    """The format that an Accept header asks for most; without one SDMX-ML 2.1, which everybody reads.

    Raises:
        FormatNotOffered: with what is offered.
    """
    offered = OFFERED[what]
    if not header or not header.strip():
        return offered[0]
    wanted = accepted(header)
    refused = {one.media for entry in wanted if entry.quality == 0 for one in offered if _is(entry, one, exact=True)}
    for entry in wanted:
        if entry.quality == 0:
            continue
        version = NEWEST.get(api, {}).get(entry.type.replace("text/json", "application/json"))
        candidates = [one for one in offered if _is(entry, one) and one.media not in refused]
        if version is not None and (newer := _newer(offered, entry, version)) is not None:
            candidates = [newer]
        if candidates:
            return _with(candidates[0], entry)
    raise FormatNotOffered(value=header[:200], allowed=[one.media for one in offered])


def _newer(offered: Sequence[Format], entry: Wanted, version: str) -> Format | None:
    name = next((one.name for one in offered if entry.type in one.plain), None)
    return next((one for one in offered if one.name == name and one.version == version), None)


def _is(entry: Wanted, one: Format, *, exact: bool = False) -> bool:
    """Whether an entry of the header means this format; a version may lack its last numbers."""
    asked = entry.parameters.get("version")
    if entry.type == one.type:
        return asked is None or one.version == asked or one.version == f"{asked}.0" or one.version == f"{asked}.0.0"
    return not exact and entry.type in one.plain


def _with(one: Format, entry: Wanted) -> Format:
    """The format with the parameters that it knows.

    Raises:
        FormatNotOffered: labels that this version of SDMX-CSV does not have.
    """
    labels = entry.parameters.get("labels")
    if labels is None or one.name != "csv-data":
        return one
    if labels not in LABELS[one.version]:
        raise FormatNotOffered(
            value=f"labels={labels}"[:60], allowed=[f"labels={name}" for name in LABELS[one.version]]
        )
    return Format(one.name, one.version, one.type, one.plain, {"labels": labels})
