"""The service by the standard: grammar, formats, status codes, and nothing that the public may not see."""

from __future__ import annotations

import csv
import gzip
from io import StringIO
from typing import Any

import pytest
from starlette.testclient import TestClient

from exchange.schemas import json_schema, xml_schema

CSV = {"Accept": "application/vnd.sdmx.data+csv;version=1.0.0"}
JSON = {"Accept": "application/vnd.sdmx.data+json;version=1.0.0"}
DATA = "/sdmx/2.1/data/DF_PES_SEEK_IN"
NEW = "/sdmx/3.0/data/dataflow/LMIS/DF_PES_SEEK_IN"


def rows(http: TestClient, address: str = DATA, **parameters: str) -> list[dict[str, str]]:
    """The observations at an address."""
    answer = http.get(address, params=parameters, headers=CSV)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(StringIO(answer.text)))


def key(http: TestClient, **codes: str) -> str:
    """A key of the dataflow with these codes, everything else left open."""
    ids = [name for name in rows(http)[0] if name not in ("DATAFLOW", "TIME_PERIOD")]
    return ".".join(codes.get(name, "") for name in ids[: ids.index("OBS_VALUE")])


def test_figures_are_those_of_the_editions_and_hidden_ones_have_no_value(http: TestClient) -> None:
    found = {(one["ADM1"], one["TIME_PERIOD"]): one for one in rows(http) if one["ADM1"] not in ("ADM1_T", "ADM1_U")}
    quarter = {place: one for (place, period), one in found.items() if period == "2026-Q3"}
    assert {place: one["OBS_VALUE"] for place, one in quarter.items()} == {
        "ADM1_KH02": "12", "ADM1_KH03": "", "ADM1_KH04": "", "ADM1_LA01": "14", "ADM1_LA02": "", "ADM1_LA03": "",
    }  # fmt: skip
    hidden = [one for one in quarter.values() if not one["OBS_VALUE"]]
    assert {(one["OBS_STATUS"], one["CONF_STATUS"]) for one in hidden} == {("Q", "C")}
    shown = quarter["ADM1_KH02"]
    assert (shown["OBS_STATUS"], shown["CONF_STATUS"], shown["SOURCE"]) == ("P", "F", "PES")
    assert shown["NOTE_SOURCE"] == "Edition 1 of Quarter 3 of 2026, Preliminary"
    totals = [
        one for one in rows(http, startPeriod="2026-Q3", endPeriod="2026-Q3")
        if one["FREQ"] == "Q" and one["ADM1"] == "ADM1_T" and one["OFFICE"] == "_T" and one["SEX"] == "SEX_T"
        and "TOTAL" in one["AGE"] and "TOTAL" in one["OCU"] and "TOTAL" in one["ECO"]
    ]  # fmt: skip
    assert {one["REF_AREA"]: one["OBS_VALUE"] for one in totals} == {"KHM": "25", "LAO": "31"}


def test_no_number_of_a_hidden_cell_leaves_in_any_format(http: TestClient) -> None:
    for media in ("data+json;version=1.0.0", "data+json;version=2.0.0", "genericdata+xml;version=2.1", "data+csv"):
        text = http.get(
            f"{DATA}/{key(http, ADM1='ADM1_KH03')}", headers={"Accept": f"application/vnd.sdmx.{media}"}
        ).text
        assert "ADM1_KH03" in text
        assert not any(part in text for part in ('value="7"', ":[7,", ",7,P,", ",7,A,"))


@pytest.mark.parametrize(("given", "periods"), [
    ({"startPeriod": "2026-Q3"}, {"2026-Q3", "2026-07", "2026-08", "2026-09"}),
    ({"startPeriod": "2026-08", "endPeriod": "2026-08"}, {"2026-08"}),
    ({"endPeriod": "2026-S1"}, {"2026-Q2", "2026-04", "2026-05", "2026-06"}),
    ({"startPeriod": "2026-09-01"}, {"2026-09"}),
])  # fmt: skip
def test_periods_bound_what_is_told(http: TestClient, given: dict[str, str], periods: set[str]) -> None:
    assert {one["TIME_PERIOD"] for one in rows(http, **given)} == periods


