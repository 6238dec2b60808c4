"""The pledge: its page with who has signed, drafting it from last year's, its targets, opening it, addenda."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from clusters.comparing import Change, changes_between
from clusters.forms.pledges import AddendumForm, KnownForm, PledgeForm, TargetForm, TryingForm
from clusters.models import Pledge, PledgeTarget
from clusters.permissions import pledges as permissions
from clusters.permissions.clusters import runs
from clusters.selectors import clusters as cluster_selectors
from clusters.selectors import pledges as selectors
from clusters.selectors.trying import tried_on
from clusters.services import pledges
from clusters.services.pledges import PledgeTerms, TargetTerms
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


@login_required
@require_GET
def pledge_feasibility(request: SignedInRequest, pk: int) -> HttpResponse:
    """The targets tried on earlier figures before anybody signs: who would have reached them, what no one can."""
    pledge = selectors.pledge_for(request.user, pk)
    first = {"year": pledge.season.year - 1}
    form = TryingForm({**first, **request.GET.dict()})
    year = form.cleaned_data.get("year") if form.is_valid() else None
    asked = year or first["year"]
    context = {
        "pledge": pledge,
        "bar": form,
        "year": asked,
        "rows": [
            (row, [WARNED[code.value] for code in row.trial.warned] if row.trial else [])
            for row in tried_on(pledge, asked, form.quota() if form.is_valid() else None)
        ],
        "crumbs": crumbs_to(pledge),
    }
    return render(request, "clusters/pledge_feasibility.html", context)


WARNED = {
    "NOBODY": gettext_lazy("None of those who reported would have reached it."),
    "EVERYBODY": gettext_lazy("All who reported would have reached it already."),
    "UNKNOWN": gettext_lazy("Some have not reported: for them it is not known."),
    "NO_BASE": gettext_lazy("A denominator is 0 or was not reported."),
    "SMALL_BASE": gettext_lazy("Percent of three or fewer: one more or less changes everything."),
    "ONE_DECIDES": gettext_lazy("One more or less is more than the target asks."),
}
"""What clusters.feasibility warns of, in words."""


# --- targets


@login_required
@require_http_methods(["GET", "POST"])
def targets_take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enters the targets of a pledge that comes with the program."""
    pledge = selectors.pledge_for(request.user, pk)
    demand(permissions.may_change_pledge(request.user, pledge, on=timezone.localdate()))
    form = KnownForm(typed(request))
    act = Act(
        title=_("Take over known targets"),
        lead=pledge.title,
        verb=_("Take them over"),
        back=page_of_pledge(pledge),
        crumbs=crumbs_to(pledge),
        consequences=[
            _("They are added below the targets that stand already; each can be changed or removed.")
        ],
        said=_("The targets are taken over. Read the readings chosen: they are printed."),
    )
    return done(request, form, act, lambda: pledges.take_known(pledge, form.chosen(), by=request.user))


def _target(pledge: Pledge, pk: int) -> PledgeTarget:
    return get_object_or_404(
        PledgeTarget.objects.select_related("indicator", "replaces"), pk=pk, pledge=pledge
    )


@login_required
@require_http_methods(["GET", "POST"])
def target_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new target, or in an addendum the new words of the one in `replaces`."""
    pledge = selectors.pledge_for(request.user, pk)
    demand(permissions.may_change_pledge(request.user, pledge, on=timezone.localdate()))
    replaced = _replaced(request, pledge)
    form = TargetForm(
        typed(request),
        target=replaced,
        initial={} if replaced is None else _initial(pledges.target_terms_of(replaced)),
    )
    act = Act(
        title=_("Add a target") if replaced is None else _("Change a target by the addendum"),
        lead=pledge.title if replaced is None else replaced.text,
        verb=_("Save"),
        back=page_of_pledge(pledge),
        crumbs=crumbs_to(pledge),
        autosave=f"target-new-{pk}",
        said=_("Saved."),
    )
    return done(
        request,
        form,
        act,
        lambda: pledges.put_target(pledge, form.terms(), by=request.user, replaces=replaced),
    )


def _replaced(request: SignedInRequest, pledge: Pledge) -> PledgeTarget | None:
    wanted = request.GET.get("replaces", "")
    if not wanted or pledge.amends_id is None:
        return None
    found = [target for target in selectors.in_force(pledge.season) if str(target.pk) == wanted]
    if not found:
        raise Http404
    return found[0]


def _initial(terms: TargetTerms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in TargetTerms.__dataclass_fields__}


@login_required
@require_http_methods(["GET", "POST"])
def target_edit(request: SignedInRequest, pk: int, target_pk: int) -> HttpResponse:
    pledge = selectors.pledge_for(request.user, pk)
    demand(permissions.may_change_pledge(request.user, pledge, on=timezone.localdate()))
    target = _target(pledge, target_pk)
    form = TargetForm(typed(request), target=target, initial=_initial(pledges.target_terms_of(target)))
    act = Act(
        title=_("Change a target"),
        lead=pledge.title,
        verb=_("Save"),
        back=page_of_pledge(pledge),
        crumbs=crumbs_to(pledge),
        autosave=f"target-{target_pk}",
        said=_("Saved."),
    )

    def do(terms: TargetTerms, base: TargetTerms) -> PledgeTarget:
        return pledges.put_target(pledge, terms, by=request.user, target=target, base=base)

    return saved_over(
        request,
        form,
        act,
        of=target,
        stored=lambda: pledges.target_terms_of(_target(pledge, target_pk)),
        do=do,
    )


@login_required
@require_http_methods(["GET", "POST"])
def target_remove(request: SignedInRequest, pk: int, target_pk: int) -> HttpResponse:
    pledge = selectors.pledge_for(request.user, pk)
    demand(permissions.may_change_pledge(request.user, pledge, on=timezone.localdate()))
    target = _target(pledge, target_pk)
    form = ReasonForm(typed(request), required=False)
    act = Act(
        title=_("Remove a target"),
        lead=target.text,
        verb=_("Remove it"),
        back=page_of_pledge(pledge),
        crumbs=crumbs_to(pledge),
        calm=True,
        said=_("The target is removed from the draft."),
    )
    return done(request, form, act, lambda: pledges.remove_target(target, by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def target_drop(request: SignedInRequest, pk: int, target_pk: int) -> HttpResponse:
    """In an addendum: a target in force that is no longer asked."""
    pledge = selectors.pledge_for(request.user, pk)
    demand(permissions.may_change_pledge(request.user, pledge, on=timezone.localdate()))
    found = [target for target in selectors.in_force(pledge.season) if target.pk == target_pk]
    if not found or pledge.amends_id is None:
        raise Http404
    form = ReasonForm(typed(request), required=False)
    act = Act(
        title=_("End a target by the addendum"),
        lead=found[0].text,
        verb=_("No longer ask it"),
        back=page_of_pledge(pledge),
        crumbs=crumbs_to(pledge),
        calm=True,
    )
    return done(request, form, act, lambda: pledges.drop_target(pledge, found[0], by=request.user))


@login_required
@require_http_methods(["POST"])
def targets_arrange(request: SignedInRequest, pk: int) -> HttpResponse:
    """One target one place up."""
    pledge = selectors.pledge_for(request.user, pk)
    order = [target.pk for target in selectors.targets_of(pledge)]
    wanted = request.POST.get("up", "")
    place = next((at for at, known in enumerate(order) if str(known) == wanted), 0)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
        pledges.arrange_targets(pledge, order, by=request.user)
    return redirect(page_of_pledge(pledge))
