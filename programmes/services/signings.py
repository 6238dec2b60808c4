"""The signing of a programme: what it wants beforehand, the names of its day, its papers, a number given later."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.documents.faults import unfit_refused
from emulation.documents.models import IssuedDocument
from emulation.documents.services import issue, print_preview, queue_rendering, reissue
from emulation.jobs.models import Job
from emulation.organisations.models import Organisation
from emulation.organisations.names import search_form as search_form_of_name
from emulation.organisations.selectors import name_on, names_of, predecessor_ids, version_on
from emulation.reasons import given
from emulation.uploads.checking import check_scan
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold, format_date, nfc
from programmes.models import Party, Programme
from programmes.permissions.programmes import may_change_programme, may_move_programme, may_number
from programmes.services.papers import UNNUMBERED, minutes_payload, programme_payload
from programmes.services.programmes import locked_programme, present_parties, search_form
from programmes.states import PROGRAMME

FEWEST_PARTIES = 2


@dataclass(frozen=True)
class Signing:
    """What is known on the day of signing; without a number the paper leaves room for it."""

    signed_on: date
    number: str = ""
    place: str = ""
    event: str = ""
    scan: File[bytes] | None = None


@transaction.atomic
def sign(programme: Programme, signing: Signing, *, by: User) -> Programme:
    """Record that the sides signed: names become those of that day, and the programme and its minutes are printed.

    Refused while a side, a signatory or the contents are missing. Raises UploadRefused for a scan that is none.
    """
    if signing.scan:
        check_scan(signing.scan)
    locked = locked_programme(programme)
    target = PROGRAMME.target("sign", locked.state, locked)
    demand(may_move_programme(by, locked, "sign", on=timezone.localdate()))
    if found := shortcomings(locked):
        raise Refused(" ".join(found))
    before, locked.state, locked.state_since = locked.state, target, timezone.localdate()
    locked.number, locked.signed_on = nfc(" ".join(signing.number.split())), signing.signed_on
    locked.place, locked.event = nfc(signing.place).strip(), nfc(signing.event).strip()
    locked.scan = signing.scan or locked.scan
    locked.search = search_form(locked.number, locked.source_spelling, locked.title)
    locked.version += 1
    _name_as_of(locked, signing.signed_on)
    locked.full_clean(exclude=["scan"], validate_constraints=False)
    _save_numbered(locked)
    if not locked.recorded:
        _print(locked, by=by)
    record(
        "programme.sign",
        locked,
        by=by,
        state=[before, locked.state],
        number=[None, locked.number],
        signed_on=[None, signing.signed_on.isoformat()],
    )
    return locked


def _save_numbered(programme: Programme) -> None:
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError:
        raise Refused(
            _("A programme number %(number)s of that day is entered already.") % {"number": programme.number}
        ) from None


def _name_as_of(programme: Programme, day: date) -> None:
    """Each side bears the name of the day, unless the officer wrote one of their own that it never bore.

    A province that merged often kept its name: the side is then the body that bore it on that day.
    """
    sides = programme.parties.filter(left_on=None, organisation__isnull=False).select_related("organisation")
    for party in sides:
        body = _bearer_on(party, day)
        borne = {search_form_of_name(name) for name in names_of(body)}
        own_words = search_form_of_name(party.name) not in borne
        party.organisation = body
        party.name = party.name if own_words else name_on(body, day)
        party.save(update_fields=["organisation", "name"])


def _bearer_on(party: Party, day: date) -> Organisation:
    body = party.organisation
    assert body is not None  # noqa: S101 -- the query asked for it
    if version_on(body, day) is not None:
        return body
    before = Organisation.objects.filter(pk__in=predecessor_ids({body.pk}))
    bearers = [one for one in before if version_on(one, day) and fold(name_on(one, day)) in names_of(body)]
    if len(bearers) == 1:
        return bearers[0]
    raise Refused(_("%(body)s did not exist on %(day)s.") % {"body": party.name, "day": format_date(day)})


def shortcomings(programme: Programme) -> list[str]:
    """What keeps the programme from being signed, in sentences; nothing for one that is ready."""
    parties = present_parties(programme)
    found = []
    if len(parties) < FEWEST_PARTIES:
        found.append(_("A programme has at least two parties."))
    if programme.recorded:
        return found
    found += [
        _("%(party)s names no signatory.") % {"party": party.name}
        for party in parties
        if not party.signatory_name or not party.titles
    ]
    if not programme.contents.exists():
        found.append(_("The contents of the programme are not written yet."))
    return found


def _print(programme: Programme, *, by: User) -> None:
    papers: list[IssuedDocument] = []
    with unfit_refused():
        programme.document = issue(
            "programme_v1", programme_payload(programme), organisation=programme.organisation, by=by
        )
        programme.minutes = issue(
            "signing_minutes_v1", minutes_payload(programme), organisation=programme.organisation, by=by
        )
    papers += [programme.document, programme.minutes]
    programme.save(update_fields=["document", "minutes"])
    queue_rendering(papers, by=by, organisation=programme.organisation, title=str(programme))


def preview(programme: Programme, *, by: User) -> Job:
    """A job that prints the draft for `by` alone, with dots for what is not known before the signing."""
    demand(may_change_programme(by, programme, on=timezone.localdate()))
    draft = copy(programme)
    draft.number = f"{programme.number or UNNUMBERED} (DỰ THẢO)"
    draft.signed_on = programme.signed_on or timezone.localdate()
    draft.place = programme.place or "…"
    with unfit_refused():
        return print_preview(
            "programme_v1",
            programme_payload(draft),
            title=_("Draft programme"),
            by=by,
            organisation=programme.organisation,
            key=f"programmes.preview:{programme.pk}:{programme.version}:{by.pk}",
        )


@transaction.atomic
def give_number(programme: Programme, number: str, *, by: User, reason: str = "") -> Programme:
    """Enter the number that a programme was given after its signing, or put a wrong one right with a reason.

    Its papers are printed anew with the number; those before keep answering that they were replaced.
    """
    symbol = nfc(" ".join(number.split()))
    if not symbol:
        raise Refused(_("Write the number."))
    locked = locked_programme(programme)
    demand(may_number(by, locked, on=timezone.localdate()))
    before = locked.number
    why = given(reason, needed=bool(before))
    locked.number, locked.version = symbol, locked.version + 1
    locked.search = search_form(locked.number, locked.source_spelling, locked.title)
    locked.full_clean(exclude=["scan"], validate_constraints=False)
    _save_numbered(locked)
    _print_anew(locked, why or _("The number was given after the signing."), by=by)
    record("programme.give_number", locked, by=by, reason=why, number=[before or None, locked.number])
    return locked


def _print_anew(programme: Programme, reason: str, *, by: User) -> None:
    if programme.document is None or programme.minutes is None:
        return
    with unfit_refused():
        programme.document = reissue(programme.document, programme_payload(programme), reason=reason, by=by)
        programme.minutes = reissue(programme.minutes, minutes_payload(programme), reason=reason, by=by)
    programme.save(update_fields=["document", "minutes"])
    papers = [programme.document, programme.minutes]
    queue_rendering(papers, by=by, organisation=programme.organisation, title=str(programme))
