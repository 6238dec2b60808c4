"""Programmes: the list, the page with its chain, entering, changing, and every step of its life."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, now_stands, saved_over, to_job
from emulation.audit.selectors import history_of
from emulation.documents.selectors import issued_bytes
from emulation.indicators.permissions import may_report
from emulation.indicators.selectors import reach
from emulation.legislation.document_kinds import DocumentKind
from emulation.legislation.selectors import grounds_text
from emulation.lifecycle import TransitionRefused
from emulation.paging import page_of
from emulation.reasons import ReasonForm
from emulation.serving import pdf, stored
from emulation.verdicts import demand
from emulation.vietnamese import fold
from programmes.forms.programmes import NumberForm, ProgrammeFilter, ProgrammeForm, SigningForm
from programmes.models import Programme
from programmes.permissions import programmes as permissions
from programmes.permissions.reports import may_draft_report
from programmes.selectors import programmes as selectors
from programmes.selectors.activities import activities_of
from programmes.selectors.due import due_of
from programmes.selectors.homes import coordinating_homes
from programmes.selectors.measures import Row, living, rows_of
from programmes.selectors.movements import movements_visible_to
from programmes.selectors.reports import reports_of
from programmes.services import programmes, signings, successors
from programmes.services.programmes import ProgrammeTerms
from programmes.states import NEEDS_REASON, NEVER_SIGNED, PROGRAMME, ProgrammeState
from programmes.views.pages import home_of

LIST = gettext_lazy("Cooperation programmes")
SHOWN = 30
"""So many activities stand on the page of a programme; all of them in the list."""
MOVES = {
    "consult": (
        gettext_lazy("Send for consultation"),
        gettext_lazy("The parties read the draft and answer."),
    ),
    "take_back": (
        gettext_lazy("Take back from consultation"),
        gettext_lazy("The programme is a draft again."),
    ),
    "unsign": (
        gettext_lazy("Take back the signing"),
        gettext_lazy("The printed programme and its minutes lose force; the words can be changed again."),
    ),
    "begin": (gettext_lazy("Begin to carry it out"), gettext_lazy("The programme is under way.")),
    "unbegin": (
        gettext_lazy("Take back the beginning"),
        gettext_lazy("The programme is signed, but not begun."),
    ),
    "sum_up": (
        gettext_lazy("Enter that it was summed up"),
        gettext_lazy("The conference on its results was held."),
    ),
    "resume": (gettext_lazy("Take it up again"), gettext_lazy("The programme is under way again.")),
    "close": (
        gettext_lazy("Close the programme"),
        gettext_lazy("Nothing is entered under it any more; the next programme may take over what is open."),
    ),
    "reopen": (
        gettext_lazy("Reopen the programme"),
        gettext_lazy("The programme is summed up, but not closed."),
    ),
    "terminate": (
        gettext_lazy("End it early"),
        gettext_lazy("The programme ends before its period is over; what was entered stays."),
    ),
    "revive": (
        gettext_lazy("Take back the early end"),
        gettext_lazy("The programme is again where it was before it ended."),
    ),
    "renew": (
        gettext_lazy("Enter that it is renewed"),
        gettext_lazy("The next programme, which is signed, takes its place before its years are over."),
    ),
    "unrenew": (
        gettext_lazy("Take back the renewal"),
        gettext_lazy("The programme is again where it was before it ended."),
    ),
    "discard": (
        gettext_lazy("Put the draft aside"),
        gettext_lazy("It leaves the list; tasks it took over are open again in the programme before it."),
    ),
    "restore": (
        gettext_lazy("Take the draft up again"),
        gettext_lazy("The programme is a draft again, which continues no other."),
    ),
}
"""Each step by its name: the words of its button, and what it does."""
STEMS = {"programme": "chuong-trinh", "minutes": "bien-ban-ky-ket", "scan": "ban-quet"}
"""What the files are called."""


@login_required
@require_GET
def programme_list(request: SignedInRequest) -> HttpResponse:
    bar = ProgrammeFilter(request.GET)
    bar.is_valid()  # what cannot be read is left out and complained of at its field; the rest counts
    wanted = bar.cleaned_data
    rows = selectors.programme_page(
        request.user, term=wanted.get("q", ""), state=wanted.get("state", ""), year=wanted.get("year")
    )
    page = page_of(rows, request.GET)
    today = timezone.localdate()
    context = {
        "page": page,
        "bar": bar,
        "run_out": [row for row in page.rows if selectors.run_out(row, today)],
        "may_enter": bool(coordinating_homes(request.user)),
    }
    return render(request, "programmes/programme_list.html", context)


@login_required
@require_GET
def programme_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = selectors.programme_for(request.user, pk)
    today = timezone.localdate()
    keeps = selectors.keeps(request.user, programme)
    parties = selectors.parties_of(programme)
    addenda = list(programme.addenda.all())
    context = {
        "programme": programme,
        "run_out": selectors.run_out(programme, today),
        "parties": parties,
        "replaced": any(party.left_on for party in parties),
        "contents": programme.contents.all(),
        "together": programme.responsibilities.filter(party=None),
        "instruments": programme.implements.all(),
        "addenda": addenda,
        # The older ones cannot be taken back before it.
        "newest_addendum": next((one for one in reversed(addenda) if one.undone_on is None), None),
        "chain": (chain := selectors.chain_of(request.user, programme)),
        "plans": selectors.plans_of(programme),
        "activities": activities_of(request.user, programme)[:SHOWN],
        "measures": _measured(request, programme),
        "figures_read": reach(request.user),
        "this_year": today.year,
        "due": due_of(request.user, programme, today),
        "movements": movements_visible_to(request.user)
        .filter(programmes=programme)
        .order_by("from_year", "pk"),
        "reports": reports_of(request.user, programme),
        "may_report": may_draft_report(request.user, programme, on=today),
        "keeps": keeps,
        "may_change": permissions.may_change_programme(request.user, programme, on=today),
        "may_number": permissions.may_number(request.user, programme, on=today),
        "may_amend": permissions.may_amend(request.user, programme, on=today),
        "may_follow": permissions.may_follow(request.user, programme, on=today),
        "may_continue": permissions.may_continue(request.user, programme, on=today),
        "moves": moves_of(request, programme, chain.successor),
        "entries": history_of(programme) if keeps else [],
    }
    return render(request, "programmes/programme_detail.html", context)


def _measured(request: SignedInRequest, programme: Programme) -> list[tuple[Row, int | None]]:
    """The rows of figures, each with the body for which this person may enter what was not reported."""
    today = timezone.localdate()
    rows = rows_of(programme)
    bodies = {row.measure.organisation_id: row.measure.organisation for row in rows}
    reporters = {pk: living(body) for pk, body in bodies.items()}
    asked = {pk: body.pk for pk, body in reporters.items() if may_report(request.user, body, on=today)}
    return [(row, asked.get(row.measure.organisation_id)) for row in rows]


def moves_of(
    request: SignedInRequest, programme: Programme, successor: Programme | None
) -> list[dict[str, Any]]:
    """The steps that follow from the present state, each with its verdict and address.

    That it is renewed is offered once the programme that follows it is signed.
    """
    today = timezone.localdate()
    followed = successor is not None and successor.state not in NEVER_SIGNED
    return [
        {
            "name": name,
            "label": _("Enter the signing") if name == "sign" else MOVES[name][0],
            "url": reverse("programmes:programme_sign", args=[programme.pk])
            if name == "sign"
            else reverse("programmes:programme_move", args=[programme.pk, name]),
            "verdict": permissions.may_move_programme(request.user, programme, name, on=today),
            "undoes": name in NEEDS_REASON,
        }
        for name in PROGRAMME.moves_from(programme.state)
        if name != "renew" or followed
    ]


def crumbs_to(programme: Programme | None = None) -> list[tuple[object, str]]:
    crumbs: list[tuple[object, str]] = [(LIST, reverse("programmes:programmes"))]
    if programme is not None:
        crumbs.append((str(programme), page_of_programme(programme)))
    return crumbs


def page_of_programme(programme: Programme, part: str = "") -> str:
    return reverse("programmes:programme", args=[programme.pk]) + part


@login_required
@require_http_methods(["GET", "POST"])
def programme_new(request: SignedInRequest) -> HttpResponse:
    """Enters a draft for the one body where the user may; several are chosen by `organisation`."""
    home = home_of(request, coordinating_homes(request.user) or None)
    demand(permissions.may_enter_programme(request.user, home, on=timezone.localdate()))
    form = ProgrammeForm(
        request.POST or None,
        parents=_parents(request),
        initial={"grounds": grounds_text(DocumentKind.PROGRAMME, home, timezone.localdate())},
    )
    act = Act(
        title=_("Enter a programme"),
        lead=home.name,
        verb=_("Save the draft"),
        back=reverse("programmes:programmes"),
        crumbs=crumbs_to(),
        autosave="programme-new",
        said=_("The draft is saved. Now enter its parties."),
    )
    made: list[Programme] = []

    def enter() -> Programme:
        made.append(programmes.enter(home, form.terms(), by=request.user))
        act.after = page_of_programme(made[-1], "#parties")
        return made[-1]

    return done(request, form, act, enter)


def _parents(request: SignedInRequest, but: Programme | None = None) -> Any:
    rows = selectors.programmes_visible_to(request.user).order_by("-from_year", "title")
    return rows.exclude(pk=but.pk) if but else rows


@login_required
@require_http_methods(["GET", "POST"])
def programme_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = selectors.programme_for(request.user, pk)
    demand(permissions.may_change_programme(request.user, programme, on=timezone.localdate()))
    stored_terms = programmes.terms_of(programme)
    form = ProgrammeForm(
        request.POST or None, parents=_parents(request, programme), initial=initial_of(stored_terms)
    )
    act = Act(
        title=_("Change the programme"),
        lead=str(programme),
        verb=_("Save"),
        back=page_of_programme(programme),
        crumbs=crumbs_to(programme),
        autosave=f"programme-{pk}",
        said=_("Saved."),
    )

    def do(terms: ProgrammeTerms, base: ProgrammeTerms) -> Programme:
        return programmes.revise(programme, terms, base=base, by=request.user)

    return saved_over(
        request,
        form,
        act,
        of=programme,
        stored=lambda: programmes.terms_of(selectors.programme_for(request.user, pk)),
        do=do,
    )


def initial_of(terms: Any) -> dict[str, Any]:
    """The form's values for terms as stored, without copying the rows they point to."""
    return {name: getattr(terms, name) for name in terms.__dataclass_fields__}


