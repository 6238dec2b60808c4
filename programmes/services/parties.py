"""The sides of a programme: entered before the signing, succeeded by addendum after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.merging import merge
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import continues, name_on
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import format_date, nfc
from programmes.models import Addendum, Confirmation, Party, PlanTask, Programme, Responsibility
from programmes.permissions.programmes import may_amend, may_change_programme
from programmes.services.programmes import lines_of, locked_programme
from programmes.services.rows import still_there
from programmes.states import PlanState


@dataclass(frozen=True)
class PartyTerms:
    """What is typed of one side; `signatory_titles` and `responsibilities` hold one entry a line.

    `organisation` is empty for a body outside the register, which is then known by its name alone.
    """

    name: str
    organisation: Organisation | None = None
    superior: str = ""
    role: str = ""
    signatory_name: str = ""
    signatory_titles: str = ""
    focal_unit: str = ""
    focal_person: str = ""
    responsibilities: str = ""
    order: int = 1


def terms_of(party: Party) -> PartyTerms:
    stored = {
        name: getattr(party, name) for name in PartyTerms.__dataclass_fields__ if name != "responsibilities"
    }
    return PartyTerms(**stored, responsibilities="\n".join(row.text for row in party.responsibilities.all()))


def _values(terms: PartyTerms) -> dict[str, Any]:
    values = {name: getattr(terms, name) for name in PartyTerms.__dataclass_fields__}
    values = {name: nfc(value).strip() if isinstance(value, str) else value for name, value in values.items()}
    lines = {name: "\n".join(lines_of(values[name])) for name in ("signatory_titles", "responsibilities")}
    return {**values, **lines}


@transaction.atomic
def add(programme: Programme, terms: PartyTerms, *, by: User) -> Party:
    """A further side of an unsigned programme. Refused for a body that is a side already."""
    locked = locked_programme(programme)
    demand(may_change_programme(by, locked, on=timezone.localdate()))
    _refuse_twin(locked, terms)
    party = _write(Party(programme=locked), terms)
    record("programme.add_party", locked, by=by, party=[None, party.name])
    return party


@transaction.atomic
def revise(party: Party, terms: PartyTerms, *, base: PartyTerms, by: User) -> Party:
    """Change a side before the signing; raises merging.Clash for what somebody else changed meanwhile."""
    programme = locked_programme(party.programme)
    demand(may_change_programme(by, programme, on=timezone.localdate()))
    locked = still_there(Party.objects.all(), party.pk)
    stored = _values(terms_of(locked))
    merged = merge(_values(base), _values(terms), stored)
    changes: dict[str, Any] = {
        name: [str(stored[name] or ""), str(value or "")]
        for name, value in merged.items()
        if stored[name] != value
    }
    if not changes:
        return locked
    kept = PartyTerms(**merged)
    _refuse_twin(programme, kept, but=locked)
    _write(locked, kept)
    record("programme.revise_party", programme, by=by, party=[None, locked.name], **changes)
    return locked


@transaction.atomic
def remove(party: Party, *, by: User) -> None:
    """Take a side out of an unsigned programme. Refused for one that a task or a word on a report rests on."""
    programme = locked_programme(party.programme)
    demand(may_change_programme(by, programme, on=timezone.localdate()))
    locked = still_there(Party.objects.all(), party.pk)
    name = locked.name
    if PlanTask.objects.filter(party=locked).exists():
        raise Refused(
            _("%(party)s is responsible for a task: give the task to another side first.") % {"party": name}
        )
    if Confirmation.objects.filter(party=locked).exists():
        raise Refused(_("%(party)s gave its word on a report of this programme: it stays.") % {"party": name})
    locked.delete()
    record("programme.remove_party", programme, by=by, party=[name, None])


def _refuse_twin(programme: Programme, terms: PartyTerms, *, but: Party | None = None) -> None:
    others = programme.parties.filter(left_on=None)
    others = others.exclude(pk=but.pk) if but else others
    same = (
        others.filter(organisation=terms.organisation)
        if terms.organisation
        else others.filter(name=terms.name)
    )
    if same.exists():
        raise Refused(_("%(party)s is a party already.") % {"party": terms.name})


def _write(party: Party, terms: PartyTerms) -> Party:
    values = _values(terms)
    responsibilities = lines_of(values.pop("responsibilities"))
    for name, value in values.items():
        setattr(party, name, value)
    party.full_clean()
    party.save()
    party.responsibilities.all().delete()
    Responsibility.objects.bulk_create(
        Responsibility(programme=party.programme, party=party, order=order, text=text)
        for order, text in enumerate(responsibilities, start=1)
    )
    return party


@dataclass(frozen=True)
class AddendumTerms:
    """An addendum by number and day; `text` says what changes."""

    signed_on: date
    effective_on: date
    text: str
    number: str = ""


@dataclass(frozen=True)
class Successor:
    """Who signs and works for the body that takes a side's place; duties are those of the side it follows."""

    organisation: Organisation
    signatory_name: str = ""
    signatory_titles: str = ""
    focal_unit: str = ""
    focal_person: str = ""


@transaction.atomic
def amend(programme: Programme, terms: AddendumTerms, *, by: User) -> Addendum:
    """Enter an addendum that changes words; the sides stay."""
    locked = locked_programme(programme)
    demand(may_amend(by, locked, on=timezone.localdate()))
    return _addendum(locked, terms, by=by)


