"""Clusters: the list, the page of one, founding and changing it, its members, its ledger, its end."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from clusters.forms.clusters import (
    AdmitForm,
    ClusterFilter,
    ClusterForm,
    EndForm,
    RegulationForm,
    ReleaseForm,
    TurnForm,
)
from clusters.models import Cluster, Membership, Turn
from clusters.offices import FOUND_NONE, MAY_RUN
from clusters.permissions import clusters as permissions
from clusters.selectors import clusters as selectors
from clusters.services import clusters
from clusters.services.clusters import ClusterTerms
from clusters.services.regulations import attach_regulation
from emulation.accounts.requests import SignedInRequest
from emulation.accounts.selectors import posts_of
from emulation.acts import Act, done, saved_over, typed
from emulation.audit.selectors import history_of
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import organisation_of
from emulation.paging import page_of, whole_numbers
from emulation.reasons import ReasonForm
from emulation.serving import stored
from emulation.verdicts import demand

LIST = gettext_lazy("Emulation clusters")


def crumbs_to(cluster: Cluster | None = None) -> list[tuple[object, str]]:
    crumbs: list[tuple[object, str]] = [(LIST, reverse("clusters:clusters"))]
    if cluster is not None:
        crumbs.append((cluster.name, page_of_cluster(cluster)))
    return crumbs


def page_of_cluster(cluster: Cluster) -> str:
    return reverse("clusters:cluster", args=[cluster.pk])


def homes(request: SignedInRequest) -> list[Organisation]:
    """The bodies for which the user founds clusters, in the order of the posts."""
    held = posts_of(request.user, timezone.localdate())
    found = {
        post.organisation_id: post.organisation
        for post in held
        if post.office in MAY_RUN and post.organisation.kind not in FOUND_NONE
    }
    return list(found.values())


def _home(request: SignedInRequest) -> Organisation:
    """The body in the address where there are several; Http404 without any."""
    held = {body.pk: body for body in homes(request)}
    wanted = [pk for pk in whole_numbers(request.GET.getlist("organisation")) if pk in held]
    if not held:
        raise Http404
    chosen = organisation_of(wanted[0] if wanted else next(iter(held)))
    if chosen is None:
        raise Http404
    return chosen


@login_required
@require_GET
def cluster_list(request: SignedInRequest) -> HttpResponse:
    bar = ClusterFilter(request.GET)
    bar.is_valid()  # what cannot be read is left out and complained of at its field; the rest counts
    wanted = bar.cleaned_data
    rows = selectors.cluster_page(
        request.user,
        term=wanted.get("q", ""),
        kind=wanted.get("kind", ""),
        closed=wanted.get("state") == "closed",
    )
    context = {
        "page": page_of(rows, request.GET),
        "bar": bar,
        "asked": bar.has_changed(),
        "homes": homes(request),
    }
    return render(request, "clusters/cluster_list.html", context)


@login_required
@require_GET
def cluster_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who belongs, the seasons, who led and who leads next by the cluster's own rule."""
    cluster = selectors.cluster_for(request.user, pk)
    today = timezone.localdate()
    organises = permissions.organises(request.user, cluster, on=today)
    memberships = list(selectors.memberships_of(cluster))
    context = {
        "cluster": cluster,
        "members": [row for row in memberships if row.valid_to is None or row.valid_to > today],
        "former": [row for row in memberships if row.valid_to is not None and row.valid_to <= today],
        "seasons": list(selectors.season_page(request.user, cluster)),
        "turns": list(selectors.turns_of(cluster)),
        "parts": selectors.parts_of(request.user, cluster),
        "organises": organises,
        "may_change": permissions.may_change_cluster(request.user, cluster, on=today),
        "may_begin": permissions.may_begin_season(request.user, cluster, on=today),
        "may_reopen": permissions.may_reopen_cluster(request.user, cluster, on=today),
        "entries": history_of(cluster) if organises else [],
    }
    return render(request, "clusters/cluster_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def cluster_new(request: SignedInRequest) -> HttpResponse:
    home = _home(request)
    demand(permissions.may_found(request.user, home, on=timezone.localdate()))
    form = ClusterForm(
        typed(request),
        parents=_parents(request, home),
        initial={
            "founded_by": home.name,
            "rotation": "NEVER_LED_FIRST",
            "parent": next(iter(whole_numbers(request.GET.getlist("parent"))), None),
        },
    )
    act = Act(
        title=_("Enter a cluster"),
        lead=home.name,
        verb=_("Save"),
        back=reverse("clusters:clusters"),
        crumbs=crumbs_to(),
        autosave="cluster-new",
        said=_("The cluster is entered. Enter its members next."),
    )

    def enter() -> Cluster:
        cluster = clusters.found(home, form.terms(), by=request.user)
        act.after = page_of_cluster(cluster)
        return cluster

    return done(request, form, act, enter)


def _parents(request: SignedInRequest, home: Organisation) -> QuerySet[Cluster]:
    """Clusters of the same organiser that are at work."""
    rows = selectors.clusters_visible_to(request.user).filter(organiser=home, closed_on=None)
    return rows.order_by("search", "pk")


@login_required
@require_http_methods(["GET", "POST"])
def cluster_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    cluster = selectors.cluster_for(request.user, pk)
    demand(permissions.may_change_cluster(request.user, cluster, on=timezone.localdate()))
    stored = clusters.cluster_terms_of(cluster)
    form = ClusterForm(
        typed(request),
        parents=_parents(request, cluster.organiser).exclude(pk=cluster.pk),
        initial={name: getattr(stored, name) for name in ClusterTerms.__dataclass_fields__},
    )
    act = Act(
        title=_("Change the cluster"),
        lead=cluster.name,
        verb=_("Save"),
        back=page_of_cluster(cluster),
        crumbs=crumbs_to(cluster),
        autosave=f"cluster-{pk}",
        said=_("Saved."),
    )

    def do(terms: ClusterTerms, base: ClusterTerms) -> Cluster:
        return clusters.revise(cluster, terms, base=base, by=request.user)

    return saved_over(
        request,
        form,
        act,
        of=cluster,
        stored=lambda: clusters.cluster_terms_of(selectors.cluster_for(request.user, pk)),
        do=do,
    )


@login_required
@require_http_methods(["GET", "POST"])
def cluster_admit(request: SignedInRequest, pk: int) -> HttpResponse:
    cluster = selectors.cluster_for(request.user, pk)
    demand(permissions.may_change_cluster(request.user, cluster, on=timezone.localdate()))
    form = AdmitForm(typed(request), initial={"on": cluster.founded_on, "ground": cluster.founding_number})
    act = Act(
        title=_("Enter members"),
        lead=cluster.name,
        verb=_("Enter these members"),
        back=page_of_cluster(cluster),
        crumbs=crumbs_to(cluster),
        autosave=f"cluster-admit-{pk}",
        said=_("The members are entered."),
        consequences=[
            _("A season that is being prepared takes them in when its members are taken from the list again.")
        ],
    )

    def admit() -> object:
        told: dict[str, Any] = form.cleaned_data
        rows = clusters.admit(
            cluster,
            told["names"],
            on=told["on"],
            by=request.user,
            ground=told["ground"],
            sector=told["sector"],
        )
        return rows or _("They belong already.")

    return done(request, form, act, admit)


@login_required
@require_http_methods(["GET", "POST"])
def membership_end(request: SignedInRequest, pk: int, row_pk: int) -> HttpResponse:
    cluster = selectors.cluster_for(request.user, pk)
    row = get_object_or_404(Membership.objects.select_related("organisation"), pk=row_pk, cluster=cluster)
    demand(permissions.may_change_cluster(request.user, cluster, on=timezone.localdate()))
    form = ReleaseForm(typed(request), initial={"on": timezone.localdate()})
    act = Act(
        title=_("End a membership"),
        lead=row.organisation.name,
        verb=_("End the membership"),
        back=page_of_cluster(cluster),
        crumbs=crumbs_to(cluster),
        consequences=[
            _("Seasons it has a seat in keep the seat: there a member leaves by an act of its own.")
        ],
        said=_("The membership has ended."),
    )
    return done(
        request,
        form,
        act,
        lambda: clusters.release(
            row, on=form.cleaned_data["on"], ground=form.cleaned_data["reason"], by=request.user
        ),
    )


@login_required
@require_http_methods(["GET", "POST"])
def cluster_close(request: SignedInRequest, pk: int) -> HttpResponse:
    cluster = selectors.cluster_for(request.user, pk)
    demand(permissions.may_change_cluster(request.user, cluster, on=timezone.localdate()))
    form = EndForm(typed(request), initial={"on": timezone.localdate()})
    act = Act(
        title=_("Close the cluster"),
        lead=cluster.name,
        verb=_("Close the cluster"),
        back=page_of_cluster(cluster),
        crumbs=crumbs_to(cluster),
        consequences=[_("Its memberships end on that day; what it decided stays readable to its members.")],
        said=_("The cluster is closed."),
    )
    return done(
        request,
        form,
        act,
        lambda: clusters.close(
            cluster, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"], by=request.user
        ),
    )


@login_required
@require_http_methods(["GET", "POST"])
def cluster_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    cluster = selectors.cluster_for(request.user, pk)
    demand(permissions.may_reopen_cluster(request.user, cluster, on=timezone.localdate()))
    form = ReasonForm(typed(request), required=True)
    act = Act(
        title=_("Reopen the cluster"),
        lead=cluster.name,
        verb=_("Reopen the cluster"),
        back=page_of_cluster(cluster),
        crumbs=crumbs_to(cluster),
        consequences=[_("The memberships that its closing ended run on.")],
        said=_("The cluster is at work again."),
    )
    return done(
        request,
        form,
        act,
        lambda: clusters.reopen(cluster, reason=form.cleaned_data["reason"], by=request.user),
    )


@login_required
@require_http_methods(["GET", "POST"])
def regulation_attach(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keeps the scan of the regulation in force."""
    cluster = selectors.cluster_for(request.user, pk)
    demand(permissions.may_change_cluster(request.user, cluster, on=timezone.localdate()))
    form = RegulationForm(typed(request), request.FILES or None)
    consequences = [_("Its members and whoever assists them can open it.")]
    if cluster.regulation_scan:
        consequences.append(_("It takes the place of the present scan, which the journal still names."))
    act = Act(
        title=_("Attach the regulation"),
        lead=f"{cluster.name} · {cluster.regulation}".rstrip(" ·"),
        verb=_("Attach the scan"),
        back=page_of_cluster(cluster),
        crumbs=crumbs_to(cluster),
        files=True,
        consequences=consequences,
        said=_("The scan is attached."),
    )
    return done(
        request,
        form,
        act,
        lambda: attach_regulation(cluster, form.cleaned_data["scan"], by=request.user),
        file_field="scan",
    )


@login_required
@require_GET
def regulation_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    cluster = selectors.cluster_for(request.user, pk)
    if not cluster.regulation_scan:
        raise Http404
    return stored(cluster.regulation_scan, f"quy-che-cum-{cluster.pk}")


# --- the ledger


@login_required
@require_http_methods(["GET", "POST"])
def turn_new(request: SignedInRequest, pk: int) -> HttpResponse:
    cluster = selectors.cluster_for(request.user, pk)
    demand(permissions.may_keep_ledger(request.user, cluster, on=timezone.localdate()))
    form = TurnForm(typed(request), initial={"role": "LEADER", "outcome": "HELD"})
    act = Act(
        title=_("Enter a turn to lead"),
        lead=cluster.name,
        verb=_("Save"),
        back=page_of_cluster(cluster),
        crumbs=crumbs_to(cluster),
        said=_("Saved."),
    )
    return done(request, form, act, lambda: clusters.enter_turn(cluster, form.terms(), by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def turn_strike(request: SignedInRequest, pk: int, row_pk: int) -> HttpResponse:
    cluster = selectors.cluster_for(request.user, pk)
    row = get_object_or_404(Turn, pk=row_pk, cluster=cluster)
    demand(permissions.may_keep_ledger(request.user, cluster, on=timezone.localdate()))
    form = ReasonForm(typed(request), required=True)
    act = Act(
        title=_("Strike a line of the ledger"),
        lead=f"{row.name}, {row.year}, {row.get_role_display()}",
        verb=_("Strike the line"),
        back=page_of_cluster(cluster),
        crumbs=crumbs_to(cluster),
        said=_("The line is struck; the journal keeps it."),
    )
    return done(
        request,
        form,
        act,
        lambda: clusters.strike_turn(row, reason=form.cleaned_data["reason"], by=request.user),
    )
