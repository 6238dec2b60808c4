"""Who takes part in an activity: put on its list, marked as come or not, corrected, taken off again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.merging import merge
from emulation.organisations.models import Organisation, Post
from emulation.organisations.selectors import held_on
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold, nfc
from programmes.models import Activity, Participation
from programmes.permissions.programmes import may_keep_activity
from programmes.services.activities import locked_activity
from programmes.services.rows import still_there

Key = tuple[int, str]
"""(id of a unit, folded name)."""


@dataclass(frozen=True)
class Attendee:
    """Somebody who takes part; `organisation` where the register knows it. Who it is follows from its posts."""

    name: str
    role: str
    position: str = ""
    organisation: Organisation | None = None
    attended: bool | None = None


@transaction.atomic
def invite(activity: Activity, attendees: Sequence[Attendee], *, by: User) -> list[Participation]:
    """Put people and units on the list of an activity; somebody who stands there already is not put twice."""
    locked = locked_activity(activity)
    demand(may_keep_activity(by, locked, on=timezone.localdate()))
    there = {_identity(row) for row in locked.participations.all()}
    known = _holders(attendees, _day_of(locked))
    rows = []
    for one in attendees:
        row = _written(Participation(activity=locked), one, known)
        if _identity(row) in there:
            continue
        there.add(_identity(row))
        row.full_clean()
        row.save()
        rows.append(row)
    if rows:
        record("activity.invite", locked, by=by, people=[None, "; ".join(row.name for row in rows)])
    return rows


def _written(row: Participation, one: Attendee, known: Mapping[Key, int | None]) -> Participation:
    row.name, row.position = nfc(one.name).strip(), nfc(one.position).strip()
    row.role, row.organisation, row.attended = one.role, one.organisation, one.attended
    row.person_id = known.get(_key(one))
    return row


def _day_of(activity: Activity) -> date:
    first = activity.occasions.order_by("starts_on").first()
    return first.starts_on if first else timezone.localdate()


def _key(one: Attendee) -> Key:
    return (one.organisation.pk if one.organisation else 0, fold(one.name))


def _holders(attendees: Sequence[Attendee], on: date) -> dict[Key, int | None]:
    """{(unit, name): who held a post there on the day}; two of one name are nobody. One query for all."""
    units = {one.organisation.pk for one in attendees if one.organisation}
    found: dict[Key, int | None] = {}
    posts = Post.objects.filter(held_on(on), organisation__in=units).select_related("person")
    for unit, person in {(post.organisation_id, post.person) for post in posts}:
        key = (unit, fold(person.full_name))
        found[key] = None if key in found else person.pk
    return found


def attendee_of(row: Participation) -> Attendee:
    return Attendee(
        name=row.name,
        role=row.role,
        position=row.position,
        organisation=row.organisation,
        attended=row.attended,
    )


def _values(one: Attendee) -> dict[str, Any]:
    """What is typed of somebody; whom the register knows follows from it."""
    return {
        "name": nfc(one.name).strip(),
        "role": one.role,
        "position": nfc(one.position).strip(),
        "organisation": one.organisation,
        "attended": one.attended,
    }


@transaction.atomic
def correct(row: Participation, attendee: Attendee, *, base: Attendee, by: User) -> Participation:
    """Other words for somebody on the list; raises merging.Clash for what somebody else changed meanwhile."""
    locked = locked_activity(row.activity)
    demand(may_keep_activity(by, locked, on=timezone.localdate()))
    kept = still_there(Participation.objects.select_related("organisation"), row.pk)
    kept.activity = locked
    stored = _values(attendee_of(kept))
    merged = Attendee(**merge(_values(base), _values(attendee), stored))
    if _values(merged) == stored:
        return kept
    before = _in_words(kept)
    _written(kept, merged, _holders([merged], _day_of(locked)))
    if any(_identity(other) == _identity(kept) for other in locked.participations.exclude(pk=kept.pk)):
        raise Refused(_("%(name)s stands on the list already.") % {"name": kept.name})
    kept.full_clean()
    kept.save()
    record("activity.correct_person", locked, by=by, people=[before, _in_words(kept)])
    return kept


def _in_words(row: Participation) -> str:
    came = {True: _("came"), False: _("did not come"), None: ""}[row.attended]
    unit = row.organisation.name if row.organisation else ""
    return ", ".join(
        str(part) for part in (row.name, row.get_role_display(), row.position, unit, came) if part
    )


@transaction.atomic
def strike(row: Participation, *, by: User, reason: str = "") -> None:
    """Take somebody off the list who was put there by mistake."""
    locked = locked_activity(row.activity)
    demand(may_keep_activity(by, locked, on=timezone.localdate()))
    kept = locked.participations.select_for_update().filter(pk=row.pk).first()
    if kept is None:
        raise Refused(_("This entry has been taken off the list already."))
    record("activity.strike_person", locked, by=by, reason=nfc(reason).strip(), people=[kept.name, None])
    kept.delete()


def _identity(row: Participation) -> tuple[object, ...]:
    return ("person", row.person_id) if row.person_id else (fold(row.name), row.organisation_id, row.role)


@transaction.atomic
def mark_attendance(activity: Activity, attended: dict[int, bool | None], *, by: User) -> Activity:
    """{participation id: came, did not come, not known}."""
    locked = locked_activity(activity)
    demand(may_keep_activity(by, locked, on=timezone.localdate()))
    changed = []
    for row in locked.participations.select_for_update().filter(pk__in=attended):
        if row.attended != attended[row.pk]:
            row.attended = attended[row.pk]
            row.save(update_fields=["attended"])
            changed.append(row.name)
    if changed:
        record("activity.attendance", locked, by=by, people=[None, "; ".join(changed)])
    return locked
