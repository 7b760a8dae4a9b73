"""SDMX: 100,000 observations out in every format, beside the two libraries, and the service over published editions.

`python -m benchmarks.sdmx [--observations 100000] [--libraries]`: goals: 100,000 observations leave in at
most 2 s, the first byte in at most 200 ms, and memory does not grow with them.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from benchmarks.sdmx_served import served
from lmis.exchange.answers import Answer
from lmis.exchange.flows import Flow, flows_of
from lmis.exchange.media import DATA, STRUCTURES, Format
from lmis.exchange.messages import Head
from lmis.exchange.observations import Observation, Selection, Series, region_of
from lmis.exchange.registry import Registry
from lmis.exchange.structures import Item
from lmis.exchange.writing import written_data, written_structures
from lmis.exchange.xml import in_chunks
from lmis.indicators.catalogue import CATALOGUE
from lmis.indicators.definitions.register import REGISTER
from lmis.locale.names import names_of, names_under

HEAD = Head(datetime(2026, 10, 5, 2, 0, tzinfo=UTC))
SECONDS, FIRST = 2.0, 0.2
FLOW = "DF_PES_SEEK_STK"
PERIODS = 20
CODES = {"sex": ("F", "M"), "province": tuple(f"KH{at:02}" for at in range(1, 26)),
         "occupation": tuple(map(str, range(1, 10))), "sector": tuple("ABCDEFGHIJKLMNOPQRSTU"),
         "age_group": ("Y15-24", "Y25-34", "Y35-44", "Y45-54", "Y55-64", "YGE65")}  # fmt: skip


class Many:
    """So many observations, with bounds, twenty periods to a series."""

    def __init__(self, observations: int) -> None:
        self.observations = observations

    def flows(self) -> Sequence[Flow]:
        return flows_of(REGISTER, CATALOGUE, names_of)

    def codes(self, origin: str, column: str) -> Iterable[Item]:
        return [Item(code, names_under(column, code)) for code in CODES.get(column, ())]

    def series(self, flow: Flow, wanted: Selection) -> Iterator[Series]:
        periods = [f"{2021 + at // 4}-Q{at % 4 + 1}" for at in range(PERIODS)]
        names = list(CODES)
        for at in range(-(-self.observations // PERIODS)):
            cell, rest = {}, at
            for name in names:
                cell[name] = CODES[name][rest % len(CODES[name])]
                rest //= len(CODES[name])
            told = [
                Observation(
                    period,
                    at + place / 7,
                    ("P", "F", at + place / 9, at + place / 5, "PES", "Edition 2 of Quarter 3 of 2026, Preliminary"),
                )
                for place, period in enumerate(periods)
            ]
            yield Series(flow.key("KHM", "Q", cell), flow.series_attributes(), told)

    def answer(self) -> Answer:
        registry = Registry(
            self.flows(), self.codes, names_under, lambda flow: region_of(flow, self.series(flow, Selection()))
        )
        flow = registry.flow(FLOW)
        return Answer(flow, registry, self.series(flow, Selection()))


def measured(made: Callable[[], Iterator[bytes]]) -> tuple[float, float, float, int]:
    """Seconds until the first bytes and until the last, of these in the processor, and how many bytes."""
    began, worked = time.perf_counter(), time.process_time()
    chunks = made()
    size = len(next(chunks))
    first = time.perf_counter() - began
    for chunk in chunks:
        size += len(chunk)
    return first, time.perf_counter() - began, time.process_time() - worked, size


def peak(made: Callable[[], Iterator[bytes]]) -> float:
    """The most memory that writing took, in MB."""
    chunks = made()
    next(chunks)
    tracemalloc.start()
    for _ in chunks:
        pass
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return most


def ours(observations: int) -> None:
    """Every format of data, by our writers."""
    print(f"{'ours':<44}{'first ms':>9}{'s':>7}{'cpu s':>7}{'MB out':>8}{'MB held':>9}{'MB held, a tenth':>18}")
    for form in DATA:
        if "timeseries" in form.type:
            continue

        def made(form: Format = form, many: int = observations) -> Iterator[bytes]:
            return in_chunks(written_data(Many(many).answer(), HEAD, form))

        answer = Many(observations).answer()
        first, took, worked, size = measured(
            lambda form=form, answer=answer: in_chunks(written_data(answer, HEAD, form))
        )
        held, tenth = peak(made), peak(lambda made=made: made(many=observations // 10))
        kept = "" if took <= SECONDS and first <= FIRST else "  MISSED"
        name = form.media.removeprefix("application/vnd.sdmx.")
        told = f"{name:<44}{first * 1000:>9.0f}{took:>7.2f}{worked:>7.2f}{size / 1e6:>8.1f}"
        print(f"{told}{held:>9.1f}{tenth:>18.1f}{kept}", flush=True)


def structures() -> None:
    """Every structure, by our writers; and the same by sdmx1."""
    registry = Many(1000).answer().registry
    from lmis.exchange.asking import EVERY, StructureQuery

    kinds = tuple(kind for kind in EVERY if kind != "contentconstraint")  # sdmx1 cannot write ranges of time
    wanted = registry.answer(StructureQuery(kinds))
    for form in STRUCTURES:
        _, took, worked, size = measured(lambda form=form: in_chunks(written_structures(wanted, HEAD, form)))
        print(f"structures, {form.name} {form.version}: {took:.2f} s ({worked:.2f} cpu s), {size / 1e6:.2f} MB")
    import sdmx

    message = b"".join(in_chunks(written_structures(wanted, HEAD, STRUCTURES[0])))
    read: Any = sdmx.read_sdmx(BytesIO(message))
    began = time.process_time()
    size = len(sdmx.to_xml(read))
    print(f"structures, 2.1 by sdmx1: {time.process_time() - began:.2f} cpu s, {size / 1e6:.2f} MB")


def libraries(observations: int) -> None:
    """The same observations by the libraries, out of what they read of ours."""
    import sdmx
    from pysdmx.io import read_sdmx, write_sdmx
    from pysdmx.io.format import Format as Their

    def ours_as(name: str) -> bytes:
        form = next(one for one in DATA if one.media.endswith(name))
        return b"".join(in_chunks(written_data(Many(observations).answer(), HEAD, form)))

    (data,) = read_sdmx(ours_as("data+csv;version=2.0.0").decode()).data
    query: Any = [(one, False) for one in Many(10).answer().registry._held.values()]
    written = b"".join(in_chunks(written_structures(query, HEAD, STRUCTURES[0]))).decode()
    structures_ = read_sdmx(written)
    flow = next(one for one in structures_.get_dataflows() if one.id == FLOW)
    dsd = next(one for one in structures_.get_data_structure_definitions() if one.short_urn in str(flow.structure))
    data.structure = dsd.to_schema()
    for name in ("DATA_SDMX_ML_2_1_GEN", "DATA_SDMX_ML_2_1_STR", "DATA_SDMX_ML_3_0", "DATA_SDMX_CSV_2_0_0"):
        began = time.process_time()
        made = write_sdmx([data], getattr(Their, name)) or ""
        print(f"pysdmx {name}: {time.process_time() - began:.2f} cpu s, {len(made) / 1e6:.1f} MB", flush=True)
    read: Any = sdmx.read_sdmx(BytesIO(ours_as("genericdata+xml;version=2.1")))
    began = time.process_time()
    size = len(sdmx.to_xml(read))
    print(f"sdmx1 2.1 generic: {time.process_time() - began:.2f} cpu s, {size / 1e6:.1f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--observations", type=int, default=100_000)
    parser.add_argument("--libraries", action="store_true")
    given = parser.parse_args()
    ours(given.observations)
    structures()
    served(given.observations)
    if given.libraries:
        libraries(given.observations)


if __name__ == "__main__":
    main()
