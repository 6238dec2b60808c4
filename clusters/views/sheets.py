"""Score sheets: those of a cluster, one with its tree, examples and faults; making, copying, changing, choosing."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.cells import claim_text
from clusters.forms.criteria import CriterionForm, KindForm, criterion_initial
from clusters.forms.sheets import ChooseSheetForm, CopyForm, SheetForm, sheet_initial
from clusters.models import Cluster, Criterion, ScoreSheet
from clusters.models.sheet import KINDS
from clusters.permissions import scores as permissions
from clusters.scoring import BadRule, Kind, Rounding, example, rule_of
from clusters.selectors import sheets as selectors
from clusters.selectors.clusters import cluster_for, season_for
from clusters.selectors.sheet_moves import last_scored, places_moved
from clusters.sentences import fault_words, working_words
from clusters.services import sheets
from clusters.services.sheets import SheetTerms
from clusters.standing_words import Known
from clusters.views.clusters import crumbs_to as cluster_crumbs
from clusters.views.seasons import crumbs_to as season_crumbs
from clusters.views.seasons import page_of_season
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, saved_over, typed
from emulation.audit.selectors import history_of
from emulation.reasons import ReasonForm
from emulation.verdicts import demand
from emulation.vietnamese import format_number, trimmed


def page_of_sheet(sheet: ScoreSheet) -> str:
    return reverse("clusters:sheet", args=[sheet.pk])


def crumbs_to(sheet: ScoreSheet | None, cluster: Cluster | None) -> list[tuple[object, str]]:
    crumbs = cluster_crumbs(cluster)
    if cluster is not None:
        crumbs.append((_("Score sheets"), reverse("clusters:sheets", args=[cluster.pk])))
    if sheet is not None:
        crumbs.append((str(sheet), page_of_sheet(sheet)))
    return crumbs


@login_required
@require_GET
def sheet_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """The sheets of a cluster in their versions, and the templates to begin from."""
    cluster = cluster_for(request.user, pk)
    context = {
        "cluster": cluster,
        "sheets": list(selectors.sheets_of(cluster)),
        "templates": list(selectors.templates()),
        "may_keep": permissions.may_keep_sheets(request.user, cluster, on=timezone.localdate()),
        "crumbs": cluster_crumbs(cluster),
    }
    return render(request, "clusters/sheet_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def sheet_new(request: SignedInRequest, pk: int) -> HttpResponse:
    cluster = cluster_for(request.user, pk)
    demand(permissions.may_keep_sheets(request.user, cluster, on=timezone.localdate()))
    form = SheetForm(typed(request), initial={"decimals": 2})
    act = Act(
        title=_("Draw up a score sheet"),
        lead=cluster.name,
        verb=_("Save"),
        back=reverse("clusters:sheets", args=[cluster.pk]),
        crumbs=crumbs_to(None, cluster),
        autosave=f"sheet-new-{pk}",
        said=_("The sheet is drawn up. Enter its groups and criteria next."),
    )

    def draw_up() -> ScoreSheet:
        sheet = sheets.draw_up(cluster, form.terms(), by=request.user)
        act.after = page_of_sheet(sheet)
        return sheet

    return done(request, form, act, draw_up)


@login_required
@require_http_methods(["GET", "POST"])
def sheet_copy(request: SignedInRequest, pk: int, sheet_pk: int) -> HttpResponse:
    """A draft of the cluster from a template, or the next version of one of its own sheets."""
    cluster = cluster_for(request.user, pk)
    sheet = selectors.sheet_for(request.user, sheet_pk)
    demand(permissions.may_keep_sheets(request.user, cluster, on=timezone.localdate()))
    form = CopyForm(typed(request), initial={"code": sheet.code})
    act = Act(
        title=_("Copy the score sheet"),
        lead=f"{sheet} · {sheet.name}",
        verb=_("Copy"),
        back=reverse("clusters:sheets", args=[cluster.pk]),
        crumbs=crumbs_to(None, cluster),
        consequences=[_("The copy is a draft; its page shows what differs from the source.")],
        said=_("The sheet is copied."),
    )

    def copy() -> ScoreSheet:
        made = sheets.copy(sheet, cluster, by=request.user, code=form.cleaned_data["code"])
        act.after = page_of_sheet(made)
        return made

    return done(request, form, act, copy)


@login_required
@require_GET
def sheet_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The tree with each rule and its worked example, what contradicts itself, what differs from the source."""
    sheet = selectors.sheet_for(request.user, pk)
    criteria = selectors.criteria_of(sheet)
    today = timezone.localdate()
    by_code = {one.code: one for one in criteria}
    faults = selectors.faults_of(sheet, criteria)
    season = last_scored(sheet)
    context = {
        "sheet": sheet,
        "crumbs": crumbs_to(None, sheet.cluster),
        "lines": list(_lines(sheet, criteria)),
        "tie_break": [
            Known({}, {one.code: one.text for one in criteria}).step(code) for code in sheet.tie_break
        ],
        "faults": [(by_code.get(fault.place), fault_words(fault)) for fault in faults],
        "moves_of": season,
        "moves": places_moved(sheet, season) if season is not None else [],
        "differences": selectors.differences(sheet),
        "may_change": permissions.may_change_sheet(request.user, sheet, on=today),
        "may_retire": permissions.may_retire_sheet(request.user, sheet, on=today),
        "kinds": KindForm(),
        "entries": history_of(sheet) if permissions.may_change_sheet(request.user, sheet, on=today) else [],
    }
    return render(request, "clusters/sheet_detail.html", context)


