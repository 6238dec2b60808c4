"""What of clusters waits for a person: pledges to sign, refusals to answer, scores, a ranking to publish."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.conference_states import HANDS, ConferenceState, Hand, RecordKind, RecordState
from clusters.models import (
    Assignment,
    Attendance,
    Conference,
    Dispute,
    Pledge,
    Record,
    RuledBy,
    ScoreCard,
    Season,
    Seat,
)
from clusters.offices import MAY_RECORD, MAY_RUN, MAY_SCORE, MAY_SIGN
from clusters.selectors.clusters import led_by
from clusters.selectors.pledges import to_enter_on_paper, to_sign
from clusters.selectors.rankings import to_publish
from clusters.selectors.readings import waiting_for_figures
from clusters.states import Answer, CardState, DisputeState, DrawState, PeerState, PledgeState, SeasonState
from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where
from emulation.waiting import BACK, Task


def tasks(user: User, on: date) -> Iterator[Task]:
    """Everything of clusters that this person has to do."""
    yield from _to_sign(user)
    yield from _to_enter_on_paper(user)
    yield from _declined(user, on)
    yield from _to_score(user, on)
    yield from _to_appraise(user, on)
    yield from _to_score_peers(user, on)
    yield from _without_scorer(user, on)
    yield from _to_rule(user, on)
    yield from _without_figures(user, on)
    yield from _to_publish(user, on)
    yield from _to_confirm(user, on)
    yield from _to_sign_records(user, on)


def _to_sign(user: User) -> Iterator[Task]:
    for row in to_sign(user):
        yield Task(
            _("The pledge lies open for your signature: %(pledge)s") % {"pledge": row.pledge.title},
            _("Read and sign"),
            reverse("clusters:signatory", args=[row.pk]),
            due=row.pledge.day,
            since=timezone.localdate(row.pledge.opened_at) if row.pledge.opened_at else None,
        )


def _to_enter_on_paper(user: User) -> Iterator[Task]:
    """The own head has no account: who may, enters the signature given on paper."""
    for row in to_enter_on_paper(user):
        yield Task(
            _("The head of %(member)s signs on paper: %(pledge)s")
            % {"member": row.seat.label, "pledge": row.pledge.title},
            _("Enter the signature"),
            reverse("clusters:signatory", args=[row.pk]),
            due=row.pledge.day,
            since=timezone.localdate(row.pledge.opened_at) if row.pledge.opened_at else None,
        )


def _declined(user: User, on: date) -> Iterator[Task]:
    """A member declined: who runs the cluster has to answer or change the text."""
    bodies = organisations_where(user, MAY_RUN, on)
    if not bodies:
        return
    rows = Pledge.objects.filter(state=PledgeState.OPEN, signatories__answer=Answer.DECLINED)
    rows = rows.filter(season__cluster__organiser__in=bodies) | rows.filter(
        season__cluster__in=led_by(bodies, on)
    )
    for pledge in rows.distinct().order_by("pk"):
        yield Task(
            _("A member declined to sign: %(pledge)s") % {"pledge": pledge.title},
            _("Read why"),
            reverse("clusters:pledge", args=[pledge.pk]),
            since=timezone.localdate(pledge.state_since),
            kind=BACK,
        )


def _to_score(user: User, on: date) -> Iterator[Task]:
    """The own self-scores that are not submitted, those returned among what came back."""
    bodies = organisations_where(user, MAY_SCORE, on)
    if not bodies:
        return
    rows = ScoreCard.objects.filter(
        seat__organisation__in=bodies, seat__left_on=None, seat__season__state=SeasonState.SELF_SCORING
    ).exclude(state=CardState.SUBMITTED)
    for card in rows.select_related("seat__season__cluster").order_by("pk"):
        season, back = card.seat.season, card.state == CardState.RETURNED
        words = _("The self-score was returned: %(season)s") if back else _("Score yourselves: %(season)s")
        yield Task(
            words % {"season": str(season)},
            _("Go on"),
            reverse("clusters:card", args=[card.pk]),
            due=season.self_scoring_until,
            since=timezone.localdate(card.state_since),
            **({"kind": BACK} if back else {}),
        )


def _to_appraise(user: User, on: date) -> Iterator[Task]:
    """Seasons with submitted self-scores, for who runs the cluster: one line a season."""
    bodies = organisations_where(user, MAY_RUN, on)
    if not bodies:
        return
    rows = ScoreCard.objects.filter(
        state=CardState.SUBMITTED,
        seat__season__state__in=[SeasonState.SELF_SCORING, SeasonState.CROSS_CHECK],
    ).exclude(seat__organisation__in=bodies)
    rows = rows.filter(seat__season__cluster__organiser__in=bodies) | rows.filter(
        seat__season__cluster__in=led_by(bodies, on)
    )
    seasons: dict[int, list[ScoreCard]] = {}
    for card in rows.select_related("seat__season__cluster").order_by("pk"):
        seasons.setdefault(card.seat.season_id, []).append(card)
    for pk, cards in seasons.items():
        yield Task(
            _("%(count)s self-scores to appraise: %(season)s")
            % {"count": len(cards), "season": str(cards[0].seat.season)},
            _("Appraise"),
            reverse("clusters:grid", args=[pk, "appraised"]),
            since=min(timezone.localdate(card.state_since) for card in cards),
        )


def _to_score_peers(user: User, on: date) -> Iterator[Task]:
    """The members one's own body was drawn to score, those returned among what came back."""
    bodies = organisations_where(user, MAY_SCORE, on)
    if not bodies:
        return
    rows = Assignment.objects.filter(
        scorer__organisation__in=bodies,
        draw__state=DrawState.CONFIRMED,
        draw__season__state=SeasonState.CROSS_CHECK,
        state__in=[PeerState.OPEN, PeerState.RETURNED],
    )
    for pair in rows.select_related("scored", "draw__season__cluster").order_by("pk"):
        back = pair.state == PeerState.RETURNED
        words = _("The peer score was returned: %(member)s") if back else _("Score %(member)s")
        yield Task(
            words % {"member": pair.scored.name},
            _("Go on"),
            reverse("clusters:cross", args=[pair.draw.season_id]),
            due=pair.draw.season.cross_scoring_until,
            since=timezone.localdate(pair.state_since),
            **({"kind": BACK} if back else {}),
        )


