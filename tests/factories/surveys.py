"""A made-up survey that was taken."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators import made_up
from lmis.indicators.frame import Category, Frame
from lmis.model.surveys import Survey
from lmis.services.surveys import packed
from lmis.services.writing import Draft, record, write
from lmis.vocabulary import Actor

MANY = ("age_5yr", "age_10yr", "age_youth", "education", "education_group", "isco2", "isic2", "occupation", "industry",
        "sector", "skill_level", "economic_activity", "actual_hours")  # fmt: skip
"""Variables that make many figures, which most tests do not look at."""
PLACES = {"KHM": ("KH02", "KH03", "KH04"), "LAO": ("LA01", "LA02", "LA03")}


def some_people(
    time: str = "2026-Q3", area: str = "KHM", *, rows: int = 600, own_use: bool = True, whole: bool = False
) -> Frame:
    """A frame of made-up people in three provinces; without `own_use` the 19th ICLS cannot be told."""
    found = made_up.people(made_up.table(rows))
    region = found.category("region")
    columns = {**found.columns, "region": Category(region.codes, PLACES.get(area, ("PH01", "PH02", "PH03")))}
    for name in (*(() if whole else MANY), *(() if own_use else ("own_use_work",))):
        columns.pop(name, None)
    return replace(found, ref_area=area, time=time, columns=columns, standard=13)


def a_survey(session: Session, by: Actor, code: str = "khm_lfs_2026_q3", frame: Frame | None = None) -> None:
    """Keep a survey; one more with the same code replaces it."""
    frame = frame or some_people()
    records = packed(frame)
    held = session.scalars(select(Survey).where(Survey.code == code)).one_or_none()
    values = {"title": "Made up", "country": frame.ref_area, "period": frame.time, "persons": frame.rows, "report": {},
              "digest": sha256(records).hexdigest(), "records": records, "recorded_at": by.at}  # fmt: skip
    draft = Draft("load-survey", held.id if held else None)
    if held is None:
        draft.insert(Survey, code=code, **values)
    else:
        draft.update(Survey, held.id, record(held), **values)
    write(session, by, [draft])
