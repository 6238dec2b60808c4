"""Writing a nomination and moving it from the unit to the standing agency and through appraisal."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import selectors
from awards.models import AwardForm, Campaign, Nomination, SubjectKind
from awards.offices import BULK_MOVES
from awards.permissions import may_draft, may_edit, may_move, may_move_each
from awards.rows import LONGEST_NAME, fingerprint, folded_name, order_key, search_text
from awards.services.entrants import known_people, person_key
from awards.states import NOMINATION, NominationState
from emulation.accounts.models import User
from emulation.accounts.selectors import users_by_post, users_with_posts
from emulation.audit.services import hold, record, record_many
from emulation.merging import merge
from emulation.notices.services import tell
from emulation.organisations.models import Organisation
from emulation.organisations.offices import Office
from emulation.organisations.selectors import heir_ids
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc
from programmes.models import Candidate
from programmes.services.candidates import mark_proposed

TOLD = frozenset({"submit", "return", "appraise_not_ok"})
NEEDS_REASON = frozenset({"return", "appraise_not_ok", "withdraw"})


@dataclass(frozen=True)
class Words:
    """What a nomination says; the edit page compares these field by field between two savers."""

    form: AwardForm
    unit: Organisation
    name: str
    honorific: str = ""
    gender: str = ""
    birth_year: int | None = None
    birth_date: date | None = None
    position_title: str = ""
    unit_name: str = ""
    address: str = ""
    achievement: str = ""
    stat_category: str = ""


DERIVED = ["folded", "search", "sort_key", "fingerprint"]
FIELDS = tuple(Words.__dataclass_fields__)
IDENTITY = frozenset({"name", "birth_year", "unit"})
"""What tells one person from another: a change may mean somebody else."""


@transaction.atomic
def draft(
    campaign: Campaign, kind: str, words: Words, *, by: User, candidate: Candidate | None = None
) -> Nomination:
    """Write one nomination by hand. Refused when the same subject already stands in the campaign for the form.

    Refused as well for a form that the campaign does not consider or that is not for this kind of subject.
    `candidate` is the model that a field visit found: it counts as proposed from then on.
    """
    if candidate is not None:
        _refuse_other_unit(candidate, words.unit)
        hold(campaign.organisation_id, candidate.activity.organisation_id, *_chain_of_programme(candidate))
    campaign = _open(campaign)
    demand(may_draft(by, campaign, words.unit, on=timezone.localdate()))
    _refuse_form(campaign, kind, words.form)
    nomination = Nomination(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        subject_kind=kind,
        person_id=_known_person_id(kind, words),
        candidate=candidate,
        created_by=by,
        state_since=timezone.now(),
    )
    _write(nomination, words)
    _refuse_twin(nomination)
    nomination.full_clean(exclude=DERIVED)
    _save_alone(nomination)
    record("nomination.draft", nomination, by=by, form=[None, words.form.name])
    if candidate is not None:
        mark_proposed(candidate, by=by)
    return nomination


def _refuse_other_unit(candidate: Candidate, unit: Organisation) -> None:
    """A model of one unit is not proposed for another; what continues its unit proposes it."""
    own = candidate.organisation_id
    if own is None or unit.pk not in heir_ids([own]) | {own}:
        raise Refused(
            _("%(name)s was found at another unit: the nomination must be of that unit.")
            % {"name": candidate.name}
        )


def _chain_of_programme(candidate: Candidate) -> list[int]:
    programme = candidate.activity.programme
    return [programme.organisation_id] if programme else []


def _open(campaign: Campaign) -> Campaign:
    """The campaign as it stands now, kept so until the transaction ends: nothing enters one that has closed."""
    hold(campaign.organisation_id)
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    return Campaign.objects.select_related("organisation").get(pk=campaign.pk)


def _known_person_id(kind: str, words: Words) -> int | None:
    """The person of the register, if it knows the nominee; nobody is entered there by a proposal."""
    if kind != SubjectKind.INDIVIDUAL:
        return None
    key = person_key(words.name, words.birth_year, words.unit.pk)
    return known_people([key]).get(key)


def _write(nomination: Nomination, words: Words) -> None:
    for name in FIELDS:
        value = getattr(words, name)
        setattr(nomination, name, nfc(value) if isinstance(value, str) else value)
    nomination.sort_key = order_key(nomination.subject_kind, nomination.name)
    nomination.folded = folded_name(nomination.subject_kind, nomination.name)[:LONGEST_NAME]
    nomination.search = search_text(nomination.name, nomination.unit_name, nomination.position_title)
    nomination.fingerprint = fingerprint(
        nomination.subject_kind,
        nomination.name,
        nomination.birth_year,
        nomination.unit_id,
        nomination.form.code,
    )


def _refuse_form(campaign: Campaign, kind: str, form: AwardForm) -> None:
    if kind not in form.subjects:
        raise Refused(_("The form may not be given to this kind of subject."))
    if not campaign.forms.filter(pk=form.pk).exists():
        raise Refused(_("This campaign does not consider: %(form)s.") % {"form": form.name})


def _refuse_twin(nomination: Nomination) -> None:
    same = Q(fingerprint=nomination.fingerprint)
    if nomination.subject_kind == SubjectKind.COLLECTIVE:
        # A collective is its unit, under whatever name it was written.
        same |= Q(subject_kind=SubjectKind.COLLECTIVE, unit=nomination.unit_id, form=nomination.form_id)
    twins = Nomination.objects.filter(same, campaign_id=nomination.campaign_id)
    if twins.exclude(pk=nomination.pk).exclude(state=NominationState.WITHDRAWN).exists():
        raise Refused(_twin(nomination))


def _twin(nomination: Nomination) -> str:
    return _("%(name)s already stands in this campaign for %(form)s.") % {
        "name": nomination.full_name,
        "form": nomination.form.name,
    }


def _save_alone(nomination: Nomination, fields: list[str] | None = None) -> None:
    """Save; two people who enter one subject at the same moment are told apart by the database."""
    try:
        with transaction.atomic():
            nomination.save(update_fields=fields)
    except IntegrityError:
        raise Refused(_twin(nomination)) from None


@transaction.atomic
def edit(nomination: Nomination, words: Words, *, base: Words, by: User) -> Nomination:
    """Save `words` over the values of `base`, from which the person began to type.

    Fields changed by one side only are merged; a field that both changed raises merging.Clash. Nobody
    overwrites silently.
    """
    _open(nomination.campaign)
    # Locked alone and read afterwards: rows joined to a lock that had to wait are those of before the wait.
    Nomination.objects.select_for_update().get(pk=nomination.pk)
    locked = Nomination.objects.select_related("campaign", "form", "unit").get(pk=nomination.pk)
    demand(may_edit(by, locked, on=timezone.localdate()))
    theirs = {name: getattr(locked, name) for name in FIELDS}
    values = merge(_values(base), _values(words), theirs)
    changes: dict[str, Any] = {
        name: [str(theirs[name] or ""), str(value or "")]
        for name, value in values.items()
        if theirs[name] != value
    }
    if not changes:
        return locked
    merged = Words(**values)
    _refuse_form(locked.campaign, locked.subject_kind, merged.form)
    _write(locked, merged)
    if IDENTITY & changes.keys():
        locked.person_id = _known_person_id(locked.subject_kind, merged)
    _refuse_twin(locked)
    locked.version += 1
    locked.full_clean(exclude=DERIVED)
    _save_alone(locked)
    record("nomination.edit", locked, by=by, **changes)
    return locked


def _values(words: Words) -> dict[str, Any]:
    return {name: getattr(words, name) for name in FIELDS}


def words_of(nomination: Nomination) -> Words:
    """The nomination's words as stored now."""
    return Words(**{name: getattr(nomination, name) for name in FIELDS})