def _without_scorer(user: User, on: date) -> Iterator[Task]:
    """Members that nobody scores though cross-scoring is open, for who runs the cluster."""
    bodies = organisations_where(user, MAY_RUN, on)
    if not bodies:
        return
    held = Assignment.objects.filter(scored=OuterRef("pk"), draw__state=DrawState.CONFIRMED).exclude(
        state=PeerState.ENDED
    )
    rows = Seat.objects.filter(left_on=None, season__state=SeasonState.CROSS_CHECK).exclude(Exists(held))
    run = Q(season__cluster__organiser__in=bodies) | Q(season__cluster__in=led_by(bodies, on))
    for seat in rows.filter(run).select_related("season").order_by("pk"):
        yield Task(
            _("Nobody scores %(member)s") % {"member": seat.name},
            _("Give it to a scorer"),
            reverse("clusters:cross", args=[seat.season_id]),
            due=seat.season.cross_scoring_until,
        )


def _to_rule(user: User, on: date) -> Iterator[Task]:
    """Open disputes, for who rules in the cluster."""
    bodies = organisations_where(user, MAY_RUN, on)
    if not bodies:
        return
    leads = Q(season__cluster__ruled_by=RuledBy.LEADER, season__cluster__in=led_by(bodies, on))
    mine = Q(season__cluster__organiser__in=bodies) | (leads & ~Q(seat__organisation__in=bodies))
    rows = Dispute.objects.filter(mine, state=DisputeState.OPEN)
    for one in rows.select_related("season__cluster", "criterion", "seat").order_by("pk"):
        yield Task(
            _("%(member)s contests %(code)s: %(season)s")
            % {"member": one.seat.label, "code": one.criterion.code, "season": str(one.season)},
            _("Rule on it"),
            reverse("clusters:dispute", args=[one.pk]),
            since=timezone.localdate(one.state_since),
        )


