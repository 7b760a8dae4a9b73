"""Figures of surveys as SDMX, as files, and over the API: with bounds, by both standards, and from their survey."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from conftest import BACKENDS, actor, fresh
from factories.surveys import a_survey, some_people
from lmis.config import Settings
from lmis.indicators.definitions.labour_force import UNEMPLOYMENT_RATE
from lmis.indicators.estimate import estimate
from lmis.indicators.standards import under
from lmis.model.session import Database
from lmis.services.publishing_surveys import publish_survey
from lmis.vocabulary import Purpose, Role
from lmis.web.app import create_app
from web.sdmx.conftest import AT
from web.sdmx.served import serving

SURVEY = "khm_lfs_2026_q3"
FLOW = "DF_UNE_DEAP_RT"
BY = actor("KH-MIN", Role.COORDINATOR, AT)

pytestmark = pytest.mark.filterwarnings("default")  # what the clients themselves warn of


@pytest.fixture(scope="module", params=BACKENDS)
def surveyed(
    request: pytest.FixtureRequest, templates: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database in which two rounds of a survey were published, the second as final."""
    with fresh(request.param, templates, tmp_path_factory.mktemp("surveys") / "lmis.db") as database:
        with database.open(BY, Purpose.STATISTICS, "test") as session:
            for code, time, state in (("khm_lfs_2026_q2", "2026-Q2", "preliminary"), (SURVEY, "2026-Q3", "final")):
                a_survey(session, BY, code, some_people(time))
                publish_survey(session, BY, code, state=state)  # type: ignore[arg-type]
        yield database


@pytest.fixture(scope="module")
def http(surveyed: Database) -> TestClient:
    return TestClient(create_app(Settings(), surveyed, clock=lambda: AT), raise_server_exceptions=False)


def observed(http: TestClient, key: str = "all", flow: str = FLOW, **asked: str) -> list[dict[str, str]]:
    answer = http.get(
        f"/sdmx/2.1/data/{flow}/{key}", params=asked, headers={"Accept": "application/vnd.sdmx.data+csv;version=1.0.0"}
    )
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(StringIO(answer.text)))


def test_both_standards_are_told_apart_with_bounds_and_the_survey(http: TestClient) -> None:
    rows = [one for one in observed(http) if one["SEX"] == "SEX_T" and one["TIME_PERIOD"] == "2026-Q3"]
    totals = [one for one in rows if one["AGE"] == "AGE_YTHADULT_YGE15" and one["ADM1"] == "ADM1_T"]
    assert [one["STANDARD"] for one in totals] == ["ICLS_13", "ICLS_19"]
    for one in totals:
        standard = int(one["STANDARD"].removeprefix("ICLS_"))
        (figure,) = estimate(under(some_people(), standard), [UNEMPLOYMENT_RATE], ()).to_dict("records")
        bounds = (one["OBS_VALUE"], one["LOWER_BOUND"], one["UPPER_BOUND"])
        assert tuple(map(float, bounds)) == pytest.approx((figure["value"], figure["lower"], figure["upper"]))
        assert one["OBS_STATUS"] == {"published": "A", "unreliable": "U"}[figure["status"]]
        assert one["SOURCE"] == SURVEY
        assert one["NOTE_SOURCE"] == "Edition 1 of Quarter 3 of 2026, Final"
    provinces = {one["ADM1"] for one in rows if one["ADM1"] != "ADM1_T"}
    assert provinces == {"ADM1_KH02", "ADM1_KH03", "ADM1_KH04"}


def test_what_is_hidden_has_no_value_and_is_confidential(http: TestClient) -> None:
    rows = observed(http)
    hidden = [one for one in rows if one["OBS_STATUS"] == "Q"]
    assert hidden
    for one in hidden:
        assert (one["OBS_VALUE"], one["LOWER_BOUND"], one["UPPER_BOUND"], one["CONF_STATUS"]) == ("", "", "", "C")
    assert {one["OBS_STATUS"] for one in rows} <= {"A", "P", "U", "Q"}
    gone = observed(http, flow="DF_EAR_EMTA_USD_NB")
    assert {(one["OBS_STATUS"], one["OBS_VALUE"]) for one in gone} == {("M", "")}


def test_a_key_finds_its_series_by_standard_age_and_class(http: TestClient) -> None:
    ids = [
        one["id"]
        for one in http.get(
            f"/sdmx/3.0/structure/dataflow/LMIS/{FLOW}/1.0?references=children",
            headers={"Accept": "application/vnd.sdmx.structure+json;version=2.0.0"},
        ).json()["data"]["dataStructures"][0]["dataStructureComponents"]["dimensionList"]["dimensions"]
    ]
    assert ids[:4] == ["REF_AREA", "FREQ", "MEASURE", "SEX"]
    assert ids[-1] == "STANDARD"
    wanted = {"FREQ": "Q", "SEX": "SEX_F", "AGE": "AGE_AGGREGATE_Y25-54", "STANDARD": "ICLS_19"}
    (_, second) = observed(http, ".".join(wanted.get(name, "") for name in ids))
    assert (second["SEX"], second["AGE"], second["STANDARD"], second["TIME_PERIOD"]) == (
        "SEX_F", "AGE_AGGREGATE_Y25-54", "ICLS_19", "2026-Q3",
    )  # fmt: skip
    everything = observed(http, flow="DF_EMP_TSTE_NB")
    classes = {one["STE"] for one in everything if one["OBS_STATUS"] != "M"}
    assert classes == {"STE_ICSE93_1", "STE_ICSE93_3"}
    keys = [tuple(one[name] for name in ("SEX", "AGE", "ADM1", "STE", "STANDARD", "TIME_PERIOD")) for one in everything]
    assert len(keys) == len(set(keys))


