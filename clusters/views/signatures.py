"""Signing: the exact text, one sentence, the proof; declining; signatures on paper; the talk on a refusal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clusters.forms.pledges import DeclineForm, PaperForm, RecordedForm, RemarkForm, SignForm
from clusters.models import Signatory
from clusters.permissions import pledges as permissions
from clusters.selectors import pledges as selectors
from clusters.selectors.clusters import seats_of
from clusters.services import signatures
from clusters.services.pledges import heads_of
from clusters.services.recording import record_signed
from clusters.views.pledges import crumbs_to, page_of_pledge
from emulation.accounts.identity import proof_from
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, typed
from emulation.attempts import attempt
from emulation.documents.selectors import issued_bytes
from emulation.serving import pdf, stored
from emulation.verdicts import demand
from emulation.vietnamese import format_date


def _address(request: SignedInRequest) -> str | None:
    return request.META.get("REMOTE_ADDR") or None


@login_required
@require_http_methods(["GET", "POST"])
def signatory_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page of the head: the exact PDF, one sentence to tick, the proof; or the way to say no."""
    row = selectors.signatory_for(request.user, pk)
    verdict = permissions.may_sign(request.user, row, on=timezone.localdate())
    form = SignForm(typed(request), member=row.seat.name, initial={"digest": row.pledge.digest})
    if request.method == "POST":
        demand(verdict)
        if form.is_valid() and _signed(request, form, row):
            messages.success(request, _("You have signed for %(member)s.") % {"member": row.seat.name})
            return redirect(page_of_pledge(row.pledge))
    signatures.seen(row, by=request.user)
    context = {
        "row": row,
        "pledge": row.pledge,
        "form": form,
        "verdict": verdict,
        "targets": list(selectors.targets_of(row.pledge)),
        "may_paper": permissions.may_record_paper(request.user, row, on=timezone.localdate()),
        "crumbs": crumbs_to(row.pledge),
    }
    return render(request, "clusters/signatory_detail.html", context)


def _signed(request: SignedInRequest, form: SignForm, row: Signatory) -> bool:
    proof = proof_from(request, form)
    if proof is None:
        return False
    digest = form.cleaned_data["digest"]
    done_ = attempt(
        form,
        lambda: signatures.sign(row, digest=digest, proof=proof, by=request.user, address=_address(request)),
    )
    return done_ is not None


@login_required
@require_http_methods(["GET", "POST"])
def signatory_decline(request: SignedInRequest, pk: int) -> HttpResponse:
    row = selectors.signatory_for(request.user, pk)
    demand(permissions.may_decline(request.user, row, on=timezone.localdate()))
    form = DeclineForm(
        typed(request),
        targets=row.pledge.targets.order_by("order", "pk"),
        initial={"digest": row.pledge.digest, "target": request.GET.get("target")},
    )
    act = Act(
        title=_("Decline to sign"),
        lead=f"{row.seat.name} · {row.pledge.title}",
        verb=_("Decline, and tell all members why"),
        back=reverse("clusters:signatory", args=[row.pk]),
        crumbs=crumbs_to(row.pledge),
        consequences=[
            _("All members read what you decline and why, and can answer."),
            _("You can still sign this text later."),
        ],
        after=page_of_pledge(row.pledge),
        said=_("Your refusal is recorded; all members are told."),
    )

    def decline() -> object:
        proof = proof_from(request, form)
        if proof is None:
            return None
        told = form.cleaned_data
        return signatures.decline(
            row,
            digest=told["digest"],
            proof=proof,
            reason=told["reason"],
            target=told["target"],
            clause=told["clause"],
            by=request.user,
            address=_address(request),
        )

    return done(request, form, act, decline)


