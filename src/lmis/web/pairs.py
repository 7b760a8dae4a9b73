"""Two records that may be one person, in the actor's sight, with all that belongs to them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from lmis.queries.duplicates import pair_in_sight, records_of
from lmis.queries.people import registrations_of, stays_of
from lmis.services.codes import codes
from lmis.services.merging import PairNotFound
from lmis.vocabulary import Actor
from lmis.web.outs.duplicates import PairOut
from lmis.web.outs.people import SeekerOut
from lmis.web.records import found


def pair_out(session: Session, by: Actor, id_: UUID) -> PairOut:
    """A pair with both records.

    Raises:
        PairNotFound: there is none in sight.
    """
    pair = found(session, pair_in_sight(by, id_), PairNotFound, str(id_))
    ids, offices = [pair.first_id, pair.second_id], codes(session).office_codes
    people = {person.id: person for person in session.scalars(records_of(ids))}
    spells = session.scalars(registrations_of(ids)).all()
    stays = {stay.person_id: stay for stay in session.scalars(stays_of(ids))}
    first, second = (
        SeekerOut.of(people[one], [spell for spell in spells if spell.person_id == one], stays.get(one), offices)
        for one in ids
    )
    return PairOut.of(pair, first, second, by.language)
