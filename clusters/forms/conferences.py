"""What is typed into a conference: day and place, agenda, who takes part, guests."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.conference_states import Manner
from clusters.models.conference import ITEM_KINDS
from clusters.services.attendance import Coming
from clusters.services.conferences import ConferenceTerms, ItemTerms
from emulation.fields import NameField, NumberField, VietnameseDateField, VisibleField, VisibleLines
from emulation.organisations.models import Person, Post


class PersonField(forms.ChoiceField):
    """One of the people of these posts, shown with position and body; cleans to the person or None."""

    def __init__(self, *, posts: Iterable[Post] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer(posts)

    def offer(self, posts: Iterable[Post], *, none: Any = "") -> None:
        """Offer these; the first post of a person names it."""
        self.people: dict[str, Person] = {}
        rows = [("", none or _("nobody yet"))]
        for post in posts:
            key = str(post.person_id)
            if key not in self.people:
                self.people[key] = post.person
                rows.append((key, f"{post.person}, {post.title}, {post.organisation}"))
        self.choices = rows

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if isinstance(value, Person) else value

    def clean(self, value: Any) -> Person | None:
        return self.people.get(super().clean(value) or "")


class ConferenceForm(forms.Form):
    """Plans and revises a conference; `terms()` is what the services take."""

    title = VisibleField(label=pgettext_lazy("conference", "Title"), max_length=300)
    day = VietnameseDateField(label=_("Day"))
    until = VietnameseDateField(label=_("Last day"), required=False, help_text=_("of several days"))
    begins = forms.TimeField(
        label=_("Begins at"),
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%H giờ %M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"size": "8", "placeholder": "07:30"}),
    )
    place = VisibleField(label=pgettext_lazy("conference", "Place"), max_length=300)
    town = VisibleField(label=_("Place name of the date line"), max_length=120)
    invited = VisibleLines(
        label=_("Invited bodies"),
        rows=3,
        required=False,
        max_length=5000,
        help_text=_("besides the members; one a line"),
    )
    letter_number = VisibleField(label=_("Number of the invitation"), max_length=120, required=False)
    quorum = NumberField(
        label=_("Quorum, percent of all members"),
        help_text=_("two thirds unless the regulation says otherwise"),
    )
    chair = PersonField(label=pgettext_lazy("conference", "Chair"), required=False)
    chair_title = VisibleField(label=_("Position of the chair"), max_length=200, required=False)
    secretary = PersonField(label=_("Secretary"), required=False)
    secretary_title = VisibleField(label=_("Position of the secretary"), max_length=200, required=False)

    def __init__(self, *args: Any, posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(posts)
        for name in ("chair", "secretary"):
            self.fields[name].offer(offered)
        self.titles = {post.person_id: post.title for post in reversed(offered)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("chair", "secretary"):
            person = cleaned.get(name)
            if person is not None and not cleaned.get(f"{name}_title"):
                cleaned[f"{name}_title"] = self.titles.get(person.pk, "")
        if cleaned.get("chair") and cleaned.get("chair") == cleaned.get("secretary"):
            self.add_error("secretary", _("Chair and secretary are two people."))
        quorum = cleaned.get("quorum")
        if quorum is not None and not 0 <= quorum <= 100:
            self.add_error("quorum", _("Write a share from 0 to 100."))
        return cleaned

    def clean_begins(self) -> str:
        """ "07:30", however it was typed."""
        at = self.cleaned_data["begins"]
        return f"{at:%H:%M}" if at else ""

    def terms(self) -> ConferenceTerms:
        return ConferenceTerms(
            **{field.name: self.cleaned_data[field.name] for field in fields(ConferenceTerms)}
        )


class ItemForm(forms.Form):
    """A point of the agenda."""

    title = VisibleField(label=pgettext_lazy("agenda", "Item"), max_length=300)
    kind = forms.ChoiceField(
        label=_("About"), choices=ITEM_KINDS, help_text=_("by this the screens know what to show with it")
    )
    minutes = forms.IntegerField(label=pgettext_lazy("duration", "Minutes"), min_value=1, max_value=1000)
    presenter = VisibleField(label=_("Presented by"), max_length=300, required=False)

    def terms(self) -> ItemTerms:
        return ItemTerms(**self.cleaned_data)


class SaidForm(forms.Form):
    """What was said of an item."""

    said = VisibleLines(
        label=_("What was said and agreed"),
        rows=6,
        required=False,
        max_length=10_000,
        help_text=_("one paragraph a line; figures and votes stand in the minutes by themselves"),
    )


class AttendanceForm(forms.Form):
    """How a member takes part; `coming()` is what the services take."""

    manner = forms.ChoiceField(label=_("Takes part"), choices=Manner.choices)
    person = PersonField(label=pgettext_lazy("attendance", "Who takes part"), required=False)
    name = NameField(
        label=_("Name"), max_length=200, required=False, help_text=_("of somebody not in the list")
    )
    title = VisibleField(label=_("Position"), max_length=200, required=False)
    representation = VisibleField(
        label=_("Represents by"),
        max_length=300,
        required=False,
        help_text=_("for anybody but the head: number and date of the paper that empowers"),
    )
    companions = forms.IntegerField(
        label=_("Others who come with"), min_value=0, max_value=200, required=False
    )
    reason = VisibleField(label=_("Reason of the absence"), max_length=500, required=False)

    def __init__(self, *args: Any, posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(posts)
        self.fields["person"].offer(offered, none=_("somebody else"))
        self.titles = {post.person_id: post.title for post in reversed(offered)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("manner") == Manner.ABSENT:
            if not cleaned.get("reason"):
                self.add_error("reason", _("Say why the member is absent."))
        elif not cleaned.get("person") and not cleaned.get("name"):
            self.add_error("person", _("Say who takes part for the member."))
        return cleaned

    def coming(self) -> Coming:
        told = self.cleaned_data
        person = told["person"]
        return Coming(
            manner=told["manner"],
            person=person,
            name="" if person else told["name"],
            title=told["title"] or (self.titles.get(person.pk, "") if person else ""),
            representation=told["representation"],
            reason=told["reason"],
            companions=told["companions"] or 0,
        )


class GuestForm(forms.Form):
    """Somebody who is there for no member."""

    name = NameField(label=_("Name"), max_length=200)
    title = VisibleField(label=_("Position"), max_length=200, required=False)
    body = VisibleField(label=pgettext_lazy("guest", "Body"), max_length=300, required=False)
