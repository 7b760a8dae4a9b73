"""The labels of the closed lists in every language, by which cells of files may name their values."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from inspect import getmembers, isclass

from lmis import vocabulary
from lmis.commands.places import PlaceKind
from lmis.locale.words import enum_label
from lmis.vocabulary import Language


@cache
def labels() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Name of a list's class → value → its labels, in the order of the languages."""
    found: list[type[StrEnum]] = [PlaceKind]
    found += [one for _, one in getmembers(vocabulary, isclass) if issubclass(one, StrEnum) and one is not StrEnum]
    return {
        one.__name__: {member.value: tuple(enum_label(member, language) for language in Language) for member in one}
        for one in found
    }
