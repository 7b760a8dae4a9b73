"""Templates: the header of a kind of file, with an example row that can be imported."""

from __future__ import annotations

import csv
import io

from lmis.imports.definition import Import
from lmis.imports.definitions import KINDS


def template(kind: str) -> str:
    """The header and one example row, as CSV."""
    return example_of(KINDS[kind][0])


def example_of(definition: Import) -> str:
    """The columns of a file that an office fills, and one example row, as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in definition.asked])
    writer.writerow([column.example for column in definition.asked])
    return out.getvalue()
