"""Movements a person may see, what one still needs before its launch, and how far each has reached."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.selectors import reach_of
from emulation.vietnamese import fold
from programmes.coverage import awarded
from programmes.matching import Candidate, Proposal, propose
from programmes.models import (
    Expected,
    Judgement,
    Movement,
    MovementAlias,
    MovementLevel,
    NameJudgement,
    Programme,
    Registration,
)
from programmes.movement_states import KNOWN_BELOW, RegistrationState
from programmes.offices import READERS
from programmes.selectors.programmes import programmes_visible_to
from programmes.states import NEVER_SIGNED, ReportState

MOST_SPELLINGS = 5_000
DEEPEST = 8
"""Levels from the Prime Minister to a unit are five; the search for descendants ends somewhere in any case."""

LEVEL_ORDER = tuple(MovementLevel.values)


def movements_visible_to(user: User) -> QuerySet[Movement]:
    """Those kept within one's reach; launched ones also of the bodies above, whose movements one answers."""
    reach = reach_of(user, READERS, timezone.localdate())
    if not reach:
        return Movement.objects.none()
    return Movement.objects.filter(
        Q(organisation_id__in=reach.places) | Q(organisation_id__in=reach.above, state__in=KNOWN_BELOW)
    )


def movement_for(user: User, pk: int) -> Movement:
    """The movement, or Http404 where it does not exist or is none of the user's business."""
    rows = movements_visible_to(user).select_related("organisation", "launcher", "parent", "instrument")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def alias_for(user: User, pk: int) -> MovementAlias:
    """A spelling of a movement that the user sees, or Http404."""
    rows = MovementAlias.objects.filter(movement__in=movements_visible_to(user)).select_related("movement")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def keeps_movement(user: User, movement: Movement) -> bool:
    """Whether the user looks from the body that keeps the record, or above it."""
    return movement.organisation_id in reach_of(user, READERS, timezone.localdate())


def movement_page(
    user: User,
    *,
    term: str = "",
    state: str = "",
    level: str = "",
    year: int | None = None,
    parent: int | None = None,
) -> QuerySet[Movement]:
    """The list, newest period first; a word of any spelling finds the movement."""
    rows = movements_visible_to(user).select_related("organisation", "parent")
    if term:
        rows = rows.filter(search__contains=fold(term))
    if state:
        rows = rows.filter(state=state)
    if level:
        rows = rows.filter(level=level)
    if parent is not None:
        rows = rows.filter(parent_id=parent)
    if year:
        rows = rows.filter(Q(from_year=None) | Q(from_year__lte=year), Q(to_year=None) | Q(to_year__gte=year))
    return rows.order_by("-from_year", "folded", "pk")


def possible_parents(user: User, movement: Movement | None) -> QuerySet[Movement]:
    """Movements it may answer to: any in sight but itself and what answers to it."""
    rows = movements_visible_to(user)
    if movement is None or movement.pk is None:
        return rows
    return rows.exclude(pk__in=[movement.pk, *descendant_ids([movement.pk])])


def possible_programmes(user: User) -> QuerySet[Programme]:
    return programmes_visible_to(user)


# --- before the launch


def missing_before_launch(movement: Movement) -> list[tuple[str, object]]:
    """(field, its words) of everything a launch still lacks; of a recorded movement only who launched it."""
    wanted: list[tuple[str, object, object]] = [
        ("launched_by", _("who launches it"), movement.launched_by or movement.launcher_id),
    ]
    if not movement.recorded:
        dated = movement.starts_on or movement.from_year
        wanted += [
            ("audience", _("for whom"), movement.audience),
            ("criteria", _("contents and criteria"), movement.criteria),
            ("from_year", _("from when to when"), dated and (movement.ends_on or movement.to_year)),
            ("award_forms", _("forms of award"), movement.award_forms),
            (
                "document_number",
                _("launch document with its date"),
                movement.document_number and movement.document_date,
            ),
        ]
    return [(name, label) for name, label, value in wanted if not value]


# --- names


def candidates_of(movements: QuerySet[Movement]) -> list[Candidate]:
    """The movements as the matcher knows them: canonical name, spellings, and what was judged different."""
    rows = list(movements.order_by("pk").values_list("pk", "name")[:MOST_SPELLINGS])
    ids = [pk for pk, _name in rows]
    aliases: dict[int, list[str]] = defaultdict(list)
    for pk, text in MovementAlias.objects.filter(movement_id__in=ids).values_list("movement_id", "text"):
        aliases[pk].append(text)
    different: dict[int, list[str]] = defaultdict(list)
    judged = NameJudgement.objects.filter(movement_id__in=ids, judgement=Judgement.DIFFERENT)
    for pk, text in judged.values_list("movement_id", "text"):
        different[pk].append(text)
    return [Candidate(pk, name, tuple(aliases[pk]), tuple(different[pk])) for pk, name in rows]


