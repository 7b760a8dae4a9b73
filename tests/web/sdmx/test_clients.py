"""The clients that statistical offices use, against a running server: they list, read and draw our figures."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from lmis.config import Settings
from lmis.model.session import Database
from lmis.web.app import create_app
from web.sdmx.conftest import AT
from web.sdmx.served import serving

FLOW = "DF_PES_SEEK_IN"

pytestmark = pytest.mark.filterwarnings("default")  # what the clients themselves warn of


@pytest.fixture(scope="module")
def address(published: Database) -> Iterator[str]:
    """A server on the published figures."""
    with serving(create_app(Settings(), published, clock=lambda: AT)) as found:
        yield found


@pytest.fixture(scope="module")
def client(address: str) -> Any:
    """The client of sdmx1, version 2.1 of the service."""
    sdmx = pytest.importorskip("sdmx", reason="sdmx1 IS NOT INSTALLED: NO CLIENT READS THE SERVICE")
    sdmx.add_source({"id": "LMIS", "name": "LMIS", "url": f"{address}/sdmx/2.1"}, override=True)
    return sdmx.Client("LMIS")


def test_sdmx1_lists_and_reads_and_pandas_has_the_figures(client: Any) -> None:
    import sdmx

    flows = sdmx.to_pandas(client.dataflow().dataflow)
    assert flows[FLOW] == "New registrations of job seekers"
    structure = client.dataflow(FLOW, params={"references": "all"})
    assert structure.codelist["CL_SEX"]["SEX_F"].name.localizations["lo"]
    data = client.data(FLOW, key={"REF_AREA": "KHM", "FREQ": "Q", "SEX": "SEX_T"}, params={"startPeriod": "2026-Q1"})
    frame = sdmx.to_pandas(data.data[0]).xs("ADM1_KH02", level="ADM1").droplevel(["REF_AREA", "FREQ", "MEASURE"])
    periods = frame.index.get_level_values("TIME_PERIOD")
    assert dict(zip(periods, frame, strict=True)) == {"2026-Q2": 11, "2026-Q3": 12}
    hidden = sdmx.to_pandas(data.data[0]).xs("ADM1_KH03", level="ADM1")
    assert hidden.isna().all()


def test_pandas_draws_what_sdmx1_read(client: Any) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: nothing is drawn")
    import sdmx

    frame = sdmx.to_pandas(client.data(FLOW, key={"REF_AREA": "KHM", "FREQ": "M"}).data[0])
    drawn = frame.groupby("TIME_PERIOD").max().plot()
    assert len(drawn.lines[0].get_ydata()) == 6


def test_sdmx1_speaks_3_0_too(address: str) -> None:
    import sdmx
    from sdmx.format import Version

    source = {"id": "LMIS3", "name": "LMIS", "url": f"{address}/sdmx/3.0", "versions": ["3.0.0"]}
    sdmx.add_source(source, override=True)
    client = sdmx.Client("LMIS3")
    assert Version["3.0.0"] in client.source.versions
    read: Any = client.get("dataflow", FLOW, agency_id="LMIS")
    assert FLOW in read.dataflow


def test_pysdmx_reads_structures_and_data(address: str) -> None:
    from pysdmx.api.qb import (
        ApiVersion,
        DataContext,
        DataFormat,
        DataQuery,
        RestService,
        StructureFormat,
        StructureQuery,
        StructureType,
    )

    for version, path in ((ApiVersion.V1_5_0, "2.1"), (ApiVersion.V2_2_1, "3.0")):
        service = RestService(
            f"{address}/sdmx/{path}",
            version,
            structure_format=StructureFormat.SDMX_JSON_2_0_0,
            data_format=DataFormat.SDMX_CSV_2_0_0,
        )
        flows = service.structure(StructureQuery(StructureType.DATAFLOW, "LMIS", FLOW))
        assert FLOW.encode() in flows
        data = service.data(DataQuery(DataContext.DATAFLOW, "LMIS", FLOW, "1.0"))
        assert b"ADM1_KH02" in data
        from pysdmx.io import read_sdmx

        (found,) = read_sdmx(data.decode()).data
        assert len(found.data) > 50


def test_the_registry_client_of_pysdmx_finds_flow_structure_and_codes(address: str) -> None:
    from pysdmx.api.fmr import RegistryClient
    from pysdmx.io.format import StructureFormat

    client = RegistryClient(f"{address}/sdmx/3.0", StructureFormat.SDMX_JSON_2_0_0)
    flow = client.get_dataflow_details("LMIS", FLOW)
    assert flow.id == FLOW
    assert [one.id for one in client.get_codes("LMIS", "CL_SEX")] == ["SEX_T", "SEX_F", "SEX_M", "SEX_U"]
    schema = client.get_schema("dataflow", "LMIS", FLOW, "1.0")
    assert [one.id for one in schema.components.dimensions][:4] == ["REF_AREA", "FREQ", "MEASURE", "SEX"]


R_SCRIPT = """
library(rsdmx)
address <- commandArgs(TRUE)[1]
flows <- as.data.frame(readSDMX(paste0(address, "/dataflow/all/all/latest/")))
stopifnot("DF_PES_SEEK_IN" %in% flows$id)
dsd <- readSDMX(paste0(address, "/datastructure/all/", flows$dsdRef[flows$id == "DF_PES_SEEK_IN"],
                       "/latest/?references=children"))
stopifnot(length(slot(slot(dsd, "codelists"), "codelists")) > 5)
data <- as.data.frame(readSDMX(paste0(address, "/data/DF_PES_SEEK_IN/all/all/?startPeriod=2026&endPeriod=2026")))
wanted <- data$FREQ == "Q" & data$ADM1 == "ADM1_KH02" & data$OCU == "OCU_ISCO08_TOTAL"
women <- data[wanted & data$obsTime == "2026-Q3", ]
cat("READ", nrow(data), women$obsValue, "\\n")
"""


def test_rsdmx_reads_flows_structures_and_data(address: str, tmp_path: Any) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R IS NOT INSTALLED: rsdmx DOES NOT READ THE SERVICE (apt-get install r-cran-rsdmx)")
    if subprocess.run(["Rscript", "-e", "library(rsdmx)"], capture_output=True, timeout=120).returncode:
        pytest.skip("rsdmx IS NOT INSTALLED: R DOES NOT READ THE SERVICE (apt-get install r-cran-rsdmx)")
    script = tmp_path / "read.R"
    script.write_text(R_SCRIPT)
    ran = subprocess.run(["Rscript", script, f"{address}/sdmx/2.1"], capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr[-2000:]
    read, count, value = ran.stdout.splitlines()[-1].split()
    assert (read, int(count) > 50, float(value)) == ("READ", True, 12)
