"""Score cards a person may see, what stands in their cells, and what is still missing. Few queries for any number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from clusters.models import (
    Assignment,
    Criterion,
    CrossDraw,
    Evidence,
    Explanation,
    ScoreCard,
    ScoreValue,
    Season,
    Seat,
)
from clusters.scoring import (
    Claim,
    Column,
    Kind,
    Leaf,
    Reading,
    Sheet,
    Total,
    Value,
    gates_of,
    leaves_below,
    read,
    rule_of,
    standing_total,
)
from clusters.selectors.clusters import led_by, reach
from clusters.selectors.sheets import criteria_of, pure_of
from clusters.states import CROSS_SCORING_CLOSED, DrawState, PeerState, SeasonState
from emulation.accounts.models import User


def cards_visible_to(user: User) -> QuerySet[ScoreCard]:
    """The own card; all cards of a cluster one's own body organises or leads today, or those below it.

    The card of another member is seen by who was drawn to score it, from the opening of cross-scoring on; by all
    members once cross-scoring is closed. Which of its columns, `columns_shown` says.
    """
    mine = reach(user)
    if not mine:
        return ScoreCard.objects.none()
    runs = Q(seat__season__cluster__organiser_id__in=mine.places) | Q(
        seat__season__cluster_id__in=led_by(mine.held, timezone.localdate())
    )
    return ScoreCard.objects.filter(
        runs | Q(seat__organisation_id__in=mine.continued) | _drawn(mine.continued) | _closed(mine.continued)
    )


def _drawn(bodies: Collection[int]) -> Q:
    """The cards that one of these bodies was drawn to score."""
    pairs = Assignment.objects.filter(
        scored=OuterRef("seat"), draw__state=DrawState.CONFIRMED, scorer__organisation_id__in=bodies
    ).exclude(state=PeerState.ENDED)
    opened = [SeasonState.CROSS_CHECK, *CROSS_SCORING_CLOSED]
    return Exists(pairs) & Q(seat__season__state__in=opened)


def _closed(bodies: Collection[int]) -> Q:
    """The cards of a season in which the members scored each other, for all of them once that is closed."""
    season = OuterRef("seat__season")
    drawn = CrossDraw.objects.filter(season=season, state=DrawState.CONFIRMED)
    member = Seat.objects.filter(season=season, organisation_id__in=bodies)
    return Q(seat__season__state__in=CROSS_SCORING_CLOSED) & Exists(drawn) & Exists(member)


def card_for(user: User, pk: int) -> ScoreCard:
    """The card, or Http404 where it does not exist or is none of the user's business."""
    rows = cards_visible_to(user).select_related(
        "seat__season__cluster__organiser",
        "seat__season__sheet",
        "seat__organisation",
        "submitted_by__person",
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def cards_in(user: User, season: Season) -> list[ScoreCard]:
    """The cards of a season in sight, in the order of the members; those of members that left come with them."""
    rows = cards_visible_to(user).filter(seat__season=season).select_related("seat")
    found = list(rows.order_by("seat__order", "seat__pk"))
    for card in found:
        card.seat.season = season
    return found


def own_card(user: User, season: Season) -> ScoreCard | None:
    """The card of the own body in this season, if it has one."""
    rows = ScoreCard.objects.filter(seat__season=season, seat__organisation_id__in=reach(user).continued)
    return rows.order_by("seat__order").first()


def has_cards(season: Season) -> bool:
    """Whether self-scoring was ever opened."""
    return ScoreCard.objects.filter(seat__season=season).exists()


def evidence_for(user: User, pk: int) -> Evidence:
    """A piece of evidence on a card in sight, or Http404."""
    rows = Evidence.objects.filter(card__in=cards_visible_to(user)).select_related(
        "card__seat__season__cluster"
    )
    found = rows.filter(pk=pk, removed_at=None).first()
    if found is None:
        raise Http404
    return found


def evidence_of(card: ScoreCard) -> list[Evidence]:
    """What lies on the card, each with its `criteria`; two queries."""
    rows = (
        card.evidence.filter(removed_at=None).prefetch_related("criteria").select_related("added_by__person")
    )
    return list(rows.order_by("pk"))


Cells = dict[Column, dict[str, ScoreValue]]


def cells_of(card_ids: Collection[int]) -> dict[int, Cells]:
    """{card: {column: {code: the newest value}}}; one query."""
    rows = ScoreValue.objects.filter(card_id__in=card_ids, replaced_by=None)
    found: dict[int, Cells] = defaultdict(lambda: {column: {} for column in Column})
    for row in rows.select_related("criterion", "author__person", "body", "figure"):
        found[row.card_id][Column(row.column)][row.criterion.code] = row
    return found


def newest_of(
    card_ids: Collection[int], criterion_ids: Collection[int]
) -> dict[tuple[int, int, str], ScoreValue]:
    """{(card, criterion, column): the newest value}; one query."""
    rows = ScoreValue.objects.filter(card_id__in=card_ids, criterion_id__in=criterion_ids, replaced_by=None)
    return {(row.card_id, row.criterion_id, row.column): row for row in rows.select_related("author__person")}


def history_of_cell(card: ScoreCard, criterion: Criterion) -> list[ScoreValue]:
    """Every value that ever stood in the four cells of a criterion, the newest first."""
    rows = card.values.filter(criterion=criterion).select_related("author__person", "body", "figure")
    return list(rows.prefetch_related("explanations__author__person").order_by("-pk"))


def explanations_of(card_ids: Collection[int]) -> dict[tuple[int, int], list[Explanation]]:
    """{(card, criterion): what the member said, the first before the last}; one query."""
    rows = Explanation.objects.filter(value__card__in=card_ids).select_related("value", "author__person")
    found: dict[tuple[int, int], list[Explanation]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.value.card_id, row.value.criterion_id].append(row)
    return dict(found)


@dataclass
class Scored:
    """A season's sheet with its criteria by code: what every page of scores begins with. One query."""

    season: Season
    criteria: list[Criterion] = field(default_factory=list)

    @classmethod
    def of(cls, season: Season) -> "Scored":
        """Of a season that has chosen its sheet; Http404 without one."""
        if season.sheet is None:
            raise Http404
        return cls(season, criteria_of(season.sheet))

    @cached_property
    def sheet(self) -> Sheet:
        """The sheet as it is read in this season: the rulings in force put their rule in the place of a criterion's."""
        assert self.season.sheet is not None  # noqa: S101 -- `of` turned the others away
        sheet = pure_of(self.season.sheet, self.criteria)
        readings = [
            Reading(
                one.code,
                rule=rule_of(one.kind, self.season.readings[one.code]["params"], bonus_cap=one.bonus_cap),
            )
            for one in self.criteria
            if one.code in self.season.readings
        ]
        return read(sheet, readings) if readings else sheet

    @cached_property
    def by_code(self) -> dict[str, Criterion]:
        return {one.code: one for one in self.criteria}

    @cached_property
    def by_id(self) -> dict[int, Criterion]:
        return {one.pk: one for one in self.criteria}

    @cached_property
    def leaves(self) -> dict[str, Leaf]:
        """The scored leaves and the gates of every sector, in the order of the sheet."""
        return {leaf.code: leaf for leaf in self.leaves_for(None)}

    def leaves_for(self, sector: str | None) -> list[Leaf]:
        gates = [leaf for leaf, _ in gates_of(self.sheet, sector)]
        return [*leaves_below(self.sheet, sector), *gates]

    def total(self, cells: Cells, sector: str, columns: Collection[Column] = tuple(Column)) -> Total:
        """As far as it is known in these columns; what is not final is marked in it."""
        seen = {column: rows for column, rows in values_of(cells).items() if column in columns}
        return standing_total(self.sheet, seen, sector=sector)


def values_of(cells: Mapping[Column, Mapping[str, ScoreValue]]) -> dict[Column, dict[str, Value]]:
    """As the arithmetic takes them."""
    return {column: {code: row.value for code, row in rows.items()} for column, rows in cells.items()}


def answered(leaf: Leaf, row: ScoreValue | None) -> bool:
    """Whether the cell holds an answer; 0 is one, an empty cell is none."""
    if row is None:
        return False
    if row.na or row.points is not None:
        return True
    claim: Claim = row.answer
    if leaf.is_gate:
        return claim.yes is not None
    return leaf.rule.kind is Kind.RELATIVE and not claim.lacks(leaf.rule)


def unanswered(leaves: Iterable[Leaf], values: Mapping[str, ScoreValue]) -> list[Leaf]:
    return [leaf for leaf in leaves if not answered(leaf, values.get(leaf.code))]


def unproven(
    leaves: Iterable[Leaf], values: Mapping[str, ScoreValue], evidence: Iterable[Evidence]
) -> list[Leaf]:
    """The claims for points that neither evidence, nor a reported figure, nor a sentence why stands behind."""
    proven = {one.code for piece in evidence for one in piece.criteria.all()}
    found = []
    for leaf in leaves:
        row = values.get(leaf.code)
        if row is None or leaf.is_gate or not row.points or leaf.code in proven:
            continue
        if row.figure_id is None and not row.unproven:
            found.append(leaf)
    return found
