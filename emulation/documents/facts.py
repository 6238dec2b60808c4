"""What a paper is called, and what anybody may know of it who checks its code: what the paper itself publishes.

Never a date of birth, never a personal number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emulation.vietnamese import fold

Facts = list[tuple[str | Promise, str]]
DECISION = "Quyết định"


def full_name(payload: Mapping[str, Any]) -> str:
    """ "Ông Đặng Công Ân", "Hợp tác xã Mỹ Lộc": the recipient as printed."""
    return f"{payload.get('honorific', '')} {payload['recipient']}".strip()


def titled(payload: Mapping[str, Any]) -> str:
    """Kind and subject in one line: "Giao ước thi đua năm 2026", "Biên bản bàn giao nhiệm vụ Cụm trưởng …".

    A decision has no kind of its own in its payload. The subject goes on in small letters unless it begins with a
    name ("Cụm Tây Nam …", "HTX …"), and does not say the kind again.
    """
    kind, subject = (payload.get("kind") or DECISION).capitalize(), payload["summary"]
    if fold(subject).startswith(fold(kind)):
        return subject
    first, _space, rest = subject.partition(" ")
    common = first.istitle() and not rest[:1].isupper()
    return f"{kind} {subject[:1].lower() + subject[1:] if common else subject}"


def certificate_title(kind: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda payload: f"{kind} – {full_name(payload)}"


def certificate_facts(payload: Mapping[str, Any]) -> Facts:
    """As the annexed list publishes them: position and unit of a person, the address of a collective."""
    details = payload.get("details", "")
    label = _("Position, unit") if payload["kind"] == "individual" else _("Address")
    return [
        (_("Awarded to"), full_name(payload)),
        *([(label, details)] if details else []),
        (_("Award"), payload["award"]),
        (_("Achievement"), payload["achievement"]),
        (_("Decision"), f"{payload['decision_number']} ({payload['decision_date']})"),
        (_("Issued by"), payload["issuer"]),
    ]


def decision_facts(payload: Mapping[str, Any]) -> Facts:
    return [*_headed(payload), (_("Issued by"), payload["issuer"])]


def text_facts(payload: Mapping[str, Any]) -> Facts:
    """Of a text laid for signature: nobody has issued it by that."""
    return [*_headed(payload), (_("Laid for signature by"), payload["issuer"])]


def _headed(payload: Mapping[str, Any]) -> Facts:
    return [
        (_("Document"), titled(payload)),
        *([(_("Number and symbol"), payload["number"])] if payload["number"] else []),
        (_("Place and date"), payload["place_date"]),
    ]


def form_facts(payload: Mapping[str, Any]) -> Facts:
    """Of a form: ballot papers by their kind, tables of statistics by their name alone."""
    called = titled(payload) if payload.get("kind") else payload["summary"]
    return [(_("Document"), called), (_("Issued by"), payload["issuer"])]
