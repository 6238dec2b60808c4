"""Every finding of a check in words, in the language of whoever reads it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from awards.models import SubjectKind

PROBLEMS = {
    "no_name": _("The name is missing."),
    "digits_in_name": _("There are digits in the name."),
    "formula": _("There is a formula where text belongs. Put the value itself there."),
    "too_long": _("The text has %(length)s characters; %(most)s are possible."),
    "no_letter": _("The document fonts have no letter for %(letters)s: write it otherwise."),
    "birth_not_year": _("“%(text)s” is neither a year nor a date of birth (day/month/year)."),
    "birth_future": _("The birth “%(text)s” lies in the future."),
    "birth_age": _("Born in “%(text)s”, the person would not be 15 to 110 years old in %(year)s."),
    "gender_unknown": _("“%(text)s” is no sex: write Nam or Nữ."),
    "gender_contradicts": _("The sex contradicts “%(title)s” before the name."),
    "no_form": _("The title or form of commendation is missing."),
    "no_such_form": _("“%(text)s” is no title or form of commendation of the catalogue."),
    "no_such_form_near": _(
        "“%(text)s” is no title or form of commendation of the catalogue; the nearest is “%(nearest)s”."
    ),
    "not_for_kind": _("“%(form)s” is not given to this kind of subject: %(kind)s."),
    "no_unit": _("The unit is missing."),
    "unit_ended": _("“%(unit)s” ended on %(day)s."),
    "unit_ended_followed": _("“%(unit)s” ended on %(day)s; followed by: %(successors)s."),
    "repeated": _("The same name, year of birth and award as in row %(first)s."),
    "repeated_on_sheet": _(
        "The same name, year of birth and award as in row %(first)s of sheet “%(sheet)s”."
    ),
    "repeated_unit": _("The same unit and award as in row %(first)s."),
    "repeated_unit_on_sheet": _("The same unit and award as in row %(first)s of sheet “%(sheet)s”."),
}

DUPLICATES = {
    "again_in_file": _("The same name, year of birth and unit as in row %(first)s, for another award."),
    "again_in_file_on_sheet": _(
        "The same name, year of birth and unit as in row %(first)s of sheet “%(sheet)s”, for another award."
    ),
    "unit_again_in_file": _("The same unit as in row %(first)s, for another award."),
    "unit_again_in_file_on_sheet": _(
        "The same unit as in row %(first)s of sheet “%(sheet)s”, for another award."
    ),
    "perhaps_in_file": _(
        "The same name and unit as in row %(first)s; only one of the two rows has a year of birth."
    ),
    "perhaps_in_file_on_sheet": _(
        "The same name and unit as in row %(first)s of sheet “%(sheet)s”; only one of the two rows has a year"
        " of birth."
    ),
    "nominated": _("Nominated already in “%(campaign)s” for “%(form)s”."),
}

ALREADY = _("Stands already in the campaign.")
LEFT_OUT = _("Left out by choice.")


def problem_sentence(code: str, details: Mapping[str, Any]) -> str:
    """What is wrong, for the person who will mend it."""
    if code == "no_such_form" and details.get("nearest"):
        code = "no_such_form_near"
    if code == "unit_ended" and details.get("successors"):
        code = "unit_ended_followed"
    if code == "not_for_kind":
        details = {**details, "kind": SubjectKind(details["kind"]).label}
    return str(PROBLEMS[_placed(code, details)]) % details


def duplicate_sentence(code: str, details: Mapping[str, Any]) -> str:
    """Whom the row looks like."""
    return str(DUPLICATES[_placed(code, details)]) % details


def _placed(code: str, details: Mapping[str, Any]) -> str:
    """The sentence that names the sheet, where the earlier row stands on another one."""
    return f"{code}_on_sheet" if details.get("sheet") else code


QUESTIONS = {
    "encoding": _("The list was typed in the old encoding %(text)s. Is the converted text right?"),
    "form": _("“%(text)s” may mean several forms: which one?"),
    "form_not_offered": _("“%(text)s” is not considered in this campaign. Add it?"),
    "no_form": _("The list names no title or form: which one is proposed?"),
    "unit": _("The unit “%(text)s” is not in the register."),
    "unit_ambiguous": _("Several units bear the name “%(text)s”: which one?"),
    "no_unit": _("The list names no unit: which one do these rows belong to?"),
}

ENCODINGS = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}


def question_sentence(kind: str, text: str) -> str:
    """What is asked, once for all its rows."""
    return str(QUESTIONS[kind]) % {"text": ENCODINGS.get(text, text)}
