"""What is typed of a report: its kind and day, a side's own values, and how it is issued."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.fields import VietnameseDateField, VisibleField, YearField
from emulation.organisations.models import Organisation
from programmes.figures import Row
from programmes.models import Programme, ReportKind
from programmes.services.report_papers import Issuing
from programmes.services.reports import Stated


class ReportForm(forms.Form):
    """The report to draft."""

    kind = forms.ChoiceField(label=_("Kind of report"), choices=ReportKind.choices, initial=ReportKind.YEAR)
    year = YearField(
        label=_("Year"), help_text=_("Of a mid-term or closing report: the last year it speaks of.")
    )
    as_of = VietnameseDateField(
        label=_("Figures as of"), help_text=_("What happened after this day is left to the next report.")
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].earliest = programme.from_year
        self.fields["year"].latest = programme.to_year


class AnswerForm(forms.Form):
    """Every frozen figure with a field for one's own value and one for the reason; all empty means agreement."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = VisibleField(
        label=_("Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, rows: Sequence[Row], on_paper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for place, row in enumerate(rows):
            self.fields[f"value_{place}"] = _short(_("Our value: %(figure)s"), row, 100)
            self.fields[f"why_{place}"] = _short(_("Why: %(figure)s"), row, 500)
        if on_paper:
            self.fields["note"].required = True
            self.fields["note"].help_text = _(
                "Nobody of this side has an account: name the paper by which it gave its word."
            )

    @property
    def lines(self) -> Iterator[tuple[Row, forms.BoundField, forms.BoundField]]:
        for place, row in enumerate(self.rows):
            yield row, self[f"value_{place}"], self[f"why_{place}"]

    def stated(self) -> list[Stated]:
        """The figures that are otherwise, as typed."""
        values = self.cleaned_data
        return [
            Stated(row.key, values[f"value_{place}"], values[f"why_{place}"])
            for place, row in enumerate(self.rows)
            if values[f"value_{place}"]
        ]

    def clean(self) -> dict[str, Any]:
        """A reason without a value, or a value beside a confirmation, is no clear word."""
        values: dict[str, Any] = super().clean() or {}
        for place in range(len(self.rows)):
            if values.get(f"why_{place}") and not values.get(f"value_{place}"):
                self.add_error(f"value_{place}", _("A reason is given: what is your value?"))
        if self.data.get("verdict") == "agrees" and any(
            values.get(f"value_{place}") for place in range(len(self.rows))
        ):
            raise ValidationError(
                _("You typed other values: clear them to confirm, or send them as your own figures.")
            )
        return values


def _short(label: Any, row: Row, limit: int) -> forms.CharField:
    return VisibleField(
        label=label % {"figure": row.label},
        max_length=limit,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


class IssueForm(forms.Form):
    """Number and date of the report, and under whose name it goes out."""

    number = VisibleField(label=_("Number and symbol"), max_length=120)
    on = VietnameseDateField(label=_("Date of the report"))
    place = VisibleField(label=_("Place"), max_length=100)
    joint = forms.BooleanField(
        label=_("Issued by all sides together, each signing"), required=False, initial=False
    )
    office = VisibleField(
        label=_("Office above the signature"),
        max_length=200,
        required=False,
        help_text=_("For a report of one issuer."),
    )
    signatory = VisibleField(label=_("Signatory"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not values.get("joint"):
            for name in ("office", "signatory"):
                if not values.get(name):
                    self.add_error(name, _("Needed for a report of one issuer."))
        return values

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("The date must not be in the future."))
        return on

    def terms(self) -> Issuing:
        return Issuing(**self.cleaned_data)


class StatisticsForm(forms.Form):
    """Filter bar of a statistical form: whose and of which year."""

    organisation = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    year = YearField(label=_("Year"), required=False)

    def __init__(self, *args: Any, bodies: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [(body.pk, body.name) for body in bodies]
