"""Issue, print again, revoke, reissue, bundle. The owner of a document asks its own permissions before it calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.audit.services import hold, record, record_many
from emulation.documents.codes import grouped, new_code
from emulation.documents.digest import digest
from emulation.documents.models import IssuedDocument
from emulation.documents.papers import paper
from emulation.documents.printable import demand_printable
from emulation.documents.schemas import cleaned, demand_fit
from emulation.documents.states import PRESS, WORTH, DocumentState, DocumentStatus, Ground
from emulation.jobs.services import enqueue

if TYPE_CHECKING:
    from emulation.accounts.models import User
    from emulation.jobs.models import Job
    from emulation.organisations.models import Organisation

ROWS_A_STATEMENT = 200


def issue(
    template: str, payload: Mapping[str, Any], *, organisation: Organisation, by: User | None
) -> IssuedDocument:
    """A new document of one frozen payload, waiting to be printed. Errors as `issue_many`."""
    return issue_many(template, [payload], organisation=organisation, by=by)[0]


def issue_many(
    template: str, payloads: Iterable[Mapping[str, Any]], *, organisation: Organisation, by: User | None
) -> list[IssuedDocument]:
    """New documents in the order of `payloads`, all or none; call `queue_rendering` with them afterwards.

    Texts are cleaned (NFC, no invisible characters) and frozen together with the public code and its address.
    Raises LookupError for an unknown template and PayloadRefused, naming every fault, for a payload that does
    not fit it.
    """
    documents = [_draft(template, payload, organisation=organisation, by=by) for payload in payloads]
    with transaction.atomic():
        issued = list(IssuedDocument.objects.bulk_create(documents, batch_size=ROWS_A_STATEMENT))
        record_many("document.issue", issued, by=by)
    return issued


def queue_rendering(
    documents: Sequence[IssuedDocument], *, by: User | None, organisation: Organisation, title: str
) -> Job:
    """One job that prints all of `documents`; it starts after commit and is harmless to repeat."""
    return enqueue(
        "documents.render",
        {"ids": [document.pk for document in documents]},
        by=by,
        organisation_id=organisation.pk,
        total=len(documents),
        title=title,
    )


@transaction.atomic
def retry(document: IssuedDocument, *, by: User | None) -> Job:
    """Put a failed document alone into the queue again.

    Raises TransitionRefused unless it failed and still stands: what was replaced or revoked is not printed.
    """
    locked = _locked(document)
    WORTH.target("retry", locked.status)
    cause = locked.error
    locked.state = PRESS.target("retry", locked.state)
    locked.error = ""
    locked.save(update_fields=["state", "error"])
    record(
        "document.retry",
        locked,
        by=by,
        reason=cause,
        state=[DocumentState.FAILED.value, DocumentState.QUEUED.value],
    )
    return queue_rendering([locked], by=by, organisation=locked.organisation, title=str(locked))


@transaction.atomic
def revoke(
    document: IssuedDocument, *, ground: Ground, decision: str, on: date, by: User | None
) -> IssuedDocument:
    """Withdraw a document by `decision` (number and issuer, in words) dated `on`; its code says so from now on.

    `ground` is one of the four legal grounds (Law 06/2022/QH15, Chapter VII). Raises ValueError for another
    ground or an unnamed decision and TransitionRefused when the document is replaced or revoked already.
    """
    note = {"ground": Ground(ground).value, "decision": cleaned(decision)}
    if not note["decision"]:
        raise ValueError("A document is revoked by a decision: its number is missing.")
    locked = _change_status(document, "revoke", on=on, note=note)
    record(
        "document.revoke",
        locked,
        by=by,
        reason=f"{Ground(ground).label}. {note['decision']}",
        status=[DocumentStatus.VALID.value, DocumentStatus.REVOKED.value],
    )
    return locked


@transaction.atomic
def withdraw(document: IssuedDocument, *, reason: str, by: User | None) -> IssuedDocument:
    """Take a document out of force that records an act which was undone; no award, so no ground of the law.

    `reason` is kept in the audit; the public learns that the document was taken back. Raises ValueError without
    a reason and TransitionRefused unless it is valid.
    """
    why = cleaned(reason)
    if not why:
        raise ValueError("A document is taken back for a reason: it is missing.")
    locked = _change_status(document, "withdraw", on=timezone.localdate(), note={})
    record(
        "document.withdraw",
        locked,
        by=by,
        reason=why,
        status=[DocumentStatus.VALID.value, DocumentStatus.WITHDRAWN.value],
    )
    return locked


@transaction.atomic
def reissue(
    document: IssuedDocument, payload: Mapping[str, Any], *, reason: str, by: User | None
) -> IssuedDocument:
    """A new document in the place of a valid one, which keeps answering that it was replaced.

    `reason` is kept in the audit and not shown to the public. Call `queue_rendering` with the answer. Raises
    PayloadRefused, ValueError without a reason, and TransitionRefused unless `document` is valid.
    """
    why = cleaned(reason)
    if not why:
        raise ValueError("A document is reissued for a reason: it is missing.")
    locked = _change_status(document, "reissue", on=timezone.localdate(), note={})
    new = _draft(locked.template, payload, organisation=locked.organisation, by=by)
    new.replaces = locked
    new.save(force_insert=True)
    record("document.issue", new, by=by, reason=why)
    _record_replaced(locked, new, why, by=by)
    return new


@transaction.atomic
def bundle(
    documents: Sequence[IssuedDocument],
    *,
    form: Literal["pdf", "zip", "pack"] = "pdf",
    names: Sequence[str] = (),
    title: str,
    by: User,
    organisation: Organisation,
) -> Job:
    """A job that joins the issued files of `documents`, in this order, for `by` alone to fetch.

    "pdf" is one file for printing; "zip" holds each file as issued, named `STT_name_code.pdf` by `names` (the
    recipients' names by default); "pack" is one file for reading, with contents and bookmarks. The entry stands
    in the history of `organisation`: many documents leave at once. Raises ValueError when `names` is given and not
    of the same number.
    """
    if names and len(names) != len(documents):
        raise ValueError(f"{len(names)} names for {len(documents)} documents.")
    shown = title or _("Joined documents")
    record("document.bundle", organisation, by=by, file=[None, shown], documents=[None, len(documents)])
    return enqueue(
        "documents.bundle",
        {"ids": [document.pk for document in documents], "form": form, "names": list(names), "title": title},
        by=by,
        organisation_id=organisation.pk,
        total=len(documents),
        title=shown,
    )


def _draft(
    template: str, payload: Mapping[str, Any], *, organisation: Organisation, by: User | None
) -> IssuedDocument:
    code = new_code()
    frozen = cleaned(payload)
    demand_fit(template, paper(template).schema, frozen)
    frozen["verification"] = _verification(code)
    demand_printable(paper(template), frozen)
    return IssuedDocument(
        code=code,
        organisation=organisation,
        template=template,
        payload=frozen,
        payload_digest=digest(frozen),
        issued_by=by,
    )


def _verification(code: str) -> dict[str, str]:
    """What the paper itself says about checking it: frozen with the rest, so that it never points elsewhere."""
    address = settings.SITE_URL + reverse("documents:answer", args=[code])
    shown = settings.SITE_URL.split("://", 1)[-1] + reverse("documents:verify").rstrip("/")
    return {"code": grouped(code), "address": address, "shown_address": shown}


def _change_status(document: IssuedDocument, move: str, *, on: date, note: dict[str, str]) -> IssuedDocument:
    locked = _locked(document)
    locked.status = WORTH.target(move, locked.status)
    locked.status_on = on
    locked.status_note = note
    locked.save(update_fields=["status", "status_on", "status_note"])
    return locked


def _locked(document: IssuedDocument) -> IssuedDocument:
    # The chain first, as every act does that comes here from an award: two of them never wait for each other.
    hold(document.organisation_id)
    return (
        IssuedDocument.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=document.pk)
    )


def print_preview(
    template: str,
    payload: Mapping[str, Any],
    *,
    title: str,
    by: User,
    organisation: Organisation,
    key: str | None = None,
) -> Job:
    """A job that prints a payload for `by` alone: a file to look at, without a code, issued by nobody.

    `key` as for `enqueue`. Raises PayloadRefused like `issue_many`.
    """
    frozen = cleaned(payload)
    demand_fit(template, paper(template).schema, frozen)
    demand_printable(paper(template), frozen)
    return enqueue(
        "documents.preview",
        {"template": template, "payload": frozen, "title": title},
        by=by,
        organisation_id=organisation.pk,
        key=key,
        title=title,
    )


@transaction.atomic
def note_signed(text: IssuedDocument, sealed: IssuedDocument) -> None:
    """Let a text that was laid for signature name the sealed file that came of it; to be called in that act."""
    _note(text, signed_as=sealed.shown_code)


@transaction.atomic
def note_correction(document: IssuedDocument) -> None:
    """Let a valid document say that its correction is being prepared; it counts until `replace` is called."""
    _note(document, correcting=True)


def _note(document: IssuedDocument, **told: str | bool) -> None:
    locked = _locked(document)
    WORTH.target("note", locked.status)
    locked.status_note = {**locked.status_note, **told}
    locked.save(update_fields=["status_note"])


@transaction.atomic
def replace(document: IssuedDocument, new: IssuedDocument, *, reason: str, by: User | None) -> IssuedDocument:
    """Put `new`, issued by an act of its own, in the place of a valid document, which names its code from now on.

    `reason` is kept in the audit. Raises ValueError without a reason and TransitionRefused unless `document` is valid.
    """
    why = cleaned(reason)
    if not why:
        raise ValueError("A document is replaced for a reason: it is missing.")
    kept = {name: told for name, told in _locked(document).status_note.items() if name != "correcting"}
    note = {**kept, "successor": new.shown_code}
    locked = _change_status(document, "reissue", on=timezone.localdate(), note=note)
    _record_replaced(locked, new, why, by=by)
    return locked


def _record_replaced(document: IssuedDocument, new: IssuedDocument, why: str, *, by: User | None) -> None:
    record(
        "document.reissue",
        document,
        by=by,
        reason=why,
        status=[DocumentStatus.VALID.value, DocumentStatus.REPLACED.value],
        code=[document.shown_code, new.shown_code],
    )
