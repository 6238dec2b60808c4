"""Where a person looks from on a day, and the dossiers a conflict of interest hides.

A board member who is the nominee or belongs to the nominee's unit sees no trace of that dossier in the
campaigns of that board: every selector of this room starts from `viewpoint` and `conflict`.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Value
from django.utils import timezone

from awards.models import Campaign, Nomination, Seat, SubjectKind
from awards.states import BEFORE_THE_BOARD, GRANTED, CampaignState, DecisionState, NominationState
from emulation.accounts.models import User
from emulation.accounts.selectors import Reach, organisations_where, posts_of, reach_of
from emulation.ballots.models import RollEntry
from emulation.organisations.offices import Office
from emulation.organisations.selectors import predecessor_ids

STANDING_READERS = frozenset(
    {
        Office.OFFICER,
        Office.HEAD,
        Office.DEPUTY,
        Office.COUNCIL_SECRETARY,
        Office.APPRAISER,
        Office.CLERK,
        Office.OBSERVER,
        Office.AUDITOR,
    }
)
"""At a standing agency these see its campaigns whole; at a unit, the unit's own nominations."""


DECIDERS = frozenset({Office.HEAD, Office.DEPUTY, Office.CLERK})


BOARD_SEES = BEFORE_THE_BOARD | GRANTED


HIDDEN_UNTIL_DECIDED = (NominationState.PASSED, NominationState.FAILED, NominationState.DEFERRED)


TO_DECIDERS = (DecisionState.PROPOSED, DecisionState.PUBLISHED)


@dataclass(frozen=True)
class Viewpoint:
    """Where a person looks from on a day: what the posts open for reading, and the ids of bodies and boards."""

    person_id: int | None
    name: str
    birth_year: int | None
    standing: Reach
    deciding: frozenset[int]
    own_units: frozenset[int]
    boards: frozenset[int]
    bound: frozenset[int]
    """Boards whose votes a conflict of interest keeps the person from: a seat may end while a vote is open."""


def viewpoint(user: User, *, on: date | None = None) -> Viewpoint:
    """Computed once for a user object and day; someone without posts and seats sees from nowhere."""
    day = on or timezone.localdate()
    cache: dict[date, Viewpoint] = user.__dict__.setdefault("_awards_viewpoint", {})
    if day not in cache:
        person = user.person if user.is_active else None
        boards, bound = _boards(person.pk, day) if person else (frozenset(), frozenset())
        cache[day] = Viewpoint(
            person_id=person.pk if person else None,
            name=person.search if person else "",
            birth_year=person.birth_year if person else None,
            standing=reach_of(user, STANDING_READERS, day),
            deciding=_with_predecessors(organisations_where(user, DECIDERS, day)),
            own_units=frozenset(post.organisation_id for post in posts_of(user, day)),
            boards=boards,
            bound=bound,
        )
    return cache[day]


def _with_predecessors(organisation_ids: frozenset[int]) -> frozenset[int]:
    """The deciding bodies and those they continue: what a merged body decided is its successor's to answer for."""
    return organisation_ids | predecessor_ids(organisation_ids)


def _boards(person_id: int, on: date) -> tuple[frozenset[int], frozenset[int]]:
    """(boards where the person sits, those and the boards of an open vote whose frozen list names the person)."""
    sits = Seat.objects.filter(person_id=person_id, valid_from__lte=on).filter(
        Q(valid_to=None) | Q(valid_to__gte=on)
    )
    votes = Campaign.objects.filter(
        state=CampaignState.IN_REVIEW, ballot__roll__person_id=person_id, board__isnull=False
    )
    both = [
        rows.order_by().annotate(sitting=Value(sitting)).values_list("board_id", "sitting")
        for rows, sitting in ((sits, True), (votes, False))
    ]
    rows = list(both[0].union(both[1]))
    return frozenset(pk for pk, sitting in rows if sitting), frozenset(pk for pk, _sitting in rows)


def bound_people(campaign: Campaign, *, on: date) -> frozenset[int]:
    """Ids of the persons who decide in this campaign: on its board that day, or on the frozen list of its vote."""
    seats = Seat.objects.filter(board_id=campaign.board_id or 0, valid_from__lte=on).filter(
        Q(valid_to=None) | Q(valid_to__gte=on)
    )
    roll = RollEntry.objects.filter(ballot_id=campaign.ballot_id or 0)
    return frozenset(seats.values_list("person_id", flat=True)) | frozenset(
        roll.values_list("person_id", flat=True)
    )


def conflict(view: Viewpoint) -> Q:
    """The nominations hidden from a board member: their own, and those of the units they belong to.

    A second record of the same person is recognised by full name and birth year together; a shared
    family name is never a conflict.
    """
    if view.person_id is None or not view.bound:
        return Q(pk__in=())
    touching = Q(person_id=view.person_id) | Q(unit_id__in=view.own_units)
    if view.birth_year is not None:
        touching |= Q(subject_kind=SubjectKind.INDIVIDUAL, folded=view.name, birth_year=view.birth_year)
    return Q(campaign__board_id__in=view.bound) & touching


def is_conflicted(user: User, nomination: Nomination, *, on: date | None = None) -> bool:
    """Whether the nomination is hidden from this member of its campaign's board."""
    return Nomination.objects.filter(conflict(viewpoint(user, on=on)), pk=nomination.pk).exists()
