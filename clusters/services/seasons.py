"""Beginning a season, composing it, moving it through its year, members that leave, and an early end."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.conference_states import ConferenceState
from clusters.models import Cluster, Conference, Membership, Outcome, Role, Season, Seat
from clusters.permissions import clusters as permissions
from clusters.selectors.clusters import members_on
from clusters.services import opening
from clusters.services.clusters import TurnTerms, locked, put_turn
from clusters.states import SEASON, SEASON_NEEDS_REASON, SeasonState
from emulation.accounts.models import User
from emulation.accounts.selectors import users_by_post
from emulation.audit.services import record
from emulation.merging import merged, take
from emulation.notices.services import tell
from emulation.organisations.models import Organisation
from emulation.organisations.offices import Office
from emulation.organisations.selectors import versions_on
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc

TOLD = frozenset({Office.HEAD, Office.OFFICER})
"""Who hears at a member what happens in the cluster."""


@dataclass(frozen=True)
class SeasonTerms:
    """The days and settings of a season; the same value begins and revises it."""

    year: int
    composed_number: str = ""
    composed_on: date | None = None
    self_scoring_until: date | None = None
    cross_scoring_until: date | None = None
    cross_scored: bool = True
    least_peers: int = 5


@transaction.atomic
def begin(
    cluster: Cluster,
    terms: SeasonTerms,
    *,
    by: User,
    leader: Organisation | None = None,
    deputy: Organisation | None = None,
) -> Season:
    """Prepare a season: its members take their seats under the names they bear (see `seated_on`)."""
    kept = locked(cluster)
    today = timezone.localdate()
    demand(permissions.may_begin_season(by, kept, on=today))
    season = Season(cluster=kept, state_since=today, entered_by=by, **_columns(terms))
    season.full_clean()
    season.save()
    day = seated_on(season)
    _seat(season, members_on(kept, day), on=day)
    record("season.prepare", season, by=by, members=[None, season.seats.count()])
    for role, body in ((Role.LEADER, leader), (Role.DEPUTY, deputy)):
        if body is not None:
            appoint(season, role, body, by=by)
    return season


def seated_on(season: Season) -> date:
    """The day whose members have seats: today, or the last day of a year that is over or of the decision on them."""
    latest = season.composed_on or date(season.year, 12, 31)
    return min(timezone.localdate(), latest)


def _columns(terms: SeasonTerms) -> dict[str, Any]:
    plain = {field.name: getattr(terms, field.name) for field in fields(terms)}
    return {**plain, "composed_number": nfc(terms.composed_number).strip()}


def _seat(season: Season, rows: Sequence[Membership] | Any, *, on: date) -> None:
    known = set(season.seats.values_list("organisation_id", flat=True))
    new = [row for row in rows if row.organisation_id not in known]
    versions = versions_on([row.organisation_id for row in new], on)
    last = max(season.seats.values_list("order", flat=True), default=0)
    Seat.objects.bulk_create(
        Seat(
            season=season,
            organisation_id=row.organisation_id,
            name=getattr(versions.get(row.organisation_id), "name", "") or row.organisation.name,
            short_name=getattr(versions.get(row.organisation_id), "short_name", "") or "",
            order=last + place,
            sector=row.sector,
        )
        for place, row in enumerate(new, start=1)
    )


def locked_season(season: Season) -> Season:
    """The season as it is now, nobody else changing it or its cluster; to be called first in every act on it."""
    locked(season.cluster)
    Season.objects.select_for_update().get(pk=season.pk)
    return Season.objects.select_related("cluster__organiser").get(pk=season.pk)


def season_terms_of(season: Season) -> SeasonTerms:
    return SeasonTerms(**{field.name: getattr(season, field.name) for field in fields(SeasonTerms)})


@transaction.atomic
def revise(season: Season, terms: SeasonTerms, *, base: SeasonTerms, by: User) -> Season:
    """Change days and settings. `base` is what the person saw; raises merging.Clash where both changed."""
    kept = locked_season(season)
    demand(permissions.may_change_season(by, kept, on=timezone.localdate()))
    changes = take(kept, _columns(merged(base, terms, season_terms_of(kept))))
    if not changes:
        return kept
    kept.version += 1
    kept.full_clean()
    kept.save()
    record("season.revise", kept, by=by, **changes)
    return kept


@transaction.atomic
def take_members(season: Season, *, by: User) -> Season:
    """Seat those who joined the cluster since the season was prepared, and unseat those who left it."""
    kept = locked_season(season)
    today = timezone.localdate()
    demand(permissions.may_compose(by, kept, on=today))
    day = seated_on(kept)
    present = list(members_on(kept.cluster, day))
    gone = kept.seats.exclude(organisation__in=[row.organisation_id for row in present])
    before = kept.seats.count()
    gone.delete()
    _seat(kept, present, on=day)
    record("season.take_members", kept, by=by, members=[before, kept.seats.count()])
    return kept


@transaction.atomic
def appoint(season: Season, role: str, body: Organisation, *, by: User, ground: str = "") -> Season:
    """Say who leads a season, or is deputy: at its preparation. The rights begin on the day of the hand-over.

    In a cluster that nobody leads on the day, the first leader's rights begin at once.
    """
    kept = locked_season(season)
    today = timezone.localdate()
    demand(permissions.may_keep_roll(by, kept, on=today))
    if not kept.seats.filter(organisation=body, left_on=None).exists():
        raise Refused(_("Only a member of the season leads it."))
    rows = kept.cluster.turns.filter(year=kept.year, role=role, outcome=Outcome.HELD)
    before = rows.first()
    if before is not None and before.held_from is not None:
        raise Refused(_("%(name)s has taken over already.") % {"name": before.name})
    rows.delete()
    starts = None if _led(kept.cluster, role, today) else today
    turn = put_turn(
        kept.cluster,
        TurnTerms(year=kept.year, role=role, organisation=body, held_from=starts, ground=ground),
        by=by,
    )
    old = before.name if before else None
    if role == Role.LEADER:
        record("season.appoint_leader", kept, by=by, leader=[old, turn.name])
    else:
        record("season.appoint_deputy", kept, by=by, deputy=[old, turn.name])
    return kept


def _led(cluster: Cluster, role: str, on: date) -> bool:
    held = cluster.turns.filter(role=role, outcome=Outcome.HELD, held_from__lte=on)
    return held.exclude(held_to__lte=on).exists()


@transaction.atomic
def move(season: Season, name: str, *, by: User, reason: str = "") -> Season:
    """Lead the season one step through its year; the members hear of it."""
    kept = locked_season(season)
    target = SEASON.target(name, kept.state, kept)
    demand(permissions.may_move_season(by, kept, name, on=timezone.localdate()))
    said = given(reason, needed=name in SEASON_NEEDS_REASON)
    _refuse(kept, name)
    if name == "close_early":
        kept.closed_early_because = said
    return pass_on(kept, name, target, by=by, reason=said)


def pass_on(season: Season, name: str, target: str, *, by: User, reason: str = "") -> Season:
    """Write the new state and tell the members; for acts that hold the season already."""
    before, season.state = season.state, target
    season.state_since = timezone.localdate()
    season.version += 1
    season.save(update_fields=["state", "state_since", "version", "closed_early_because"])
    record(f"season.{name}", season, by=by, state=[before, target], reason=reason)
    if name in TELLS:
        tell_members(season, TELLS[name], key=f"season.{name}:{season.pk}:{season.version}", by=by)
    return season


TELLS = {
    "compose": gettext_lazy("The season %(season)s is composed; your body has a seat in it."),
    "open_scoring": gettext_lazy("Self-scoring of %(season)s is open."),
    "cross_check": gettext_lazy("Cross-scoring of %(season)s has begun."),
    "consolidate": gettext_lazy("The scores of %(season)s are consolidated."),
    "close": gettext_lazy("The season %(season)s is closed."),
    "close_early": gettext_lazy("The season %(season)s ended early."),
}


def _refuse(season: Season, name: str) -> None:
    if name == "compose" and season.seats.filter(left_on=None).count() < 2:
        raise Refused(_("A season needs at least two members."))
    if name == "uncompose" and season.pledges.exists():
        raise Refused(_("A pledge has been drafted: drop it first."))
    if name == "open_scoring":
        opening.prepare(season)
    if name == "cross_check":
        opening.refuse_without_draw(season)
    if name in AFTER_THE_CONFERENCE:
        _refuse_under_way(season)


AFTER_THE_CONFERENCE = frozenset({"unconfer", "nominate", "close"})


def _refuse_under_way(season: Season) -> None:
    """What follows a conference waits for its end, which waits for the count of its votes."""
    if Conference.objects.filter(season=season, state=ConferenceState.UNDER_WAY).exists():
        raise Refused(_("A conference is under way: end it, or take its opening back."))


def tell_members(
    season: Season, text: object, *, key: str, by: User, url: str = "", **values: object
) -> None:
    """Tell the heads and officers of all members, but for the one who acts."""
    today = timezone.localdate()
    places = season.seats.filter(left_on=None).values_list("organisation_id", flat=True)
    reached = users_by_post(places, TOLD, today)
    users = {user.pk: user for held in reached.values() for user in held if user.pk != by.pk}
    tell(
        users.values(),
        text=text,
        values={"season": str(season), **values},
        url=url or reverse("clusters:season", args=[season.pk]),
        key=key,
        organisation_id=season.audit_chain,
    )


@transaction.atomic
def unseat(seat: Seat, *, on: date, reason: str, by: User) -> Seat:
    """A member leaves a composed season: its row and its scores stay, it is ranked no more."""
    kept = locked_season(seat.season)
    demand(permissions.may_keep_roll(by, kept, on=timezone.localdate()))
    said = given(reason)
    if kept.state == SeasonState.DRAFT:
        raise Refused(_("The season is not composed yet: take the member out of the cluster."))
    row = kept.seats.get(pk=seat.pk)
    if row.left_on is not None:
        raise Refused(_("This member has left already."))
    if on > timezone.localdate():
        raise Refused(_("The day lies in the future."))
    row.left_on, row.left_because = on, said
    row.full_clean()
    row.save()
    record("season.leave", kept, by=by, reason=said, members=[row.name, None], left_on=[None, on])
    return row
