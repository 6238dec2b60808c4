"""What is typed into one node of a score sheet, with the fields of its own kind."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.forms.kinds import fields_of
from clusters.forms.sheets import numbers_in
from clusters.models import Criterion, ScoreSheet
from clusters.models.sheet import KINDS
from clusters.scoring import BadRule, Kind, bonus_of, rule_of
from clusters.sentences import fault_words
from clusters.services.sheets import CriterionTerms
from emulation.fields import ChoiceOfRow, NumberField, VisibleField
from emulation.indicators.models import IndicatorVersion
from emulation.indicators.selectors import versions_on
from emulation.vietnamese import format_number, trimmed


class CriterionForm(forms.Form):
    """One node: a group where `kind` is empty, otherwise with the fields of its kind; `terms()` for the service."""

    code = VisibleField(label=_("Code"), max_length=20)
    text = VisibleField(label=_("Criterion"), max_length=1000)
    parent = ChoiceOfRow(label=_("Part of"), queryset=Criterion.objects.none(), required=False)
    order = forms.IntegerField(label=_("Order"), min_value=1, max_value=999)
    max = NumberField(label=_("Standard points"))
    sector = VisibleField(
        label=_("Sector"), max_length=60, required=False, help_text=_("empty: holds for all members")
    )
    note = VisibleField(label=_("Note"), max_length=1000, required=False)

    def __init__(self, *args: Any, sheet: ScoreSheet, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["parent"].queryset = sheet.criteria.filter(kind="").order_by("order", "code")
        own = (
            fields_of(Kind(kind))
            if kind
            else {"bonus_cap": NumberField(label=_("Most bonus points"), required=False)}
        )
        for name, field in own.items():
            self.fields[name] = field
        if kind:
            self.fields["comparable"] = forms.BooleanField(
                label=_("May be compared between sectors"), required=False, initial=True
            )
        if kind and kind != Kind.GATE:
            self.fields["indicator"] = ChoiceOfRow(
                label=_("Indicator it is taken from"),
                queryset=IndicatorVersion.objects.filter(
                    pk__in=[one.pk for one in versions_on(timezone.localdate())]
                ),
                required=False,
            )
        self.own = tuple(own)

    def clean_bands(self) -> list[dict[str, Any]]:
        """The bands with their ends: each ends where the one above begins."""
        found: list[dict[str, Any]] = []
        high: dict[str, Any] = {"high": None, "high_closed": False}
        for line in self.cleaned_data["bands"].splitlines():
            bound, mark, points = line.partition(";")
            if not mark:
                raise ValidationError(_("Write each band as: ≥ 80; 40."))
            said = bound.strip().replace(">=", "≥")
            numbers = [] if said == "-" else numbers_in(said.lstrip("≥> "))
            low = numbers[0] if numbers else None
            closed = not said.startswith(">")
            (earned,) = numbers_in(points) or [Decimal(0)]
            found.append({"points": str(earned), "low": _text(low), "low_closed": closed, **high})
            high = {"high": _text(low), "high_closed": not closed}
        return found

    def clean_part_lines(self) -> list[dict[str, str]]:
        found = []
        for line in self.cleaned_data["part_lines"].splitlines():
            text, _mark, points = line.rpartition(";")
            numbers = numbers_in(points)
            if len(numbers) != 1:
                raise ValidationError(_("Write each part as: what it is; most points."))
            found.append({"text": text.strip(), "max": str(numbers[0])})
        return found

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.kind and not self.errors:
            try:
                rule_of(self.kind, self._params(), bonus_cap=told.get("bonus_cap"))
            except BadRule as error:
                for fault in error.faults:
                    field = fault.field.partition(".")[0].replace("parts", "part_lines")
                    self.add_error(field if field in self.fields else None, fault_words(fault))
        return told

    def _params(self) -> dict[str, object]:
        told = self.cleaned_data
        params = {
            name: told[name]
            for name in self.own
            if name != "bonus_cap" and told.get(name) not in (None, "", [])
        }
        if self.kind == Kind.RELATIVE:
            params["points"] = [str(number) for number in numbers_in(told["points"])]
        if "part_lines" in params:
            params["parts"] = params.pop("part_lines")
        if told.get("bonus_cap") is None:
            params.pop("bonus_whole_percents", None)
        return {name: str(one) if isinstance(one, Decimal) else one for name, one in params.items()}

    def terms(self) -> CriterionTerms:
        told = self.cleaned_data
        names = ("code", "text", "parent", "order", "max", "sector", "note")
        return CriterionTerms(
            **{name: told[name] for name in names},
            kind=self.kind,
            params=self._params() if self.kind else {},
            bonus_cap=told.get("bonus_cap"),
            comparable=told.get("comparable", True),
            indicator=told.get("indicator"),
        )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def criterion_initial(row: Criterion) -> dict[str, Any]:
    """A stored node as its form shows it."""
    names = (
        "code",
        "text",
        "parent",
        "order",
        "max",
        "sector",
        "note",
        "comparable",
        "indicator",
        "bonus_cap",
    )
    plain = {name: getattr(row, name) for name in names}
    if not row.kind:
        return plain
    rule: Any = rule_of(row.kind, row.params, bonus_cap=row.bonus_cap)
    bonus = bonus_of(rule)
    own = {name: getattr(rule, name) for name in rule.__dataclass_fields__ if name != "bonus"}
    if bonus is not None:
        own |= {"bonus_cap": bonus.cap, "bonus_whole_percents": bonus.whole_percents}
    return {**plain, **own, **_shown(row.kind, rule)}


def _shown(kind: str, rule: Any) -> dict[str, Any]:
    if kind == Kind.BAND:
        lines = []
        for band in rule.bands:
            sign = "≥" if band.low_closed else ">"
            low = "-" if band.low is None else f"{sign} {format_number(trimmed(band.low))}"
            lines.append(f"{low}; {format_number(trimmed(band.points))}")
        return {"bands": "\n".join(lines)}
    if kind == Kind.SUBSUM:
        return {
            "part_lines": "\n".join(f"{part.text}; {format_number(trimmed(part.max))}" for part in rule.parts)
        }
    if kind == Kind.RELATIVE:
        return {"points": "; ".join(format_number(trimmed(number)) for number in rule.points)}
    if kind == Kind.GATE:
        return {"falls_on": "yes" if rule.falls_on else "no", "choices": [one.value for one in rule.choices]}
    return {}


class KindForm(forms.Form):
    """Which kind of node is entered next."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("group of criteria")), *[(one.value, word) for one, word in KINDS.items()]],
    )