def test_keys_choose_by_dimension(http: TestClient) -> None:
    chosen = rows(http, f"{DATA}/{key(http, REF_AREA='KHM', FREQ='Q', SEX='SEX_F+SEX_M')}")
    assert {(one["REF_AREA"], one["FREQ"]) for one in chosen} == {("KHM", "Q")}
    assert {one["SEX"] for one in chosen} <= {"SEX_F", "SEX_M"}
    assert chosen
    alone = rows(http, f"{DATA}/{key(http, REF_AREA='KHM', FREQ='Q')}", lastNObservations="1")
    assert {one["TIME_PERIOD"] for one in alone} == {"2026-Q3"}
    first = rows(http, f"{DATA}/{key(http, REF_AREA='KHM', FREQ='Q', ADM1='ADM1_KH02')}", firstNObservations="1")
    assert {one["TIME_PERIOD"] for one in first} == {"2026-Q2"}


def test_filters_of_3_0(http: TestClient) -> None:
    both = rows(http, NEW, **{"c[REF_AREA]": "LAO", "c[FREQ]": "Q,A", "c[TIME_PERIOD]": "ge:2026-07+le:2026-12"})
    assert {(one["REF_AREA"], one["FREQ"], one["TIME_PERIOD"]) for one in both} == {("LAO", "Q", "2026-Q3")}
    assert {one["SEX"] for one in rows(http, NEW, **{"c[SEX]": "ne:SEX_T"})} <= {"SEX_F", "SEX_M", "SEX_U"}
    assert {one["ADM1"] for one in rows(http, NEW, **{"c[ADM1]": "sw:ADM1_K"})} == {
        "ADM1_KH02",
        "ADM1_KH03",
        "ADM1_KH04",
    }
    length = len(key(http).split("."))
    keys = ".".join(["KHM", "Q", *["*"] * (length - 2)]) + "," + ".".join(["LAO", "M", *["*"] * (length - 2)])
    found = {(one["REF_AREA"], one["FREQ"]) for one in rows(http, f"{NEW}/1.0/{keys}")}
    assert found == {("KHM", "Q"), ("LAO", "M")}


def test_updated_after_tells_only_what_came_later(http: TestClient) -> None:
    assert rows(http, updatedAfter="2026-10-05T01:00:00Z")
    assert http.get(DATA, params={"updatedAfter": "2026-10-05T02:00:00Z"}).status_code == 404
    assert http.get(DATA, params={"updatedAfter": "yesterday"}).status_code == 400


@pytest.mark.parametrize(("address", "status", "code"), [
    ("/sdmx/2.1/data/DF_NOTHING", 404, 100),
    ("/sdmx/2.1/data/NOBODY,DF_PES_SEEK_IN,1.0", 404, 100),
    ("/sdmx/2.1/data/LMIS,DF_PES_SEEK_IN,9.0", 404, 100),
    (f"{DATA}?startPeriod=1990&endPeriod=1991", 404, 100),
    (f"{DATA}/KHM.Q", 400, 140),
    (f"{DATA}?startPeriod=lately", 400, 140),
    (f"{DATA}?firstNObservations=-1", 400, 140),
    (f"{DATA}?detail=some", 400, 140),
    (f"{DATA}?startperiod=2026", 400, 140),
    (f"{DATA}?dimensionAtObservation=NOSUCH", 400, 140),
    (f"{DATA}?includeHistory=true", 501, 501),
    (f"{DATA}/all/all/more", 400, 140),
    ("/sdmx/2.1/data", 400, 140),
    ("/sdmx/2.1/nothing/LMIS", 400, 140),
    ("/sdmx/2.1/", 400, 140),
    ("/sdmx/2.1/structureset", 404, 100),
    ("/sdmx/2.1/schema/provisionagreement/LMIS/PA", 501, 501),
    ("/sdmx/2.1/metadata/DF_PES_SEEK_IN", 501, 501),
    ("/sdmx/2.1/codelist/LMIS/CL_SXE", 404, 100),
    ("/sdmx/2.1/codelist/LMIS/CL_SEX/1.0/SEX_Q", 404, 100),
    ("/sdmx/2.1/codelist/LMIS/CL_SEX?references=some", 400, 140),
    ("/sdmx/2.1/codelist/LMIS/CL_SEX?detail=some", 400, 140),
    ("/sdmx/3.0/dataflow", 400, 140),
    ("/sdmx/3.0/structure/valuelist/LMIS/CL_SEX", 404, 100),
    ("/sdmx/3.0/data/datastructure/LMIS/DSD_SEX", 501, 501),
    (f"{NEW}?c[NOSUCH]=A", 400, 140),
    (f"{NEW}?c[SEX]=", 400, 140),
    (f"{NEW}?c[TIME_PERIOD]=ge:lately", 400, 140),
    (f"{NEW}?asOf=2026-01-01", 501, 501),
])  # fmt: skip
def test_refuses_in_the_words_of_the_standard(http: TestClient, address: str, status: int, code: int) -> None:
    answer = http.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/xml")
    xml_schema("2.1", answer.content)
    assert f'code="{code}"' in answer.text
    read = http.get(address, headers={"Accept": "application/json", "Accept-Language": "lo"})
    assert read.status_code == status
    json_schema("data", "1.0", read.content)
    assert read.json()["errors"][0]["code"] == code
    assert any("\u0e80" <= letter <= "\u0eff" for letter in read.json()["errors"][0]["title"])
    assert read.headers["access-control-allow-origin"] == "*"


