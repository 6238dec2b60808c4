"""Addresses of what is counted: the board of the year, the catalogue, figures, tables in and out."""

from django.urls import path

from emulation.indicators.views import board, catalogue, comparing, figures, imports

app_name = "indicators"

urlpatterns = [
    path("", board.status, name="status"),
    path("export/", board.status_export, name="status_export"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/<int:pk>/", catalogue.indicator, name="indicator"),
    path("populations/", catalogue.populations, name="populations"),
    path("of/<int:pk>/", figures.figures_year, name="figures_year"),
    path("of/<int:pk>/years/", comparing.compare, name="compare"),
    path("of/<int:pk>/import/", imports.import_new, name="import_new"),
    path("of/<int:pk>/<int:year>/", figures.figures, name="figures"),
    path("of/<int:pk>/<int:year>/totals/", comparing.totals, name="totals"),
    path("figures/<int:pk>/", figures.figure, name="figure"),
    path("figures/<int:pk>/correct/", figures.figure_correct, name="figure_correct"),
    path("figures/<int:pk>/withdraw/", figures.figure_withdraw, name="figure_withdraw"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import_discard"),
]
