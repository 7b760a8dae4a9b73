"""The methodology of every indicator as a page, written out of the definitions and the concepts they use."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from lmis.indicators.availability import TOLERATED
from lmis.indicators.catalogue import CATALOGUE, ROWS
from lmis.indicators.definitions.register import REGISTER
from lmis.indicators.indicator import (
    Applied,
    Count,
    Given,
    Indicator,
    LowShare,
    Mean,
    Quantile,
    Quotient,
    Ratio,
    Relative,
)
from lmis.indicators.inputs import COLUMNS, SERIES
from lmis.indicators.needs import variables_of
from lmis.indicators.register.measure import Definition, Waiting
from lmis.locale.words import text
from lmis.vocabulary import Language

TAYLOR: Final = "Taylor linearisation over PSUs within strata, domains as domains"
T: Final = "Student's t, PSUs less strata of the whole design"
METHODS: Final[dict[type, tuple[str, str, str]]] = {
    Count: ("Σw over the numerator", TAYLOR, f"value ± t × SE, not below 0; {T}"),
    Ratio: ("Σw over the numerator / Σw over the denominator", TAYLOR, f"on the log-odds, so within 0 to 100 %; {T}"),
    Mean: ("Σ(w × amount) / Σw", TAYLOR, f"value ± t × SE, not below 0; {T}"),
    Quotient: ("Σw over the numerator / Σw over the denominator", TAYLOR, f"value ± t × SE, not below 0; {T}"),
    Relative: ("the first quotient / the second; of a gap, 1 less that", TAYLOR, f"value ± t × SE; {T}"),
    Quantile: (
        "the lowest amount up to which at least that part of Σw lies",
        "Woodruff: the width of the interval / 2t",
        f"the interval of the share up to the quantile, turned back into amounts; {T}",
    ),
    LowShare: (
        "Σw of amounts below two thirds of the median of all / Σw",
        "influence function, the median's error included; densities by a Gaussian kernel (Osier 2009)",
        f"on the log-odds; {T}",
    ),
    Applied: ("input / Σw of the employed", TAYLOR + "; the input is taken without error", f"value ± t × SE; {T}"),
    Given: ("the input, or one input / another", "none: nothing is estimated", "none"),
}
"""Of each kind of indicator: the formula, the standard error, the interval."""

GREENWOOD: Final = "Greenwood's, and the interval on the scale of log(-log)"

INTRODUCTION: Final = (
    "Written for the statistician who answers for a figure. Each definition below is the one that the program "
    "computes: the page is generated from it, and a test fails when it is stale.",
    "**w** is the survey's weight. Titles in Khmer and Lao are drafts that no native reader has reviewed.",
    "Two standards: by the 13th ICLS (1982) own-use producers are employed, by the 19th (2013) they are not. Every "
    "figure carries its `standard`; one that the questionnaire cannot tell is *not available*, with the variable that "
    "is missing. Codes that end in `_NAT` follow the national definition beside the ILO's.",
    "A stratum with a single PSU deviates from the mean of all PSUs (`centred`, the default); `adjust`, `average`, "
    "`certainty`, `remove` and `fail` are those of R's `survey.lonely.psu`. For rates and means `centred` equals R's "
    "`adjust`; for counts R's is larger.",
    "Each cell carries value, standard error, coefficient of variation, 95 % interval, respondents (unweighted), base "
    "and status. Hidden and unavailable figures are empty, never 0.",
    "Values, standard errors and bounds are compared with R's `survey` 4.1.1 to nine digits (`tests/indicators/"
    "test_r_survey.py`). One difference is deliberate: where the very first person reaches a quantile already, R gives "
    "the second lowest amount.",
    "A survey in parts, or on a Dask cluster, gives the same figures to the last digit: sums are kept in whole numbers "
    "(`indicators/exact.py`).",
)


def methodology() -> str:
    """The page: table A by its rows, the concepts, the inputs, and table B."""
    parts = ["<!-- Written by `lmis docs indicators`; change the definitions, not this page. -->", "# Indicators"]
    parts += INTRODUCTION
    parts += ["## A. Labour force survey"]
    for row in ROWS:
        for one in CATALOGUE:
            if one.row == row:
                parts += _survey(one)
    parts += ["## Concepts", *_concepts(CATALOGUE), "## Dated inputs", *_inputs()]
    parts += ["## B. Public employment service"]
    for register in REGISTER:
        parts += _register(register)
    return "\n\n".join(parts) + "\n"


def _survey(one: Indicator) -> Iterator[str]:
    yield f"### {one.row} · {one.title} (`{one.code}`)"
    yield " · ".join(text(one.title, language) for language in Language if language is not Language.EN)
    formula, error, interval = METHODS[type(one)]
    classes = getattr(one, "classes", None)
    yield _table(
        [
            ("Numerator", one.numerator),
            ("Denominator", one.denominator),
            ("Universe", one.universe),
            ("Formula", formula + (f", for each class of `{classes.__name__}`" if classes else "")),
            ("Unit", one.unit),
            ("Source", one.source),
            ("In force", f"periods from {one.since.isoformat()}, version {one.version}; {one.definition} definition"),
            ("Missing answers", one.missing),
            ("Disaggregations", ", ".join(f"`{name}`" for name in one.by) or "none"),
            ("Standard error", error),
            ("Interval", interval),
            ("Needs", _needs(one)),
            ("Concepts", ", ".join(f"`{concept.__name__}`" for concept in _parts(one)) or "none"),
            ("Codes elsewhere", ", ".join([*(f"`{code}`" for code in one.ilostat), *one.also]) or "none"),
        ]
    )


def _needs(one: Indicator) -> str:
    variables = sorted(variables_of(one))
    told = [f"`{name}`" + (" (may be silent)" if name in TOLERATED else "") for name in variables]
    return ", ".join([*told, *(f"input `{name}`" for name in one.inputs)]) or "nothing"


def _parts(one: Indicator) -> list[Callable[..., Any]]:
    names = ("of", "among", "amount", "classes", "first", "second")
    found = [getattr(one, name, None) for name in names]
    return list(dict.fromkeys(part for part in found if part is not None))


def _concepts(indicators: Sequence[Indicator]) -> Iterator[str]:
    """The words that definitions are made of, as the program has them."""
    known = {part.__name__: part for one in indicators for part in _parts(one)}
    for name in sorted(known):
        said = " ".join(re.sub(r"\s+", " ", line) for line in (inspect.getdoc(known[name]) or "").split("\n") if line)
        yield f"- **`{name}`**: {said}"


def _inputs() -> Iterator[str]:
    yield (
        f"A CSV file in UTF-8 with the columns {', '.join(f'`{name}`' for name in COLUMNS)}. "
        "A figure that is made with an input names its source and day in `note`."
    )
    yield "\n".join(f"- `{name}`: {meaning}" for name, meaning in SERIES.items())


def _register(one: Definition) -> Iterator[str]:
    yield f"### {one.row} · {one.title} (`{one.code}`)"
    yield " · ".join(text(one.title, language) for language in Language if language is not Language.EN)
    yield _table(
        [
            ("What is counted", one.meaning),
            ("Unit", one.unit),
            ("Source", one.source),
            ("In force", f"periods from {one.since.isoformat()}, version {one.version}"),
            ("Missing answers", one.missing),
            ("Disaggregations", ", ".join(f"`{name}`" for name in one.by) or "none"),
            ("Standard error", GREENWOOD if isinstance(one, Waiting) else "none: the register is complete"),
        ]
    )


def _table(rows: Sequence[tuple[str, str]]) -> str:
    cells = [f"| {name} | {said.strip().replace('|', chr(92) + '|')} |" for name, said in rows]
    return "\n".join(["| | |", "|---|---|", *cells])
