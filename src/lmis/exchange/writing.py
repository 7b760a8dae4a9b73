"""An answer in the format that was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from lmis.exchange import csv_data, json_data, json_structures, ml_data, ml_structures
from lmis.exchange.answers import Answer
from lmis.exchange.media import Format
from lmis.exchange.messages import Head
from lmis.exchange.structures import Artefact

SHORT: Final[dict[str, Any]] = {"3.0.0": "3.0", "2.1": "2.1", "1.0.0": "1.0", "2.0.0": "2.0"}


def written_structures(artefacts: Iterable[tuple[Artefact, bool]], head: Head, form: Format) -> Iterator[str]:
    """Structures, each with whether its names are all that is wanted."""
    write: Any = ml_structures if form.name == "ml-structure" else json_structures
    parts: Iterator[str] = write.structure_message(artefacts, head, SHORT[form.version])
    return parts


def written_data(answer: Answer, head: Head, form: Format) -> Iterator[str]:
    """Observations."""
    match form.name:
        case "json-data":
            return json_data.data_message(answer, head, SHORT[form.version])
        case "csv-data":
            labels: Any = form.parameters.get("labels", "id")
            return csv_data.data_message(answer, head, SHORT[form.version], labels)
        case _:
            kind: Any = form.name
            return ml_data.data_message(answer, head, kind)
