"""What is typed into a report of a season."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.services.reports import Issuing, ReportTerms
from emulation.fields import VietnameseDateField, VisibleField, VisibleLines

LONGEST = 20_000


class ReportForm(forms.Form):
    """The words of a report; `terms()` is what the services take."""

    assessment = VisibleLines(
        label=_("General situation"),
        rows=4,
        max_length=LONGEST,
        required=False,
        help_text=_("members, leader and pledge are told by the program above it"),
    )
    results = VisibleLines(
        label=_("What was done"),
        rows=8,
        max_length=LONGEST,
        required=False,
        help_text=_("one paragraph a line"),
    )
    shortcomings = VisibleLines(
        label=_("Shortcomings and their causes"), rows=5, max_length=LONGEST, required=False
    )
    tasks = VisibleLines(label=_("Tasks ahead"), rows=6, max_length=LONGEST, required=False)
    proposals = VisibleLines(label=_("Proposals"), rows=4, max_length=LONGEST, required=False)

    def terms(self) -> ReportTerms:
        return ReportTerms(**{field.name: self.cleaned_data[field.name] for field in fields(ReportTerms)})


class IssueForm(forms.Form):
    """Number, place and day of the paper."""

    number = VisibleField(label=_("Number and symbol"), max_length=120, help_text=_("such as 12/BC-CTĐ"))
    place = VisibleField(label=_("Place name of the date line"), max_length=120)
    day = VietnameseDateField(label=_("Date of the report"))

    def issuing(self) -> Issuing:
        told: dict[str, Any] = self.cleaned_data
        return Issuing(told["number"], told["day"], told["place"])
