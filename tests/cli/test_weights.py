"""The table of points on the command line, and a new version of it."""

from __future__ import annotations

import pytest

from lmis.matching.weights import DEFAULT_WEIGHTS


def test_the_table_is_shown_in_the_readers_language(lmis, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    told = lmis("match", "weights")
    assert told.exit_code == 0
    assert f"Weights {DEFAULT_WEIGHTS.version}, in force: at most 100 points." in told.output
    assert "wants related work" in told.output
    monkeypatch.setenv("LMIS_LANGUAGE", "km")
    assert "មុខរបរ" in lmis("match", "weights").output


def test_a_new_version_is_set_and_shown(lmis) -> None:  # type: ignore[no-untyped-def]
    told = lmis("match", "weights", "--set", "skills=40", "--set", "wage=0", "--as", "2027.1", "--country", "KH")
    assert (told.exit_code, "2027.1, in force: at most 119" in told.output) == (0, True)
    assert "2027.1" in lmis("match", "weights", "--country", "KH").output
    assert DEFAULT_WEIGHTS.version in lmis("match", "weights", "--country", "LA").output


@pytest.mark.parametrize(
    "wrong",
    [("--set", "skills=40"), ("--set", "skills", "--as", "2"), ("--set", "charm=4", "--as", "2"),
     ("--set", "skills=40", "--as", "no good"), ("--set", "skills=101", "--as", "2")],
)  # fmt: skip
def test_what_is_wrong_is_said(lmis, wrong: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    told = lmis("match", "weights", *wrong)
    assert told.exit_code == 1
    assert told.exception is None or isinstance(told.exception, SystemExit)
    assert "Traceback" not in told.output


@pytest.mark.parametrize(("typed", "near"), [("skils", "skills"), ("ocupation", "occupation"), ("zz", "hours")])
def test_of_an_unknown_criterion_the_nearest_are_named(lmis, typed: str, near: str) -> None:  # type: ignore[no-untyped-def]
    told = lmis("match", "weights", "--set", f"{typed}=40", "--as", "2027.1")
    assert told.exit_code == 1
    assert f"“{typed}”" in told.stderr
    assert near in told.stderr.partition("nearest")[2]


def test_skills_are_counted(lmis) -> None:  # type: ignore[no-untyped-def]
    assert lmis("match", "skills").exit_code == 0
