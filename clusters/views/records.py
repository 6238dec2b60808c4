"""Minutes and hand-over record: reading, wording, closing, signing, correcting."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.conference_states import HANDS, RECORD, Hand, RecordKind, RecordState
from clusters.forms.motions import CloseForm, HandForm, PaperHandForm, RecordForm
from clusters.models import Record
from clusters.permissions import conferences as permissions
from clusters.selectors import conferences as selectors
from clusters.services import records
from clusters.services.record_papers import TEXT, hand_of, payload_of
from clusters.services.records import RecordTerms
from clusters.views.conferences import crumbs_to as conference_crumbs
from emulation.accounts.identity import proof_from
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, now_stands, saved_over, typed
from emulation.documents.selectors import issued_bytes
from emulation.documents.states import DocumentState
from emulation.documents.word import word_file
from emulation.lifecycle import TransitionRefused
from emulation.reasons import ReasonForm
from emulation.serving import download, pdf, stored
from emulation.verdicts import demand

MOVES = {
    "close": (
        gettext_lazy("Close the record"),
        gettext_lazy("Its text is frozen and printed; those named are called to sign."),
    ),
    "unclose": (
        gettext_lazy("Take back the closing"),
        gettext_lazy("The text can be changed again; signatures given so far bind nobody."),
    ),
    "replace": (
        gettext_lazy("Correct by a new version"),
        gettext_lazy("The signed version stays readable; a new one begins with its words."),
    ),
}


def page_of_record(record: Record) -> str:
    return reverse("clusters:record", args=[record.pk])


def crumbs_to(record: Record) -> list[tuple[object, str]]:
    return [*conference_crumbs(record.conference), (record.get_kind_display(), page_of_record(record))]


def _readable(request: SignedInRequest, pk: int) -> Record:
    record = selectors.record_for(request.user, pk)
    if not permissions.may_read_record(request.user, record, on=timezone.localdate()):
        raise Http404
    return record


@login_required
@require_GET
def record_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The record as it reads: drafted from the facts of this moment, or as it was closed."""
    record = _readable(request, pk)
    today = timezone.localdate()
    payload = record.payload or payload_of(record)
    context = {
        "record": record,
        "payload": payload,
        "sections": _shown(payload),
        "may_write": bool(permissions.may_write_record(request.user, record, on=today)),
        "hands": [_hand(request, record, hand) for hand in HANDS[RecordKind(record.kind)]],
        "moves": [
            {
                "name": name,
                "label": MOVES[name][0],
                "url": reverse("clusters:record_move", args=[record.pk, name]),
                "verdict": permissions.may_move_record(request.user, record, name, on=today),
                "primary": name == "close",
            }
            for name in RECORD.moves_from(record.state)
            if name in MOVES and permissions.finishes(request.user, record.conference, on=today)
        ],
    }
    return render(request, "clusters/record_detail.html", context)