def test_sdmx1_lists_and_reads_a_flow_of_a_survey(surveyed: Database) -> None:
    import sdmx

    with serving(create_app(Settings(), surveyed, clock=lambda: AT)) as address:
        sdmx.add_source({"id": "LMIS", "name": "LMIS", "url": f"{address}/sdmx/2.1"}, override=True)
        client: Any = sdmx.Client("LMIS")
        flows: Any = sdmx.to_pandas(client.dataflow().dataflow)
        assert flows[FLOW] == "Unemployment rate (LU1)"
        structure = client.dataflow(FLOW, params={"references": "all"})
        assert structure.codelist["CL_STANDARD"]["ICLS_19"].name.localizations["en"] == "19th ICLS (2013)"
        assert str(structure.codelist["CL_SOURCE"][SURVEY].name) == "Made up"
        key = {"REF_AREA": "KHM", "FREQ": "Q", "SEX": "SEX_T", "STANDARD": "ICLS_19"}
        frame: Any = sdmx.to_pandas(client.data(FLOW, key=key).data[0])
        national = frame.xs("ADM1_T", level="ADM1").xs("AGE_YTHADULT_YGE15", level="AGE")
        assert list(national.index.get_level_values("TIME_PERIOD")) == ["2026-Q2", "2026-Q3"]
        assert national.notna().all()


def test_pysdmx_reads_a_flow_of_a_survey(surveyed: Database) -> None:
    from pysdmx.api.qb import ApiVersion, DataContext, DataFormat, DataQuery, RestService
    from pysdmx.io import read_sdmx

    with serving(create_app(Settings(), surveyed, clock=lambda: AT)) as address:
        service = RestService(f"{address}/sdmx/3.0", ApiVersion.V2_2_1, data_format=DataFormat.SDMX_CSV_2_0_0)
        read: Any = read_sdmx(service.data(DataQuery(DataContext.DATAFLOW, "LMIS", FLOW, "1.0")).decode())
    (found,) = read.data
    assert set(found.data["STANDARD"]) == {"ICLS_13", "ICLS_19"}
    assert set(found.data["SOURCE"]) == {SURVEY, "khm_lfs_2026_q2"}
    assert found.data["LOWER_BOUND"].notna().any()


def test_the_api_lists_editions_by_source_and_filters_by_standard(http: TestClient) -> None:
    listed = http.get("/api/v1/figures/editions", params={"country": "KH", "source": "*"}).json()["items"]
    assert {(one["source"], one["state"]) for one in listed} == {
        ("khm_lfs_2026_q2", "preliminary"), (SURVEY, "final"),
    }  # fmt: skip
    assert http.get("/api/v1/figures/editions", params={"country": "KH", "source": "PES"}).json()["items"] == []
    (one,) = http.get("/api/v1/figures/editions", params={"country": "KH", "source": SURVEY}).json()["items"]
    asked = {"indicator": "EMP_DWAP_RT", "breakdown": "sex", "sex": "F", "standard": "19"}
    (women,) = http.get(f"/api/v1/figures/editions/{one['id']}", params=asked).json()["items"]
    assert (women["standard"], women["sex"], women["source"], women["base"] > 0) == ("19", "F", SURVEY, True)


@pytest.mark.parametrize(("language", "standard"), [("en", "Standard"), ("km", "បទដ្ឋាន"), ("lo", "ມາດຕະຖານ")])
def test_a_workbook_of_a_survey_tells_standards_and_classes(http: TestClient, language: str, standard: str) -> None:
    (one,) = http.get("/api/v1/figures/editions", params={"country": "KH", "source": SURVEY}).json()["items"]
    answer = http.get(f"/api/v1/figures/editions/{one['id']}/table", headers={"Accept-Language": language})
    assert answer.headers["content-disposition"] == f'attachment; filename="lmis-KH-2026Q3-{SURVEY}-1.xlsx"'
    book: Any = load_workbook(BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    header = next(row for row in rows if standard in row)
    told = [row for row in rows[rows.index(header) + 1 :] if row[1] in ("13", "19")]
    assert any("Made up" in str(row[0]) for row in rows)
    if language == "en":
        assert {row[2] for row in told} == {"13th ICLS (1982)", "19th ICLS (2013)"}
        assert {row[6] for row in told if row[3] == "status_in_employment"} == {"Employees", "Own-account workers"}
        assert "Sex × Province" in book.sheetnames
