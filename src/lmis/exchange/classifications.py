"""The breakdowns of our figures as dimensions and codes in ILOSTAT's manner.

Source: ILOSTAT's code lists (SEX_T, AGE_10YRBANDS_Y15-24, OCU_ISCO08_1, ECO_ISIC4_A, GEO_COV_URB …); what ILOSTAT has
no dimension for (provinces, offices, duration of registration) is named likewise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

UNKNOWN: Final = "_U"
TOTAL: Final = "_T"


@dataclass(frozen=True, slots=True)
class Classification:
    """One column of a figure's cell as a dimension: our code → prefix and code; `special` where that is not all."""

    column: str
    dimension: str
    prefix: str
    total: str  # the code of no breakdown
    special: Mapping[str, str] = field(default_factory=dict, hash=False)

    def code(self, ours: str | None) -> str:
        """The code of SDMX for one of ours; None is the total."""
        if ours is None:
            return self.total
        return self.special.get(ours) or self.prefix + ours

    def ours(self, code: str) -> str | None:
        """Our code for one of SDMX; None where it is the total or not of this column."""
        if code == self.total:
            return None
        for own, other in self.special.items():
            if other == code:
                return own
        found = code.removeprefix(self.prefix)
        return found if code.startswith(self.prefix) and found and found not in self.special else None


def _one(column: str, dimension: str, prefix: str, total: str, **special: str) -> Classification:
    return Classification(column, dimension, prefix, total, special)


_YOUNG: Final = {"Y0-14": "YLT15"}
_ALL_AGES, _ADULTS = "AGE_10YRBANDS_TOTAL", "AGE_YTHADULT_YGE15"


def _ages(column: str, group: str, total: str) -> Classification:
    special = {ours: f"AGE_{group}_{code}" for ours, code in _YOUNG.items()} if group != "5YRBANDS" else {}
    return Classification(column, "AGE", f"AGE_{group}_", total, special)


SHARED: Final = (
    _one("sex", "SEX", "SEX_", "SEX_T", _U="SEX_U"),
    _one("province", "ADM1", "ADM1_", "ADM1_T", _U="ADM1_U"),
    _one("region", "ADM1", "ADM1_REG_", "ADM1_T", _U="ADM1_U"),
    _one("area", "GEO", "GEO_COV_", "GEO_COV_NAT", urban="GEO_COV_URB", rural="GEO_COV_RUR", _U="GEO_COV_X"),
    _one("office", "OFFICE", "", TOTAL),
    _one("education", "EDU", "EDU_ISCED11_", "EDU_ISCED11_TOTAL", _U="EDU_ISCED11_9"),
    _one("disability", "DSB", "DSB_STATUS_", "DSB_STATUS_TOTAL", _U="DSB_STATUS_X", WDIS="DSB_STATUS_DIS"),
    _one("migrant", "MST", "MST_STATUS_", "MST_STATUS_TOTAL", _U="MST_STATUS_X"),
    _one("status_in_employment", "STE", "STE_ICSE93_", "STE_ICSE93_TOTAL", _U="STE_ICSE93_6"),
    _one("occupation", "OCU", "OCU_ISCO08_", "OCU_ISCO08_TOTAL", _U="OCU_ISCO08_X"),
    _one("duration", "DUR", "DUR_DETAILS_", "DUR_DETAILS_TOTAL", _U="DUR_DETAILS_X"),
    _one("contract", "CTR", "CTR_", "CTR_T", _U="CTR_U"),
    _one("wage_band", "WGE", "WGE_", "WGE_T", _U="WGE_U"),
    _one("employer_size", "SIZE", "SIZE_", "SIZE_T", _U="SIZE_U"),
    _one("confirmation", "CNF", "CNF_", "CNF_T", _U="CNF_U"),
    _one("exit_reason", "EXR", "EXR_", "EXR_T", _U="EXR_U"),
)
REGISTER: Final = (
    *SHARED,
    _ages("age_group", "10YRBANDS", _ALL_AGES),
    _one("sector", "ECO", "ECO_ISIC4_", "ECO_ISIC4_TOTAL", _U="ECO_ISIC4_X"),
)
"""Of figures from the register: bands of ten years, sections of ISIC."""
SURVEYS: Final = (
    *SHARED,
    _ages("age_group", "AGGREGATE", _ADULTS),
    _ages("age_youth", "YTHADULT", _ADULTS),
    _ages("age_5yr", "5YRBANDS", _ADULTS),
    _one("industry", "ECO", "ECO_ISIC4_", "ECO_SECTOR_TOTAL", _U="ECO_ISIC4_X"),
    _one("sector", "ECO", "ECO_SECTOR_", "ECO_SECTOR_TOTAL", _U="ECO_SECTOR_X"),
)
"""Of figures from surveys: three kinds of age bands, sections and broad sectors."""

ORDER: Final = (
    *("SEX", "AGE", "GEO", "ADM1", "OFFICE", "EDU", "DSB", "MST", "STE", "OCU", "ECO", "DUR", "CTR", "WGE"),
    *("SIZE", "CNF", "EXR"),
)
"""The order of dimensions in keys; what is not named here follows."""


def columns_of(breakdowns: Iterable[str]) -> tuple[str, ...]:
    """The columns that breakdowns like `sex-age_group` or `occupation_2` need, each once."""
    names = (name.removesuffix("_2") for one in breakdowns if one != "total" for name in one.split("-"))
    return tuple(dict.fromkeys(names))


def classified(columns: Iterable[str], known: tuple[Classification, ...]) -> tuple[Classification, ...]:
    """The classifications of columns in the order of keys; a column without one is a dimension of its own name."""
    by_column = {one.column: one for one in known}
    found = [by_column.get(name) or _one(name, name.upper(), "", TOTAL) for name in columns]
    place = {dimension: at for at, dimension in enumerate(ORDER)}
    return tuple(sorted(found, key=lambda one: (place.get(one.dimension, len(place)), one.dimension)))
