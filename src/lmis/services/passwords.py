"""Passwords: hashed with Argon2id, compared in the same time whether the login is known or not."""

from __future__ import annotations

import hashlib
import secrets
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

TOKEN_BYTES: Final = 32
HASHER: Final = PasswordHasher()
"""Argon2id with the parameters that RFC 9106 recommends for machines with little memory."""


def hash_password(password: str) -> str:
    """The hash that is kept in place of a password."""
    return HASHER.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether the password is the one that was hashed; where nothing is kept, the same work is done in vain."""
    try:
        return HASHER.verify(kept or _of_nobody(), password) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


@lru_cache
def _of_nobody() -> str:
    return HASHER.hash(secrets.token_hex(TOKEN_BYTES))


def new_token() -> str:
    """A random token of 32 bytes, in letters that a header can carry."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> bytes:
    """What is kept of a token: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode()).digest()
