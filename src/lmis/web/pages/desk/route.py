"""A page of those who signed in: named after its function, and no part of the document of the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi.routing import APIRoute


class DeskRoute(APIRoute):
    """A route whose function returns a page; its policy is declared as that of an operation."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Name it, and leave it out of the document."""
        named = {"operation_id": f"page-{endpoint.__name__.replace('_', '-')}", "include_in_schema": False}
        super().__init__(path, endpoint, **(options | named | {"response_model": None}))
