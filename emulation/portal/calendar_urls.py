"""Addresses of the calendar; urls.py takes them in."""

from django.urls import path

from emulation.portal import calendar_views as views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/due/", views.calendar_due, name="calendar_due"),
    path("calendar/programmes/<int:pk>/remind/", views.calendar_remind, name="calendar_remind"),
    path("calendar/settings/", views.calendar_settings, name="calendar_settings"),
    path("calendar/key/", views.calendar_key, name="calendar_key"),
    path("calendar/<str:token>.ics", views.calendar_feed, name="calendar_feed"),
]