def _shown(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """The sections with each cell beside the head of its column: on a phone a row becomes a card."""
    return [
        {**section, "points": [{**item, "table": _labelled(item.get("table"))} for item in section["items"]]}
        for section in payload["sections"]
    ]


def _labelled(table: dict[str, Any] | None) -> dict[str, Any] | None:
    if not table:
        return None
    rows = [list(zip(table["header"], row["cells"], strict=True)) for row in table["rows"]]
    return {"header": table["header"], "rows": rows}


def _hand(request: SignedInRequest, record: Record, hand: Hand) -> dict[str, Any]:
    today = timezone.localdate()
    name, title, body = hand_of(record, hand)
    return {
        "hand": hand,
        "label": hand.label,
        "name": name,
        "title": title,
        "body": body,
        "given": next(
            (one for one in record.signatures.all() if one.hand == hand and one.digest == record.digest), None
        ),
        "may_sign": bool(permissions.may_sign_record(request.user, record, hand, on=today)),
        "may_paper": bool(permissions.may_enter_paper(request.user, record, hand, on=today)),
    }


@login_required
@require_POST
def record_new(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    conference = selectors.conference_for(request.user, pk)
    chosen = kind.replace("-", "_").upper()
    if chosen not in RecordKind.values:
        raise Http404
    record = records.begin(conference, chosen, by=request.user)
    return redirect(page_of_record(record))


@login_required
@require_http_methods(["GET", "POST"])
def record_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The words around the facts; the facts themselves are not typed."""
    record = _readable(request, pk)
    demand(permissions.may_write_record(request.user, record, on=timezone.localdate()))
    stored_now = records.terms_of(record)
    form = RecordForm(typed(request), initial=vars(stored_now))
    act = Act(
        title=_("Change the words"),
        lead=str(record),
        verb=_("Save"),
        back=page_of_record(record),
        crumbs=crumbs_to(record),
        consequences=[_("Who took part, figures, votes and hand-over stand in it by themselves.")],
        autosave=f"record-{pk}",
        said=_("Saved."),
    )

    def do(terms: RecordTerms, base: RecordTerms) -> Record:
        return records.revise(record, terms, base=base, by=request.user)

    return saved_over(
        request,
        form,
        act,
        of=record,
        stored=lambda: records.terms_of(selectors.record_for(request.user, pk)),
        do=do,
    )


@login_required
@require_http_methods(["GET", "POST"])
def record_move(request: SignedInRequest, pk: int, move: str) -> HttpResponse:
    record = _readable(request, pk)
    if move not in MOVES:
        raise Http404
    if record.state not in RECORD.sources(move):
        raise TransitionRefused(move, record.state, record)
    demand(permissions.may_move_record(request.user, record, move, on=timezone.localdate()))
    title, what = MOVES[move]
    form = (
        CloseForm(typed(request), initial={"symbol": record.symbol})
        if move == "close"
        else ReasonForm(typed(request), required=True)
    )
    act = Act(
        title=title,
        lead=str(record),
        verb=title,
        back=page_of_record(record),
        crumbs=crumbs_to(record),
        consequences=[what],
        calm=move != "close",
        said=_("A correcting draft is begun.")
        if move == "replace"
        else now_stands(RecordState, RECORD.target(move, record.state, record)),
    )

    def do() -> Record:
        if move == "close":
            return records.close(record, by=request.user, number=form.cleaned_data["symbol"])
        act_of = records.unclose if move == "unclose" else records.correct
        changed = act_of(record, reason=form.cleaned_data["reason"], by=request.user)
        act.after = page_of_record(changed)
        return changed

    return done(request, form, act, do)


def _text_of(record: Record) -> list[tuple[object, str]]:
    """Where the very text is read that is signed: on its page, and as the printed paper once that is there."""
    paper = reverse("clusters:record_file", args=[record.pk, "text"])
    printed = record.document is not None and record.document.is_ready
    return [
        (_("Read the text"), page_of_record(record)),
        *([(_("Open the exact text (PDF)"), paper)] if printed else []),
    ]


def _asked_hand(hand: str) -> Hand:
    if hand.upper() not in Hand.values:
        raise Http404
    return Hand(hand.upper())


@login_required
@require_http_methods(["GET", "POST"])
def record_sign(request: SignedInRequest, pk: int, hand: str) -> HttpResponse:
    """One sentence to tick and the proof: the hand under this text."""
    record, chosen = _readable(request, pk), _asked_hand(hand)
    demand(permissions.may_sign_record(request.user, record, chosen, on=timezone.localdate()))
    form = HandForm(typed(request), initial={"digest": record.digest})
    hands_over = record.kind == RecordKind.HAND_OVER
    act = Act(
        title=_("Sign the record"),
        lead=f"{record}, {chosen.label}",
        verb=_("Sign"),
        back=page_of_record(record),
        crumbs=crumbs_to(record),
        consequences=[
            _("You sign the very text with the fingerprint %(digest)s.") % {"digest": record.digest[:16]},
            *([_("With both signatures the rights of the leader move.")] if hands_over else []),
        ],
        links=_text_of(record),
        said=_("You have signed."),
    )

    def sign() -> object:
        proof = proof_from(request, form)
        if proof is None:
            return None
        text = form.cleaned_data["digest"]
        return records.sign(record, chosen, text=text, proof=proof, by=request.user)

    return done(request, form, act, sign)


@login_required
@require_http_methods(["GET", "POST"])
def record_paper(request: SignedInRequest, pk: int, hand: str) -> HttpResponse:
    """Enters a signature given on the printed record."""
    record, chosen = _readable(request, pk), _asked_hand(hand)
    demand(permissions.may_enter_paper(request.user, record, chosen, on=timezone.localdate()))
    name, title, _body = hand_of(record, chosen)
    form = PaperHandForm(
        typed(request),
        request.FILES or None,
        expected=record.digest,
        initial={"name": name, "title": title, "signed_on": timezone.localdate()},
    )
    act = Act(
        title=_("Enter a signature on paper"),
        lead=f"{record}, {chosen.label}",
        verb=_("Record the signature"),
        back=page_of_record(record),
        crumbs=crumbs_to(record),
        files=True,
        consequences=[_("It counts as a signature given here; the page of evidence names who entered it.")],
        links=_text_of(record),
        said=_("The signature on paper is recorded."),
    )
    return done(
        request,
        form,
        act,
        lambda: records.record_paper(
            record, chosen, form.hand(), text=form.cleaned_data["digest"], by=request.user
        ),
        file_field="scan",
    )


@login_required
@require_GET
def record_scan(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The scan of a signed paper, for whoever may read the record."""
    signature = selectors.record_signature_for(request.user, pk)
    _readable(request, signature.record_id)
    if not signature.scan:
        raise Http404
    return stored(signature.scan, f"bien-ban-{signature.record_id}-{signature.pk}")


def _called(record: Record) -> str:
    """The file name without what parts the text to sign from the signed paper."""
    about = "hoi-nghi" if record.kind == RecordKind.MINUTES else "ban-giao"
    return f"bien-ban-{about}-{record.conference.season.year}-{record.pk}"


@login_required
@require_GET
def record_file(request: SignedInRequest, pk: int, which: str) -> HttpResponse:
    """The text that is to be signed, or the finished record with its evidence."""
    record = _readable(request, pk)
    document = {"text": record.document, "sealed": record.sealed}.get(which)
    if document is None or document.state != DocumentState.RENDERED:
        raise Http404
    return pdf(issued_bytes(document), f"{_called(record)}-{'da' if which == 'sealed' else 'de'}-ky.pdf")


@login_required
@require_GET
def record_word(request: SignedInRequest, pk: int) -> HttpResponse:
    """The record as a Word file of the same words."""
    record = _readable(request, pk)
    payload = record.payload or payload_of(record)
    return download(word_file(TEXT[RecordKind(record.kind)], payload), f"{_called(record)}.docx")
