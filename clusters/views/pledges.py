"""The pledge: its page with who has signed, drafting it from last year's, its targets, opening it, addenda."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from clusters.comparing import Change, changes_between
from clusters.forms.pledges import AddendumForm, PledgeForm
from clusters.models import Pledge, PledgeTarget
from clusters.permissions import pledges as permissions
from clusters.permissions.clusters import runs
from clusters.selectors import clusters as cluster_selectors
from clusters.selectors import pledges as selectors
from clusters.services import pledges
from clusters.services.pledges import PledgeTerms
from clusters.states import PLEDGE, PLEDGE_NEEDS_REASON, PledgeState
from clusters.views.seasons import crumbs_to as season_crumbs
from clusters.views.seasons import page_of_season
from emulation.accounts.permissions import foresee
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, now_stands, saved_over, typed
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.reasons import ReasonForm
from emulation.verdicts import demand

MOVES = {
    "open": (
        gettext_lazy("Open for signature"),
        gettext_lazy(
            "The text is frozen as it stands; the heads of all members are told and can sign or decline."
        ),
    ),
    "unopen": (
        pgettext_lazy("pledge", "Take back the opening"),
        gettext_lazy("What was signed so far binds nobody; the text can be changed and opened again."),
    ),
    "withdraw": (
        gettext_lazy("Withdraw the draft"),
        gettext_lazy("It is put aside; it can be taken up again."),
    ),
    "restore": (gettext_lazy("Take the draft up again"), gettext_lazy("It stands as a draft again.")),
}
"""Each step by its name: the words of its button, and what it does."""


def crumbs_to(pledge: Pledge) -> list[tuple[object, str]]:
    return [*season_crumbs(pledge.season), (pledge.title, page_of_pledge(pledge))]


def page_of_pledge(pledge: Pledge) -> str:
    return reverse("clusters:pledge", args=[pledge.pk])


@login_required
@require_GET
def pledge_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text and its targets, what is new against last year, who has signed."""
    pledge = selectors.pledge_for(request.user, pk)
    today = timezone.localdate()
    runs_it = runs(request.user, pledge.season.cluster, on=today)
    targets = list(selectors.targets_of(pledge))
    may_change = permissions.may_change_pledge(request.user, pledge, on=today)
    context = {
        "pledge": pledge,
        "targets": targets,
        "changes": _changes(pledge, targets),
        "runs": runs_it,
        "may_change": may_change,
        "may_record": permissions.may_record_signed(request.user, pledge, on=today),
        "may_amend": permissions.may_draft_addendum(request.user, pledge, on=today),
        "moves": _moves_of(request, pledge) if runs_it else [],
        "amendable": _amendable(pledge, targets) if pledge.amends_id and may_change else [],
        "entries": history_of(pledge) if runs_it else [],
        **signing_context(request, pledge),
    }
    return render(request, "clusters/pledge_detail.html", context)


def _changes(pledge: Pledge, targets: list[PledgeTarget]) -> list[Change]:
    """What a draft changes against the pledge it was copied from."""
    if pledge.copied_from is None or pledge.state != PledgeState.DRAFT:
        return []
    return changes_between(selectors.in_force(pledge.copied_from.season), targets)


def _amendable(pledge: Pledge, targets: list[PledgeTarget]) -> list[PledgeTarget]:
    """The targets in force that this addendum does not change yet."""
    changed = {target.replaces_id for target in targets}
    return [target for target in selectors.in_force(pledge.season) if target.pk not in changed]


def signing_context(request: SignedInRequest, pledge: Pledge) -> dict[str, Any]:
    """Who has signed, opened or declined, and which places are the reader's own; also for the list that polls."""
    today = timezone.localdate()
    rows = selectors.signatories_of(pledge) if pledge.opening else []
    foresee(request.user, [row.seat.organisation_id for row in rows])
    return {
        "pledge": pledge,
        "signatories": [
            {
                "row": row,
                "may_sign": bool(permissions.may_sign(request.user, row, on=today)),
                "may_paper": bool(permissions.may_record_paper(request.user, row, on=today)),
                "may_answer": bool(row.answers.all())
                and bool(permissions.may_answer_decline(request.user, row, on=today)),
            }
            for row in rows
        ],
        "standing": selectors.standing_of(rows),
    }


@login_required
@require_GET
def pledge_signing(request: SignedInRequest, pk: int) -> HttpResponse:
    """The live list of who has signed, asked again while the pledge lies open."""
    pledge = selectors.pledge_for(request.user, pk)
    return render(request, "clusters/_signing.html", signing_context(request, pledge))


