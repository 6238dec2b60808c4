"""Drafting the decision from the approved list, putting it before the deciding body, and the one act of issue."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Campaign, Decision, Nomination
from awards.permissions import (
    may_draft_decision,
    may_edit_decision,
    may_preview,
    may_print,
    may_publish,
    may_record,
    may_take_back,
)
from awards.selectors import bound_people, decisions_visible_to, list_of
from awards.services.entrants import enter_people, first_day
from awards.services.granting import grant, issue_certificates
from awards.services.papers import decision_payload
from awards.services.readiness import doubts, problems
from awards.services.terms import DecisionTerms, merged, with_signatory
from awards.states import DECISION, NOMINATION, DecisionState, NominationState
from emulation.accounts.models import User
from emulation.accounts.selectors import users_with_posts
from emulation.audit.services import hold, record, record_many
from emulation.documents.faults import unfit_refused
from emulation.documents.services import issue, print_preview, queue_rendering
from emulation.jobs.models import Job
from emulation.notices.services import tell
from emulation.organisations.models import Organisation
from emulation.organisations.offices import Office
from emulation.reasons import given
from emulation.uploads.checking import check_scan
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


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
    nothing = DecisionTerms(summary="")
    _write(decision, with_signatory(terms, nothing, decision.organisation))
    decision.full_clean(exclude=["scan"])
    decision.save()
    _take_in(decision, nominations)
    record("decision.draft", decision, by=by, nominations=[None, len(nominations)])
    return decision


def _write(decision: Decision, terms: DecisionTerms) -> dict[str, Any]:
    """Set the fields. Returns the changes."""
    values: dict[str, Any] = {name: getattr(terms, name) for name in DecisionTerms.__dataclass_fields__}
    values = {name: nfc(value).strip() if isinstance(value, str) else value for name, value in values.items()}
    values["year"] = terms.signed_on.year if terms.signed_on else None
    changes = {
        name: [str(getattr(decision, name) or ""), str(value or "")]
        for name, value in values.items()
        # The year is that of the date and says nothing besides it.
        if name != "year" and getattr(decision, name) != value
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
    mine = with_signatory(terms, base, locked.organisation)
    changes = _write(locked, merged(base, mine, terms_of(locked)))
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
    _tell_deciders(locked)
    return locked


def _tell_deciders(decision: Decision) -> None:
    """The head and the clerk of the deciding body, but for a member of the board from whom its list is hidden."""
    today = timezone.localdate()
    bound = bound_people(decision.campaign, on=today)
    deciders = [
        user
        for user in users_with_posts([decision.organisation_id], {Office.HEAD, Office.CLERK}, today)
        if user.person_id not in bound or decisions_visible_to(user, on=today).filter(pk=decision.pk).exists()
    ]
    text = gettext_lazy("A decision waits to be issued: %(subject)s")
    url = reverse("awards:decision", args=[decision.pk])
    tell(deciders, text=text, values={"subject": decision.summary}, url=url)


@transaction.atomic
def take_back(decision: Decision, *, by: User, reason: str) -> Decision:
    """Return a proposed decision to its draft: by the drafting side, or by the deciding body with a reason."""
    locked = _locked(decision)
    target = DECISION.target("take_back", locked.state, locked)
    demand(may_take_back(by, locked, on=timezone.localdate()))
    before, locked.state = locked.state, target
    given(reason)
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    record("decision.take_back", locked, by=by, state=[before, locked.state], reason=nfc(reason).strip())
    return locked


@transaction.atomic
def publish(decision: Decision, *, by: User, version: int | None = None, accepted: bool = False) -> Decision:
    """The one act of issue: nominations move, awards are granted, papers are queued, notices go out; all or nothing.

    By a person of the deciding body only (Law 06/2022/QH15 art. 80). `version` is the one that was read: a
    decision that has changed since is refused. `accepted`: who issues was shown readiness.doubts and stands by
    what is written. Raises Refused with every problem found.
    """
    if version is not None and _locked(decision).version != version:
        raise Refused(_("The decision has changed since you opened this page. Read it anew, then issue it."))
    demand(may_publish(by, _locked(decision), on=timezone.localdate()))
    locked, rows = _ready(decision, "publish", accepted=accepted)
    with unfit_refused():
        locked.document = issue(
            "decision_v1", decision_payload(locked, rows), organisation=locked.organisation, by=by
        )
        _mark_issued(locked, rows, "publish", by=by)
        certificates = issue_certificates(locked, grant(locked, rows), by=by)
    title = _("Decision %(number)s") % {"number": locked.number}
    locked.job = queue_rendering(
        [locked.document, *certificates], by=by, organisation=locked.organisation, title=title
    )
    locked.save(update_fields=["job"])
    _announce(locked, rows)
    return locked


@transaction.atomic
def record_paper(
    decision: Decision,
    *,
    scan: File[bytes],
    by: User,
    signatory_name: str = "",
    version: int | None = None,
    accepted: bool = False,
) -> Decision:
    """Record a decision made on paper by a body that does not use the program: no certificate in its name.

    `signatory_name` as it stands on the paper, where the body keeps no posts here. `version` is the one that was
    read: a decision that has changed since is refused. `accepted`: who records it was shown readiness.doubts and
    stands by what is written. Raises UploadRefused for a scan that is not one.
    """
    if version is not None and _locked(decision).version != version:
        raise Refused(_("The decision has changed since you opened this page. Read it anew, then record it."))
    demand(may_record(by, _locked(decision), on=timezone.localdate()))
    check_scan(scan)
    locked, rows = _ready(decision, "record", signatory_name=signatory_name, accepted=accepted)
    locked.scan = scan
    _mark_issued(locked, rows, "record", by=by)
    grant(locked, rows)
    _announce(locked, rows)
    return locked


def _ready(
    decision: Decision, move: str, *, accepted: bool, signatory_name: str = ""
) -> tuple[Decision, list[Nomination]]:
    """The decision and its list under lock; Refused with everything that keeps it from being issued."""
    locked = _locked(decision)
    DECISION.target(move, locked.state, locked)
    locked.recorded = move == "record"
    if locked.recorded and nfc(signatory_name).strip() and locked.signatory is None:
        locked.signatory_name = nfc(signatory_name).strip()
    list(Nomination.objects.select_for_update().filter(decision=locked).order_by("pk").values_list("pk"))
    rows = list(list_of(locked))
    found = problems(locked, rows) or ([] if accepted else doubts(locked, rows))
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
    """A job that prints the draft for `by` alone: dots for what is not typed yet, DỰ THẢO beside the number.

    By whoever drafts or may issue it; while one is being printed, the same person gets that one.
    """
    demand(may_preview(by, decision, on=timezone.localdate()))
    draft = copy(decision)
    draft.number = f"{decision.number or _open_number(decision)} (DỰ THẢO)"
    draft.signed_on = decision.signed_on or timezone.localdate()
    draft.place = decision.place or "…"
    draft.signatory_name = decision.signatory_name or "…"
    draft.signatory_office = decision.signatory_office or "…"
    draft.grounds = decision.grounds or "…"
    with unfit_refused():
        return print_preview(
            "decision_v1",
            decision_payload(draft, list(list_of(decision)), undated=decision.signed_on is None),
            title=_("Draft decision"),
            by=by,
            organisation=decision.organisation,
            key=f"awards.preview:{decision.pk}:{decision.version}:{by.pk}",
        )


def _open_number(decision: Decision) -> str:
    """Dots for the number before the symbol that the body's decisions bear, where one was issued already."""
    issued = Decision.objects.filter(organisation=decision.organisation_id, state=DecisionState.PUBLISHED)
    last = issued.order_by("-signed_on", "-pk").values_list("number", flat=True).first() or ""
    return f"…/{last.partition('/')[2] or 'QĐ'}"


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
