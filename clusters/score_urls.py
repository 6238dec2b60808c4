"""Addresses of score sheets, cards and grids."""

from django.urls import path

from clusters.views import appraisal, cards, grids, score_tables, sheets

urlpatterns = [
    path("<int:pk>/sheets/", sheets.sheet_list, name="sheets"),
    path("<int:pk>/sheets/new/", sheets.sheet_new, name="sheet_new"),
    path("<int:pk>/sheets/<int:sheet_pk>/copy/", sheets.sheet_copy, name="sheet_copy"),
    path("sheets/<int:pk>/", sheets.sheet_detail, name="sheet"),
    path("sheets/<int:pk>/edit/", sheets.sheet_edit, name="sheet_edit"),
    path("sheets/<int:pk>/retire/", sheets.sheet_retire, name="sheet_retire"),
    path("sheets/<int:pk>/criteria/new/", sheets.criterion_new, name="criterion_new"),
    path("criteria/<int:pk>/", sheets.criterion_edit, name="criterion_edit"),
    path("criteria/<int:pk>/remove/", sheets.criterion_remove, name="criterion_remove"),
    path("seasons/<int:pk>/sheet/", sheets.season_sheet, name="season_sheet"),
    path("seasons/<int:pk>/appraisal/", appraisal.appraisal, name="appraisal"),
    path("seasons/<int:pk>/grid/save/", grids.grid_save, name="grid_save"),
    path("seasons/<int:pk>/grid/<slug:column>/", grids.grid, name="grid"),
    path("seasons/<int:pk>/grid/<slug:column>/fill/", grids.grid_take_over, name="grid_take_over"),
    path("seasons/<int:pk>/grid/<slug:column>/export/", score_tables.grid_export, name="grid_export"),
    path("seasons/<int:pk>/grid/<slug:column>/import/", score_tables.grid_import, name="grid_import"),
    path("score-imports/<int:pk>/", score_tables.score_import, name="score_import"),
    path("cards/<int:pk>/", cards.card_detail, name="card"),
    path("cards/<int:pk>/submit/", cards.card_submit, name="card_submit"),
    path("cards/<int:pk>/return/", cards.card_return, name="card_return"),
    path("cards/<int:pk>/figures/", cards.card_figures, name="card_figures"),
    path("cards/<int:pk>/criteria/<int:criterion_pk>/", cards.score_detail, name="score"),
    path("cards/<int:pk>/criteria/<int:criterion_pk>/explain/", cards.score_explain, name="score_explain"),
    path("cards/<int:pk>/evidence/new/", cards.score_evidence_new, name="score_evidence_new"),
    path("evidence/<int:pk>/", cards.score_evidence, name="score_evidence"),
    path("evidence/<int:pk>/edit/", cards.score_evidence_edit, name="score_evidence_edit"),
    path("evidence/<int:pk>/remove/", cards.score_evidence_remove, name="score_evidence_remove"),
]
