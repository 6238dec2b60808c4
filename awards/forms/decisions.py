"""What is typed into a decision, a correction and the register's filter."""

from collections.abc import Collection, Sequence
from copy import copy
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from awards.models import Campaign, Decision, Nomination
from awards.services.readiness import SIGNING_OFFICES, doubts, early_signing, number_doubts, number_fault
from awards.services.terms import DecisionTerms, Foot, usual_power
from emulation.fields import ConfirmationField, NameField, VietnameseDateField, YearField
from emulation.legislation.document_kinds import DocumentKind
from emulation.legislation.selectors import grounds_text
from emulation.organisations.models import Organisation, Post
from emulation.organisations.selectors import version_on
from emulation.vietnamese import fold


class SignatorySelect(forms.Select):
    """Each choice says the usual line of power, for signatory.js to write beside it."""

    body: Organisation | None = None

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        post = getattr(value, "instance", None)
        option["attrs"]["data-power"] = usual_power(post, self.body) if post and self.body else ""
        return option


class SignatoryField(forms.ModelChoiceField):
    widget = SignatorySelect

    def label_from_instance(self, post: Any) -> str:
        until = f"{post.valid_to:%d/%m/%Y}" if post.valid_to else "…"
        return f"{post.person.full_name} – {post.title} ({post.valid_from:%d/%m/%Y} – {until})"


