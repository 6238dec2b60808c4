"""Chấm chéo: the draws of a season, who scores whom, how far each is, and what a draw must avoid. Few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from clusters import drawing
from clusters.models import Assignment, CrossDraw, ScoreCard, ScoreValue, Season, Seat
from clusters.scoring import Column, Given, Leaning, leanings
from clusters.selectors.cards import Cells, Scored, cells_of, unanswered
from clusters.selectors.clusters import heirs_among, reach, seasons_visible_to
from clusters.states import DRAWS_THAT_STAND, DrawState, PeerState, SeasonState
from emulation.accounts.models import User
from emulation.organisations.models import Succession, SuccessionKind


def draws_of(season: Season) -> list[CrossDraw]:
    """Every draw there was, the newest first."""
    rows = season.draws.select_related("drawn_by__person", "confirmed_by__person")
    return list(rows.order_by("-number"))


def standing_draw(season: Season) -> CrossDraw | None:
    """The draw that is looked at or confirmed; None where none was drawn."""
    return season.draws.filter(state__in=DRAWS_THAT_STAND).first()


def draw_for(user: User, pk: int) -> CrossDraw:
    """The draw of a season in sight, or Http404."""
    rows = CrossDraw.objects.filter(season__in=seasons_visible_to(user))
    found = rows.select_related("season__cluster__organiser", "season__sheet").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def pairs_in(draws: Iterable[CrossDraw]) -> QuerySet[Assignment]:
    """The pairs that hold, by scorer in the order of the members."""
    rows = Assignment.objects.filter(draw__in=list(draws)).exclude(state=PeerState.ENDED)
    related = ("scorer__organisation", "scored__organisation", "submitted_by__person")
    return rows.select_related(*related).order_by("scorer__order", "scored__order", "pk")


def live_pairs(season: Season) -> list[Assignment]:
    """Who scores whom by the confirmed draw. Asked once a season object: a grid asks for each of its rows."""
    known: list[Assignment] | None = season.__dict__.get("_pairs_known")
    if known is None:
        rows = Assignment.objects.filter(draw__season=season, draw__state=DrawState.CONFIRMED)
        found = rows.exclude(state=PeerState.ENDED).select_related("scorer", "scored")
        known = season.__dict__["_pairs_known"] = list(found.order_by("scorer__order", "scored__order", "pk"))
    return known


def not_submitted(season: Season) -> list[Assignment]:
    """The pairs whose peer score is still waited for, while cross-scoring is open."""
    if season.state != SeasonState.CROSS_CHECK:
        return []
    return [pair for pair in live_pairs(season) if pair.state != PeerState.SUBMITTED]


def pairs_of(user: User, season: Season) -> list[Assignment]:
    """Whom the user's own body scores."""
    pairs = live_pairs(season) if season.cross_scored else []
    mine = reach(user).continued if pairs else ()
    return [pair for pair in pairs if pair.scorer.organisation_id in mine]


def scored_by(user: User, card: ScoreCard) -> Assignment | None:
    """The pair in which the user's own body scores this card."""
    mine = reach(user).continued
    pairs = live_pairs(card.seat.season)
    return next(
        (one for one in pairs if one.scored_id == card.seat_id and one.scorer.organisation_id in mine), None
    )


def assignment_for(user: User, pk: int) -> Assignment:
    """A pair of a season in sight, or Http404."""
    rows = Assignment.objects.filter(draw__season__in=seasons_visible_to(user))
    related = ("draw__season__cluster__organiser", "draw__season__sheet", "scorer", "scored")
    found = rows.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def has_peer_scores(season: Season) -> bool:
    """Whether anybody has entered a peer score in the season."""
    return ScoreValue.objects.filter(card__seat__season=season, column=Column.CROSS).exists()


def without_scorer(draw: CrossDraw) -> list[Seat]:
    """The members that nobody scores by this draw: their scorer left, or what it had was given to none."""
    held = Assignment.objects.filter(draw=draw).exclude(state=PeerState.ENDED).values("scored")
    rows = draw.season.seats.filter(left_on=None).exclude(pk__in=held)
    return list(rows.order_by("order", "pk"))


def inputs_for(season: Season) -> dict[str, list[object]]:
    """What goes into a draw: the members, last year's pairs as the bodies are called now, and merged sisters."""
    rows = season.seats.filter(left_on=None).order_by("order", "pk")
    units = list(rows.values_list("organisation_id", flat=True))
    return {
        "units": list(units),
        "last_year": [list(pair) for pair in last_year_pairs(season)],
        "sisters": [list(family) for family in sisters_among(units)],
    }


