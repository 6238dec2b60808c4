"""What is changed in a hypothetical ranking: weights, parameters, numbers of members, criterion by criterion."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.cells import claim_from, claim_text
from clusters.models import Criterion, Season
from clusters.scoring import BadClaim, BadRule, Claim, rule_of
from clusters.scoring.kinds import Below
from clusters.scoring.rounding import plain
from clusters.selectors.disputes import params_in_force
from clusters.selectors.readings import Read, Trials
from clusters.sentences import fault_words
from emulation.fields import NumberField, VisibleField

BELOW = {
    Below.PROPORTIONAL: _("its share of the points"),
    Below.NOTHING: _("nothing"),
}
NUMBERS = {
    "target": _("Target"),
    "unit_points": _("Points for each"),
    "cap": _("Most points off"),
}


class TrialForm(forms.Form):
    """The changes of one criterion. `read()` is what is tried, None where nothing was changed."""

    max = NumberField(label=_("Standard points"), required=False)

    def __init__(self, data: Any, *, criterion: Criterion, season: Season, trials: Trials) -> None:
        super().__init__(data, prefix=f"c{criterion.pk}")
        self.criterion = criterion
        self.params = params_in_force(criterion, season)
        self.rule = rule_of(criterion.kind, self.params, bonus_cap=criterion.bonus_cap)
        self.standing = trials.standing_claims(criterion.code)
        self.seats = {seat.pk: seat for seat in trials.seats}
        self.fields["max"].initial = criterion.max
        for name, label in NUMBERS.items():
            if self.params.get(name) is not None:
                self.fields[name] = NumberField(
                    label=label, required=False, initial=Decimal(str(self.params[name]))
                )
        if "below" in self.params or criterion.kind == "RATIO":
            self.fields["below"] = forms.ChoiceField(
                label=_("Short of the target it earns"),
                choices=[(one.value, word) for one, word in BELOW.items()],
                initial=self.params.get("below", Below.PROPORTIONAL),
                required=False,
            )
        for pk, seat in self.seats.items():
            self.fields[f"answer_{pk}"] = VisibleField(
                label=seat.label, required=False, max_length=200, initial=self._typed(pk)
            )

    def _typed(self, pk: int) -> str:
        claim = self.standing.get(pk)
        return "" if claim is None else claim_text(self.rule, claim)

    @property
    def parameters(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("answer_")]

    @property
    def answers(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("answer_")]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        self.tried_params = self._params(told)
        self.claims = {} if self.errors else self._claims(told)
        return told

    def _params(self, told: Mapping[str, Any]) -> dict[str, object] | None:
        """The parameters as they are tried, None where they are as they were."""
        changed: dict[str, object] = {
            name: plain(told[name]) for name in NUMBERS if name in told and told[name] is not None
        }
        if told.get("below"):
            changed["below"] = told["below"]
        params = {**self.params, **changed}
        try:
            tried = rule_of(self.criterion.kind, params, bonus_cap=self.criterion.bonus_cap)
        except BadRule as error:
            for fault in error.faults:
                self.add_error(fault.field if fault.field in self.fields else None, fault_words(fault))
            return None
        return None if tried == self.rule else params

    def _claims(self, told: Mapping[str, Any]) -> dict[int, Claim]:
        """The numbers that differ from what stands."""
        rule = rule_of(
            self.criterion.kind, self.tried_params or self.params, bonus_cap=self.criterion.bonus_cap
        )
        found = {}
        for pk in self.seats:
            text = told.get(f"answer_{pk}", "")
            if text == self._typed(pk) or not text:
                continue
            try:
                found[pk] = claim_from(rule, text, reason=str(_("tried")))
            except BadClaim as error:
                self.add_error(f"answer_{pk}", " ".join(fault_words(fault) for fault in error.faults))
        return found

    def clean_max(self) -> Decimal | None:
        points: Decimal | None = self.cleaned_data["max"]
        if points is not None and points < 0:
            raise forms.ValidationError(_("Standard points are not below 0."))
        return points

    def read(self) -> Read | None:
        weight = self.cleaned_data.get("max")
        weight = None if weight is None or weight == self.criterion.max else weight
        if weight is None and self.tried_params is None and not self.claims:
            return None
        return Read(self.criterion.code, params=self.tried_params, max=weight, claims=self.claims)


class KeepForm(forms.Form):
    """The name under which what was tried is kept."""

    name = VisibleField(label=_("Keep it under the name"), max_length=200, required=False)
    note = VisibleField(label=_("What it is to show"), max_length=2000, required=False)
