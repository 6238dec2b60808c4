"""Writing one nomination by hand, filtering the list, and the fields two savers may clash over."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models import AwardForm, Campaign, Nomination, StatCategory, SubjectKind
from awards.rows.checking import LONGEST
from awards.rows.fields import Field
from awards.services.nominations import FIELDS, Words
from awards.states import NominationState
from emulation.fields import NameField, VietnameseDateField, VisibleField, YearField
from emulation.organisations.models import Gender, Organisation
from emulation.organisations.selectors import by_name, exact_names
from emulation.reasons import ReasonForm
from emulation.vietnamese import fold


class UnitField(forms.CharField):
    """A unit by its name; the page offers names while one types, the field accepts exactly one organisation."""

    default_error_messages = {
        "unknown": _("No unit bears the name «%(name)s». Nearest: %(near)s."),
        "nothing": _("No unit bears the name «%(name)s». Enter it under Units first."),
        "several": _("Several units bear this name; choose in Units and write the full name."),
    }

    def run_validators(self, value: Any) -> None:
        """Nothing is left to check: the validators of a text look at text, this is an organisation."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Organisation):
            return value
        typed = super().to_python(value)
        if not typed:
            return None
        found = [org for org in exact_names([typed]).get(fold(typed), []) if org.ended_on is None]
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(self.error_messages["several"], code="several")
        near = [org.name for org in by_name(typed, limit=3)]
        code = "unknown" if near else "nothing"
        raise ValidationError(
            self.error_messages[code], code=code, params={"name": typed, "near": "; ".join(near)}
        )

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Organisation) else value


class NominationForm(forms.Form):
    """The words of one nomination; `kind` decides which fields there are."""

    form = forms.ModelChoiceField(
        label=_("Title or form proposed"), queryset=AwardForm.objects.none(), empty_label=_("(choose)")
    )
    honorific = forms.ChoiceField(
        label=_("Honorific"), choices=[("", "–"), ("Ông", "Ông"), ("Bà", "Bà")], required=False
    )
    name = NameField(label=_("Name"), max_length=LONGEST[Field.NAME])
    gender = forms.ChoiceField(label=_("Sex"), choices=[("", "–"), *Gender.choices], required=False)
    birth_year = YearField(label=_("Year of birth"), required=False)
    birth_date = VietnameseDateField(label=_("Date of birth"), required=False)
    position_title = VisibleField(label=_("Position"), max_length=LONGEST[Field.TITLE], required=False)
    unit = UnitField(label=_("Unit"), max_length=300)
    address = VisibleField(label=_("Address"), max_length=300, required=False)
    achievement = VisibleField(
        label=_("Achievement"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST[Field.ACHIEVEMENT],
        help_text=_("As it is printed: at most 600 characters."),
    )
    stat_category = forms.ChoiceField(
        label=_("Group for the statistics"), choices=[("", "–"), *StatCategory.choices], required=False
    )

    def __init__(self, *args: Any, campaign: Campaign, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["form"].queryset = campaign.forms.filter(subjects__contains=kind)
        personal = ("honorific", "gender", "birth_year", "birth_date", "position_title", "stat_category")
        for name in personal if kind != SubjectKind.INDIVIDUAL else ("address",):
            del self.fields[name]
        if kind == SubjectKind.COLLECTIVE:
            del self.fields["name"]
            self.fields["unit"].label = _("Collective")
        if kind == SubjectKind.HOUSEHOLD:
            self.fields["name"].label = _("Household of")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self._named_too_long(cleaned.get("unit")):
            self.add_error("unit", _("The name of this unit is too long to be printed as a nominee's."))
        born = cleaned.get("birth_date")
        if born and cleaned.get("birth_year") not in (None, born.year):
            self.add_error("birth_year", _("The year differs from the date of birth."))
        elif born:
            cleaned["birth_year"] = born.year
        year = cleaned.get("birth_year")
        if year and not 15 <= timezone.localdate().year - year <= 110:
            self.add_error("birth_year", _("The year of birth is not plausible."))
        return cleaned

    def _named_too_long(self, unit: Organisation | None) -> bool:
        """Whether a collective would get a name nobody can print; one that stands keeps the name it has."""
        keeps_its_name = bool(self.initial.get("name")) and unit == self.initial.get("unit")
        if unit is None or self.kind != SubjectKind.COLLECTIVE or keeps_its_name:
            return False
        return len(unit.name) > LONGEST[Field.NAME]

    def words(self) -> Words:
        values = {name: value for name, value in self.cleaned_data.items() if name in FIELDS}
        return _named_by_unit(Words(**{"name": "", **values}), self.kind)


def with_unit_names(words: Words, stored: Words, kind: str) -> Words:
    """The words with the unit's name as it was printed before, where the unit itself has not changed.

    A list may have brought its own wording of the name; a new unit brings its own.
    """
    if words.unit != stored.unit:
        return _named_by_unit(words, kind)
    kept = replace(words, unit_name=stored.unit_name)
    return replace(kept, name=stored.name) if kind == SubjectKind.COLLECTIVE else kept


def _named_by_unit(words: Words, kind: str) -> Words:
    named = replace(words, unit_name=words.unit.name if kind != SubjectKind.HOUSEHOLD else "")
    return replace(named, name=words.unit.name) if kind == SubjectKind.COLLECTIVE else named


class NominationFilter(forms.Form):
    q = forms.CharField(label=_("Keyword"), required=False)
    unit = forms.CharField(label=_("Unit"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of subject"), choices=[("", _("All")), *SubjectKind.choices], required=False
    )
    form = forms.ModelChoiceField(
        label=_("Form"), queryset=AwardForm.objects.none(), required=False, empty_label=_("All")
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *NominationState.choices], required=False
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = campaign.forms.all()


class BulkForm(ReasonForm):
    """The reason of an act on many nominations.

    `rows` (ids): where all that match a filter are meant, what the act would move now; `seen` marks what the
    person read. The two must be the same rows, or the act would reach some that nobody looked at.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: Iterable[int] | None = None, **kwargs: Any) -> None:
        self.mark = None if rows is None else _mark(rows)
        super().__init__(*args, initial={"seen": self.mark}, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.mark is not None and cleaned.get("seen") != self.mark:
            self.data = {**self.data.dict(), self.add_prefix("seen"): self.mark}
            self.add_error(None, _("The list has changed meanwhile. Look at it again, then confirm."))
        return cleaned


def _mark(rows: Iterable[int]) -> str:
    """The same for the same rows, whatever their order."""
    return hashlib.sha256(",".join(map(str, sorted(rows))).encode()).hexdigest()


def initial_of(nomination: Nomination) -> dict[str, Any]:
    return {name: getattr(nomination, name) for name in FIELDS}