def check_reason(move: str, reason: str) -> str:
    """The reason as it will be kept; Refused where the move needs one and it is empty."""
    kept = given(reason, needed=move in NEEDS_REASON)
    return kept


@transaction.atomic
def advance(nomination: Nomination, move: str, *, by: User, reason: str = "") -> Nomination:
    """Make one move of the table for one nomination and tell those who wait for it."""
    kept = check_reason(move, reason)
    campaign = _open(nomination.campaign)
    locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
    locked.campaign = campaign
    if selectors.shown_state_of(by, locked) == locked.state:
        # To whoever may not know the board's result yet, the answer is the same before and after it.
        NOMINATION.target(move, locked.state, locked)
    demand(may_move(by, locked, move, on=timezone.localdate()))
    if move == "restore":
        _refuse_twin(locked)
    before = _move(locked, move, kept)
    _save_alone(locked, ["state", "state_since", "remark", "version", "updated_at"])
    record(f"nomination.{move}", locked, by=by, state=[before, locked.state], reason=kept)
    _tell(move, [locked])
    return locked


def _move(nomination: Nomination, move: str, reason: str) -> str:
    before, nomination.state = nomination.state, NOMINATION.target(move, nomination.state, nomination)
    nomination.state_since = timezone.now()
    nomination.version += 1
    if move in NEEDS_REASON or move in ("submit", "appraise_ok", "restore"):
        nomination.remark = reason
    return before


