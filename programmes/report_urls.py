"""Addresses of reports, of Word files and of statistical forms; urls.py takes them in."""

from django.urls import path

from programmes.views import report_writing, reports, statistics, words

urlpatterns = [
    path("<int:pk>/word/", words.programme_word, name="programme_word"),
    path("<int:pk>/plans/<int:plan_pk>/word/", words.plan_word, name="plan_word"),
    path("<int:pk>/reports/new/", reports.report_new, name="report_new"),
    path("reports/<int:pk>/", reports.report_detail, name="report"),
    path("reports/<int:pk>/edit/", report_writing.report_edit, name="report_edit"),
    path("reports/<int:pk>/parts/<int:block_pk>/", report_writing.report_block, name="report_block"),
    path("reports/<int:pk>/sides/<int:party_pk>/", reports.report_confirm, name="report_confirm"),
    path("reports/<int:pk>/snapshots/<int:snapshot_pk>/", reports.report_snapshot, name="report_snapshot"),
    path("reports/<int:pk>/thaw/", reports.report_thaw, name="report_thaw"),
    path("reports/<int:pk>/issue/", reports.report_issue, name="report_issue"),
    path("reports/<int:pk>/preview/", reports.report_preview, name="report_preview"),
    path("reports/<int:pk>/paper/", reports.report_paper, name="report_paper"),
    path("reports/<int:pk>/word/", words.report_word, name="report_word"),
    path("statistics/0601/", statistics.statistics_0601, name="statistics_0601"),
    path("statistics/0601/export/", statistics.statistics_0601_export, name="statistics_0601_export"),
    path("statistics/0601/print/", statistics.statistics_0601_print, name="statistics_0601_print"),
]
