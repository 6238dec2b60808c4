"""The score card of one member: its cells in four columns, submitting, returning, evidence, explanations."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.cells import claim_text
from clusters.forms.cards import AssignForm, ExplainForm, ScoreEvidenceForm
from clusters.models import COLUMNS, Criterion, Evidence, ScoreCard
from clusters.models.sheet import KINDS
from clusters.permissions import scores as permissions
from clusters.permissions.disputes import may_contest
from clusters.scoring import Column, Group, Kind, asked, example
from clusters.scoring.sheets import Node, holds_for
from clusters.selectors import cards as selectors
from clusters.selectors.cards import Cells, Scored
from clusters.selectors.peers import scored_by
from clusters.sentences import FIELDS, working_words
from clusters.services import cards, evidence, scores
from clusters.states import CARD
from clusters.views.cells import cell_of, shown_of, total_of, working_of, written_by
from clusters.views.seasons import crumbs_to as season_crumbs
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, typed
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.reasons import ReasonForm
from emulation.serving import stored
from emulation.verdicts import demand
from emulation.vietnamese import format_number, trimmed


def page_of_card(card: ScoreCard, anchor: str = "") -> str:
    return reverse("clusters:card", args=[card.pk]) + anchor


def crumbs_to(card: ScoreCard) -> list[tuple[object, str]]:
    return [*season_crumbs(card.seat.season), (card.seat.label, page_of_card(card))]


@login_required
@require_GET
def card_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every criterion of the member with its cells, how the points came about, and what proves them."""
    card = selectors.card_for(request.user, pk)
    season, today = card.seat.season, timezone.localdate()
    scored = Scored.of(season)
    cells = selectors.cells_of([card.pk])[card.pk]
    pieces = selectors.evidence_of(card)
    columns = permissions.columns_shown(request.user, card, on=today)
    may = {column: permissions.may_score(request.user, card, column, on=today) for column in columns}
    proven: dict[str, list[Evidence]] = {}
    for piece in pieces:
        for one in piece.criteria.all():
            proven.setdefault(one.code, []).append(piece)
    leaves = scored.leaves_for(card.seat.sector)
    own = cells[Column.SELF]
    context = {
        "card": card,
        "season": season,
        "column": Column.SELF,
        "own": Column.SELF in may and bool(may[Column.SELF]),
        "columns": [(column, COLUMNS[column], may[column]) for column in columns],
        "lines": list(_lines(scored, card, cells, columns, may, proven)),
        "may_edit": any(may.values()),
        "total": total_of(scored, card, cells, columns),
        "evidence": pieces,
        "empty": len(selectors.unanswered(leaves, own)),
        "bare": len(selectors.unproven(leaves, own, pieces)),
        "may_submit": permissions.may_submit(request.user, card, on=today),
        "may_return": permissions.may_return(request.user, card, on=today),
        "may_explain": permissions.may_explain(request.user, card, on=today),
        "may_score_peer": may.get(Column.CROSS),
        "peer": scored_by(request.user, card) if Column.CROSS in columns else None,
        "crumbs": season_crumbs(season),
        "entries": history_of(card),
    }
    return render(request, "clusters/card_detail.html", context)


def _lines(
    scored: Scored,
    card: ScoreCard,
    cells: Cells,
    columns: tuple[Column, ...],
    may: dict[Column, Any],
    proven: dict[str, list[Evidence]],
) -> Any:
    waiting: list[Node] = list(reversed(scored.sheet.children))
    while waiting:
        node = waiting.pop()
        if not holds_for(node, card.seat.sector):
            continue
        if isinstance(node, Group):
            yield {"group": node}
            waiting += reversed(node.children)
            continue
        criterion = scored.by_code[node.code]
        yield {
            "leaf": node,
            "criterion": criterion,
            "cells": [
                cell_of(node, criterion, card, column, cells, edit=bool(may[column])) for column in columns
            ],
            "working": working_of(scored.sheet, node, cells[Column.SELF].get(node.code)),
            "asked": " / ".join(str(FIELDS[name]) for name in asked(node.rule) if name != "reason"),
            "proven": proven.get(node.code, []),
        }


