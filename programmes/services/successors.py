"""The programme of the next period, which takes over what was left undone, and the way back from it."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where
from emulation.audit.services import hold, record
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import heir_ids
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from programmes.models import AnnualPlan, Measure, Party, PlanTask, Programme
from programmes.offices import MAY_RUN
from programmes.permissions.programmes import may_continue, may_follow, may_move_programme
from programmes.selectors.measures import last_reported, living
from programmes.selectors.programmes import measures_of
from programmes.services.parties import PartyTerms, terms_of
from programmes.services.programmes import ProgrammeTerms, enter, locked_programme, present_parties
from programmes.states import PROGRAMME, TASK, PlanState, TaskState


@transaction.atomic
def open_successor(
    programme: Programme, terms: ProgrammeTerms, *, tasks: Collection[int], by: User
) -> Programme:
    """Draft the programme of the next period: same sides under today's bodies, last values as baselines.

    `tasks` (ids) are those open tasks that the new programme takes over, into its first yearly plan; they are
    marked as carried and name each other. A side that was succeeded comes as its successor.
    """
    keeper = _keeper_today(programme, by)
    hold(programme.organisation_id, keeper.pk)
    old = locked_programme(programme)
    demand(may_continue(by, old, on=timezone.localdate()))
    chosen = list(
        PlanTask.objects.select_for_update()
        .filter(pk__in=tasks, plan__programme=old, state=TaskState.OPEN)
        .order_by("pk")
    )
    if len(chosen) != len(set(tasks)):
        raise Refused(_("Some of the tasks are no longer open. Look at the list again."))
    new = enter(keeper, terms, by=by, predecessor=old)
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
    body = Organisation.objects.get(pk=old.organisation_id)
    if body.ended_on is None:
        return body
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
    for party in present_parties(old):
        side = Party.objects.create(
            programme=new,
            **{**_kept(terms_of(party)), "signatory_name": "", "signatory_titles": ""},
        )
        step: Party | None = party
        while step is not None:
            found[step.pk] = side
            step = step.succeeds
    return found


def _kept(terms: PartyTerms) -> dict[str, Any]:
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


@transaction.atomic
def put_aside(programme: Programme, *, by: User, reason: str) -> Programme:
    """Put an unsigned draft aside with a reason; tasks that it took over are open again where they came from.

    The programme before it may then be continued anew. Refused while something else is entered under the draft.
    """
    locked = _with_predecessor(programme)
    target = PROGRAMME.target("discard", locked.state, locked)
    demand(may_move_programme(by, locked, "discard", on=timezone.localdate()))
    why = given(reason)
    if locked.activities.exists() or locked.children.exists():
        raise Refused(_("Activities or other programmes rest on this draft: it stays."))
    carried = list(PlanTask.objects.filter(plan__programme=locked, carried_from__isnull=False).order_by("pk"))
    if any(task.state != TaskState.OPEN for task in carried):
        raise Refused(_("A task that this draft took over has been worked on: it stays."))
    for task in carried:
        _give_back(task, reason=why, by=by)
    before, locked.state, locked.state_since = locked.state, target, timezone.localdate()
    old, locked.predecessor = locked.predecessor, None
    locked.save()
    record("programme.discard", locked, by=by, reason=why, state=[before, target], predecessor=[old, None])
    return locked


def _with_predecessor(programme: Programme) -> Programme:
    """Both rows as they are now; the chains of both, for tasks that go back."""
    before = programme.predecessor
    hold(programme.organisation_id, *([before.organisation_id] if before else []))
    return locked_programme(programme)


@transaction.atomic
def take_back(task: PlanTask, *, by: User, reason: str) -> PlanTask:
    """A task handed to the next programme is open here again; refused once that programme works on it."""
    follower = Programme.objects.filter(plans__tasks__carried_from=task).first()
    chains = [follower.organisation_id] if follower else []
    hold(task.plan.programme.organisation_id, *chains)
    demand(may_follow(by, locked_programme(task.plan.programme), on=timezone.localdate()))
    locked = PlanTask.objects.select_for_update().get(pk=task.pk)
    locked.plan = task.plan
    TASK.target("uncarry", locked.state, locked)
    why = given(reason)
    new = PlanTask.objects.select_related("plan__programme").get(carried_from=locked)
    if new.plan.state == PlanState.SIGNED or new.state != TaskState.OPEN or new.activities.exists():
        raise Refused(_("The next programme works on this task already: drop it there with a reason."))
    return _give_back(new, reason=why, by=by)


def _give_back(new: PlanTask, *, reason: str, by: User) -> PlanTask:
    old = PlanTask.objects.select_for_update().get(carried_to=new)
    before, old.state = old.state, TASK.target("uncarry", old.state, old)
    record("task.remove", new.plan, by=by, task=[new.text, None], reason=reason)
    new.delete()
    old.save(update_fields=["state"])
    record("task.uncarry", old, by=by, state=[before, old.state], reason=reason)
    return old