def test_an_unknown_code_answers_with_the_nearest(http: TestClient) -> None:
    assert "DF_PES_SEEK_IN" in http.get("/sdmx/2.1/data/DF_PES_SEEK_INN").text
    assert "CL_SEX" in http.get("/sdmx/2.1/codelist/LMIS/CL_SXE").text
    assert "startPeriod" in http.get(f"{DATA}?startperiod=2026").text
    assert "REF_AREA.FREQ.MEASURE" in http.get(f"{DATA}/KHM.Q").text


@pytest.mark.parametrize(("accept", "media"), [
    (None, "genericdata+xml;version=2.1"),
    ("*/*", "genericdata+xml;version=2.1"),
    ("application/xml", "genericdata+xml;version=2.1"),
    ("application/vnd.sdmx.genericdata+xml;version=2.1", "genericdata+xml;version=2.1"),
    ("application/vnd.sdmx.generictimeseriesdata+xml;version=2.1", "generictimeseriesdata+xml;version=2.1"),
    ("application/vnd.sdmx.structurespecificdata+xml;version=2.1", "structurespecificdata+xml;version=2.1"),
    ("application/vnd.sdmx.data+xml;version=3.0.0", "data+xml;version=3.0.0"),
    ("application/json", "data+json;version=1.0.0"),
    ("application/vnd.sdmx.data+json;version=2.0.0", "data+json;version=2.0.0"),
    ("application/vnd.sdmx.data+json; version=1.0", "data+json;version=1.0.0"),
    ("text/csv", "data+csv;version=1.0.0"),
    ("application/vnd.sdmx.data+csv;version=2.0.0;labels=both", "data+csv;version=2.0.0"),
    ("application/vnd.sdmx.data+json;version=1.0.0;q=0.5, text/csv;q=0.9", "data+csv;version=1.0.0"),
    ("image/png, application/json;q=0.1", "data+json;version=1.0.0"),
    ("text/csv;q=0, */*;q=0.1", "genericdata+xml;version=2.1"),
])  # fmt: skip
def test_gives_the_format_that_is_asked_for_most(http: TestClient, accept: str | None, media: str) -> None:
    answer = http.get(DATA, headers={"Accept": accept} if accept else {"Accept": ""})
    assert (answer.status_code, answer.headers["content-type"]) == (200, f"application/vnd.sdmx.{media}")
    assert answer.headers["vary"] == "Accept, Accept-Encoding, Accept-Language"


@pytest.mark.parametrize("accept", [
    "image/png", "application/vnd.sdmx.data+json;version=9.0.0", "*/*;q=0", "nonsense", "text/csv;labels=none",
])  # fmt: skip
def test_has_nothing_else_to_give(http: TestClient, accept: str) -> None:
    if accept == "text/csv;labels=none":
        accept = "application/vnd.sdmx.data+csv;labels=none"
    assert http.get(DATA, headers={"Accept": accept}).status_code == 406


def test_says_when_data_changed_and_does_not_send_them_again(http: TestClient) -> None:
    answer = http.get(DATA)
    assert answer.headers["last-modified"] == "Mon, 05 Oct 2026 02:00:00 GMT"
    again = http.get(DATA, headers={"If-Modified-Since": answer.headers["last-modified"]})
    assert (again.status_code, again.content) == (304, b"")
    assert http.get(DATA, headers={"If-Modified-Since": "Mon, 05 Oct 2026 01:59:59 GMT"}).status_code == 200
    assert http.get(DATA, headers={"If-Modified-Since": "lately"}).status_code == 200
    flows = http.get("/sdmx/2.1/dataflow")
    since = {"If-Modified-Since": flows.headers["last-modified"]}
    assert http.get("/sdmx/2.1/dataflow", headers=since).status_code == 304


