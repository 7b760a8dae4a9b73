"""Occupations that are related: unit groups far apart in the tree, each pair once."""

from __future__ import annotations

from conftest import actor
from lmis.model.session import Database
from lmis.services.codes import codes
from lmis.vocabulary import Purpose
from seeds.test_classifications import table


def test_pairs_are_unit_groups_of_different_minor_groups_each_once() -> None:
    units = {row["code"] for row in table("isco08") if row["level"] == "4"}
    rows = table("related_occupations")
    assert len(rows) > 300
    for row in rows:
        assert {row["code"], row["other"]} <= units
        assert row["code"][:3] != row["other"][:3], row
        assert row["mutual"] in ("true", "false")
    assert len({frozenset((row["code"], row["other"])) for row in rows}) == len(rows)


def test_nobody_has_reviewed_them_yet() -> None:
    assert {row["reviewed"] for row in table("related_occupations")} == {"false"}


def test_mutual_pairs_count_both_ways_and_others_one_way(database: Database) -> None:
    with database.open(actor(), Purpose.NONE, "test", write=False) as session:
        related = codes(session).related
    assert "7531" in related["8153"]
    assert "8153" in related["7531"]
    assert "3221" in related["5322"]  # a nurse suits the work of a carer at home
    assert "7411" not in related.get("2151", ())  # an electrician not that of an engineer
    assert "2151" in related["7411"]
