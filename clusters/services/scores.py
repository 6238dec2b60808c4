"""Entering scores: typed, pasted, imported, automatic, put back. A value is added, nothing is ever overwritten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.cells import claim_from, is_away, is_claim, points_from
from clusters.models import Criterion, ScoreCard, ScoreValue, Season, Source
from clusters.permissions import scores as permissions
from clusters.scoring import (
    BadClaim,
    Claim,
    Column,
    Kind,
    Leaf,
    Value,
    asked,
    claim_data,
    claim_of,
    scored,
    value_faults,
)
from clusters.selectors.cards import Scored, newest_of
from clusters.selectors.clusters import reach
from clusters.selectors.peers import scored_by
from clusters.sentences import fault_words
from clusters.services.cards import same
from emulation.accounts.models import User
from emulation.audit.services import hold, record_many
from emulation.indicators.models import Figure
from emulation.indicators.selectors import figures_on
from emulation.verdicts import Verdict, demand
from emulation.vietnamese import nfc

MOST_AT_ONCE = 2000


@dataclass(frozen=True)
class Entry:
    """What a person put into one cell. began: id of the value that was seen there, 0 for an empty cell;
    again: id of an earlier value of the cell to be put back, 0 for emptiness."""

    card_id: int
    criterion_id: int
    text: str = ""
    began: int = 0
    reason: str = ""
    unproven: str = ""
    again: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of an entry: SAVED, SAME (nothing to save), WRONG (see `say`), CLASH (`row` is the other's value).

    needs: "reason" where nothing but a reason is missing.
    """

    entry: Entry
    state: str
    row: ScoreValue | None = None
    say: str = ""
    needs: str = ""


SAVED, SAME, WRONG, CLASH = "saved", "same", "wrong", "clash"


