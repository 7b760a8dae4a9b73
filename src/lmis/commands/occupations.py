"""Commands about job titles that nobody is certain of."""

from __future__ import annotations

from lmis.commands.base import Command, Value
from lmis.vocabulary import IscoCode, LanguageCode, LongText, Ref, ShortText


class JobTitle(Value):
    """A job title as it was typed, with what else is known of the work."""

    title: ShortText
    duties: LongText | None = None
    industry: ShortText | None = None
    language: LanguageCode | None = None


class AskOccupation(Command):
    """Put a job title before a person who knows occupations."""

    title: ShortText
    duties: LongText | None = None
    industry: ShortText | None = None
    language: LanguageCode | None = None


class AnswerQuestion(Command):
    """This is the occupation that the title names; the coder learns it."""

    question: Ref
    occupation: IscoCode


class DismissQuestion(Command):
    """The title names no occupation, or nobody can tell which."""

    question: Ref
