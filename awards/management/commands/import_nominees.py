"""Bring a list of nominees into a campaign from the command line, by the same checks as the page."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.models import AwardForm, Campaign
from awards.rows.questions import ALL_NEW, LEAVE, NEW, Question, form_key
from awards.services.import_checking import Examination, examine
from awards.services.import_sentences import duplicate_sentence, problem_sentence, question_sentence
from awards.services.import_taking import take_in
from awards.services.imports import answers_before, keep
from emulation.accounts.models import User
from emulation.lifecycle import TransitionRefused
from emulation.spreadsheets import UnreadableBook
from emulation.uploads.checking import UploadRefused, check_spreadsheet, sentence_of
from emulation.verdicts import Refused

UNUSABLE, QUESTIONS_OPEN = 1, 2


class Command(BaseCommand):
    help = """\
Checks a list of nominees (.xlsx, .xls, .csv) and adds its good rows to a campaign, all or none.

Exit codes:
  0  the list was checked and, without --dry-run, its good rows were added; wrong rows are listed
  1  the file, the campaign or an option cannot be used; nothing was saved
  2  questions are open (unknown units, ambiguous forms); they are listed, nothing was saved
"""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        # The layout of the exit codes is kept as written.
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", help="code of the campaign")
        parser.add_argument("file", type=Path, help="the list")
        parser.add_argument("--dry-run", action="store_true", help="check only, save nothing")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")
        parser.add_argument("--as", dest="email", help="act for this account; else for the installation")
        parser.add_argument(
            "--create-units", action="store_true", help="enter unknown units below the agency"
        )
        parser.add_argument(
            "--form",
            action="append",
            default=[],
            metavar="WORDING=CODE",
            help="what a wording of the list means; CODE may be 'leave' to leave its rows out",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_json = options["json"]
        try:
            self._run(**options)
        except UnreadableBook as unreadable:
            self._unusable(str(sentence_of(unreadable.trouble)))
        except (Refused, UploadRefused) as refusal:
            self._unusable(str(refusal))
        except TransitionRefused:
            self._unusable(_("The list was discarded or changed before it could be taken in."))

    def _run(self, **options: Any) -> None:
        campaign = self._campaign(options["campaign"])
        by = self._account(options["email"])
        data = self._content(options["file"])
        answers = {**answers_before(campaign), **self._answers(options)}
        found = examine(campaign, data, options["file"].name, mapping={}, answers=answers)
        added = 0
        if not options["dry_run"]:
            if found.open_questions:
                self._report(found, added)
                raise CommandError(_("Questions are open; nothing was saved."), returncode=QUESTIONS_OPEN)
            if found.checked.adding:
                with transaction.atomic():
                    kept = keep(campaign, data, options["file"].name, by=by, answers=answers)
                    added = take_in(kept.pk, by=by).added
        self._report(found, added)

    # Options ---------------------------------------------------------------------------------------------

    def _unusable(self, sentence: str) -> NoReturn:
        if self.as_json:
            self.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False))
        raise CommandError(sentence, returncode=UNUSABLE)

    def _campaign(self, code: str) -> Campaign:
        campaign = Campaign.objects.select_related("organisation").filter(code=code).first()
        return campaign or self._unusable(_("No campaign has the code “%(code)s”.") % {"code": code})

    def _account(self, email: str | None) -> User | None:
        if email is None:
            return None
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        return user or self._unusable(_("No open account has the address “%(email)s”.") % {"email": email})

    def _content(self, path: Path) -> bytes:
        try:
            data = path.read_bytes()
        except OSError:
            self._unusable(_("The file “%(file)s” cannot be opened.") % {"file": path})
        check_spreadsheet(SimpleUploadedFile(path.name, data))
        return data

    def _answers(self, options: dict[str, Any]) -> dict[str, str]:
        answers = {ALL_NEW: NEW} if options["create_units"] else {}
        codes = {*AwardForm.objects.values_list("code", flat=True), LEAVE}
        for pair in options["form"]:
            wording, _equals, code = pair.rpartition("=")
            if not wording or code not in codes:
                self._unusable(
                    _("--form %(pair)s: write WORDING=CODE with a code of the catalogue.") % {"pair": pair}
                )
            answers[form_key(wording)] = code
        return answers

    # Findings --------------------------------------------------------------------------------------------

    def _report(self, found: Examination, added: int) -> None:
        if self.as_json:
            self.stdout.write(json.dumps(findings(found, added), ensure_ascii=False, indent=2))
        else:
            for line in in_words(findings(found, added)):
                self.stdout.write(line)


def findings(found: Examination, added: int) -> dict[str, Any]:
    """Plain values: counts, and a dict for every problem, likely duplicate and question."""
    checked = found.checked
    return {
        "rows": checked.rows,
        "good": len(checked.good),
        "already": len(checked.already),
        "added": added,
        "problems": [
            {
                "row": p.row,
                "column": p.column,
                "reason": problem_sentence(p.code, p.details),
                "sheet": p.sheet,
            }
            for p in checked.problems
        ],
        "questions": [_asked(question, found) for question in found.questions],
        "duplicates": [
            {
                "row": d.row,
                "column": d.column,
                "reason": duplicate_sentence(d.code, d.details),
                "sheet": d.sheet,
            }
            for d in checked.duplicates
        ],
    }


def _asked(question: Question, found: Examination) -> dict[str, Any]:
    forms, units = found.known.forms, question.details.get("choices", [])
    return {
        "key": question.key,
        "question": question_sentence(question.kind, question.text),
        "rows": question.rows,
        "first_row": question.first[1],
        "open": question.is_open,
        "answer": question.answer or question.default,
        "choices": [
            {"value": choice, "label": forms[choice].name if choice in forms else _label(choice, units)}
            for choice in question.choices
        ],
    }


def _label(choice: str, units: list[dict[str, Any]]) -> str:
    named = {str(unit["id"]): ", ".join(filter(None, (unit["name"], unit["address"]))) for unit in units}
    return named.get(choice, choice)


def in_words(found: dict[str, Any]) -> Iterator[str]:
    """The findings as lines for a person."""
    counts = {
        "rows": found["rows"],
        "good": found["good"],
        "already": found["already"],
        "added": found["added"],
    }
    yield (
        _("%(rows)s rows read, %(good)s good, %(already)s of them already there. Added: %(added)s.") % counts
    )
    for problem in found["problems"]:
        yield "  " + _("Row %(row)s, column %(column)s: %(reason)s") % problem
    for likely in found["duplicates"]:
        yield "  " + _("Row %(row)s, a likely duplicate: %(reason)s") % likely
    for question in found["questions"]:
        choices = "; ".join(f"{choice['value']} = {choice['label']}" for choice in question["choices"])
        yield (
            "  "
            + _("Question for %(rows)s rows: %(question)s") % question
            + (f" [{choices}]" if choices else "")
        )