def _criterion_of(card: ScoreCard, pk: int) -> tuple[Scored, Criterion]:
    scored = Scored.of(card.seat.season)
    criterion = scored.by_id.get(pk)
    if criterion is None or not criterion.kind:
        raise Http404
    return scored, criterion


@login_required
@require_GET
def score_detail(request: SignedInRequest, pk: int, criterion_pk: int) -> HttpResponse:
    """One criterion of a card: its rule with an example, every value that ever stood, and what was answered."""
    card = selectors.card_for(request.user, pk)
    scored, criterion = _criterion_of(card, criterion_pk)
    leaf = scored.leaves[criterion.code]
    columns = permissions.columns_shown(request.user, card, on=timezone.localdate())
    rows = [row for row in selectors.history_of_cell(card, criterion) if Column(row.column) in columns]
    worked = example(leaf.rule, leaf.max, rounding=scored.sheet.rounding)
    context = {
        "card": card,
        "criterion": criterion,
        "leaf": leaf,
        "kind": KINDS[Kind(criterion.kind)],
        "example": f"{claim_text(leaf.rule, worked.claim, _shown)}: {working_words(worked.points.steps)}",
        "rows": [
            {
                "row": row,
                "column": COLUMNS[Column(row.column)],
                "shown": shown_of(leaf, row),
                "working": working_of(scored.sheet, leaf, row),
                "by": written_by(row),
            }
            for row in rows
        ],
        "may_explain": permissions.may_explain(request.user, card, on=timezone.localdate()),
        "may_contest": may_contest(request.user, card.seat.season, on=timezone.localdate()),
        "crumbs": crumbs_to(card),
    }
    return render(request, "clusters/score_detail.html", context)


def _shown(number: Any) -> str:
    return format_number(trimmed(number))


