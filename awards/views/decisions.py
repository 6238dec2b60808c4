"""Decisions: drafted from the approved list, put before the deciding body, issued in one act, or recorded."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards import permissions, selectors
from awards.forms.decisions import (
    BodyForm,
    CeremonyForm,
    DecisionForm,
    PublishForm,
    RecordForm,
    first_terms,
    initial_of,
)
from awards.models import Decision, Nomination
from awards.services import decisions
from awards.services.terms import AT_THE_FOOT, with_foot_of
from awards.states import DecisionState
from emulation.accounts.models import User
from emulation.accounts.requests import SignedInRequest
from emulation.attempts import attempt
from emulation.audit.selectors import history_of
from emulation.clashes import base_of, clash_rows, frozen_base, resolved, unseen
from emulation.lifecycle import TransitionRefused
from emulation.merging import Clash
from emulation.paging import page_of, whole_numbers
from emulation.reasons import ReasonForm
from emulation.verdicts import demand


@login_required
@require_GET
def decision_list(request: SignedInRequest) -> HttpResponse:
    rows = selectors.decisions_visible_to(request.user).select_related("campaign", "organisation")
    page = page_of(rows.order_by("-pk"), request.GET)
    return render(request, "awards/decision_list.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def decision_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Only number, date and words are typed; the list is what the board approved."""
    campaign = selectors.campaign_for(request.user, pk)
    demand(permissions.may_draft_decision(request.user, campaign, on=timezone.localdate()))
    chooser = BodyForm(request.GET if "body" in request.GET else None, campaign=campaign)
    body = chooser.cleaned_data["body"] if chooser.is_valid() else campaign.deciding_body
    rows = selectors.approved(campaign, body=body)
    form = DecisionForm(request.POST or None, body=body, initial=first_terms(campaign, body))
    if request.method == "POST" and form.is_valid():
        chosen = whole_numbers(request.POST.getlist("nominations"))
        drafted = attempt(
            form,
            lambda: decisions.draft_decision(
                campaign, form.terms(), nominations=chosen, body=body, by=request.user
            ),
        )
        if drafted is not None:
            messages.success(request, _("The draft is saved."))
            return redirect("awards:decision", drafted.pk)
    context = {
        "form": form,
        "campaign": campaign,
        "body": body,
        "bodies": list(chooser.fields["body"].queryset),
        "rows": rows,
        "chosen": request.POST.getlist("nominations")
        if request.method == "POST"
        else [str(row.pk) for row in rows],
    }
    return render(request, "awards/decision_form.html", context)


@login_required
@require_GET
def decision_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The decision as it stands: what is missing, the list to proof-read, the papers and how far they are."""
    decision = selectors.decision_for(request.user, pk)
    today = timezone.localdate()
    issued = decision.state == DecisionState.PUBLISHED
    user = request.user
    context = {
        "decision": decision,
        "page": page_of(
            selectors.grants_of(decision, failed="failed" in request.GET)
            if issued
            else selectors.list_of(decision),
            request.GET,
        ),
        "issued": issued,
        "problems": [] if issued else decisions.problems(decision, list(selectors.list_of(decision))),
        "progress": selectors.papers_progress(decision) if issued else None,
        "job": decision.job if decision.job and not decision.job.is_finished else None,
        "may_edit": permissions.may_edit_decision(user, decision, on=today),
        "may_take_back": permissions.may_take_back(user, decision, on=today),
        "may_propose": permissions.may_draft_decision(user, decision.campaign, on=today),
        "may_preview": permissions.may_preview(user, decision, on=today),
        "may_publish": permissions.may_publish(user, decision, on=today),
        "may_record": permissions.may_record(user, decision, on=today),
        "may_print": permissions.may_print(user, decision, on=today),
        "may_reword": decision.state == DecisionState.DRAFT
        and permissions.may_edit_decision(user, decision, on=today),
        "entries": history_of(decision),
    }
    return render(request, "awards/decision_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def decision_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    decision = selectors.decision_for(request.user, pk)
    demand(permissions.may_edit_decision(request.user, decision, on=timezone.localdate()))
    form = DecisionForm(request.POST or None, body=decision.organisation, initial=initial_of(decision))
    listed = _listed(request, decision)
    clashes: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        stored_terms = decisions.terms_of(decision)
        terms = resolved(request, form.terms(), stored_terms)
        if request.POST.get("keep_signatory") == "theirs":
            terms = with_foot_of(terms, stored_terms)
        base, saved = base_of(request, stored_terms, of=decision), None
        try:
            if base is None or listed is None:
                form.add_error(None, _("Look at what is stored now, then save again."))
                clashes = unseen(stored_terms, terms, form)
            else:
                act = partial(
                    decisions.edit_decision,
                    decision,
                    terms,
                    base=base,
                    by=request.user,
                    nominations=_chosen(request, decision),
                    listed=listed,
                )
                saved = attempt(form, act)
        except Clash as clash:
            clashes = clash_rows(clash, form)
            if "signatory" in clash.fields:
                form.show_foot(clash.fields["signatory"][1])
            decision.refresh_from_db()
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect("awards:decision", pk)
    rows = selectors.approved(decision.campaign, decision=decision, body=decision.organisation)
    context = {
        "form": form,
        "decision": decision,
        "campaign": decision.campaign,
        "body": decision.organisation,
        "rows": rows if decision.state == DecisionState.DRAFT else [],
        "chosen": request.POST.getlist("nominations")
        if request.method == "POST"
        else [str(row.pk) for row in rows if row.decision_id == decision.pk],
        "clashes": clashes,
        "base": frozen_base(
            request, decisions.terms_of(decision), of=decision, clashes=_asked_again(clashes)
        ),
        "listed": _signed_list(decision, rows) if listed is None else request.POST.get("listed", ""),
    }
    return render(request, "awards/decision_form.html", context)


def _asked_again(clashes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The clashes, and all that goes with the choice between two signatories."""
    if not any(clash["name"] == "signatory" for clash in clashes):
        return clashes
    return [*clashes, *({"name": name} for name in AT_THE_FOOT)]


