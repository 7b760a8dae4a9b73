"""Coding job titles with what the tables hold; the coder is fitted anew when they changed, and kept in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from lmis.errors import Conflict
from lmis.model.occupations import OccupationTitle
from lmis.model.reference import Occupation, ReferenceLoad
from lmis.model.session import CODER_FILE, ENCODER
from lmis.occupations.coder import Coded, Coder
from lmis.occupations.encoders import encoder_of
from lmis.occupations.labels import UNIT, Example, Origin, Question
from lmis.queries.occupations import answers, occupations, stamp, titles
from lmis.services.coder_file import coder_fitted_to
from lmis.vocabulary import Language

ANSWERS_BETWEEN: Final = 200
"""Answers after which the whole coder is fitted anew; until then each is given again to the same title only."""


class NothingToCodeWith(Conflict):
    """No titles are known yet: import labels, or run `lmis init`."""


@dataclass(frozen=True)
class Held:
    """A fitted coder, what it was fitted to, and the answers that it remembers."""

    titles: Any
    answered: int
    """Answers that were there when it was fitted."""
    answers: Any
    coder: Coder


_CACHE: WeakKeyDictionary[Engine, Held] = WeakKeyDictionary()
_BUILT_IN: dict[Any, Coder] = {}
_FITTING = Lock()


def code_titles(session: Session, questions: Sequence[Question], top: int = 10) -> list[Coded]:
    """The candidates of each title, the code that is certain, and whether a person is to be asked.

    Raises:
        NothingToCodeWith: there are no titles to learn from.
    """
    return coder_of(session).code(questions, top)


def coder_of(session: Session) -> Coder:
    """The coder of this database; fitted by the first who needs it, while others wait for that one."""
    engine = session.get_bind().engine
    root = getattr(engine, "_proxied", engine)
    with _FITTING:
        base = _titles_stamp(session)
        count, latest = session.execute(stamp(answered=True)).one()
        answered = (count, latest)
        held = _CACHE.get(root)
        if held is None or held.titles != base or count - held.answered >= ANSWERS_BETWEEN:
            held = Held(base, count, None, _fitted(session, base))
        if held.answers != answered:
            held = Held(base, held.answered, answered, held.coder.remembering(examples(session, answers())))
        _CACHE[root] = held
        return held.coder


def _fitted(session: Session, base: Any) -> Coder:
    """A coder fitted to what is there; that of the built-in titles serves every database that has no others."""
    (_, latest), _loads = base
    if latest is not None or session.execute(stamp(answered=True)).one()[0]:
        return _coder(session)
    if base not in _BUILT_IN:
        coder = _coder(session)
        _BUILT_IN.clear()
        _BUILT_IN[base] = coder
    return _BUILT_IN[base]


def _coder(session: Session) -> Coder:
    """Out of the file, or fitted, with the encoder where the settings name one."""
    setting = session.info.get(ENCODER)
    return coder_fitted_to(_fitting(session), session.info.get(CODER_FILE), encoder_of(setting) if setting else None)


def _titles_stamp(session: Session) -> Any:
    """What changes when titles other than answers, or the code list, change."""
    loads = select(ReferenceLoad.table, ReferenceLoad.digest).order_by(ReferenceLoad.table)
    built_in = loads.where(ReferenceLoad.table.in_(["isco08", "occupation_titles"]))
    return tuple(session.execute(stamp(answered=False)).one()), tuple(map(tuple, session.execute(built_in)))


def _fitting(session: Session) -> list[Example]:
    """Everything to fit to: coded titles, and the names of the unit groups themselves."""
    found = [*examples(session, titles()), *_names(session.scalars(occupations()))]
    if len({example.code for example in found if len(example.code) == UNIT}) < 2:
        raise NothingToCodeWith()
    return found


def _names(groups: Iterable[Occupation]) -> list[Example]:
    return [
        Example(name, group.code, language.value)
        for group in groups
        if group.level == UNIT
        for language in Language
        if (name := getattr(group, f"name_{language.value}"))
    ]


def examples(session: Session, query: Select[OccupationTitle]) -> list[Example]:
    """Titles of the table as the coder takes them."""
    return [
        Example(row.title, row.code, row.language, row.concept, Origin(row.origin), row.weight)
        for row in session.scalars(query)
    ]
