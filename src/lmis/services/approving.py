"""Provinces look through a draft, and stand by their figures or take that back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lmis.commands.figures import ApproveFigures, WithdrawApproval
from lmis.errors import Conflict, Forbidden, LmisError, NotFound
from lmis.model.figures import Approval, Edition
from lmis.model.ids import new_id
from lmis.model.offices import Office
from lmis.queries.editions import latest_edition
from lmis.queries.releases import approvals_of
from lmis.services.figure_frames import stored_figures
from lmis.services.province_figures import province_digests, provinces_of_offices
from lmis.services.writing import Draft, Outcome, record, write
from lmis.vocabulary import Actor, Country


class DraftNotFound(NotFound):
    """There is no such draft."""


class NotADraft(Conflict):
    """These figures are published already; what is approved is a draft."""


class DraftSuperseded(Conflict):
    """There is a newer draft of this period: look through that one."""


class NotYourProvince(Forbidden):
    """Figures of a province are approved by the head of its job centre, or by the ministry."""


class NothingToApprove(NotFound):
    """No office of this province has figures in this draft."""


class NotApprovedYet(NotFound):
    """This province has not approved this draft."""


def approve_figures(session: Session, by: Actor, commands: Sequence[ApproveFigures]) -> list[Outcome]:
    """Keep that provinces stand by their figures of a draft; once more changes nothing.

    Returns:
        One outcome per command: the approval, or a refusal (DraftNotFound, NotADraft, DraftSuperseded,
        NotYourProvince, NothingToApprove).
    """
    return [write(session, by, [_approve(session, by, command)])[0] for command in commands]


def withdraw_approvals(session: Session, by: Actor, commands: Sequence[WithdrawApproval]) -> list[Outcome]:
    """Keep that provinces no longer stand by their figures of a draft.

    Returns:
        One outcome per command: the approval, or a refusal (NotApprovedYet, and those of `approve_figures`).
    """
    return [write(session, by, [_withdraw(session, by, command)])[0] for command in commands]


def _approve(session: Session, by: Actor, command: ApproveFigures) -> Draft:
    draft = Draft("approve-figures", command.id or new_id())
    edition = session.get(Edition, command.edition)
    if (refusal := _refusal(session, by, edition, command.province)) is not None or edition is None:
        return draft.refuse(refusal or DraftNotFound(value=command.edition), "#/edition")
    held = {row.province: row for row in session.scalars(approvals_of(edition.id))}
    if command.province in held:
        draft.subject = held[command.province].id
        return draft
    digests = province_digests(stored_figures(session, edition.id), _offices(session, edition))
    if command.province not in digests:
        return draft.refuse(NothingToApprove(value=command.province, allowed=sorted(digests)), "#/province")
    draft.insert(
        Approval,
        id=draft.subject,
        edition_id=edition.id,
        province=command.province,
        digest=digests[command.province],
        remark=command.remark,
        staff_id=by.staff_id,
        approved_at=by.at,
    )
    return draft


def _withdraw(session: Session, by: Actor, command: WithdrawApproval) -> Draft:
    draft, edition = Draft("withdraw-approval"), session.get(Edition, command.edition)
    if (refusal := _refusal(session, by, edition, command.province)) is not None or edition is None:
        return draft.refuse(refusal or DraftNotFound(value=command.edition), "#/edition")
    held = {row.province: row for row in session.scalars(approvals_of(edition.id))}.get(command.province)
    if held is None:
        return draft.refuse(NotApprovedYet(value=command.province), "#/province")
    draft.subject = held.id
    draft.update(Approval, held.id, record(held), withdrawn_at=by.at)
    return draft


def _refusal(session: Session, by: Actor, edition: Edition | None, province: str) -> LmisError | None:
    """Why this actor cannot say anything about this province's figures of this edition."""
    if edition is None or (by.country is not None and edition.country != by.country.value):
        return DraftNotFound(value=edition.id if edition else None)
    if edition.state != "draft":
        return NotADraft(period=edition.period)
    newest = session.scalars(latest_edition(Country(edition.country), edition.period, "draft")).one()
    if newest.id != edition.id:
        return DraftSuperseded(period=edition.period, number=newest.number)
    return None if by.sees_all_offices or _own_province(session, by) == province else NotYourProvince(value=province)


def _own_province(session: Session, by: Actor) -> str | None:
    office = session.get(Office, by.office_id) if by.office_id else None
    return None if office is None else office.province


def _offices(session: Session, edition: Edition) -> dict[str, str]:
    return provinces_of_offices(session, Country(edition.country))
