"""Contesting the reading of a criterion, the numbers under both readings, words of others, withdrawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.cells import claim_from
from clusters.models import Criterion, Dispute, DisputeFigure, DisputeWord, ReadBy, Season, Seat
from clusters.permissions import disputes as permissions
from clusters.permissions.clusters import runs
from clusters.scoring import BadClaim, BadRule, Claim, Rule, claim_data, claim_faults, rule_of
from clusters.scoring.rounding import plain
from clusters.selectors.clusters import reach
from clusters.selectors.disputes import own_seat, params_in_force
from clusters.sentences import fault_words
from clusters.services.opening import lock_sheet
from clusters.services.seasons import locked_season, tell_members
from clusters.states import DISPUTE
from emulation.accounts.models import User
from emulation.accounts.selectors import users_by_post
from emulation.audit.services import record
from emulation.notices.services import tell
from emulation.organisations.offices import Office
from emulation.organisations.selectors import name_on
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc

RULERS = frozenset({Office.OFFICER, Office.HEAD, Office.COUNCIL_SECRETARY})


@dataclass(frozen=True)
class ReadingTerms:
    """One way to read a criterion: in a sentence, and what of its rule is another. None and "" leave it as it is."""

    reading: str
    numerator: str = ""
    denominator: str = ""
    target: Decimal | None = None


@dataclass(frozen=True)
class DisputeTerms:
    """What a member contests: the clause, why, its own reading, and its number under either, as typed in a cell."""

    clause: str
    text: str
    own: ReadingTerms
    contested: str
    applied: str = ""


def page_of_dispute(dispute: Dispute) -> str:
    return reverse("clusters:dispute", args=[dispute.pk])


def params_of(criterion: Criterion, season: Season, terms: ReadingTerms) -> dict[str, object]:
    """The parameters of the rule under a reading. Raises Refused where they make no rule."""
    params = params_in_force(criterion, season)
    told = {"numerator": nfc(terms.numerator).strip(), "denominator": nfc(terms.denominator).strip()}
    params |= {name: words for name, words in told.items() if words and name in params}
    if terms.target is not None:
        params["target"] = plain(terms.target)
    try:
        rule_of(criterion.kind, params, bonus_cap=criterion.bonus_cap)
    except BadRule as error:
        raise Refused(" ".join(fault_words(fault) for fault in error.faults)) from error
    return params


def claim_by(criterion: Criterion, params: Mapping[str, object], text: str, whose: str = "") -> Claim:
    """A number as typed, read by the rule. Raises Refused in words, with the name of the member where one is given."""
    rule = rule_of(criterion.kind, params, bonus_cap=criterion.bonus_cap)
    try:
        claim = claim_from(rule, text)
        _refuse(rule, claim, criterion)
    except BadClaim as error:
        words = " ".join(fault_words(fault) for fault in error.faults)
        raise Refused(f"{whose}: {words}" if whose else words) from error
    return claim


def _refuse(rule: Rule, claim: Claim, criterion: Criterion) -> None:
    faults = claim_faults(rule, claim, Decimal(criterion.max))
    if faults:
        raise BadClaim(faults)


@transaction.atomic
def contest(season: Season, criterion: Criterion, terms: DisputeTerms, *, by: User) -> Dispute:
    """Contest how a criterion is read, for the own body. All members are told and may say their word."""
    kept = locked_season(season)
    demand(permissions.may_contest(by, kept, on=timezone.localdate()))
    seat = own_seat(by, kept)
    assert seat is not None  # noqa: S101 -- refused before without one
    if criterion.sheet_id != kept.sheet_id or not criterion.kind:
        raise Refused(_("The season is not scored by this criterion."))
    lock_sheet(kept)
    applied, now = params_in_force(criterion, kept), timezone.now()
    dispute = Dispute(
        season=kept,
        number=kept.disputes.count() + 1,
        criterion=criterion,
        seat=seat,
        state_since=now,
        clause=nfc(terms.clause).strip(),
        reading=nfc(terms.own.reading).strip(),
        params=params_of(criterion, kept, terms.own),
        applied=applied,
        text=nfc(terms.text).strip(),
        raised_by=by,
        raised_at=now,
    )
    dispute.full_clean(exclude=["params", "applied"])
    dispute.save()
    _put_figures(dispute, seat, terms.applied, terms.contested, by=by)
    record("dispute.raise", dispute, by=by, clause=[None, dispute.clause], reading=[None, dispute.reading])
    tell_members(
        kept,
        gettext_lazy("%(member)s contests how a criterion of %(season)s is read."),
        key=f"dispute.raise:{dispute.pk}",
        by=by,
        url=page_of_dispute(dispute),
        member=seat.label,
    )
    _tell_rulers(dispute, by)
    return dispute


def _tell_rulers(dispute: Dispute, by: User) -> None:
    users = users_by_post([dispute.season.cluster.organiser_id], RULERS, timezone.localdate())
    tell(
        {user.pk: user for held in users.values() for user in held if user.pk != by.pk}.values(),
        text=gettext_lazy("A dispute of %(season)s waits for a ruling."),
        values={"season": str(dispute.season)},
        url=page_of_dispute(dispute),
        key=f"dispute.ruling:{dispute.pk}:{dispute.state_since.isoformat()}",
        organisation_id=dispute.audit_chain,
    )


def _put_figures(dispute: Dispute, seat: Seat, applied: str, contested: str, *, by: User) -> bool:
    """Add the numbers that differ from what stands; whether there were any."""
    wanted = ((ReadBy.APPLIED, dispute.applied, applied), (ReadBy.CONTESTED, dispute.params, contested))
    added = False
    for read_by, params, text in wanted:
        claim = claim_by(dispute.criterion, params, text)
        standing = dispute.figures.filter(seat=seat, read_by=read_by, replaced_by=None).first()
        data = claim_data(claim)
        if not data or (standing is not None and standing.claim == data):
            continue
        DisputeFigure.objects.create(
            dispute=dispute,
            seat=seat,
            read_by=read_by,
            claim=data,
            author=by,
            at=timezone.now(),
            replaces=standing,
        )
        added = True
    return added


def locked_dispute(dispute: Dispute) -> Dispute:
    """The dispute as it is now, nobody else changing its season."""
    season = locked_season(dispute.season)
    kept = Dispute.objects.select_related("criterion", "seat").get(pk=dispute.pk)
    kept.season = season
    return kept


@transaction.atomic
def give_figures(dispute: Dispute, seat: Seat, *, applied: str, contested: str, by: User) -> Dispute:
    """A member's numbers under the two readings, by itself or by who runs the cluster. Earlier ones stay."""
    kept = locked_dispute(dispute)
    demand(permissions.may_give_figure(by, kept, seat, on=timezone.localdate()))
    if not _put_figures(kept, seat, applied, contested, by=by):
        raise Refused(_("Enter a number that does not stand there already."))
    record("dispute.figure", kept, by=by, member=[None, seat.label])
    return kept


