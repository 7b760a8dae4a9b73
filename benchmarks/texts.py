"""People as texts in a search engine: the peer that finds them by words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import tantivy


def index_of(names: Mapping[str, str], lines: Iterable[Mapping[str, str]], folder: Path | None = None) -> tantivy.Index:
    """The names of the work wanted and done, and the skills, of each line of a file; one segment.

    Args:
        names: of occupations, by code.
        folder: where the index lies; in memory where none is given.

    Returns:
        An index of `text`, whose documents hold the number of their line as `at`.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text")
    builder.add_integer_field("at", stored=True)
    made = tantivy.Index(builder.build(), path=str(folder) if folder else None)
    writer = made.writer(heap_size=1_000_000_000, num_threads=1)
    for at, line in enumerate(lines):
        done = (entry.partition(":")[0] for entry in line["experience"].split(";"))
        work = (names.get(code, "") for code in (*line["wanted_occupations"].split(";"), *done))
        document = tantivy.Document()
        document.add_text("text", " ".join((*work, line["skills"].replace(";", " "))))
        document.add_integer("at", at)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    return made
