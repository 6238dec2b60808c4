"""Drafting the decision from the approved list, putting it before the deciding body, and the one act of issue."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Campaign, Decision, GoldenBook, Grant, Nomination
from awards.permissions import (
    may_draft_decision,
    may_edit_decision,
    may_print,
    may_publish,
    may_record,
    may_take_back,
)
from awards.selectors import list_of
from awards.services.entrants import enter_people, first_day
from awards.services.papers import (
    certificate_payload,
    certificate_template,
    decision_payload,
    unprintable,
)
from awards.services.readiness import problems
from awards.states import DECISION, NOMINATION, DecisionState, NominationState
from emulation.accounts.models import User
from emulation.accounts.selectors import users_with_posts
from emulation.audit.services import hold, record, record_many
from emulation.documents.models import IssuedDocument
from emulation.documents.schemas import PayloadRefused
from emulation.documents.services import issue, issue_many, print_preview, queue_rendering
from emulation.jobs.models import Job
from emulation.merging import merge
from emulation.notices.services import tell
from emulation.organisations.models import Organisation, Post
from emulation.organisations.offices import Office
from emulation.uploads.checking import check_scan
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@dataclass(frozen=True)
class DecisionTerms:
    """What is typed into a decision; names, posts and the list come from the records."""

    summary: str
    number: str = ""
    signed_on: date | None = None
    place: str = ""
    grounds: str = ""
    proposal: str = ""
    funding: str = ""
    signatory: Post | None = None
    signatory_name: str = ""
    signatory_office: str = ""
    signing_power: str = ""
    paper: str = "A3"


@transaction.atomic
def draft_decision(
    campaign: Campaign,
    terms: DecisionTerms,
    *,
    nominations: Collection[int],
    by: User,
    body: Organisation | None = None,
) -> Decision:
    """Draft a decision on approved nominations (ids) that stand in no other draft.

    `body` decides; the campaign's deciding body unless another is named. One round may need several
    decisions: a certificate of merit is the province's, a giấy khen the Alliance's own.
    """
    demand(may_draft_decision(by, campaign, on=timezone.localdate()))
    hold(campaign.organisation_id)
    decision = Decision(campaign=campaign, organisation=body or campaign.deciding_body, drafted_by=by)
    _write(decision, terms)
    decision.full_clean(exclude=["scan"])
    decision.save()
    _take_in(decision, nominations)
    record("decision.draft", decision, by=by, nominations=[None, len(nominations)])
    return decision


def _write(decision: Decision, terms: DecisionTerms) -> dict[str, Any]:
    """Set the fields; the signatory's name and office are copied from the post. Returns the changes."""
    values = {name: getattr(terms, name) for name in DecisionTerms.__dataclass_fields__}
    post = terms.signatory
    if post is not None:
        values["signatory_name"] = post.person.full_name
        values["signatory_office"] = terms.signatory_office or post.title
    values = {name: nfc(value).strip() if isinstance(value, str) else value for name, value in values.items()}
    values["year"] = terms.signed_on.year if terms.signed_on else None
    changes = {
        name: [str(getattr(decision, name) or ""), str(value or "")]
        for name, value in values.items()
        if getattr(decision, name) != value
    }
    for name, value in values.items():
        setattr(decision, name, value)
    return changes


def _take_in(decision: Decision, nominations: Collection[int]) -> None:
    if not nominations:
        raise Refused(_("Choose at least one nomination."))
    rows = Nomination.objects.select_for_update().order_by("pk")
    rows = rows.filter(pk__in=nominations, campaign_id=decision.campaign_id)
    fit = [
        row for row in rows if row.state == NominationState.PASSED and row.decision_id in (None, decision.pk)
    ]
    if len(fit) != len(set(nominations)):
        raise Refused(_("Some of the nominations are no longer approved, or stand in another decision."))
    decision.nominations.exclude(pk__in=nominations).update(decision=None)
    Nomination.objects.filter(pk__in=nominations).update(decision=decision)


