"""A YAML text as plain values: no anchors, no keys twice; `yes`, `no` and 01 are texts, 1 is a number."""

from __future__ import annotations

import re
from typing import Any

import yaml

from lmis.errors import Invalid


class UnreadableMapping(Invalid):
    """The mapping file cannot be read as YAML."""


class KeyTwice(Invalid):
    """A key stands twice in the same place of the mapping file; only one of them could count."""


class _Plain(yaml.SafeLoader):
    """YAML's safe subset, narrower still: texts, whole and decimal numbers, nothing."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise UnreadableMapping(line=None)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise UnreadableMapping(line=key.start_mark.line + 1)
            if key.value in seen:
                raise KeyTwice(key=key.value, line=key.start_mark.line + 1)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


for tag, pattern, first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("int", r"[-+]?(0|[1-9][0-9]*)", list("-+0123456789")),
    ("float", r"[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?", list("-+0123456789")),
):
    _Plain.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


def plain(text: str) -> Any:
    """The values of a YAML text.

    Raises:
        UnreadableMapping: with the line, where there is one.
        KeyTwice: with key and line.
    """
    try:
        return yaml.load(text, Loader=_Plain)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableMapping(line=mark.line + 1 if mark else None) from error