@dataclass
class BulkResult:
    """What a bulk act did: the nominations moved, and those left alone with the reason for each."""

    done: list[Nomination] = field(default_factory=list)
    skipped: list[tuple[Nomination, str]] = field(default_factory=list)


@transaction.atomic
def advance_many(
    nominations: Collection[int], move: str, *, campaign: Campaign, by: User, reason: str = ""
) -> BulkResult:
    """Make one move for many nominations (ids) of one campaign; those not possible are named, the others moved.

    Raises ValueError for a move that is made one by one only.
    """
    if move not in BULK_MOVES:
        raise ValueError(f"'{move}' is not made in bulk.")
    kept = check_reason(move, reason)
    today = timezone.localdate()
    result, moved = BulkResult(), {}
    campaign = _open(campaign)
    rows = list(campaign.nominations.select_for_update().filter(pk__in=nominations).order_by("pk"))
    for nomination in rows:
        nomination.campaign = campaign
    for nomination, verdict in may_move_each(by, rows, move, on=today):
        if not verdict:
            result.skipped.append((nomination, str(verdict.reason)))
            continue
        moved[nomination.pk] = [_move(nomination, move, kept), nomination.state]
        result.done.append(nomination)
    Nomination.objects.bulk_update(result.done, ["state", "state_since", "remark", "version"], batch_size=500)
    record_many(
        f"nomination.{move}",
        [(nomination, {"state": moved[nomination.pk]}) for nomination in result.done],
        by=by,
        reason=kept,
    )
    _tell(move, result.done)
    return result


def _tell(move: str, nominations: Iterable[Nomination]) -> None:
    """The standing agency hears of what was submitted; the unit of what came back."""
    rows = list(nominations)
    if not rows or move not in TOLD:
        return
    campaign = rows[0].campaign
    today = timezone.localdate()
    url = reverse("awards:nominations", args=[campaign.pk])
    # Whoever decides on the board counts nothing here that a conflict of interest might hide.
    bound = selectors.bound_people(campaign, on=today)
    if move == "submit":
        held = users_with_posts([campaign.organisation_id], {Office.OFFICER, Office.APPRAISER}, today)
        readers = [user for user in held if user.person_id not in bound]
        waiting = campaign.nominations.filter(state=NominationState.SUBMITTED).count()
        text = gettext_lazy("%(count)s nominations wait to be received: %(campaign)s")
        values = {"count": waiting, "campaign": campaign.title}
        tell(readers, text=text, values=values, url=url, instead=True)
    else:
        numbers = Counter(row.unit_id for row in rows)
        readers_of = users_by_post(numbers, {Office.OFFICER, Office.HEAD}, today)
        text = gettext_lazy("%(count)s nominations came back from the standing agency: %(campaign)s")
        for unit_id, number in sorted(numbers.items()):
            readers = [user for user in readers_of.get(unit_id, ()) if user.person_id not in bound]
            tell(readers, text=text, values={"count": number, "campaign": campaign.title}, url=url)