@transaction.atomic
def edit_decision(
    decision: Decision,
    terms: DecisionTerms,
    *,
    base: DecisionTerms,
    by: User,
    nominations: Collection[int] | None = None,
    listed: Collection[int] = (),
) -> Decision:
    """Change a draft, or what waits for the deciding body; `base` is what the person saw when beginning to type.

    `nominations` (ids) are those chosen now and `listed` those that stood in the list the person saw: what
    somebody else added or took out meanwhile stays added or out. Raises merging.Clash for the fields that
    somebody else changed meanwhile.
    """
    locked = _locked(decision)
    demand(may_edit_decision(by, locked, on=timezone.localdate()))
    names = DecisionTerms.__dataclass_fields__
    theirs = {name: getattr(locked, name) for name in names}
    merged = merge(
        {name: getattr(base, name) for name in names}, {name: getattr(terms, name) for name in names}, theirs
    )
    changes = _write(locked, DecisionTerms(**merged))
    if nominations is not None:
        if locked.state != DecisionState.DRAFT:
            raise Refused(_("The list can only be changed while the decision is a draft."))
        stored = set(locked.nominations.values_list("pk", flat=True))
        added, removed = set(nominations) - set(listed), set(listed) - set(nominations)
        wanted = (stored | added) - removed
        if wanted != stored:
            _take_in(locked, wanted)
            changes["nominations"] = [len(stored), len(wanted)]
    locked.version += 1
    locked.full_clean(exclude=["scan"])
    locked.save()
    record("decision.edit", locked, by=by, **changes)
    return locked


def terms_of(decision: Decision) -> DecisionTerms:
    """What is typed into the decision, as stored now."""
    return DecisionTerms(**{name: getattr(decision, name) for name in DecisionTerms.__dataclass_fields__})


def _locked(decision: Decision) -> Decision:
    hold(decision.campaign.organisation_id, decision.organisation_id)
    # Locked alone and read afterwards: rows joined to a lock that had to wait are those of before the wait.
    Decision.objects.select_for_update().get(pk=decision.pk)
    joined = Decision.objects.select_related("campaign__organisation", "organisation", "signatory__person")
    return joined.get(pk=decision.pk)


@transaction.atomic
def propose(decision: Decision, *, by: User) -> Decision:
    """Put the draft before the deciding body, which alone may issue it."""
    locked = _locked(decision)
    before, locked.state = locked.state, DECISION.target("propose", locked.state, locked)
    demand(may_draft_decision(by, locked.campaign, on=timezone.localdate()))
    if not locked.nominations.exists():
        raise Refused(_("The list of this decision is empty."))
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    record("decision.propose", locked, by=by, state=[before, locked.state])
    deciders = users_with_posts([locked.organisation_id], {Office.HEAD, Office.CLERK}, timezone.localdate())
    text = gettext_lazy("A decision waits to be issued: %(subject)s")
    url = reverse("awards:decision", args=[locked.pk])
    tell(deciders, text=text, values={"subject": locked.summary}, url=url)
    return locked


@transaction.atomic
def take_back(decision: Decision, *, by: User, reason: str) -> Decision:
    """Return a proposed decision to its draft: by the drafting side, or by the deciding body with a reason."""
    locked = _locked(decision)
    target = DECISION.target("take_back", locked.state, locked)
    demand(may_take_back(by, locked, on=timezone.localdate()))
    before, locked.state = locked.state, target
    if not reason.strip():
        raise Refused(_("Say why: this step needs a reason."))
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    record("decision.take_back", locked, by=by, state=[before, locked.state], reason=nfc(reason).strip())
    return locked