def proposals_for(user: User, text: str) -> list[tuple[Movement, Proposal]]:
    """The movements in sight that the text may name, the likeliest first, each with what speaks for it."""
    visible = movements_visible_to(user)
    found = propose(text, candidates_of(visible))
    movements = visible.select_related("organisation").in_bulk([one.movement_id for one in found])
    return [(movements[one.movement_id], one) for one in found]


# --- the cascade


def descendant_ids(movement_ids: Iterable[int]) -> list[int]:
    """Ids of all that answers to these movements, however deep; a query a level."""
    found: list[int] = []
    generation = list(movement_ids)
    for _depth in range(DEEPEST):
        rows = Movement.objects.filter(parent_id__in=generation).exclude(pk__in=found)
        generation = list(rows.order_by("pk").values_list("pk", flat=True))
        if not generation:
            break
        found += generation
    return found


@dataclass
class Branch:
    """A movement in the tree; what is counted of it includes everything below it, each unit once."""

    movement: Movement
    depth: int
    launched: int = 0
    below: int = 0
    registered: frozenset[int] = frozenset()
    expected: frozenset[int] = frozenset()
    reported: frozenset[int] = frozenset()
    programmes: frozenset[int] = frozenset()
    awarded: frozenset[int] | None = None
    children: list["Branch"] = field(default_factory=list)


def cascade(user: User, movement: Movement) -> list[Branch]:
    """The movement and all in sight that answers to it, parents before children, with what each has reached.

    Launched, registered, reported (programmes with a report that every side confirmed) and awarded; of a movement
    that nobody commends for there is no figure, which is not 0. A unit counts once however many movements its
    work answers.
    """
    visible = movements_visible_to(user)
    ids = [movement.pk, *descendant_ids([movement.pk])]
    rows = list(visible.filter(pk__in=ids).select_related("organisation").order_by("level", "folded", "pk"))
    units, wanted = _units_of(ids)
    linked, reported = _programmes_of(ids)
    known = awarded(ids)
    below: dict[int | None, list[Movement]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: LEVEL_ORDER.index(one.level)):
        below[row.parent_id if row.pk != movement.pk else None].append(row)

    def branch(row: Movement, depth: int) -> Branch:
        children = [branch(child, depth + 1) for child in below[row.pk]]
        return Branch(
            movement=row,
            depth=depth,
            launched=sum(one.launched + (one.movement.state in KNOWN_BELOW) for one in children),
            below=sum(one.below + 1 for one in children),
            registered=units[row.pk].union(*(one.registered for one in children)),
            expected=wanted[row.pk].union(*(one.expected for one in children)),
            programmes=linked[row.pk].union(*(one.programmes for one in children)),
            reported=reported[row.pk].union(*(one.reported for one in children)),
            awarded=_together([known.get(row.pk), *(one.awarded for one in children)]),
            children=children,
        )

    return [one for root in below[None] for one in _flat(branch(root, 0))]


def _together(parts: Iterable[frozenset[int] | None]) -> frozenset[int] | None:
    """All units of the parts that say something; None where none does."""
    said = [part for part in parts if part is not None]
    return frozenset().union(*said) if said else None


def _programmes_of(
    movement_ids: Sequence[int],
) -> tuple[dict[int, frozenset[int]], dict[int, frozenset[int]]]:
    """({movement: programmes it belongs to}, {movement: those with a confirmed report})."""
    rows = Programme.objects.filter(movements__in=movement_ids, recorded=False).exclude(
        state__in=NEVER_SIGNED
    )
    confirmed = rows.filter(reports__state=ReportState.CONFIRMED)
    return (
        _grouped(rows.values_list("movements", "pk")),
        _grouped(confirmed.values_list("movements", "pk").distinct()),
    )


def _flat(branch: Branch) -> Iterable[Branch]:
    yield branch
    for child in branch.children:
        yield from _flat(child)


def _units_of(movement_ids: Sequence[int]) -> tuple[dict[int, frozenset[int]], dict[int, frozenset[int]]]:
    """({movement: units that registered}, {movement: units expected}), by the rounds that name the movement."""
    sent = Registration.objects.filter(
        round__movements__in=movement_ids, state__in=[RegistrationState.SENT, RegistrationState.ACCEPTED]
    ).values_list("round__movements", "organisation_id")
    asked = Expected.objects.filter(round__movements__in=movement_ids)
    return _grouped(sent), _grouped(asked.values_list("round__movements", "organisation_id"))


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for movement_id, organisation_id in pairs:
        found[movement_id].add(organisation_id)
    return defaultdict(frozenset, {pk: frozenset(units) for pk, units in found.items()})
