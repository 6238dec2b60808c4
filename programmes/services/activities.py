"""What is done under a programme: planned, held or cancelled, and what shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.merging import merge
from emulation.organisations.models import Organisation
from emulation.reasons import given
from emulation.uploads.checking import check_scan
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold, format_date, nfc
from programmes.models import Activity, Evidence, Occasion, PlanTask, Programme
from programmes.permissions.programmes import (
    may_follow,
    may_keep_activities,
    may_keep_activity,
    may_move_activity,
)
from programmes.services.programmes import locked_programme
from programmes.states import ACTIVITY, ACTIVITY_NEEDS_REASON, ActivityState


@dataclass(frozen=True)
class ActivityTerms:
    """What is typed of an activity; `days` is a run of (first day, last day, place) for each occasion."""

    kind: str
    title: str
    days: Sequence[tuple[date, date, str]] = ()
    task: PlanTask | None = None
    lead: str = ""
    target_group: str = ""
    planned: int | None = None
    planned_qualifier: str = ""
    actual: int | None = None
    actual_qualifier: str = ""
    participants_note: str = ""
    reach: int | None = None
    reach_qualifier: str = ""
    reach_note: str = ""
    cost: Decimal | None = None
    funding: str = ""
    result: str = ""
    inferred: str = ""


def terms_of(activity: Activity) -> ActivityTerms:
    stored = {name: getattr(activity, name) for name in ActivityTerms.__dataclass_fields__ if name != "days"}
    return ActivityTerms(
        **stored, days=[(one.starts_on, one.ends_on, one.place) for one in activity.occasions.all()]
    )


def _values(terms: ActivityTerms) -> dict[str, Any]:
    values = {name: getattr(terms, name) for name in ActivityTerms.__dataclass_fields__}
    values = {name: nfc(value).strip() if isinstance(value, str) else value for name, value in values.items()}
    return {
        **values,
        "days": [(_day(first), _day(last), nfc(place).strip()) for first, last, place in terms.days],
    }


def _day(value: date | str) -> date:
    """What a person began from travels through the page as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@transaction.atomic
def plan(
    organisation: Organisation, terms: ActivityTerms, *, by: User, programme: Programme | None = None
) -> Activity:
    """Enter an activity of `organisation`, under a programme that has not ended, or under none.

    Refused for one that is planned already under the same name for the same days: a form sent twice enters one.
    """
    hold(organisation.pk, *([programme.organisation_id] if programme else []))
    programme = locked_programme(programme) if programme else None
    _demand(organisation, programme, terms, by=by)
    values = _values(terms)
    _refuse_twin(organisation, programme, values)
    activity = Activity(organisation=organisation, programme=programme, entered_by=by)
    _write(activity, values)
    record("activity.plan", activity, by=by, kind=[None, activity.kind], days=[None, days_told(terms.days)])
    return activity


def _demand(
    organisation: Organisation, programme: Programme | None, terms: ActivityTerms, *, by: User
) -> None:
    today = timezone.localdate()
    demand(
        may_follow(by, programme, on=today)
        if programme
        else may_keep_activities(by, organisation.pk, on=today)
    )
    if terms.task is not None and (programme is None or terms.task.plan.programme_id != programme.pk):
        raise Refused(_("This belongs to another programme."))
    if any(first > last for first, last, _place in terms.days):
        raise Refused(_("An activity does not end before it begins."))


def _refuse_twin(organisation: Organisation, programme: Programme | None, values: Mapping[str, Any]) -> None:
    named = {name: values[name] for name in ("kind", "title", "task")}
    same = Activity.objects.filter(
        organisation=organisation, programme=programme, state=ActivityState.PLANNED, **named
    )
    if any(_values(terms_of(one))["days"] == values["days"] for one in same):
        raise Refused(_("This activity is entered already for the same days."))


