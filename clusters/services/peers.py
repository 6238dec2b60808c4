"""Chấm chéo: drawing who scores whom, exchanging and giving away, submitting a peer score and returning it."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters import drawing
from clusters.models import Assignment, CrossDraw, ScoreCard, ScoreValue, Season, Seat
from clusters.permissions import peers as permissions
from clusters.scoring import Column
from clusters.selectors.cards import Scored, cells_of, unanswered
from clusters.selectors.peers import inputs_for, pairs_in, standing_draw
from clusters.services.seasons import TOLD, locked_season, tell_members
from clusters.states import DRAW, PEER, DrawState
from emulation.accounts.models import User
from emulation.accounts.selectors import users_by_post
from emulation.audit.services import record
from emulation.notices.services import tell
from emulation.reasons import given
from emulation.verdicts import Refused, demand

SEED_LETTERS = "0123456789abcdef"


def page_of_cross(season: Season) -> str:
    return reverse("clusters:cross", args=[season.pk])


@transaction.atomic
def draw(season: Season, *, by: User, reason: str = "") -> CrossDraw:
    """Draw by lot who scores whom. The program chooses the seed; a draw that displeased stays, with the reason."""
    kept = locked_season(season)
    now = timezone.now()
    demand(permissions.may_draw(by, kept, on=timezone.localdate(now)))
    before = standing_draw(kept)
    last = kept.draws.count()
    said = given(reason) if last else ""
    told = inputs_for(kept)
    drawn = _drawn(told, get_random_string(32, SEED_LETTERS))
    if before is not None:
        _set_aside(before, by=by, reason=said)
    row = CrossDraw(
        season=kept,
        number=last + 1,
        seed=drawn.seed,
        inputs=told,
        pairs=[list(pair) for pair in drawn.pairs],
        gave_way=[[*one.pair, one.wish.value] for one in drawn.gave_way],
        proven=drawn.proven,
        reason=said,
        drawn_by=by,
        drawn_at=now,
    )
    row.save()
    seats = {seat.organisation_id: seat for seat in kept.seats.filter(left_on=None)}
    Assignment.objects.bulk_create(
        Assignment(draw=row, scorer=seats[scorer], scored=seats[scored], state_since=now)
        for scorer, scored in row.pairs
    )
    record("draw.make", row, by=by, reason=said, seed=[None, row.seed], pairs=[None, len(row.pairs)])
    return row


def _drawn(told: dict[str, list[object]], seed: str) -> drawing.Draw:
    try:
        return drawing.draw(
            told["units"],  # type: ignore[arg-type]
            seed=seed,
            last_year=[(pair[0], pair[1]) for pair in told["last_year"]],  # type: ignore[index]
            sisters=told["sisters"],  # type: ignore[arg-type]
        )
    except drawing.CannotDraw as error:
        raise Refused(
            _("Of %(units)s members two would have to score each other: %(needed)s are needed at least.")
            % {"units": error.units, "needed": error.needed}
        ) from error


def _set_aside(row: CrossDraw, *, by: User, reason: str) -> None:
    before, row.state = row.state, DRAW.target("set_aside", row.state, row)
    row.save(update_fields=["state"])
    record("draw.set_aside", row, by=by, reason=reason, state=[before, row.state])


def locked_draw(row: CrossDraw) -> CrossDraw:
    """The draw as it is now, nobody else changing its season."""
    season = locked_season(row.season)
    kept = CrossDraw.objects.get(pk=row.pk)
    kept.season = season
    return kept


@transaction.atomic
def confirm(row: CrossDraw, *, by: User) -> CrossDraw:
    """Confirm the draw: it holds, and each member is told whom it scores."""
    kept = locked_draw(row)
    target = DRAW.target("confirm", kept.state, kept)
    demand(permissions.may_confirm(by, kept, on=timezone.localdate()))
    before, kept.state = kept.state, target
    kept.confirmed_by, kept.confirmed_at = by, timezone.now()
    kept.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    record("draw.confirm", kept, by=by, state=[before, target])
    tell_members(
        kept.season,
        gettext_lazy("Who scores whom in %(season)s is drawn."),
        key=f"draw.confirm:{kept.pk}",
        by=by,
        url=page_of_cross(kept.season),
    )
    return kept


def locked_pairs(rows: Iterable[Assignment], draw_row: CrossDraw) -> list[Assignment]:
    """The pairs as they are now, the season of their draw being held already."""
    found = {one.pk: one for one in pairs_in([draw_row]).select_for_update(of=("self",))}
    kept = [found.get(one.pk) for one in rows]
    if None in kept:
        raise Refused(_("This pair was given to another meanwhile."))
    for one in found.values():
        one.draw = draw_row
    return [one for one in kept if one is not None]


@transaction.atomic
def exchange(first: Assignment, second: Assignment, *, reason: str, by: User) -> tuple[str, ...]:
    """Two scorers exchange whom they score, by the rules of the draw: nobody itself, nobody the one who scores it.

    Wishes that the exchange gives up are returned as their codes, in words for the page. Refused once either of the
    two scored members has a peer score.
    """
    draw_row = locked_draw(first.draw)
    one, other = locked_pairs([first, second], draw_row)
    demand(permissions.may_exchange(by, draw_row, [one.scored, other.scored], on=timezone.localdate()))
    said = given(reason)
    _refuse_scored([one, other])
    new = [(one.scorer, other.scored), (other.scorer, one.scored)]
    for pair in (one, other):
        _end(pair, said)
    _refuse_rules(draw_row, new)
    for scorer, scored in new:
        _put(draw_row, scorer, scored, said)
    names = [str(pair) for pair in (one, other)]
    record(
        "draw.exchange",
        draw_row,
        by=by,
        reason=said,
        pairs=[names, [f"{a.label} → {b.label}" for a, b in new]],
    )
    _tell_scorers(draw_row, [scorer for scorer, _scored in new], by)
    return given_up(draw_row, new)


def _refuse_scored(pairs: Iterable[Assignment]) -> None:
    rows = ScoreValue.objects.filter(card__seat__in=[pair.scored_id for pair in pairs], column=Column.CROSS)
    if rows.exists():
        raise Refused(_("One of them has a peer score already: give the member to another instead."))


def _refuse_rules(draw_row: CrossDraw, new: Iterable[tuple[Seat, Seat]]) -> None:
    """What a draw never does, nor may a hand: a member that scores itself, or the one that scores it."""
    there = {(pair.scorer_id, pair.scored_id) for pair in pairs_in([draw_row])}
    for scorer, scored in new:
        if scorer.pk == scored.pk:
            raise Refused(_("%(name)s would score itself.") % {"name": scorer.label})
        if (scored.pk, scorer.pk) in there:
            raise Refused(
                _("%(one)s and %(other)s would score each other.")
                % {"one": scorer.label, "other": scored.label}
            )
        there.add((scorer.pk, scored.pk))


def given_up(draw_row: CrossDraw, new: Iterable[tuple[Seat, Seat]]) -> tuple[str, ...]:
    """The wishes of a draw that these pairs do not keep."""
    avoided = drawing.wishes(
        [(pair[0], pair[1]) for pair in draw_row.inputs["last_year"]], draw_row.inputs["sisters"]
    )
    pairs = [(scorer.organisation_id, scored.organisation_id) for scorer, scored in new]
    return tuple(avoided[pair].value for pair in pairs if pair in avoided)


def _end(pair: Assignment, why: str) -> None:
    pair.state = PEER.target("end", pair.state, pair)
    pair.state_since, pair.ended_because = timezone.now(), why
    pair.save()


def _put(draw_row: CrossDraw, scorer: Seat, scored: Seat, reason: str) -> Assignment:
    row = Assignment(draw=draw_row, scorer=scorer, scored=scored, state_since=timezone.now(), reason=reason)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def assign(draw_row: CrossDraw, scored: Seat, scorer: Seat, *, reason: str, by: User) -> Assignment:
    """Give a member to another scorer: the one drawn has left, or does not score. What was entered stays."""
    kept = locked_draw(draw_row)
    demand(permissions.may_assign(by, kept, scored, on=timezone.localdate()))
    said = given(reason)
    seats = {seat.pk: seat for seat in kept.season.seats.filter(pk__in=[scored.pk, scorer.pk])}
    scored, scorer = seats[scored.pk], seats[scorer.pk]
    if {scorer.left_on, scored.left_on} != {None}:
        raise Refused(_("This member has left already."))
    before = pairs_in([kept]).filter(scored=scored).first()
    if before is not None and before.scorer_id == scorer.pk:
        raise Refused(_("This member scores it already."))
    if before is not None:
        _end(before, said)
    _refuse_rules(kept, [(scorer, scored)])
    row = _put(kept, scorer, scored, said)
    old = before.scorer.label if before else None
    record("draw.assign", kept, by=by, reason=said, scorer=[old, scorer.label], scored=[None, scored.label])
    _tell_scorers(kept, [scorer, *([before.scorer] if before else [])], by)
    return row


def _tell_scorers(draw_row: CrossDraw, seats: Iterable[Seat], by: User) -> None:
    if draw_row.state != DrawState.CONFIRMED:
        return
    users = users_by_post([seat.organisation_id for seat in seats], TOLD, timezone.localdate())
    tell(
        {user.pk: user for held in users.values() for user in held if user.pk != by.pk}.values(),
        text=gettext_lazy("Whom your body scores in %(season)s has changed."),
        values={"season": str(draw_row.season)},
        url=page_of_cross(draw_row.season),
        key=f"draw.changed:{draw_row.pk}:{timezone.now().isoformat()}",
        organisation_id=draw_row.audit_chain,
    )


def locked_pair(pair: Assignment) -> Assignment:
    draw_row = locked_draw(pair.draw)
    (kept,) = locked_pairs([pair], draw_row)
    return kept


@transaction.atomic
def submit(pair: Assignment, *, by: User) -> Assignment:
    """Submit a peer score: every criterion needs an answer, 0 is one. After the last day it is marked as late."""
    kept = locked_pair(pair)
    target = PEER.target("submit", kept.state, kept)
    demand(permissions.may_submit_peer(by, kept, on=timezone.localdate()))
    empty = lacking(kept)
    if empty:
        raise Refused(_("Not answered yet: %(codes)s.") % {"codes": ", ".join(empty)})
    last, today = kept.draw.season.cross_scoring_until, timezone.localdate()
    before, kept.state = kept.state, target
    kept.state_since = kept.submitted_at = timezone.now()
    kept.submitted_by, kept.late, kept.returned_because = by, last is not None and today > last, ""
    kept.save()
    record("peer.submit", kept, by=by, state=[before, target], late=[None, kept.late])
    return kept


def lacking(pair: Assignment) -> list[str]:
    """The codes of the criteria without a peer score."""
    card = ScoreCard.objects.filter(seat=pair.scored_id).first()
    if card is None:
        raise Refused(_("Self-scoring was never opened."))
    leaves = Scored.of(pair.draw.season).leaves_for(pair.scored.sector)
    return [leaf.code for leaf in unanswered(leaves, cells_of([card.pk])[card.pk][Column.CROSS])]


@transaction.atomic
def give_back(pair: Assignment, *, reason: str, by: User) -> Assignment:
    """Return a submitted peer score with the reason; the scorer goes on from its values."""
    kept = locked_pair(pair)
    target = PEER.target("return", kept.state, kept)
    demand(permissions.may_return_peer(by, kept, on=timezone.localdate()))
    said = given(reason)
    before, kept.state = kept.state, target
    kept.state_since, kept.returned_because = timezone.now(), said
    kept.submitted_at, kept.submitted_by = None, None
    kept.save()
    record("peer.return", kept, by=by, reason=said, state=[before, target])
    users = users_by_post([kept.scorer.organisation_id], TOLD, timezone.localdate())
    tell(
        {user.pk: user for held in users.values() for user in held if user.pk != by.pk}.values(),
        text=gettext_lazy("Your peer score in %(season)s was returned."),
        values={"season": str(kept.draw.season)},
        url=page_of_cross(kept.draw.season),
        key=f"peer.return:{kept.pk}:{kept.state_since.isoformat()}",
        organisation_id=kept.audit_chain,
    )
    return kept


def forget(seat: Seat, reason: str) -> None:
    """A member left: it scores nobody any more, and nobody it. Part of leaving, which holds the season."""
    draw_row = standing_draw(seat.season)
    if draw_row is None:
        return
    for pair in pairs_in([draw_row]):
        if seat.pk in (pair.scorer_id, pair.scored_id):
            _end(pair, reason)
