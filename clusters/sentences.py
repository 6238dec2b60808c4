"""Faults and workings of scores in words: each code of clusters.scoring has its sentence here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.scoring import Fault, Step
from emulation.vietnamese import format_number, trimmed

FAULTS = {
    "AMBIGUOUS": _("May be one of two numbers: %(readings)s. Write it without points."),
    "BANDS_GAP": _("The bands leave a gap."),
    "BANDS_OVERLAP": _("The bands overlap."),
    "BELOW_ZERO": _("Must not be below 0."),
    "BEST_IS_NOT_MAX": _("The best result earns %(found)s, the standard points are %(declared)s."),
    "BONUS_BEFORE_ALL_POINTS": _(
        "At the target %(found)s points are earned, fewer than the standard %(declared)s."
    ),
    "BONUS_NEEDS_TARGET": _("A bonus needs the target it is over."),
    "BONUS_OUT_OF_REACH": _(
        "The criteria give at most %(found)s bonus points, the sheet declares %(declared)s."
    ),
    "BONUS_OVER_CAP": _("The bonus of %(found)s is over the cap of %(declared)s above it."),
    "CODE_TWICE": _("The code stands more than once."),
    "EARNS_NO_STANDARD_POINTS": _("This kind has no standard points: write 0."),
    "GATE_ALWAYS_APPLIES": _("A condition applies to everybody."),
    "GROUP_EMPTY": _("The group has no criteria yet."),
    "LOWER_PLACE_EARNS_MORE": _("A lower place must not earn more."),
    "MISSING": _("Is missing."),
    "NOTHING_TO_DIVIDE_BY": _("There is no share of 0."),
    "NOT_A_CHOICE": _("Is not one of the choices."),
    "NOT_A_LIST": _("Must be a list."),
    "NOT_A_NUMBER": _("Is not a number. Write it such as 1.234,5."),
    "NOT_A_YES_OR_NO": _("Write yes or no."),
    "NOT_WHOLE": _("Must be a whole number."),
    "NO_SUCH_PARENT": _("The group it belongs to does not exist."),
    "OTHER_NUMBER_OF_PARTS": _("Write %(parts)s parts, with semicolons between them."),
    "OUT_OF_BOUNDS": _("Must lie between %(least)s and %(most)s."),
    "OVER_MAX": _("Is over the most points."),
    "REASON_NEEDED": _("Needs a reason."),
    "SEAM_IN_BOTH": _("A bound belongs to both bands."),
    "SEAM_IN_NEITHER": _("A bound belongs to neither band."),
    "SECTOR_WITHIN_SECTOR": _("A part of one sector cannot stand within that of another."),
    "SUM_DIFFERS": _("The sum is %(found)s, declared are %(declared)s."),
    "TOO_MANY_PLACES": _("Has more than %(decimals)s decimals."),
    "TOO_SMALL": _("Must be more than 0."),
    "TOP_BAND_ENDS": _("The highest band must have no upper end."),
    "TOTAL_IS_NOT_BASE_AND_BONUS": _(
        "Standard and bonus points make %(found)s, the total says %(declared)s."
    ),
    "UNKNOWN_FIELD": _("This kind has no such parameter."),
    "TOO_LONG": _("Has more than %(digits)s digits, or more than %(places)s behind the comma."),
    "WRITE_AS": _("Write it as: %(fields)s."),
}
FIELDS = {
    "value": _("result"),
    "n": _("numerator"),
    "d": _("denominator"),
    "target": _("plan"),
    "count": _("number"),
    "yes": _("yes or no"),
    "parts": _("points of each part"),
    "points": _("points"),
    "reason": _("reason"),
    "na": _("not applicable"),
    "max": _("standard points"),
    "base": _("standard points"),
    "total": _("points in all"),
    "bonus_cap": _("most bonus points"),
    "bands": _("bands"),
    "code": _("code"),
    "parent": _("part of"),
    "children": _("criteria"),
    "cap": _("most points off"),
    "unit_points": _("points for each"),
    "numerator": _("numerator"),
    "denominator": _("denominator"),
    "effect": _("effect"),
    "standard": _("standard points of the criterion it is about"),
    "sector": _("sector"),
}
STEPS = {
    "NOT_APPLICABLE": _("Not applicable."),
    "NOT_ANSWERED": _("Not answered yet."),
    "WAITS_FOR_PEERS": _("Waits for the results of the others."),
    "VALUE": _("Result: %(value)s."),
    "SHARE": _("%(n)s/%(d)s = %(percent)s %%."),
    "GROWTH": _("%(now)s against %(before)s: %(percent)s %% more."),
    "YES": _("Yes: %(points)s points."),
    "NO": _("No: %(points)s points."),
    "OF_TARGET": _("%(actual)s/%(target)s = %(percent)s %% of %(standard)s points = %(points)s."),
    "REACHED": _("%(actual)s reaches the target of %(target)s: %(points)s points."),
    "NOT_REACHED": _("%(actual)s does not reach the target of %(target)s."),
    "NOTHING_BELOW": _("Below the target: %(points)s points."),
    "OVER": _("%(actual)s is %(over)s %% over the target of %(target)s: bonus %(points)s, at most %(cap)s."),
    "NOT_OVER": _("%(actual)s is not over the target of %(target)s: no bonus."),
    "IN_BAND": _("%(value)s lies in the band %(low)s – %(high)s: %(points)s points."),
    "IN_NO_BAND": _("%(value)s lies in no band: %(points)s points."),
    "DEDUCTED": _("%(count)s × %(unit_points)s = %(found)s off, at most %(cap)s: %(points)s points stay."),
    "COUNTED": _("%(count)s × %(unit_points)s = %(found)s, at most %(cap)s: %(points)s points."),
    "PART": _("Part %(part)s: %(points)s of %(max)s."),
    "SUM": _("Together %(points)s of %(standard)s."),
    "JUDGED": _("Judged: %(points)s of %(standard)s."),
    "PLACED": _("Place %(place)s of %(peers)s: %(points)s points."),
    "GATE_HOLDS": _("The condition is met."),
    "GATE_FALLS": _("The condition is not met: %(effect)s."),
    "KEPT": _("Points as typed: %(points)s."),
    "SCALED": _("%(points_before)s of %(standard_before)s become %(points)s of %(standard)s."),
}
EFFECTS = {
    "NO_FLAG": _("no flag, though ranked"),
    "UNRANKED": _("not ranked"),
    "DEDUCT": _("points off the total"),
}


WISHES = {
    "SISTERS": _("the two come from one body, or go into one"),
    "SAME_PAIR": _("the same pair as last year"),
    "TURNED_PAIR": _("last year's pair turned round"),
}


def fault_words(fault: Fault) -> str:
    """The fault in a sentence: its field, then what is wrong."""
    facts = {name: _fact(one) for name, one in fault.facts.items()}
    words = str(FAULTS[fault.code]) % facts
    field = FIELDS.get(fault.field.partition(".")[0])
    return f"{str(field)[:1].upper()}{str(field)[1:]}: {words}" if field else words


def _fact(one: object) -> str:
    if isinstance(one, tuple):
        return "/".join(str(FIELDS.get(part, part)) for part in one)
    return str(one).replace(".", ",") if _is_number(one) else str(one)


def _is_number(one: object) -> bool:
    return isinstance(one, str) and one.replace(".", "", 1).replace("-", "", 1).isdigit()


def step_words(step: Step) -> str:
    """One line of a working."""
    facts: dict[str, Any] = {name: _number(one) for name, one in step.facts.items()}
    if step.code == "GATE_FALLS":
        facts["effect"] = str(EFFECTS[str(step.facts["effect"])])
    return str(STEPS[step.code]) % facts


def _number(one: object) -> str:
    if isinstance(one, bool):
        return str(_("yes") if one else _("no"))
    return str(one) if isinstance(one, str) else format_number(trimmed(one))  # type: ignore[arg-type]


def working_words(steps: Any) -> str:
    """The whole working on one line."""
    return " ".join(step_words(step) for step in steps)
