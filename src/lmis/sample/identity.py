"""Names, telephone numbers and identity numbers of the sample people, no number twice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.random import Generator

from lmis.sample.content import names
from lmis.sample.draws import Flags, Ints, Objects, Texts, chance, kept, labels, looked_up, pick, scrambled
from lmis.sample.land import Land
from lmis.sample.reasons import draw_reasons

_SHORT_PREFIXES: Final = {
    "KH": [f"0{code}" for code in (10, 11, 12, 15, 16, 17, 69, 70, 77, 78, 81, 85, 86, 87, 89, 92, 93, 95, 98, 99)],
    "LA": [
        *(f"020 {code}" for code in (22, 23, 28, 29, 54, 55, 56, 58, 59, 76, 77, 78, 91, 95, 96, 97, 98, 99)),
        *(f"030 {code}" for code in (2, 4, 5, 9)),
    ],
}
"""Prefixes before six digits. Source: the mobile operators' number ranges."""
_LONG_PREFIXES: Final = {"KH": ["031", "071", "088", "096", "097"], "LA": []}
"""Prefixes before seven digits."""
_FIRST: Final = {"KH": 1_203_119, "LA": 3_004_051}
"""Where the numbering of people begins, so that the first numbers look like any other."""
_CALLING_CODE: Final = {"KH": "+855 ", "LA": "+856 "}
_IDENTITIES: Final = ("national_id", "family_book", "passport", "birth_certificate", "other", "")
_IDENTITY_SHARES: Final = {
    "KH": (0.79, 0.05, 0.05, 0.03, 0.01, 0.07),
    "LA": (0.58, 0.24, 0.05, 0.03, 0.01, 0.09),
}
_WHY_MISSING: Final = {"not_with_person": 3.0, "lost": 2.5, "never_issued": 2.0, "applied_for": 1.2}
_THREE: Final[Objects] = labels([f"{number:03d}" for number in range(1000)])
_FOUR: Final[Objects] = labels([f"{number:04d}" for number in range(10_000)])


@cache
def _pieces(country: str, kind: str) -> tuple[Objects, Objects]:
    """Native names, and both spellings of each (two for every name)."""
    listed = names(country, kind)
    spellings = [spelling for name in listed for spelling in name.spellings]
    return labels([name.native for name in listed]), labels(spellings)


@dataclass(slots=True)
class Named:
    """Which names people have (positions), and which of the two Latin spellings was written down."""

    country: str
    woman: Flags
    family: Ints
    given: Ints
    spelling: Ints

    def _given(self, of: int, at: Ints) -> Texts:
        women, men = (_pieces(self.country, kind)[of] for kind in ("women", "men"))
        return list(np.where(self.woman, women[at % len(women)], men[at % len(men)]).tolist())

    def family_latin(self, spelling: Ints) -> Texts:
        """Family names in Latin letters."""
        return looked_up(_pieces(self.country, "family")[1], 2 * self.family + spelling)

    def given_latin(self, spelling: Ints) -> Texts:
        """Given names in Latin letters."""
        return self._given(1, 2 * self.given + spelling)

    def family_native(self) -> Texts:
        """Family names in Khmer or Lao script."""
        return looked_up(_pieces(self.country, "family")[0], self.family)

    def given_native(self) -> Texts:
        """Given names in Khmer or Lao script."""
        return self._given(0, self.given)


def draw_names(rng: Generator, country: str, woman: Flags) -> Named:
    """Names; common ones are met more often."""
    size = len(woman)
    families = len(names(country, "family"))
    women, men = len(names(country, "women")), len(names(country, "men"))
    return Named(
        country,
        woman,
        pick(rng, [1.0 / (6.0 + at) for at in range(families)], size),
        np.where(woman, pick(rng, np.ones(women), size), pick(rng, np.ones(men), size)),
        pick(rng, (0.7, 0.3), size),
    )


@cache
def _phone_plan(country: str) -> tuple[Objects, Ints]:
    """Prefixes, and where the numbers of each begin in one row of all numbers."""
    short, long = _SHORT_PREFIXES[country], _LONG_PREFIXES[country]
    sizes = [800_000] * len(short) + [8_000_000] * len(long)
    return labels([*short, *long]), np.cumsum([0, *sizes], dtype=np.int64)


def phones(rng: Generator, country: str, at: Ints) -> Texts:
    """Telephone numbers as people write them; different positions never share one."""
    prefixes, begins = _phone_plan(country)
    number = scrambled(at + _FIRST[country], int(begins[-1]), 7_368_787)
    prefix = np.searchsorted(begins, number, side="right") - 1
    long = prefix >= len(_SHORT_PREFIXES[country])
    rest = number - begins[prefix] + np.where(long, 2_000_000, 200_000)
    last = np.where(long, _FOUR[rest % 10_000], _THREE[rest % 1000])
    first = _THREE[np.where(long, rest // 10_000, rest // 1000)]
    space = labels([" ", "", "-"])[pick(rng, (0.62, 0.33, 0.05), len(at))]
    local: Texts = (prefixes[prefix] + space + first + space + last).tolist()
    abroad = chance(rng, 0.04, len(at)).tolist()
    return [_CALLING_CODE[country] + text[1:] if far else text for text, far in zip(local, abroad, strict=True)]


def identities(rng: Generator, land: Land, at: Ints) -> tuple[Texts, Texts, Texts]:
    """Kind, number and the reason where there is no number; no number twice."""
    kind = pick(rng, _IDENTITY_SHARES[land.code], len(at))
    held = kind < len(_IDENTITIES) - 1
    number = (10_000_000 + scrambled(at + _FIRST[land.code], 989_999_983)).tolist()
    written = [_number(land.code, one, what) for one, what in zip(number, kind.tolist(), strict=True)]
    why = draw_reasons(rng, land, "identity_missing", _WHY_MISSING, len(at))
    return looked_up(labels(_IDENTITIES), kind), kept(written, held), kept(why, ~held)


def _number(country: str, number: int, kind: int) -> str:
    """Nine digits on a Cambodian card, two and eight on a Lao one; a letter before a passport's."""
    if kind == 2:
        return f"{'N' if country == 'KH' else 'PA'}{number:09d}"
    digits = f"{number:09d}"
    return digits if country == "KH" else f"{digits[:2]}-0{digits[2:]}"
