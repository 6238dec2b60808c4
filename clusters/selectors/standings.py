"""The ranking of a season out of its score cards: three queries, whatever the number of members.

Everything that shows places asks here: pages, spreadsheet, paper, projector, what-if. The arithmetic is
`clusters.scoring.rank`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Case, JSONField, When

from clusters.models import Criterion, ScoreValue, Season, Seat
from clusters.scoring import (
    Basis,
    Column,
    Entrant,
    Kind,
    Leaf,
    Ranking,
    RankingRule,
    Total,
    Value,
    claim_of,
    column_total,
    entrant,
    rank,
    standing_total,
)
from clusters.selectors.cards import Scored
from clusters.selectors.sheets import ranking_rule
from clusters.states import CROSS_SCORING_CLOSED

Columns = dict[Column, dict[str, Value]]


@dataclass(frozen=True)
class Entry:
    """One member on its way into a ranking; `unit` of the pure ranking is the id of its seat.

    total: None without a card; of the final column alone, or as far as it is known where the ranking is provisional.
    columns: what stands in the four columns, by code; `unfinished`: criteria without a final value, which keep a
    ranking from being published.
    """

    seat: Seat
    card_id: int | None
    total: Total | None
    columns: Columns = field(default_factory=dict)
    unfinished: tuple[str, ...] = ()

    @property
    def has_card(self) -> bool:
        return self.card_id is not None


@dataclass(frozen=True)
class Lacking:
    """A member and the criteria it has no final value for; without a card all of them."""

    seat: Seat
    has_card: bool
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True)
class Standings:
    """A ranking with what it was made of; rows and names by the id of the seat."""

    season: Season
    scored: Scored
    entries: tuple[Entry, ...]
    ranking: Ranking
    provisional: bool

    @property
    def by_seat(self) -> dict[int, Entry]:
        return {entry.seat.pk: entry for entry in self.entries}

    @property
    def lacking(self) -> tuple[Lacking, ...]:
        """What a published ranking still waits for, by member and criterion; empty when nothing is missing."""
        return lacking(self.scored, self.entries)


def entries_of(
    season: Season,
    *,
    provisional: bool,
    on: date,
    scored: Scored | None = None,
    answers: bool = False,
) -> list[Entry]:
    """The members that belong on the day, in their order, with their totals.

    `provisional`: final, else appraised, else cross, else self, each leaf marked; otherwise the final column alone.
    `answers`: read the answer of every cell and not only of the gates, as the trial of another reading needs. Raises
    Http404 where the season has no sheet. Two queries, and one for the sheet where `scored` is not given.
    """
    known = scored or Scored.of(season)
    seats = list(season.seats.select_related("organisation", "card").order_by("order", "pk"))
    present = [seat for seat in seats if seat.left_on is None or seat.left_on > on]
    for seat in present:
        seat.season = season
    cards = {seat.pk: seat.card.pk for seat in present if hasattr(seat, "card")}
    columns = _columns(cards.values(), known.criteria, answers=answers)
    return [_entry(known, seat, cards.get(seat.pk), columns, provisional) for seat in present]


def _columns(card_ids: Iterable[int], criteria: Iterable[Criterion], *, answers: bool) -> dict[int, Columns]:
    """{card: {column: {code: value}}}, each cell as it stands now; one query, no row made into an object."""
    codes = {one.pk: one.code for one in criteria}
    asked = {one.pk for one in criteria if answers or one.kind == Kind.GATE}
    rows = ScoreValue.objects.filter(card_id__in=list(card_ids), criterion__in=codes, replaced_by=None)
    # Answers are JSON: reading those that nobody asks for would take longer than all the rest.
    said = Case(When(criterion__in=asked, then="claim"), default=None, output_field=JSONField())
    names = ("card_id", "criterion_id", "column", "points", "na", "reason")
    found: dict[int, Columns] = defaultdict(lambda: {column: {} for column in Column})
    known = {column.value: column for column in Column}
    for card_id, criterion_id, column, points, na, reason, claim in rows.values_list(*names, said).iterator():
        answer = claim_of(claim, na=na, reason=reason) if criterion_id in asked else None
        found[card_id][known[column]][codes[criterion_id]] = Value(points, na, answer, reason)
    return found


def _entry(
    scored: Scored, seat: Seat, card_id: int | None, columns: Mapping[int, Columns], provisional: bool
) -> Entry:
    if card_id is None:
        return Entry(seat, None, None, {}, tuple(leaf.code for leaf in scored.leaves_for(seat.sector)))
    mine = columns[card_id]
    if not provisional:
        final = column_total(scored.sheet, mine[Column.FINAL], sector=seat.sector, column=Column.FINAL)
        return Entry(seat, card_id, final, mine, final.missing)
    hidden = seat.season.state not in CROSS_SCORING_CLOSED
    counted = {column: {} if hidden and column is Column.CROSS else mine[column] for column in Column}
    total = standing_total(scored.sheet, counted, sector=seat.sector)
    # What counts and is not final has no final value: the final column need not be summed up for itself.
    open_ = {*total.missing, *total.provisional}
    order = (leaf.code for leaf in scored.leaves_for(seat.sector)) if open_ else ()
    return Entry(seat, card_id, total, mine, tuple(code for code in order if code in open_))


def standing_of(
    season: Season, *, provisional: bool, on: date, votes: Mapping[int, int] | None = None
) -> Ranking:
    """The ranking alone; see `standings_of`."""
    return standings_of(season, provisional=provisional, on=on, votes=votes).ranking


def standings_of(
    season: Season,
    *,
    provisional: bool,
    on: date,
    votes: Mapping[int, int] | None = None,
    scored: Scored | None = None,
) -> Standings:
    """The ranking with its entries. `votes`: of the secret ballot among tied members, by the id of the seat.

    A member without a card is listed as not scored. Raises Http404 where the season has no sheet. Three queries.
    """
    known = scored or Scored.of(season)
    entries = entries_of(season, provisional=provisional, on=on, scored=known)
    ranking = ranked(entries, rule_of_season(season), votes=votes)
    return Standings(season, known, tuple(entries), ranking, provisional)


def rule_of_season(season: Season) -> RankingRule:
    """How the season ranks, by its sheet."""
    assert season.sheet is not None  # noqa: S101 -- whoever asks has its criteria already
    return ranking_rule(season.sheet, season)


def ranked(entries: Sequence[Entry], rule: RankingRule, *, votes: Mapping[int, int] | None = None) -> Ranking:
    """The entries ranked. Pure."""
    entrants = [entrant_of(entry, votes or {}) for entry in entries]
    return rank(entrants, plainest(rule, entrants))


def entrant_of(entry: Entry, votes: Mapping[int, int]) -> Entrant:
    seat = entry.seat
    if entry.total is None:
        return Entrant(seat.pk, None, order=seat.order, sector=seat.sector, missing=entry.unfinished)
    return entrant(seat.pk, entry.total, sector=seat.sector, votes=votes.get(seat.pk), order=seat.order)


def plainest(rule: RankingRule, entrants: Sequence[Entrant]) -> RankingRule:
    """The rule by points where all have the same points possible: it gives the same places, and reads easier."""
    possible = {one.possible for one in entrants if one.points is not None}
    if rule.basis is Basis.SHARE and len(possible) == 1 and possible.pop() > 0:
        return replace(rule, basis=Basis.POINTS)
    return rule


def lacking(scored: Scored, entries: Iterable[Entry]) -> tuple[Lacking, ...]:
    """The members that lack a final value, with the criteria they lack."""
    return tuple(
        Lacking(entry.seat, entry.has_card, tuple(scored.leaves[code] for code in entry.unfinished))
        for entry in entries
        if entry.unfinished
    )
