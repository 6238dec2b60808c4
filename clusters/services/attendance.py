"""Who takes part for a member: entered by who runs the conference, or by the member; corrections keep history."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.conference_states import Manner
from clusters.models import Attendance, Conference, Seat
from clusters.offices import MAY_SIGN
from clusters.permissions import conferences as permissions
from clusters.selectors.conferences import newest_of
from clusters.services.conferences import locked_conference
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.organisations.models import Person
from emulation.organisations.selectors import holders
from emulation.organisations.services import add_person
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@dataclass(frozen=True)
class Coming:
    """How a member takes part. Who comes is a person of the register, or is entered by `name`."""

    manner: str
    person: Person | None = None
    name: str = ""
    title: str = ""
    representation: str = ""
    reason: str = ""
    companions: int = 0


@transaction.atomic
def enter(conference: Conference, seat: Seat, coming: Coming, *, by: User) -> Attendance:
    """Enter who takes part for a member, or correct it. Raises Refused where it is not said by what right."""
    kept = locked_conference(conference)
    demand(permissions.may_enter_attendance(by, kept, on=timezone.localdate()))
    return _append(kept, seat, coming, by=by, confirmed=False)


@transaction.atomic
def confirm(conference: Conference, seat: Seat, coming: Coming, *, by: User) -> Attendance:
    """The member itself says who takes part for it."""
    kept = locked_conference(conference)
    newest = newest_of(kept, seat)
    demand(permissions.may_confirm(by, kept, seat, on=timezone.localdate(), newest=newest))
    return _append(kept, seat, coming, by=by, confirmed=True)


def _append(conference: Conference, seat: Seat, coming: Coming, *, by: User, confirmed: bool) -> Attendance:
    place = conference.season.seats.select_related("organisation").get(pk=seat.pk)
    if place.left_on is not None:
        raise Refused(_("The member has left the season."))
    absent = coming.manner == Manner.ABSENT
    person = None if absent else _person(place, coming, by)
    representation = nfc(coming.representation).strip()
    if person is not None and not representation and not _is_head(place, person):
        raise Refused(_("%(name)s is not the head: say by what right it is represented.") % {"name": person})
    row = Attendance(
        conference=conference,
        seat=place,
        manner=coming.manner,
        person=person,
        name=person.full_name if person else "",
        title=nfc(coming.title).strip() if person else "",
        representation=representation if person else "",
        reason=nfc(coming.reason).strip(),
        companions=0 if absent else coming.companions,
        confirmed=confirmed,
        entered_by=by,
    )
    before = newest_of(conference, place)
    row.full_clean()
    row.save()
    record(
        "conference.confirm" if confirmed else "conference.attend",
        conference,
        by=by,
        reason=row.reason,
        member=[None, place.name],
        attendance=[_told(before), _told(row)],
    )
    return row


def _told(row: Attendance | None) -> str | None:
    return f"{row.get_manner_display()}: {row.name}".rstrip(": ") if row else None


def _person(seat: Seat, coming: Coming, by: User) -> Person | None:
    if coming.person is not None:
        return coming.person
    name = nfc(coming.name).strip()
    if not name:
        raise Refused(_("Say who takes part for the member."))
    return add_person(name, by=by, keeper=seat.organisation)


def _is_head(seat: Seat, person: Person) -> bool:
    heads = holders(seat.organisation, MAY_SIGN, timezone.localdate())
    return any(post.person_id == person.pk for post in heads)
