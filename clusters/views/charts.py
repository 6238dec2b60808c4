"""Charts of a cluster and its seasons, each with a sentence as its title and the table behind it; unlike sectors."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from clusters.models import Season
from clusters.permissions import rankings as permissions
from clusters.scoring import BETWEEN_SECTORS, Basis, Pooling, pooling
from clusters.selectors.charts import Gaps, Met, Years, gaps_of, targets_met, years_of
from clusters.selectors.clusters import cluster_for, season_for
from clusters.selectors.standings import ranked, rule_of_season
from clusters.standing_table import table_of
from clusters.standing_words import number
from clusters.views.clusters import crumbs_to as cluster_crumbs
from clusters.views.seasons import crumbs_to
from clusters.views.standings import provisional
from emulation.accounts.requests import SignedInRequest
from emulation.verdicts import demand


@login_required
@require_GET
def cluster_years(request: SignedInRequest, pk: int) -> HttpResponse:
    """The places of all members over the years, through mergers."""
    cluster = cluster_for(request.user, pk)
    found = years_of(request.user, cluster)
    context = {
        "cluster": cluster,
        "placings": found.placings,
        "title": years_words(found),
        "crumbs": cluster_crumbs(cluster),
    }
    return render(request, "clusters/cluster_years.html", context)


def years_words(found: Years) -> str:
    """Who came first most often: all that did so equally often; nobody, where nobody ever came first."""
    if not found.first:
        return _("Places in %(ranked)s ranked years.") % {"ranked": found.ranked}
    facts = {"names": ", ".join(found.first), "times": found.times, "ranked": found.ranked}
    if len(found.first) == 1:
        return _("%(names)s came first in %(times)s of %(ranked)s ranked years.") % facts
    return _("Came first equally often, in %(times)s of %(ranked)s ranked years each: %(names)s.") % facts


@login_required
@require_GET
def season_targets(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the members reached of what they pledged."""
    season = season_for(request.user, pk)
    found = targets_met(season)
    context = {
        "season": season,
        "rows": [(one, met_words(one)) for one in found if one.bars is not None],
        "by_words": [one.target for one in found if one.bars is None],
        "crumbs": crumbs_to(season),
    }
    return render(request, "clusters/season_targets.html", context)


def met_words(one: Met) -> str:
    facts = {"reached": one.reached, "members": one.members, "target": one.target.text.rstrip(".;")}
    said = _("%(reached)s of %(members)s members reached: %(target)s.") % facts
    if not one.silent:
        return said
    silent = ngettext("%(count)s has not reported.", "%(count)s have not reported.", one.silent)
    return f"{said} {silent % {'count': one.silent}}"


@login_required
@require_GET
def season_gaps(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where the members' own scores differ from the appraised ones: for who runs the cluster."""
    season = season_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_see_provisional(request.user, season, on=today))
    found = gaps_of(season, on=today)
    context = {"season": season, "gaps": found, "title": gaps_words(found), "crumbs": crumbs_to(season)}
    return render(request, "clusters/season_gaps.html", context)


def gaps_words(found: Gaps) -> str:
    facts = {"differ": found.differ, "compared": found.compared}
    said = _("%(differ)s of %(compared)s self-scores differ from the appraised ones.") % facts
    if found.most is None:
        return said
    name, code, value = found.most
    signed = f"+{number(value)}" if value > 0 else f"−{number(abs(value))}"
    most = _("The widest gap: %(name)s on %(code)s, %(value)s points.") % {
        "name": name,
        "code": code,
        "value": signed,
    }
    return f"{said} {most}"


@login_required
@require_GET
def season_sectors(request: SignedInRequest, pk: int) -> HttpResponse:
    """Members of unlike sectors measured by what may be compared, and which small sectors to put together."""
    season, found, known = provisional(request, pk)
    asked = request.GET.get("basis", "")
    basis = Basis(asked) if asked in BASES else BETWEEN_SECTORS
    rule = replace(rule_of_season(season), basis=basis)
    sizes: dict[str, int] = {}
    for entry in found.entries:
        sizes[entry.seat.sector] = sizes.get(entry.seat.sector, 0) + 1
    proposal = pooling(sizes, least=season.least_peers)
    context = {
        "season": season,
        "table": table_of(ranked(found.entries, rule), known) if any(sizes) else None,
        "bases": [(one.value, label, one is basis) for one, label in bases()],
        "sizes": [
            (sector_words(sector), count, count < season.least_peers) for sector, count in sizes.items()
        ],
        "pools": pool_words(proposal, season),
        "crumbs": crumbs_to(season),
    }
    return render(request, "clusters/season_sectors.html", context)


BASES = (Basis.SECTOR_SHARE, Basis.SECTOR_MEAN, Basis.SECTOR_MEDIAN)


def bases() -> list[tuple[Basis, str]]:
    labels = (
        _("share of the points"),
        _("against the mean of the sector"),
        _("against the median of the sector"),
    )
    return list(zip(BASES, labels, strict=True))


def sector_words(sector: str) -> str:
    return sector or _("without a sector")


def pool_words(proposal: Pooling, season: Season) -> list[str]:
    """One sentence for each step of the proposal; that all together are too few, where they are."""
    found = [
        _("Put %(small)s (%(few)s) together with %(other)s (%(more)s): %(units)s members.")
        % {
            "small": ", ".join(sector_words(one) for one in step.small),
            "few": step.units_small,
            "other": ", ".join(sector_words(one) for one in step.other),
            "more": step.units_other,
            "units": step.units,
        }
        for step in proposal.steps
    ]
    if not proposal.enough:
        least = {"least": season.least_peers}
        found.append(_("All sectors together still have fewer than %(least)s members.") % least)
    return found
