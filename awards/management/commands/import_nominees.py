"""Bring a list of nominees into a campaign from the command line, by the same checks as the page."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError

from awards.models import AwardForm, Campaign
from awards.rows.questions import ALL_NEW, NEW, form_key
from awards.services.import_checking import Examination, examine
from awards.services.import_sentences import duplicate_sentence, problem_sentence, question_sentence
from awards.services.import_taking import take_in
from awards.services.imports import answer_directly, answers_before, keep
from emulation.accounts.models import User
from emulation.lifecycle import TransitionRefused
from emulation.spreadsheets import UnreadableBook
from emulation.uploads.checking import UploadRefused, check_spreadsheet, sentence_of
from emulation.verdicts import Refused

PROBLEMS_REMAIN, QUESTIONS_OPEN, NOT_DONE = 1, 2, 3


class Command(BaseCommand):
    help = (
        "Checks a list of nominees (.xlsx, .xls, .csv) and adds its good rows to a campaign, all or none. "
        "Exit codes: 0 every row is good; 1 some rows have problems (the good ones went in, unless --dry-run); "
        "2 questions are open, nothing was saved (with --dry-run they are only listed); "
        "3 the file, the campaign or an option cannot be used, nothing was saved."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", help="code of the campaign")
        parser.add_argument("file", type=Path, help="the list")
        parser.add_argument("--dry-run", action="store_true", help="check only, save nothing")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")
        parser.add_argument("--as", dest="email", help="account in whose name; without it, the administrator's")
        parser.add_argument("--create-units", action="store_true", help="enter unknown units below the agency")
        parser.add_argument(
            "--form", action="append", default=[], metavar="WORDING=CODE", help="what a wording means"
        )
"""