@transaction.atomic
def publish(decision: Decision, *, by: User, version: int | None = None) -> Decision:
    """The one act of issue: nominations move, awards are granted, papers are queued, notices go out; all or nothing.

    By a person of the deciding body only (Law 06/2022/QH15 art. 80). `version` is the one that was read: a
    decision that has changed since is refused. Raises Refused with every problem found.
    """
    if version is not None and _locked(decision).version != version:
        raise Refused(_("The decision has changed since you opened this page. Read it anew, then issue it."))
    demand(may_publish(by, _locked(decision), on=timezone.localdate()))
    locked, rows = _ready(decision, "publish")
    try:
        locked.document = issue(
            "decision_v1", decision_payload(locked, rows), organisation=locked.organisation, by=by
        )
        _mark_issued(locked, rows, "publish", by=by)
        certificates = _issue_certificates(locked, _grant(locked, rows), by=by)
    except PayloadRefused as unfit:
        raise Refused(unprintable(unfit)) from unfit
    title = _("Decision %(number)s") % {"number": locked.number}
    locked.job = queue_rendering(
        [locked.document, *certificates], by=by, organisation=locked.organisation, title=title
    )
    locked.save(update_fields=["job"])
    _announce(locked, rows)
    return locked


@transaction.atomic
def record_paper(decision: Decision, *, scan: File[bytes], by: User, signatory_name: str = "") -> Decision:
    """Record a decision made on paper by a body that does not use the program: no certificate in its name.

    `signatory_name` as it stands on the paper, where the body keeps no posts here. Raises UploadRefused for
    a scan that is not one.
    """
    demand(may_record(by, _locked(decision), on=timezone.localdate()))
    check_scan(scan)
    locked, rows = _ready(decision, "record", signatory_name=signatory_name)
    locked.scan = scan
    _mark_issued(locked, rows, "record", by=by)
    _grant(locked, rows)
    _announce(locked, rows)
    return locked


def _ready(decision: Decision, move: str, *, signatory_name: str = "") -> tuple[Decision, list[Nomination]]:
    """The decision and its list under lock; Refused with everything that keeps it from being issued."""
    locked = _locked(decision)
    DECISION.target(move, locked.state, locked)
    locked.recorded = move == "record"
    if locked.recorded and nfc(signatory_name).strip() and locked.signatory is None:
        locked.signatory_name = nfc(signatory_name).strip()
    list(Nomination.objects.select_for_update().filter(decision=locked).order_by("pk").values_list("pk"))
    rows = list(list_of(locked))
    found = problems(locked, rows)
    if found:
        raise Refused(" ".join(found))
    return locked, rows


def _mark_issued(decision: Decision, rows: list[Nomination], move: str, *, by: User) -> None:
    before, decision.state = decision.state, DECISION.target(move, decision.state, decision)
    decision.published_by, decision.published_at = by, timezone.now()
    decision.version += 1
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError:
        raise Refused(
            _("%(number)s has already been used in %(year)s.")
            % {"number": decision.number, "year": decision.year}
        ) from None
    newcomers = enter_people(rows, on=first_day(decision.campaign), document=decision.number)
    record(
        f"decision.{move}",
        decision,
        by=by,
        state=[before, decision.state],
        number=[None, decision.number],
        signed_on=[None, decision.day.isoformat()],
        nominations=[None, len(rows)],
        people=[None, newcomers],
    )
    _decide(rows, decision, by=by)


def _decide(rows: list[Nomination], decision: Decision, *, by: User) -> None:
    now, moved = timezone.now(), []
    for row in rows:
        before, row.state = row.state, NOMINATION.target("decide", row.state, row)
        row.state_since, row.version = now, row.version + 1
        moved.append((row, {"state": [before, row.state], "decision": [None, decision.number]}))
    Nomination.objects.bulk_update(rows, ["person", "state", "state_since", "version"], batch_size=500)
    record_many("nomination.decide", moved, by=by)