def _lines(sheet: ScoreSheet, criteria: list[Criterion]) -> Iterator[dict[str, Any]]:
    """The nodes in the order of the tree, each with its depth, its kind in words and its worked example."""
    below: dict[int | None, list[Criterion]] = {}
    for one in criteria:
        below.setdefault(one.parent_id, []).append(one)
    waiting = [(one, 0) for one in reversed(below.get(None, []))]
    while waiting:
        one, depth = waiting.pop()
        yield {"criterion": one, "depth": depth, **_worked(sheet, one)}
        waiting += [(child, depth + 1) for child in reversed(below.get(one.pk, []))]


def _worked(sheet: ScoreSheet, one: Criterion) -> dict[str, str]:
    if not one.kind:
        return {"kind": "", "example": ""}
    kind = str(KINDS[Kind(one.kind)])
    try:
        rule = rule_of(one.kind, one.params, bonus_cap=one.bonus_cap)
    except BadRule:
        return {"kind": kind, "example": ""}
    worked = example(rule, one.max, rounding=Rounding(sheet.decimals))
    asked = claim_text(rule, worked.claim, lambda number: format_number(trimmed(number)))
    return {"kind": kind, "example": f"{asked}: {working_words(worked.points.steps)}"}


@login_required
@require_http_methods(["GET", "POST"])
def sheet_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = selectors.sheet_for(request.user, pk)
    demand(permissions.may_change_sheet(request.user, sheet, on=timezone.localdate()))
    form = SheetForm(typed(request), initial=sheet_initial(sheets.sheet_terms_of(sheet)))
    act = Act(
        title=_("Change the head of the sheet"),
        lead=str(sheet),
        verb=_("Save"),
        back=page_of_sheet(sheet),
        crumbs=crumbs_to(sheet, sheet.cluster),
        autosave=f"sheet-{pk}",
        said=_("Saved."),
    )

    def do(terms: SheetTerms, base: SheetTerms) -> ScoreSheet:
        return sheets.revise(sheet, terms, base=base, by=request.user)

    return saved_over(
        request,
        form,
        act,
        of=sheet,
        stored=lambda: sheets.sheet_terms_of(selectors.sheet_for(request.user, pk)),
        do=do,
    )


@login_required
@require_http_methods(["GET", "POST"])
def sheet_retire(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = selectors.sheet_for(request.user, pk)
    demand(permissions.may_retire_sheet(request.user, sheet, on=timezone.localdate()))
    form = ReasonForm(typed(request))
    act = Act(
        title=_("Take the sheet out of use"),
        lead=str(sheet),
        verb=_("Take out of use"),
        back=page_of_sheet(sheet),
        crumbs=crumbs_to(sheet, sheet.cluster),
        consequences=[_("No season chooses this version any more; those that did keep it.")],
        calm=True,
        said=_("The sheet is out of use."),
    )
    return done(
        request,
        form,
        act,
        lambda: sheets.retire(sheet, by=request.user, reason=form.cleaned_data["reason"]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def criterion_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """A group, or a criterion of the kind named in the address (?kind=RATIO&parent=12)."""
    sheet = selectors.sheet_for(request.user, pk)
    demand(permissions.may_change_sheet(request.user, sheet, on=timezone.localdate()))
    kind = request.GET.get("kind", "")
    if kind and kind not in list(Kind):
        raise Http404
    place = sheet.criteria.count() + 1
    form = CriterionForm(
        typed(request), sheet=sheet, kind=kind, initial={"order": place, "comparable": True, "max": None}
    )
    act = _act_on(sheet, _("Enter a criterion") if kind else _("Enter a group of criteria"), kind)
    return done(request, form, act, lambda: sheets.put_criterion(sheet, form.terms(), by=request.user))


def _act_on(sheet: ScoreSheet, title: str, kind: str) -> Act:
    return Act(
        title=title,
        lead=f"{sheet} · {KINDS[Kind(kind)]}" if kind else str(sheet),
        verb=_("Save"),
        back=page_of_sheet(sheet),
        crumbs=crumbs_to(sheet, sheet.cluster),
        said=_("Saved."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def criterion_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    row = selectors.criterion_for(request.user, pk)
    demand(permissions.may_change_sheet(request.user, row.sheet, on=timezone.localdate()))
    form = CriterionForm(typed(request), sheet=row.sheet, kind=row.kind, initial=criterion_initial(row))
    act = _act_on(row.sheet, _("Change a criterion"), row.kind)
    act.consequences = [_worked(row.sheet, row)["example"]] if row.kind else []
    return done(
        request,
        form,
        act,
        lambda: sheets.put_criterion(row.sheet, form.terms(), by=request.user, criterion=row),
    )


@login_required
@require_POST
def criterion_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    row = selectors.criterion_for(request.user, pk)
    sheets.remove_criterion(row, by=request.user)
    messages.success(request, _("Removed."))
    return redirect(page_of_sheet(row.sheet))


@login_required
@require_http_methods(["GET", "POST"])
def season_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which sheet a season is scored by."""
    season = season_for(request.user, pk)
    demand(permissions.may_choose_sheet(request.user, season, on=timezone.localdate()))
    usable = selectors.usable_in(season.cluster)
    form = ChooseSheetForm(typed(request), sheets=usable, initial={"sheet": season.sheet})
    act = Act(
        title=_("Choose the score sheet"),
        lead=str(season),
        verb=_("Choose"),
        back=page_of_season(season),
        crumbs=season_crumbs(season),
        consequences=[_("The sheet is locked when self-scoring opens.")],
        problems=[] if usable.exists() else [_("The cluster has no score sheet yet: copy a template first.")],
        said=_("The sheet is chosen."),
    )
    return done(
        request, form, act, lambda: sheets.choose(season, form.cleaned_data["sheet"], by=request.user)
    )
