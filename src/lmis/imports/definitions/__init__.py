"""The kinds of files, by name."""

from collections.abc import Mapping
from typing import Final

from lmis.imports.definition import Import
from lmis.imports.definitions.employers import EMPLOYERS
from lmis.imports.definitions.placements import PLACEMENTS
from lmis.imports.definitions.places import PLACES
from lmis.imports.definitions.referrals import REFERRALS
from lmis.imports.definitions.seekers import JOB_SEEKERS, SURGE
from lmis.imports.definitions.vacancies import VACANCIES

KINDS: Final[Mapping[str, tuple[Import, ...]]] = {
    "job-seekers": (JOB_SEEKERS, SURGE),
    "employers": (EMPLOYERS,),
    "vacancies": (VACANCIES,),
    "referrals": (REFERRALS,),
    "placements": (PLACEMENTS,),
    "places": (PLACES,),
}
"""Name → definitions; the header of a file decides between several."""

__all__ = ["KINDS"]