@transaction.atomic
def say(dispute: Dispute, text: str, *, by: User) -> DisputeWord:
    """A word on the dispute, in the name of the own body."""
    kept, today = locked_dispute(dispute), timezone.localdate()
    demand(permissions.may_say(by, kept, on=today))
    said = nfc(text).strip()
    if not said:
        raise Refused(_("Write what you have to say."))
    seat = own_seat(by, kept.season)
    if seat is not None:
        body_id, name = seat.organisation_id, seat.name
    else:
        organiser = kept.season.cluster.organiser
        body_id, name = organiser.pk, name_on(organiser, today)
    word = DisputeWord(dispute=kept, body_id=body_id, body_name=name, text=said, author=by, at=timezone.now())
    word.full_clean()
    word.save()
    record("dispute.say", kept, by=by, member=[None, name])
    tell_members(
        kept.season,
        gettext_lazy("%(member)s said something to a dispute of %(season)s."),
        key=f"dispute.say:{word.pk}",
        by=by,
        url=page_of_dispute(kept),
        member=name,
    )
    return word


@transaction.atomic
def withdraw(dispute: Dispute, *, reason: str, by: User) -> Dispute:
    """Withdraw the own dispute; what was said and given stays readable."""
    kept = locked_dispute(dispute)
    target = DISPUTE.target("withdraw", kept.state, kept)
    demand(permissions.may_withdraw(by, kept, on=timezone.localdate()))
    said = given(reason)
    return _move(kept, target, "dispute.withdraw", by, said)


@transaction.atomic
def restore(dispute: Dispute, *, by: User) -> Dispute:
    """Take up again what was withdrawn."""
    kept = locked_dispute(dispute)
    target = DISPUTE.target("restore", kept.state, kept)
    demand(permissions.may_restore(by, kept, on=timezone.localdate()))
    if kept.applied != params_in_force(kept.criterion, kept.season):
        raise Refused(_("The criterion was ruled meanwhile: contest it anew."))
    moved = _move(kept, target, "dispute.restore", by, "")
    _tell_rulers(moved, by)
    return moved


def _move(dispute: Dispute, target: str, action: str, by: User, reason: str) -> Dispute:
    before, dispute.state = dispute.state, target
    dispute.state_since, dispute.withdrawn_because = timezone.now(), reason
    dispute.full_clean(exclude=["params", "applied"])
    dispute.save()
    record(action, dispute, by=by, reason=reason, state=[before, target])
    return dispute


def body_of(user: User, season: Season) -> int:
    """The body in whose name the user acts in the season: its member, else the one that runs the cluster."""
    seat = own_seat(user, season)
    if seat is not None:
        return seat.organisation_id
    assert runs(user, season.cluster, on=timezone.localdate())  # noqa: S101 -- refused before
    held = reach(user).held
    organiser = season.cluster.organiser_id
    return organiser if organiser in held else min(held)
