"""Yearly plans, their tasks, and the programme of the next period that takes over what was left undone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where
from emulation.audit.services import record
from emulation.documents.schemas import PayloadRefused
from emulation.documents.services import issue, queue_rendering, withdraw
from emulation.documents.states import DocumentStatus
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import heir_ids
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc
from programmes.models import AnnualPlan, ContentGroup, Measure, Party, PlanTask, Programme
from programmes.offices import MAY_RUN
from programmes.permissions.programmes import (
    may_change_plan,
    may_continue,
    may_follow,
    may_move_plan,
)
from programmes.selectors.measures import last_reported, living
from programmes.selectors.programmes import measures_of
from programmes.services import parties, programmes
from programmes.services.papers import plan_payload, unprintable
from programmes.services.programmes import ProgrammeTerms, lines_of, locked_programme
from programmes.states import PLAN, PLAN_NEEDS_REASON, TASK, TASK_NEEDS_REASON, TaskState


@dataclass(frozen=True)
class PlanTerms:
    """What is typed of a yearly plan; `partners` one body a line."""

    year: int
    title: str
    number: str = ""
    partners: str = ""


@transaction.atomic
def put_plan(
    programme: Programme, terms: PlanTerms, *, by: User, plan: AnnualPlan | None = None
) -> AnnualPlan:
    """A new plan, or other words for an unsigned one. Refused for a year outside the programme's period."""
    locked = locked_programme(programme)
    today = timezone.localdate()
    row = _locked_plan(plan, locked) if plan else AnnualPlan(programme=locked)
    demand(may_change_plan(by, row, on=today) if plan else may_follow(by, locked, on=today))
    if terms.year not in locked.years:
        raise Refused(
            _("The programme runs from %(first)s to %(last)s.")
            % {"first": locked.from_year, "last": locked.to_year}
        )
    before = row.title
    row.year, row.title = terms.year, nfc(terms.title).strip()
    row.number, row.partners = nfc(terms.number).strip(), "\n".join(lines_of(terms.partners))
    row.full_clean()
    row.save()
    record("plan.revise" if plan else "plan.draft", row, by=by, name=[before or None, row.title])
    return row


def _locked_plan(plan: AnnualPlan, programme: Programme) -> AnnualPlan:
    """The plan as it is now, under its programme's chain: what was read before may have been signed since."""
    rows = AnnualPlan.objects.select_for_update(of=("self",)).select_related("document")
    locked = rows.get(pk=plan.pk)
    locked.programme = programme
    return locked


def _locked_task(task: PlanTask, plan: AnnualPlan) -> PlanTask:
    locked = PlanTask.objects.select_for_update().get(pk=task.pk)
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
    why = nfc(reason).strip()
    if name in PLAN_NEEDS_REASON and not why:
        raise Refused(_("Say why: this step needs a reason."))
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
    try:
        plan.document = issue("annual_plan_v1", plan_payload(plan), organisation=organisation, by=by)
    except PayloadRefused as unfit:
        raise Refused(unprintable(unfit)) from unfit
    queue_rendering([plan.document], by=by, organisation=organisation, title=str(plan))


@dataclass(frozen=True)
class TaskTerms:
    """One task: which side, who, until when."""

    text: str
    content: ContentGroup | None = None
    party: Party | None = None
    person: str = ""
    due_on: date | None = None


@transaction.atomic
def put_task(plan: AnnualPlan, terms: TaskTerms, *, by: User, task: PlanTask | None = None) -> PlanTask:
    """A further task, or other words for one. What a signed plan says is not changed."""
    programme = locked_programme(plan.programme)
    locked = _locked_plan(plan, programme)
    demand(may_change_plan(by, locked, on=timezone.localdate()))
    for given in (terms.content, terms.party):
        if given is not None and given.programme_id != programme.pk:
            raise Refused(_("This belongs to another programme."))
    row = _locked_task(task, locked) if task else PlanTask(plan=locked, order=_next_place(locked))
    if row.state != TaskState.OPEN:
        raise Refused(_("Only a task that is not done yet takes other words."))
    row.text, row.person = nfc(terms.text).strip(), nfc(terms.person).strip()
    row.content, row.party, row.due_on = terms.content, terms.party, terms.due_on
    row.full_clean()
    row.save()
    record(
        "task.revise" if task else "task.add",
        row,
        by=by,
        person=[None, row.person],
        due_on=[None, str(row.due_on or "")],
    )
    return row


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
    why = nfc(reason).strip()
    if name in TASK_NEEDS_REASON and not why:
        raise Refused(_("Say why: this step needs a reason."))
    if name == "finish" and (on is None or on > timezone.localdate()):
        raise Refused(_("A task is not done on a day to come."))
    before, locked.state = locked.state, target
    locked.done_on = on if name == "finish" else None
    locked.result = nfc(result).strip() or locked.result
    locked.full_clean()
    locked.save()
    record(f"task.{name}", locked, by=by, state=[before, locked.state], reason=why)
    return locked


