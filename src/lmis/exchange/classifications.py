"""The breakdowns of our figures as dimensions and codes in ILOSTAT's manner.

Source: ILOSTAT's code lists (SEX_T, AGE_10YRBANDS_Y15-24, OCU_ISCO08_1, ECO_ISIC4_A, GEO_COV_URB …); what ILOSTAT has
no dimension for (provinces, offices, duration of registration) is named likewise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lmis.indicators.panel import STATES

UNKNOWN: Final = "_U"
TOTAL: Final = "_T"
NOT_APPLICABLE: Final = "_Z"
CLASS: Final = "class_code"
STANDARD: Final = "standard"


@dataclass(frozen=True, slots=True)
class Classification:
    """One column of a figure's cell as a dimension: our code → prefix and code; `special` where that is not all."""

    column: str
    dimension: str
    prefix: str
    total: str  # the code of no breakdown
    special: Mapping[str, str] = field(default_factory=dict, hash=False)
    listed: str = ""  # the name of its code list, where the column holds codes of several

    @property
    def codes(self) -> str:
        """The name of its code list."""
        return self.listed or self.column

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
    _ages("age_10yr", "10YRBANDS", _ADULTS),
    _one("education_group", "EDU", "EDU_AGGREGATE_", "EDU_ISCED11_TOTAL", _U="EDU_AGGREGATE_X"),
    _one("status_group", "STE", "STE_AGGREGATE_", "STE_ICSE93_TOTAL", _U="STE_AGGREGATE_X"),
    _one("sector", "ECO", "ECO_ISIC4_", "ECO_SECTOR_TOTAL", _U="ECO_ISIC4_X"),
    _one("broad_sector", "ECO", "ECO_SECTOR_", "ECO_SECTOR_TOTAL", _U="ECO_SECTOR_X"),
    _one(STANDARD, "STANDARD", "ICLS_", NOT_APPLICABLE),
)
"""Of figures from surveys: four kinds of age bands, sections and broad sectors, and the ICLS that a figure follows."""


def _class(variable: str, dimension: str, prefix: str, total: str = TOTAL, **special: str) -> Classification:
    return Classification(CLASS, dimension, prefix, total, special, variable)


_ICSE, _ECO, _OCU = "STE_ICSE93_TOTAL", "ECO_SECTOR_TOTAL", "OCU_ISCO08_TOTAL"
CLASSES: Final[Mapping[str, Classification]] = {
    one.listed: one
    for one in (
        _class("status_in_employment", "STE", "STE_ICSE93_", _ICSE),
        _class("status_icse18", "STE", "STE_ICSE18_", _ICSE),
        _class("authority", "STE", "STE_ICSE18A_", _ICSE),
        _class("economic_risk", "STE", "STE_ICSE18R_", _ICSE),
        _class("industry", "ECO", "ECO_ISIC4_", _ECO),
        _class("economic_activity", "ECO", "ECO_AGGREGATE_", _ECO),
        _class("isic2", "EC2", "EC2_ISIC4_", "EC2_ISIC4_TOTAL"),
        _class("occupation", "OCU", "OCU_ISCO08_", _OCU),
        _class("skill_level", "OCU", "OCU_SKILL_", _OCU),
        _class("isco2", "OC2", "OC2_ISCO08_", "OC2_ISCO08_TOTAL"),
        _class("education", "EDU", "EDU_ISCED11_", "EDU_ISCED11_TOTAL"),
        _class("hours_band", "HOW", "HOW_BANDS_", "HOW_BANDS_TOTAL"),
        _class("duration_of_search", "DUR", "DUR_DETAILS_", "DUR_DETAILS_TOTAL"),
        _class("flow", "FLOW", "FLOW_", "FLOW_TOTAL",
               **{f"{one}>{other}": f"FLOW_{one}_{other}" for one in STATES for other in STATES}),
        _class("status", "FLOW", "FLOW_TO_", "FLOW_TOTAL"),
        _class("quantile", "QTL", "QTL_", "QTL_TOTAL"),
    )
}  # fmt: skip
"""Of figures that are told by class: the dimension of each classification (`indicators.classifications`)."""

ORDER: Final = (
    *("SEX", "AGE", "GEO", "ADM1", "OFFICE", "EDU", "DSB", "MST", "STE", "OCU", "OC2", "ECO", "EC2", "DUR", "HOW"),
    *("CTR", "WGE", "SIZE", "CNF", "EXR", "QTL", "FLOW", "STANDARD"),
)
"""The order of dimensions in keys; what is not named here follows."""


def columns_of(breakdowns: Iterable[str]) -> tuple[str, ...]:
    """The columns that breakdowns like `sex-age_group` or `occupation_2` need, each once."""
    names = (name.removesuffix("_2") for one in breakdowns if one != "total" for name in one.split("-"))
    return tuple(dict.fromkeys(names))


def classified(
    columns: Iterable[str], known: tuple[Classification, ...], more: tuple[Classification, ...] = ()
) -> tuple[Classification, ...]:
    """The classifications of columns, and more, as keys order them; a column without one is a dimension of its name."""
    by_column = {one.column: one for one in known}
    found = [*(by_column.get(name) or _one(name, name.upper(), "", TOTAL) for name in columns), *more]
    place = {dimension: at for at, dimension in enumerate(ORDER)}
    return tuple(sorted(found, key=lambda one: (place.get(one.dimension, len(place)), one.dimension)))
