"""Who ranks the blocks of a night: the cores of this machine, or a Dask cluster. The result is the same, in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, Final

from lmis.errors import Conflict, Invalid
from lmis.matching.engine.blocks import Asked, Ranked, rank_block
from lmis.matching.engine.engine import Engine
from lmis.matching.weights import Weights

Block = Sequence[Asked]
Crew = Callable[[Engine, Iterator[Block], Weights, int], Iterator[Ranked]]

AHEAD: Final = 4
"""Blocks that wait for each core."""
ATTEMPTS: Final = 10
"""How often a block that was lost with its worker is given to another one."""


class NoCluster(Invalid):
    """No Dask scheduler answers at this address."""


class ClusterMissing(Invalid):
    """The library for clusters is not installed here."""


class ClusterLost(Conflict):
    """The cluster lost its workers again and again; nothing was written."""


def on_this_machine(engine: Engine, blocks: Iterator[Block], weights: Weights, top: int) -> Iterator[Ranked]:
    """Rank on every core: the search lets other threads run."""
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores, "match") as pool:
        waiting = [pool.submit(rank_block, engine, block, weights, top) for block in islice(blocks, cores * AHEAD)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(rank_block, engine, block, weights, top) for block in islice(blocks, 1)]


def on_cluster(address: str) -> Crew:
    """Rank on the workers of a Dask cluster, which is asked before anybody is read; each gets the engine once.

    Raises:
        ClusterMissing: the extra `cluster` is not installed.
        NoCluster: nobody answers there.
    """
    try:
        import distributed
    except ImportError:
        raise ClusterMissing(extra="cluster") from None

    def connect() -> Any:
        try:
            return distributed.Client(address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError):
            raise NoCluster(address=address) from None

    connect().close()

    def crew(engine: Engine, blocks: Iterator[Block], weights: Weights, top: int) -> Iterator[Ranked]:
        with connect() as client:
            yield from _ranked(client, engine, blocks, weights, top)

    return crew


def _ranked(client: Any, engine: Engine, blocks: Iterator[Block], weights: Weights, top: int) -> Iterator[Ranked]:
    """The blocks in order; what is lost with a worker is done again by another."""
    held = _Held(client, engine)
    waiting: list[tuple[Block, Any]] = []
    while True:
        cores = max(sum(client.nthreads().values()), 1)
        more = islice(blocks, max(cores * AHEAD - len(waiting), 0))
        waiting += [(block, held.submit(block, weights, top)) for block in more]
        if not waiting:
            return
        block, future = waiting.pop(0)
        for _ in range(ATTEMPTS):
            try:
                ranked: Ranked = future.result()
                break
            except held.lost:
                held.give_out()
                future = held.submit(block, weights, top)
        else:
            raise ClusterLost(address=client.scheduler.address if client.scheduler else "")
        yield ranked


class _Held:
    """The engine on the workers; given out again when it was lost with one."""

    def __init__(self, client: Any, engine: Engine) -> None:
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        self.client, self.engine = client, engine
        self.lost = (KilledWorker, CancelledError, KeyError)
        self.give_out()

    def give_out(self) -> None:
        self.future = self.client.scatter(self.engine, broadcast=True, hash=False)

    def submit(self, block: Block, weights: Weights, top: int) -> Any:
        return self.client.submit(rank_block, self.future, list(block), weights, top, pure=False)
