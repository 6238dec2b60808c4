"""A text field that names an organisation, with suggestions while typing."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.organisations import selectors
from emulation.organisations.models import Organisation

NUMBERED = re.compile(r"#\s*(\d{1,12})\s*$")


class OrganisationInput(forms.TextInput):
    """Suggestions come from the register into the page's one list of options."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {
            "list": "organisation-names",
            "autocomplete": "off",
            "hx-get": reverse_lazy("organisations:suggest"),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "#organisation-names",
            "hx-swap": "innerHTML",
        }
        super().__init__({**given, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return written(value) if isinstance(value, Organisation) else value


class OrganisationField(forms.CharField):
    """The name of a living organisation, or its name and number ("… #12") where several bear the name."""

    widget: type[forms.Widget] = OrganisationInput
    default_error_messages = {
        "unknown": _("No organisation of today is called '%(typed)s'. Choose one of the suggestions."),
        "several": _("Several organisations bear this name: %(choices)s. Write one of them with its number."),
    }

    def clean(self, value: Any) -> Organisation | None:
        typed = super().clean(value)
        return self.organisation(typed) if typed else None

    def organisation(self, typed: str) -> Organisation:
        """The one organisation meant; ValidationError when there is none, or more than one."""
        numbered = NUMBERED.search(typed)
        if numbered:
            found = [selectors.organisation_of(int(numbered.group(1)))]
        else:
            found = list(*selectors.exact_names([typed], on=timezone.localdate()).values())
        living = [one for one in found if one is not None and one.ended_on is None]
        if not living:
            raise ValidationError(
                self.error_messages["unknown"], code="unknown", params={"typed": typed[:80]}
            )
        if len(living) > 1:
            choices = ", ".join(written(one) for one in living[:5])
            raise ValidationError(self.error_messages["several"], code="several", params={"choices": choices})
        return living[0]


class OrganisationsField(OrganisationField):
    """Several organisations, one a line."""

    widget: type[forms.Widget] = forms.Textarea

    def clean(self, value: Any) -> list[Organisation]:  # type: ignore[override]
        typed = forms.CharField.clean(self, value)
        return [self.organisation(line.strip()) for line in typed.splitlines() if line.strip()]


def written(organisation: Organisation) -> str:
    """The name with the number that no other bears."""
    return f"{organisation.name} #{organisation.pk}"
