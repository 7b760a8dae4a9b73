"""Places of a country's gazetteer."""

from __future__ import annotations

from lmis.commands.places import PlaceKind, PutPlace
from lmis.imports.coded import one_of, place_code
from lmis.imports.columns import words
from lmis.imports.definition import Column, Import

PLACES = Import(
    name="places",
    command=PutPlace,
    same=("code",),
    columns=(
        Column("code", "code", place_code, ("pcode",), required=True, example="KH010201"),
        Column("kind", "kind", one_of(PlaceKind), ("level",), required=True, example="commune"),
        Column("parent", "parent", place_code, ("parent_code", "district_code"), required=True, example="KH0102"),
        Column("name_en", "name_en", words, ("latin",), example="Banteay Neang"),
        Column("name_km", "name_km", words, ("khmer",), example="បន្ទាយនាង"),
        Column("name_lo", "name_lo", words, ("lao",)),
    ),
)
