"""What of clusters waits for a person: pledges to sign, refusals to answer, scores, a ranking to publish."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.conference_states import HANDS, ConferenceState, Hand, RecordKind, RecordState
from clusters.models import Attendance, Conference, Pledge, Record, ScoreCard
from clusters.offices import MAY_RECORD, MAY_RUN, MAY_SCORE, MAY_SIGN
from clusters.selectors.clusters import led_by
from clusters.selectors.pledges import to_sign
from clusters.selectors.rankings import to_publish
from clusters.states import Answer, CardState, PledgeState, SeasonState
from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where
from emulation.waiting import BACK, Task


def tasks(user: User, on: date) -> Iterator[Task]:
    """Everything of clusters that this person has to do."""
    yield from _to_sign(user)
    yield from _declined(user, on)
    yield from _to_score(user, on)
    yield from _to_appraise(user, on)
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
    for conference in rows.order_by("day", "pk"):
        said = Attendance.objects.filter(conference=conference, seat__organisation__in=bodies)
        if not said.exists():
            yield Task(
                _("Say who comes: %(conference)s") % {"conference": conference.title},
                _("Confirm"),
                reverse("clusters:conference", args=[conference.pk]),
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
