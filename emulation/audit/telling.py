"""An entry in plain words of the reader's language: the sentence, and what changed from what to what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, Field
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from emulation.audit.actions import ACTIONS
from emulation.audit.fields import FIELDS, FIELDS_OF

NOBODY = gettext_lazy("The system")
ERASED = gettext_lazy("(erased)")
NOTHING = "–"
EMPTY: tuple[Any, ...] = (None, "", [])
CODES: dict[tuple[str, str], Mapping[Any, Any]] = {}
YES_OR_NO = {"True": pgettext_lazy("a fact", "yes"), "False": pgettext_lazy("a fact", "no")}


def name_codes(subject_type: str, field: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """The words for the codes of a change that its subject's model has no choices for; said by its app."""
    CODES[subject_type, field] = dict(choices)


class Told(Protocol):
    """What the words are made from."""

    action: str
    actor_id: Any
    actor_name: str
    subject_type: str
    subject_name: str
    changes: Any
    erased_at: datetime | None


@dataclass(frozen=True)
class Line:
    """One change: the field in words, the value before and the value after; before is "" for a first value."""

    label: str
    before: str
    after: str


def actor_text(entry: Told) -> str | Promise:
    """The name copied at the time; “the system” for acts without a person."""
    if entry.erased_at is not None:
        return ERASED
    return entry.actor_name or NOBODY


def sentence(entry: Told) -> str:
    """The act in one sentence. A code of an older release that has no sentence any more stands for itself."""
    wording = ACTIONS.get(entry.action)
    if wording is None:
        return f"{actor_text(entry)}: {entry.action} – {entry.subject_name}"
    subject = ERASED if entry.erased_at is not None else entry.subject_name
    return str(wording) % {"actor": actor_text(entry), "subject": subject}


def lines(entry: Told) -> list[Line]:
    """What changed, in the order of the fields' names; what was empty and stayed so is nothing to tell."""
    changes = entry.changes if isinstance(entry.changes, dict) else {}
    told = []
    for name in sorted(changes):
        before, after = _pair(changes[name])
        if before in EMPTY and after in EMPTY:
            continue
        field = _field(entry.subject_type, name)
        codes = _codes(entry.subject_type, name, field)
        label = _label(entry.subject_type, name, field)
        told.append(Line(label, _words(before, codes, ""), _words(after, codes, NOTHING)))
    return told


def _pair(change: Any) -> tuple[Any, Any]:
    return (change[0], change[1]) if isinstance(change, list) and len(change) == 2 else (None, change)


def _field(subject_type: str, name: str) -> "Field[Any, Any] | None":
    try:
        field = apps.get_model(subject_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if isinstance(field, Field) else None


def _label(subject_type: str, name: str, field: "Field[Any, Any] | None") -> str:
    if (subject_type, name) in FIELDS_OF:
        return str(FIELDS_OF[subject_type, name])
    if name in FIELDS:
        return str(FIELDS[name])
    return str(field.verbose_name) if field is not None else name.replace("_", " ")


def _codes(subject_type: str, name: str, field: "Field[Any, Any] | None") -> Mapping[Any, Any]:
    told = CODES.get((subject_type, name), {})
    if isinstance(field, BooleanField):
        return {**told, **YES_OR_NO}
    return {**(dict(field.flatchoices) if field is not None else {}), **told}


def _words(value: Any, codes: Mapping[Any, Any], empty: str) -> str:
    if value in EMPTY:
        return empty
    if isinstance(value, bool):
        return pgettext("a fact", "yes") if value else pgettext("a fact", "no")
    if isinstance(value, list):
        return ", ".join(_words(part, codes, NOTHING) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_words(part, {}, NOTHING)}" for key, part in value.items())
    if value in codes:
        return str(codes[value])
    return _dated(str(value))


def _dated(text: str) -> str:
    """Dates and times of the log as offices write them; any other text unchanged."""
    if not (len(text) >= 10 and text[:4].isdigit() and text[4] == "-" and text[7] == "-"):
        return text
    try:
        if len(text) == 10:
            return f"{date.fromisoformat(text):%d/%m/%Y}"
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{timezone.localtime(moment) if timezone.is_aware(moment) else moment:%d/%m/%Y %H:%M}"
