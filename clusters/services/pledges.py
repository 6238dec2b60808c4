"""Drafting a pledge, its targets, opening it for signature, addenda, and what seals it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.comparing import twice
from clusters.models import Pledge, PledgeTarget, Scope, Season, Signatory
from clusters.permissions import pledges as permissions
from clusters.selectors.pledges import earlier_pledge, in_force, targets_of
from clusters.services.pledge_papers import issue_text, pledge_payload
from clusters.services.seasons import locked_season, pass_on, tell_members
from clusters.states import PLEDGE, PLEDGE_NEEDS_REASON, SEASON, SeasonState
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.documents.digest import digest
from emulation.documents.services import withdraw
from emulation.indicators.models import Comparator, IndicatorVersion
from emulation.merging import merged, take
from emulation.organisations.models import Post
from emulation.organisations.offices import Office
from emulation.organisations.selectors import held_on
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@dataclass(frozen=True)
class PledgeTerms:
    """The words of a pledge; the same value drafts and revises it."""

    title: str
    preamble: str = ""
    commitments: str = ""
    closing: str = ""
    place: str = ""
    day: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class TargetTerms:
    """One target; without a value it is said in words only."""

    text: str
    indicator: IndicatorVersion | None = None
    comparator: str = Comparator.GE
    value: Decimal | None = None
    unit: str = ""
    scope: str = Scope.MEMBER
    reading: str = ""
    remark: str = ""
    dropped: bool = False


COPIED = ("text", "comparator", "value", "unit", "scope", "reading", "remark")


@transaction.atomic
def draft(season: Season, *, by: User, terms: PledgeTerms | None = None, copy: bool = True) -> Pledge:
    """Begin the pledge of a season: from last year's, words and targets, where there is one and `copy` says so."""
    kept = locked_season(season)
    demand(permissions.may_draft_pledge(by, kept, on=timezone.localdate()))
    earlier = earlier_pledge(kept) if copy else None
    words = terms or words_for(kept, earlier)
    last = kept.pledges.aggregate(last=Max("number"))["last"] or 0
    if last:
        raise Refused(_("A withdrawn draft stands in its place: take that one up again."))
    pledge = _new(kept, words, number=1, by=by, copied_from=earlier)
    if earlier is not None:
        _copy_targets(in_force(earlier.season), pledge)
    record("pledge.draft", pledge, by=by, targets=[None, pledge.targets.count()])
    if kept.state == SeasonState.COMPOSED:
        pass_on(kept, "draft_pledge", SEASON.target("draft_pledge", kept.state, kept), by=by)
    return pledge


def words_for(season: Season, earlier: Pledge | None) -> PledgeTerms:
    """The words a new pledge begins with: last year's under this year's title, or the title alone."""
    title = f"Giao ước thi đua năm {season.year}"
    if earlier is None:
        return PledgeTerms(title=title)
    stored = pledge_terms_of(earlier)
    return replace(stored, title=title, day=None, reason="")


def _new(season: Season, terms: PledgeTerms, *, number: int, by: User, **links: Any) -> Pledge:
    pledge = Pledge(
        season=season, number=number, state_since=timezone.now(), entered_by=by, **_columns(terms), **links
    )
    pledge.full_clean()
    pledge.save()
    return pledge


def _columns(terms: PledgeTerms) -> dict[str, Any]:
    plain = {field.name: getattr(terms, field.name) for field in fields(terms)}
    tidied = {name: nfc(value).strip() if isinstance(value, str) else value for name, value in plain.items()}
    return {**tidied, "title": " ".join(tidied["title"].split())}


def _copy_targets(rows: Sequence[PledgeTarget], pledge: Pledge) -> None:
    """The same targets in a new draft, each bound to the version of its indicator that holds today."""
    PledgeTarget.objects.bulk_create(
        PledgeTarget(
            pledge=pledge,
            order=place,
            indicator=row.indicator,
            **{name: getattr(row, name) for name in COPIED},
        )
        for place, row in enumerate(rows, start=1)
    )


def locked_pledge(pledge: Pledge) -> Pledge:
    """The pledge as it is now, nobody else changing it, its season or its cluster."""
    locked_season(pledge.season)
    Pledge.objects.select_for_update().get(pk=pledge.pk)
    return Pledge.objects.select_related("season__cluster__organiser", "document", "sealed").get(pk=pledge.pk)


def pledge_terms_of(pledge: Pledge) -> PledgeTerms:
    return PledgeTerms(**{field.name: getattr(pledge, field.name) for field in fields(PledgeTerms)})