@login_required
@require_http_methods(["GET", "POST"])
def card_submit(request: SignedInRequest, pk: int) -> HttpResponse:
    card = selectors.card_for(request.user, pk)
    if card.state not in CARD.sources("submit"):
        raise TransitionRefused("submit", card.state, card)
    demand(permissions.may_submit(request.user, card, on=timezone.localdate()))
    empty, bare = cards.lacking(card)
    last = card.seat.season.self_scoring_until
    late = last is not None and timezone.localdate() > last
    problems = [_("Not answered yet: %(name)s.") % {"name": f"{leaf.code} {leaf.text}"} for leaf in empty]
    problems += [
        _("Neither evidence nor a sentence why there is none: %(name)s.")
        % {"name": f"{leaf.code} {leaf.text}"}
        for leaf in bare
    ]
    act = Act(
        title=_("Submit the self-score"),
        lead=str(card),
        verb=_("Submit"),
        back=page_of_card(card),
        crumbs=crumbs_to(card),
        problems=problems,
        consequences=[
            _("The self-score is changed no more, unless it is returned."),
            *([_("The last day has passed: the card is marked as late.")] if late else []),
        ],
        said=_("The self-score is submitted."),
    )
    form = ReasonForm(typed(request))
    del form.fields["reason"]
    return done(request, form, act, lambda: cards.submit(card, by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def card_return(request: SignedInRequest, pk: int) -> HttpResponse:
    card = selectors.card_for(request.user, pk)
    if card.state not in CARD.sources("return"):
        raise TransitionRefused("return", card.state, card)
    demand(permissions.may_return(request.user, card, on=timezone.localdate()))
    form = ReasonForm(typed(request), required=True)
    act = Act(
        title=_("Return the self-score"),
        lead=str(card),
        verb=_("Return"),
        back=page_of_card(card),
        crumbs=crumbs_to(card),
        consequences=[_("The member can change it again, and is told why.")],
        said=_("The self-score is returned."),
    )
    return done(
        request,
        form,
        act,
        lambda: cards.give_back(card, reason=form.cleaned_data["reason"], by=request.user),
    )


@login_required
@require_POST
def card_figures(request: SignedInRequest, pk: int) -> HttpResponse:
    """Fill what is bound to an indicator from the figures the member reported."""
    card = selectors.card_for(request.user, pk)
    rows = scores.take_figures(card, by=request.user)
    told = ngettext(
        "%(number)s score taken from reported figures.",
        "%(number)s scores taken from reported figures.",
        len(rows),
    )
    messages.success(request, told % {"number": len(rows)})
    return redirect(page_of_card(card))


@login_required
@require_http_methods(["GET", "POST"])
def score_explain(request: SignedInRequest, pk: int, criterion_pk: int) -> HttpResponse:
    card = selectors.card_for(request.user, pk)
    _scored, criterion = _criterion_of(card, criterion_pk)
    demand(permissions.may_explain(request.user, card, on=timezone.localdate()))
    form = ExplainForm(typed(request))
    act = Act(
        title=_("Explain the score"),
        lead=str(criterion),
        verb=_("Send"),
        back=reverse("clusters:score", args=[card.pk, criterion.pk]),
        crumbs=crumbs_to(card),
        consequences=[
            _("The explanation stays beside the score; who appraises it answers with the final points.")
        ],
        said=_("The explanation is sent."),
    )
    return done(
        request,
        form,
        act,
        lambda: cards.explain(card, criterion, form.cleaned_data["text"], by=request.user),
    )


def _leaves(card: ScoreCard) -> Any:
    if card.seat.season.sheet is None:
        raise Http404
    return card.seat.season.sheet.criteria.exclude(kind__in=["", Kind.GATE]).order_by("order", "code")


@login_required
@require_http_methods(["GET", "POST"])
def score_evidence_new(request: SignedInRequest, pk: int) -> HttpResponse:
    card = selectors.card_for(request.user, pk)
    demand(permissions.may_score(request.user, card, Column.SELF, on=timezone.localdate()))
    form = ScoreEvidenceForm(typed(request), request.FILES or None, criteria=_leaves(card))
    act = Act(
        title=_("Add evidence"),
        lead=str(card),
        verb=_("Save"),
        back=page_of_card(card, "#evidence"),
        crumbs=crumbs_to(card),
        files=True,
        said=_("Saved."),
    )

    def add() -> Evidence:
        told = form.cleaned_data
        return evidence.add(
            card,
            list(told["criteria"]),
            title=told["title"],
            file=told["file"],
            link=told["link"],
            by=request.user,
        )

    return done(request, form, act, add, file_field="file")


@login_required
@require_http_methods(["GET", "POST"])
def score_evidence_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which criteria it proves."""
    piece = selectors.evidence_for(request.user, pk)
    demand(permissions.may_score(request.user, piece.card, Column.SELF, on=timezone.localdate()))
    form = AssignForm(
        typed(request), criteria=_leaves(piece.card), initial={"criteria": piece.criteria.all()}
    )
    act = Act(
        title=_("Criteria it proves"),
        lead=piece.title,
        verb=_("Save"),
        back=page_of_card(piece.card, "#evidence"),
        crumbs=crumbs_to(piece.card),
        said=_("Saved."),
    )
    return done(
        request,
        form,
        act,
        lambda: evidence.assign(piece, list(form.cleaned_data["criteria"]), by=request.user),
    )


@login_required
@require_POST
def score_evidence_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    piece = selectors.evidence_for(request.user, pk)
    evidence.remove(piece, by=request.user)
    return redirect(page_of_card(piece.card, "#evidence"))


@login_required
@require_GET
def score_evidence(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The file, to whoever may see the card."""
    piece = selectors.evidence_for(request.user, pk)
    if not piece.file:
        raise Http404
    return stored(piece.file, f"minh-chung-{piece.pk}")
