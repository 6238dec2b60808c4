"""Addresses of rankings, their papers and charts."""

from django.urls import path

from clusters.views import charts, ranking_papers, rankings, standings

urlpatterns = [
    path("seasons/<int:pk>/ranking/", rankings.ranking_current, name="ranking"),
    path("seasons/<int:pk>/ranking/freeze/", rankings.ranking_freeze, name="ranking_freeze"),
    path("seasons/<int:pk>/standings/", standings.standings, name="standings"),
    path("seasons/<int:pk>/standings/export/", standings.standings_export, name="standings_export"),
    path("seasons/<int:pk>/standings/<int:seat_pk>/", standings.standings_place, name="standings_place"),
    path("seasons/<int:pk>/standings/print/", ranking_papers.standings_print, name="standings_print"),
    path(
        "seasons/<int:pk>/matrix/<slug:paper>/print/",
        ranking_papers.standings_matrix,
        name="standings_matrix",
    ),
    path(
        "seasons/<int:pk>/matrix/<slug:paper>/word/",
        ranking_papers.standings_matrix_word,
        name="standings_matrix_word",
    ),
    path("<int:pk>/years/", charts.cluster_years, name="cluster_years"),
    path("seasons/<int:pk>/targets/", charts.season_targets, name="season_targets"),
    path("seasons/<int:pk>/gaps/", charts.season_gaps, name="season_gaps"),
    path("seasons/<int:pk>/sectors/", charts.season_sectors, name="season_sectors"),
    path("rankings/<int:pk>/", rankings.ranking_version, name="ranking_version"),
    path("rankings/<int:pk>/publish/", rankings.ranking_publish, name="ranking_publish"),
    path("rankings/<int:pk>/take-back/", rankings.ranking_drop, name="ranking_drop"),
    path("rankings/<int:pk>/export/", rankings.ranking_export, name="ranking_export"),
    path("rankings/<int:pk>/places/<int:seat_pk>/", rankings.ranking_place, name="ranking_place"),
    path("rankings/<int:pk>/file/", ranking_papers.ranking_file, name="ranking_file"),
    path("rankings/<int:pk>/word/", ranking_papers.ranking_word, name="ranking_word"),
    path("rankings/<int:pk>/print/", ranking_papers.ranking_print, name="ranking_print"),
    path("rankings/<int:pk>/matrix/<slug:paper>/print/", ranking_papers.matrix_print, name="matrix_print"),
    path("rankings/<int:pk>/matrix/<slug:paper>/word/", ranking_papers.matrix_word, name="matrix_word"),
]
