"""Counting which skills few people have: a table with a version, so that the same question has the same answer."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import Any, Final

from pydantic_core import to_json
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from lmis.matching.rarity import rarity
from lmis.model.reference import ReferenceLoad, SkillRarity
from lmis.queries.profiles import registered_skills
from lmis.text.keys import search_key
from lmis.vocabulary import Actor

TABLE: Final = "skill_rarity"


def count_skills(session: Session, by: Actor) -> dict[str, int]:
    """Count the skills of everybody registered, and keep which of them few people have, by country.

    Until the next count these stay as they are, whoever comes or goes.

    Returns:
        country -> skills that count more than once.
    """
    counts: dict[str, Counter[str]] = {}
    people: Counter[str] = Counter()
    for country, skills in session.execute(registered_skills(by)):
        keys = {search_key(skill) for skill in skills}
        counts.setdefault(country, Counter()).update(keys)
        people[country] += bool(keys)
    rows = [
        {"country": country, "skill": skill, "times": times}
        for country, of in sorted(counts.items())
        for skill, times in sorted(rarity(of, people[country]).items())
    ]
    _keep(session, by, rows)
    return {country: sum(row["country"] == country for row in rows) for country in sorted(counts)}


def _keep(session: Session, by: Actor, rows: list[dict[str, Any]]) -> None:
    """Put the rows in the place of those of the last count; nothing is written where nothing changed."""
    digest = sha256(to_json(rows)).hexdigest()
    load = session.scalars(select(ReferenceLoad).where(ReferenceLoad.table == TABLE)).one_or_none()
    if load is not None and load.digest == digest:
        return
    session.execute(delete(SkillRarity))
    if rows:
        session.execute(insert(SkillRarity), rows)
    load = load or ReferenceLoad(table=TABLE)
    load.version, load.digest, load.loaded_at = by.at.date().isoformat(), digest, by.at
    session.add(load)
    session.flush()
