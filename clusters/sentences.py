"""Faults and workings of scores in words: each code of clusters.scoring has its sentence here."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.scoring import Fault, Step
from emulation.vietnamese import format_number, trimmed

L = gettext_lazy
FAULTS = {
    "AMBIGUOUS": L("May be one of two numbers: %(readings)s. Write it without points."),
    "BANDS_GAP": L("The bands leave a gap."),
    "BANDS_OVERLAP": L("The bands overlap."),
    "BELOW_ZERO": L("Must not be below 0."),
    "BEST_IS_NOT_MAX": L("The best result earns %(found)s, the standard points are %(declared)s."),
    "BONUS_BEFORE_ALL_POINTS": L(
        "At the target %(found)s points are earned, fewer than the standard %(declared)s."
    ),
    "BONUS_NEEDS_TARGET": L("A bonus needs the target it is over."),
    "BONUS_OUT_OF_REACH": L(
        "The criteria give at most %(found)s bonus points, the sheet declares %(declared)s."
    ),
    "BONUS_OVER_CAP": L("The bonus of %(found)s is over the cap of %(declared)s above it."),
    "CODE_TWICE": L("The code stands more than once."),
    "EARNS_NO_STANDARD_POINTS": L("This kind has no standard points: write 0."),
    "GATE_ALWAYS_APPLIES": L("A condition applies to everybody."),
    "GROUP_EMPTY": L("The group has no criteria yet."),
    "LOWER_PLACE_EARNS_MORE": L("A lower place must not earn more."),
    "MISSING": L("Is missing."),
    "NOTHING_TO_DIVIDE_BY": L("There is no share of 0."),
    "NOT_A_CHOICE": L("Is not one of the choices."),
    "NOT_A_LIST": L("Must be a list."),
    "NOT_A_NUMBER": L("Is not a number. Write it such as 1.234,5."),
    "NOT_A_YES_OR_NO": L("Write yes or no."),
    "NOT_WHOLE": L("Must be a whole number."),
    "NO_SUCH_PARENT": L("The group it belongs to does not exist."),
    "OTHER_NUMBER_OF_PARTS": L("Write %(parts)s parts, with semicolons between them."),
    "OUT_OF_BOUNDS": L("Must lie between %(least)s and %(most)s."),
    "OVER_MAX": L("Is over the most points."),
    "REASON_NEEDED": L("Needs a reason."),
    "SEAM_IN_BOTH": L("A bound belongs to both bands."),
    "SEAM_IN_NEITHER": L("A bound belongs to neither band."),
    "SECTOR_WITHIN_SECTOR": L("A part of one sector cannot stand within that of another."),
    "SUM_DIFFERS": L("The sum is %(found)s, declared are %(declared)s."),
    "TOO_MANY_PLACES": L("Has more than %(decimals)s decimals."),
    "TOO_SMALL": L("Must be more than 0."),
    "TOP_BAND_ENDS": L("The highest band must have no upper end."),
    "TOTAL_IS_NOT_BASE_AND_BONUS": L(
        "Standard and bonus points make %(found)s, the total says %(declared)s."
    ),
    "UNKNOWN_FIELD": L("This kind has no such parameter."),
    "WRITE_AS": L("Write it as: %(fields)s."),
}
FIELDS = {
    "value": L("result"),
    "n": L("numerator"),
    "d": L("denominator"),
    "target": L("plan"),
    "count": L("number"),
    "yes": L("yes or no"),
    "parts": L("points of each part"),
    "points": L("points"),
    "reason": L("reason"),
    "na": L("not applicable"),
    "max": L("standard points"),
    "base": L("standard points"),
    "total": L("points in all"),
    "bonus_cap": L("most bonus points"),
    "bands": L("bands"),
    "code": L("code"),
    "parent": L("part of"),
    "children": L("criteria"),
    "cap": L("most points off"),
    "unit_points": L("points for each"),
    "numerator": L("numerator"),
    "denominator": L("denominator"),
    "effect": L("effect"),
    "standard": L("standard points of the criterion it is about"),
    "sector": L("sector"),
}
STEPS = {
    "NOT_APPLICABLE": L("Not applicable."),
    "NOT_ANSWERED": L("Not answered yet."),
    "WAITS_FOR_PEERS": L("Waits for the results of the others."),
    "VALUE": L("Result: %(value)s."),
    "SHARE": L("%(n)s/%(d)s = %(percent)s %%."),
    "GROWTH": L("%(now)s against %(before)s: %(percent)s %% more."),
    "YES": L("Yes: %(points)s points."),
    "NO": L("No: %(points)s points."),
    "OF_TARGET": L("%(actual)s/%(target)s = %(percent)s %% of %(standard)s points = %(points)s."),
    "REACHED": L("%(actual)s reaches the target of %(target)s: %(points)s points."),
    "NOT_REACHED": L("%(actual)s does not reach the target of %(target)s."),
    "NOTHING_BELOW": L("Below the target: %(points)s points."),
    "OVER": L("%(actual)s is %(over)s %% over the target of %(target)s: bonus %(points)s, at most %(cap)s."),
    "NOT_OVER": L("%(actual)s is not over the target of %(target)s: no bonus."),
    "IN_BAND": L("%(value)s lies in the band %(low)s – %(high)s: %(points)s points."),
    "IN_NO_BAND": L("%(value)s lies in no band: %(points)s points."),
    "DEDUCTED": L("%(count)s × %(unit_points)s = %(found)s off, at most %(cap)s: %(points)s points stay."),
    "COUNTED": L("%(count)s × %(unit_points)s = %(found)s, at most %(cap)s: %(points)s points."),
    "PART": L("Part %(part)s: %(points)s of %(max)s."),
    "SUM": L("Together %(points)s of %(standard)s."),
    "JUDGED": L("Judged: %(points)s of %(standard)s."),
    "PLACED": L("Place %(place)s of %(peers)s: %(points)s points."),
    "GATE_HOLDS": L("The condition is met."),
    "GATE_FALLS": L("The condition is not met: %(effect)s."),
    "KEPT": L("Points as typed: %(points)s."),
    "SCALED": L("%(points_before)s of %(standard_before)s become %(points)s of %(standard)s."),
}
EFFECTS = {
    "NO_FLAG": L("no flag, though ranked"),
    "UNRANKED": L("not ranked"),
    "DEDUCT": L("points off the total"),
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
        return _("yes") if one else _("no")
    return str(one) if isinstance(one, str) else format_number(trimmed(one))  # type: ignore[arg-type]


def working_words(steps: Any) -> str:
    """The whole working on one line."""
    return " ".join(step_words(step) for step in steps)
