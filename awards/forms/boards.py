"""A board and its seats."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from awards.models import Seat
from awards.services.boards import BoardTerms
from emulation.fields import NameField, VietnameseDateField, VisibleField, YearField
from emulation.organisations.models import Person


class BoardForm(forms.Form):
    """A board set up by a decision."""

    name = NameField(label=_("Name of the board"), max_length=300)
    decision_number = forms.CharField(label=_("Decision setting it up"), max_length=100, required=False)
    decision_date = VietnameseDateField(label=_("Date of that decision"), required=False)

    def terms(self) -> BoardTerms:
        return BoardTerms(**self.cleaned_data)


class PersonSearch(forms.Form):
    q = forms.CharField(label=_("Name of the person"), required=False, max_length=100)


class PersonField(forms.ModelChoiceField):
    """One of a few people found by name, told apart by birth year and posts."""

    def label_from_instance(self, person: Any) -> str:
        posts = "; ".join(
            f"{post.title or post.get_office_display()}, {post.organisation}" for post in person.posts_held
        )
        return " – ".join(str(part) for part in (person.full_name, person.birth_year, posts) if part)


class SeatForm(forms.Form):
    """A person takes a seat: one found in the register, or one entered here for the first time."""

    person = PersonField(
        label=_("Person found"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
    )
    new_name = NameField(
        label=_("Or a person not in the register yet: full name"), max_length=200, required=False
    )
    new_birth_year = YearField(label=_("Year of birth of that person"), required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Seat.Role.choices, initial=Seat.Role.MEMBER)
    title = VisibleField(
        label=_("Position"), max_length=200, required=False, help_text=_("as printed in the decision")
    )
    valid_from = VietnameseDateField(label=_("Member from"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        if not people:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen, typed = cleaned.get("person"), cleaned.get("new_name", "").strip()
        if bool(chosen) == bool(typed):
            self.add_error("new_name", _("Choose a person found, or write the name of a new one."))
        return cleaned


class EndSeatForm(forms.Form):
    on = VietnameseDateField(label=_("Last day as a member"))

    def __init__(self, *args: Any, place: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].earliest = place.valid_from
