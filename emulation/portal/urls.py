from django.urls import path

from emulation.portal import calendar_views, report_views, views

app_name = "portal"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("reports/<int:pk>/freeze/", report_views.report_freeze, name="report_freeze"),
    path("help/", views.help_page, name="help"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/due/", calendar_views.calendar_due, name="calendar_due"),
    path("calendar/settings/", calendar_views.calendar_settings, name="calendar_settings"),
    path("calendar/key/", calendar_views.calendar_key, name="calendar_key"),
    path("calendar/<str:token>.ics", calendar_views.calendar_feed, name="calendar_feed"),
]
