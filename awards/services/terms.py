"""What is typed into a decision, and what a choice of signatory means for the foot of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from awards.selectors.authority import head_of
from emulation.merging import merge
from emulation.organisations.models import Organisation, Post
from emulation.organisations.offices import Office


@dataclass(frozen=True)
class DecisionTerms:
    """What is typed into a decision; names, posts and the list come from the records."""

    summary: str
    number: str = ""
    signed_on: date | None = None
    place: str = ""
    grounds: str = ""
    proposal: str = ""
    funding: str = ""
    signatory: Post | None = None
    signatory_name: str = ""
    signatory_office: str = ""
    signing_power: str = ""
    paper: str = "A3"


@dataclass(frozen=True)
class Foot:
    """The foot of a decision as one value: of two people who change it, one changes it as a whole."""

    signatory: Post | None
    signatory_name: str
    signatory_office: str
    signing_power: str

    def __str__(self) -> str:
        return ", ".join(
            part for part in (self.signatory_name, self.signing_power, self.signatory_office) if part
        )


AT_THE_FOOT = ("signatory_name", "signatory_office", "signing_power")
"""What follows the signatory: a choice between two signatories is a choice of these too."""


def usual_power(post: Post, body: Organisation) -> str:
    """«KT. CHỦ TỊCH» for a deputy, who signs in the head's place (ký thay); "" for the head."""
    return f"KT. {head_of(body).upper()}" if post.office == Office.DEPUTY else ""


def with_signatory(terms: DecisionTerms, base: DecisionTerms, body: Organisation) -> DecisionTerms:
    """The terms with the name, office and line of power that belong to their signatory.

    `base` is what the person saw. What stood above somebody else's signature never stands above that of a new
    signatory, unless other words were typed together with the choice; without a signatory the foot is empty.
    """
    post = terms.signatory
    chosen = post != base.signatory
    office = _retyped(terms.signatory_office, base.signatory_office) if chosen else terms.signatory_office
    power = _retyped(terms.signing_power, base.signing_power) if chosen else terms.signing_power
    if post is None:
        name = "" if chosen else terms.signatory_name
        return replace(terms, signatory_name=name, signatory_office=office, signing_power=power)
    return replace(
        terms,
        signatory_name=post.person.full_name,
        signatory_office=office or post.title,
        signing_power=power or (usual_power(post, body) if chosen else ""),
    )


def _retyped(typed: str, seen: str) -> str:
    """Words typed anew; "" for those that were there already."""
    return "" if typed.strip() == seen else typed


def merged(base: DecisionTerms, mine: DecisionTerms, theirs: DecisionTerms) -> DecisionTerms:
    """Both people's changes; raises merging.Clash, under "signatory" with the two feet."""
    values = merge(_with_foot(base), _with_foot(mine), _with_foot(theirs))
    foot: Foot = values.pop("signatory")
    return DecisionTerms(**values, **{field.name: getattr(foot, field.name) for field in fields(foot)})


def with_foot_of(terms: DecisionTerms, other: DecisionTerms) -> DecisionTerms:
    """The terms with the whole foot of the others."""
    return replace(terms, **{name: getattr(other, name) for name in ("signatory", *AT_THE_FOOT)})


def _with_foot(terms: DecisionTerms) -> Mapping[str, Any]:
    values = {field.name: getattr(terms, field.name) for field in fields(terms)}
    foot = Foot(values["signatory"], *(values.pop(name) for name in AT_THE_FOOT))
    return values | {"signatory": foot}
