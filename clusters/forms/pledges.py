"""What is typed into a pledge, its targets, a signature, a refusal and an answer to it."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.catalogue import PledgeData, pledges
from clusters.models import PledgeTarget, Scope, Seat
from clusters.selectors.trying import UnderQuota
from clusters.services.pledges import PledgeTerms, TargetTerms
from clusters.services.recording import PaperSigner
from clusters.services.signatures import PaperSignature
from emulation.fields import (
    ChoiceOfRow,
    NameField,
    NumberField,
    VietnameseDateField,
    VisibleField,
    VisibleLines,
    YearField,
)
from emulation.indicators.models import Comparator, IndicatorVersion, Population
from emulation.indicators.selectors import versions_on
from emulation.organisations.models import Post


class PledgeForm(forms.Form):
    """The words of a pledge; `terms()` is what the services take."""

    title = VisibleField(label=pgettext_lazy("paper", "Title"), max_length=300)
    preamble = VisibleLines(label=_("Opening words"), rows=4, required=False, max_length=2000)
    commitments = VisibleLines(
        label=_("What is agreed"),
        rows=8,
        required=False,
        max_length=20_000,
        help_text=_("one paragraph a line"),
    )
    closing = VisibleLines(
        label=_("Closing words"), rows=4, required=False, max_length=5000, help_text=_("one paragraph a line")
    )
    place = VisibleField(label=_("Place of signing"), max_length=120, required=False)
    day = VietnameseDateField(label=_("Day of signing"), required=False)

    def terms(self) -> PledgeTerms:
        names = [field.name for field in fields(PledgeTerms)]
        return PledgeTerms(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class AddendumForm(PledgeForm):
    """As above, with the reason why a signed pledge is amended."""

    reason = VisibleLines(
        label=_("Why it is amended"),
        rows=3,
        max_length=2000,
        help_text=_("printed at its head; one paragraph a line"),
    )
    field_order = ["title", "reason"]


class TargetForm(forms.Form):
    """One target; `terms()` is what the services take."""

    text = VisibleField(label=_("Target in words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    indicator = ChoiceOfRow(
        label=_("Definition of the indicator"),
        queryset=IndicatorVersion.objects.none(),
        required=False,
        empty_label=_("said in words only"),
        help_text=_("binds the target to a definition; its figures then say who reached it"),
    )
    comparator = forms.ChoiceField(
        label=_("Comparator"),
        choices=Comparator.choices,
        required=False,
        initial=Comparator.GE,
        help_text=_("“above” and “from … on” are not the same: choose what was agreed"),
    )
    value = NumberField(label=_("Value"), required=False, help_text=_("empty: judged by words"))
    unit = VisibleField(
        label=_("Unit"), max_length=40, required=False, help_text=_("such as HTX, %, % growth")
    )
    scope = forms.ChoiceField(label=_("Asked of"), choices=Scope.choices)
    reading = VisibleField(
        label=_("Reading chosen"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("how this pledge takes words that leave something open; printed with the target"),
    )
    remark = VisibleField(
        label=_("Remark for those who draft"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("what the words leave open; shown with a draft, never printed"),
    )

    def __init__(self, *args: Any, target: PledgeTarget | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = [version.pk for version in versions_on(timezone.localdate())]
        kept = [target.indicator_id] if target and target.indicator_id else []
        self.fields["indicator"].queryset = IndicatorVersion.objects.filter(pk__in=[*newest, *kept])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("value") is not None and not cleaned.get("comparator"):
            self.add_error("comparator", _("Say how a result is compared with this value."))
        return cleaned

    def terms(self) -> TargetTerms:
        cleaned = self.cleaned_data
        return TargetTerms(
            **{field.name: cleaned[field.name] for field in fields(TargetTerms) if field.name != "dropped"}
        )


class TryingForm(forms.Form):
    """On which year's figures the targets are tried, and under which quota."""

    year = YearField(label=_("Figures of"))
    percent = NumberField(
        label=_("Quota, percent"),
        required=False,
        help_text=_("such as 15: at most so many of the population may be counted"),
    )
    population = forms.ModelChoiceField(
        label=_("Quota of"), queryset=Population.objects.none(), required=False, empty_label=_("no quota")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["population"].queryset = Population.objects.filter(retired_on=None).order_by(
            "official_order"
        )

    def quota(self) -> UnderQuota | None:
        """The quota where both halves of it were given."""
        percent, population = self.cleaned_data.get("percent"), self.cleaned_data.get("population")
        return UnderQuota(percent, population) if percent is not None and population is not None else None


class KnownForm(forms.Form):
    """Which of the pledges that come with the program."""

    known = forms.ChoiceField(label=_("Pledge"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known"].choices = [(one.code, f"{one.cluster}, {one.year}") for one in pledges()]

    def chosen(self) -> PledgeData:
        return next(one for one in pledges() if one.code == self.cleaned_data["known"])


class SecretForm(forms.Form):
    """Proving once more who acts."""

    digest = forms.CharField(widget=forms.HiddenInput)
    secret = forms.CharField(
        label=_("Password, or one-time code"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("entered again: it stands for your hand under this text"),
    )


class SignForm(SecretForm):
    """One sentence ticked, and the proof."""

    agreed = forms.BooleanField(label="")
    field_order = ["digest", "agreed", "secret"]

    def __init__(self, *args: Any, member: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = _("I have read this text and sign it for %(member)s.") % {
            "member": member
        }
        self.fields["agreed"].error_messages["required"] = _("Tick the sentence to sign.")


class DeclineForm(SecretForm):
    """What is declined, why, and the proof."""

    target = forms.ModelChoiceField(
        label=_("Target"),
        queryset=PledgeTarget.objects.none(),
        required=False,
        empty_label=_("no single target"),
    )
    clause = VisibleField(
        label=_("Clause"), max_length=300, required=False, help_text=_("where it is not about one target")
    )
    reason = VisibleLines(label=_("Why you do not sign"), rows=4, max_length=2000)
    field_order = ["digest", "target", "clause", "reason", "secret"]

    def __init__(self, *args: Any, targets: QuerySet[PledgeTarget], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("target") and not cleaned.get("clause"):
            self.add_error("target", _("Say which target or clause it is about."))
        return cleaned


class RecordedForm(forms.Form):
    """Who signed a pledge of the past, a name and a position for each member, and the scan of the paper."""

    scan = forms.FileField(label=_("Scan of the signed pledge"), help_text=_("PDF, JPEG or PNG"))

    def __init__(self, *args: Any, seats: Sequence[Seat], heads: Mapping[int, Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        for seat in seats:
            head = heads.get(seat.organisation_id)
            told = {"seat": seat.name}
            self.fields[f"name_{seat.pk}"] = NameField(
                label=_("Who signed for %(seat)s") % told,
                max_length=200,
                initial=head.person.full_name if head else "",
            )
            self.fields[f"title_{seat.pk}"] = VisibleField(
                label=_("Position at %(seat)s") % told, max_length=200, initial=head.title if head else ""
            )
        self.order_fields([name for name in self.fields if name != "scan"])

    def signers(self) -> dict[int, PaperSigner]:
        told = self.cleaned_data
        return {
            seat.pk: PaperSigner(told[f"name_{seat.pk}"], told[f"title_{seat.pk}"]) for seat in self.seats
        }


class PaperForm(forms.Form):
    """A signature given on the printed text."""

    name = NameField(label=_("Who signed"), max_length=200)
    title = VisibleField(label=_("Position"), max_length=200)
    signed_on = VietnameseDateField(label=_("Signed on"))
    digest = forms.CharField(
        label=_("Fingerprint printed on the paper"),
        max_length=100,
        help_text=_("its first 16 characters suffice; the QR code beside it holds all of them"),
    )
    scan = forms.FileField(label=_("Scan of the signed paper"), help_text=_("PDF, JPEG or PNG"))

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_digest(self) -> str:
        """The whole fingerprint, where what was typed is how it begins."""
        typed = "".join(self.cleaned_data["digest"].split()).lower()
        if len(typed) < 16 or not self.expected.startswith(typed):
            raise forms.ValidationError(
                _("The paper carries another text: print the present one and have that signed.")
            )
        return self.expected

    def paper(self) -> PaperSignature:
        cleaned = self.cleaned_data
        return PaperSignature(cleaned["name"], cleaned["title"], cleaned["signed_on"], cleaned["scan"])


class RemarkForm(forms.Form):
    """An answer in the talk on what was declined."""

    text = VisibleLines(label=_("Answer"), rows=3, max_length=4000)
