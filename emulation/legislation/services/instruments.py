"""Entering, revising and ending the instruments of an organisation's own register."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.confidence import Confidence
from emulation.legislation.models import Instrument, PartReplacement
from emulation.legislation.permissions import may_end, may_enter, may_revise
from emulation.legislation.selectors import usable_instruments
from emulation.merging import merge
from emulation.organisations.models import Organisation
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@dataclass(frozen=True)
class InstrumentTerms:
    """What is typed of an instrument; the same value enters and revises it. The last day is inclusive."""

    number: str
    kind: str
    title: str
    issuer: str
    issued_on: date | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    source: str = ""
    note: str = ""


@transaction.atomic
def enter(organisation: Organisation, terms: InstrumentTerms, *, by: User) -> Instrument:
    """Enter an instrument into the organisation's own register.

    With a source it counts as sourced, without one as not verified. Raises ValidationError for a number and
    date that stand there already, and for days out of order.
    """
    hold(organisation.pk)
    demand(may_enter(by, organisation, on=timezone.localdate()))
    instrument = Instrument(organisation=organisation, **_columns(_values(terms)))
    instrument.full_clean()
    instrument.save()
    record("instrument.enter", instrument, by=by, kind=[None, instrument.get_kind_display()])
    return instrument


def _values(terms: InstrumentTerms) -> dict[str, Any]:
    """Field by field, as kept."""
    values = {name: getattr(terms, name) for name in InstrumentTerms.__dataclass_fields__}
    return {name: nfc(value).strip() if isinstance(value, str) else value for name, value in values.items()}


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "confidence": Confidence.SOURCED if values["source"] else Confidence.UNSURE}


def terms_of(instrument: Instrument) -> InstrumentTerms:
    """What is typed of the instrument, as stored now."""
    return InstrumentTerms(
        **{name: getattr(instrument, name) for name in InstrumentTerms.__dataclass_fields__}
    )


@transaction.atomic
def revise(instrument: Instrument, terms: InstrumentTerms, *, base: InstrumentTerms, by: User) -> Instrument:
    """Correct what the register says; `base` is what the person saw when beginning to type.

    Raises merging.Clash for the fields that somebody else changed meanwhile, ValidationError as `enter`.
    """
    hold(instrument.audit_chain)
    locked = Instrument.objects.select_for_update().get(pk=instrument.pk)
    demand(may_revise(by, locked, on=timezone.localdate()))
    stored = _values(terms_of(locked))
    values = merge(_values(base), _values(terms), stored)
    changes: dict[str, Any] = {
        name: [stored[name] or "", value or ""] for name, value in values.items() if stored[name] != value
    }
    if not changes:
        return locked
    for name, value in _columns(values).items():
        setattr(locked, name, value)
    locked.full_clean()
    locked.save()
    record("instrument.revise", locked, by=by, **changes)
    return locked


@transaction.atomic
def replace_part(
    instrument: Instrument, successor: Instrument, *, part: str, on: date, reason: str, by: User
) -> PartReplacement:
    """A part of it is replaced from that day on; the instrument itself stays in force.

    Refused without a reason, before its first or after its last day, and for a successor that the organisation
    does not use.
    """
    hold(instrument.audit_chain)
    locked = Instrument.objects.select_for_update(of=("self",)).select_related("organisation")
    found = locked.get(pk=instrument.pk)
    demand(may_revise(by, found, on=timezone.localdate()))
    kept = given(reason)
    if found.in_force_from is not None and on < found.in_force_from:
        raise Refused(_("The part cannot be replaced before the instrument is in force."))
    if found.ceases_on is not None and on > found.ceases_on:
        raise Refused(_("The instrument is no longer in force on that day."))
    _refuse_unusable(found, successor)
    row = PartReplacement(instrument=found, successor=successor, part=nfc(part).strip(), on=on)
    row.full_clean()
    row.save()
    record("instrument.replace_part", found, by=by, reason=kept, part=[None, str(row)])
    return row


def _refuse_unusable(instrument: Instrument, successor: Instrument) -> None:
    if not usable_instruments(instrument.organisation).filter(pk=successor.pk).exists():
        raise Refused(_("The instrument that replaces it is not in your register."))


@transaction.atomic
def end(
    instrument: Instrument, *, on: date, replaced_by: Instrument | None = None, reason: str, by: User
) -> Instrument:
    """`on` is its last day in force. The legal grounds that name it are not printed after that day.

    Refused without a reason, before its first day, and for a successor that the organisation does not use.
    """
    hold(instrument.audit_chain)
    locked = (
        Instrument.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=instrument.pk)
    )
    demand(may_end(by, locked, on=timezone.localdate()))
    kept = given(reason)
    if locked.in_force_from is not None and on < locked.in_force_from:
        raise Refused(_("The last day lies before the first."))
    if replaced_by is not None:
        _refuse_unusable(locked, replaced_by)
    before: dict[str, Any] = {"in_force_to": locked.in_force_to, "replaced_by": locked.replaced_by}
    locked.in_force_to, locked.replaced_by = on, replaced_by
    locked.full_clean()
    locked.save(update_fields=["in_force_to", "replaced_by"])
    changes: dict[str, Any] = {
        name: [value, getattr(locked, name)]
        for name, value in before.items()
        if value != getattr(locked, name)
    }
    record("instrument.end", locked, by=by, reason=kept, **changes)
    return locked