def _write(activity: Activity, values: dict[str, Any]) -> None:
    days = values.pop("days")
    for name, value in values.items():
        setattr(activity, name, value)
    activity.search = fold(activity.title)[:400]
    activity.full_clean()
    activity.save()
    activity.occasions.all().delete()
    Occasion.objects.bulk_create(
        Occasion(activity=activity, starts_on=first, ends_on=last, place=place) for first, last, place in days
    )


def days_told(days: Sequence[tuple[date, date, str]]) -> str:
    """ "07/02/2018–12/02/2018 Hạ Long; 18/05/2018": the days and places of an activity in one line."""
    return "; ".join(
        " ".join(part for part in (_run(first, last), place) if part) for first, last, place in days
    )


def _run(first: date, last: date) -> str:
    return format_date(first) if first == last else f"{format_date(first)}–{format_date(last)}"


@transaction.atomic
def revise(activity: Activity, terms: ActivityTerms, *, base: ActivityTerms, by: User) -> Activity:
    """Other words for an activity, its result among them; raises merging.Clash for what both changed."""
    locked = locked_activity(activity)
    _demand(locked.organisation, locked.programme, terms, by=by)
    stored = _values(terms_of(locked))
    merged = merge(_values(base), _values(terms), stored)
    changes: dict[str, Any] = {
        name: [_told(stored[name]), _told(value)] for name, value in merged.items() if stored[name] != value
    }
    if not changes:
        return locked
    locked.version += 1
    _write(locked, merged)
    if locked.state == ActivityState.HELD:
        _demand_begun(locked)
    record("activity.revise", locked, by=by, **changes)
    return locked


def _told(value: Any) -> str:
    if isinstance(value, list):
        return days_told(value)
    return "" if value is None else str(value)


@transaction.atomic
def move(activity: Activity, name: str, *, by: User, reason: str = "") -> Activity:
    """Held, cancelled, or back; all but the first need a reason. Not held before its first day."""
    locked = locked_activity(activity)
    target = ACTIVITY.target(name, locked.state, locked)
    demand(may_move_activity(by, locked, name, on=timezone.localdate()))
    why = given(reason, needed=name in ACTIVITY_NEEDS_REASON)
    if name == "hold":
        _demand_begun(locked)
    before, locked.state = locked.state, target
    locked.save(update_fields=["state"])
    record(f"activity.{name}", locked, by=by, state=[before, locked.state], reason=why)
    return locked


def _demand_begun(activity: Activity) -> None:
    first = activity.occasions.order_by("starts_on").first()
    if first is None:
        raise Refused(_("Enter the day of the activity first."))
    if first.starts_on > timezone.localdate():
        raise Refused(_("The activity begins on %(day)s only.") % {"day": format_date(first.starts_on)})


@transaction.atomic
def add_evidence(activity: Activity, file: File[bytes], *, note: str, by: User) -> Evidence:
    """A file that shows what happened. Raises UploadRefused for what is no PDF or picture; once for one file."""
    check_scan(file)
    locked = locked_activity(activity)
    demand(may_keep_activity(by, locked, on=timezone.localdate()))
    data = file.read()
    file.seek(0)
    digest = hashlib.sha256(data).hexdigest()
    if locked.evidence.filter(digest=digest).exists():
        raise Refused(_("This file is kept here already."))
    evidence = Evidence(
        activity=locked, filename=(file.name or "")[-255:], digest=digest, note=nfc(note).strip(), added_by=by
    )
    evidence.file = file
    evidence.full_clean()
    evidence.save()
    record("activity.evidence", locked, by=by, file=[None, evidence.filename])
    return evidence


def locked_activity(activity: Activity) -> Activity:
    """The row as it is now, and its programme with it: one that closes meanwhile is seen to have closed."""
    hold(activity.organisation_id, *([activity.programme.organisation_id] if activity.programme else []))
    return (
        Activity.objects.select_for_update(of=("self",))
        .select_related("organisation", "programme", "task__plan")
        .get(pk=activity.pk)
    )
