"""Addresses of this room: the register of instruments, the base salary, legal grounds."""

from django.urls import path

from emulation.legislation.views import grounds, instruments, salaries

app_name = "legislation"
urlpatterns = [
    path("", instruments.instrument_list, name="instruments"),
    path("new/", instruments.instrument_new, name="instrument_new"),
    path("<int:pk>/", instruments.instrument_detail, name="instrument"),
    path("<int:pk>/edit/", instruments.instrument_edit, name="instrument_edit"),
    path("<int:pk>/end/", instruments.instrument_end, name="instrument_end"),
    path("<int:pk>/part/", instruments.instrument_part, name="instrument_part"),
    path("base-salary/", salaries.base_salary, name="base_salary"),
    path("grounds/", grounds.ground_list, name="grounds"),
    path("grounds/new/", grounds.ground_new, name="ground_new"),
    path("grounds/<int:pk>/end/", grounds.ground_end, name="ground_end"),
]
