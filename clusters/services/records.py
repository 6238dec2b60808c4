"""Minutes and hand-over records: begun, worded, closed (frozen and printed), signed by two hands, corrected."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.conference_states import HANDS, RECORD, RecordKind, RecordState
from clusters.models import Conference, HandOver, Record, RecordSignature
from clusters.permissions import conferences as permissions
from clusters.selectors.conferences import hand_over_of
from clusters.services import handovers
from clusters.services.conferences import locked_conference
from clusters.services.record_papers import SEALED, TEXT, hand_of, payload_of
from clusters.services.seasons import tell_members
from clusters.states import Method
from emulation.accounts.identity import Proof
from emulation.accounts.models import User
from emulation.audit.services import record as journal
from emulation.documents.digest import digest
from emulation.documents.facts import titled
from emulation.documents.faults import unfit_refused
from emulation.documents.models import IssuedDocument
from emulation.documents.schemas import cleaned
from emulation.documents.services import (
    issue,
    note_correction,
    note_signed,
    queue_rendering,
    replace,
    withdraw,
)
from emulation.merging import merge
from emulation.reasons import given
from emulation.uploads.checking import check_scan
from emulation.verdicts import Refused, demand
from emulation.vietnamese import format_date, nfc

STALE = gettext_lazy("The text changed since you opened it: read it again before you sign.")


@dataclass(frozen=True)
class RecordTerms:
    """The words around the facts."""

    symbol: str = ""
    opening: str = ""
    discussion: str = ""
    conclusion: str = ""


def terms_of(row: Record) -> RecordTerms:
    return RecordTerms(**{field.name: getattr(row, field.name) for field in fields(RecordTerms)})


@transaction.atomic
def begin(conference: Conference, kind: str, *, by: User) -> Record:
    """Begin the minutes, or the record of a prepared hand-over."""
    kept = locked_conference(conference)
    demand(permissions.may_draft_record(by, kept, kind, on=timezone.localdate()))
    if kind == RecordKind.HAND_OVER and hand_over_of(kept) is None:
        raise Refused(_("Enter first who hands over to whom, and what."))
    number = kept.records.filter(kind=kind).count() + 1
    row = Record(conference=kept, kind=RecordKind(kind).value, number=number, entered_by=by)
    row.full_clean()
    row.save()
    journal("conference.begin_record", kept, by=by, record=[None, row.get_kind_display()])
    return row


def locked_record(row: Record) -> Record:
    """The record as it is now, nobody else changing it or its conference."""
    conference = locked_conference(row.conference)
    found = Record.objects.select_for_update(of=("self",)).get(pk=row.pk)
    found.conference = conference
    return found


@transaction.atomic
def revise(row: Record, terms: RecordTerms, *, base: RecordTerms, by: User) -> Record:
    """Change the words of a draft. `base` is what the person saw; raises merging.Clash where both changed."""
    kept = locked_record(row)
    demand(permissions.may_write_record(by, kept, on=timezone.localdate()))
    values: list[dict[str, Any]] = [dict(vars(one)) for one in (base, terms, terms_of(kept))]
    merged = {name: nfc(value).strip() for name, value in merge(*values).items()}
    if merged == vars(terms_of(kept)):
        return kept
    for name, value in merged.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.full_clean()
    kept.save()
    journal("conference.word_record", kept.conference, by=by, record=[None, kept.get_kind_display()])
    return kept


@transaction.atomic
def say(conference: Conference, item_pk: int, text: str, *, by: User) -> None:
    """Write what was said of an item of the agenda: until the minutes are closed."""
    kept = locked_conference(conference)
    row = kept.records.filter(kind=RecordKind.MINUTES).exclude(state=RecordState.REPLACED).first()
    demand(
        permissions.may_write_record(by, row, on=timezone.localdate())
        if row is not None
        else permissions.may_show(by, kept, on=timezone.localdate())
    )
    item = kept.items.get(pk=item_pk)
    item.said = nfc(text).strip()
    item.full_clean()
    item.save(update_fields=["said"])
    journal("conference.say", kept, by=by, item=[None, item.title])


@transaction.atomic
def close(row: Record, *, by: User, number: str | None = None) -> Record:
    """Freeze what the record says, print it, and call those who sign.

    `number` is its number and symbol, None for the one entered before. Without any the paper has no line for it: what
    is sealed can no more be filled in by hand.
    """
    kept = locked_record(row)
    target = RECORD.target("close", kept.state, kept)
    demand(permissions.may_move_record(by, kept, "close", on=timezone.localdate()))
    missing = [hand for hand in HANDS[RecordKind(kept.kind)] if not hand_of(kept, hand)[0]]
    if missing:
        raise Refused(_("Enter first who signs: chair and secretary, or the heads of both bodies."))
    kept.symbol = kept.symbol if number is None else " ".join(nfc(number).split())
    payload = cleaned({**payload_of(kept), "number": kept.symbol})
    kept.payload, kept.closed_at = payload, timezone.now()
    # With the moment: closed anew without a changed word it is another text, and nobody has signed it yet.
    kept.digest = digest({**payload, "closed_at": kept.closed_at.isoformat()})
    kept.document = _print(TEXT[RecordKind(kept.kind)], {**payload, "text_digest": kept.digest}, kept, by=by)
    _pass_on(kept, target, by=by, name="close_record")
    tell_members(
        kept.conference.season,
        gettext_lazy("%(record)s is closed and can be read; those named sign it."),
        key=f"conference.close_record:{kept.pk}:{kept.version}",
        by=by,
        url=reverse("clusters:record", args=[kept.pk]),
        record=str(kept),
    )
    return kept


def _pass_on(row: Record, target: str, *, by: User, name: str, reason: str = "") -> None:
    before, row.state = row.state, target
    row.version += 1
    row.full_clean(exclude=["payload"])
    row.save()
    journal(
        f"conference.{name}",
        row.conference,
        by=by,
        reason=reason,
        record=[None, row.get_kind_display()],
        state=[before, target],
    )


def _print(template: str, payload: dict[str, Any], row: Record, *, by: User) -> IssuedDocument:
    organiser = row.conference.season.cluster.organiser
    with unfit_refused():
        document = issue(template, payload, organisation=organiser, by=by)
    queue_rendering([document], by=by, organisation=organiser, title=str(row))
    return document


@transaction.atomic
def unclose(row: Record, *, reason: str, by: User) -> Record:
    """Take the closing back to change it: signatures given so far bind nobody, they name the older text."""
    kept = locked_record(row)
    target = RECORD.target("unclose", kept.state, kept)
    demand(permissions.may_move_record(by, kept, "unclose", on=timezone.localdate()))
    said = given(reason)
    if kept.document is not None:
        withdraw(kept.document, reason=said, by=by)
    kept.payload, kept.digest, kept.closed_at, kept.document = None, "", None, None
    _pass_on(kept, target, by=by, name="unclose_record", reason=said)
    return kept


@transaction.atomic
def correct(row: Record, *, reason: str, by: User) -> Record:
    """A new version for the place of signed minutes, beginning with their words; the old one stays readable.

    In public the old version counts until both hands stand under the new one, and says meanwhile that a correction is
    being prepared: a draft, or a text that waits for a signature, corrects nothing yet. See `_take_place`.
    """
    kept = locked_record(row)
    target = RECORD.target("replace", kept.state, kept)
    demand(permissions.may_move_record(by, kept, "replace", on=timezone.localdate()))
    said = given(reason)
    _pass_on(kept, target, by=by, name="replace_record", reason=said)
    for document in (kept.document, kept.sealed):
        if document is not None:
            note_correction(document)
    new = Record(
        conference=kept.conference,
        kind=kept.kind,
        number=kept.number + 1,
        reason=said[:500],
        replaces=kept,
        entered_by=by,
        **vars(terms_of(kept)),
    )
    new.full_clean()
    new.save()
    return new


# --- signing


@transaction.atomic
def sign(row: Record, hand: str, *, text: str, proof: Proof, by: User) -> RecordSignature:
    """Sign the text with this digest. The second hand completes the record, and a hand-over with it."""
    kept = locked_record(row)
    demand(permissions.may_sign_record(by, kept, hand, on=timezone.localdate()))
    if proof.user_id != by.pk:
        raise Refused(_("Prove first that it is you who signs."))
    if text != kept.digest:
        raise Refused(STALE)
    _name, title, body = hand_of(kept, hand)
    return _append(
        kept, hand, by=by, method=proof.method, name=str(by.person), title=title, body=body, account=by.email
    )


@dataclass(frozen=True)
class PaperHand:
    """What stands on the paper: who signed it when, and the scan."""

    name: str
    title: str
    signed_on: date
    scan: File  # type: ignore[type-arg]  # a file as uploaded


@transaction.atomic
def record_paper(row: Record, hand: str, paper: PaperHand, *, text: str, by: User) -> RecordSignature:
    """Enter a signature given on the printed record since it was closed; it counts as one given here."""
    kept = locked_record(row)
    demand(permissions.may_enter_paper(by, kept, hand, on=timezone.localdate()))
    if text != kept.digest:
        raise Refused(_("The paper carries another text: print the present one and have that signed."))
    if paper.signed_on > timezone.localdate():
        raise Refused(_("The day of the signature lies in the future."))
    if kept.closed_at and paper.signed_on < timezone.localdate(kept.closed_at):
        raise Refused(_("The record was not closed yet on that day."))
    kind = check_scan(paper.scan)
    paper.scan.name = f"record-{kept.pk}-{hand.lower()}.{kind}"
    return _append(
        kept,
        hand,
        by=by,
        method=Method.PAPER,
        name=nfc(paper.name).strip(),
        title=nfc(paper.title).strip(),
        body=hand_of(kept, hand)[2],
        signed_on=paper.signed_on,
        scan=paper.scan,
    )


def _append(row: Record, hand: str, *, by: User, **told: Any) -> RecordSignature:
    signature = RecordSignature(record=row, hand=hand, digest=row.digest, entered_by=by, **told)
    signature.full_clean()
    signature.save()
    journal(
        "conference.sign_record",
        row.conference,
        by=by,
        record=[None, row.get_kind_display()],
        signatory=[None, f"{signature.name} ({signature.get_hand_display()})"],
        digest=[None, row.digest],
    )
    _complete(row, by=by)
    return signature


def _complete(row: Record, *, by: User) -> None:
    """When both hands stand under this text: the sealed paper with its evidence, and what follows from it."""
    given = {one.hand: one for one in row.signatures.filter(digest=row.digest).select_related("entered_by")}
    hands = HANDS[RecordKind(row.kind)]
    if set(given) != set(hands):
        return
    with translation.override("vi"):
        rows = [_row(given[hand], row) for hand in sorted(hands, key=lambda one: given[one].pk)]
    evidence = {
        "subject": titled(row.payload or {})[:400],
        "text_digest": row.digest,
        "rows": rows,
    }
    row.sealed = _print(
        SEALED[RecordKind(row.kind)], {**(row.payload or {}), "evidence": evidence}, row, by=by
    )
    if row.document is not None:
        note_signed(row.document, row.sealed)
    _take_place(row, by=by)
    _pass_on(row, RECORD.target("sign", row.state, row), by=by, name="complete_record")
    if row.kind == RecordKind.HAND_OVER:
        over = HandOver.objects.select_related("giver", "taker", "flag").get(conference=row.conference)
        over.conference = row.conference
        handovers.complete(over, row, by=by)


def _take_place(row: Record, *, by: User) -> None:
    """The moment at which a correction replaces the version before it, text and sealed file: its second signature."""
    before = row.replaces
    if before is None:
        return
    for old, new in ((before.document, row.document), (before.sealed, row.sealed)):
        if old is not None and new is not None:
            replace(old, new, reason=row.reason, by=by)


def _row(one: RecordSignature, row: Record) -> dict[str, str]:
    on_paper = one.signed_on is not None
    cluster = row.conference.season.cluster.name
    return {
        "organisation": one.body or cluster,
        "representative": one.name,
        "office": one.title or one.get_hand_display(),
        "account": one.account,
        "recorded_by": str(one.entered_by.person or one.entered_by) if on_paper else "",
        "time": format_date(one.signed_on)
        if one.signed_on
        else f"{timezone.localtime(one.at):%H:%M:%S %d/%m/%Y}",
        "method": one.method,
        "digest": one.digest,
    }