@transaction.atomic
def put(
    season: Season,
    column: Column,
    entries: Sequence[Entry],
    *,
    by: User,
    source: str = Source.TYPED,
    dry: bool = False,
) -> list[Outcome]:
    """Enter values into one column, in one transaction and few queries for any number of cells.

    What is right is saved though another cell of the same request is wrong. A cell that holds another value than the
    one it was begun from is not overwritten: it comes back as CLASH with what stands there. `dry` saves nothing.
    """
    hold(season.audit_chain)
    Season.objects.select_for_update().get(pk=season.pk)
    wanted = sorted({entry.card_id for entry in entries})
    list(ScoreCard.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
    desk = _Desk(season, column, entries, by, source)
    outcomes = [desk.judge(entry) for entry in entries[:MOST_AT_ONCE]]
    if not dry:
        desk.keep(outcomes)
    return outcomes


class _Desk:
    """All that is asked of the database for one request, before any of its cells is looked at."""

    def __init__(
        self, season: Season, column: Column, entries: Sequence[Entry], by: User, source: str
    ) -> None:
        rows = ScoreCard.objects.filter(
            pk__in={entry.card_id for entry in entries}, seat__season=season
        ).select_related("seat")
        kept = Season.objects.select_related("cluster__organiser", "sheet").get(pk=season.pk)
        self.season, self.column, self.by, self.source = kept, column, by, source
        self.cards = {card.pk: card for card in rows}
        for card in self.cards.values():
            card.seat.season = kept
        self.scored = Scored.of(kept)
        self.standing = newest_of(self.cards.keys(), {entry.criterion_id for entry in entries})
        again = {entry.again for entry in entries if entry.again}
        self.earlier = ScoreValue.objects.in_bulk(again) if again else {}
        self.at, self.today = timezone.now(), timezone.localdate()
        self._verdicts: dict[int, Verdict] = {}
        self._leaves: dict[str, frozenset[str]] = {}

    def judge(self, entry: Entry) -> Outcome:
        """What is to become of one entry; a SAVED one holds its row, not yet in the database."""
        card, criterion = self.cards.get(entry.card_id), self.scored.by_id.get(entry.criterion_id)
        if card is None or criterion is None or criterion.code not in self._codes_for(card):
            return Outcome(entry, WRONG, say=_("There is no such cell on this sheet."))
        verdict = self._verdict(card)
        if not verdict:
            return Outcome(entry, WRONG, say=str(verdict.reason))
        current = self.standing.get((card.pk, criterion.pk, self.column))
        try:
            row = self._row(entry, card, criterion, current)
        except BadClaim as error:
            return _wrong(entry, current, error)
        return self._held_against(entry, row, current)

    def _codes_for(self, card: ScoreCard) -> frozenset[str]:
        sector = card.seat.sector
        if sector not in self._leaves:
            self._leaves[sector] = frozenset(leaf.code for leaf in self.scored.leaves_for(sector))
        return self._leaves[sector]

    def _verdict(self, card: ScoreCard) -> Verdict:
        if card.pk not in self._verdicts:
            self._verdicts[card.pk] = permissions.may_score(self.by, card, self.column, on=self.today)
        return self._verdicts[card.pk]

    def _held_against(self, entry: Entry, row: ScoreValue, current: ScoreValue | None) -> Outcome:
        unchanged = _alike(row, current)
        if unchanged:
            return Outcome(entry, SAME, current)
        if (current.pk if current else 0) != entry.began:
            return Outcome(entry, CLASH, current, _("Somebody else changed this cell meanwhile."))
        if self._needs_reason(row):
            return Outcome(
                entry, WRONG, current, _("It differs from the score before it: say why."), "reason"
            )
        row.replaces = current
        return Outcome(entry, SAVED, row)

    def _needs_reason(self, row: ScoreValue) -> bool:
        """Whether it departs without a word from the self-score; the final column from the appraised one."""
        if row.reason or row.empty or self.column is Column.SELF:
            return False
        cell = (row.card_id, row.criterion_id)
        before = self.standing.get((*cell, Column.SELF))
        if self.column is Column.FINAL:
            before = self.standing.get((*cell, Column.APPRAISED)) or before
        return before is None or not same(before, row)

    def _row(
        self, entry: Entry, card: ScoreCard, criterion: Criterion, current: ScoreValue | None
    ) -> ScoreValue:
        row = ScoreValue(
            card=card,
            criterion=criterion,
            column=self.column,
            author=self.by,
            body_id=self._body(card),
            at=self.at,
            source=self.source,
        )
        if entry.again is not None:
            return self._put_back(entry, row)
        leaf = self.scored.leaves[criterion.code]
        reason = nfc(entry.reason).strip() or (current.reason if current else "")
        own = self.standing.get((card.pk, criterion.pk, Column.SELF))
        value = self.read(leaf, entry.text, reason, own)
        row.points, row.na, row.reason = value.points, value.na, reason
        row.claim = claim_data(replace(value.claim, na=False, reason="")) if value.claim else {}
        row.unproven = nfc(entry.unproven).strip() or (current.unproven if current else "")
        return row

    def read(self, leaf: Leaf, text: str, reason: str, own: ScoreValue | None) -> Value:
        """The value that a text means in this column. Raises BadClaim."""
        if self.column is Column.SELF or is_claim(text) or is_away(text) or asked(leaf.rule) == ("yes",):
            claim = claim_from(leaf.rule, text, reason=reason)
            points = scored(self.scored.sheet, leaf, claim).total
            return Value(None if leaf.is_gate else points, claim.na, claim, reason)
        if not text.strip():
            return Value(reason=reason)
        points = points_from(text)
        claim = own.answer if own is not None and own.points == points else Claim()
        value = Value(points, False, claim, reason)
        faults = value_faults(self.scored.sheet, leaf, value)
        if faults:
            raise BadClaim(faults)
        return value

    def _put_back(self, entry: Entry, row: ScoreValue) -> ScoreValue:
        row.source = Source.UNDONE
        earlier = self.earlier.get(entry.again or 0)
        place = (row.card_id, row.criterion_id, row.column)
        if earlier is not None and (earlier.card_id, earlier.criterion_id, earlier.column) == place:
            for name in ("claim", "points", "na", "reason", "unproven"):
                setattr(row, name, getattr(earlier, name))
        return row

    def _body(self, card: ScoreCard) -> int | None:
        if self.column is Column.SELF:
            return card.seat.organisation_id
        if self.column is Column.CROSS:
            pair = scored_by(self.by, card)
            return pair.scorer.organisation_id if pair is not None else None
        held = reach(self.by).held
        organiser = self.season.cluster.organiser_id
        return organiser if organiser in held else min(held, default=None)

    def keep(self, outcomes: Iterable[Outcome]) -> None:
        """Write what is SAVED, with one entry a card in the journal."""
        rows = [outcome.row for outcome in outcomes if outcome.state == SAVED and outcome.row is not None]
        if not rows:
            return
        ScoreValue.objects.bulk_create(rows, batch_size=500)
        counts: dict[int, int] = {}
        for row in rows:
            counts[row.card_id] = counts.get(row.card_id, 0) + 1
        record_many(
            "score.enter",
            [(self.cards[pk], {"scores": [None, count]}) for pk, count in counts.items()],
            by=self.by,
            column=[None, self.column.value],
        )


def _wrong(entry: Entry, current: ScoreValue | None, error: BadClaim) -> Outcome:
    say = " ".join(fault_words(fault) for fault in error.faults)
    only_reason = all(fault.code == "REASON_NEEDED" for fault in error.faults)
    return Outcome(entry, WRONG, current, say, "reason" if only_reason else "")


def _alike(row: ScoreValue, current: ScoreValue | None) -> bool:
    if current is None:
        return row.empty and not row.reason
    names = ("claim", "points", "na", "reason", "unproven")
    return all(getattr(row, name) == getattr(current, name) for name in names)


@transaction.atomic
def take_over(season: Season, column: Column, cards: Sequence[ScoreCard], *, by: User) -> list[ScoreValue]:
    """Fill the empty cells of a column with what the column before it says; what stands is left alone.

    A criterion by place, which waits for the results of all in the self-score, is given its points here.
    """
    hold(season.audit_chain)
    Season.objects.select_for_update().get(pk=season.pk)
    entries = [Entry(card.pk, 0) for card in cards]
    desk = _Desk(season, column, entries, by, Source.TAKEN_OVER)
    desk.standing = newest_of(desk.cards.keys(), desk.scored.by_id.keys())
    outcomes = [
        Outcome(Entry(card.pk, criterion.pk), SAVED, row)
        for card in desk.cards.values()
        if desk._verdict(card)
        for criterion in desk.scored.criteria
        if (row := _copied(desk, card, criterion)) is not None
    ]
    desk.keep(outcomes)
    return [outcome.row for outcome in outcomes if outcome.row is not None]


def _copied(desk: _Desk, card: ScoreCard, criterion: Criterion) -> ScoreValue | None:
    cell = (card.pk, criterion.pk)
    current = desk.standing.get((*cell, desk.column))
    if current is not None and not current.empty:
        return None
    before = desk.standing.get((*cell, Column.SELF))
    if desk.column is Column.FINAL:
        before = desk.standing.get((*cell, Column.APPRAISED)) or before
    if before is None or before.empty or _read_otherwise(desk.season, criterion, before):
        return None
    return ScoreValue(
        card=card,
        criterion=criterion,
        column=desk.column,
        claim=before.claim,
        points=before.points if before.points is not None else _by_place(desk, criterion, before),
        na=before.na,
        reason=before.reason if before.na else "",
        author=desk.by,
        body_id=desk._body(card),
        at=desk.at,
        source=Source.TAKEN_OVER,
        replaces=current,
    )


def _read_otherwise(season: Season, criterion: Criterion, before: ScoreValue) -> bool:
    """Whether the value was entered before a ruling changed the reading: it answers another question."""
    ruled = season.readings.get(criterion.code)
    return ruled is not None and before.at < datetime.fromisoformat(ruled["since"])


def _by_place(desk: _Desk, criterion: Criterion, before: ScoreValue) -> Decimal | None:
    """The points of a result among those of all members taken over together; None for every other kind."""
    leaf = desk.scored.leaves[criterion.code]
    if leaf.rule.kind is not Kind.RELATIVE or before.na:
        return None
    peers = [
        row.answer
        for (_card, pk, column), row in desk.standing.items()
        if pk == criterion.pk and column == before.column and not row.na
    ]
    return scored(desk.scored.sheet, leaf, before.answer, peers=peers).total


@transaction.atomic
def take_figures(card: ScoreCard, *, by: User) -> list[ScoreValue]:
    """Fill the self-score from the figures the member reported, wherever a criterion is bound to an indicator.

    What was typed by hand stays; what came from a figure follows a corrected figure. Each value names its figure.
    """
    season = card.seat.season
    hold(season.audit_chain)
    Season.objects.select_for_update().get(pk=season.pk)
    desk = _Desk(season, Column.SELF, [Entry(card.pk, 0)], by, Source.AUTOMATIC)
    verdict = desk._verdict(desk.cards[card.pk])
    demand(verdict)
    bound = [one for one in desk.scored.criteria if one.indicator_id is not None]
    if not bound:
        return []
    desk.standing = newest_of([card.pk], [one.pk for one in bound])
    indicators = {one.indicator.indicator_id for one in bound if one.indicator is not None}
    figures = figures_on([card.seat.organisation_id], [season.year], populations=(), indicators=indicators)
    by_version = {figure.indicator_version_id: figure for figure in figures.values()}
    outcomes = [
        Outcome(Entry(card.pk, one.pk), SAVED, row)
        for one in bound
        if (figure := by_version.get(one.indicator_id)) is not None
        and (row := _from_figure(desk, desk.cards[card.pk], one, figure)) is not None
    ]
    desk.keep(outcomes)
    return [outcome.row for outcome in outcomes if outcome.row is not None]


def _from_figure(desk: _Desk, card: ScoreCard, criterion: Criterion, figure: Figure) -> ScoreValue | None:
    current = desk.standing.get((card.pk, criterion.pk, Column.SELF))
    if current is not None and not current.empty and current.source != Source.AUTOMATIC:
        return None
    leaf = desk.scored.leaves.get(criterion.code)
    if leaf is None or criterion.code not in desk._codes_for(card):
        return None
    claim = claim_of({**(_kept_plan(current)), **figure_claim(leaf, figure)})
    row = ScoreValue(
        card=card,
        criterion=criterion,
        column=Column.SELF,
        claim=claim_data(claim),
        points=scored(desk.scored.sheet, leaf, claim).total,
        author=desk.by,
        body_id=card.seat.organisation_id,
        at=desk.at,
        source=Source.AUTOMATIC,
        figure=figure,
        replaces=current,
    )
    return None if current is not None and _alike(row, current) and current.figure_id == figure.pk else row


def _kept_plan(current: ScoreValue | None) -> Mapping[str, Any]:
    """The unit's own plan, which no figure says."""
    return {"target": current.claim["target"]} if current is not None and "target" in current.claim else {}


def figure_claim(leaf: Leaf, figure: Figure) -> dict[str, str]:
    """What a reported figure answers to a criterion: n and d, or its value."""
    fields = asked(leaf.rule)
    if "n" in fields and figure.numerator is not None and figure.denominator is not None:
        return {"n": _plain(figure.numerator), "d": _plain(figure.denominator)}
    first = fields[0]
    return {first: _plain(figure.value)} if first in ("value", "count") else {}


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
