"""Yearly plans and their tasks: drafted, signed and printed, followed to the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.documents.faults import unfit_refused
from emulation.documents.services import issue, queue_rendering, withdraw
from emulation.documents.states import DocumentStatus
from emulation.merging import merge
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import format_date, nfc
from programmes.models import AnnualPlan, ContentGroup, Party, PlanTask, Programme
from programmes.permissions.programmes import (
    may_change_plan,
    may_change_task,
    may_follow,
    may_move_plan,
)
from programmes.services.papers import plan_payload
from programmes.services.programmes import lines_of, locked_programme
from programmes.services.rows import still_there
from programmes.states import PLAN, PLAN_NEEDS_REASON, TASK, TASK_NEEDS_REASON, PlanState, TaskState


@dataclass(frozen=True)
class PlanTerms:
    """What is typed of a yearly plan; `partners` one body a line."""

    year: int
    title: str
    number: str = ""
    partners: str = ""


def terms_of(plan: AnnualPlan) -> PlanTerms:
    return PlanTerms(year=plan.year, title=plan.title, number=plan.number, partners=plan.partners)


def _plan_values(terms: PlanTerms) -> dict[str, Any]:
    return {
        "year": terms.year,
        "title": nfc(terms.title).strip(),
        "number": nfc(terms.number).strip(),
        "partners": "\n".join(lines_of(terms.partners)),
    }


@transaction.atomic
def put_plan(
    programme: Programme,
    terms: PlanTerms,
    *,
    by: User,
    plan: AnnualPlan | None = None,
    base: PlanTerms | None = None,
) -> AnnualPlan:
    """A new plan, or other words for an unsigned one. Refused for a year outside the programme's period.

    `base` is what the person saw when beginning to type: raises merging.Clash for what somebody else changed since.
    """
    locked = locked_programme(programme)
    today = timezone.localdate()
    row = _locked_plan(plan, locked) if plan else AnnualPlan(programme=locked)
    demand(may_change_plan(by, row, on=today) if plan else may_follow(by, locked, on=today))
    values, stored = _plan_values(terms), _plan_values(terms_of(row)) if plan else {}
    if plan and base:
        values = merge(_plan_values(base), values, stored)
    if values["year"] not in locked.years:
        raise Refused(
            _("The programme runs from %(first)s to %(last)s.")
            % {"first": locked.from_year, "last": locked.to_year}
        )
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    record("plan.revise" if plan else "plan.draft", row, by=by, **_changed(stored, values))
    return row


@transaction.atomic
def remove_plan(plan: AnnualPlan, *, by: User) -> None:
    """Take an unsigned plan away that names no task; refused while it does."""
    programme = locked_programme(plan.programme)
    locked = _locked_plan(plan, programme)
    demand(may_change_plan(by, locked, on=timezone.localdate()))
    if locked.tasks.exists():
        raise Refused(_("The plan names tasks: take them out first."))
    record("plan.remove", programme, by=by, title=[locked.title, None])
    locked.delete()


def _changed(stored: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """{name: [before, after]} in words, of what changed."""
    return {
        name: [_told(stored.get(name)), _told(value)]
        for name, value in values.items()
        if stored.get(name) != value and (stored or value)
    }


def _told(value: Any) -> str | None:
    return format_date(value) if isinstance(value, date) else str(value) if value else None


def _locked_plan(plan: AnnualPlan, programme: Programme) -> AnnualPlan:
    """The plan as it is now, under its programme's chain: what was read before may have been signed since."""
    locked = still_there(AnnualPlan.objects.select_related("document"), plan.pk)
    locked.programme = programme
    return locked


def _locked_task(task: PlanTask, plan: AnnualPlan) -> PlanTask:
    locked = still_there(PlanTask.objects.all(), task.pk)
    locked.plan = plan
    return locked


@transaction.atomic
def move_plan(
    plan: AnnualPlan, name: str, *, by: User, on: date | None = None, number: str = "", reason: str = ""
) -> AnnualPlan:
    """Sign a plan on a day, which prints it, or take the signing back with a reason."""
    programme = locked_programme(plan.programme)
    locked = _locked_plan(plan, programme)
    target = PLAN.target(name, locked.state, locked)
    demand(may_move_plan(by, locked, name, on=timezone.localdate()))
    why = given(reason, needed=name in PLAN_NEEDS_REASON)
    if name == "sign":
        _demand_signable(locked, on)
    before, locked.state, locked.version = locked.state, target, locked.version + 1
    locked.signed_on = on if name == "sign" else None
    locked.number = nfc(number).strip() or locked.number
    locked.full_clean()
    if name == "sign":
        _print(locked, by=by)
    elif locked.document is not None and locked.document.status == DocumentStatus.VALID:
        withdraw(locked.document, reason=why, by=by)
        locked.document = None
    _save_numbered(locked)
    record(f"plan.{name}", locked, by=by, state=[before, locked.state], reason=why)
    return locked


