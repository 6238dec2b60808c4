"""What waits of programmes and their plans for one person, for the desk."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where
from emulation.organisations.selectors import predecessor_ids
from emulation.waiting import AHEAD, TODO, Task
from programmes.models import Activity, PlanTask, Programme
from programmes.offices import MAY_RUN
from programmes.states import IN_FORCE, ActivityState, ProgrammeState, TaskState

SOON = timedelta(days=30)


def programme_tasks(user: User, on: date) -> Iterator[Task]:
    """For whoever keeps programmes: tasks due or owned by nobody, events to be entered, a period that ends."""
    held = organisations_where(user, MAY_RUN, on)
    if not held:
        return
    kept = Programme.objects.filter(organisation_id__in=held | predecessor_ids(held))
    yield from _due(kept, on)
    yield from _unowned(kept)
    yield from _to_be_entered(held | predecessor_ids(held), on)
    yield from _ending(kept, on)


def _address(programme_id: int, plan_id: int) -> str:
    return reverse("programmes:plan", args=[programme_id, plan_id])


def _due(kept: QuerySet[Programme], on: date) -> Iterator[Task]:
    rows = PlanTask.objects.filter(plan__programme__in=kept, plan__programme__state__in=IN_FORCE)
    rows = rows.filter(state=TaskState.OPEN, due_on__lte=on + SOON)
    lines = rows.order_by().values("plan_id", "plan__programme_id", "plan__title")
    for line in lines.annotate(number=Count("pk"), first=Min("due_on")).order_by("first", "plan_id"):
        sentence = ngettext(
            "%(number)s task is due: %(plan)s", "%(number)s tasks are due: %(plan)s", line["number"]
        )
        yield Task(
            sentence % {"number": line["number"], "plan": line["plan__title"]},
            _("See the plan"),
            _address(line["plan__programme_id"], line["plan_id"]),
            due=line["first"],
        )


def _unowned(kept: QuerySet[Programme]) -> Iterator[Task]:
    rows = PlanTask.objects.filter(plan__programme__in=kept, plan__programme__state__in=IN_FORCE)
    rows = rows.filter(state=TaskState.OPEN).filter(Q(party=None) | Q(person="") | Q(due_on=None))
    lines = rows.order_by().values("plan_id", "plan__programme_id", "plan__title")
    for line in lines.annotate(number=Count("pk")).order_by("plan_id"):
        sentence = ngettext(
            "%(number)s task has no owner or no date: %(plan)s",
            "%(number)s tasks have no owner or no date: %(plan)s",
            line["number"],
        )
        yield Task(
            sentence % {"number": line["number"], "plan": line["plan__title"]},
            _("Assign"),
            _address(line["plan__programme_id"], line["plan_id"]),
        )


def _to_be_entered(places: frozenset[int], on: date) -> Iterator[Task]:
    rows = Activity.objects.filter(organisation_id__in=places, state=ActivityState.PLANNED)
    rows = rows.annotate(ended=Max("occasions__ends_on")).filter(ended__lt=on)
    for activity in rows.order_by("ended", "pk")[:10]:
        yield Task(
            _("It is over, but not entered as held: %(activity)s") % {"activity": activity.title},
            _("Enter the result"),
            reverse("programmes:activity", args=[activity.pk]),
            due=activity.ended,
        )


def _ending(kept: QuerySet[Programme], on: date) -> Iterator[Task]:
    for programme in kept.filter(state__in=IN_FORCE, recorded=False, to_year__lte=on.year).order_by("pk"):
        late = programme.to_year < on.year
        if programme.state == ProgrammeState.SUMMED_UP:
            sentence = _("The programme is summed up and waits to be closed: %(programme)s")
        elif late:
            sentence = _("The period of the programme is over and it is not summed up: %(programme)s")
        else:
            sentence = _("The programme ends this year: %(programme)s")
        yield Task(
            sentence % {"programme": programme.number or programme.title},
            _("See the programme"),
            reverse("programmes:programme", args=[programme.pk]),
            due=date(programme.to_year, 12, 31),
            kind=TODO if late or programme.state == ProgrammeState.SUMMED_UP else AHEAD,
        )
