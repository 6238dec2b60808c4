"""What every screen of a conference shows now: nothing in it is private, and nothing tells how anybody voted."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import Http404

from clusters.agenda import ItemKind
from clusters.conference_states import ConferenceState, Purpose
from clusters.exhibits import Exhibit, exhibit
from clusters.models import AgendaItem, Conference
from clusters.selectors.conferences import (
    Quorum,
    Told,
    attendance_of,
    elected_for,
    hand_over_of,
    items_of,
    motions_of,
    quorum_of,
)
from emulation.ballots.selectors.secret import Turnout, turnout_of
from emulation.ballots.states import BallotState

VOTES_WITH = {
    ItemKind.STANDINGS: (Purpose.TIE_BREAK,),
    ItemKind.NOMINATION: (Purpose.NOMINATION, Purpose.TIE_BREAK),
    ItemKind.ELECTION: (Purpose.LEADER, Purpose.DEPUTY),
}
ANNULLED = BallotState.ANNULLED


@dataclass(frozen=True)
class Vote:
    """A ballot on the screen: its questions; how many papers are in; the sentences once it is counted."""

    told: Sequence[Told]
    turnout: Turnout

    @property
    def state(self) -> str:
        return self.told[0].ballot.state

    @property
    def round(self) -> int:
        return self.told[0].ballot.round


@dataclass(frozen=True)
class Screen:
    """The item on the screens with what belongs to it; without one, the agenda."""

    conference: Conference
    items: Sequence[AgendaItem]
    current: AgendaItem | None
    place: int = 0
    exhibit: Exhibit | None = None
    votes: Sequence[Vote] = field(default_factory=tuple)
    quorum: Quorum | None = None
    hand_over: object = None
    chosen: Sequence[object] = field(default_factory=tuple)


def screen_of(pk: int) -> Screen:
    """The screen of a conference; who may watch has been asked before. Few queries, by what the item shows."""
    conference = Conference.objects.select_related("season__cluster", "current").filter(pk=pk).first()
    if conference is None:
        raise Http404
    items = list(items_of(conference))
    current = conference.current if conference.state == ConferenceState.UNDER_WAY else None
    if current is None:
        return Screen(conference, items, None, chosen=_chosen(conference))
    kind = ItemKind(current.kind)
    return Screen(
        conference,
        items,
        current,
        place=next((place for place, one in enumerate(items, start=1) if one.pk == current.pk), 0),
        exhibit=exhibit(kind, conference.season),
        votes=_votes(conference, kind),
        quorum=quorum_of(conference, attendance_of(conference)) if kind == ItemKind.OPENING else None,
        hand_over=hand_over_of(conference) if kind == ItemKind.HAND_OVER else None,
    )


def _votes(conference: Conference, kind: ItemKind) -> list[Vote]:
    purposes = VOTES_WITH.get(kind)
    if purposes is None:
        return []
    found: dict[int, list[Told]] = {}
    for one in motions_of(conference, *purposes):
        if one.ballot.state != ANNULLED:
            found.setdefault(one.ballot.pk, []).append(one)
    return [Vote(told, turnout_of(told[0].ballot)) for told in found.values()]


def _chosen(conference: Conference) -> list[object]:
    """After the conference: who leads next year."""
    if conference.state != ConferenceState.HELD:
        return []
    return [turn for _role, turn in sorted(elected_for(conference.season).items(), reverse=True)]
