"""The fields of each kind of criterion: what its rule needs to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.scoring import Kind, Measure
from clusters.scoring.kinds import Below, Better, Comparator, Effect
from clusters.sentences import EFFECTS
from emulation.fields import NumberField, VisibleField, VisibleLines

MEASURES = [
    (Measure.VALUE, _("a number as reported")),
    (Measure.SHARE, _("n of d in percent")),
    (Measure.GROWTH, _("growth over the year before in percent")),
]
COMPARATORS = [(Comparator.GE, _("from the target on")), (Comparator.GT, _("over the target"))]
BELOWS = [(Below.PROPORTIONAL, _("its share of the points")), (Below.NOTHING, _("nothing"))]
BETTERS = [(Better.HIGH, _("the higher, the better")), (Better.LOW, _("the lower, the better"))]


def _number(label: Any, *, required: bool = False, help_text: Any = "") -> NumberField:
    return NumberField(label=label, required=required, help_text=help_text)


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[(one.value, word) for one, word in choices])


def bonus_fields() -> dict[str, forms.Field]:
    return {
        "bonus_cap": _number(
            _("Most bonus points"), help_text=_("empty: no bonus for what is over the target")
        ),
        "bonus_whole_percents": forms.BooleanField(
            label=_("Only each full percent over the target counts"), required=False
        ),
    }


def _target() -> dict[str, forms.Field]:
    return {"target": _number(_("Target"), help_text=_("empty: each member's own plan"))}


def _measure() -> dict[str, forms.Field]:
    return {"measure": _choice(_("Measured by"), MEASURES)}


def _each() -> dict[str, forms.Field]:
    return {"unit_points": _number(_("Points for each"), required=True)}


def _binary_fields() -> dict[str, forms.Field]:
    return {"target": _number(_("Target"), help_text=_("empty: yes or no is asked"))}


def _proportional_fields() -> dict[str, forms.Field]:
    return {**_target(), **_measure(), **bonus_fields()}


def _over_bonus_fields() -> dict[str, forms.Field]:
    standard = _number(_("Standard points of the criterion it is about"), required=True)
    return {"standard": standard, **_proportional_fields()}


def _band_fields() -> dict[str, forms.Field]:
    bands = _lines(_("Bands"), _("one a line: ≥ 80; 40 or > 80; 40, the last one: -; 20"))
    return {"bands": bands, **_measure()}


def _deduct_fields() -> dict[str, forms.Field]:
    return {**_each(), "cap": _number(_("Most points off"), help_text=_("empty: all standard points"))}


def _count_fields() -> dict[str, forms.Field]:
    return {**_each(), "target": _number(_("Target")), **bonus_fields()}


def _part_fields() -> dict[str, forms.Field]:
    return {"part_lines": _lines(_("Parts"), _("one a line: what it is; most points"))}


def _relative_fields() -> dict[str, forms.Field]:
    points = VisibleField(label=_("Points by place"), max_length=300, help_text=_("10; 8; 6"))
    rest = _number(_("Points of the places after"))
    return {"points": points, "rest": rest, "better": _choice(_("Comes first"), BETTERS), **_measure()}


def _lines(label: Any, help_text: Any) -> VisibleLines:
    return VisibleLines(label=label, help_text=help_text, max_length=2000)


def _ratio_fields() -> dict[str, forms.Field]:
    return {
        "numerator": VisibleField(label=_("Numerator: who or what counts"), max_length=300),
        "denominator": VisibleField(label=_("Denominator: of whom or what"), max_length=300),
        "target": _number(_("Target in percent"), required=True),
        "comparator": _choice(_("Reached"), COMPARATORS),
        "below": _choice(_("Short of the target it earns"), BELOWS),
        **bonus_fields(),
    }


def _gate_fields() -> dict[str, forms.Field]:
    effects = [(one, EFFECTS[one.value]) for one in Effect]
    return {
        "effect": _choice(_("When it falls"), effects),
        "points": _number(_("Points off")),
        "choices": forms.MultipleChoiceField(
            label=_("Effects among which the members choose"),
            choices=[(one.value, word) for one, word in effects],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        "falls_on": forms.TypedChoiceField(
            label=_("It falls on the answer"),
            choices=[("yes", _("yes")), ("no", _("no"))],
            coerce=lambda said: said == "yes",
        ),
    }


FIELDS_OF = {
    Kind.BINARY: _binary_fields,
    Kind.PROPORTIONAL: _proportional_fields,
    Kind.OVER_BONUS: _over_bonus_fields,
    Kind.BAND: _band_fields,
    Kind.PER_UNIT_DEDUCT: _deduct_fields,
    Kind.COUNT_CAP: _count_fields,
    Kind.SUBSUM: _part_fields,
    Kind.RATIO: _ratio_fields,
    Kind.GATE: _gate_fields,
    Kind.RELATIVE: _relative_fields,
}


def fields_of(kind: Kind) -> dict[str, forms.Field]:
    """The fields of a kind, by the names of its parameters; a judgement has none."""
    return FIELDS_OF[kind]() if kind in FIELDS_OF else {}
