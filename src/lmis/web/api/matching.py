"""Suggestions, both ways, each with its reasons; and the weights by which they are made."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from lmis.commands.weights import SetWeights
from lmis.queries.weights import weights_by_id, weights_of
from lmis.services.stored import stored_seekers, stored_vacancies
from lmis.services.suggesting import suggest_seekers, suggest_vacancies
from lmis.services.weights import set_weights, weights_in_force
from lmis.vocabulary import Purpose, Role
from lmis.web.deps import By, Db, Pooled
from lmis.web.idempotency import CounterRoute, made
from lmis.web.outs.matching import StoredSuggestionsOut, SuggestionsOut
from lmis.web.outs.weights import WeightsOut, WeightsVersionOut
from lmis.web.policy import CASE, SIGNED_IN, may
from lmis.web.verbs import IdPath

router = APIRouter(tags=["matching"], route_class=CounterRoute)
Top = Annotated[int, Query(ge=1, le=200, description="How many to suggest.")]


@router.get("/vacancies/{id}/suggestions", **may(*CASE, purpose=Purpose.MATCHING))
def suggest_people(session: Db, by: By, pools: Pooled, id: IdPath, top: Top = 20) -> SuggestionsOut:
    """The people who suit a vacancy best, and the count of everyone else by reason."""
    return SuggestionsOut.of(suggest_seekers(session, by, id, top, pools=pools), "S", by.language)


@router.get("/seekers/{id}/suggestions", **may(*CASE, purpose=Purpose.MATCHING))
def suggest_work(session: Db, by: By, pools: Pooled, id: IdPath, top: Top = 20) -> SuggestionsOut:
    """The vacancies that suit a person best, and the count of all others by reason."""
    return SuggestionsOut.of(suggest_vacancies(session, by, id, top, pools=pools), "V", by.language)


@router.get("/vacancies/{id}/suggestions/stored", **may(*CASE, purpose=Purpose.MATCHING))
def stored_people(session: Db, by: By, id: IdPath) -> StoredSuggestionsOut:
    """The people whom the newest night stored for a vacancy, but for those who cannot be any more."""
    return StoredSuggestionsOut.of(stored_seekers(session, by, id), "S", by.language)


@router.get("/seekers/{id}/suggestions/stored", **may(*CASE, purpose=Purpose.MATCHING))
def stored_work(session: Db, by: By, id: IdPath) -> StoredSuggestionsOut:
    """The vacancies for which the newest night stored a person, but for those that cannot be any more."""
    return StoredSuggestionsOut.of(stored_vacancies(session, by, id), "V", by.language)


@router.get("/weights", **may(*SIGNED_IN))
def get_weights(session: Db, by: By) -> WeightsOut:
    """The weights in force in the own country, with every step in words."""
    return WeightsOut.of(weights_in_force(session, by), by.language)


@router.get("/weights/versions", **may(*SIGNED_IN))
def list_weights(session: Db, by: By) -> list[WeightsVersionOut]:
    """Every version of the own country and of both, the latest first."""
    return [WeightsVersionOut.of(row) for row in session.scalars(weights_of(by.country))]


@router.post("/weights", status_code=201, **may(Role.ANALYST, Role.COORDINATOR))
def set_new_weights(session: Db, by: By, command: SetWeights) -> WeightsVersionOut:
    """Set a new version of the weights for the own country, from today or a later day on."""
    id_ = made(session, set_weights(session, by, [command]))
    return WeightsVersionOut.of(session.scalars(weights_by_id(id_)).one())
