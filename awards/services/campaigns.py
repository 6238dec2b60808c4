"""Opening, changing and closing a round of commendation."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from awards.models import AwardForm, Board, Campaign
from awards.permissions import (
    may_change_campaign,
    may_close_campaign,
    may_open_campaign,
    may_reopen_campaign,
)
from awards.states import CAMPAIGN, EDITABLE, CampaignState, NominationState
from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.merging import merge
from emulation.organisations.models import Organisation
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold, nfc
from programmes.models import Movement

ON_THEIR_WAY = frozenset(
    {
        *EDITABLE,
        NominationState.SUBMITTED,
        NominationState.RECEIVED,
        NominationState.APPRAISED_OK,
        NominationState.PASSED,
    }
)
"""Nominations for which somebody still has to do something before the campaign can end."""


@dataclass(frozen=True)
class CampaignTerms:
    """What an officer states of a campaign; the same value opens and revises it."""

    title: str
    year: int
    kind: str
    deciding_body: Organisation
    forms: Collection[AwardForm]
    board: Board | None = None
    closes_on: date | None = None
    movement: Movement | None = None


@transaction.atomic
def open_campaign(organisation: Organisation, terms: CampaignTerms, *, by: User, code: str = "") -> Campaign:
    """Open a campaign of the standing agency `organisation`; `code` is made from the title when not given."""
    hold(organisation.pk)
    demand(may_open_campaign(by, organisation, on=timezone.localdate()))
    _refuse_twin(organisation, terms)
    campaign = Campaign(
        code=code or free_code(terms.title),
        organisation=organisation,
        opened_by=by,
        **_columns(terms),
    )
    campaign.full_clean()
    campaign.save()
    campaign.forms.set(terms.forms)
    record("campaign.open", campaign, by=by, forms=[None, sorted(form.name for form in terms.forms)])
    return campaign


def _refuse_twin(organisation: Organisation, terms: CampaignTerms) -> None:
    """A form sent twice opens one campaign."""
    same = Campaign.objects.filter(
        organisation=organisation, year=terms.year, title=nfc(terms.title).strip()
    ).exclude(state=CampaignState.CLOSED)
    if same.exists():
        raise Refused(_("This campaign is open already: %(title)s.") % {"title": terms.title})


def terms_of(campaign: Campaign) -> CampaignTerms:
    """What the campaign says of itself, as stored now."""
    stored = {name: getattr(campaign, name) for name in CampaignTerms.__dataclass_fields__}
    return CampaignTerms(**{**stored, "forms": list(campaign.forms.all())})


def _values(terms: CampaignTerms) -> dict[str, Any]:
    """Field by field; the forms in one order, so that equal sets are equal."""
    values = {name: getattr(terms, name) for name in CampaignTerms.__dataclass_fields__}
    return {**values, "forms": sorted(terms.forms, key=lambda form: form.code)}


def _columns(terms: CampaignTerms) -> dict[str, object]:
    title = nfc(terms.title).strip()
    return {
        "title": title,
        "search": fold(title),
        "year": terms.year,
        "kind": terms.kind,
        "deciding_body": terms.deciding_body,
        "board": terms.board,
        "closes_on": terms.closes_on,
        "movement": terms.movement,
    }


def free_code(title: str) -> str:
    """A short address for the campaign, made from its title and not used yet."""
    stem = slugify(fold(title))[:50].strip("-") or "dot"
    taken = set(Campaign.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in _candidates(stem) if code not in taken)


def _candidates(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


@transaction.atomic
def revise(campaign: Campaign, terms: CampaignTerms, *, base: CampaignTerms, by: User) -> Campaign:
    """Change what a campaign says of itself. A form that has nominations cannot be taken out.

    `base` is what the person saw when beginning to type: fields changed by one side only are merged, a field
    that both changed raises merging.Clash.
    """
    hold(campaign.organisation_id)
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    demand(may_change_campaign(by, locked, on=timezone.localdate()))
    terms = CampaignTerms(**merge(_values(base), _values(terms), _values(terms_of(locked))))
    used = AwardForm.objects.filter(
        nominations__campaign=locked, nominations__state__in=[s for s in NominationState if s != "withdrawn"]
    )
    lost = [form.name for form in used.distinct() if form not in terms.forms]
    if lost:
        raise Refused(_("There are nominations for: %(forms)s.") % {"forms": ", ".join(lost)})
    if locked.ballot_id is not None and terms.board != locked.board:
        raise Refused(_("The board has already voted in this campaign and can no longer be changed."))
    changes: dict[str, Any] = {
        name: [str(getattr(locked, name)), str(value)]
        for name, value in _columns(terms).items()
        if name != "search" and getattr(locked, name) != value
    }
    for name, value in _columns(terms).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.full_clean()
    locked.save()
    before = sorted(locked.forms.values_list("name", flat=True))
    after = sorted(form.name for form in terms.forms)
    if before != after:
        locked.forms.set(terms.forms)
        changes["forms"] = [before, after]
    record("campaign.revise", locked, by=by, **changes)
    return locked


@transaction.atomic
def close(campaign: Campaign, *, by: User, reason: str) -> Campaign:
    """End a campaign; refused while nominations are on their way."""
    hold(campaign.organisation_id)
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    target = CAMPAIGN.target("close", locked.state, locked)
    demand(may_close_campaign(by, locked, on=timezone.localdate()))
    moving = locked.nominations.filter(state__in=ON_THEIR_WAY).count()
    if moving:
        raise Refused(_("%(count)s nominations are still on their way.") % {"count": moving})
    before, locked.state, locked.told_at = locked.state, target, timezone.now()
    locked.save(update_fields=["state", "told_at"])
    record("campaign.close", locked, by=by, state=[before, locked.state], reason=reason)
    return locked


@transaction.atomic
def reopen(campaign: Campaign, *, by: User, reason: str) -> Campaign:
    """Open a closed campaign again; refused without a reason. What was told at its end stays told."""
    hold(campaign.organisation_id)
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    target = CAMPAIGN.target("reopen", locked.state, locked)
    demand(may_reopen_campaign(by, locked, on=timezone.localdate()))
    kept = given(reason)
    before, locked.state = locked.state, target
    locked.save(update_fields=["state"])
    record("campaign.reopen", locked, by=by, state=[before, locked.state], reason=kept)
    return locked
