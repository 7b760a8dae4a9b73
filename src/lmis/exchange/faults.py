"""What a query for statistics can be refused for; the doors know the status codes and the words."""

from __future__ import annotations

from lmis.errors import Invalid, LmisError, NotFound


class NothingFound(NotFound):
    """There is no such structure here."""


class NoObservations(NotFound):
    """No data match this query."""


class QueryNotUnderstood(Invalid):
    """This query cannot be understood."""


class FormatNotOffered(LmisError):
    """None of the formats that were asked for is offered."""


class NotOffered(LmisError):
    """This service does not offer that."""