@login_required
@require_http_methods(["GET", "POST"])
def programme_sign(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = selectors.programme_for(request.user, pk)
    if programme.state not in PROGRAMME.sources("sign"):
        raise TransitionRefused("sign", programme.state, programme)
    demand(permissions.may_move_programme(request.user, programme, "sign", on=timezone.localdate()))
    form = SigningForm(
        request.POST or None,
        request.FILES or None,
        initial={"number": programme.number, "place": _date_line_of(programme)},
    )
    act = Act(
        title=_("Enter the signing"),
        lead=str(programme),
        verb=_("Enter the signing"),
        back=page_of_programme(programme),
        crumbs=crumbs_to(programme),
        files=True,
        problems=signings.shortcomings(programme),
        consequences=[]
        if programme.recorded
        else [
            _("Every party takes the name it bore on the day of signing."),
            _("The programme and the minutes of its signing are printed in the background."),
            _("From then on its words change by addendum only."),
        ],
        said=_("The signing is entered."),
    )
    return done(
        request,
        form,
        act,
        lambda: signings.sign(programme, form.signing(), by=request.user),
        file_field="scan",
    )


def _date_line_of(programme: Programme) -> str:
    version = programme.organisation.versions.order_by("-valid_from").first()
    return version.place if version else ""


@login_required
@require_http_methods(["GET", "POST"])
def programme_move(request: SignedInRequest, pk: int, move: str) -> HttpResponse:
    programme = selectors.programme_for(request.user, pk)
    if move not in MOVES:
        raise Http404
    if programme.state not in PROGRAMME.sources(move):
        raise TransitionRefused(move, programme.state, programme)
    demand(permissions.may_move_programme(request.user, programme, move, on=timezone.localdate()))
    title, what = MOVES[move]
    form = ReasonForm(request.POST or None, required=move in NEEDS_REASON)
    act = Act(
        title=title,
        lead=str(programme),
        verb=title,
        back=page_of_programme(programme),
        crumbs=crumbs_to(programme),
        consequences=[what],
        calm=move in NEEDS_REASON,
    )
    step = successors.put_aside if move == "discard" else partial(programmes.move, name=move)

    def take() -> Programme:
        moved = step(programme, by=request.user, reason=form.cleaned_data["reason"])
        act.said = now_stands(ProgrammeState, moved.state)
        return moved

    return done(request, form, act, take)


@login_required
@require_http_methods(["GET", "POST"])
def programme_number(request: SignedInRequest, pk: int) -> HttpResponse:
    """The number of a programme that was signed before it had one, or the right one."""
    programme = selectors.programme_for(request.user, pk)
    demand(permissions.may_number(request.user, programme, on=timezone.localdate()))
    form = NumberForm(
        request.POST or None, numbered=bool(programme.number), initial={"number": programme.number}
    )
    title = _("Put the number right") if programme.number else _("Enter the number")
    act = Act(
        title=title,
        lead=str(programme),
        verb=title,
        back=page_of_programme(programme),
        crumbs=crumbs_to(programme),
        consequences=[]
        if programme.recorded
        else [_("The programme and its minutes are printed anew; those before say so when checked.")],
        said=_("The number is entered."),
    )
    return done(
        request,
        form,
        act,
        lambda: signings.give_number(programme, by=request.user, **form.cleaned_data),
    )


@login_required
@require_POST
def programme_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The draft as it will be printed, with DỰ THẢO beside its number; made in the background."""
    programme = selectors.programme_for(request.user, pk)
    return to_job(signings.preview(programme, by=request.user), page_of_programme(programme))


@login_required
@require_GET
def programme_paper(request: SignedInRequest, pk: int, paper: str) -> HttpResponseBase:
    """The issued programme, the minutes of its signing, or the scan of the signed paper."""
    programme = selectors.programme_for(request.user, pk)
    stem = slugify(fold(f"{STEMS.get(paper, '')} {programme.number}".replace("/", " ")))[:60].strip("-")
    if paper == "scan" and programme.scan and programme.state not in (ProgrammeState.DRAFT,):
        return stored(programme.scan, stem)
    document = {"programme": programme.document, "minutes": programme.minutes}.get(paper)
    if document is None:
        raise Http404
    return pdf(issued_bytes(document), f"{stem}.pdf")
