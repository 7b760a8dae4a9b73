"""The words of a text, by the dictionaries and rules of ICU: Khmer and Lao write none apart."""

from __future__ import annotations

from icu4py.breakers import WordBreaker

from lmis.vocabulary import Language


def words(text: str, language: Language = Language.EN) -> list[str]:
    """The words of a text in order, as they were typed; spaces, punctuation and signs are left out.

    Any mixture of scripts is parted: each script finds its own dictionary, and `language` decides only what
    languages of one script do differently. A zero-width space ends a word. Break the normal form of a text
    (`normal`) to get the same words from each of its spellings.

    Source: UAX #29 (word boundaries) and the Khmer and Lao dictionaries of ICU.
    """
    return [word for word in WordBreaker(_well_formed(text), language.value) if any(map(str.isalnum, word))]


def _well_formed(text: str) -> str:
    """Half a surrogate pair, which ICU does not take, as the replacement character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
