"""Versions of a season's ranking that a person may see, and what stands in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from clusters.models import RankingVersion, Season, StandingRow
from clusters.selectors.clusters import led_by, reach, seasons_visible_to
from clusters.states import BEFORE_SCORES, RankingState
from emulation.accounts.models import User


def rankings_visible_to(user: User) -> QuerySet[RankingVersion]:
    """The published versions of every season in sight; frozen ones and those taken back, for who runs the cluster."""
    mine = reach(user)
    if not mine:
        return RankingVersion.objects.none()
    runs = Q(season__cluster__organiser_id__in=mine.places) | Q(
        season__cluster_id__in=led_by(mine.held, timezone.localdate())
    )
    seen = Q(state=RankingState.PUBLISHED, season__in=seasons_visible_to(user).values("pk"))
    return RankingVersion.objects.filter(runs | seen)


def ranking_for(user: User, pk: int) -> RankingVersion:
    """The version, or Http404 where it does not exist or is none of the user's business."""
    rows = rankings_visible_to(user).select_related(
        "season__cluster__organiser", "season__cluster__parent", "season__sheet", "document",
        "frozen_by__person", "published_by__person",
    )  # fmt: skip
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def versions_in(user: User, season: Season) -> list[RankingVersion]:
    """The versions in sight, the newest first."""
    rows = (
        rankings_visible_to(user)
        .filter(season=season)
        .select_related("frozen_by__person", "published_by__person")
    )
    return list(rows.order_by("-number"))


def panel_of(user: User, season: Season) -> dict[str, RankingVersion | None]:
    """What the page of a season says of its ranking: the version that counts, and one that waits; empty before any
    score card. One query.
    """
    if season.state in BEFORE_SCORES:
        return {}
    rows = versions_in(user, season)
    return {
        state.value: next((row for row in rows if row.state == state), None)
        for state in (RankingState.PUBLISHED, RankingState.FROZEN)
    }


def published_of(season: Season) -> RankingVersion | None:
    """The version that counts: the newest that was published."""
    return season.rankings.filter(state=RankingState.PUBLISHED).order_by("-number").first()


def rows_of_version(version: RankingVersion) -> list[StandingRow]:
    """Every member as it stands in the version, those without a place last; one query."""
    return list(version.rows.select_related("seat").order_by("position", "pk"))


def published_before(version: RankingVersion) -> RankingVersion | None:
    """The published version that this one corrects, if any."""
    rows = RankingVersion.objects.filter(
        season=version.season_id, state=RankingState.PUBLISHED, number__lt=version.number
    )
    return rows.order_by("-number").first()


def to_publish(organiser_ids: Iterable[int]) -> QuerySet[RankingVersion]:
    """Frozen versions of clusters that these bodies organise, which wait for them to publish."""
    rows = RankingVersion.objects.filter(
        state=RankingState.FROZEN, season__cluster__organiser__in=list(organiser_ids)
    )
    return rows.select_related("season__cluster").order_by("pk")


@dataclass(frozen=True)
class Change:
    """What a correction changed for one member."""

    name: str
    place_before: int | None
    place_now: int | None
    points_before: Decimal | None
    points_now: Decimal | None
    codes: tuple[str, ...]

    @property
    def rises(self) -> int:
        """Places won (+) or lost (−)."""
        if self.place_before is None or self.place_now is None:
            return 0
        return self.place_before - self.place_now


def changes_between(before: RankingVersion, now: RankingVersion) -> list[Change]:
    """The members whose place, points or any criterion differ, in the order of the newer version. Two queries."""
    old = {row.seat_id: row for row in rows_of_version(before)}
    new = {row.seat_id: row for row in rows_of_version(now)}
    found = []
    for seat_id in [*new, *(seat_id for seat_id in old if seat_id not in new)]:
        was, is_now = old.get(seat_id), new.get(seat_id)
        codes = _codes(was, is_now)
        if codes or (was and was.place) != (is_now and is_now.place):
            shown = is_now or was
            assert shown is not None  # noqa: S101 -- the id came from one of the two
            found.append(
                Change(
                    name=shown.name,
                    place_before=was.place if was else None,
                    place_now=is_now.place if is_now else None,
                    points_before=was.points if was else None,
                    points_now=is_now.points if is_now else None,
                    codes=codes,
                )
            )
    return found


def _codes(was: StandingRow | None, now: StandingRow | None) -> tuple[str, ...]:
    old, new = (row.cells if row else {} for row in (was, now))
    return tuple(code for code in dict.fromkeys([*new, *old]) if old.get(code) != new.get(code))
