"""The page's side of two people saving one object: what I saw, what we both changed, which value I choose.

The values a person began from travel signed in the hidden field `base`. After a clash the page shows both
values of each field; `keep_<field>` = "theirs" takes the other's, anything else keeps what is typed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, get_args, get_type_hints

from django import forms
from django.core import signing
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from emulation.attempts import attempt
from emulation.merging import Clash

Words = TypeVar("Words")
Done = TypeVar("Done")
SALT = "clashes.base"


def frozen_base(
    request: HttpRequest, stored: Any, *, of: Model, clashes: Sequence[Mapping[str, Any]] = ()
) -> str:
    """The signed values the person began from, through a save that failed as well.

    Only the fields that are asked about after a clash begin anew from what is stored: a field that the other
    changed and this person did not touch must not pass for a change of theirs.
    """
    began = base_of(request, stored, of=of)
    if began is None:
        return signing.dumps(_plain(stored), salt=_salt(of))
    asked = {row["name"]: getattr(stored, row["name"]) for row in clashes}
    return signing.dumps(_plain(replace(began, **asked)), salt=_salt(of))


def base_of(request: HttpRequest, stored: Words, *, of: Model) -> Words | None:
    """The values that this person began from; None where they are missing, spoilt or of another object.

    Whoever cannot say what was seen must look again: nobody overwrites silently.
    """
    try:
        seen: dict[str, Any] = signing.loads(request.POST.get("base", ""), salt=_salt(of))
    except signing.BadSignature:
        return None
    hints = get_type_hints(type(stored))
    if seen.keys() != _plain(stored).keys():
        return None
    return type(stored)(**{name: _revived(value, hints[name]) for name, value in seen.items()})


def _salt(of: Model) -> str:
    return f"{SALT}.{of._meta.label_lower}.{of.pk}"


def resolved(request: HttpRequest, typed: Words, stored: Words) -> Words:
    """The typed values, with the stored one wherever the person chose theirs."""
    theirs = {
        name: getattr(stored, name) for name in _plain(stored) if request.POST.get(f"keep_{name}") == "theirs"
    }
    merged = {field.name: getattr(typed, field.name) for field in fields(typed)}  # type: ignore[arg-type]
    return type(typed)(**{**merged, **theirs})


def clash_rows(clash: Clash, form: forms.Form) -> list[dict[str, Any]]:
    """One row for each field that both changed: its label, their value, mine.

    What several fields make up together has its label in the form's `together`, {name: label}.
    """
    together: Mapping[str, Any] = getattr(form, "together", {})
    labels = {**{name: field.label for name, field in form.fields.items()}, **together}
    return [
        {
            "name": name,
            "label": labels[name],
            "theirs": _in_words(form.fields.get(name), theirs),
            "mine": _in_words(form.fields.get(name), mine),
        }
        for name, (theirs, mine) in clash.fields.items()
        if name in labels
    ]


def save_over(
    request: HttpRequest,
    form: forms.Form,
    typed: Words,
    stored: Words,
    *,
    of: Model,
    act: Callable[[Words, Words], Done],
) -> tuple[Done | None, list[dict[str, Any]]]:
    """(what `act(terms, base)` returned, or None where it was refused on the form; the rows to choose from).

    `typed` is what the form holds, `stored` what is stored now. `act` raises merging.Clash for fields that
    both changed.
    """
    base, terms = base_of(request, stored, of=of), resolved(request, typed, stored)
    if base is None:
        form.add_error(None, _("Look at what is stored now, then save again."))
        return None, unseen(stored, terms, form)
    try:
        return attempt(form, lambda: act(terms, base)), []
    except Clash as clash:
        return None, clash_rows(clash, form)


def _in_words(field: forms.Field | None, value: Any) -> Any:
    """The value as the field shows it: the label of a choice, several objects or pairs in one line."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {one}" for key, one in value.items())
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: Any = field.choices
        return dict(choices).get(value, value)
    return value


def unseen(stored: Any, typed: Any, form: forms.Form) -> list[dict[str, Any]]:
    """Every field that differs, for a save that cannot say from what it began: each asks which value stays."""
    names = [name for name in _plain(stored) if getattr(stored, name) != getattr(typed, name)]
    return clash_rows(
        Clash(stored, {name: (getattr(stored, name), getattr(typed, name)) for name in names}), form
    )


def _plain(words: Any) -> dict[str, Any]:
    return {field.name: _value(getattr(words, field.name)) for field in fields(words)}


def _value(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _value(one) for key, one in value.items()}
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _revived(value: Any, hint: Any) -> Any:
    """An id, several ids, a number, pairs or a date of the hidden field as the objects they stand for."""
    if value is None:
        return None
    if isinstance(value, dict):
        of_key, of_value = get_args(hint)
        return {of_key(key): _revived(one, of_value) for key, one in value.items()}
    kinds = [kind for kind in (hint, *get_args(hint)) if isinstance(kind, type)]
    model = next((kind for kind in kinds if issubclass(kind, Model)), None)
    if model is not None and isinstance(value, list):
        return list(model._base_manager.filter(pk__in=value))
    if model is not None:
        return model._base_manager.filter(pk=value).first()
    if Decimal in kinds:
        return Decimal(value)
    return date.fromisoformat(value) if date in kinds else value