class BodyForm(forms.Form):
    """Which body decides: one round may need several decisions."""

    body = forms.ModelChoiceField(label=_("Deciding body"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = [campaign.deciding_body_id, campaign.organisation_id]
        self.fields["body"].queryset = Organisation.objects.filter(pk__in=bodies)


class NumberedForm(forms.Form):
    """A form that may ask for a decision's number: it looks like one, or it is said why not."""

    def clean_number(self) -> str:
        return numbered(self.cleaned_data["number"])


class DecisionForm(NumberedForm):
    """The words of a decision; the list and all names come from the records."""

    summary = forms.CharField(
        label=_("Summary of the decision"),
        max_length=300,
        help_text=_("for example: Về việc tặng Bằng khen …"),
    )
    number = forms.CharField(
        label=_("Number and symbol"), max_length=60, required=False, help_text=_("for example: 123/QĐ-UBND")
    )
    signed_on = VietnameseDateField(label=_("Date of signing"), required=False)
    place = forms.CharField(label=_("Place"), max_length=100, required=False)
    signatory = SignatoryField(
        label=_("Signatory"), queryset=Post.objects.none(), required=False, empty_label="–"
    )
    signing_power = forms.CharField(
        label=_("Line of power"),
        max_length=100,
        required=False,
        help_text=_("for a deputy, such as KT. CHỦ TỊCH; the head signs without one"),
    )
    signatory_office = forms.CharField(
        label=_("Office above the signature"),
        max_length=200,
        required=False,
        help_text=_("taken from the post when left empty"),
    )
    grounds = forms.CharField(
        label=_("Legal grounds"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_("one ground a line"),
    )
    proposal = forms.CharField(
        label=_("Line of the proposal"),
        max_length=300,
        required=False,
        help_text=_("for example: Theo đề nghị của … tại Tờ trình số …"),
    )
    funding = forms.CharField(
        label=_("Bonus"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("the article on where the bonus is paid from; left out when empty"),
    )
    paper = forms.ChoiceField(label=_("Paper of the certificates"), choices=[("A3", "A3"), ("A4", "A4")])

    def __init__(self, *args: Any, body: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.filter(organisation=body, office__in=SIGNING_OFFICES).select_related("person")
        self.fields["signatory"].queryset = posts.order_by("-valid_from")
        self.fields["signatory"].widget.body = body

    def terms(self) -> DecisionTerms:
        """The typed terms; what follows from a new signatory is the service's to say."""
        return DecisionTerms(**self.cleaned_data)

    def show_foot(self, foot: Foot) -> None:
        """Show the foot as it would have been saved, not the words that stood there before the choice."""
        words = {"signatory_office": foot.signatory_office, "signing_power": foot.signing_power}
        self.data = {**self.data.dict(), **words}


def first_terms(campaign: Campaign, body: Organisation) -> dict[str, Any]:
    """What a new draft begins with."""
    today = timezone.localdate()
    version = version_on(body, today)
    return {
        "place": version.place if version else "",
        "summary": _first_summary(campaign.title),
        "grounds": grounds_text(DocumentKind.DECISION, body, today),
        "proposal": f"Theo đề nghị của {campaign.organisation.name}",
        "paper": "A3",
    }


def _first_summary(title: str) -> str:
    """ "Về việc khen thưởng …", where many titles of campaigns begin with the words already."""
    if fold(title).startswith("khen thuong"):
        return f"Về việc {title[0].lower()}{title[1:]}"
    return f"Về việc khen thưởng {title}"


def initial_of(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in DecisionForm.base_fields}


class AcceptedField(forms.BooleanField):
    """What may be right but seldom is, beside a box: ticked by whoever stands by what is written."""

    def __init__(self, doubts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(
            label=_("It is right as it is written"),
            help_text=" ".join(doubts),
            error_messages={
                "required": format_lazy(_("{doubts} Put it right, or tick the box."), doubts=" ".join(doubts))
            },
            **kwargs,
        )


class RecordForm(forms.Form):
    """A paper decision's scan, and its signatory's name where the body keeps no posts in this program."""

    signatory_name = NameField(label=_("Signatory"), max_length=200, required=False)
    scan = forms.FileField(label=_("Scan of the decision"), help_text=_("PDF, JPEG or PNG"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, decision: Decision, rows: Collection[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_paper = copy(decision)
        on_paper.recorded = True
        if found := doubts(on_paper, rows):
            self.fields["accepted"] = AcceptedField(found)


class PublishForm(NumberedForm):
    """Typed confirmation of the one act of issue; what the decision still lacks of ASKED is asked for here."""

    ASKED = ("number", "signed_on", "place", "signatory")
    FOOT = ("signing_power", "signatory_office")

    confirmation = ConfirmationField("BAN HÀNH")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, decision: Decision, rows: Collection[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.asked = [name for name in self.ASKED if not getattr(decision, name)]
        form = DecisionForm(body=decision.organisation)
        for name in self.asked:
            self.fields[name] = form.fields[name]
            self.fields[name].required = True
        if "signatory" in self.asked:
            # Asked beside the signatory, and given by the choice where left empty.
            self.asked += self.FOOT
            self.fields |= {name: form.fields[name] for name in self.FOOT}
        number = one_line(self.data.get("number", "")) if "number" in self.asked else decision.number
        if found := number_doubts(number):
            self.fields["accepted"] = AcceptedField(found)
        self.order_fields([*self.asked, "accepted", "confirmation", "version"])

    def clean_signed_on(self) -> Any:
        day = not_in_the_future(self.cleaned_data["signed_on"])
        if early := early_signing(day, self.rows):
            raise forms.ValidationError(early)
        return day

    def typed(self) -> dict[str, Any]:
        """What was asked for here, by field of the decision."""
        return {name: self.cleaned_data[name] for name in self.asked}


def not_in_the_future(day: Any) -> Any:
    """A date of signing; the complaint about one to come stands at its field."""
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("The date of signing lies in the future."))
    return day


def numbered(text: str) -> str:
    """A number and symbol as they are printed; the complaint about what is none stands at its field."""
    number = one_line(text)
    if fault := number_fault(number):
        raise forms.ValidationError(fault)
    return number


def one_line(text: str) -> str:
    """A number as it is printed: no line breaks or doubled spaces inside."""
    return " ".join(text.split())


class GrantFilter(forms.Form):
    q = forms.CharField(label=_("Keyword"), required=False, help_text=_("name, unit; without accents too"))
    year = YearField(label=_("Year"), required=False)


class CeremonyForm(forms.Form):
    """Who handed the awards over, and when."""

    presenter = forms.ModelChoiceField(
        label=_("Handed over by"), queryset=Organisation.objects.none(), empty_label=_("(choose)")
    )
    on = VietnameseDateField(label=_("Handed over on"))

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = [decision.organisation_id, decision.campaign.organisation_id]
        self.fields["presenter"].queryset = Organisation.objects.filter(pk__in=bodies)
        self.fields["on"].earliest = decision.signed_on
