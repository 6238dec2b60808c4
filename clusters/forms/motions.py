"""What is typed to put a secret vote, to decline after it, to word, sign and hand over."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.conference_states import FlagState
from clusters.forms.conferences import PersonField
from clusters.forms.pledges import PaperForm, SecretForm
from clusters.models import Flag, Seat
from clusters.services.handovers import HandOverTerms
from clusters.services.motions import Asking
from clusters.services.records import PaperHand, RecordTerms
from clusters.thresholds import Asked
from emulation.ballots.models import Keeping
from emulation.fields import NumberField, VietnameseDateField, VisibleField, VisibleLines
from emulation.organisations.models import Organisation, Person, Post

TELLERS = ("teller_1", "teller_2", "teller_3")


class VoteForm(forms.Form):
    """One or two questions among the members; a question without a candidate is left out."""

    def __init__(
        self,
        *args: Any,
        purposes: Sequence[str],
        words: Mapping[str, str],
        usual: Mapping[str, Asked],
        seats: Sequence[Seat],
        posts: Iterable[Post],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.purposes = purposes
        self.seats = {str(seat.pk): seat for seat in seats}
        for purpose in purposes:
            self._ask(purpose, words[purpose], usual[purpose])
        offered = list(posts)
        for place, name in enumerate(TELLERS, start=1):
            label = _("Chief teller") if place == 1 else _("Teller %(place)s") % {"place": place}
            self.fields[name] = PersonField(label=label, required=place < 3)
            self.fields[name].offer(offered)
        self.titles = {post.person_id: post.title for post in reversed(offered)}
        self.fields["keeping"] = forms.ChoiceField(
            label=_("Who can open the urn"), choices=Keeping.choices, initial=Keeping.TELLERS
        )

    def _ask(self, purpose: str, words: str, usual: Asked) -> None:
        self.fields[f"{purpose}-candidates"] = forms.MultipleChoiceField(
            label=words,
            required=False,
            choices=[(key, seat.name) for key, seat in self.seats.items()],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("one candidate is agreed to or not; among several one is chosen"),
        )
        self.fields[f"{purpose}-percent"] = NumberField(
            label=_("Share of all members needed, percent"), initial=usual.percent
        )
        self.fields[f"{purpose}-strict"] = forms.BooleanField(
            label=_("more than this share"), required=False, initial=usual.strict
        )
        self.fields[f"{purpose}-ground"] = VisibleField(
            label=_("By which rule"), max_length=300, initial=usual.ground
        )
        self.fields[f"{purpose}-departs"] = VisibleField(
            label=_("Why other candidates"),
            max_length=500,
            required=False,
            help_text=_("where the member that the cluster's rule proposes is not among them"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for purpose in self.purposes:
            share = cleaned.get(f"{purpose}-percent")
            if share is not None and not 0 < share <= 100:
                self.add_error(f"{purpose}-percent", _("Write a share from 0 to 100."))
        if not any(cleaned.get(f"{purpose}-candidates") for purpose in self.purposes):
            self.add_error(f"{self.purposes[0]}-candidates", _("An election needs candidates."))
        return cleaned

    def asked(self) -> list[Asking]:
        told = self.cleaned_data
        return [
            Asking(
                purpose=purpose,
                candidates=[self.seats[key] for key in told[f"{purpose}-candidates"]],
                percent=told[f"{purpose}-percent"],
                strict=told[f"{purpose}-strict"],
                ground=told[f"{purpose}-ground"],
                departs=told[f"{purpose}-departs"],
            )
            for purpose in self.purposes
            if told[f"{purpose}-candidates"]
        ]

    def tellers(self) -> list[tuple[Person, str]]:
        chosen = [self.cleaned_data[name] for name in TELLERS]
        return [(one, self.titles.get(one.pk, "")) for one in chosen if one is not None]


class RecordForm(forms.Form):
    """The words around the facts of a record."""

    symbol = VisibleField(
        label=_("Number and symbol"), max_length=120, required=False, help_text=_("such as 03/BB-CTĐ")
    )
    opening = VisibleLines(label=_("Opening words"), rows=3, required=False, max_length=1500)
    discussion = VisibleLines(
        label=_("Discussion"), rows=8, required=False, max_length=20_000, help_text=_("one paragraph a line")
    )
    conclusion = VisibleLines(
        label=_("Conclusion"), rows=4, required=False, max_length=10_000, help_text=_("one paragraph a line")
    )

    def terms(self) -> RecordTerms:
        return RecordTerms(**self.cleaned_data)


class HandForm(SecretForm):
    """One sentence ticked, and the proof."""

    agreed = forms.BooleanField(
        label=_("I have read this record and sign it."),
        error_messages={"required": _("Tick the sentence to sign.")},
    )
    field_order = ["digest", "agreed", "secret"]


class PaperHandForm(PaperForm):
    """A signature given on the printed record."""

    def hand(self) -> PaperHand:
        told = self.cleaned_data
        return PaperHand(told["name"], told["title"], told["signed_on"], told["scan"])


class HandOverForm(forms.Form):
    """The day, the files one a line, the flag."""

    on = VietnameseDateField(
        label=_("Day of the hand-over"), help_text=_("from this day the rights are the new leader's")
    )
    listed = VisibleLines(
        label=_("Files handed over"),
        rows=6,
        required=False,
        max_length=20_000,
        help_text=_("one a line: name; how many, as 3 or 01 bộ; remark"),
    )
    flag = forms.ModelChoiceField(
        label=_("Rotating flag"), queryset=Flag.objects.none(), required=False, empty_label=_("no flag")
    )
    flag_state = forms.ChoiceField(label=_("The flag is"), choices=FlagState.choices, required=False)
    flag_note = VisibleField(label=_("Remark on the flag"), max_length=500, required=False)

    def __init__(self, *args: Any, flags: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["flag"].queryset = flags

    def clean_listed(self) -> list[tuple[str, int | str, str]]:
        """[(name, how many, remark)]; how many is a number or a number of something, without a word one."""
        found = []
        for line in self.cleaned_data["listed"].splitlines():
            name, number, remark = [*(part.strip() for part in line.split(";", 2)), "", ""][:3]
            if not name:
                continue
            if number and not HOW_MANY.fullmatch(number):
                raise forms.ValidationError(
                    _("“%(line)s”: write name; how many; remark."), params={"line": line[:80]}
                )
            found.append(
                (name[:300], int(number or 1) if number.isdigit() or not number else number, remark[:300])
            )
        return found

    def terms(self) -> HandOverTerms:
        told = dict(self.cleaned_data)
        return HandOverTerms(files=told.pop("listed"), **told)


def lines_of(files: Sequence[Sequence[Any]]) -> str:
    """The files as they are typed."""
    return "\n".join("; ".join(str(part) for part in row if part != "") for row in files)


HOW_MANY = re.compile(r"[0-9]{1,5}(?:\s+\S.{0,30})?")


class FlagForm(forms.Form):
    """A flag, or what became of one; the holder is a member of the cluster or the heir of one."""

    name = VisibleField(label=_("Name of the flag"), max_length=300)
    holder = forms.ModelChoiceField(label=_("Who has it"), queryset=Organisation.objects.none())
    since = VietnameseDateField(label=pgettext_lazy("flag", "Since"))
    state = forms.ChoiceField(label=_("The flag is"), choices=FlagState.choices)
    note = VisibleField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, holders: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = holders
        if new:
            del self.fields["state"]
        else:
            del self.fields["name"]
            self.fields["note"].required = True
