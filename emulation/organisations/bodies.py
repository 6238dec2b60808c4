"""A body by its name: what is offered while one types, how an ended one is told from a living one, and the field."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.fields import VisibleField
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import by_name, exact_names
from emulation.vietnamese import fold, parse_date

SUGGEST = {
    "list": "bodies",
    "autocomplete": "off",
    "hx-get": reverse_lazy("organisations:bodies"),
    "hx-trigger": "input changed delay:250ms",
    "hx-target": "#bodies",
    "hx-swap": "innerHTML",
}
"""The page offers names of the register while one types."""


class BodyField(VisibleField):
    """A body by its name. `outside` lets a name through that the register does not know, as the name itself."""

    default_error_messages = {
        "unknown": _("No unit bears the name «%(name)s». Nearest: %(near)s."),
        "nothing": _("No unit bears the name «%(name)s». Enter it under Units first."),
        "several": _("Several units bear this name; choose in Units and write the full name."),
    }

    def __init__(self, *, outside: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs=SUGGEST), **kwargs)
        self.outside = outside

    def run_validators(self, value: Any) -> None:
        """Nothing is left to check: the validators of a text look at text, this may be an organisation."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Organisation):
            return value
        typed, ended_on = split_ending(super().to_python(value))
        if not typed:
            return None
        found = exact_names([typed]).get(fold(typed), [])
        if ended_on:
            found = [body for body in found if body.ended_on == ended_on]
        living = [body for body in found if body.ended_on is None]
        if len(living or found) == 1:
            return (living or found)[0]
        if found:
            raise ValidationError(self.error_messages["several"], code="several")
        if self.outside:
            return None
        near = [body.name for body in by_name(typed, limit=3)]
        code = "unknown" if near else "nothing"
        raise ValidationError(
            self.error_messages[code], code=code, params={"name": typed, "near": "; ".join(near)}
        )

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Organisation) else value


ENDING = re.compile(r"\s*\((?:đến|until) (\d{2}/\d{2}/\d{4})\)$")
"""How `written` marks an ended body, in either language."""


def written(body: Organisation) -> str:
    """The name; of an ended body with its last day, so that it is told from the one of today."""
    if body.ended_on is None:
        return body.name
    last = body.ended_on - timedelta(days=1)
    return gettext("%(name)s (until %(day)s)") % {"name": body.name, "day": f"{last:%d/%m/%Y}"}


def split_ending(text: str) -> tuple[str, date | None]:
    """(name, first day without it) of what `written` put; None where no last day stands behind it."""
    found = ENDING.search(text)
    if found is None:
        return text, None
    try:
        day = parse_date(found.group(1))
    except ValueError:
        return text, None
    return text[: found.start()], day + timedelta(days=1)


def offered(term: str) -> list[str]:
    """What is offered for the words typed so far: the living first, an ended body with the day of its end."""
    found = by_name(term, limit=15) if len(term) >= 2 else []
    return list(
        dict.fromkeys(written(body) for body in sorted(found, key=lambda one: one.ended_on is not None))
    )


def nearest(name: str) -> Organisation | None:
    """The living body of whose name these are words, where there is exactly one."""
    found = by_name(name, on=timezone.localdate(), limit=2)
    return found[0] if len(found) == 1 else None
