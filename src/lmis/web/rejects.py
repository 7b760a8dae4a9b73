"""Rejected rows in words: the file that is mended and sent again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

from lmis.imports.rejects import Rejects
from lmis.imports.rows import Fault
from lmis.locale.words import words
from lmis.vocabulary import Language

Told = tuple[int, Sequence[str], Sequence[Fault]]
"""Line, cells, faults."""


def reasons_of(faults: Sequence[Fault], language: Language) -> list[str]:
    """What is wrong with a row, each thing once."""
    return list(dict.fromkeys(words(fault.error, language)[1] for fault in faults))


def rejects_file(
    name: str, header: Sequence[str], separator: str, rows: Iterable[Told], language: Language
) -> Response:
    """The rows with line, columns and reasons, as a file."""
    page = io.StringIO()
    file = Rejects(page, header, separator)
    for line, cells, faults in rows:
        columns = "; ".join(dict.fromkeys(fault.column for fault in faults if fault.column))
        file.add(cells, line, columns, " ".join(reasons_of(faults, language)))
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": language.value}
    return Response("\ufeff" + page.getvalue(), headers=headers, media_type="text/csv; charset=utf-8")
