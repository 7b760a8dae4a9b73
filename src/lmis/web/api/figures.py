"""Published figures: open to everybody; few people are hidden from whoever reads."""

from __future__ import annotations

from io import BytesIO, StringIO
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.errors import NotFound
from lmis.exchange.spreadsheets import write_csv, write_workbook
from lmis.locale.figure_tables import edition_tables
from lmis.model.figures import PES, Edition
from lmis.queries.editions import DRAFT, Audience, editions_of
from lmis.queries.figures import edition_by_id, figures_page
from lmis.queries.queues import page
from lmis.vocabulary import Actor, Country
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute
from lmis.web.outs.figures import EditionOut, FigureOut
from lmis.web.paging import After, Limit, Page
from lmis.web.policy import SIGNED_IN, may
from lmis.web.records import found

router = APIRouter(prefix="/figures", tags=["figures"], route_class=CounterRoute)
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN = may(*SIGNED_IN, public=True)
Code = Annotated[str | None, Query(max_length=60)]


class EditionNotFound(NotFound):
    """There is no such edition."""


def audience(by: Actor, country: str) -> Audience:
    """Staff of the country see what its ministry sees; everybody else what the public sees."""
    own = by.staff_id is not None and by.country is not None and by.country.value == country
    return Audience.MINISTRY if own else Audience.PUBLIC


def edition_seen(session: Session, by: Actor, id_: UUID) -> Edition:
    """An edition; a draft only for staff of its country.

    Raises:
        EditionNotFound: there is none, or none that this reader may see.
    """
    edition: Edition = found(session, edition_by_id(id_), EditionNotFound, str(id_))
    if edition.state == DRAFT and audience(by, edition.country) is Audience.PUBLIC:
        raise EditionNotFound(value=str(id_))
    return edition


@router.get("/editions", **OPEN)
def list_editions(
    session: Db,
    by: By,
    country: Country,
    period: Code = None,
    source: Annotated[
        str | None, Query(max_length=60, description="PES: the register; * any survey; or a survey's code.")
    ] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page[EditionOut]:
    """Editions of a country, of one period and source where they are named."""
    query = page(editions_of(country, period, source=source).order_by(None), Edition.id, after, limit)
    return Page.of([EditionOut.of(row) for row in session.scalars(query)], limit)


@router.get("/editions/{id}/table", **OPEN)
def get_edition_table(
    session: Db, by: By, id: UUID, form: Annotated[Literal["xlsx", "csv"], Query(description="Which file.")] = "xlsx"
) -> Response:
    """An edition as a workbook, a sheet for each breakdown, or as one tidy CSV, in the reader's language."""
    edition = edition_seen(session, by, id)
    tables = edition_tables(session, edition, audience(by, edition.country), by.language)
    source = "" if edition.source == PES else f"-{edition.source}"
    name = f"lmis-{edition.country}-{edition.period}{source}-{edition.number}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": by.language.value}
    if form == "xlsx":
        book = BytesIO()
        write_workbook(tables.sheets(), book)
        return Response(book.getvalue(), headers=headers, media_type=WORKBOOK)
    text = StringIO()
    write_csv(tables.headers(), tables.lines(), text)
    return Response(text.getvalue().encode("utf-8-sig"), headers=headers, media_type="text/csv; charset=utf-8")


@router.get("/editions/{id}", **OPEN)
def list_figures(
    session: Db,
    by: By,
    id: UUID,
    after: Annotated[int, Query(ge=0, description="The `next` of the page before.")] = 0,
    limit: Limit = 50,
    indicator: Code = None,
    breakdown: Code = None,
    period: Code = None,
    province: Code = None,
    office: Code = None,
    sex: Code = None,
    age_group: Code = None,
    occupation: Code = None,
    sector: Code = None,
    education: Code = None,
    disability: Code = None,
    duration: Code = None,
    contract: Code = None,
    wage_band: Code = None,
    employer_size: Code = None,
    confirmation: Code = None,
    exit_reason: Code = None,
    standard: Code = None,
    area: Code = None,
    age_youth: Code = None,
    age_5yr: Code = None,
    age_10yr: Code = None,
    education_group: Code = None,
    migrant: Code = None,
    status_in_employment: Code = None,
    status_group: Code = None,
    broad_sector: Code = None,
    class_code: Code = None,
) -> Page[FigureOut]:
    """Figures of an edition, filtered by indicator, breakdown, period and cell."""
    edition = edition_seen(session, by, id)
    cell = {"province": province, "office": office, "sex": sex, "age_group": age_group, "occupation": occupation}
    cell |= {"sector": sector, "education": education, "disability": disability, "duration": duration}
    cell |= {"contract": contract, "wage_band": wage_band, "employer_size": employer_size}
    cell |= {"confirmation": confirmation, "exit_reason": exit_reason, "standard": standard, "area": area}
    cell |= {"age_youth": age_youth, "age_5yr": age_5yr, "age_10yr": age_10yr, "education_group": education_group}
    cell |= {"migrant": migrant, "status_in_employment": status_in_employment, "status_group": status_group}
    cell |= {"broad_sector": broad_sector, "class_code": class_code}
    wanted = {"indicator": indicator, "breakdown": breakdown, "period": period, **cell}
    rows = session.execute(figures_page(edition.id, audience(by, edition.country), after, limit, wanted))
    return Page.of([FigureOut.of(row) for row in rows], limit)
