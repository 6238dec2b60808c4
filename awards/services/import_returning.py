"""The list as it came in, given back with a remark beside every row that could not go in."""

import hashlib
import json
from collections import defaultdict
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _

from awards.models import NomineeImport
from awards.selectors.imports import import_to_handle, shown_duplicates
from awards.services.import_sentences import ALREADY, LEFT_OUT, duplicate_sentence, problem_sentence
from awards.services.imports import RETURN, content_of
from emulation.accounts.models import User
from emulation.jobs.models import Job
from emulation.jobs.services import enqueue

AT_ONCE = 2_000
"""Rows up to which a list is written while the user waits."""

Remarks = dict[tuple[str, int], str]


def remarks_for(user: User, nominee_import: NomineeImport) -> Remarks:
    """{(sheet, row): the sentences on it} for the rows that did not or will not go in, and likely duplicates.

    In the language of whoever brought the list in, whoever downloads it: the workbook goes back to the unit.
    """
    importer = nominee_import.uploaded_by
    with translation.override(importer.language if importer else settings.LANGUAGE_CODE):
        return _remarks(user, nominee_import)


def _remarks(user: User, nominee_import: NomineeImport) -> Remarks:
    said: dict[tuple[str, int], list[str]] = defaultdict(list)
    for sheet, row, column, code, details in nominee_import.preview.get("problems", ()):
        sentence = problem_sentence(code, details)
        placed = _("Column %(column)s: %(text)s") % {"column": column, "text": sentence}
        said[sheet, row].append(placed if column else sentence)
    for sheet, row, _column, code, details in shown_duplicates(user, nominee_import):
        said[sheet, row].append(duplicate_sentence(code, details))
    for key, words in (("already", ALREADY), ("left_out", LEFT_OUT)):
        for sheet, row in nominee_import.preview.get(key, ()):
            said[sheet, row].append(str(words))
    return {place: " ".join(sentences) for place, sentences in said.items()}


def returned_workbook(nominee_import: NomineeImport, *, by: User) -> tuple[bytes, str]:
    """(bytes, file name) of the same workbook with a column of remarks; its letterhead stays."""
    from emulation.spreadsheets.annotating import annotate  # openpyxl: only who writes a workbook pays for it

    headers = {
        sheet["name"]: sheet["layout"]["last"]
        for sheet in nominee_import.preview.get("sheets", ())
        if sheet["layout"]
    }
    remarks = remarks_for(by, nominee_import)
    return annotate(content_of(nominee_import), nominee_import.filename, remarks, header_rows=headers)


def ready_workbook(nominee_import: NomineeImport, *, by: User) -> tuple[bytes, str] | None:
    """The returned workbook if it can be had at once: a short list, or a long one that a job has written."""
    if nominee_import.preview.get("rows", 0) <= AT_ONCE:
        return returned_workbook(nominee_import, by=by)
    for path, name in _paths(nominee_import, by):
        if default_storage.exists(path):
            with default_storage.open(path) as stream:
                return stream.read(), name
    return None


def queue_workbook(nominee_import: NomineeImport, *, by: User) -> Job:
    """Have the remarks of a long list written in the background; the job's result leads to the download."""
    return enqueue(
        RETURN,
        {"import": nominee_import.pk, "by": by.pk},
        by=by,
        organisation_id=nominee_import.campaign.organisation_id,
        key=f"{RETURN}:{nominee_import.pk}:{by.pk}",
        title=_("Writing the remarks into %(file)s") % {"file": nominee_import.filename},
    )


def build_returned(pk: int, *, by: User) -> None:
    """Write the remarks into the list and keep the file for `ready_workbook`."""
    nominee_import = import_to_handle(by, pk)
    data, name = returned_workbook(nominee_import, by=by)
    for path, kept_name in _paths(nominee_import, by):
        if kept_name == name and not default_storage.exists(path):
            default_storage.save(path, ContentFile(data))


def _paths(nominee_import: NomineeImport, by: User) -> list[tuple[str, str]]:
    """(path in the storage, file name) of each kind of file it may have become; the path follows the remarks."""
    remarks = sorted((*place, text) for place, text in remarks_for(by, nominee_import).items())
    mark = hashlib.sha256(json.dumps(remarks).encode()).hexdigest()[:24]
    stem = PurePath(nominee_import.filename.replace("\\", "/")).stem or "danh-sach"
    return [
        (f"imports/returned/{nominee_import.pk}-{mark}{suffix}", f"{stem}-ghi-chu{suffix}")
        for suffix in (".xlsx", ".csv")
    ]