@transaction.atomic
def revise(pledge: Pledge, terms: PledgeTerms, *, base: PledgeTerms, by: User) -> Pledge:
    """Change the words of a draft. `base` is what the person saw; raises merging.Clash where both changed."""
    kept = locked_pledge(pledge)
    demand(permissions.may_change_pledge(by, kept, on=timezone.localdate()))
    changes = take(kept, _columns(merged(base, terms, pledge_terms_of(kept))))
    if not changes:
        return kept
    kept.version += 1
    kept.full_clean()
    kept.save()
    record("pledge.revise", kept, by=by, **changes)
    return kept


# --- targets


def target_terms_of(target: PledgeTarget) -> TargetTerms:
    return TargetTerms(**{field.name: getattr(target, field.name) for field in fields(TargetTerms)})


@transaction.atomic
def put_target(
    pledge: Pledge,
    terms: TargetTerms,
    *,
    by: User,
    target: PledgeTarget | None = None,
    base: TargetTerms | None = None,
    replaces: PledgeTarget | None = None,
) -> PledgeTarget:
    """Add a target to a draft, or change one; raises merging.Clash where both changed the same field."""
    kept = locked_pledge(pledge)
    demand(permissions.may_change_pledge(by, kept, on=timezone.localdate()))
    row = _row(kept, target, replaces)
    stored = target_terms_of(row)
    if target is not None and base is not None:
        terms = merged(base, terms, stored)
    put(row, terms)
    before = _said(stored) if target is not None else None
    record("pledge.put_target", kept, by=by, target=[before, _said(target_terms_of(row))])
    return row


def _row(pledge: Pledge, target: PledgeTarget | None, replaces: PledgeTarget | None) -> PledgeTarget:
    if target is not None:
        found = pledge.targets.filter(pk=target.pk).first()
        if found is None:
            raise Refused(_("Somebody took this away meanwhile. Look at the page again."))
        return found
    if replaces is not None and replaces.pk not in {row.pk for row in in_force(pledge.season)}:
        raise Refused(_("This target does not hold any more: choose one that does."))
    if replaces is not None and pledge.targets.filter(replaces=replaces).exists():
        raise Refused(_("This addendum changes that target already."))
    order = replaces.order if replaces is not None else next_place(pledge)
    return PledgeTarget(pledge=pledge, order=order, replaces=replaces)


def _said(terms: TargetTerms) -> str:
    value = (
        ""
        if terms.value is None
        else f" ({Comparator(terms.comparator or 'GE').label} {terms.value} {terms.unit})"
    )
    return f"{terms.text}{value}"


def next_place(pledge: Pledge) -> int:
    """The order of a target that is added below the others."""
    return (pledge.targets.aggregate(last=Max("order"))["last"] or 0) + 1


def put(row: PledgeTarget, terms: TargetTerms) -> PledgeTarget:
    """Store a target as these terms say; without a value nothing is compared."""
    for field in fields(terms):
        value = getattr(terms, field.name)
        setattr(row, field.name, nfc(value).strip() if isinstance(value, str) else value)
    if row.value is None:
        row.comparator = ""
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def drop_target(addendum: Pledge, target: PledgeTarget, *, by: User) -> PledgeTarget:
    """Say in an addendum that a target in force is no longer asked."""
    terms = replace(target_terms_of(target), dropped=True)
    return put_target(addendum, terms, by=by, replaces=target)


@transaction.atomic
def remove_target(target: PledgeTarget, *, by: User) -> Pledge:
    """Take a target out of a draft."""
    kept = locked_pledge(target.pledge)
    demand(permissions.may_change_pledge(by, kept, on=timezone.localdate()))
    row = kept.targets.filter(pk=target.pk).first()
    if row is not None:
        record("pledge.remove_target", kept, by=by, target=[_said(target_terms_of(row)), None])
        row.delete()
    return kept


@transaction.atomic
def arrange_targets(pledge: Pledge, order: Sequence[int], *, by: User) -> Pledge:
    """Put the targets with these ids in this order; any others stay behind them."""
    kept = locked_pledge(pledge)
    demand(permissions.may_change_pledge(by, kept, on=timezone.localdate()))
    rows = {row.pk: row for row in kept.targets.all()}
    known = [pk for pk in dict.fromkeys(order) if pk in rows]
    for place, pk in enumerate([*known, *(pk for pk in rows if pk not in known)], start=1):
        rows[pk].order = place
    PledgeTarget.objects.bulk_update(rows.values(), ["order"])
    record("pledge.arrange_targets", kept, by=by)
    return kept


