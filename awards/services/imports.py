"""A list of nominees on its way into a campaign: received, checked, asked about, confirmed, or discarded.

Nothing of a list becomes a nomination before somebody has seen what was found in it. Reading, checking and
saving run in the background; whoever looks at the page sees the state of this moment.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Campaign, NomineeImport
from awards.permissions import may_import
from awards.rows.header import Layout
from awards.rows.questions import ALL_NEW, LEAVE
from awards.services.import_checking import Progress, examine, silent
from awards.states import IMPORT, ImportState
from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.jobs.models import Job
from emulation.jobs.services import enqueue
from emulation.jobs.states import JobState
from emulation.spreadsheets import UnreadableBook
from emulation.uploads.checking import check_spreadsheet, sentence_of
from emulation.verdicts import Refused, demand

WAITING = (ImportState.UPLOADED, ImportState.READY)
CHECK, TAKE_IN, RETURN = "awards.check_list", "awards.import_list", "awards.return_list"


@transaction.atomic
def receive(campaign: Campaign, upload: UploadedFile, *, by: User) -> NomineeImport:
    """Keep an uploaded list and have it checked in the background.

    The same file waiting already in this campaign is given back instead of a second one. Raises Refused and
    UploadRefused, each with a sentence.
    """
    demand(may_import(by, campaign, on=timezone.localdate()))
    check_spreadsheet(upload)
    upload.seek(0)
    kept = keep(campaign, upload.read(), str(upload.name), by=by)
    if kept.job is None or kept.job.state == JobState.FAILED:
        _queue_check(kept, by=by)
    return kept


@transaction.atomic
def keep(
    campaign: Campaign,
    data: bytes,
    filename: str,
    *,
    by: User | None,
    answers: Mapping[str, Any] | None = None,
) -> NomineeImport:
    """Keep a file that has passed the checks of taking in, or find the same one waiting already.

    `answers` are those of the caller; without them, those given for earlier lists of the campaign.
    """
    hold(campaign.organisation_id)
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    digest = hashlib.sha256(data).hexdigest()
    same = NomineeImport.objects.filter(campaign=campaign, digest=digest, state__in=WAITING).first()
    if same is not None:
        if answers is not None:
            same.answers = dict(answers)
            same.save(update_fields=["answers"])
        return same
    kept = NomineeImport(
        campaign=campaign,
        filename=filename[-255:],
        digest=digest,
        answers=answers_before(campaign) if answers is None else dict(answers),
        uploaded_by=by,
    )
    kept.file.save(f"{digest[:20]}.{filename.rpartition('.')[2][:5].lower()}", ContentFile(data), save=False)
    kept.save()
    return kept


def answers_before(campaign: Campaign) -> dict[str, Any]:
    """What was answered for earlier lists of the campaign still holds, except what to leave out."""
    before: dict[str, Any] = {}
    rows = NomineeImport.objects.filter(campaign=campaign, state=ImportState.IMPORTED).order_by("pk")
    for answers in rows.values_list("answers", flat=True):
        before |= {
            key: answer for key, answer in answers.items() if key.startswith("form:") and answer != LEAVE
        }
    return before


def _queue_check(nominee_import: NomineeImport, *, by: User) -> None:
    # Each change gets a check of its own: a check that is just ending would miss it.
    nominee_import.error = ""
    nominee_import.job = enqueue(
        CHECK,
        {"import": nominee_import.pk},
        by=by,
        organisation_id=nominee_import.campaign.organisation_id,
        title=_("Checking %(file)s") % {"file": nominee_import.filename},
    )
    nominee_import.save(update_fields=["error", "job"])


def run_check(pk: int, *, progress: Progress = silent) -> NomineeImport:
    """Check the list as it is mapped and answered, until nobody has changed that meanwhile; keep the preview."""
    while True:
        found = NomineeImport.objects.select_related("campaign__organisation").get(pk=pk)
        if found.state != ImportState.UPLOADED:
            return found
        preview: dict[str, Any] = {}
        error = ""
        try:
            preview = examine(
                found.campaign,
                content_of(found),
                found.filename,
                mapping=found.mapping,
                answers=found.answers,
                progress=progress,
            ).preview()
        except UnreadableBook as unreadable:
            error = str(sentence_of(unreadable.trouble))
        if (kept := _keep_preview(found, preview, error)) is not None:
            return kept


@transaction.atomic
def _keep_preview(checked: NomineeImport, preview: dict[str, Any], error: str) -> NomineeImport | None:
    """None where somebody answered or mapped anew while the check ran."""
    locked = _locked(checked)
    if (locked.mapping, locked.answers) != (checked.mapping, checked.answers):
        return None
    if locked.state != ImportState.UPLOADED:
        return locked
    locked.state = IMPORT.target("give_up" if error else "read", locked.state, locked)
    locked.preview, locked.error = preview, error
    locked.save(update_fields=["state", "preview", "error"])
    return locked


def content_of(nominee_import: NomineeImport) -> bytes:
    """The bytes as they came in."""
    with nominee_import.file.open("rb") as stream:
        return bytes(stream.read())


@transaction.atomic
def answer(nominee_import: NomineeImport, answers: Mapping[str, Any], *, by: User) -> NomineeImport:
    """Keep answers to questions ("" takes one back) or the rows to leave out, and have the list checked again.

    Keys that no question of the preview has are ignored; what an answer may be, the check decides.
    """
    locked = _open(nominee_import, "answer", by=by)
    asked = {question["key"] for question in locked.preview.get("questions", ())} | {
        ALL_NEW,
        "encoding",
        "leave",
    }
    given = {key: value for key, value in answers.items() if key in asked}
    merged = {**locked.answers, **given}
    locked.answers = {key: value for key, value in merged.items() if value not in ("", None)}
    return _check_again(locked, ["answers"], by=by)


@transaction.atomic
def remap(nominee_import: NomineeImport, mapping: Mapping[str, Any], *, by: User) -> NomineeImport:
    """Say where the heading of a sheet is and what its columns hold; None leaves the sheet out.

    `mapping`: sheet name → `rows.header.Layout.as_json()`. Raises Refused for a heading that cannot be.
    """
    locked = _open(nominee_import, "remap", by=by)
    for layout in mapping.values():
        if layout:
            _refuse_nonsense(layout)
    locked.mapping = {**locked.mapping, **mapping}
    return _check_again(locked, ["mapping"], by=by)


def _refuse_nonsense(stored: Mapping[str, Any]) -> None:
    try:
        layout = Layout.from_json(stored)
    except (KeyError, TypeError, ValueError):
        raise Refused(_("This heading cannot be understood.")) from None
    if not 1 <= layout.first <= layout.last or min(layout.columns.values(), default=0) < 0:
        raise Refused(_("This heading cannot be understood."))
    if "name" not in layout.columns:
        raise Refused(_("Say which column holds the names."))


def _check_again(locked: NomineeImport, changed: list[str], *, by: User) -> NomineeImport:
    locked.save(update_fields=["state", *changed])
    _queue_check(locked, by=by)
    return locked


@transaction.atomic
def confirm(nominee_import: NomineeImport, *, by: User) -> Job:
    """Have the good, answered rows taken in, in the background and all in one transaction.

    A second confirmation gets the job of the first while it runs. Raises TransitionRefused once the list has
    been imported or discarded, Refused when no row can go in.
    """
    locked = _open(nominee_import, "confirm", by=by)
    if not locked.preview.get("adding"):
        raise Refused(_("There is no row that can go in."))
    job = enqueue(
        TAKE_IN,
        {"import": locked.pk, "by": by.pk},
        by=by,
        organisation_id=locked.campaign.organisation_id,
        total=locked.preview["rows"],
        key=f"{TAKE_IN}:{locked.pk}",
        title=_("Importing %(file)s") % {"file": locked.filename},
    )
    locked.job = job
    locked.save(update_fields=["job"])
    return job


@transaction.atomic
def discard(nominee_import: NomineeImport, *, by: User) -> NomineeImport:
    """Put a list away without taking anything from it."""
    locked = _open(nominee_import, "discard", by=by)
    locked.save(update_fields=["state"])
    record("campaign.discard_import", locked.campaign, by=by, file=locked.filename)
    return locked


def _open(nominee_import: NomineeImport, move: str, *, by: User) -> NomineeImport:
    """The list under lock with the state that the move leads to, not saved yet; `by` may import."""
    locked = _locked(nominee_import)
    demand(may_import(by, locked.campaign, on=timezone.localdate()))
    locked.state = IMPORT.target(move, locked.state, locked)
    return locked


def _locked(nominee_import: NomineeImport) -> NomineeImport:
    hold(nominee_import.campaign.organisation_id)
    rows = NomineeImport.objects.select_for_update(of=("self",)).select_related("campaign__organisation")
    return rows.get(pk=nominee_import.pk)
