"""The cards of a season: opened with self-scoring, submitted, returned; explanations."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Criterion, Explanation, ScoreCard, ScoreValue, Season
from clusters.permissions import scores as permissions
from clusters.scoring import Column, Leaf
from clusters.selectors.cards import Scored, cells_of, evidence_of, unanswered, unproven
from clusters.states import CARD
from emulation.accounts.models import User
from emulation.accounts.selectors import users_by_post
from emulation.audit.services import hold, record
from emulation.notices.services import tell
from emulation.organisations.offices import Office
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc

TOLD = frozenset({Office.HEAD, Office.OFFICER})


def open_cards(season: Season) -> None:
    """A card for every seat that has none: part of opening self-scoring."""
    now = timezone.now()
    seats = season.seats.filter(left_on=None, card=None)
    ScoreCard.objects.bulk_create(ScoreCard(seat=seat, state_since=now) for seat in seats)


def locked_card(card: ScoreCard) -> ScoreCard:
    """The card and its season as they are now: a save waits for a move of the season, and sees it."""
    hold(card.audit_chain)
    Season.objects.select_for_update().get(pk=card.seat.season_id)
    ScoreCard.objects.select_for_update().get(pk=card.pk)
    rows = ScoreCard.objects.select_related("seat__season__cluster__organiser", "seat__season__sheet")
    return rows.get(pk=card.pk)


def lacking(card: ScoreCard) -> tuple[list[Leaf], list[Leaf]]:
    """(the criteria without an answer, the claims with nothing behind them) of a self-score."""
    scored = Scored.of(card.seat.season)
    leaves = scored.leaves_for(card.seat.sector)
    values = cells_of([card.pk])[card.pk][Column.SELF]
    return unanswered(leaves, values), unproven(leaves, values, evidence_of(card))


@transaction.atomic
def submit(card: ScoreCard, *, by: User) -> ScoreCard:
    """Submit the self-score. Every criterion needs an answer, 0 is one; a claim needs evidence or a sentence why.

    After the last day (in the time of Viet Nam) the card is marked as late.
    """
    kept = locked_card(card)
    target = CARD.target("submit", kept.state, kept)
    today = timezone.localdate()
    demand(permissions.may_submit(by, kept, on=today))
    empty, bare = lacking(kept)
    if empty:
        raise Refused(_("Not answered yet: %(codes)s.") % {"codes": ", ".join(leaf.code for leaf in empty)})
    if bare:
        codes = {"codes": ", ".join(leaf.code for leaf in bare)}
        raise Refused(_("Neither evidence nor a sentence why there is none: %(codes)s.") % codes)
    last = kept.seat.season.self_scoring_until
    before, kept.state = kept.state, target
    kept.state_since = kept.submitted_at = timezone.now()
    kept.submitted_by, kept.late, kept.returned_because = by, last is not None and today > last, ""
    kept.save()
    record("card.submit", kept, by=by, state=[before, target], late=[None, kept.late])
    return kept


@transaction.atomic
def give_back(card: ScoreCard, *, reason: str, by: User) -> ScoreCard:
    """Return a submitted self-score with the reason; its values stay, the member goes on from them."""
    kept = locked_card(card)
    target = CARD.target("return", kept.state, kept)
    demand(permissions.may_return(by, kept, on=timezone.localdate()))
    said = given(reason)
    before, kept.state = kept.state, target
    kept.state_since, kept.returned_because = timezone.now(), said
    kept.submitted_at, kept.submitted_by = None, None
    kept.save()
    record("card.return", kept, by=by, reason=said, state=[before, target])
    users = users_by_post([kept.seat.organisation_id], TOLD, timezone.localdate())
    tell(
        {user.pk: user for held in users.values() for user in held if user.pk != by.pk}.values(),
        text=gettext_lazy("Your self-score of %(season)s was returned."),
        values={"season": str(kept.seat.season)},
        url=reverse("clusters:card", args=[kept.pk]),
        key=f"card.return:{kept.pk}:{kept.state_since.isoformat()}",
        organisation_id=kept.audit_chain,
    )
    return kept


@transaction.atomic
def explain(card: ScoreCard, criterion: Criterion, text: str, *, by: User) -> Explanation:
    """Answer the appraised score of one criterion that differs from the own."""
    kept = locked_card(card)
    demand(permissions.may_explain(by, kept, on=timezone.localdate()))
    said = nfc(text).strip()
    if not said:
        raise Refused(_("Write the explanation."))
    rows = ScoreValue.objects.filter(card=kept, criterion=criterion, replaced_by=None)
    values = {row.column: row for row in rows}
    appraised, own = values.get(Column.APPRAISED), values.get(Column.SELF)
    if appraised is None or (own is not None and same(own, appraised)):
        raise Refused(_("There is no appraised score that differs from the own."))
    row = Explanation(value=appraised, text=said, author=by, at=timezone.now())
    row.full_clean()
    row.save()
    record("card.explain", kept, by=by, criterion=[None, str(criterion)[:200]])
    return row


def same(one: ScoreValue, other: ScoreValue) -> bool:
    """Whether two columns say the same: the points, "not applicable", and the answer of a gate."""
    if (one.points, one.na) != (other.points, other.na):
        return False
    return one.points is not None or one.na or one.answer.yes == other.answer.yes