def preview(decision: Decision, *, by: User) -> Job:
    """A job that prints the draft for `by` alone: dots for what is not typed yet, DỰ THẢO beside the number."""
    draft = copy(decision)
    draft.number = f"…/{decision.number.partition('/')[2] or 'QĐ'} (DỰ THẢO)"
    draft.signed_on = decision.signed_on or timezone.localdate()
    draft.place = decision.place or "…"
    draft.signatory_name = decision.signatory_name or "…"
    draft.signatory_office = decision.signatory_office or "…"
    draft.grounds = decision.grounds or "…"
    try:
        return print_preview(
            "decision_v1",
            decision_payload(draft, list(list_of(decision))),
            title=_("Draft decision"),
            by=by,
            organisation=decision.organisation,
        )
    except PayloadRefused as unfit:
        raise Refused(unprintable(unfit)) from unfit


def _grant(decision: Decision, rows: list[Nomination]) -> list[Grant]:
    first = _golden_numbers(decision, len(rows))
    grants = [
        Grant(
            decision=decision,
            nomination=row,
            organisation_id=decision.organisation_id,
            proposer_id=row.organisation_id,
            unit_id=row.unit_id,
            person_id=row.person_id,
            form=row.form,
            form_name=row.form.name,
            subject_kind=row.subject_kind,
            honorific=row.honorific,
            name=row.name,
            position_title=row.position_title,
            unit_name=row.unit_name,
            address=row.address,
            achievement=row.achievement,
            year=decision.day.year,
            golden_number=None if first is None else first + place,
            search=row.search,
            sort_key=row.sort_key,
        )
        for place, row in enumerate(rows)
    ]
    return Grant.objects.bulk_create(grants, batch_size=500)


def _golden_numbers(decision: Decision, number: int) -> int | None:
    """The first of `number` consecutive golden-book numbers; a paper decision has its own book elsewhere."""
    if decision.recorded:
        return None
    book, _created = GoldenBook.objects.select_for_update().get_or_create(
        organisation_id=decision.organisation_id, year=decision.day.year
    )
    first, book.last = book.last + 1, book.last + number
    book.save(update_fields=["last"])
    return first


def _issue_certificates(decision: Decision, grants: list[Grant], *, by: User) -> list[IssuedDocument]:
    certificates: list[IssuedDocument] = []
    by_template: dict[str, list[Grant]] = {}
    for grant in grants:
        by_template.setdefault(certificate_template(grant.form.code), []).append(grant)
    for template, group in by_template.items():
        if not template:
            continue
        payloads = [certificate_payload(grant, decision) for grant in group]
        papers = issue_many(template, payloads, organisation=decision.organisation, by=by)
        for grant, paper in zip(group, papers, strict=True):
            grant.certificate = paper
        Grant.objects.bulk_update(group, ["certificate"], batch_size=500)
        certificates += papers
    return certificates


def _announce(decision: Decision, rows: list[Nomination]) -> None:
    today = timezone.localdate()
    url = reverse("awards:decision", args=[decision.pk])
    agency = users_with_posts(
        [decision.campaign.organisation_id], {Office.OFFICER, Office.CLERK, Office.HEAD}, today
    )
    text, values = gettext_lazy("Decision %(number)s has been issued"), {"number": decision.number}
    tell(agency, text=text, values=values, url=url)
    units = users_with_posts(sorted({row.unit_id for row in rows}), {Office.OFFICER, Office.HEAD}, today)
    tell(units, text=text, values=values, url=reverse("awards:grants"))


@transaction.atomic
def record_ceremony(decision: Decision, *, presenter: Organisation, on: date, by: User) -> Decision:
    """Who handed the awards over and when: often not the body that decided, and not the day of signing."""
    locked = _locked(decision)
    demand(may_print(by, locked, on=timezone.localdate()))
    if locked.signed_on is None or on < locked.signed_on:
        raise Refused(_("The awards cannot be handed over before the decision was signed."))
    before = [str(locked.presenter or ""), locked.presented_on.isoformat() if locked.presented_on else ""]
    locked.presenter, locked.presented_on = presenter, on
    locked.save(update_fields=["presenter", "presented_on"])
    record(
        "decision.ceremony",
        locked,
        by=by,
        presenter=[before[0], presenter.name],
        presented_on=[before[1], on.isoformat()],
    )
    return locked
