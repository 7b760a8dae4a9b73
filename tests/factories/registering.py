"""Hearing how many people an import registers, whichever way it goes about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lmis.services.carrying_out import SERVICES
from lmis.services.newcomers import Newcomers


def hear(monkeypatch: pytest.MonkeyPatch, told: Callable[[int], object]) -> None:
    """Tell how many rows are carried out, in the transaction of that: one after the other, or together."""
    singly, together = SERVICES["RegisterSeeker"], Newcomers.register

    def register_singly(session: Any, by: Any, commands: Any) -> Any:
        told(len(commands))
        return singly(session, by, commands)

    def register_together(self: Newcomers, session: Any, by: Any, ready: Any) -> Any:
        made = together(self, session, by, ready)
        if made:
            told(len(made))
        return made

    monkeypatch.setitem(SERVICES, "RegisterSeeker", register_singly)
    monkeypatch.setattr(Newcomers, "register", register_together)
