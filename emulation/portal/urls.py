from django.urls import path

from emulation.portal import candidate_views, report_views, views
from emulation.portal.calendar_urls import urlpatterns as calendar_patterns

app_name = "portal"
urlpatterns = [
    *calendar_patterns,
    path("", views.desk, name="desk"),
    path("candidates/<int:pk>/", candidate_views.candidate, name="candidate"),
    path("reports/<int:pk>/freeze/", report_views.report_freeze, name="report_freeze"),
    path("help/", views.help_page, name="help"),
]
