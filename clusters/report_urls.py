"""Addresses of the reports and papers of a season."""

from django.urls import path

from clusters.views import reports

urlpatterns = [
    path("seasons/<int:pk>/reports/<slug:kind>/new/", reports.report_new, name="report_new"),
    path("seasons/<int:pk>/pack/", reports.season_pack, name="season_pack"),
    path("reports/<int:pk>/", reports.report_detail, name="report"),
    path("reports/<int:pk>/edit/", reports.report_edit, name="report_edit"),
    path("reports/<int:pk>/issue/", reports.report_issue, name="report_issue"),
    path("reports/<int:pk>/print/", reports.report_print, name="report_print"),
    path("reports/<int:pk>/word/", reports.report_word, name="report_word"),
    path("reports/<int:pk>/file/", reports.report_file, name="report_file"),
]
