"""sdmx1's own suite of tests of data sources, run against our service as it is run against statistical offices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lmis.config import Settings
from lmis.model.session import Database
from lmis.web.app import create_app
from web.sdmx.conftest import AT
from web.sdmx.served import serving

pytestmark = pytest.mark.filterwarnings("default")  # what sdmx1 itself warns of

KINDS = ("agencyscheme", "categorisation", "categoryscheme", "codelist", "conceptscheme", "contentconstraint",
         "dataflow", "datastructure", "organisationscheme", "structure")  # fmt: skip
NONE_HELD = ("hierarchicalcodelist", "metadataflow", "metadatastructure", "process", "provisionagreement",
             "reportingtaxonomy", "structureset")  # fmt: skip


@pytest.fixture(scope="module")
def client(published: Database) -> Iterator[Any]:
    import sdmx

    with serving(create_app(Settings(), published, clock=lambda: AT)) as address:
        sdmx.add_source({"id": "LMIS", "name": "LMIS", "url": f"{address}/sdmx/2.1"}, override=True)
        yield sdmx.Client("LMIS")


@pytest.mark.parametrize("kind", KINDS)
def test_every_endpoint_is_read_and_becomes_pandas(client: Any, kind: str) -> None:
    """What `DataSourceTest.test_endpoint` does, which cannot be collected without its plugin and its stored answers."""
    import sdmx

    agency = "SDMX" if kind in ("agencyscheme", "organisationscheme") else "LMIS"  # who keeps the list of agencies
    message = client.get(kind, agency_id=agency)
    assert sdmx.to_pandas(message)


def test_data_are_read_and_become_pandas(client: Any) -> None:
    import sdmx

    assert len(sdmx.to_pandas(client.get("data", resource_id="DF_PES_SEEK_IN"))) > 50


@pytest.mark.parametrize("kind", NONE_HELD)
def test_what_is_not_held_is_not_found(client: Any, kind: str) -> None:
    from requests.exceptions import HTTPError

    with pytest.raises(HTTPError, match="404"):
        client.get(kind, force=True)
