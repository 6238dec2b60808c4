"""The targets of a pledge: entered, taken over, changed, put in order; tried on the figures of an earlier year."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from clusters.feasibility import Comparator, Nature, Trial
from clusters.forms.pledges import KnownForm, TargetForm, TryingForm
from clusters.models import Pledge, PledgeTarget
from clusters.permissions import pledges as permissions
from clusters.selectors import pledges as selectors
from clusters.selectors.trying import Line, tried_on
from clusters.services import pledges
from clusters.services.known_targets import Taken, take_known
from clusters.services.pledges import TargetTerms
from clusters.views.pledges import crumbs_to, page_of_pledge
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, saved_over, typed
from emulation.paging import one_up, whole_numbers
from emulation.reasons import ReasonForm
from emulation.verdicts import demand
from emulation.vietnamese import format_number, trimmed


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
            _("They are added below the targets that stand already; each can be changed or removed."),
            _("What stands in the draft already, by its indicator or by its words, is not entered twice."),
        ],
    )

    def take() -> Taken:
        taken = take_known(pledge, form.chosen(), by=request.user)
        act.said = said_of(taken)
        return taken

    return done(request, form, act, take)


def said_of(taken: Taken) -> str:
    """How many were entered, how many stood there already."""
    added = ngettext("%(count)d target was entered.", "%(count)d targets were entered.", len(taken.added))
    said = [added % {"count": len(taken.added)}]
    if taken.stood:
        stood = ngettext(
            "%(count)d stood in the draft already.", "%(count)d stood in the draft already.", taken.stood
        )
        said.append(stood % {"count": taken.stood})
    if taken.added:
        said.append(_("Read the readings chosen: they are printed."))
    return " ".join(said)


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
    moved = next(iter(whole_numbers(request.POST.getlist("up"))), 0)
    if (wanted := one_up(order, moved)) != order:
        pledges.arrange_targets(pledge, wanted, by=request.user)
    return redirect(page_of_pledge(pledge))


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
            {
                "tried": row,
                "warnings": [WARNED[code.value] for code in row.trial.warned] if row.trial else [],
                "lines": [(line, needed_words(row.trial, line)) for line in row.lines] if row.trial else [],
                "silent": row.trial is not None and len(row.trial.unknown) == len(row.lines),
            }
            for row in tried_on(pledge, asked, form.quota() if form.is_valid() else None)
        ],
        "crumbs": crumbs_to(pledge),
    }
    return render(request, "clusters/pledge_feasibility.html", context)


def needed_words(trial: Trial, line: Line) -> str:
    """The least number that reaches the target, or why there is none."""
    if line.needed is not None:
        return format_number(line.needed)
    asked = trial.target
    if asked.nature is not Nature.COUNT and not line.figure.d:
        share = {"percent": format_number(trimmed(asked.value))}
        if asked.nature is Nature.GROWTH:
            return _("%(percent)s%% over the year before, which is not reported") % share
        return _("%(percent)s%% of a denominator that is not reported") % share
    if asked.comparator in (Comparator.LE, Comparator.LT):
        return _("no least number: the target is an upper limit")
    return _("no whole number is exactly this percent")


WARNED = {
    "NOBODY": gettext_lazy("None of those who reported would have reached it."),
    "EVERYBODY": gettext_lazy("All who reported would have reached it already."),
    "UNKNOWN": gettext_lazy("Some have not reported: for them it is not known."),
    "NO_BASE": gettext_lazy("A denominator is 0 or was not reported."),
    "SMALL_BASE": gettext_lazy("Percent of three or fewer: one more or less changes everything."),
    "ONE_DECIDES": gettext_lazy("One more or less is more than the target asks."),
}
"""What clusters.feasibility warns of, in words."""
