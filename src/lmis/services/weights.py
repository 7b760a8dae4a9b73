"""Which weights are in force, and setting new ones: versions are added, none is changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lmis.commands.weights import SetWeights
from lmis.errors import Conflict, Invalid
from lmis.matching.criteria import CRITERIA
from lmis.matching.weights import DEFAULT_WEIGHTS, Weights
from lmis.model.ids import new_id
from lmis.model.weights import WeightsVersion
from lmis.queries.weights import weights_named, weights_on
from lmis.services.writing import Draft, Outcome, write
from lmis.text.nearest import nearest
from lmis.vocabulary import Actor

NAMES = [criterion.name for criterion in CRITERIA]


class WeightsVersionTaken(Conflict):
    """Another version of the weights has this name."""


class WeightsInThePast(Invalid):
    """New weights hold from today or a later day on."""


class WeightsOfAnotherCountry(Invalid):
    """Weights are set for the own country only."""


class CriterionUnknown(Invalid):
    """Matching has no such criterion."""


class WeightsGiveNothing(Invalid):
    """At least one criterion must give points."""


def weights_in_force(session: Session, by: Actor, country: str | None = None) -> Weights:
    """The weights that hold today: of the country that is named, else of the actor's, else those of both."""
    found = session.scalars(weights_on(country or by.country, by.today)).first()
    return DEFAULT_WEIGHTS if found is None else weights_from(found)


def weights_from(row: WeightsVersion) -> Weights:
    """A version as matching takes it; a criterion that came after it gives nothing under it."""
    return Weights(row.version, {one.name: row.points.get(one.name, 0) for one in CRITERIA}, row.least)


def set_weights(session: Session, by: Actor, commands: Sequence[SetWeights]) -> list[Outcome]:
    """Add versions of the weights; one that is sent again changes nothing.

    Returns:
        One outcome per command: the version, or a refusal (WeightsVersionTaken, WeightsInThePast,
        WeightsOfAnotherCountry, WeightsGiveNothing, CriterionUnknown with the nearest that exist).
    """
    return [write(session, by, [_decide(session, by, command)])[0] for command in commands]


def _decide(session: Session, by: Actor, command: SetWeights) -> Draft:
    draft = Draft("set-weights", command.id or new_id())
    country, since = by.country or command.country, command.valid_from or by.today
    if command.country not in (None, country):
        return draft.refuse(WeightsOfAnotherCountry(value=command.country), "#/country")
    for name in sorted(command.points.keys() - set(NAMES)):
        return draft.refuse(CriterionUnknown(value=name, nearest=nearest(name, NAMES) or NAMES), "#/points")
    in_force = weights_in_force(session, by, country)
    least = in_force.least if command.least is None else command.least
    new = Weights(command.version, {**in_force.most, **command.points}, least)
    if not new.total:
        return draft.refuse(WeightsGiveNothing(), "#/points")
    held = session.scalars(weights_named(command.version)).one_or_none()
    if held is not None:
        draft.subject = held.id
        same = weights_from(held) == new and held.country == country and command.valid_from in (None, held.valid_from)
        return draft if same else draft.refuse(WeightsVersionTaken(value=command.version), "#/version")
    if since < by.today:
        return draft.refuse(WeightsInThePast(value=since), "#/valid_from")
    draft.insert(
        WeightsVersion,
        id=draft.subject,
        country=str(country) if country else None,
        version=new.version,
        points=dict(new.most),
        least=new.least,
        valid_from=since,
        set_by=by.staff_id,
        recorded_at=by.at,
    )
    return draft
