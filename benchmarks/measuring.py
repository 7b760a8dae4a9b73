"""What a piece of work costs: in a process of its own, so that nothing else counts, or beside the others."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

R = TypeVar("R")


@dataclass(frozen=True)
class Cost(Generic[R]):
    """What came of a piece of work, the seconds of the processor that it took, and by how much memory grew (MB)."""

    result: R
    seconds: float
    growth: float


def apart(work: Callable[..., R], *arguments: object) -> Cost[R]:
    """Do the work in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measured, work, *arguments).result()


def _measured(work: Callable[..., R], *arguments: object) -> Cost[R]:
    before, began = memory("VmRSS"), time.process_time()
    result = work(*arguments)
    return Cost(result, time.process_time() - began, memory("VmHWM") - before)


def memory(which: str) -> float:
    """Megabytes of this process: now (`VmRSS`) or at most so far (`VmHWM`); Linux only."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(which)) / 1024


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long it took, by the clock and of this process."""
    began, busy = time.perf_counter(), time.process_time()
    yield
    took, busy = time.perf_counter() - began, time.process_time() - busy
    print(f"  {what:<44}{took:>7.1f} s, of them {busy:.1f} s of this process")
