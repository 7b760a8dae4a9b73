"""Commands about staff, their passwords, and the keys of counters' own software."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, SecretStr, StringConstraints

from lmis.commands.base import Command
from lmis.vocabulary import Language, Ref, Role, ShortText

LoginName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{1,59}$")]
Password = Annotated[SecretStr, Field(min_length=12, max_length=200)]


class AddStaff(Command):
    """A member of staff gets an account with a first password, to be changed at the first sign-in."""

    login: LoginName
    name: ShortText
    role: Role
    office: ShortText
    language: Language = Language.EN
    first_password: Password


class SignIn(Command):
    """Sign in with login and password."""

    login: ShortText
    password: SecretStr


class ChangePassword(Command):
    """Change one's own password."""

    old_password: SecretStr
    new_password: Password


class ResetPassword(Command):
    """An administrator gives a new first password; every session of that account ends."""

    staff: UUID
    first_password: Password


class EndAccount(Command):
    """An account is closed; every session and key of it ends."""

    staff: UUID


class AddApiKey(Command):
    """A key for a counter's own software, shown once."""

    label: ShortText


class RevokeApiKey(Command):
    """A key stops working."""

    key: Ref
