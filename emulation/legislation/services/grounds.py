"""The lines "Căn cứ …" that an organisation adds to its documents."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.legislation.models import Ground, Instrument
from emulation.legislation.permissions import may_end_ground, may_put_ground
from emulation.legislation.printing import ground_text
from emulation.legislation.selectors import usable_instruments
from emulation.organisations.models import Organisation
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc

OPENING = "căn cứ "


@dataclass(frozen=True)
class GroundTerms:
    """One line: an empty `text` is made from the instrument; lower `official_order` is printed earlier."""

    document_kind: str
    instrument: Instrument
    valid_from: date
    text: str = ""
    official_order: int = 100
    valid_to: date | None = None


@transaction.atomic
def put_ground(organisation: Organisation, terms: GroundTerms, *, by: User) -> Ground:
    """Let documents of this kind print the line from `valid_from` on.

    Refused for an instrument that is not in the organisation's register, and while the same instrument is
    cited by another of its lines in those days.
    """
    hold(organisation.pk)
    demand(may_put_ground(by, organisation, on=timezone.localdate()))
    if not usable_instruments(organisation).filter(pk=terms.instrument.pk).exists():
        raise Refused(_("This instrument is not in your register."))
    _refuse_twin(organisation, terms)
    ground = Ground(
        organisation=organisation,
        document_kind=terms.document_kind,
        instrument=terms.instrument,
        text=_line(terms),
        official_order=terms.official_order,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
    )
    ground.full_clean()
    ground.save()
    record(
        "ground.put",
        ground,
        by=by,
        document_kind=[None, ground.get_document_kind_display()],
        valid_from=[None, ground.valid_from],
    )
    return ground


def _refuse_twin(organisation: Organisation, terms: GroundTerms) -> None:
    same = Ground.objects.filter(
        organisation=organisation, document_kind=terms.document_kind, instrument=terms.instrument
    ).exclude(valid_to__lt=terms.valid_from)
    if terms.valid_to is not None:
        same = same.filter(valid_from__lte=terms.valid_to)
    if same.exists():
        raise Refused(_("A line for this instrument stands there in those days already."))


def _line(terms: GroundTerms) -> str:
    """Without the word it follows and without the mark at its end: the document adds both."""
    text = " ".join(nfc(terms.text).split()).rstrip(";., ")
    if text.lower().startswith(OPENING):
        text = text[len(OPENING) :]
    return text or default_text(terms.instrument)


def default_text(instrument: Instrument) -> str:
    """The line an instrument is usually cited by."""
    return ground_text(
        kind=instrument.kind,
        number=instrument.number,
        title=instrument.title,
        issuer=instrument.issuer,
        issued_on=instrument.issued_on,
    )[:500]


@transaction.atomic
def end_ground(ground: Ground, *, on: date, by: User) -> Ground:
    """`on` is the last day on which documents print the line; what was issued keeps it."""
    hold(ground.audit_chain)
    locked = Ground.objects.select_for_update().get(pk=ground.pk)
    demand(may_end_ground(by, locked, on=timezone.localdate()))
    if on < locked.valid_from:
        raise Refused(_("The last day lies before the first."))
    before, locked.valid_to = locked.valid_to, on
    locked.full_clean()
    locked.save(update_fields=["valid_to"])
    record("ground.end", locked, by=by, valid_to=[before, on])
    return locked
