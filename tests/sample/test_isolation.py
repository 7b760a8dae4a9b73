from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import lmis.sample

FOLDER = Path(lmis.sample.__file__).parent
MODULES = sorted(FOLDER.glob("*.py"))


def imported(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_imports_only_itself_numpy_and_the_standard_library(module: Path) -> None:
    for name in imported(module):
        top = name.split(".")[0]
        assert top in {"numpy", *sys.stdlib_module_names} or name == "lmis.sample" or name.startswith("lmis.sample.")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_random_number_comes_from_elsewhere_than_the_seed(module: Path) -> None:
    assert not imported(module) & {"random", "secrets", "uuid", "time"}
