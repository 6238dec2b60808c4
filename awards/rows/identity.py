"""What makes two nominations the same, and by what a nomination is found."""

import hashlib
import json
from functools import lru_cache

from emulation.organisations.names import name_key, search_form
from emulation.vietnamese import fold, nfc, sort_key

INDIVIDUAL, COLLECTIVE, HOUSEHOLD = "I", "C", "H"
LONGEST_NAME = 300
"""Characters kept of a name in the form in which names are compared; abbreviations are spelt out there."""


def fingerprint(kind: str, name: str, birth_year: int | None, unit_id: int, form_code: str) -> str:
    """SHA-256 (64 hex digits) of who is proposed for what; equal for equal subjects in any campaign.

    Case and spaces do not matter, nor, in names of collectives, the usual abbreviations (HTX, QTDND). Accents
    do: Tuấn and Tuân are two people. What differs by accents alone is shown as a likely duplicate instead.
    """
    year = birth_year if kind == INDIVIDUAL else None
    parts = json.dumps([kind, plain_name(kind, name), year, unit_id, form_code], ensure_ascii=False)
    return hashlib.sha256(parts.encode()).hexdigest()


def likely_key(kind: str, folded: str, unit: object) -> tuple[str, str, object]:
    """What likely duplicates share besides a year of birth; a collective is its unit, whatever it is called."""
    return (kind, "" if kind == COLLECTIVE else folded, unit)


def may_be_one_birth(first: int | None, second: int | None) -> bool:
    """Whether two years of birth may be those of one person: a missing one contradicts nothing."""
    return first is None or second is None or first == second


def plain_name(kind: str, name: str) -> str:
    """The form in which two names of one kind are the same name: letters and accents, without case and spaces."""
    return search_form(name) if kind == COLLECTIVE else " ".join(nfc(name).casefold().split())


def folded_name(kind: str, name: str) -> str:
    """The form in which names of subjects of one kind are compared."""
    return search_form(name) if kind == COLLECTIVE else fold(name)


def search_text(name: str, unit_name: str, title: str) -> str:
    """The folded text of a nomination in which words are sought; at most 600 characters."""
    return fold(" ".join(part for part in (name, unit_name, title) if part))[:600]


@lru_cache(maxsize=100_000)
def order_key(kind: str, name: str) -> str:
    """By what a list is sorted: people by given, middle and family name, other subjects from the first word on."""
    return sort_key(name) if kind == INDIVIDUAL else name_key(name)
