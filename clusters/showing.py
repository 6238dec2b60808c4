"""What this room answers for: the ballots of its conferences, and what its own items show on the projector."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clusters import exhibits
from clusters.agenda import ItemKind
from clusters.models import Conference, Season
from clusters.permissions.clusters import runs
from clusters.selectors.clusters import leading_bodies
from clusters.selectors.disputes import annexable, disputes_of
from clusters.selectors.pledges import signatories_of, standing_of
from clusters.selectors.rankings import published_of, rows_of_version
from clusters.services.motions import OWNER, counted
from clusters.states import Answer, DisputeState, PledgeState
from emulation.accounts.models import User
from emulation.ballots import owners
from emulation.ballots.models import Ballot
from emulation.verdicts import Verdict
from emulation.vietnamese import format_number, trimmed


def _conference(ballot: Ballot) -> Conference:
    known: Conference | None = ballot.__dict__.get("_conference_known")
    if known is None:
        known = Conference.objects.select_related("season__cluster").get(pk=ballot.owner_pk or 0)
        ballot.__dict__["_conference_known"] = known
    return known


def url_of(ballot: Ballot) -> str:
    return reverse("clusters:conference", args=[ballot.owner_pk])


def name_of(ballot: Ballot) -> str:
    return _conference(ballot).title


def may_run(user: User, ballot: Ballot, on: date) -> Verdict:
    """Whoever runs the cluster on the day; the rights go with the leadership."""
    return runs(user, _conference(ballot).season.cluster, on=on)


def pledge_round(season: Season) -> exhibits.Exhibit | None:
    """Who has signed the pledge that lies open; of the next year's season where that is the one being signed."""
    seasons = Season.objects.filter(cluster=season.cluster_id, year__in=(season.year, season.year + 1))
    for one in seasons.order_by("-year"):
        pledge = (
            one.pledges.filter(state__in=(PledgeState.OPEN, PledgeState.SIGNED)).order_by("-number").first()
        )
        if pledge is not None:
            rows = signatories_of(pledge)
            standing = standing_of(rows)
            signed, all_ = standing.signed, standing.members
            told: dict[str, str] = {Answer.SIGNED: _("signed"), Answer.DECLINED: _("declined")}
            return exhibits.Exhibit(
                heading=pledge.title,
                header=[_("No."), pgettext("cluster", "Member"), _("Answer")],
                widths=[10, 60, 30],
                rows=[
                    [str(place), row.seat.name, told.get(row.answer, "…")]
                    for place, row in enumerate(rows, start=1)
                ],
                notes=[_("%(signed)s of %(all)s members have signed.") % {"signed": signed, "all": all_}],
            )
    return None


def standings(season: Season) -> exhibits.Exhibit | None:
    """The published ranking: a version that was only frozen is not announced by a screen."""
    version = published_of(season)
    if version is None:
        return None
    rows = [
        [
            str(row.place or "-"),
            row.name,
            f"{format_number(trimmed(row.points))}/{format_number(trimmed(row.possible))}"
            if row.points is not None
            else "-",
        ]
        for row in rows_of_version(version)
    ]
    return exhibits.Exhibit(
        heading=_("Ranking of %(year)s, version %(number)s")
        % {"year": season.year, "number": version.number},
        header=[pgettext("ranking", "Place"), pgettext("cluster", "Member"), _("Points of points possible")],
        widths=[12, 60, 28],
        rows=rows,
        notes=[version.ballot_reference] if version.ballot_reference else [],
    )


def disputes(season: Season) -> exhibits.Exhibit | None:
    """What is contested and what was ruled, in the order of their numbers; nothing where nobody contested."""
    rows = sorted(disputes_of(season), key=lambda row: row.number)
    if not rows:
        return None
    told = {
        DisputeState.OPEN: _("waits for a ruling"),
        DisputeState.WITHDRAWN: _("withdrawn"),
    }
    return exhibits.Exhibit(
        heading=_("Readings contested"),
        header=[_("No."), _("Criterion"), pgettext("cluster", "Member"), _("Reading asked for"), _("Ruling")],
        widths=[8, 24, 20, 24, 24],
        rows=[
            [
                str(row.number),
                f"{row.criterion.code} {row.criterion.text}",
                row.seat.name,
                row.reading,
                row.ruling.reading if row.ruling else str(told.get(DisputeState(row.state), "-")),
            ]
            for row in rows
        ],
    )


def hypothetical(season: Season) -> list[str]:
    """The tables of who runs the cluster, under the words that they are no result: what a member tries is its own."""
    runners = leading_bodies(season.cluster_id, timezone.localdate()) | {season.cluster.organiser_id}
    return [
        _("Hypothetical table named at the conference, not a result: %(name)s") % {"name": row.name}
        for row in annexable(season)
        if row.body_id in runners
    ]


def register() -> None:
    owners.register(OWNER, owners.Owner(url=url_of, name=name_of, may_run=may_run, counted=counted))
    exhibits.register(ItemKind.PLEDGE, pledge_round)
    exhibits.register(ItemKind.STANDINGS, standings)
    exhibits.register(ItemKind.DISPUTES, disputes)
    exhibits.register_annexes(hypothetical)
