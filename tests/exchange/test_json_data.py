"""Observations as SDMX-JSON: by the schemas, and the same figures read back by what its field guide says."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import Any

import pytest

from exchange.asked import an_answer
from exchange.schemas import json_schema
from factories.statistics import HEAD
from lmis.exchange.json_data import JsonVersion, data_message
from lmis.exchange.json_places import HELD, Listed, filled
from lmis.exchange.xml import in_chunks

VERSIONS: tuple[JsonVersion, ...] = ("1.0", "2.0")


def message(version: JsonVersion, key: str = "all", **parameters: str) -> Any:
    written = b"".join(in_chunks(data_message(an_answer(key, **parameters), HEAD, version)))
    return json_schema("data", version, written)


def rows(read: Any) -> list[dict[str, Any]]:
    """The observations, each with the codes of its dimensions and attributes."""
    data = read["data"]
    structure = data["structure"] if "structure" in data else data["structures"][0]
    dimensions, attributes = structure["dimensions"], structure["attributes"]

    def coded(parts: list[Any], places: list[str]) -> dict[str, Any]:
        return {one["id"]: one["values"][int(at)]["id"] for one, at in zip(parts, places, strict=True)}

    def told(parts: list[Any], values: list[Any]) -> dict[str, Any]:
        found = {}
        for one, value in zip(parts, values, strict=False):
            if value is not None:
                held = one["values"][value] if "values" in one else {"id": value}
                found[one["id"]] = held.get("id", held.get("name"))
        return found

    made = []
    for dataset in data["dataSets"]:
        series = dataset.get("series") or {"": {"observations": dataset.get("observations", {})}}
        for key, one in series.items():
            start = coded(dimensions["series"], key.split(":")) if key else {}
            start |= told(attributes["series"], one.get("attributes", []))
            for place, (value, *said) in one.get("observations", {}).items():
                made.append(
                    start
                    | coded(dimensions["observation"], place.split(":"))
                    | told(attributes["observation"], said)
                    | {"value": value}
                )
    return made


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("at", ["TIME_PERIOD", "AllDimensions", "SEX"])
def test_the_figures_come_back(version: JsonVersion, at: str) -> None:
    found = rows(message(version, dimensionAtObservation=at))
    assert len(found) == 24
    (women,) = [
        one for one in found if (one["REF_AREA"], one["SEX"], one["TIME_PERIOD"]) == ("LAO", "SEX_F", "2026-Q3")
    ]
    assert (women["value"], float(women["LOWER_BOUND"]), float(women["UPPER_BOUND"])) == (10.75, 9.5, 10.5)
    assert (women["UNIT_MEASURE"], women["DECIMALS"], women["NOTE_SOURCE"]) == ("PS", "0", "ຄັ້ງທີ 1")
    hidden = [one for one in found if one["OBS_STATUS"] == "Q"]
    assert [(one["value"], one["CONF_STATUS"], one["SEX"]) for one in hidden] == [(None, "C", "SEX_M")] * 2
    assert all("LOWER_BOUND" not in one for one in hidden)


@pytest.mark.parametrize("version", VERSIONS)
def test_names_are_there_in_every_language(version: JsonVersion) -> None:
    data = message(version)["data"]
    structure = data["structure"] if version == "1.0" else data["structures"][0]
    (sex,) = [one for one in structure["dimensions"]["series"] if one["id"] == "SEX"]
    assert sex["values"][1]["names"] == {"en": "sex F", "km": "ពាក្យ F", "lo": "ຄຳ F"}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("detail", "observations", "attributes"), [
    ("full", 24, True), ("dataonly", 24, False), ("serieskeysonly", 0, False), ("nodata", 0, True),
])  # fmt: skip
def test_a_detail_leaves_out_what_it_says(
    version: JsonVersion, detail: str, observations: int, attributes: bool
) -> None:
    read = message(version, detail=detail)
    assert len(rows(read)) == observations
    series = read["data"]["dataSets"][0]["series"].values()
    assert len(series) == 6
    assert all(("attributes" in one) == attributes for one in series)


def test_a_list_that_is_written_away_is_whole_and_knows_what_came_before() -> None:
    with ExitStack() as files:
        listed = Listed(files)
        places = [listed[value] for value in (0.5, 'a"b', 0.5, *range(1, HELD + 500), 'a"b', HELD + 400)]
        held = json.loads("".join(filled('{"values":"\\u0000LOWER_BOUND","more":1}', {"LOWER_BOUND": listed})))
    names = [one["name"] for one in held["values"]]
    assert held["more"] == 1
    assert all(one["names"] == {"en": one["name"]} for one in held["values"])
    assert names[:3] == ["0.5", 'a"b', "1"]
    assert places[:4] == ["0", "1", "0", "2"]
    assert [names[int(place)] for place in places[-2:]] == ['a"b', str(HELD + 400)]
    assert len(names) == HELD + 502, "what came after so many others is not known again"