@transaction.atomic
def succeed(party: Party, successor: Successor, terms: AddendumTerms, *, by: User) -> Party:
    """Another body takes a side's place from `effective_on` on; what was signed keeps the name that signed.

    Refused where the register knows the side's body and not that `successor` continues it, and for a side that
    has left.
    """
    programme = locked_programme(party.programme)
    demand(may_amend(by, programme, on=timezone.localdate()))
    leaving = Party.objects.select_for_update().get(pk=party.pk)
    if leaving.left_on is not None:
        raise Refused(_("%(party)s has left this programme already.") % {"party": leaving.name})
    if leaving.joined_on is not None and terms.effective_on <= leaving.joined_on:
        raise Refused(
            _("%(party)s joined on %(day)s only: another body takes its place after that.")
            % {"party": leaving.name, "day": format_date(leaving.joined_on)}
        )
    heir = successor.organisation
    # Of a body outside the register the register says nothing: there the addendum alone tells.
    if leaving.organisation and not continues(leaving.organisation, heir, terms.effective_on):
        raise Refused(
            _("The register does not say that %(new)s continues %(old)s on that day.")
            % {"new": heir.name, "old": leaving.name}
        )
    if programme.parties.filter(organisation=heir, left_on=None).exists():
        raise Refused(_("%(party)s is a party already.") % {"party": heir.name})
    addendum = _addendum(programme, terms, by=by)
    leaving.left_on = terms.effective_on
    leaving.save(update_fields=["left_on"])
    joining = Party(
        programme=programme,
        order=leaving.order,
        organisation=heir,
        name=name_on(heir, terms.effective_on),
        role=leaving.role,
        signatory_name=nfc(successor.signatory_name).strip(),
        signatory_titles="\n".join(lines_of(successor.signatory_titles)),
        focal_unit=nfc(successor.focal_unit).strip(),
        focal_person=nfc(successor.focal_person).strip(),
        succeeds=leaving,
        addendum=addendum,
        joined_on=terms.effective_on,
    )
    joining.full_clean()
    joining.save()
    for duty in leaving.responsibilities.all():
        Responsibility.objects.create(programme=programme, party=joining, order=duty.order, text=duty.text)
    record(
        "programme.succeed_party",
        programme,
        by=by,
        party=[leaving.name, joining.name],
        effective_on=[None, terms.effective_on],
    )
    return joining


@transaction.atomic
def take_back_addendum(addendum: Addendum, *, by: User, reason: str) -> Addendum:
    """Undo the newest addendum with a reason: a side that it brought in leaves, the one before it is back.

    Refused where something signed or confirmed rests on the sides as it left them. The addendum stays on record.
    """
    programme = locked_programme(addendum.programme)
    demand(may_amend(by, programme, on=timezone.localdate()))
    locked = Addendum.objects.select_for_update().get(pk=addendum.pk)
    locked.programme = programme
    why = given(reason)
    if locked.undone_on is not None:
        raise Refused(_("This addendum has been taken back already."))
    if programme.addenda.filter(undone_on=None).exclude(pk=locked.pk).filter(_later(locked)).exists():
        raise Refused(_("A later addendum rests on this one: take that one back first."))
    joined = list(locked.parties_joined.select_related("succeeds"))
    if Party.objects.filter(succeeds__in=joined).exists():
        raise Refused(_("A later addendum rests on this one: take that one back first."))
    if joined:
        _refuse_rested(programme, joined, locked.effective_on)
    for party in joined:
        _send_back(party)
    locked.undone_on, locked.undone_because = timezone.localdate(), why
    locked.full_clean()
    locked.save()
    record(
        "programme.unamend",
        programme,
        by=by,
        reason=why,
        addendum=[locked.text, None],
        party=["; ".join(party.name for party in joined) or None, None],
    )
    return locked


def _later(addendum: Addendum) -> Q:
    return Q(effective_on__gt=addendum.effective_on) | Q(
        effective_on=addendum.effective_on, pk__gt=addendum.pk
    )


def _refuse_rested(programme: Programme, joined: Sequence[Party], since: date) -> None:
    signed = programme.plans.filter(state=PlanState.SIGNED, signed_on__gte=since).exists()
    answered = Confirmation.objects.filter(party__in=joined).exists()
    owns = PlanTask.objects.filter(party__in=joined).exists()
    if signed or answered or owns:
        raise Refused(
            _("A signed plan, a task or a confirmed report names the side that this addendum brought in.")
        )


def _send_back(party: Party) -> None:
    before = party.succeeds
    party.delete()
    if before is not None:
        before.left_on = None
        before.save(update_fields=["left_on"])


def _addendum(programme: Programme, terms: AddendumTerms, *, by: User) -> Addendum:
    if programme.signed_on is None or terms.signed_on < programme.signed_on:
        raise Refused(_("An addendum is not older than the programme it changes."))
    if terms.signed_on > timezone.localdate():
        raise Refused(_("The date of signing lies in the future."))
    last = max(date(programme.to_year, 12, 31), timezone.localdate())
    if not programme.signed_on <= terms.effective_on <= last:
        raise Refused(_("An addendum takes effect within the years of its programme."))
    addendum = Addendum(
        programme=programme,
        number=nfc(terms.number).strip(),
        signed_on=terms.signed_on,
        effective_on=terms.effective_on,
        text=nfc(terms.text).strip(),
        entered_by=by,
    )
    same = {"number": addendum.number, "signed_on": addendum.signed_on, "text": addendum.text}
    if programme.addenda.filter(undone_on=None, **same).exists():
        raise Refused(_("This addendum is entered already."))
    addendum.full_clean()
    addendum.save()
    record("programme.amend", programme, by=by, addendum=[None, addendum.text])
    return addendum
