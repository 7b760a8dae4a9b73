"""Benchmarks are run seldom, and what they import moves: each of them still begins."""

from __future__ import annotations

import importlib
import pkgutil

import benchmarks


def test_every_benchmark_can_be_imported() -> None:
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
    assert len(names) > 20
    for name in names:
        importlib.import_module(f"benchmarks.{name}")