def _signed_list(decision: Decision, rows: Iterable[Nomination]) -> str:
    """What stood in the list when the page was read, so that two people's changes of it are both kept."""
    return signing.dumps(
        [row.pk for row in rows if row.decision_id == decision.pk], salt=_list_salt(decision)
    )


def _list_salt(decision: Decision) -> str:
    return f"awards.decision-list.{decision.pk}"


def _listed(request: SignedInRequest, decision: Decision) -> list[int] | None:
    """What stood in the list the person saw; None where that is missing or spoilt."""
    if decision.state != DecisionState.DRAFT:
        return []
    try:
        ids: list[int] = signing.loads(request.POST.get("listed", ""), salt=_list_salt(decision))
    except signing.BadSignature:
        return None
    return ids


def _chosen(request: SignedInRequest, decision: Decision) -> list[int] | None:
    if decision.state != DecisionState.DRAFT:
        return None
    return whole_numbers(request.POST.getlist("nominations"))


@login_required
@require_POST
def decision_propose(request: SignedInRequest, pk: int) -> HttpResponse:
    decision = selectors.decision_for(request.user, pk)
    decisions.propose(decision, by=request.user)
    messages.success(request, _("The deciding body has been told that the decision waits for it."))
    return redirect("awards:decision", pk)


@login_required
@require_http_methods(["GET", "POST"])
def decision_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    decision = selectors.decision_for(request.user, pk)
    demand(permissions.may_take_back(request.user, decision, on=timezone.localdate()))
    form = ReasonForm(request.POST or None, required=True)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, lambda: decisions.take_back(decision, by=request.user, reason=form.cleaned_data["reason"])
        )
        if done is not None:
            messages.success(request, _("The decision is a draft again."))
            return redirect("awards:decision", pk)
    return render(request, "awards/decision_take_back.html", {"decision": decision, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def decision_publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """The one act of issue: what will happen, to whom, on what grounds; typed confirmation."""
    decision = selectors.decision_for(request.user, pk)
    _refuse_issued(decision, "publish")
    demand(permissions.may_publish(request.user, decision, on=timezone.localdate()))
    rows = list(selectors.list_of(decision))
    form = PublishForm(
        request.POST or None, decision=decision, rows=rows, initial={"version": decision.version}
    )
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: _issue(decision, form, by=request.user))
        if done is not None:
            messages.success(request, _("The decision has been issued; the papers are being printed."))
            return redirect("awards:decision", pk)
    context = {
        "decision": decision,
        "rows": rows,
        "form": form,
        "asked": form.asked,
        "problems": decisions.problems(decision, rows, asked=form.asked),
    }
    return render(request, "awards/decision_publish.html", context)


@transaction.atomic
def _issue(decision: Decision, form: PublishForm, *, by: User) -> Decision:
    """Write what was asked for into the decision and issue it: both or neither."""
    version = form.cleaned_data["version"]
    if typed := form.typed():
        stored_terms = decisions.terms_of(decision)
        decisions.edit_decision(decision, replace(stored_terms, **typed), base=stored_terms, by=by)
        version += 1
    accepted = form.cleaned_data.get("accepted", False)
    return decisions.publish(decision, by=by, version=version, accepted=accepted)


def _refuse_issued(decision: Decision, move: str) -> None:
    """The page of an act that somebody else has done already says who did it and when."""
    if decision.state == DecisionState.PUBLISHED:
        raise TransitionRefused(move, decision.state, decision)


@login_required
@require_http_methods(["GET", "POST"])
def decision_record(request: SignedInRequest, pk: int) -> HttpResponse:
    decision = selectors.decision_for(request.user, pk)
    _refuse_issued(decision, "record")
    demand(permissions.may_record(request.user, decision, on=timezone.localdate()))
    rows = list(selectors.list_of(decision))
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        decision=decision,
        rows=rows,
        initial={"signatory_name": decision.signatory_name, "version": decision.version},
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        done = attempt(
            form,
            lambda: decisions.record_paper(
                decision,
                scan=cleaned["scan"],
                signatory_name=cleaned["signatory_name"],
                version=cleaned["version"],
                accepted=cleaned.get("accepted", False),
                by=request.user,
            ),
            file_field="scan",
        )
        if done is not None:
            messages.success(request, _("The decision is recorded."))
            return redirect("awards:decision", pk)
    return render(request, "awards/decision_record.html", {"decision": decision, "rows": rows, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def decision_ceremony(request: SignedInRequest, pk: int) -> HttpResponse:
    """Records the handing over: whoever decides is often not who presents."""
    decision = selectors.decision_for(request.user, pk)
    demand(permissions.may_print(request.user, decision, on=timezone.localdate()))
    given = {"presenter": decision.presenter_id, "on": decision.presented_on}
    form = CeremonyForm(request.POST or None, decision=decision, initial=given)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        done = attempt(
            form,
            lambda: decisions.record_ceremony(
                decision, presenter=cleaned["presenter"], on=cleaned["on"], by=request.user
            ),
        )
        if done is not None:
            messages.success(request, _("Saved."))
            return redirect("awards:decision", pk)
    return render(request, "awards/decision_ceremony.html", {"decision": decision, "form": form})
