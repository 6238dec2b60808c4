"""What makes two nominations the same, and by what a nomination is found."""

import hashlib
import json

from emulation.organisations.names import search_form
from emulation.vietnamese import fold

INDIVIDUAL, COLLECTIVE, HOUSEHOLD = "I", "C", "H"


def fingerprint(kind: str, name: str, birth_year: int | None, unit_id: int, form_code: str) -> str:
    """SHA-256 (64 hex digits) of who is proposed for what; equal for equal subjects in any campaign.

    Case, accents, spaces and, in names of collectives, usual abbreviations (HTX, QTDND) do not matter.
    """
    year = birth_year if kind == INDIVIDUAL else None
    parts = json.dumps([kind, folded_name(kind, name), year, unit_id, form_code], ensure_ascii=False)
    return hashlib.sha256(parts.encode()).hexdigest()


def folded_name(kind: str, name: str) -> str:
    """The form in which names of subjects of one kind are compared."""
    return search_form(name) if kind == COLLECTIVE else fold(name)


def search_text(name: str, unit_name: str, title: str) -> str:
    """The folded text of a nomination in which words are sought; at most 600 characters."""
    return fold(" ".join(part for part in (name, unit_name, title) if part))[:600]
