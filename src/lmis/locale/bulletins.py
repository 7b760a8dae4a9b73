"""The bulletin of a quarter in the words of a language: the one content that every format writes."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lmis.exchange.bulletins.content import Bulletin
from lmis.locale.bulletin_notes import headline_of, notes_of, signs_of, state_of
from lmis.locale.bulletin_tables import picture_of, tables_of
from lmis.locale.bulletin_writer import Writer
from lmis.locale.tongues import Printed
from lmis.queries.editions import Audience
from lmis.services.bulletin_figures import Findings, findings_of
from lmis.vocabulary import Country


def bulletin_of(
    session: Session,
    country: Country,
    period: str,
    language: Printed,
    *,
    number: int | None = None,
    audience: Audience = Audience.PUBLIC,
    sample: bool = False,
) -> Bulletin:
    """The bulletin of a quarter, from its latest edition or the one with this number.

    Args:
        sample: the figures are made up, and every page says so.

    Raises:
        NotAQuarter, UnknownPeriod, QuarterNotPublished: see `findings_of`.
    """
    return written(findings_of(session, country, period, number, audience), Writer(session, language), sample=sample)


def written(findings: Findings, writer: Writer, *, sample: bool = False) -> Bulletin:
    """Findings in the words of a language."""
    said, edition, tables = writer.said, findings.edition, tables_of(findings, writer)
    return Bulletin(
        language=writer.language.value,
        country=findings.country.value,
        period=edition.period,
        edition=edition.number,
        published_at=edition.published_at,
        ministry=writer.word("ministry", findings.country.value),
        title=said("Quarterly bulletin of labour demand and supply"),
        place=writer.place(edition.country, edition.period),
        state=state_of(edition, writer),
        banner=_banner(findings, writer, sample),
        brief=said("In brief"),
        headline=tuple(headline_of(findings, writer)),
        picture=picture_of(findings, writer),
        tables=tuple(tables),
        signs=signs_of(findings, writer),
        about=said("About these figures"),
        notes=tuple(notes_of(findings, tables, writer)),
        pages=said("Page {page} of {pages}", page="{page}", pages="{pages}"),
    )


def _banner(findings: Findings, writer: Writer, sample: bool) -> str:
    parts = [writer.said("Sample: the figures are made up, and tell about no country.")] if sample else []
    if findings.audience is Audience.MINISTRY:
        parts.append(writer.said("For the ministry only: the public sees less."))
    return " ".join(parts)
