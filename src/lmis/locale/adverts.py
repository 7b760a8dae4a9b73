"""What is said of an advert that asks for a person instead of for work: to whoever answers for it, as advice."""

from __future__ import annotations

from lmis.fairness.adverts import Finding
from lmis.locale.catalogue import filled, keyed
from lmis.vocabulary import Language


def finding_words(finding: Finding, language: Language) -> str:
    """A sentence with the words that were found, why they should go, and what to write instead where that is known."""
    template = keyed("advert_flag", finding.kind, language) or "{text}"
    return filled(template, {"text": " ".join(finding.text.split()), "neutral": finding.neutral})
