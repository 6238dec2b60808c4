"""Bringing a table in: the file with its year and source, and the yes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.fields import VisibleField, YearField
from emulation.indicators.models.figure import FIRST_YEAR, LAST_YEAR


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Table of figures"),
        help_text=_(
            "An .xlsx, .xls or .csv file with a row of headings: the unit, the populations and the indicators."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
    year = YearField(
        label=_("Year"), earliest=FIRST_YEAR, latest=LAST_YEAR, help_text=_("for rows that name no year")
    )
    source = VisibleField(
        label=_("Source"), max_length=300, help_text=_("The report or document that the figures are from.")
    )


class TakeForm(forms.Form):
    """The yes to a table; a reason where it changes what was reported before."""

    reason = VisibleField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, changes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if changes:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = _(
                "The table changes figures that were reported before. Say why."
            )
        else:
            del self.fields["reason"]