def _moves_of(request: SignedInRequest, pledge: Pledge) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {
            "name": name,
            "label": MOVES[name][0],
            "url": reverse("clusters:pledge_move", args=[pledge.pk, name]),
            "verdict": permissions.may_move_pledge(request.user, pledge, name, on=today),
            "primary": name == "open",
        }
        for name in PLEDGE.moves_from(pledge.state)
        if name in MOVES
    ]


@login_required
@require_http_methods(["GET", "POST"])
def pledge_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begins the pledge of a season, from last year's where there is one."""
    season = cluster_selectors.season_for(request.user, pk)
    demand(permissions.may_draft_pledge(request.user, season, on=timezone.localdate()))
    earlier = selectors.earlier_pledge(season)
    stored = pledges.words_for(season, earlier)
    form = PledgeForm(
        typed(request), initial={name: getattr(stored, name) for name in PledgeTerms.__dataclass_fields__}
    )
    copied = (
        _("The targets of %(year)s in force are copied; each can be changed.") % {"year": earlier.season.year}
        if earlier
        else _("The cluster has no signed pledge of an earlier year: targets are entered afterwards.")
    )
    act = Act(
        title=_("Draft the pledge"),
        lead=str(season),
        verb=_("Save the draft"),
        back=page_of_season(season),
        crumbs=season_crumbs(season),
        consequences=[copied],
        autosave=f"pledge-new-{pk}",
        said=_("The draft is saved; the members see it once it is open for signature."),
    )

    def begin() -> Pledge:
        pledge = pledges.draft(season, by=request.user, terms=form.terms())
        act.after = page_of_pledge(pledge)
        return pledge

    return done(request, form, act, begin)


@login_required
@require_http_methods(["GET", "POST"])
def pledge_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    pledge = selectors.pledge_for(request.user, pk)
    demand(permissions.may_change_pledge(request.user, pledge, on=timezone.localdate()))
    stored = pledges.pledge_terms_of(pledge)
    kind = AddendumForm if pledge.amends_id else PledgeForm
    form = kind(
        typed(request), initial={name: getattr(stored, name) for name in PledgeTerms.__dataclass_fields__}
    )
    act = Act(
        title=_("Change the words"),
        lead=pledge.title,
        verb=_("Save"),
        back=page_of_pledge(pledge),
        crumbs=crumbs_to(pledge),
        autosave=f"pledge-{pk}",
        said=_("Saved."),
    )

    def do(terms: PledgeTerms, base: PledgeTerms) -> Pledge:
        return pledges.revise(pledge, terms, base=base, by=request.user)

    return saved_over(
        request,
        form,
        act,
        of=pledge,
        stored=lambda: pledges.pledge_terms_of(selectors.pledge_for(request.user, pk)),
        do=do,
    )


@login_required
@require_http_methods(["GET", "POST"])
def pledge_move(request: SignedInRequest, pk: int, move: str) -> HttpResponse:
    pledge = selectors.pledge_for(request.user, pk)
    if move not in MOVES:
        raise Http404
    if pledge.state not in PLEDGE.sources(move):
        raise TransitionRefused(move, pledge.state, pledge)
    demand(permissions.may_move_pledge(request.user, pledge, move, on=timezone.localdate()))
    title, what = MOVES[move]
    form = ReasonForm(typed(request), required=move in PLEDGE_NEEDS_REASON)
    act = Act(
        title=title,
        lead=pledge.title,
        verb=title,
        back=page_of_pledge(pledge),
        crumbs=crumbs_to(pledge),
        consequences=[what],
        calm=move != "open",
        said=now_stands(PledgeState, PLEDGE.target(move, pledge.state, pledge)),
    )
    return done(
        request,
        form,
        act,
        lambda: pledges.move(pledge, move, by=request.user, reason=form.cleaned_data["reason"]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def addendum_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begins an addendum: the signed text stays, old and new stand side by side, all sign again."""
    pledge = selectors.pledge_for(request.user, pk)
    demand(permissions.may_draft_addendum(request.user, pledge, on=timezone.localdate()))
    form = AddendumForm(
        typed(request),
        initial={"title": _("Addendum to: %(title)s") % {"title": pledge.title}, "place": pledge.place},
    )
    act = Act(
        title=_("Draft an addendum"),
        lead=pledge.title,
        verb=_("Save the draft"),
        back=page_of_pledge(pledge),
        crumbs=crumbs_to(pledge),
        consequences=[
            _("The signed pledge stays as it is; the addendum counts once all members have signed it.")
        ],
        autosave=f"addendum-{pk}",
    )

    def begin() -> Pledge:
        addendum = pledges.draft_addendum(pledge, form.terms(), by=request.user)
        act.after = page_of_pledge(addendum)
        return addendum

    return done(request, form, act, begin)
