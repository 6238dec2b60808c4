"""Yearly plans and their tasks, and the indicators a programme follows."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, saved_over
from emulation.documents.selectors import issued_bytes
from emulation.lifecycle import TransitionRefused
from emulation.reasons import ReasonForm
from emulation.serving import pdf
from emulation.verdicts import demand
from programmes.forms.programmes import (
    FinishForm,
    MeasureForm,
    PlanForm,
    PlanSigningForm,
    TaskForm,
)
from programmes.models import AnnualPlan, Measure, PlanTask, Programme
from programmes.permissions import programmes as permissions
from programmes.selectors import programmes as selectors
from programmes.services import measures, plans, successors
from programmes.services.measures import MeasureTerms
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.states import PLAN, TASK, TASK_NEEDS_REASON, TaskState
from programmes.views.programmes import crumbs_to, initial_of, page_of_programme

TASK_MOVES = {
    "drop": gettext_lazy("Drop the task"),
    "reopen": gettext_lazy("Take the task up again"),
    "uncarry": gettext_lazy("Take the task back from the next programme"),
}


def page_of_plan(plan: AnnualPlan) -> str:
    return reverse("programmes:plan", args=[plan.programme_id, plan.pk])


def _plan(request: SignedInRequest, pk: int, plan_pk: int) -> AnnualPlan:
    programme = selectors.programme_for(request.user, pk)
    plan = selectors.plan_of(programme, plan_pk)
    plan.programme = programme
    return plan


def _task(plan: AnnualPlan, pk: int) -> PlanTask:
    found = plan.tasks.select_related("content", "party").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.plan = plan
    return found


def _crumbs(plan: AnnualPlan) -> list[tuple[object, str]]:
    return [*crumbs_to(plan.programme), (str(plan), page_of_plan(plan))]


@login_required
@require_GET
def plan_detail(request: SignedInRequest, pk: int, plan_pk: int) -> HttpResponse:
    plan = _plan(request, pk, plan_pk)
    today = timezone.localdate()
    keeps = selectors.keeps(request.user, plan.programme)
    context = {
        "plan": plan,
        "programme": plan.programme,
        "tasks": selectors.tasks_of(plan),
        "today": today,
        "may_change": permissions.may_change_plan(request.user, plan, on=today),
        "may_sign": permissions.may_move_plan(request.user, plan, "sign", on=today),
        "may_unsign": permissions.may_move_plan(request.user, plan, "unsign", on=today),
        "may_follow": permissions.may_follow(request.user, plan.programme, on=today),
        "entries": selectors.course_of_plan(plan) if keeps else [],
    }
    return render(request, "programmes/plan_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def plan_new(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = selectors.programme_for(request.user, pk)
    demand(permissions.may_follow(request.user, programme, on=timezone.localdate()))
    taken = {plan.year for plan in programme.plans.all()}
    year = next((year for year in programme.years if year not in taken), programme.to_year)
    title = f"Kế hoạch thực hiện Chương trình phối hợp năm {year}"
    form = PlanForm(request.POST or None, initial={"year": year, "title": title})
    act = Act(
        title=_("Draft a yearly plan"),
        lead=str(programme),
        verb=_("Save the draft"),
        back=page_of_programme(programme, "#plans"),
        crumbs=crumbs_to(programme),
        said=_("The plan is drafted. Now enter its tasks."),
    )

    def draft() -> AnnualPlan:
        made = plans.put_plan(programme, form.terms(), by=request.user)
        act.after = page_of_plan(made)
        return made

    return done(request, form, act, draft)


@login_required
@require_http_methods(["GET", "POST"])
def plan_edit(request: SignedInRequest, pk: int, plan_pk: int) -> HttpResponse:
    plan = _plan(request, pk, plan_pk)
    demand(permissions.may_change_plan(request.user, plan, on=timezone.localdate()))
    form = PlanForm(request.POST or None, initial=initial_of(plans.terms_of(plan)))
    act = Act(
        title=_("Change the plan"),
        lead=str(plan),
        verb=_("Save"),
        back=page_of_plan(plan),
        crumbs=_crumbs(plan),
        said=_("Saved."),
    )

    def do(terms: PlanTerms, base: PlanTerms) -> AnnualPlan:
        return plans.put_plan(plan.programme, terms, by=request.user, plan=plan, base=base)

    return saved_over(
        request, form, act, of=plan, stored=lambda: plans.terms_of(_plan(request, pk, plan_pk)), do=do
    )


@login_required
@require_http_methods(["GET", "POST"])
def plan_remove(request: SignedInRequest, pk: int, plan_pk: int) -> HttpResponse:
    plan = _plan(request, pk, plan_pk)
    demand(permissions.may_change_plan(request.user, plan, on=timezone.localdate()))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    act = Act(
        title=_("Take the plan away"),
        lead=str(plan),
        verb=_("Take the plan away"),
        back=page_of_plan(plan),
        crumbs=_crumbs(plan),
        calm=True,
        said=_("The plan is taken away."),
        after=page_of_programme(plan.programme, "#plans"),
    )

    def remove() -> bool:
        plans.remove_plan(plan, by=request.user)
        return True

    return done(request, form, act, remove)


@login_required
@require_http_methods(["GET", "POST"])
def plan_sign(request: SignedInRequest, pk: int, plan_pk: int) -> HttpResponse:
    plan = _plan(request, pk, plan_pk)
    if plan.state not in PLAN.sources("sign"):
        raise TransitionRefused("sign", plan.state, plan)
    demand(permissions.may_move_plan(request.user, plan, "sign", on=timezone.localdate()))
    unowned = sum(not task.owned for task in plan.tasks.filter(state=TaskState.OPEN))
    form = PlanSigningForm(request.POST or None, unowned=unowned, initial={"number": plan.number})
    act = Act(
        title=_("Enter the signing of the plan"),
        lead=str(plan),
        verb=_("Enter the signing of the plan"),
        back=page_of_plan(plan),
        crumbs=_crumbs(plan),
        consequences=[
            _("The plan is printed in the background."),
            _("Its tasks can be finished and dropped, but their words stay."),
        ],
        said=_("The signing is entered."),
    )
    return done(
        request,
        form,
        act,
        lambda: plans.move_plan(
            plan, "sign", by=request.user, number=form.cleaned_data["number"], on=form.cleaned_data["on"]
        ),
    )


@login_required
@require_http_methods(["GET", "POST"])
def plan_unsign(request: SignedInRequest, pk: int, plan_pk: int) -> HttpResponse:
    plan = _plan(request, pk, plan_pk)
    if plan.state not in PLAN.sources("unsign"):
        raise TransitionRefused("unsign", plan.state, plan)
    demand(permissions.may_move_plan(request.user, plan, "unsign", on=timezone.localdate()))
    form = ReasonForm(request.POST or None, required=True)
    act = Act(
        title=_("Take back the signing of the plan"),
        lead=str(plan),
        verb=_("Take back the signing of the plan"),
        back=page_of_plan(plan),
        crumbs=_crumbs(plan),
        consequences=[_("The printed plan loses force; its words can be changed again.")],
        calm=True,
        said=_("The signing is taken back; the plan is a draft again."),
    )
    return done(
        request,
        form,
        act,
        lambda: plans.move_plan(plan, "unsign", by=request.user, reason=form.cleaned_data["reason"]),
    )


@login_required
@require_GET
def plan_paper(request: SignedInRequest, pk: int, plan_pk: int) -> HttpResponseBase:
    plan = _plan(request, pk, plan_pk)
    if plan.document is None:
        raise Http404
    return pdf(issued_bytes(plan.document), f"ke-hoach-{plan.year}.pdf")


@login_required
@require_http_methods(["GET", "POST"])
def task_new(request: SignedInRequest, pk: int, plan_pk: int) -> HttpResponse:
    plan = _plan(request, pk, plan_pk)
    demand(permissions.may_change_plan(request.user, plan, on=timezone.localdate()))
    form = TaskForm(request.POST or None, plan=plan)
    act = Act(
        title=_("Add a task"),
        lead=str(plan),
        verb=_("Save"),
        back=page_of_plan(plan),
        crumbs=_crumbs(plan),
        said=_("Saved."),
    )
    return done(request, form, act, lambda: plans.put_task(plan, form.terms(), by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def task_edit(request: SignedInRequest, pk: int, plan_pk: int, task_pk: int) -> HttpResponse:
    plan = _plan(request, pk, plan_pk)
    task = _task(plan, task_pk)
    demand(permissions.may_change_task(request.user, task, on=timezone.localdate()))
    form = TaskForm(request.POST or None, plan=plan, initial=initial_of(plans.task_terms_of(task)))
    act = Act(
        title=_("Change a task"),
        lead=task.text,
        verb=_("Save"),
        back=page_of_plan(plan),
        crumbs=_crumbs(plan),
        said=_("Saved."),
    )

    def do(terms: TaskTerms, base: TaskTerms) -> PlanTask:
        return plans.put_task(plan, terms, by=request.user, task=task, base=base)

    return saved_over(
        request, form, act, of=task, stored=lambda: plans.task_terms_of(_task(plan, task_pk)), do=do
    )


@login_required
@require_POST
def task_remove(request: SignedInRequest, pk: int, plan_pk: int, task_pk: int) -> HttpResponse:
    plan = _plan(request, pk, plan_pk)
    plans.remove_task(_task(plan, task_pk), by=request.user)
    return redirect(page_of_plan(plan))


@login_required
@require_http_methods(["GET", "POST"])
def task_move(request: SignedInRequest, pk: int, plan_pk: int, task_pk: int, move: str) -> HttpResponse:
    """Finish a task with its result, drop it, or take it up again."""
    plan = _plan(request, pk, plan_pk)
    task = _task(plan, task_pk)
    if move != "finish" and move not in TASK_MOVES:
        raise Http404
    if task.state not in TASK.sources(move):
        raise TransitionRefused(move, task.state, task)
    demand(permissions.may_follow(request.user, plan.programme, on=timezone.localdate()))
    title = _("Finish the task") if move == "finish" else TASK_MOVES[move]
    form = (
        FinishForm(request.POST or None, initial={"on": timezone.localdate()})
        if move == "finish"
        else ReasonForm(request.POST or None, required=move in TASK_NEEDS_REASON)
    )
    act = Act(
        title=title,
        lead=task.text,
        verb=title,
        back=page_of_plan(plan),
        crumbs=_crumbs(plan),
        calm=move != "finish",
        said=_("Saved."),
    )

    def do() -> PlanTask:
        if move == "uncarry":
            return successors.take_back(task, by=request.user, **form.cleaned_data)
        return plans.move_task(task, move, by=request.user, **form.cleaned_data)

    return done(request, form, act, do)


@login_required
@require_http_methods(["GET", "POST"])
def measure_new(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = selectors.programme_for(request.user, pk)
    demand(permissions.may_follow(request.user, programme, on=timezone.localdate()))
    form = MeasureForm(
        request.POST or None, programme=programme, initial={"organisation": programme.organisation}
    )
    act = _measure_act(programme, _("Follow an indicator"))
    return done(request, form, act, lambda: measures.put_measure(programme, form.terms(), by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def measure_edit(request: SignedInRequest, pk: int, measure_pk: int) -> HttpResponse:
    programme = selectors.programme_for(request.user, pk)
    demand(permissions.may_follow(request.user, programme, on=timezone.localdate()))
    measure = _measure(programme, measure_pk)
    stored = measures.terms_of(measure)
    targets = {f"target_{year}": value for year, value in stored.targets.items()}
    form = MeasureForm(
        request.POST or None,
        programme=programme,
        measure=measure,
        initial={**initial_of(stored), "version": measure.version_id, **targets},
    )

    def do(terms: MeasureTerms, base: MeasureTerms) -> Measure:
        return measures.put_measure(programme, terms, by=request.user, measure=measure, base=base)

    return saved_over(
        request,
        form,
        _measure_act(programme, _("Change the targets")),
        of=measure,
        stored=lambda: measures.terms_of(_measure(programme, measure_pk)),
        do=do,
    )


@login_required
@require_POST
def measure_remove(request: SignedInRequest, pk: int, measure_pk: int) -> HttpResponse:
    programme = selectors.programme_for(request.user, pk)
    measures.remove_measure(_measure(programme, measure_pk), by=request.user)
    return redirect(page_of_programme(programme, "#figures"))


def _measure(programme: Programme, pk: int) -> Measure:
    found = programme.measures.select_related("organisation", "version").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.programme = programme
    return found


def _measure_act(programme: Programme, title: str) -> Act:
    return Act(
        title=title,
        lead=str(programme),
        verb=_("Save"),
        back=page_of_programme(programme, "#figures"),
        crumbs=crumbs_to(programme),
        said=_("Saved."),
    )
