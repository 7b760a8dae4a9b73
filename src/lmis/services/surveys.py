"""Taking household surveys, whole or not at all, and keeping their harmonised variables."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.config import read_once
from lmis.errors import Invalid, NotFound
from lmis.indicators.availability import estimate_all, estimate_standards
from lmis.indicators.catalogue import in_force
from lmis.indicators.estimate import BREAKDOWNS
from lmis.indicators.frame import Answers, Category, Column, Design, Frame, Quantity
from lmis.indicators.inputs import Inputs
from lmis.indicators.panel import in_retrospect
from lmis.indicators.reliability import Reliability
from lmis.indicators.standards import tells_apart
from lmis.indicators.surveys import Report, SurveyMapping, harmonise, read_tables
from lmis.model.surveys import Survey
from lmis.services.writing import Draft, Status, record, write
from lmis.text.nearest import nearest
from lmis.vocabulary import Actor


class SurveyNotFound(NotFound):
    """There is no such survey."""


class SurveyNotTaken(Invalid):
    """The survey was not taken: the checks found errors, which its report tells."""


@dataclass(frozen=True)
class Read:
    """A survey that was read and harmonised, and not yet taken."""

    mapping: SurveyMapping
    frame: Frame
    report: Report


@dataclass(frozen=True)
class Taken:
    """What loading a survey did: its report, and whether anything was written."""

    report: Report
    status: Status


def load_survey(session: Session, by: Actor, mapping: SurveyMapping, files: Sequence[Path], *, for_real: bool) -> Taken:
    """Read and harmonise the files of one survey round; kept only where `for_real` says so.

    Raises:
        Invalid: a file, a column or an answer does not fit the mapping; nothing is kept.
        SurveyNotTaken: the checks found errors; nothing is kept.
    """
    return take_survey(session, by, read_survey(mapping, files), for_real=for_real)


def read_survey(mapping: SurveyMapping, files: Sequence[Path]) -> Read:
    """Read and harmonise the files of one survey round, among them the CSPro dictionary where one belongs to it.

    Raises:
        Invalid: a file or a column does not fit the mapping.
    """
    return Read(mapping, *harmonise(mapping, read_tables(mapping, files)))


def take_survey(session: Session, by: Actor, read: Read, *, for_real: bool) -> Taken:
    """Keep a survey whole, or not at all. Raises SurveyNotTaken with the number of errors."""
    mapping, frame, report = read.mapping, read.frame, read.report
    if report.errors:
        raise SurveyNotTaken(survey=mapping.survey, errors=len(report.errors))
    records = packed(frame)
    digest = sha256(records).hexdigest()
    held = session.scalars(select(Survey).where(Survey.code == mapping.survey)).one_or_none()
    if held is not None and held.digest == digest:
        return Taken(report, Status.UNCHANGED)
    values: dict[str, Any] = {
        "title": mapping.title,
        "country": mapping.ref_area,
        "period": mapping.time,
        "digest": digest,
        "persons": frame.rows,
        "report": _told(report),
        "records": records,
        "recorded_at": by.at,
    }
    if not for_real:
        return Taken(report, Status.CREATED if held is None else Status.UPDATED)
    draft = Draft("load-survey", uuid4() if held is None else held.id)
    if held is None:
        draft.insert(Survey, id=draft.subject, code=mapping.survey, **values)
    else:
        draft.update(Survey, held.id, record(held), **values)
    (outcome,) = write(session, by, [draft])
    return Taken(report, outcome.status)


def _told(report: Report) -> dict[str, Any]:
    """The report as plain values; small cells are left to the figures, which are guarded."""
    variables = [
        {
            "variable": one.variable,
            "rows": one.rows,
            "missing": one.missing,
            "columns": list(one.columns),
            "because": {str(why): records for why, records in one.because.items()},
        }
        for one in report.variables
    ]
    findings = [{"kind": one.kind, "level": str(one.level), **one.values} for one in report.findings]
    told: dict[str, Any] = json.loads(
        json.dumps(
            {
                "survey": report.survey,
                "read": report.read,
                "kept": report.kept,
                "variables": variables,
                "findings": findings,
            }
        )
    )
    return told


def survey_coded(session: Session, code: str) -> Survey:
    """The survey with this code. Raises SurveyNotFound with the nearest codes."""
    survey = session.scalars(select(Survey).where(Survey.code == code)).one_or_none()
    if survey is None:
        raise SurveyNotFound(value=code, nearest=nearest(code, list(session.scalars(select(Survey.code)))))
    return survey


def tabulate(session: Session, code: str, by: Sequence[str] = BREAKDOWNS, inputs: Inputs | None = None) -> pd.DataFrame:
    """Every indicator by the breakdowns asked for; see `indicators.estimate`.

    What the survey or the inputs do not carry has one row, "not available", with the reason. Where the survey tells
    own-use production apart, all of it is told by the 13th and by the 19th ICLS.

    Raises:
        SurveyNotFound: there is no such survey; the nearest codes are told.
        UnknownVariable: a breakdown that the survey does not have.
    """
    survey = survey_coded(session, code)
    frame = unpacked(survey.records, survey.country, survey.period)
    for variable in by:
        frame.category(variable)
    asked = in_force(first_day(survey.period))
    if tells_apart(frame):
        return estimate_standards(in_retrospect(frame), asked, by, inputs=inputs, reliability=limits_of(frame.ref_area))
    return estimate_all(in_retrospect(frame), asked, by, inputs=inputs, reliability=limits_of(frame.ref_area))


def limits_of(country: str) -> Reliability:
    """When figures of a country's surveys are hidden or flagged."""
    return Reliability(**cast(dict[str, Any], read_once().reliability.get(country, {})))


