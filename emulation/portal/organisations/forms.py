"""One form per act, and the filter of the register."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from emulation.fields import ConfirmationField, NameField, VietnameseDateField, VisibleField, YearField
from emulation.organisations import selectors
from emulation.organisations.models import (
    LONGEST_NAME,
    LONGEST_TITLE,
    Kind,
    Level,
    Organisation,
    OrganisationVersion,
    Person,
    PersonTitle,
)
from emulation.organisations.offices import Office
from emulation.portal.organisations.fields import OrganisationField, OrganisationsField

EARLIEST = date(1945, 9, 2)


def text(label: Any, length: int, *, required: bool = False, **more: Any) -> forms.CharField:
    return VisibleField(label=label, max_length=length, required=required, **more)


def name_text(label: Any, length: int, *, required: bool = False) -> forms.CharField:
    return NameField(label=label, max_length=length, required=required)


def document() -> forms.CharField:
    return text(
        _("Document"),
        80,
        required=True,
        help_text=_("Number and symbol, such as 12/QĐ-UBND. It stands in the lineage."),
    )


class RegisterFilter(forms.Form):
    """Filter bar of the list."""

    q = forms.CharField(
        label=_("Keyword"),
        required=False,
        max_length=200,
        help_text=_("Any name ever held, with or without accents."),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("All")), *Level.choices])
    province = forms.TypedChoiceField(label=_("Province"), required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("All")), ("alive", _("Existing")), ("ended", _("Ended"))],
    )
    parent = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = selectors.provinces_on(on).order_by(
            "official_order", "sort_key", "pk", "versions__valid_from"
        )
        rows = provinces.values_list("pk", "versions__place", "name")
        names = {pk: place or name for pk, place, name in rows}  # the newest place stays
        self.fields["province"].choices = [("", _("All")), *names.items()]  # type: ignore[attr-defined]


class PeopleFilter(forms.Form):
    q = forms.CharField(label=_("Keyword"), required=False, max_length=100)


class FactsForm(forms.Form):
    """What a version says, as far as users enter it."""

    name = name_text(_("Full name"), 300, required=True)
    short_name = name_text(_("Short name"), 120)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    address = text(_("Address"), 300)
    place = text(
        _("Place name of the date line"),
        80,
        help_text=_("As it stands before the date of a document: Tây Ninh."),
    )
    sector = text(_("Sector"), 120)


class RegisterForm(FactsForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    valid_from = VietnameseDateField(label=_("Exists since"), earliest=EARLIEST)
    source = text(
        _("Document"),
        200,
        help_text=_("Decision of establishment or certificate of registration, if at hand."),
    )
    another = forms.BooleanField(label=_("It is another organisation: enter it."), required=False)

    field_order = [
        "kind",
        "name",
        "short_name",
        "level",
        "valid_from",
        "address",
        "place",
        "sector",
        "source",
        "another",
    ]

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.namesakes: list[Organisation] = []
        self.fields["level"].initial = Level.UNIT
        self.fields["kind"].initial = Kind.COOPERATIVE
        if not self.is_bound:
            self.fields["another"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = cleaned.get("name", "")
        self.namesakes = next(iter(selectors.exact_names([name], on=self.on).values()), []) if name else []
        if self.namesakes and not cleaned.get("another"):
            raise ValidationError(
                _("An organisation of this name exists already; see below whether it is the same.")
            )
        if not self.namesakes:
            self.fields["another"].widget = forms.HiddenInput()
        return cleaned


@dataclass(frozen=True)
class VersionFacts:
    """What is typed of an organisation beside its name; two people at the form are compared field by field."""

    short_name: str
    level: str
    parent: Organisation | None
    address: str
    place: str
    sector: str


class ReviseForm(FactsForm):
    """Everything but the name, which has an act of its own."""

    parent = OrganisationField(label=_("Belongs to"), required=False)
    on = VietnameseDateField(label=_("Valid from"), earliest=EARLIEST)
    source = text(_("Document"), 200)
    reason = text(_("Reason"), 500, widget=forms.Textarea(attrs={"rows": 2}))

    field_order = ["short_name", "level", "parent", "address", "place", "sector", "on", "source", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]

    def facts(self) -> VersionFacts:
        return VersionFacts(**{name: self.cleaned_data[name] for name in VersionFacts.__dataclass_fields__})

    @staticmethod
    def facts_of(version: OrganisationVersion) -> VersionFacts:
        return VersionFacts(**{name: getattr(version, name) for name in VersionFacts.__dataclass_fields__})


class RenameForm(forms.Form):
    name = name_text(_("New name"), 300, required=True)
    short_name = name_text(_("Short name"), 120)
    on = VietnameseDateField(label=_("Bears it from"), earliest=EARLIEST)
    document = document()
    document_date = VietnameseDateField(label=_("Date of the document"), required=False)


class MergeForm(forms.Form):
    """Either a new body with a name of its own, or one that exists takes the others in."""

    others = OrganisationsField(
        label=_("Merges with"),
        required=False,
        help_text=_("One organisation a line, by name or by name and number."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    into = OrganisationField(
        label=_("Taken in by"),
        required=False,
        help_text=_("Leave empty when a new organisation comes into being."),
    )
    name = name_text(_("Name of the new organisation"), 300)
    short_name = name_text(_("Short name"), 120)
    place = text(_("Place name of the date line"), 80)
    on = VietnameseDateField(label=_("Effective on"), earliest=EARLIEST)
    document = document()
    document_date = VietnameseDateField(label=_("Date of the document"), required=False)
    confirmation = ConfirmationField("SÁP NHẬP")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "into" in cleaned and bool(cleaned["into"]) == bool(cleaned.get("name")):
            raise ValidationError(_("Name either the new organisation or the one that takes the others in."))
        return cleaned


class DissolveForm(forms.Form):
    on = VietnameseDateField(label=_("Effective on"), earliest=EARLIEST)
    document = document()
    document_date = VietnameseDateField(label=_("Date of the document"), required=False)
    reason = text(_("Reason"), 500, widget=forms.Textarea(attrs={"rows": 2}))
    confirmation = ConfirmationField("GIẢI THỂ")


class AppointForm(forms.Form):
    """A post for somebody by name; when people of that name are known, which of them is asked."""

    person_title = forms.ChoiceField(
        label=_("Title before the name"), required=False, choices=[("", "-"), *PersonTitle.choices]
    )
    full_name = name_text(_("Name"), LONGEST_NAME, required=True)
    birth_year = YearField(label=_("Year of birth"), required=False, earliest=1900)
    who = forms.ChoiceField(label=_("Who is it"), required=False, widget=forms.RadioSelect)
    office = forms.ChoiceField(label=_("Office"), choices=Office.choices)
    title = text(
        _("Title as printed"),
        LONGEST_TITLE,
        help_text=_("As it stands under a signature: Giám đốc, Chủ tịch."),
    )
    valid_from = VietnameseDateField(label=_("From"), earliest=EARLIEST)
    valid_to = VietnameseDateField(label=_("Until"), required=False, earliest=EARLIEST)
    document = text(_("Document"), 120)

    NEW = "new"

    def __init__(self, *args: Any, namesakes: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.namesakes = {str(person.pk): person for person in namesakes}
        if not namesakes:
            del self.fields["who"]
            return
        known = [(pk, described(person)) for pk, person in self.namesakes.items()]
        self.fields["who"].choices = [*known, (self.NEW, _("Somebody else of the same name"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.namesakes and not cleaned.get("who"):
            self.add_error("who", _("A person of this name is known. Say who is meant."))
        return cleaned

    @property
    def person(self) -> Person | None:
        """The known person chosen; None for somebody new."""
        return self.namesakes.get(self.cleaned_data.get("who", ""))


def described(person: Person) -> str:
    """ "Nguyễn Văn An (1970), Giám đốc, HTX Vĩnh Cường": enough to tell two of the same name apart."""
    born = f" ({person.birth_year})" if person.birth_year else ""
    held = [
        f"{post.title or post.get_office_display()}, {post.organisation}"
        for post in getattr(person, "posts_held", [])
    ]
    return "; ".join([f"{person.full_name}{born}", *held])


class EndPostForm(forms.Form):
    on = VietnameseDateField(label=_("Last day"), earliest=EARLIEST)
    reason = text(_("Reason"), 500, widget=forms.Textarea(attrs={"rows": 2}))


@dataclass(frozen=True)
class PersonFacts:
    """What is typed of a person; two people at the form are compared field by field."""

    title: str
    full_name: str
    birth_year: int | None
    birth_date: date | None


class PersonForm(forms.Form):
    """What is known of a person."""

    def facts(self) -> PersonFacts:
        return PersonFacts(**{name: self.cleaned_data[name] for name in PersonFacts.__dataclass_fields__})

    @staticmethod
    def facts_of(person: Person) -> PersonFacts:
        return PersonFacts(**{name: getattr(person, name) for name in PersonFacts.__dataclass_fields__})

    title = forms.ChoiceField(
        label=_("Title before the name"), required=False, choices=[("", "-"), *PersonTitle.choices]
    )
    full_name = name_text(_("Name"), LONGEST_NAME, required=True)
    birth_year = YearField(label=_("Year of birth"), required=False, earliest=1900)
    birth_date = VietnameseDateField(label=_("Date of birth"), required=False, earliest=date(1900, 1, 1))
    reason = text(_("Reason"), 500, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        born, year = cleaned.get("birth_date"), cleaned.get("birth_year")
        if born and year and born.year != year:
            self.add_error("birth_year", _("This is not the year of the date of birth."))
        return cleaned
