"""What is typed beside the cells of a card: evidence, explanations, a table to bring in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Criterion
from emulation.fields import VisibleField, VisibleLines


class CriteriaField(forms.ModelMultipleChoiceField):
    """Criteria by code and text."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row: Any) -> str:
        return str(row)[:120]


class AssignForm(forms.Form):
    """Which criteria a piece of evidence proves."""

    criteria = CriteriaField(label=_("Criteria it proves"), queryset=Criterion.objects.none())

    def __init__(self, *args: Any, criteria: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criteria"].queryset = criteria


class ScoreEvidenceForm(AssignForm):
    """A file or an address that shows what is claimed."""

    title = VisibleField(label=_("What it shows"), max_length=300)
    file = forms.FileField(label=_("File"), required=False, help_text=_("PDF, JPEG or PNG"))
    link = forms.URLField(label=_("Or its address"), required=False, max_length=1000, assume_scheme="https")
    field_order = ["title", "file", "link", "criteria"]


class ExplainForm(forms.Form):
    """The answer to a score that differs from the own."""

    text = VisibleLines(label=_("Explanation"), max_length=2000)


class ScoreTableForm(forms.Form):
    """A table of scores to bring in."""

    file = forms.FileField(label=_("File"), help_text=_("the exported table, filled in: .xlsx, .xls or .csv"))
    reason = VisibleField(
        label=_("Reason, where a score differs from the one before it"), max_length=2000, required=False
    )