def _without_figures(user: User, on: date) -> Iterator[Task]:
    """Rulings that lack the number of a member, for who runs the cluster."""
    bodies = organisations_where(user, MAY_RUN, on)
    if not bodies:
        return
    appraised = [SeasonState.CROSS_CHECK, SeasonState.CONSOLIDATED, SeasonState.CONFERENCE]
    run = Q(cluster__organiser__in=bodies) | Q(cluster__in=led_by(bodies, on))
    rows = Season.objects.filter(run, state__in=appraised).exclude(readings={})
    for season in rows.select_related("cluster", "sheet").order_by("pk"):
        for one in waiting_for_figures(season):
            yield Task(
                _("%(count)s members have no number under ruling no. %(number)s: %(season)s")
                % {"count": len(one.seats), "number": one.ruling, "season": str(season)},
                _("Enter it"),
                reverse("clusters:disputes", args=[season.pk]),
            )


def _to_publish(user: User, on: date) -> Iterator[Task]:
    """A frozen ranking waits for its organiser."""
    bodies = organisations_where(user, MAY_RUN, on)
    if not bodies:
        return
    for version in to_publish(bodies):
        yield Task(
            _("A frozen ranking waits for its publication: %(season)s") % {"season": str(version.season)},
            _("Look and publish"),
            reverse("clusters:ranking_version", args=[version.pk]),
            since=timezone.localdate(version.frozen_at),
        )


def _to_confirm(user: User, on: date) -> Iterator[Task]:
    """Conferences that the own member was invited to and has not said yet who comes."""
    bodies = organisations_where(user, MAY_RECORD, on)
    if not bodies:
        return
    rows = Conference.objects.filter(
        state=ConferenceState.PLANNED,
        invited_at__isnull=False,
        season__seats__organisation__in=bodies,
        season__seats__left_on=None,
    ).distinct()
    own = Seat.objects.filter(season=OuterRef("season"), organisation__in=bodies, left_on=None)
    rows = rows.annotate(seat=Subquery(own.values("pk")[:1]))
    said = Attendance.objects.filter(conference=OuterRef("pk"), seat__organisation__in=bodies)
    for conference in rows.exclude(Exists(said)).order_by("day", "pk"):
        yield Task(
            _("Say who comes: %(conference)s") % {"conference": conference.title},
            _("Confirm"),
            reverse("clusters:attendance", args=[conference.pk, conference.seat]),
            due=conference.day,
            since=timezone.localdate(conference.invited_at),
        )


def _to_sign_records(user: User, on: date) -> Iterator[Task]:
    """Closed minutes and hand-over records that wait for this person's hand."""
    heads = organisations_where(user, MAY_SIGN, on)
    person = user.person_id or 0
    mine = (
        Q(kind=RecordKind.MINUTES, conference__chair=person)
        | Q(kind=RecordKind.MINUTES, conference__secretary=person)
        | Q(kind=RecordKind.HAND_OVER, conference__hand_over__giver__in=heads)
        | Q(kind=RecordKind.HAND_OVER, conference__hand_over__taker__in=heads)
    )
    rows = Record.objects.filter(mine, state=RecordState.CLOSED).select_related("conference__hand_over")
    for record in rows.prefetch_related("signatures").order_by("pk"):
        hands = [hand for hand in HANDS[RecordKind(record.kind)] if _is_mine(record, hand, person, heads)]
        given = {one.hand for one in record.signatures.all() if one.digest == record.digest}
        if set(hands) - given:
            yield Task(
                _("Waits for your signature: %(record)s") % {"record": str(record)},
                _("Read and sign"),
                reverse("clusters:record", args=[record.pk]),
                since=timezone.localdate(record.closed_at) if record.closed_at else None,
            )


def _is_mine(record: Record, hand: Hand, person: int, heads: frozenset[int]) -> bool:
    conference = record.conference
    if hand in (Hand.CHAIR, Hand.SECRETARY):
        return person == (conference.chair_id if hand == Hand.CHAIR else conference.secretary_id)
    over = conference.hand_over
    return (over.giver_id if hand == Hand.GIVER else over.taker_id) in heads