def last_year_pairs(season: Season) -> list[tuple[int, int]]:
    """Who scored whom in the season before, the heirs of a merged body standing for it."""
    rows = Assignment.objects.filter(
        draw__season__cluster=season.cluster_id,
        draw__season__year=season.year - 1,
        draw__state=DrawState.CONFIRMED,
    ).exclude(state=PeerState.ENDED)
    pairs = list(rows.order_by("pk").values_list("scorer__organisation_id", "scored__organisation_id"))
    heirs = heirs_among({one for pair in pairs for one in pair})

    def now(body: int) -> list[int]:
        later = heirs.get(body)
        return [found for heir in later for found in now(int(str(heir)))] if later else [body]

    return list(
        dict.fromkeys(
            (one, other) for scorer, scored in pairs for one in now(scorer) for other in now(scored)
        )
    )


def sisters_among(organisation_ids: Collection[int]) -> list[tuple[int, ...]]:
    """Those of the bodies that come from one body, or that one body continues: they do not score each other."""
    families: dict[tuple[str, int], set[int]] = defaultdict(set)
    for name, ends in (
        ("up", ("successor_id", "predecessor_id")),
        ("down", ("predecessor_id", "successor_id")),
    ):
        reached: dict[int, set[int]] = {body: {body} for body in organisation_ids}
        _walk(reached, *ends)
        for body, others in reached.items():
            for other in others:
                families[name, other].add(body)
    found = {tuple(sorted(family)) for family in families.values() if len(family) > 1}
    return sorted(found)


def _walk(reached: dict[int, set[int]], this: str, other: str) -> None:
    """Add to each body all that it is joined to in one direction, however many mergers away."""
    edge = set(reached)
    while edge:
        rows = Succession.objects.filter(**{f"{this}__in": edge}, successor__isnull=False)
        pairs = list(rows.exclude(kind=SuccessionKind.RENAME).values_list(this, other))
        edge = set()
        for near, far in pairs:
            for found in reached.values():
                if near in found and far not in found:
                    found.add(far)
                    edge.add(far)


def repeats(draw: CrossDraw) -> bool:
    """Whether drawing once more with the same seed from the same list gives the same pairs."""
    told = draw.inputs
    again = drawing.draw(
        told["units"],
        seed=draw.seed,
        last_year=[(scorer, scored) for scorer, scored in told["last_year"]],
        sisters=told["sisters"],
    )
    return [list(pair) for pair in again.pairs] == draw.pairs


@dataclass(frozen=True)
class Progress:
    """How far a scorer is: criteria answered, of how many."""

    pair: Assignment
    card: ScoreCard | None
    answered: int
    asked: int


def progress_of(season: Season, pairs: Iterable[Assignment]) -> list[Progress]:
    """For each pair how much of the card is scored; three queries for any number."""
    listed = list(pairs)
    if season.sheet is None:
        return [Progress(pair, None, 0, 0) for pair in listed]
    scored = Scored.of(season)
    rows = ScoreCard.objects.filter(seat__in=[pair.scored_id for pair in listed])
    cards = {card.seat_id: card for card in rows}
    cells = cells_of([card.pk for card in cards.values()])
    return [_progress(scored, pair, cards.get(pair.scored_id), cells) for pair in listed]


def _progress(scored: Scored, pair: Assignment, card: ScoreCard | None, cells: dict[int, Cells]) -> Progress:
    leaves = scored.leaves_for(pair.scored.sector)
    if card is None:
        return Progress(pair, None, 0, len(leaves))
    left = len(unanswered(leaves, cells[card.pk][Column.CROSS]))
    return Progress(pair, card, len(leaves) - left, len(leaves))


@dataclass(frozen=True)
class Scorer:
    """One scorer beside what others found: against the appraised or final points, and against the self-scores."""

    seat: Seat
    judged: Leaning | None
    claimed: Leaning | None


def scorers_of(season: Season) -> list[Scorer]:
    """Each scorer's peer scores against the appraisal and against the self-scores; four queries for any number."""
    scored = Scored.of(season)
    pairs = live_pairs(season)
    cards = {
        card.seat_id: card for card in ScoreCard.objects.filter(seat__in=[one.scored_id for one in pairs])
    }
    cells = cells_of([card.pk for card in cards.values()])
    judged, claimed = [], []
    for pair in pairs:
        if pair.scored_id in cards:
            found = cells[cards[pair.scored_id].pk]
            judged += _given(scored, pair, found, (Column.FINAL, Column.APPRAISED))
            claimed += _given(scored, pair, found, (Column.SELF,))
    sides = [{one.scorer: one for one in leanings(given)} for given in (judged, claimed)]
    seats = {pair.scorer_id: pair.scorer for pair in pairs}
    return [Scorer(seat, sides[0].get(pk), sides[1].get(pk)) for pk, seat in seats.items()]


def _given(scored: Scored, pair: Assignment, cells: Cells, against: tuple[Column, ...]) -> list[Given]:
    """The peer scores of one pair, each with the points it is held against."""
    found = []
    for code, row in cells[Column.CROSS].items():
        leaf = scored.leaves.get(code)
        if leaf is None or leaf.is_gate or row.points is None:
            continue
        others = (cells[column].get(code) for column in against)
        points = next((one.points for one in others if one is not None and one.points is not None), None)
        found.append(Given(pair.scorer_id, pair.scored_id, code, row.points, leaf.most, points))
    return found
