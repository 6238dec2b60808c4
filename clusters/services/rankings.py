"""The two steps of a ranking: frozen as a numbered version, then published. A correction is a new version."""

from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import RankingVersion, Season, StandingRow
from clusters.offices import MAY_RUN
from clusters.permissions import rankings as permissions
from clusters.scoring import BALLOT, ranking_data
from clusters.selectors.rankings import published_of
from clusters.selectors.standings import Lacking, Standings, standings_of
from clusters.services.ranking_papers import issue_ranking
from clusters.services.ranking_rows import digest_of_scores, plain_row, rows_of
from clusters.services.seasons import locked_season, tell_members
from clusters.states import RANKING
from emulation.accounts.models import User
from emulation.accounts.selectors import users_by_post
from emulation.audit.services import record
from emulation.documents.digest import digest
from emulation.documents.services import queue_rendering
from emulation.notices.services import tell
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc

MOST_NAMED = 5
"""Members named in a refusal; the page of the standings names them all."""


@transaction.atomic
def freeze(
    season: Season,
    *,
    by: User,
    by_ballot: Mapping[int, int] | None = None,
    ballot_reference: str = "",
    reason: str = "",
) -> RankingVersion:
    """Freeze the ranking as it follows from the final scores of this moment, under the names of this day.

    by_ballot: {id of a seat: its order, 1 first} among members that stay equal until the secret ballot, with the record
    of the tellers it stands in. A version after a published one is a correction and needs its reason. Refused while
    a final score is missing, and where nothing changed since the published version. It takes no scores from the
    caller: what was only tried out can never become a ranking.
    """
    kept = locked_season(season)
    today = timezone.localdate()
    demand(permissions.may_freeze(by, kept, on=today))
    ballot, reference = dict(by_ballot or {}), nfc(ballot_reference).strip()
    standings = standings_of(kept, provisional=False, on=today)
    if standings.lacking:
        raise Refused(_("Final points are missing: %(what)s.") % {"what": lacking_words(standings.lacking)})
    if ballot:
        demand_ballot(standings, ballot, reference)
        votes = {seat: -order for seat, order in ballot.items()}
        standings = standings_of(kept, provisional=False, on=today, votes=votes, scored=standings.scored)
    version = _version(standings, ballot, reference, by=by)
    version.reason = _why(version, published_of(kept), nfc(reason).strip())
    version.full_clean(exclude=("form", "ballot"))
    version.save()
    StandingRow.objects.bulk_create(rows_of(version, standings))
    record("ranking.freeze", version, by=by, reason=version.reason, digest=[None, version.digest])
    _tell_organiser(version, by=by)
    return version


def _version(standings: Standings, ballot: Mapping[int, int], reference: str, *, by: User) -> RankingVersion:
    season = standings.season
    last = season.rankings.order_by("-number").values_list("number", flat=True).first()
    form = ranking_data(standings.ranking)
    version = RankingVersion(
        season=season,
        number=(last or 0) + 1,
        as_of=timezone.localdate(),
        form=form,
        scores=digest_of_scores(standings),
        ballot={str(seat): order for seat, order in sorted(ballot.items())},
        ballot_reference=reference if ballot else "",
        frozen_at=timezone.now(),
        frozen_by=by,
    )
    rows = [plain_row(row) for row in rows_of(version, standings)]
    version.digest = digest({"season": season.pk, "number": version.number, "form": form, "rows": rows})
    return version


def _why(version: RankingVersion, before: RankingVersion | None, reason: str) -> str:
    """The reason of a correction; the first version has none."""
    if before is None:
        return ""
    if (before.scores, before.ballot) == (version.scores, version.ballot):
        raise Refused(
            _("Nothing has changed since the published version %(number)s.") % {"number": before.number}
        )
    if not reason:
        raise Refused(_("Say why the published version is corrected."))
    return reason


def lacking_words(missing: tuple[Lacking, ...]) -> str:
    """ "Cà Mau: A1, B2; Bạc Liêu: the whole card", the first few members."""
    named = [
        f"{row.seat.label}: {', '.join(leaf.code for leaf in row.leaves)}"
        if row.has_card
        else _("%(member)s: the whole card") % {"member": row.seat.label}
        for row in missing[:MOST_NAMED]
    ]
    if len(missing) > MOST_NAMED:
        named.append(_("and %(count)s members more") % {"count": len(missing) - MOST_NAMED})
    return "; ".join(named)