def first_day(period: str) -> date:
    """The first day of `2022`, `2022-Q4` or `2022-11`: the definitions of that day apply."""
    year, _, part = period.partition("-")
    month = 1 if not part else int(part[1:]) * 3 - 2 if part.startswith("Q") else int(part)
    return date(int(year), month, 1)


def packed(frame: Frame) -> bytes:
    """The columns of a frame as one compressed archive."""
    arrays: dict[str, Any] = {}
    labels: dict[str, list[str]] = {}
    for name, column in frame.columns.items():
        if isinstance(column, Answers):
            arrays[f"answers:{name}"] = np.where(column.known, column.yes.astype(np.int8), np.int8(-1))
        elif isinstance(column, Category):
            arrays[f"category:{name}"], labels[name] = column.codes.astype(np.int32), list(column.labels)
        else:
            arrays[f"quantity:{name}"] = column.values
    if frame.design is not None:
        arrays |= {"design:weight": frame.design.weight, "design:stratum": frame.design.stratum}
        arrays |= {"design:psu": frame.design.psu}
        for name, names in (("stratum_names", frame.design.stratum_names), ("psu_names", frame.design.psu_names)):
            if names is not None:
                labels[name] = list(names)
    arrays["rows"], arrays["standard"] = np.array(frame.rows), np.array(frame.standard or 0)
    arrays["labels"] = np.frombuffer(json.dumps(labels).encode(), dtype=np.uint8)
    with io.BytesIO() as file:
        np.savez_compressed(file, **arrays)
        return file.getvalue()


def unpacked(records: bytes, ref_area: str, time: str) -> Frame:
    """The frame that `packed` wrote."""
    columns: dict[str, Column] = {}
    design: dict[str, Any] = {}
    with np.load(io.BytesIO(records), allow_pickle=False) as archive:
        labels, rows = json.loads(archive["labels"].tobytes()), int(archive["rows"])
        standard = int(archive["standard"]) if "standard" in archive.files else 0
        for key in archive.files:
            kind, _, name = key.partition(":")
            values = archive[key]
            if kind == "answers":
                columns[name] = Answers(values == 1, values >= 0)
            elif kind == "category":
                columns[name] = Category(values.astype(np.int64), tuple(labels[name]))
            elif kind == "quantity":
                columns[name] = Quantity(values)
            elif kind == "design":
                design[name] = values
    names: dict[str, Any] = {name: tuple(labels[name]) for name in ("stratum_names", "psu_names") if name in labels}
    return Frame(ref_area, time, rows, columns, Design(**design, **names) if design else None, standard or None)
