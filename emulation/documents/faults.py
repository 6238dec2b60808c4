"""What is wrong with a payload, for the person who issues: the field by its name, whose line it is, what to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.documents.facts import full_name
from emulation.documents.schemas import Path, PayloadRefused, Problem
from emulation.verdicts import Refused

FIELDS = {
    "achievement": gettext_lazy("achievement"),
    "annex": gettext_lazy("annexed list"),
    "annex.reference": gettext_lazy("reference of the annexed list to its decision"),
    "annex.sections": gettext_lazy("sections of the annexed list"),
    "annex.sections.form": gettext_lazy("form of commendation"),
    "annex.title": gettext_lazy("title of the annexed list"),
    "articles": gettext_lazy("articles of the decision"),
    "authority": gettext_lazy("who decides"),
    "award": gettext_lazy("form of commendation"),
    "birth_year": gettext_lazy("year of birth"),
    "decision_date": gettext_lazy("date of the decision"),
    "decision_number": gettext_lazy("number of the decision"),
    "details": gettext_lazy("position and unit, or address"),
    "evidence": gettext_lazy("record of the signatures"),
    "golden_book": gettext_lazy("number in the golden book"),
    "grounds": gettext_lazy("legal grounds"),
    "honorific": gettext_lazy("honorific"),
    "issuer": gettext_lazy("deciding body"),
    "name": gettext_lazy("name"),
    "number": gettext_lazy("number and symbol"),
    "paper": gettext_lazy("paper size"),
    "place_date": gettext_lazy("place and date"),
    "post": gettext_lazy("position"),
    "proposal": gettext_lazy("line of the proposal"),
    "recipient": gettext_lazy("name"),
    "recipients": gettext_lazy("to whom the decision goes"),
    "signature": gettext_lazy("signature"),
    "signature.lines": gettext_lazy("line of power and office above the signature"),
    "signature.name": gettext_lazy("name of the signatory"),
    "summary": gettext_lazy("summary of the decision"),
    "superior": gettext_lazy("body above the deciding body"),
    "title": gettext_lazy("honorific"),
    "unit": gettext_lazy("unit"),
}
"""What a value of a payload is called, by its whole path or by its last key."""

FAULTS = {
    "empty": gettext_lazy("%(field)s: is missing"),
    "missing": gettext_lazy("%(field)s: is missing"),
    "long": gettext_lazy("%(field)s: longer than %(limit)s characters"),
    "choice": gettext_lazy("%(field)s: must be one of %(choices)s"),
    "whole": gettext_lazy("%(field)s: must be a whole number from %(low)s to %(high)s"),
    "entries": gettext_lazy("%(field)s: %(least)s to %(most)s entries are needed"),
    "letters": gettext_lazy("%(field)s: the document fonts have no letter for %(letters)s"),
    "room": gettext_lazy(
        "too long for the certificate even in the smallest letters: shorten name, position or achievement"
    ),
}
ELSEWHERE = gettext_lazy("layout of the paper")
OTHERWISE = gettext_lazy("%(field)s: cannot be printed as it is")


@contextmanager
def unfit_refused() -> Iterator[None]:
    """Around an issue: raises Refused, saying what does not fit on which paper, where a payload is refused."""
    try:
        yield
    except PayloadRefused as unfit:
        faults = "; ".join(in_words(unfit)[:5])
        raise Refused(_("The papers cannot be printed: %(faults)s.") % {"faults": faults}) from unfit


def in_words(unfit: PayloadRefused) -> list[str]:
    """One sentence a fault, in the reader's language."""
    return [_in_words(problem, unfit.payload) for problem in unfit.problems]


def _in_words(problem: Problem, payload: Any) -> str:
    sentence = FAULTS.get(problem.code, OTHERWISE)
    fault = str(sentence) % {**problem.values, "field": _field(problem.path)}
    name = _name(problem.path, payload)
    return _("%(name)s – %(fault)s") % {"name": name, "fault": fault} if name else fault


def _field(path: Path) -> str:
    """The field in words; a line of several with its number."""
    keys = [step for step in path if isinstance(step, str)]
    # From the whole path to the last key alone; then what the value is part of.
    ways = [".".join(keys[start:]) for start in range(len(keys))]
    ways += [key for key in reversed(keys)]
    field = next((str(FIELDS[way]) for way in ways if way in FIELDS), str(ELSEWHERE))
    if path and isinstance(path[-1], int):
        return _("%(field)s, line %(number)s") % {"field": field, "number": path[-1] + 1}
    return field


def _name(path: Path, payload: Any) -> str:
    """Whose certificate or line of the list it is; "" for what belongs to nobody."""
    if isinstance(payload, Mapping) and payload.get("recipient"):
        return full_name(payload)
    value = payload
    for before, step in zip(("", *path), path, strict=False):
        try:
            value = value[step]
        except (LookupError, TypeError):
            return ""
        if before == "rows" and isinstance(value, Mapping):
            return f"{value.get('title', '')} {value.get('name', '')}".strip()
    return ""
