"""The nearest known values to an unknown one, for the words of a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from lmis.text.keys import search_key

LEAST = 50.0  # percent of likeness below which a suggestion confuses more than it helps


def nearest(value: str, candidates: Mapping[str, str] | Iterable[str], limit: int = 3) -> list[str]:
    """The candidates most like `value`, best first, equals in alphabetical order; fewer if little is like it.

    Args:
        candidates: plain values, or codes with their names; of a mapping the codes are returned, and `value`
            is compared with the code as well as with the name.
    """
    wanted = search_key(value)
    names = candidates if isinstance(candidates, Mapping) else {name: name for name in candidates}
    likeness: dict[str, float] = {}
    by_name = {code: search_key(name) for code, name in names.items()}
    by_code = {code: search_key(code) for code in names} if names is candidates else {}
    for keys in (by_name, by_code) if wanted else ():
        found = process.extract(wanted, keys, scorer=fuzz.ratio, limit=None, score_cutoff=LEAST)
        for _, score, code in found:
            likeness[code] = max(score, likeness.get(code, 0.0))
    return sorted(likeness, key=lambda code: (-likeness[code], code))[:limit]
