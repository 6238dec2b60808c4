"""The grid as a workbook: out, in, and a look at every row before anything is saved."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from clusters.forms.cards import ScoreTableForm
from clusters.models import COLUMNS, ScoreCard, ScoreImport, Season
from clusters.permissions import scores as permissions
from clusters.scoring import Column
from clusters.selectors import cards as selectors
from clusters.selectors.cards import Scored
from clusters.selectors.clusters import season_for
from clusters.services import score_tables
from clusters.views.grids import column_named, page_of_grid
from clusters.views.seasons import crumbs_to
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done
from emulation.attempts import attempt
from emulation.reasons import ReasonForm
from emulation.serving import download
from emulation.verdicts import demand


def _cards(request: SignedInRequest, season: Season, column: Column) -> list[ScoreCard]:
    today = timezone.localdate()
    cards = [
        card
        for card in selectors.cards_in(request.user, season)
        if column in permissions.columns_shown(request.user, card, on=today)
    ]
    if not cards:
        raise Http404
    return cards


@login_required
@require_GET
def grid_export(request: SignedInRequest, pk: int, column: str) -> HttpResponse:
    season, chosen = season_for(request.user, pk), column_named(column)
    cards = _cards(request, season, chosen)
    scored = Scored.of(season)
    cells = selectors.cells_of([card.pk for card in cards])
    data = score_tables.table_of(scored, cards, cells, chosen, on=timezone.localdate())
    return download(data, f"bang-diem-{season.year}-{chosen.value.lower()}.xlsx")


@login_required
@require_http_methods(["GET", "POST"])
def grid_import(request: SignedInRequest, pk: int, column: str) -> HttpResponse:
    """The file to bring in; what it says is looked at before anything is saved."""
    season, chosen = season_for(request.user, pk), column_named(column)
    cards = _cards(request, season, chosen)
    today = timezone.localdate()
    verdicts = [permissions.may_score(request.user, card, chosen, on=today) for card in cards]
    demand(next((verdict for verdict in verdicts if verdict), verdicts[0]))
    form = ScoreTableForm(request.POST or None, request.FILES or None)
    act = Act(
        title=_("Bring in scores from Excel"),
        lead=f"{season} · {COLUMNS[chosen]}",
        verb=_("Look at the table"),
        back=page_of_grid(season, chosen),
        crumbs=crumbs_to(season),
        files=True,
        consequences=[_("Nothing is saved yet: every row is shown first with what is wrong with it.")],
    )

    def receive() -> ScoreImport:
        told = form.cleaned_data
        kept = score_tables.receive(
            season, chosen, told["file"], told["file"].name, by=request.user, reason=told["reason"]
        )
        act.after = reverse("clusters:score_import", args=[kept.pk])
        return kept

    return done(request, form, act, receive, file_field="file")


@login_required
@require_http_methods(["GET", "POST"])
def score_import(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every row of the table with what is new and what is wrong; then the yes to the good cells."""
    kept = get_object_or_404(ScoreImport, pk=pk, uploaded_by=request.user)
    season = season_for(request.user, kept.season_id)
    column = Column(kept.column)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: score_tables.take(kept, by=request.user))
        if saved is not None:
            told = ngettext("%(number)s score saved.", "%(number)s scores saved.", saved)
            messages.success(request, told % {"number": saved})
            return redirect(page_of_grid(season, column))
    lines = score_tables.check(kept, by=request.user) if kept.taken_at is None else []
    context: dict[str, Any] = {
        "kept": kept,
        "season": season,
        "label": COLUMNS[column],
        "lines": lines,
        "new": sum(line.new for line in lines),
        "wrong": sum(bool(line.problems) for line in lines),
        "form": form,
        "back": page_of_grid(season, column),
        "crumbs": crumbs_to(season),
    }
    return render(request, "clusters/score_import.html", context)
