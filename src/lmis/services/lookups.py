"""What the cells of files are looked up in: places and code lists by their codes and names, read from the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.imports.definition import Lookups
from lmis.imports.lists import Listing, PlaceListing
from lmis.model.reference import Currency, EducationLevel, Industry, Licence, Occupation, Place, Reason, SpokenLanguage
from lmis.services.codes import Codes, codes
from lmis.text.keys import search_key
from lmis.vocabulary import Country, Language

Labels = Mapping[str, Mapping[str, Sequence[str]]]
"""Name of a closed list's class → value → its labels, in the order of the languages; a door brings them."""

REASONS: Final = {
    "identity_missing": ("identity_missing",),
    "closure": ("closure",),
    "cancellation": ("cancellation",),
    "answer": ("refusal_by_employer", "refusal_by_seeker", "withdrawal"),
}
"""List that a column asks → the kinds of reasons in it."""

LEVELS: Final = ("province", "district", "commune")


def lookups(session: Session, country: Country | None, language: Language = Language.EN) -> Lookups:
    """What cells of a country's offices are looked up in; of both countries where none is given."""
    return lookups_by_country(session, language)[country]


def lookups_by_country(
    session: Session, language: Language = Language.EN, labels: Labels | None = None
) -> dict[str | None, Lookups]:
    """What cells are looked up in, for each country, and under None for both together.

    Args:
        language: in which refusals name the nearest values.
        labels: of the closed lists; without them their values are known by their codes only.
    """
    held = codes(session)
    key = (id(held), id(labels), language)
    kept = _KEPT.get(key)
    if kept is None:
        if len(_KEPT) >= FEW:
            _KEPT.clear()
        kept = _KEPT[key] = (held, labels, _made(session, held, language, labels or {}))
    return kept[2]


FEW: Final = 12
_KEPT: Final[dict[tuple[int, int, Language], tuple[Codes, Labels | None, dict[str | None, Lookups]]]] = {}
"""What was made of the same code lists and labels, which are held here so that their identities stay theirs."""


def _made(session: Session, held: Codes, language: Language, labels: Labels) -> dict[str | None, Lookups]:
    lists = {**_code_lists(session, language), **_closed_lists(labels, language)}
    offices = {code: held.office_countries[id_] for code, id_ in held.offices.items()}
    places = session.execute(select(*Place.__table__.c).where(Place.kind.in_(LEVELS)).order_by(Place.code)).all()
    return {
        country: Lookups(country, *_places(places, country, language), dict(held.currencies), offices, lists)
        for country in (None, *Country)
    }


def _places(
    rows: Sequence[Any], country: Country | None, language: Language
) -> tuple[Listing, dict[str, Listing], dict[str, Listing]]:
    """Provinces; districts by province; communes by district and by province."""
    kinds: dict[str, list[Any]] = {kind: [] for kind in LEVELS}
    for row in rows:
        if country in (None, row.country):
            kinds[row.kind].append(row)
    above = {row.code: row.parent for row in kinds["district"]}
    districts, communes = defaultdict(list), defaultdict(list)
    for row in kinds["district"]:
        districts[row.parent].append(row)
    for row in kinds["commune"]:
        communes[row.parent].append(row)
        communes[above[row.parent]].append(row)
    return (
        _place_listing(kinds["province"], language),
        {code: _place_listing(among, language) for code, among in districts.items()},
        {code: _place_listing(among, language) for code, among in communes.items()},
    )


def _place_listing(rows: Iterable[Any], language: Language) -> Listing:
    rows = list(rows)
    names = {row.code: (*_names(row), *row.spellings) for row in rows}
    codes = {row.code: (row.iso, row.national_code, (row.national_code or "").lstrip("0")) for row in rows}
    return PlaceListing(names, _shown(rows, language), codes)


def _code_lists(session: Session, language: Language) -> dict[str, Listing]:
    def rows(entity: Any, *where: Any) -> Sequence[Any]:
        return session.execute(select(*entity.__table__.c).where(*where).order_by(entity.code)).all()

    occupations = rows(Occupation)
    lists = {
        "occupation": Listing(_of_the_finest(occupations), _shown(occupations, language)),
        "sector": _listing(rows(Industry, Industry.level == "division"), language),
        "education": _listing(rows(EducationLevel), language),
        "language": _listing(rows(SpokenLanguage), language, _without_kind),
        "licence": _listing(rows(Licence), language),
        "currency": _listing(rows(Currency), language),
    }
    reasons = {name: rows(Reason, Reason.kind.in_(kinds)) for name, kinds in REASONS.items()}
    return lists | {name: _listing(found, language) for name, found in reasons.items()}


def _closed_lists(labels: Labels, language: Language) -> dict[str, Listing]:
    at = list(Language).index(language)
    return {
        name: Listing(values, {value: said[at] for value, said in values.items()}) for name, values in labels.items()
    }


def _listing(rows: Iterable[Any], language: Language, more: Callable[[str], str] | None = None) -> Listing:
    """The listing of a table; `more` makes of each name another by which the same is meant."""
    names: dict[str, list[str | None]] = defaultdict(list)
    rows = list(rows)
    for row in rows:  # a reason stands in several lists, with a name in each
        own = _names(row)
        names[str(row.code)] += [*own, *(more(name) for name in own if more and name)]
    return Listing(names, _shown(rows, language))


def _without_kind(name: str) -> str:
    """The name of a language without the word for language: `ខ្មែរ`, `ລາວ`."""
    return name.removeprefix("ភាសា").removeprefix("ພາສາ")


def _of_the_finest(occupations: Sequence[Any]) -> dict[str, list[str | None]]:
    """Code → names; a name that a group shares with its only child is the child's, because both are the same work."""
    below = defaultdict(list)
    for row in occupations:
        below[row.parent].append(row)
    names = {}
    for row in occupations:
        only = below[row.code][0] if len(below[row.code]) == 1 else None
        theirs = {search_key(name or "") for name in _names(only)} if only else set()
        names[row.code] = [name for name in _names(row) if search_key(name or "") not in theirs]
    return names


def _names(row: Any) -> list[str | None]:
    return [row.name_en, row.name_km, row.name_lo]


def _shown(rows: Iterable[Any], language: Language) -> dict[str, str]:
    """Code → name in a language, in English where it has none there."""
    return {str(row.code): getattr(row, f"name_{language.value}") or row.name_en or str(row.code) for row in rows}
