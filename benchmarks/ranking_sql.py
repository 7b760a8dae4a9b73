"""The same ranking by one SQL statement: facts in one table, analysed; PostgreSQL adds the points up."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg

from benchmarks.importing import a_database
from lmis.matching.criteria.availability import STEPS as DAYS
from lmis.matching.criteria.occupation import DONE, RELATED_DONE, RELATED_WANTED, WANTED
from lmis.matching.criteria.place import HUNDREDTHS, MOBILITY, WANTED_PROVINCE
from lmis.matching.criteria.skills import parts_of
from lmis.matching.engine.engine import Engine
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.weights import DEFAULT_WEIGHTS

TABLE = """
CREATE UNLOGGED TABLE seeker (
    id uuid PRIMARY KEY, wanted text[], done text[], months int[], skills text[], province text, district text,
    mobility text, provinces text[], education int, spoken text[], levels int[], wage bigint, hours text, available date
)"""
STATEMENT = """
WITH point AS (
    SELECT id,
        %(occupation)s * GREATEST(
            COALESCE((SELECT max((%(by_wanted)s::int[])[1 + digits(code, %(code)s)]) FROM unnest(wanted) code), 0),
            COALESCE((SELECT max((%(by_done)s::int[])[1 + digits(code, %(code)s)]) FROM unnest(done) code), 0),
            CASE WHEN wanted && %(related)s THEN %(related_wanted)s ELSE 0 END,
            CASE WHEN done && %(related)s THEN %(related_done)s ELSE 0 END
        ) / 100 AS occupation,
        CASE WHEN %(parts)s = 0 THEN 0 ELSE %(skills)s * COALESCE((
            SELECT sum((%(each)s::int[])[array_position(%(skilled)s::text[], skill)])
            FROM unnest(skills) skill WHERE skill = ANY(%(skilled)s)
        ), 0) / NULLIF(%(parts)s, 0) END AS skills,
        %(place)s * COALESCE(CASE WHEN provinces <> '{}' AND %(province)s::text IS NOT NULL THEN
            CASE WHEN %(province)s = ANY(provinces) THEN GREATEST(near.parts, %(named)s)
                ELSE COALESCE(near.parts, 0) END
            ELSE near.parts END, 0) / 100 AS place,
        CASE WHEN %(level)s::int IS NULL OR education IS NULL THEN 0 ELSE %(education)s * COALESCE(
            ('{100,50,20}'::int[])[1 + GREATEST(%(level)s - education, 0)], 0) / 100 END AS education,
        CASE WHEN COALESCE(%(asked)s, 0) = 0 THEN 0 ELSE %(experience)s * LEAST(COALESCE((
            SELECT sum(months[at]) FROM generate_subscripts(done, 1) at WHERE left(done[at], 3) = left(%(code)s, 3)
        ), 0) * 4 / NULLIF(%(asked)s, 0), 4) / 4 END AS experience,
        CASE WHEN %(tongues)s::text[] = '{}' THEN 0 ELSE %(languages)s * COALESCE((
            SELECT sum(CASE WHEN levels[array_position(spoken, tongue)] >= least_level THEN 2 ELSE 1 END)
            FROM unnest(%(tongues)s::text[], %(least)s::int[]) AS asked(tongue, least_level) WHERE tongue = ANY(spoken)
        ), 0) / NULLIF(2 * cardinality(%(tongues)s::text[]), 0) END AS languages,
        CASE WHEN %(offer)s * 100 >= wage * 100 THEN %(wage)s WHEN %(offer)s * 100 >= wage * 90 THEN %(wage)s * 60 / 100
            WHEN %(offer)s * 100 >= wage * 80 THEN %(wage)s * 20 / 100 ELSE 0 END AS wage,
        CASE WHEN hours = 'any' OR hours = %(when)s THEN %(hours)s ELSE 0 END AS hours,
        CASE WHEN available <= %(needed)s::date THEN %(availability)s
            WHEN available <= %(needed)s::date + %(waiting)s THEN %(availability)s * %(waited)s / 100 ELSE 0
            END AS availability
    FROM seeker LEFT JOIN near ON near.mobility = COALESCE(seeker.mobility, '') AND near.nearness = CASE
        WHEN province = %(province)s THEN
            CASE WHEN district = %(district)s THEN 'same_district' ELSE 'same_province' END
        WHEN province = ANY(%(neighbours)s) THEN
            CASE WHEN left(province, 2) <> %(country)s THEN 'across_the_border' ELSE 'neighbour' END
        WHEN left(province, 2) <> %(country)s THEN 'other_country' ELSE 'same_country' END
        AND province IS NOT NULL AND %(province)s::text IS NOT NULL
)
SELECT id, occupation + skills + place + education + experience + languages + wage + hours + availability AS points
FROM point WHERE occupation + skills + place + education + experience + languages + wage + hours + availability >= 1
ORDER BY points DESC, id LIMIT %(top)s"""

DIGITS = """
CREATE FUNCTION digits(one text, other text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
    WHEN one = other THEN 4 WHEN length(one) >= 3 AND left(one, 3) = left(other, 3) THEN 3
    WHEN length(one) >= 2 AND left(one, 2) = left(other, 2) THEN 2 WHEN left(one, 1) = left(other, 1) THEN 1
    ELSE 0 END"""


def ranked_by_sql(
    people: Iterable[SeekerProfile], vacancies: Sequence[VacancyProfile], engine: Engine, top: int
) -> tuple[list[float], bool]:
    """Milliseconds of each vacancy, and whether every ranking was the engine's."""
    print(STATEMENT)
    with a_database() as url, psycopg.connect(url, autocommit=True) as connection:
        _filled(connection, people)
        took, equal = [], True
        for vacancy in vacancies:
            began = time.perf_counter()
            rows = connection.execute(STATEMENT.encode(), _asked(vacancy, top)).fetchall()
            took.append((time.perf_counter() - began) * 1e3)
            equal &= [tuple(row) for row in rows] == [
                (one.uuid, one.points) for one in engine.top(vacancy, DEFAULT_WEIGHTS, top)
            ]
        return took, equal


def _filled(connection: psycopg.Connection[Any], people: Iterable[SeekerProfile]) -> None:
    connection.execute(TABLE)
    connection.execute(DIGITS)
    connection.execute("CREATE TABLE near (nearness text, mobility text, parts int, PRIMARY KEY (nearness, mobility))")
    with connection.cursor() as cursor:
        rows = [
            (near, far or "", part) for near, row in HUNDREDTHS.items() for far, part in zip(MOBILITY, row, strict=True)
        ]
        cursor.executemany("INSERT INTO near VALUES (%s, %s, %s)", rows)
        with cursor.copy("COPY seeker FROM STDIN") as copy:
            for one in people:
                copy.write_row((
                    one.id, list(one.wanted), list(one.experience), list(one.experience.values()), list(one.skills),
                    one.province, one.district, one.mobility, list(one.wanted_provinces), one.education,
                    list(one.languages), list(one.languages.values()), one.wage, one.hours,
                    one.available_from,
                ))  # fmt: skip
    connection.execute("VACUUM ANALYZE seeker")


def _asked(vacancy: VacancyProfile, top: int) -> dict[str, Any]:
    skills = sorted(vacancy.required_skills | vacancy.useful_skills)
    return DEFAULT_WEIGHTS.most | {
        "by_wanted": list(WANTED), "by_done": list(DONE), "code": vacancy.occupation, "top": top,
        "skilled": skills, "each": [parts_of(vacancy, frozenset((skill,))) for skill in skills],
        "parts": parts_of(vacancy, frozenset(skills)),
        "related": list(vacancy.related), "related_wanted": RELATED_WANTED, "related_done": RELATED_DONE,
        "needed": vacancy.needed_from, "waiting": DAYS[1][0], "waited": DAYS[1][1],
        "province": vacancy.province, "district": vacancy.district, "country": vacancy.country,
        "neighbours": list(vacancy.neighbours), "named": WANTED_PROVINCE, "level": vacancy.education,
        "asked": vacancy.experience_months, "tongues": list(vacancy.languages),
        "least": list(vacancy.languages.values()),
        "offer": vacancy.wage, "when": vacancy.hours,
    }  # fmt: skip
