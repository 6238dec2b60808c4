"""What waits of programmes and their plans for one person, for the desk."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.accounts.models import User
from emulation.accounts.selectors import reach_of
from emulation.waiting import AHEAD, TODO, Task, in_order
from programmes.models import Activity, PlanTask, Programme
from programmes.offices import MAY_RUN
from programmes.selectors.activities import activities_visible_to
from programmes.states import IN_FORCE, ActivityState, ProgrammeState, TaskState

SOON = timedelta(days=30)
SHOWN = 6
"""So many lines of either kind stand on the page of a programme."""


def programme_tasks(user: User, on: date) -> Iterator[Task]:
    """For whoever keeps programmes: tasks due or owned by nobody, events to be entered, a period that ends."""
    reach = reach_of(user, MAY_RUN, on)
    if not reach:
        return
    kept = Programme.objects.filter(organisation_id__in=reach.continued)
    yield from _tasks(kept, on)
    yield from _to_be_entered(reach.continued, on)
    yield from _ending(kept, on)


def _tasks(kept: QuerySet[Programme], on: date) -> Iterator[Task]:
    """For each plan its tasks that are due, and those that nobody owns; one query."""
    rows = PlanTask.objects.filter(
        plan__programme__in=kept, plan__programme__state__in=IN_FORCE, state=TaskState.OPEN
    )
    due = Q(due_on__lte=on + SOON)
    unowned = Q(party=None) | Q(person="") | Q(due_on=None)
    lines = rows.order_by().values(
        "plan_id", "plan__title", "plan__programme_id", "plan__programme__number", "plan__programme__title"
    )
    counted = lines.annotate(
        due=Count("pk", filter=due), first=Min("due_on", filter=due), unowned=Count("pk", filter=unowned)
    )
    for line in counted.order_by("first", "plan_id"):
        yield from _lines_of(line)


def _lines_of(line: Mapping[str, Any]) -> Iterator[Task]:
    """The plan is named with its programme: the plans of a year all bear one title."""
    plan = {
        "plan": line["plan__title"],
        "programme": line["plan__programme__number"] or Truncator(line["plan__programme__title"]).chars(90),
    }
    address = reverse("programmes:plan", args=[line["plan__programme_id"], line["plan_id"]])
    if line["due"]:
        sentence = ngettext(
            "%(number)s task is due: %(plan)s (%(programme)s)",
            "%(number)s tasks are due: %(plan)s (%(programme)s)",
            line["due"],
        )
        yield Task(sentence % {"number": line["due"], **plan}, _("See the plan"), address, due=line["first"])
    if line["unowned"]:
        sentence = ngettext(
            "%(number)s task has no owner or no date: %(plan)s (%(programme)s)",
            "%(number)s tasks have no owner or no date: %(plan)s (%(programme)s)",
            line["unowned"],
        )
        yield Task(sentence % {"number": line["unowned"], **plan}, _("Assign"), address)


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


def _plan_of(task: PlanTask) -> str:
    return reverse("programmes:plan", args=[task.plan.programme_id, task.plan_id])


def due_of(user: User, programme: Programme, on: date) -> list[Task]:
    """What one programme has before it within 30 days, or behind it undone; two queries, none once it is over."""
    if programme.state not in IN_FORCE:
        return []
    tasks = (
        PlanTask.objects.filter(plan__programme=programme, state=TaskState.OPEN, due_on__lte=on + SOON)
        .select_related("plan")
        .order_by("due_on", "pk")
    )
    found = [Task(task.text, _("See the plan"), _plan_of(task), due=task.due_on) for task in tasks[:SHOWN]]
    planned = activities_visible_to(user).filter(programme=programme, state=ActivityState.PLANNED)
    planned = planned.annotate(first=Min("occasions__starts_on")).filter(first__lte=on + SOON)
    found += [
        Task(one.title, _("See"), reverse("programmes:activity", args=[one.pk]), due=one.first)
        for one in planned.order_by("first", "pk")[:SHOWN]
    ]
    return in_order(found)


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