def demand_ballot(standings: Standings, ballot: Mapping[int, int], reference: str) -> None:
    """Refuse a ballot that parts members who are not equal, names only some of them, or has no record."""
    if not reference:
        raise Refused(_("Name the record of the tellers in which the secret ballot stands."))
    for tied in tied_until_ballot(standings):
        given = [seat for seat in tied if seat in ballot]
        if given and len(given) < len(tied):
            raise Refused(_("The secret ballot orders all members that are equal, or none of them."))
    known = {seat for tied in tied_until_ballot(standings) for seat in tied}
    if set(ballot) - known:
        raise Refused(_("A secret ballot parts only members that the written order leaves equal."))


def tied_until_ballot(standings: Standings) -> list[tuple[int, ...]]:
    """The sets of members that stay equal until a secret ballot is held, as ids of seats."""
    found: dict[int, list[int]] = {}
    for place in standings.ranking.places:
        if place.shared_with and BALLOT in place.untold:
            found.setdefault(place.place, []).append(int(str(place.unit)))
    return [tuple(seats) for seats in found.values()]


def _tell_organiser(version: RankingVersion, *, by: User) -> None:
    """Who organises hears that a version waits for publication, unless an office of theirs froze it."""
    reached = users_by_post([version.season.cluster.organiser_id], MAY_RUN, timezone.localdate())
    users = {user.pk: user for held in reached.values() for user in held if user.pk != by.pk}
    tell(
        users.values(),
        text=gettext_lazy("The ranking of %(season)s is frozen and waits for its publication."),
        values={"season": str(version.season)},
        url=page_of_ranking(version),
        key=f"ranking.freeze:{version.pk}",
        organisation_id=version.audit_chain,
    )


def page_of_ranking(version: RankingVersion) -> str:
    return reverse("clusters:ranking_version", args=[version.pk])


def _locked(version: RankingVersion) -> RankingVersion:
    """The version as it is now, the season held: a score that is being saved waits, or is seen."""
    season = locked_season(version.season)
    kept = RankingVersion.objects.select_for_update().get(pk=version.pk)
    kept.season = season
    return kept


def has_moved(version: RankingVersion, standings: Standings) -> bool:
    """Whether a final score, a member or the rule has changed since the version was frozen."""
    return digest_of_scores(standings) != version.scores


@transaction.atomic
def publish(version: RankingVersion, *, by: User) -> RankingVersion:
    """Publish a frozen version: from now on every member of the season sees it, and nothing in it changes.

    Refused where a score has changed since it was frozen: what the conference saw is what is published, or nothing.
    """
    kept = _locked(version)
    target = RANKING.target("publish", kept.state, kept)
    today = timezone.localdate()
    demand(permissions.may_publish(by, kept, on=today))
    if has_moved(kept, standings_of(kept.season, provisional=False, on=today)):
        raise Refused(
            _("Scores have changed since this version was frozen: take it back and freeze it anew.")
        )
    kept.state, kept.published_at, kept.published_by = target, timezone.now(), by
    kept.document = issue_ranking(kept, by=by)
    kept.save(update_fields=["state", "published_at", "published_by", "document"])
    queue_rendering([kept.document], by=by, organisation=kept.season.cluster.organiser, title=str(kept))
    record("ranking.publish", kept, by=by, digest=[None, kept.digest])
    tell_members(
        kept.season,
        CORRECTED if kept.reason else PUBLISHED,
        key=f"ranking.publish:{kept.pk}",
        by=by,
        url=page_of_ranking(kept),
        number=kept.number,
    )
    return kept


PUBLISHED = gettext_lazy("The ranking of %(season)s is published.")
CORRECTED = gettext_lazy("The ranking of %(season)s is corrected: version %(number)s.")


@transaction.atomic
def drop(version: RankingVersion, *, reason: str, by: User) -> RankingVersion:
    """Take a frozen version back with a reason; its number is not given again."""
    kept = _locked(version)
    target = RANKING.target("drop", kept.state, kept)
    demand(permissions.may_drop(by, kept, on=timezone.localdate()))
    said = given(reason)
    kept.state, kept.dropped_because = target, said
    kept.save(update_fields=["state", "dropped_because"])
    record("ranking.drop", kept, by=by, reason=said)
    return kept
