"""What is typed where a reading is contested, answered and ruled."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.models import Criterion, Dispute, Ruled, Season, Seat
from clusters.selectors.disputes import params_in_force
from clusters.services.disputes import DisputeTerms, ReadingTerms
from clusters.services.rulings import RulingTerms
from emulation.fields import NumberField, VietnameseDateField, VisibleField, VisibleLines

SHORT = 500


class ReadingFields(forms.Form):
    """Another reading: in a sentence, and those of its parameters that the criterion's rule has."""

    reading = VisibleField(
        label=_("The reading in a sentence"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    numerator = VisibleField(label=_("Numerator: who or what is counted"), max_length=SHORT, required=False)
    denominator = VisibleField(label=_("Denominator: of whom or of what"), max_length=SHORT, required=False)
    target = NumberField(
        label=_("Target, where it is another"), required=False, help_text=_("empty: the one there is")
    )

    def fit(self, criterion: Criterion, season: Season) -> None:
        """Leave the fields that the rule has, and say what stands in them now."""
        params = params_in_force(criterion, season)
        for name in ("numerator", "denominator", "target"):
            if name not in params:
                del self.fields[name]
            elif name != "target":
                self.fields[name].help_text = _("applied so far: %(words)s") % {"words": params[name]}

    def reading_terms(self) -> ReadingTerms:
        told = self.cleaned_data
        return ReadingTerms(
            reading=told["reading"],
            numerator=told.get("numerator", ""),
            denominator=told.get("denominator", ""),
            target=told.get("target"),
        )


class DisputeForm(ReadingFields):
    """A member contests how a criterion is read."""

    clause = VisibleField(
        label=_("Clause of the regulation it rests on"),
        max_length=SHORT,
        help_text=_("number, date and article"),
    )
    text = VisibleLines(label=_("Why"), max_length=4000)
    contested = VisibleField(label=_("Your number by your reading"), max_length=200)
    applied = VisibleField(
        label=_("Your number as the criterion is applied"),
        max_length=200,
        required=False,
        help_text=_("empty: what stands on your card"),
    )
    field_order = [
        "clause",
        "reading",
        "numerator",
        "denominator",
        "target",
        "contested",
        "applied",
        "text",
    ]

    def __init__(
        self, *args: Any, criterion: Criterion, season: Season, notation: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fit(criterion, season)
        self.fields["contested"].help_text = _("as in the cell: %(notation)s") % {"notation": notation}

    def terms(self) -> DisputeTerms:
        told = self.cleaned_data
        return DisputeTerms(
            clause=told["clause"],
            text=told["text"],
            own=self.reading_terms(),
            contested=told["contested"],
            applied=told["applied"],
        )


class FiguresForm(forms.Form):
    """A member's numbers under the two readings."""

    contested = VisibleField(
        label=_("By the reading of the member that contests"), max_length=200, required=False
    )
    applied = VisibleField(label=_("As the criterion is applied"), max_length=200, required=False)

    def __init__(self, *args: Any, notation: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contested"].help_text = _("as in the cell: %(notation)s") % {"notation": notation}


class WordForm(forms.Form):
    """A word on a dispute."""

    text = VisibleLines(label=_("What you have to say"), max_length=2000)


class RulingForm(ReadingFields):
    """A ruling: which reading holds, on what ground, from which day, and each member's number under it."""

    outcome = forms.ChoiceField(label=_("What is ruled"), choices=Ruled.choices, widget=forms.RadioSelect)
    text = VisibleLines(label=_("Ruling"), max_length=4000)
    ground = VisibleField(
        label=_("Ground of the ruling"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    document = VisibleField(label=_("Number of the document"), max_length=120, required=False)
    ruled_on = VietnameseDateField(label=_("Date of the ruling"))

    def __init__(
        self,
        *args: Any,
        criterion: Criterion,
        season: Season,
        seats: Iterable[tuple[Seat, object]],
        dispute: Dispute | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fit(criterion, season)
        self.fields["ruled_on"].latest = timezone.localdate()
        if dispute is None:
            del self.fields["outcome"]
        else:
            self.fields["reading"].required = False
            self.fields["reading"].help_text = _("only for a third reading")
        self.answers: list[str] = []
        for seat, given in seats:
            name = f"answer_{seat.pk}"
            self.answers.append(name)
            self.fields[name] = VisibleField(
                label=_("Number of %(member)s") % {"member": seat.label},
                max_length=200,
                required=False,
                help_text=given,
            )
        first = ["outcome", "reading", "numerator", "denominator", "target"]
        last = ["text", "ground", "document", "ruled_on"]
        self.order_fields([*first, *self.answers, *last])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("outcome") == Ruled.OTHER and not told.get("reading"):
            self.add_error("reading", _("Say which reading holds."))
        return told

    def terms(self) -> RulingTerms:
        told = self.cleaned_data
        outcome = told.get("outcome", Ruled.OTHER)
        return RulingTerms(
            outcome=outcome,
            text=told["text"],
            ground=told["ground"],
            document=told["document"],
            ruled_on=told["ruled_on"],
            other=self.reading_terms() if outcome == Ruled.OTHER else None,
        )

    def numbers(self) -> dict[int, str]:
        """{seat: what was typed}."""
        return {int(name.removeprefix("answer_")): self.cleaned_data[name] for name in self.answers}
