"""Addresses of this room."""

from django.urls import path

from programmes.movement_urls import urlpatterns as movement_patterns
from programmes.report_urls import urlpatterns as report_patterns
from programmes.views import activities, activity_people, parties, plans, programmes, successors

app_name = "programmes"
urlpatterns = [
    path("", programmes.programme_list, name="programmes"),
    path("new/", programmes.programme_new, name="programme_new"),
    path("<int:pk>/", programmes.programme_detail, name="programme"),
    path("<int:pk>/edit/", programmes.programme_edit, name="programme_edit"),
    path("<int:pk>/sign/", programmes.programme_sign, name="programme_sign"),
    path("<int:pk>/move/<slug:move>/", programmes.programme_move, name="programme_move"),
    path("<int:pk>/number/", programmes.programme_number, name="programme_number"),
    path("<int:pk>/preview/", programmes.programme_preview, name="programme_preview"),
    path("<int:pk>/paper/<slug:paper>/", programmes.programme_paper, name="programme_paper"),
    path("<int:pk>/parties/new/", parties.party_new, name="party_new"),
    path("<int:pk>/parties/<int:party_pk>/", parties.party_edit, name="party_edit"),
    path("<int:pk>/parties/<int:party_pk>/remove/", parties.party_remove, name="party_remove"),
    path("<int:pk>/parties/<int:party_pk>/succeed/", parties.party_succeed, name="party_succeed"),
    path("<int:pk>/addenda/new/", parties.addendum_new, name="addendum_new"),
    path("<int:pk>/addenda/<int:addendum_pk>/undo/", parties.addendum_undo, name="addendum_undo"),
    path("<int:pk>/continue/", successors.successor_new, name="successor_new"),
    path("<int:pk>/plans/new/", plans.plan_new, name="plan_new"),
    path("<int:pk>/plans/<int:plan_pk>/", plans.plan_detail, name="plan"),
    path("<int:pk>/plans/<int:plan_pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("<int:pk>/plans/<int:plan_pk>/remove/", plans.plan_remove, name="plan_remove"),
    path("<int:pk>/plans/<int:plan_pk>/sign/", plans.plan_sign, name="plan_sign"),
    path("<int:pk>/plans/<int:plan_pk>/unsign/", plans.plan_unsign, name="plan_unsign"),
    path("<int:pk>/plans/<int:plan_pk>/paper/", plans.plan_paper, name="plan_paper"),
    path("<int:pk>/plans/<int:plan_pk>/tasks/new/", plans.task_new, name="task_new"),
    path("<int:pk>/plans/<int:plan_pk>/tasks/<int:task_pk>/", plans.task_edit, name="task_edit"),
    path("<int:pk>/plans/<int:plan_pk>/tasks/<int:task_pk>/remove/", plans.task_remove, name="task_remove"),
    path("<int:pk>/plans/<int:plan_pk>/tasks/<int:task_pk>/<slug:move>/", plans.task_move, name="task_move"),
    path("<int:pk>/activities/new/", activities.activity_new, name="programme_activity_new"),
    path("activities/", activities.activity_list, name="activities"),
    path("activities/new/", activities.activity_new, name="activity_new"),
    path("activities/training/", activities.training_gaps, name="training_gaps"),
    path("activities/<int:pk>/", activities.activity_detail, name="activity"),
    path("activities/<int:pk>/edit/", activities.activity_edit, name="activity_edit"),
    path("activities/<int:pk>/move/<slug:move>/", activities.activity_move, name="activity_move"),
    path("activities/<int:pk>/people/new/", activity_people.attendee_new, name="attendee_new"),
    path("activities/<int:pk>/people/several/", activity_people.attendees_new, name="attendees_new"),
    path("activities/<int:pk>/people/<int:row_pk>/", activity_people.attendee_edit, name="attendee_edit"),
    path(
        "activities/<int:pk>/people/<int:row_pk>/remove/",
        activity_people.attendee_remove,
        name="attendee_remove",
    ),
    path("activities/<int:pk>/attendance/", activity_people.attendance, name="attendance"),
    path("activities/<int:pk>/evidence/new/", activity_people.evidence_new, name="evidence_new"),
    path("activities/<int:pk>/models/new/", activity_people.candidate_new, name="candidate_new"),
    path(
        "activities/<int:pk>/models/<int:candidate_pk>/",
        activity_people.candidate_follow,
        name="candidate_follow",
    ),
    path("evidence/<int:pk>/", activity_people.evidence_file, name="evidence"),
    path("<int:pk>/measures/new/", plans.measure_new, name="measure_new"),
    path("<int:pk>/measures/<int:measure_pk>/", plans.measure_edit, name="measure_edit"),
    path("<int:pk>/measures/<int:measure_pk>/remove/", plans.measure_remove, name="measure_remove"),
    *movement_patterns,
    *report_patterns,
]
