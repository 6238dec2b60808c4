"""Who may do what with programmes, their plans and activities: a verdict with its reason."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.permissions import at_office
from emulation.organisations.models import Organisation
from emulation.verdicts import No, Verdict
from programmes.models import Activity, AnnualPlan, PlanTask, Programme
from programmes.offices import MAY_RECORD_SIGNING, MAY_RUN
from programmes.permissions.office import may_begin_here
from programmes.states import (
    ACTIVITY,
    BEFORE_SIGNING,
    IN_FORCE,
    NEVER_SIGNED,
    OVER,
    PLAN,
    PROGRAMME,
    PlanState,
    ProgrammeState,
    TaskState,
)

SIGNED = _(
    "What was signed is not changed any more: enter an addendum, or take back the signing with a reason."
)
ENDED = _("The programme has ended.")
ASIDE = _("This draft was put aside: take it up again first.")
SIGNING_MOVES = frozenset({"sign", "unsign"})


def may_enter_programme(user: User, organisation: Organisation, *, on: date) -> Verdict:
    """Enter a programme into the register that `organisation` keeps."""
    return may_begin_here(user, organisation, on)


def may_change_programme(user: User, programme: Programme, *, on: date) -> Verdict:
    """Change what will be signed: words, sides, contents."""
    if programme.state == ProgrammeState.DISCARDED:
        return No(ASIDE)
    if programme.state not in BEFORE_SIGNING:
        return No(SIGNED)
    return at_office(user, MAY_RUN, programme.organisation_id, on)


def may_move_programme(user: User, programme: Programme, move: str, *, on: date) -> Verdict:
    if programme.state not in PROGRAMME.sources(move):
        return No(_("This step does not follow from the present state."))
    offices = MAY_RECORD_SIGNING if move in SIGNING_MOVES else MAY_RUN
    return at_office(user, offices, programme.organisation_id, on)


def may_number(user: User, programme: Programme, *, on: date) -> Verdict:
    """Enter the number of a programme that was signed without one, or put it right."""
    if programme.state in NEVER_SIGNED:
        return No(_("The number is entered with the signing."))
    return at_office(user, MAY_RECORD_SIGNING, programme.organisation_id, on)


def may_amend(user: User, programme: Programme, *, on: date) -> Verdict:
    """Enter an addendum: only what is signed and not over can be changed by one."""
    if programme.state not in IN_FORCE:
        return No(_("Only a signed programme that has not ended takes an addendum."))
    return at_office(user, MAY_RUN, programme.organisation_id, on)


def may_follow(user: User, programme: Programme, *, on: date) -> Verdict:
    """Keep plans, tasks, activities and indicators of a programme that has not ended."""
    if programme.state in OVER:
        return No(ENDED)
    if programme.state == ProgrammeState.DISCARDED:
        return No(ASIDE)
    return at_office(user, MAY_RUN, programme.organisation_id, on)


def may_change_plan(user: User, plan: AnnualPlan, *, on: date) -> Verdict:
    if plan.state == PlanState.SIGNED:
        return No(_("The plan is signed: take back its signing with a reason to change its words."))
    return may_follow(user, plan.programme, on=on)


def may_change_task(user: User, task: PlanTask, *, on: date) -> Verdict:
    """Change a task of an unsigned plan; of a signed one only name the side, person or day that it lacks."""
    plan = task.plan
    if plan.state == PlanState.SIGNED and task.state == TaskState.OPEN and not task.owned:
        return may_follow(user, plan.programme, on=on)
    return may_change_plan(user, plan, on=on)


def may_move_plan(user: User, plan: AnnualPlan, move: str, *, on: date) -> Verdict:
    if plan.state not in PLAN.sources(move):
        return No(_("This step does not follow from the present state."))
    if move == "sign" and plan.programme.state not in IN_FORCE:
        return No(_("A plan is signed under a programme that is signed and has not ended."))
    return may_follow(user, plan.programme, on=on)


def may_continue(user: User, programme: Programme, *, on: date) -> Verdict:
    """Draft the programme of the next period out of what this one leaves."""
    if programme.state in NEVER_SIGNED:
        return No(_("A programme that was never signed has nothing to hand on."))
    if Programme.objects.filter(predecessor=programme).exists():
        return No(_("The next programme has been drafted already."))
    return at_office(user, MAY_RUN, programme.organisation_id, on)


def may_keep_activities(user: User, organisation_id: int, *, on: date) -> Verdict:
    """Enter an activity of a body, and what came of it."""
    return at_office(user, MAY_RUN, organisation_id, on)


def may_move_activity(user: User, activity: Activity, move: str, *, on: date) -> Verdict:
    if activity.state not in ACTIVITY.sources(move):
        return No(_("This step does not follow from the present state."))
    return may_keep_activity(user, activity, on=on)


def may_keep_activity(user: User, activity: Activity, *, on: date) -> Verdict:
    """Change an activity and what came of it; what a closed programme reported on stays as it was."""
    if activity.programme is not None and activity.programme.state in OVER:
        return No(ENDED)
    return may_keep_activities(user, activity.organisation_id, on=on)
