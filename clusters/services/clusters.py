"""Founding a cluster, who belongs to it, closing it, and the ledger of who led."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import Cluster, Dispute, Membership, Merged, Outcome, Rotation, RuledBy, Season, Turn
from clusters.permissions import clusters as permissions
from clusters.selectors.clusters import member_on
from clusters.states import SEASON_OVER, DisputeState, SeasonState
from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.merging import merged, take
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import name_on
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold, nfc


@dataclass(frozen=True)
class ClusterTerms:
    """What the founding decision and the regulation say; the same value enters and revises a cluster."""

    kind: str
    ladder: str
    name: str
    parent: Cluster | None = None
    founded_by: str = ""
    founding_number: str = ""
    founded_on: date | None = None
    regulation: str = ""
    rotation: str = Rotation.NEVER_LED_FIRST
    merged: str = Merged.ANY
    term_reference: str = ""
    ruled_by: str = RuledBy.ORGANISER
    peers_sealed: bool = False


@transaction.atomic
def found(organisation: Organisation, terms: ClusterTerms, *, by: User) -> Cluster:
    """Enter a cluster that `organisation` organises."""
    hold(organisation.pk)
    demand(permissions.may_found(by, organisation, on=timezone.localdate()))
    cluster = Cluster(organiser=organisation, entered_by=by, **_columns(terms))
    _refuse_parent(cluster)
    cluster.full_clean(exclude=["search"])
    cluster.save()
    record("cluster.found", cluster, by=by, name=[None, cluster.name])
    return cluster


def _columns(terms: ClusterTerms) -> dict[str, Any]:
    plain = {field.name: getattr(terms, field.name) for field in fields(terms)}
    tidied = {
        name: " ".join(nfc(value).split()) if isinstance(value, str) else value
        for name, value in plain.items()
    }
    return {**tidied, "search": fold(tidied["name"])}


def _refuse_parent(cluster: Cluster) -> None:
    """A part lies in a cluster of the same organiser, and never in a part of itself."""
    above = cluster.parent
    if above is not None and above.organiser_id != cluster.organiser_id:
        raise Refused(_("A part belongs to a cluster of the same organiser."))
    while above is not None:
        if cluster.pk is not None and above.pk == cluster.pk:
            raise Refused(_("A cluster is no part of itself."))
        above = above.parent


def locked(cluster: Cluster) -> Cluster:
    """The cluster as it is now, nobody else changing it; to be called first in every act on it."""
    hold(cluster.organiser_id)
    Cluster.objects.select_for_update().get(pk=cluster.pk)
    return Cluster.objects.select_related("organiser", "parent").get(pk=cluster.pk)


def cluster_terms_of(cluster: Cluster) -> ClusterTerms:
    """What is said of the cluster as stored now."""
    return ClusterTerms(**{field.name: getattr(cluster, field.name) for field in fields(ClusterTerms)})


@transaction.atomic
def revise(cluster: Cluster, terms: ClusterTerms, *, base: ClusterTerms, by: User) -> Cluster:
    """Change what is said of a cluster. `base` is what the person saw; raises merging.Clash where both changed."""
    kept = locked(cluster)
    demand(permissions.may_change_cluster(by, kept, on=timezone.localdate()))
    changes = take(kept, _columns(merged(base, terms, cluster_terms_of(kept))))
    if not changes:
        return kept
    _refuse_while_it_matters(kept, changes)
    _refuse_parent(kept)
    kept.version += 1
    kept.full_clean(exclude=["search"])
    kept.save()
    record("cluster.revise", kept, by=by, **changes)
    return kept


def _refuse_while_it_matters(cluster: Cluster, changes: dict[str, Any]) -> None:
    """Who sees peer scores, and who rules, is not changed while scores are entered or a dispute waits."""
    scoring = Season.objects.filter(
        cluster=cluster, state__in=(SeasonState.SELF_SCORING, SeasonState.CROSS_CHECK)
    )
    if "peers_sealed" in changes and scoring.exists():
        raise Refused(_("Members are scoring: who sees the peer scores is changed before or after it."))
    waiting = Dispute.objects.filter(season__cluster=cluster, state=DisputeState.OPEN)
    if "ruled_by" in changes and waiting.exists():
        raise Refused(_("A dispute waits for its ruling: who rules is changed before or after it."))


# --- members


@transaction.atomic
def admit(
    cluster: Cluster, units: Sequence[Organisation], *, on: date, by: User, ground: str = "", sector: str = ""
) -> list[Membership]:
    """Let these bodies belong from the day on, behind those who do; who belongs already stays as it is."""
    kept = locked(cluster)
    demand(permissions.may_change_cluster(by, kept, on=timezone.localdate()))
    open_ones = set(kept.memberships.filter(valid_to=None).values_list("organisation_id", flat=True))
    new = [unit for unit in dict.fromkeys(units) if unit.pk not in open_ones]
    ended = [unit for unit in new if unit.ended_on is not None and unit.ended_on <= on]
    if ended:
        raise Refused(
            _("These bodies have ended: %(names)s.") % {"names": "; ".join(one.name for one in ended)}
        )
    last = max(kept.memberships.values_list("order", flat=True), default=0)
    rows = [
        Membership(
            cluster=kept,
            organisation=unit,
            order=last + place,
            sector=sector,
            valid_from=on,
            ground=nfc(ground),
        )
        for place, unit in enumerate(new, start=1)
    ]
    for row in rows:
        row.full_clean()
    Membership.objects.bulk_create(rows)
    if rows:
        record(
            "cluster.admit",
            kept,
            by=by,
            members=[None, "; ".join(unit.name for unit in new)],
            valid_from=[None, on],
        )
    return rows


@transaction.atomic
def release(membership: Membership, *, on: date, ground: str, by: User) -> Membership:
    """Let a body belong no longer from the day on. A membership that had not begun is taken away."""
    kept = locked(membership.cluster)
    demand(permissions.may_change_cluster(by, kept, on=timezone.localdate()))
    said = given(ground)
    row = kept.memberships.select_related("organisation").get(pk=membership.pk)
    if row.valid_to is not None:
        raise Refused(_("This membership has ended already."))
    if on <= row.valid_from:
        row.delete()
    else:
        row.valid_to, row.ground = on, said
        row.full_clean()
        row.save()
    record(
        "cluster.release",
        kept,
        by=by,
        reason=said,
        members=[row.organisation.name, None],
        valid_to=[None, on],
    )
    return row


# --- the end of a cluster


@transaction.atomic
def close(cluster: Cluster, *, on: date, reason: str, by: User) -> Cluster:
    """Close a cluster whose seasons are over; who belongs leaves it on the day."""
    kept = locked(cluster)
    demand(permissions.may_change_cluster(by, kept, on=timezone.localdate()))
    said = given(reason)
    running = Season.objects.filter(cluster=kept).exclude(state__in=SEASON_OVER)
    if running.exists():
        years = ", ".join(str(year) for year in running.order_by("year").values_list("year", flat=True))
        raise Refused(_("Close these seasons first, or end them early: %(years)s.") % {"years": years})
    kept.memberships.filter(member_on(on), valid_from__lt=on, valid_to=None).update(valid_to=on)
    kept.closed_on, kept.closed_because = on, said
    kept.version += 1
    kept.save(update_fields=["closed_on", "closed_because", "version"])
    record("cluster.close", kept, by=by, reason=said, closed_on=[None, on])
    return kept


@transaction.atomic
def reopen(cluster: Cluster, *, reason: str, by: User) -> Cluster:
    """Take the closing back; the memberships it ended run on."""
    kept = locked(cluster)
    demand(permissions.may_reopen_cluster(by, kept, on=timezone.localdate()))
    said = given(reason)
    before = kept.closed_on
    kept.memberships.filter(valid_to=before).update(valid_to=None)
    kept.closed_on, kept.closed_because = None, ""
    kept.version += 1
    kept.full_clean(exclude=["search"])
    kept.save(update_fields=["closed_on", "closed_because", "version"])
    record("cluster.reopen", kept, by=by, reason=said, closed_on=[before, None])
    return kept


# --- the ledger


@dataclass(frozen=True)
class TurnTerms:
    """A line of the ledger: who led in a year or declined to."""

    year: int
    role: str
    organisation: Organisation
    outcome: str = Outcome.HELD
    held_from: date | None = None
    held_to: date | None = None
    ground: str = ""


@transaction.atomic
def enter_turn(cluster: Cluster, terms: TurnTerms, *, by: User) -> Turn:
    """Enter a line of the ledger: years before this program, and who declined."""
    kept = locked(cluster)
    demand(permissions.may_keep_ledger(by, kept, on=timezone.localdate()))
    turn = put_turn(kept, terms, by=by)
    record(
        "cluster.turn",
        kept,
        by=by,
        turn=[None, f"{turn.name}, {turn.year}, {turn.get_role_display()}, {turn.get_outcome_display()}"],
    )
    return turn


def put_turn(cluster: Cluster, terms: TurnTerms, *, by: User) -> Turn:
    """The line as a row, under the name the body bore; for acts that hold the cluster already."""
    named_on = terms.held_from or date(terms.year, 1, 1)
    turn = Turn(
        cluster=cluster,
        year=terms.year,
        role=terms.role,
        organisation=terms.organisation,
        name=name_on(terms.organisation, named_on) or terms.organisation.name,
        outcome=terms.outcome,
        held_from=terms.held_from,
        held_to=terms.held_to,
        ground=nfc(terms.ground).strip(),
        entered_by=by,
    )
    turn.full_clean()
    turn.save()
    return turn


@transaction.atomic
def strike_turn(turn: Turn, *, reason: str, by: User) -> Cluster:
    """Take a wrong line of the ledger away; its words stay in the journal."""
    kept = locked(turn.cluster)
    demand(permissions.may_keep_ledger(by, kept, on=timezone.localdate()))
    said = given(reason)
    row = kept.turns.get(pk=turn.pk)
    record(
        "cluster.strike_turn", kept, by=by, reason=said, turn=[f"{row.name} ({row.year}, {row.role})", None]
    )
    row.delete()
    return kept
