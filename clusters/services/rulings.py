"""Ruling how a criterion is read: for all members of the season, from a day on, never by overwriting a score.

The ruling fixes the parameters of the rule. What stands in the appraised and final columns is reckoned anew from each
member's number under that reading and added as a new value; where the number is not known, the cell is emptied by a
new value that says so, and the appraiser enters it. Self-scores and peer scores stay what their authors wrote.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import (
    Criterion,
    Dispute,
    ReadBy,
    Ruled,
    Ruling,
    RulingEffect,
    ScoreCard,
    ScoreValue,
    Season,
    Source,
)
from clusters.permissions import disputes as permissions
from clusters.permissions.clusters import organises
from clusters.scoring import Claim, Column, claim_data, scored
from clusters.selectors.cards import Scored, newest_of
from clusters.selectors.clusters import reach
from clusters.selectors.disputes import figures_of, frozen_sides, params_in_force
from clusters.selectors.readings import Read, Trials
from clusters.services.disputes import ReadingTerms, claim_by, locked_dispute, params_of
from clusters.services.seasons import locked_season, tell_members
from clusters.states import DISPUTE, CardState, DisputeState, SeasonState
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.verdicts import Refused, demand
from emulation.vietnamese import format_date, nfc


@dataclass(frozen=True)
class RulingTerms:
    """What is ruled. other: the third reading, where that is the outcome; answers: numbers typed, by seat."""

    outcome: str
    text: str
    ground: str
    ruled_on: date
    document: str = ""
    other: ReadingTerms | None = None


OWN_NUMBER = gettext_lazy(
    "Nobody enters the number of the own body with a ruling: the member gives it in the dispute."
)


def page_of_ruling(ruling: Ruling) -> str:
    return reverse("clusters:ruling", args=[ruling.pk])


@transaction.atomic
def rule(dispute: Dispute, terms: RulingTerms, *, answers: Mapping[int, str], by: User) -> Ruling:
    """Rule on a dispute; the ruling answers every open dispute of the season on the same criterion.

    answers: {seat: number under the reading ruled, as typed}; an empty one is taken from what was given in the
    dispute. Raises Refused, TransitionRefused.
    """
    kept = locked_dispute(dispute)
    DISPUTE.target("rule", kept.state, kept)
    demand(permissions.may_rule(by, kept, on=timezone.localdate()))
    if terms.outcome == Ruled.CONTESTED:
        params, reading = dict(kept.params), kept.reading
    elif terms.outcome == Ruled.APPLIED:
        params, reading = dict(kept.applied), _applied_words(kept)
    else:
        params, reading = _other(kept.criterion, kept.season, terms)
    given = figures_of(kept)
    known = {} if terms.outcome == Ruled.OTHER else given[ReadBy(terms.outcome)]
    return _Bench(kept.season, kept.criterion, terms, params, reading, by).rule(answers, known, on=kept)


@transaction.atomic
def rule_again(ruling: Ruling, terms: RulingTerms, *, answers: Mapping[int, str], by: User) -> Ruling:
    """A later ruling in the place of an earlier one, which stays readable. Its reading is always stated anew."""
    season = locked_season(ruling.season)
    kept = Ruling.objects.select_related("criterion", "superseded_by").get(pk=ruling.pk)
    kept.season = season
    demand(permissions.may_rule_again(by, kept, on=timezone.localdate()))
    params, reading = _other(kept.criterion, season, terms)
    return _Bench(season, kept.criterion, terms, params, reading, by).rule(answers, {})


def _applied_words(dispute: Dispute) -> str:
    before = Ruling.objects.filter(
        season=dispute.season, criterion=dispute.criterion, superseded_by=None
    ).first()
    return before.reading if before is not None else _("as the score sheet says")


def _other(criterion: Criterion, season: Season, terms: RulingTerms) -> tuple[dict[str, Any], str]:
    if terms.other is None or not terms.other.reading.strip():
        raise Refused(_("Say which reading holds."))
    return params_of(criterion, season, terms.other), nfc(terms.other.reading).strip()


class _Bench:
    """One ruling being made: the season is held, nobody scores meanwhile."""

    def __init__(
        self,
        season: Season,
        criterion: Criterion,
        terms: RulingTerms,
        params: dict[str, Any],
        reading: str,
        by: User,
    ) -> None:
        self.season, self.criterion, self.terms = season, criterion, terms
        self.params, self.reading, self.by = params, reading, by
        self.at: datetime = timezone.now()
        self.today = timezone.localdate(self.at)
        self.number = season.rulings.count() + 1
        self.before = season.rulings.filter(criterion=criterion, superseded_by=None).first()
        # What stands goes on standing, unless an earlier ruling said otherwise.
        self.changes = terms.outcome != Ruled.APPLIED or params != params_in_force(criterion, season)

    def rule(
        self, answers: Mapping[int, str], known: Mapping[int, Claim], *, on: Dispute | None = None
    ) -> Ruling:
        self._refuse()
        claims = {**known, **self._read(answers)}
        was, answered = self._standing(), self._frozen(claims, on)
        added = self._apply(claims) if self.changes else []
        ruling = self._kept(_moves(was, self._standing()))
        RulingEffect.objects.bulk_create(
            RulingEffect(ruling=ruling, card=after.card, before=before, after=after)
            for before, after in added
        )
        self._answer_disputes(ruling, answered)
        record(
            "ruling.make",
            ruling,
            by=self.by,
            reason=ruling.ground,
            criterion=[None, str(self.criterion)[:200]],
            reading=[self.before.reading if self.before else None, ruling.reading],
            scores=[None, len(added)],
        )
        tell_members(
            self.season,
            gettext_lazy("Ruling no. %(number)s of %(season)s: how a criterion is read."),
            key=f"ruling.make:{ruling.pk}",
            by=self.by,
            url=page_of_ruling(ruling),
            number=self.number,
        )
        return ruling

    def _standing(self) -> dict[int, dict[str, Any]]:
        """{seat: its name, place, total and points for the criterion} as they stand; {} where there are no scores."""
        code = self.criterion.code
        trials = Trials.of(self.season, on=self.today)
        if not trials.has_scores:
            return {}
        moves = trials.tried([Read(code)]).moves
        return {
            seat.pk: {
                "name": seat.label,
                "place": moves[seat.pk].place_before,
                "total": _text(moves[seat.pk].total_before),
                "points": _text(moves[seat.pk].before.get(code)),
            }
            for seat in trials.seats
        }

    def _frozen(self, claims: Mapping[int, Claim], on: Dispute | None) -> list[Dispute]:
        """The open disputes this ruling answers, each with what its two readings come to before anything changes.

        The numbers typed with the ruling count under the reading they were typed for.
        """
        rows = Dispute.objects.filter(
            season=self.season, criterion=self.criterion, state=DisputeState.OPEN
        ).select_related("seat", "season__cluster", "season__sheet", "criterion")
        for dispute in rows:
            dispute.season = self.season
            applied = self.terms.outcome == Ruled.APPLIED
            own = on is not None and dispute.pk == on.pk and self.terms.outcome == Ruled.CONTESTED
            typed: dict[str, Mapping[int, Claim]] = {
                ReadBy.APPLIED: claims if applied else {},
                ReadBy.CONTESTED: claims if own else {},
            }
            dispute.at_ruling = frozen_sides(dispute, on=self.today, ruled=typed)
        return list(rows)

    def _refuse(self) -> None:
        if self.terms.ruled_on > self.today:
            raise Refused(_("A ruling cannot be dated after today."))
        if self.before is not None and self.terms.ruled_on < self.before.ruled_on:
            raise Refused(_("A later ruling cannot be dated before the one whose place it takes."))

    def _read(self, answers: Mapping[int, str]) -> dict[int, Claim]:
        seats = {seat.pk: seat for seat in self.season.seats.filter(left_on=None)}
        organiser = organises(self.by, self.season.cluster, on=self.today)
        own = frozenset() if organiser else reach(self.by).continued
        found = {}
        for pk, text in answers.items():
            if pk in seats and text.strip():
                if seats[pk].organisation_id in own:
                    raise Refused(OWN_NUMBER)
                found[pk] = claim_by(self.criterion, self.params, text, seats[pk].label)
        return found

    def _apply(self, claims: Mapping[int, Claim]) -> list[tuple[ScoreValue | None, ScoreValue]]:
        """Fix the reading and add what follows from it; (the value before, the value added)."""
        told = {"params": self.params, "ruling": self.number, "since": self.at.isoformat()}
        self.season.readings = {**self.season.readings, self.criterion.code: told}
        self.season.save(update_fields=["readings"])
        cards = list(
            ScoreCard.objects.select_for_update(of=("self",))
            .filter(seat__season=self.season, seat__left_on=None)
            .select_related("seat")
            .order_by("pk")
        )
        standing = newest_of([card.pk for card in cards], [self.criterion.pk])
        new = Scored.of(self.season)
        rows = []
        for card in cards:
            card.seat.season = self.season
            if self.criterion.code not in {leaf.code for leaf in new.leaves_for(card.seat.sector)}:
                continue
            for column in (Column.APPRAISED, Column.FINAL):
                current = standing.get((card.pk, self.criterion.pk, column))
                row = self._value(new, card, column, current, claims)
                if row is not None:
                    rows.append((current, row))
        ScoreValue.objects.bulk_create(row for _before, row in rows)
        return rows

    def _value(
        self,
        new: Scored,
        card: ScoreCard,
        column: Column,
        current: ScoreValue | None,
        claims: Mapping[int, Claim],
    ) -> ScoreValue | None:
        claim = claims.get(card.seat_id)
        if current is not None and current.na:
            return None
        stands = current is not None and not current.empty
        if not stands and (claim is None or column is Column.FINAL or not self._appraised(card)):
            return None
        words = _("Ruling no. %(number)s of %(day)s: %(reading)s") % {
            "number": self.number,
            "day": format_date(self.terms.ruled_on),
            "reading": self.reading,
        }
        if claim is None:
            words = _("%(ruling)s – no number under this reading yet") % {"ruling": words}
        row = ScoreValue(
            card=card,
            criterion=self.criterion,
            column=column,
            author=self.by,
            body_id=self.season.cluster.organiser_id,
            at=self.at,
            source=Source.RULED,
            reason=words[:2000],
            replaces=current,
        )
        if claim is not None:
            row.claim, row.points = claim_data(claim), self._points(new, claim, claims.values())
        return row

    def _appraised(self, card: ScoreCard) -> bool:
        """Whether the member's own score is in; before that it answers by the reading ruled itself."""
        return card.state == CardState.SUBMITTED or self.season.state != SeasonState.SELF_SCORING

    def _points(self, new: Scored, claim: Claim, peers: Iterable[Claim]) -> Any:
        leaf = new.leaves[self.criterion.code]
        points = scored(new.sheet, leaf, claim, peers=list(peers)).total
        return None if leaf.is_gate else points

    def _kept(self, moves: list[dict[str, Any]]) -> Ruling:
        ruling = Ruling(
            season=self.season,
            number=self.number,
            criterion=self.criterion,
            outcome=self.terms.outcome,
            reading=self.reading,
            params=self.params,
            text=nfc(self.terms.text).strip(),
            ground=nfc(self.terms.ground).strip(),
            ruled_on=self.terms.ruled_on,
            document=nfc(self.terms.document).strip(),
            moves=moves,
            supersedes=self.before,
            made_by=self.by,
            made_at=self.at,
        )
        ruling.full_clean(exclude=["params", "moves"])
        ruling.save()
        return ruling

    def _answer_disputes(self, ruling: Ruling, rows: Iterable[Dispute]) -> None:
        for dispute in rows:
            before, dispute.state = dispute.state, DISPUTE.target("rule", dispute.state, dispute)
            dispute.ruling, dispute.state_since = ruling, self.at
            dispute.save(update_fields=["state", "state_since", "ruling", "at_ruling"])
            record(
                "dispute.rule", dispute, by=self.by, state=[before, dispute.state], ruling=[None, str(ruling)]
            )


MOVED = ("place", "total", "points")


def _moves(was: dict[int, dict[str, Any]], now: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Each member before and after, as plain JSON, in the order of the places after."""
    rows = [
        {
            "name": told["name"],
            **{f"{field}_before": told[field] for field in MOVED},
            **{f"{field}_after": now[pk][field] for field in MOVED},
        }
        for pk, told in was.items()
    ]
    return sorted(rows, key=lambda row: (row["place_after"] or 10**6, row["name"]))


def _text(number: Any) -> str | None:
    return None if number is None else f"{number:f}"