@transaction.atomic
def open_successor(
    programme: Programme, terms: ProgrammeTerms, *, tasks: Collection[int], by: User
) -> Programme:
    """Draft the programme of the next period: same sides under today's bodies, last values as baselines.

    `tasks` (ids) are those open tasks that the new programme takes over, into its first yearly plan; they are
    marked as carried and name each other. A side that was succeeded comes as its successor.
    """
    old = locked_programme(programme)
    demand(may_continue(by, old, on=timezone.localdate()))
    chosen = list(
        PlanTask.objects.select_for_update()
        .filter(pk__in=tasks, plan__programme=old, state=TaskState.OPEN)
        .order_by("pk")
    )
    if len(chosen) != len(set(tasks)):
        raise Refused(_("Some of the tasks are no longer open. Look at the list again."))
    new = programmes.enter(_keeper_today(old, by), terms, by=by, predecessor=old)
    sides = _take_over_parties(old, new)
    _take_over_measures(old, new)
    _carry(chosen, new, sides, by=by)
    record(
        "programme.take_over",
        new,
        by=by,
        party=[None, "; ".join(side.name for side in new.parties.all())],
        indicator=[None, "; ".join(str(measure) for measure in measures_of(new)) or None],
        tasks=[None, len(chosen)],
    )
    record("programme.open_successor", old, by=by, successor=[None, str(new)], tasks=[None, len(chosen)])
    return new


def _keeper_today(old: Programme, by: User) -> Organisation:
    """Who keeps the next programme: the body itself, or after a merger the one for which the user holds office."""
    if old.organisation.ended_on is None:
        return old.organisation
    held = organisations_where(by, MAY_RUN, timezone.localdate()) & heir_ids([old.organisation_id])
    heir = Organisation.objects.filter(pk__in=held).order_by("pk").first()
    if heir is None:
        raise Refused(
            _("The body that keeps this programme has ended and nothing in the register follows it.")
        )
    return heir


def _take_over_parties(old: Programme, new: Programme) -> dict[int, Party]:
    """{id of a side of the old programme: the new one's side that stands for it}."""
    found: dict[int, Party] = {}
    for party in programmes.present_parties(old):
        side = Party.objects.create(
            programme=new,
            **{**_kept(parties.terms_of(party)), "signatory_name": "", "signatory_titles": ""},
        )
        step: Party | None = party
        while step is not None:
            found[step.pk] = side
            step = step.succeeds
    return found


def _kept(terms: parties.PartyTerms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in terms.__dataclass_fields__ if name != "responsibilities"}


def _take_over_measures(old: Programme, new: Programme) -> None:
    for measure in measures_of(old):
        year, value = last_reported(measure, old.years)
        Measure.objects.create(
            programme=new,
            version=measure.version,
            organisation=living(measure.organisation),
            order=measure.order,
            baseline=value,
            baseline_year=year,
        )


def _carry(tasks: list[PlanTask], new: Programme, sides: dict[int, Party], *, by: User) -> None:
    if not tasks:
        return
    plan = AnnualPlan.objects.create(
        programme=new,
        year=new.from_year,
        title=f"Kế hoạch thực hiện Chương trình phối hợp năm {new.from_year}",
    )
    for order, task in enumerate(tasks, start=1):
        PlanTask.objects.create(
            plan=plan,
            order=order,
            text=task.text,
            person=task.person,
            party=sides.get(task.party_id or 0),
            carried_from=task,
        )
        task.state = TASK.target("carry", task.state, task)
        task.save(update_fields=["state"])
        record("task.carry", task, by=by, successor=[None, str(new)])