# --- the addendum


@transaction.atomic
def draft_addendum(pledge: Pledge, terms: PledgeTerms, *, by: User) -> Pledge:
    """Begin an addendum to a signed pledge: never an edit, always old and new side by side, signed by all."""
    kept = locked_pledge(pledge)
    demand(permissions.may_draft_addendum(by, kept, on=timezone.localdate()))
    given(terms.reason)
    last = kept.season.pledges.aggregate(last=Max("number"))["last"] or 1
    first = kept if kept.amends is None else kept.amends
    addendum = _new(kept.season, terms, number=last + 1, by=by, amends=first)
    record("pledge.draft_addendum", addendum, by=by, reason=addendum.reason)
    return addendum


# --- open for signature


OPENED = gettext_lazy("Open for signature: %(pledge)s")
UNOPENED = gettext_lazy("No longer open for signature: %(pledge)s")


@transaction.atomic
def move(pledge: Pledge, name: str, *, by: User, reason: str = "") -> Pledge:
    """Open a draft for signature (which freezes it), take that back, withdraw a draft or take it up again."""
    kept = locked_pledge(pledge)
    target = PLEDGE.target(name, kept.state, kept)
    demand(permissions.may_move_pledge(by, kept, name, on=timezone.localdate()))
    said = given(reason, needed=name in PLEDGE_NEEDS_REASON)
    before, kept.state = kept.state, target
    kept.state_since = timezone.now()
    kept.version += 1
    MOVES[name](kept, by, said)
    kept.full_clean()
    kept.save()
    record(f"pledge.{name}", kept, by=by, state=[before, target], reason=said)
    if name in TELLS:
        tell_members(
            kept.season,
            TELLS[name],
            key=f"pledge.{name}:{kept.pk}:{kept.version}",
            by=by,
            url=reverse("clusters:pledge", args=[kept.pk]) if name == "open" else "",
            pledge=kept.title,
        )
    return kept


TELLS = {"open": OPENED, "unopen": UNOPENED}


def _open(pledge: Pledge, by: User, reason: str) -> None:
    """Freeze what is to be signed: its words and targets, who signs, its digest, its paper."""
    if not pledge.targets.exists() and not pledge.commitments:
        raise Refused(_("Nothing to sign yet: enter targets, or what is agreed."))
    equal = twice([target for target in targets_of(pledge) if not target.dropped])
    if equal:
        raise Refused(
            _("These targets stand twice; remove one of each: %(targets)s.")
            % {"targets": "; ".join(target.text for target in equal)}
        )
    pledge.opening += 1
    seats = list(
        pledge.season.seats.filter(left_on=None).select_related("organisation").order_by("order", "pk")
    )
    heads = heads_of([seat.organisation_id for seat in seats], on=timezone.localdate())
    Signatory.objects.bulk_create(
        Signatory(
            pledge=pledge,
            opening=pledge.opening,
            seat=seat,
            order=place,
            person=heads[seat.organisation_id].person if seat.organisation_id in heads else None,
            name=heads[seat.organisation_id].person.full_name if seat.organisation_id in heads else "",
            title=heads[seat.organisation_id].title if seat.organisation_id in heads else "",
        )
        for place, seat in enumerate(seats, start=1)
    )
    pledge.opened_at = timezone.now()
    pledge.payload = pledge_payload(pledge)
    pledge.digest = digest(pledge.payload)
    pledge.document = issue_text(pledge, by=by)


def heads_of(organisation_ids: Sequence[int], *, on: date) -> dict[int, Post]:
    """{organisation: the post of its head on the day}; the earliest where several hold it."""
    posts = Post.objects.filter(held_on(on), organisation_id__in=organisation_ids, office=Office.HEAD)
    found: dict[int, Post] = {}
    for post in posts.select_related("person").order_by("valid_from", "pk"):
        found.setdefault(post.organisation_id, post)
    return found


def _unopen(pledge: Pledge, by: User, reason: str) -> None:
    """Back to a draft; what was answered stays under this opening and binds nobody to another text."""
    if pledge.document is not None:
        withdraw(pledge.document, reason=reason, by=by)
    pledge.payload, pledge.digest, pledge.opened_at, pledge.document = None, "", None, None


def _stay(pledge: Pledge, by: User, reason: str) -> None:
    """Nothing but the state changes."""


MOVES = {"open": _open, "unopen": _unopen, "withdraw": _unopen, "restore": _stay}
