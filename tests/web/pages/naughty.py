"""Strings that break software, laid together so that each is sent to every field, and what a page may make of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reference_data import reference_data

CANARY = "lmis-canary"
"""The name of an element and of an attribute that no page has: where one is there, something was not escaped."""
OURS = (
    f"<{CANARY}>", f'"><{CANARY} x="', f"' {CANARY}='1", f'" {CANARY}="1', f"</textarea><{CANARY}>",
    f"</select></option><{CANARY}>", f"--></title><{CANARY}>", f"</script><{CANARY}>", "{{ 7*7 }}", "{% raw %}",
    "%s %(x)s {name} {0.__class__}", "\x00x", "a\r\nb", "\u202eabc\u202c", "'; DROP TABLE person; --", "=1+2",
)  # fmt: skip
KHMER_AND_LAO = Path(__file__).parents[2] / "text" / "naughty_km_lo.json"
STATES = {"aria-invalid", "aria-describedby", "autofocus", "checked", "open", "selected", "value"}
BETWEEN = " ¦ "


def naughty_strings() -> list[str]:
    """The published list of naughty strings, where it is at hand; Khmer and Lao ones; and those made for pages."""
    published: list[str] = []
    folder = reference_data()
    if folder is not None:
        published = json.loads((folder / "csv" / "naughty_strings.json").read_text("utf-8"))
    local = [str(one["text"]) for one in json.loads(KHMER_AND_LAO.read_text("utf-8"))["strings"]]
    return [sent(one) for one in dict.fromkeys([*OURS, *local, *published])]


def sent(text: str) -> str:
    """As a browser sends it: half of a pair of surrogates is no character."""
    return text.encode("utf-8", "replace").decode()


def joined(strings: Sequence[str], longest: int) -> list[str]:
    """All strings in as few texts as hold them; a longer one stands alone."""
    texts: list[str] = []
    for one in strings:
        together = texts[-1] + BETWEEN + one if texts else one
        if texts and len(together) <= longest:
            texts[-1] = together
        else:
            texts.append(one)
    return texts


def elements(page: Any) -> set[tuple[str, ...]]:
    """The kinds of elements of a page: their names and those of their attributes, but for what tells a state."""
    return {(tag, *sorted(given.keys() - STATES)) for tag, given in page.tags}


def plain(text: str) -> str:
    """A text but for the blanks in it and what a field cannot hold."""
    return re.sub(r"[\s\x00]+", " ", text.replace("\ufeff", "")).strip()


def values_of(page: Any, name: str) -> Iterator[str]:
    """What stands in the fields of a name."""
    for form in page.forms:
        if name in form.fields:
            yield form.fields[name]
