"""What a query of data is answered with, out of a source that is made up."""

from __future__ import annotations

from factories.statistics import MadeSource, a_registry
from lmis.exchange.answers import Answer, checked_shape, trimmed
from lmis.exchange.asking import Api, DataQuery, query_of
from lmis.exchange.observations import selected
from lmis.exchange.selecting import selection_of

FLOW = "DF_PES_SEEK_STK"


def an_answer(key: str = "all", api: Api = "2.1", **parameters: str) -> Answer:
    """The answer to a query of one dataflow."""
    path = f"data/{FLOW}/{key}" if api == "2.1" else f"data/dataflow/LMIS/{FLOW}/1.0/{key}"
    return answered(api, path, **parameters)


def answered(api: Api, path: str, **parameters: str) -> Answer:
    """The answer to any query of data; `c_SEX` stands for `c[SEX]`."""
    given = [(f"c[{name[2:]}]" if name.startswith("c_") else name, value) for name, value in parameters.items()]
    query = query_of(api, path, given)
    assert isinstance(query, DataQuery)
    source = MadeSource()
    registry = a_registry(source)
    flow = registry.flow(query.flow, query.agency, query.version)
    wanted = selection_of(query, flow)
    series = selected(flow, source.series(flow, wanted), wanted)
    kept = trimmed(series, values=query.values, attributes=query.attributes)
    return Answer(flow, registry, kept, checked_shape(flow, query.at), query.attributes)