def _demand_signable(plan: AnnualPlan, on: date | None) -> None:
    """It names a task, and the day lies between the signing of its programme and today."""
    if not plan.tasks.exists():
        raise Refused(_("The plan names no task yet."))
    signed = plan.programme.signed_on
    if on is None or signed is None or not signed <= on <= timezone.localdate():
        raise Refused(_("A plan is signed after its programme, and not on a day to come."))


def _save_numbered(plan: AnnualPlan) -> None:
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:
        raise Refused(_("A plan of this year and number is entered already.")) from None


def _print(plan: AnnualPlan, *, by: User) -> None:
    organisation = plan.programme.organisation
    with unfit_refused():
        plan.document = issue("annual_plan_v1", plan_payload(plan), organisation=organisation, by=by)
    queue_rendering([plan.document], by=by, organisation=organisation, title=str(plan))


@dataclass(frozen=True)
class TaskTerms:
    """One task: which side, who, until when."""

    text: str
    content: ContentGroup | None = None
    party: Party | None = None
    person: str = ""
    due_on: date | None = None


def task_terms_of(task: PlanTask) -> TaskTerms:
    return TaskTerms(
        text=task.text, content=task.content, party=task.party, person=task.person, due_on=task.due_on
    )


def _task_values(terms: TaskTerms) -> dict[str, Any]:
    return {
        "text": nfc(terms.text).strip(),
        "content": terms.content,
        "party": terms.party,
        "person": nfc(terms.person).strip(),
        "due_on": terms.due_on,
    }


@transaction.atomic
def put_task(
    plan: AnnualPlan,
    terms: TaskTerms,
    *,
    by: User,
    task: PlanTask | None = None,
    base: TaskTerms | None = None,
) -> PlanTask:
    """A further task, or other words for one; `base` as for a plan.

    What a signed plan says is not changed; the side, person or day that it left open is filled in.
    Refused for an open task that the plan holds already: a form sent twice adds one.
    """
    today = timezone.localdate()
    locked = _locked_plan(plan, locked_programme(plan.programme))
    row = _locked_task(task, locked) if task else PlanTask(plan=locked, order=_next_place(locked))
    demand(may_change_task(by, row, on=today) if task else may_change_plan(by, locked, on=today))
    values, stored = _task_values(terms), _task_values(task_terms_of(row)) if task else {}
    if task and base:
        values = merge(_task_values(base), values, stored)
    _refuse_task(row, values, stored)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    record("task.revise" if task else "task.add", row, by=by, **_changed(stored, values))
    return row


def _refuse_task(row: PlanTask, values: Mapping[str, Any], stored: Mapping[str, Any]) -> None:
    if row.state != TaskState.OPEN:
        raise Refused(_("Only a task that is not done yet takes other words."))
    for named in (values["content"], values["party"]):
        if named is not None and named.programme_id != row.plan.programme_id:
            raise Refused(_("This belongs to another programme."))
    if row.plan.tasks.filter(state=TaskState.OPEN, **values).exclude(pk=row.pk).exists():
        raise Refused(_("This task stands in the plan already."))
    written = (name for name, value in stored.items() if value and value != values[name])
    if row.plan.state == PlanState.SIGNED and any(written):
        raise Refused(_("What the signed plan says stays: only what it left open is filled in."))


def _next_place(plan: AnnualPlan) -> int:
    return (plan.tasks.aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def remove_task(task: PlanTask, *, by: User) -> None:
    """Take a task out of an unsigned plan. Refused for one that an activity or another plan's task rests on."""
    plan = _locked_plan(task.plan, locked_programme(task.plan.programme))
    demand(may_change_plan(by, plan, on=timezone.localdate()))
    locked = _locked_task(task, plan)
    if locked.state == TaskState.CARRIED or locked.carried_from_id:
        raise Refused(
            _("This task was handed from one programme to the next: drop it with a reason instead.")
        )
    if locked.activities.exists():
        raise Refused(_("Activities are entered under this task: drop it with a reason instead."))
    record("task.remove", plan, by=by, task=[locked.text, None])
    locked.delete()


@transaction.atomic
def move_task(
    task: PlanTask, name: str, *, by: User, on: date | None = None, result: str = "", reason: str = ""
) -> PlanTask:
    """Finish a task on a day with its result, drop it, or take it up again; the last two give their reason."""
    programme = locked_programme(task.plan.programme)
    locked = _locked_task(task, task.plan)
    target = TASK.target(name, locked.state, locked)
    demand(may_follow(by, programme, on=timezone.localdate()))
    why = given(reason, needed=name in TASK_NEEDS_REASON)
    if name == "finish" and (on is None or on > timezone.localdate()):
        raise Refused(_("A task is not done on a day to come."))
    before, locked.state = locked.state, target
    locked.done_on = on if name == "finish" else None
    locked.result = nfc(result).strip() or locked.result
    locked.full_clean()
    locked.save()
    record(f"task.{name}", locked, by=by, state=[before, locked.state], reason=why)
    return locked