@login_required
@require_http_methods(["GET", "POST"])
def signatory_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enters a signature given on the printed text."""
    row = selectors.signatory_for(request.user, pk)
    demand(permissions.may_record_paper(request.user, row, on=timezone.localdate()))
    form = PaperForm(
        typed(request),
        request.FILES or None,
        expected=row.pledge.digest,
        initial={"name": row.name, "title": row.title, "signed_on": timezone.localdate()},
    )
    act = Act(
        title=_("Enter a signature on paper"),
        lead=f"{row.seat.name} · {row.pledge.title}",
        verb=_("Record the signature"),
        back=page_of_pledge(row.pledge),
        crumbs=crumbs_to(row.pledge),
        files=True,
        consequences=[_("It counts as a signature given here; the page of evidence names who entered it.")],
        said=_("The signature on paper is recorded."),
    )
    return done(
        request,
        form,
        act,
        lambda: signatures.record_paper(
            row, form.paper(), digest=form.cleaned_data["digest"], by=request.user
        ),
        file_field="scan",
    )


@login_required
@require_http_methods(["GET", "POST"])
def pledge_record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enters a draft as signed on paper in the past."""
    pledge = selectors.pledge_for(request.user, pk)
    demand(permissions.may_record_signed(request.user, pledge, on=timezone.localdate()))
    seats = list(seats_of(pledge.season).filter(left_on=None))
    day = pledge.day or timezone.localdate()
    form = RecordedForm(
        typed(request),
        request.FILES or None,
        seats=seats,
        heads=heads_of([seat.organisation_id for seat in seats], on=day),
    )
    act = Act(
        title=_("Enter as signed on paper"),
        lead=f"{pledge.title} · {format_date(day)}",
        verb=_("Record the signed pledge"),
        back=page_of_pledge(pledge),
        crumbs=crumbs_to(pledge),
        files=True,
        consequences=[
            _("It stands as signed by all on that day, and its targets change no more."),
            _("The scan is the original: nothing is sealed, and nobody is asked to sign again."),
        ],
        said=_("The pledge is recorded as signed."),
    )
    return done(
        request,
        form,
        act,
        lambda: record_signed(pledge, form.signers(), form.cleaned_data["scan"], by=request.user),
        file_field="scan",
    )


@login_required
@require_http_methods(["GET", "POST"])
def signature_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """An answer in the talk on what a member declined."""
    signature = selectors.signature_for(request.user, pk)
    demand(permissions.may_answer_decline(request.user, signature.signatory, on=timezone.localdate()))
    form = RemarkForm(typed(request))
    act = Act(
        title=_("Answer a refusal to sign"),
        lead=f"{signature.signatory.seat.name}: {signature.reason}",
        verb=_("Send the answer"),
        back=page_of_pledge(signature.signatory.pledge),
        crumbs=crumbs_to(signature.signatory.pledge),
        autosave=f"remark-{pk}",
        said=_("Your answer stands below the refusal; all members are told."),
    )
    return done(
        request,
        form,
        act,
        lambda: signatures.answer_refusal(signature, form.cleaned_data["text"], by=request.user),
    )


@login_required
@require_GET
def signature_scan(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The scan of a signed paper."""
    signature = selectors.signature_for(request.user, pk)
    if not signature.scan:
        raise Http404
    return stored(signature.scan, f"giao-uoc-{signature.signatory.pledge_id}-{signature.pk}")


@login_required
@require_GET
def pledge_file(request: SignedInRequest, pk: int, which: str) -> HttpResponseBase:
    """The text that lies open for signature, the finished pledge with its evidence, or the scan of a paper."""
    pledge = selectors.pledge_for(request.user, pk)
    if which == "scan" and pledge.scan:
        return stored(pledge.scan, f"giao-uoc-{pledge.season.year}-{pledge.number}")
    document = {"text": pledge.document, "sealed": pledge.sealed}.get(which)
    if document is None:
        raise Http404
    stage = "da" if which == "sealed" else "de"
    return pdf(issued_bytes(document), f"giao-uoc-{pledge.season.year}-{pledge.number}-{stage}-ky.pdf")
