"""What is typed into the head of a score sheet, and which sheet is copied or chosen."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.models import ScoreSheet
from clusters.models.sheet import BANDS_BY, MODES, NOT_APPLICABLE
from clusters.services.sheets import SheetTerms
from emulation.fields import ChoiceOfRow, NumberField, VisibleField, VisibleLines
from emulation.vietnamese import Ambiguous, format_number, parse_number, trimmed


def numbers_in(text: str, mark: str = ";") -> list[Decimal]:
    """The numbers of a line. Raises ValidationError."""
    try:
        return [parse_number(one.strip()) for one in text.split(mark) if one.strip()]
    except Ambiguous as two_ways:
        raise ValidationError(_("May be one of two numbers: write it without points.")) from two_ways
    except ValueError as error:
        raise ValidationError(_("Write numbers such as 1.234,5, with semicolons between them.")) from error


class SheetForm(forms.Form):
    """Draws up and revises the head of a sheet; `terms()` is what the services take."""

    code = VisibleField(
        label=_("Code"), max_length=40, help_text=_("the same code is the same sheet in versions")
    )
    name = VisibleField(label=pgettext_lazy("sheet", "Title"), max_length=300)
    base = NumberField(label=_("Standard points"))
    bonus_cap = NumberField(label=_("Most bonus points"), required=False)
    total = NumberField(label=_("Points in all"), help_text=_("standard and bonus points together"))
    decimals = forms.IntegerField(label=_("Decimals"), min_value=0, max_value=2, initial=2)
    rounding = forms.ChoiceField(
        label=_("Rounding"), choices=[(one.value, word) for one, word in MODES.items()]
    )
    not_applicable = forms.ChoiceField(
        label=_("A criterion that does not apply"),
        choices=[(one.value, word) for one, word in NOT_APPLICABLE.items()],
    )
    tie_break = VisibleField(
        label=_("Order for equal totals"),
        max_length=300,
        required=False,
        help_text=_(
            "codes of groups or criteria, the first decides first; BALLOT for a secret ballot: C; D; BALLOT"
        ),
    )
    bands = VisibleLines(
        label=_("Bands of the ranking"),
        required=False,
        max_length=1000,
        help_text=_("one a line, the best first: name; bound"),
    )
    bands_by = forms.ChoiceField(
        label=_("Bands go by"), choices=[(one.value, word) for one, word in BANDS_BY.items()]
    )
    source = VisibleLines(label=_("Source"), required=False, max_length=1000, rows=2)
    notes = VisibleLines(label=_("Notes"), required=False, max_length=4000)

    def clean_tie_break(self) -> list[str]:
        return [code.strip() for code in self.cleaned_data["tie_break"].split(";") if code.strip()]

    def clean_bands(self) -> list[list[str]]:
        found = []
        for line in self.cleaned_data["bands"].splitlines():
            name, mark, bound = line.rpartition(";")
            if line.strip() and not mark:
                raise ValidationError(_("Write each band as: name; bound."))
            if line.strip():
                numbers = numbers_in(bound)
                if len(numbers) != 1:
                    raise ValidationError(_("Write each band as: name; bound."))
                found.append([name.strip(), str(numbers[0])])
        return found

    def terms(self) -> SheetTerms:
        told = self.cleaned_data
        return SheetTerms(**{**told, "bonus_cap": told["bonus_cap"] or Decimal(0)})


def sheet_initial(terms: SheetTerms) -> dict[str, Any]:
    """The head as the form shows it."""
    plain = {name: getattr(terms, name) for name in SheetTerms.__dataclass_fields__}
    bands = "\n".join(f"{code}; {format_number(trimmed(Decimal(str(bound))))}" for code, bound in terms.bands)
    return {**plain, "tie_break": "; ".join(terms.tie_break), "bands": bands}


class CopyForm(forms.Form):
    """Under which code a copy stands."""

    code = VisibleField(
        label=_("Code"),
        max_length=40,
        help_text=_("under the code of a sheet of this cluster it becomes its next version"),
    )


class ChooseSheetForm(forms.Form):
    """Which version a season is scored by."""

    sheet = ChoiceOfRow(label=_("Score sheet"), queryset=ScoreSheet.objects.none())

    def __init__(self, *args: Any, sheets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].queryset = sheets