def test_packs_what_it_sends(http: TestClient) -> None:
    with http.stream("GET", DATA, headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    plain = http.get(DATA, headers={"Accept-Encoding": "identity"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 5


def test_pages_from_elsewhere_may_ask(http: TestClient) -> None:
    asked = http.options(DATA, headers={"Origin": "https://stat.example", "Access-Control-Request-Method": "GET"})
    assert asked.status_code == 204
    assert (asked.headers["access-control-allow-origin"], asked.headers["access-control-allow-headers"]) == ("*", "*")
    answer = http.get(DATA)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert http.post(DATA).status_code == 405
    assert http.head(DATA).status_code == 200


def test_commas_in_percent_signs_and_slashes_behind(http: TestClient) -> None:
    plain = http.get(f"{DATA}/all").content
    for address in (
        "/sdmx/2.1/data/LMIS%2CDF_PES_SEEK_IN%2C1.0/all/",
        "/sdmx/2.1/data/LMIS,DF_PES_SEEK_IN,latest/all/all",
    ):
        assert http.get(address).content == plain
    assert http.get("/sdmx/2.1/dataflow/LMIS/DF_PES_SEEK_IN/").status_code == 200


def test_names_come_in_the_language_of_the_reader(http: TestClient) -> None:
    answer = http.get(DATA, headers={**JSON, "Accept-Language": "km"})
    assert answer.headers["content-language"] == "km"
    structure = answer.json()["data"]["structure"]
    assert structure["name"] == structure["names"]["km"]
    (sex,) = [one for one in structure["dimensions"]["series"] if one["id"] == "SEX"]
    women = next(one for one in sex["values"] if one["id"] == "SEX_F")
    assert women["names"]["en"] == "Women"
    assert any("\u1780" <= letter <= "\u17ff" for letter in women["name"])


def available(http: TestClient, address: str, **parameters: str) -> Any:
    answer = http.get(
        address, params=parameters, headers={"Accept": "application/vnd.sdmx.structure+json;version=1.0.0"}
    )
    assert answer.status_code == 200, answer.text
    json_schema("structure", "1.0", answer.content)
    return answer.json()["data"]


def test_tells_what_there_is(http: TestClient) -> None:
    data = available(http, "/sdmx/2.1/availableconstraint/DF_PES_SEEK_IN", references="codelist")
    (constraint,) = data["contentConstraints"]
    region = {one["id"]: one for one in constraint["cubeRegions"][0]["keyValues"]}
    assert region["REF_AREA"]["values"] == ["KHM", "LAO"]
    assert region["TIME_PERIOD"]["timeRange"]["startPeriod"]["period"] == "2026-04-01"
    counts = {one["id"]: int(one["title"]) for one in constraint["annotations"]}
    assert counts["obs_count"] == len(rows(http))
    (areas,) = [one for one in data["codelists"] if one["id"] == "CL_ADM1"]
    assert [one["id"] for one in areas["codes"]] == [
        "ADM1_T", *(f"ADM1_KH0{at}" for at in (2, 3, 4)), *(f"ADM1_LA0{at}" for at in (1, 2, 3)),
    ]  # fmt: skip


def test_tells_with_what_a_question_could_go_on(http: TestClient) -> None:
    lao = key(http, REF_AREA="LAO")
    asked = f"/sdmx/2.1/availableconstraint/LMIS,DF_PES_SEEK_IN,1.0/{lao}/all/REF_AREA"
    for mode, codes in (("exact", ["LAO"]), ("available", ["KHM", "LAO"])):
        (constraint,) = available(http, asked, mode=mode)["contentConstraints"]
        (region,) = constraint["cubeRegions"][0]["keyValues"]
        assert (region["id"], region["values"]) == ("REF_AREA", codes)
    assert http.get(asked.replace("REF_AREA", "NOSUCH")).status_code == 400
    new = "/sdmx/3.0/availability/dataflow/LMIS/DF_PES_SEEK_IN/*/*/ADM1"
    (constraint,) = available(http, new, **{"c[REF_AREA]": "KHM"})["contentConstraints"]
    (region,) = constraint["cubeRegions"][0]["keyValues"]
    assert region["values"] == ["ADM1_KH02", "ADM1_KH03", "ADM1_KH04", "ADM1_T"]


def structures(http: TestClient, path: str, **parameters: str) -> dict[str, set[str]]:
    """Kind → ids of what answers a query of structures."""
    accept = {"Accept": "application/vnd.sdmx.structure+json;version=1.0.0"}
    answer = http.get(f"/sdmx/2.1/{path}", params=parameters, headers=accept)
    assert answer.status_code == 200, answer.text
    return {kind: {one["id"] for one in found} for kind, found in answer.json()["data"].items()}


def test_references_are_followed(http: TestClient) -> None:
    flow = "dataflow/LMIS/DF_PES_SEEK_IN/latest"
    assert set(structures(http, flow)) == {"dataflows"}
    assert set(structures(http, flow, references="children")) == {"dataflows", "dataStructures"}
    down = structures(http, flow, references="descendants")
    assert set(down) == {"dataflows", "dataStructures", "codelists", "conceptSchemes"}
    up = structures(http, flow, references="parents")
    assert set(up) == {"dataflows", "categorisations", "contentConstraints"}
    beside = structures(http, "categoryscheme/LMIS/all/latest", references="parentsandsiblings")
    assert set(beside) == {"categorySchemes", "categorisations", "dataflows"}
    everything = structures(http, flow, references="all")
    assert everything["dataflows"] == {"DF_PES_SEEK_IN"}
    assert set(everything) >= {"codelists", "categorySchemes", "contentConstraints"}
    lists = structures(http, flow, references="codelist")
    assert set(lists) == {"dataflows", "codelists"}
    sexes = structures(http, "codelist/all/CL_SEX", references="parents")
    assert set(sexes) == {"codelists", "dataStructures", "conceptSchemes"}


def test_details_leave_out_what_they_say(http: TestClient) -> None:
    accept = {"Accept": "application/vnd.sdmx.structure+json;version=1.0.0"}

    def sex(**parameters: str) -> Any:
        answer = http.get("/sdmx/2.1/dataflow/LMIS/DF_PES_SEEK_IN", params=parameters, headers=accept)
        return next(one for one in answer.json()["data"]["codelists"] if one["id"] == "CL_SEX")

    assert len(sex(references="descendants")["codes"]) == 4
    assert "codes" not in sex(references="descendants", detail="referencestubs")
    partial = sex(references="all", detail="referencepartial")
    assert {one["id"] for one in partial["codes"]} == {"SEX_T", "SEX_F"}
    assert partial["isPartial"] is True
    stubs = http.get("/sdmx/2.1/codelist/LMIS/CL_SEX", params={"detail": "allstubs"}, headers=accept).json()
    assert stubs["data"]["codelists"][0]["isExternalReference"] is True


def test_several_ids_and_one_item(http: TestClient) -> None:
    assert structures(http, "codelist/LMIS/CL_SEX+CL_AGE")["codelists"] == {"CL_SEX", "CL_AGE"}
    answer = http.get("/sdmx/2.1/codelist/LMIS/CL_SEX/1.0/SEX_F", headers={"Accept": "application/json"})
    assert [one["id"] for one in answer.json()["data"]["codelists"][0]["codes"]] == ["SEX_F"]
    assert http.get("/sdmx/3.0/structure/codelist/LMIS/CL_SEX,CL_AGE/~").status_code == 200
    assert http.get("/sdmx/3.0/structure/*/*/*/*").status_code == 200


@pytest.mark.parametrize("kind", [
    "agencyscheme", "categorisation", "categoryscheme", "codelist", "conceptscheme", "contentconstraint", "dataflow",
    "datastructure", "organisationscheme", "actualconstraint", "structure",
])  # fmt: skip
def test_every_kind_of_structure_holds_to_the_schemas(http: TestClient, kind: str) -> None:
    for version in ("2.1", "3.0.0"):
        media = f"application/vnd.sdmx.structure+xml;version={version}"
        answer = http.get(f"/sdmx/2.1/{kind}/all/all/latest", headers={"Accept": media})
        assert answer.headers["content-type"] == media
        xml_schema(version[:3], answer.content)
