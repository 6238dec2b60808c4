"""The hand-over of leadership and the chain of custody of the rotating flag."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clusters.forms.motions import FlagForm, HandOverForm, lines_of
from clusters.models import Cluster, Flag
from clusters.permissions import conferences as permissions
from clusters.selectors import clusters as cluster_selectors
from clusters.selectors import conferences as selectors
from clusters.services import custody, handovers
from clusters.views.clusters import crumbs_to as cluster_crumbs
from clusters.views.clusters import page_of_cluster
from clusters.views.conferences import crumbs_to, page_of_conference
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, typed
from emulation.organisations.models import Organisation
from emulation.verdicts import demand


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """The day, the files and the flag; who to whom follows from the ledger."""
    conference = selectors.conference_for(request.user, pk)
    demand(permissions.may_change_hand_over(request.user, conference, on=timezone.localdate()))
    stored = selectors.hand_over_of(conference)
    initial: dict[str, Any] = {"on": max(conference.day, timezone.localdate()), "flag_state": "GOOD"}
    flags = Flag.objects.filter(cluster=conference.season.cluster_id).order_by("pk")
    if stored is not None:
        told = handovers.terms_of(stored)
        initial = {name: getattr(told, name) for name in ("on", "flag", "flag_state", "flag_note")}
        initial["listed"] = lines_of(told.files)
    elif len(flags) == 1:
        initial["flag"] = flags[0]
    form = HandOverForm(typed(request), flags=flags, initial=initial)
    leader = selectors.elected_for(conference.season).get("LEADER")
    act = Act(
        title=_("Prepare the hand-over"),
        lead=conference.title,
        verb=_("Save"),
        back=page_of_conference(conference),
        crumbs=crumbs_to(conference),
        consequences=[
            *([_("%(name)s takes over.") % {"name": leader.name}] if leader else []),
            _("Rights move when both heads have signed the record, from the day it names."),
        ],
        problems=[] if leader else [_("Nobody is elected yet to lead next year.")],
        autosave=f"hand-over-{pk}",
        said=_("Saved."),
    )
    return done(request, form, act, lambda: handovers.put(conference, form.terms(), by=request.user))


def page_of_flags(cluster: Cluster) -> str:
    return reverse("clusters:flags", args=[cluster.pk])


@login_required
@require_GET
def flag_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who has each flag since when, and through whose hands it came."""
    cluster = cluster_selectors.cluster_for(request.user, pk)
    context = {
        "cluster": cluster,
        "flags": selectors.flags_of(cluster.pk),
        "may_keep": permissions.may_keep_flags(request.user, cluster, on=timezone.localdate()),
    }
    return render(request, "clusters/flag_list.html", context)


def _holders(cluster: Cluster) -> Any:
    """Members of today and former ones, the heirs of bodies that merged, and the organiser."""
    members = list(cluster.memberships.values_list("organisation_id", flat=True))
    heirs = {heir for found in cluster_selectors.heirs_among(members).values() for heir in found}
    places = Q(pk__in=[*members, *heirs]) | Q(pk=cluster.organiser_id)
    return Organisation.objects.filter(places).order_by("sort_key")


@login_required
@require_http_methods(["GET", "POST"])
def flag_new(request: SignedInRequest, pk: int) -> HttpResponse:
    cluster = cluster_selectors.cluster_for(request.user, pk)
    demand(permissions.may_keep_flags(request.user, cluster, on=timezone.localdate()))
    form = FlagForm(
        typed(request),
        holders=_holders(cluster),
        new=True,
        initial={"name": f"Cờ luân lưu {cluster.name}"[:300]},
    )
    act = Act(
        title=_("Enter a rotating flag"),
        lead=cluster.name,
        verb=_("Save"),
        back=page_of_flags(cluster),
        crumbs=[*cluster_crumbs(cluster), (_("Rotating flags"), page_of_flags(cluster))],
        said=_("Saved."),
    )

    def enter() -> Flag:
        told = form.cleaned_data
        return custody.enter_flag(
            cluster,
            told["name"],
            holder=told["holder"],
            since=told["since"],
            note=told["note"],
            by=request.user,
        )

    return done(request, form, act, enter)


@login_required
@require_http_methods(["GET", "POST"])
def flag_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """What became of a flag outside a hand-over."""
    flag = selectors.flag_for(request.user, pk)
    demand(permissions.may_keep_flags(request.user, flag.cluster, on=timezone.localdate()))
    newest = custody.newest(flag)
    form = FlagForm(
        typed(request),
        holders=_holders(flag.cluster),
        new=False,
        initial={"holder": newest.holder_id, "state": newest.state} if newest else {},
    )
    act = Act(
        title=_("Enter what became of the flag"),
        lead=flag.name,
        verb=_("Save"),
        back=page_of_flags(flag.cluster),
        crumbs=[
            (flag.cluster.name, page_of_cluster(flag.cluster)),
            (_("Rotating flags"), page_of_flags(flag.cluster)),
        ],
        consequences=[_("A link is added to the chain; what stood before stays.")],
        said=_("Saved."),
    )
    return done(request, form, act, lambda: custody.note_flag(flag, **form.cleaned_data, by=request.user))
