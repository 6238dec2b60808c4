"""Addresses of movements, rounds of registration, registrations and overlaps; urls.py takes them in."""

from django.urls import path

from programmes.views import boards, movements, names, overlaps, registrations, rounds

urlpatterns = [
    path("movements/", movements.movement_list, name="movements"),
    path("movements/new/", movements.movement_new, name="movement_new"),
    path("movements/match/", names.movement_match, name="movement_match"),
    path(
        "movements/spellings/<int:pk>/remove/",
        names.movement_spelling_remove,
        name="movement_spelling_remove",
    ),
    path("movements/<int:pk>/", movements.movement_detail, name="movement"),
    path("movements/<int:pk>/edit/", movements.movement_edit, name="movement_edit"),
    path("movements/<int:pk>/amend/", movements.movement_amend, name="movement_amend"),
    path("movements/<int:pk>/link/", movements.movement_link, name="movement_link"),
    path("movements/<int:pk>/document/", movements.movement_document, name="movement_document"),
    path("movements/<int:pk>/file/", movements.movement_file, name="movement_file"),
    path("movements/<int:pk>/tree/", movements.movement_tree, name="movement_tree"),
    path("movements/<int:pk>/spelling/", names.movement_spelling, name="movement_spelling"),
    path("movements/<int:pk>/judge/", names.movement_judge, name="movement_judge"),
    path("movements/<int:pk>/move/<slug:move>/", movements.movement_move, name="movement_move"),
    path("rounds/", rounds.round_list, name="rounds"),
    path("rounds/new/", rounds.round_new, name="round_new"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round"),
    path("rounds/<int:pk>/edit/", rounds.round_edit, name="round_edit"),
    path("rounds/<int:pk>/move/<slug:move>/", rounds.round_move, name="round_move"),
    path("rounds/<int:pk>/board/", boards.round_board, name="round_board"),
    path("rounds/<int:pk>/board/export/", boards.round_export, name="round_export"),
    path("rounds/<int:pk>/board/accept/", boards.round_accept, name="round_accept"),
    path("rounds/<int:pk>/sums/", boards.round_sums, name="round_sums"),
    path("rounds/<int:pk>/remind/", boards.round_remind, name="round_remind"),
    path("rounds/<int:pk>/units/", rounds.round_expect, name="round_expect"),
    path("rounds/<int:pk>/overlaps/", overlaps.overlap_list, name="overlaps"),
    path("rounds/units/<int:pk>/remove/", rounds.expected_remove, name="expected_remove"),
    path("rounds/units/<int:pk>/extend/", rounds.expected_extend, name="expected_extend"),
    path("rounds/units/<int:pk>/start/", rounds.expected_start, name="expected_start"),
    path("registrations/<int:pk>/", registrations.registration_detail, name="registration"),
    path("registrations/<int:pk>/edit/", registrations.registration_edit, name="registration_edit"),
    path(
        "registrations/<int:pk>/move/<slug:move>/", registrations.registration_move, name="registration_move"
    ),
    path("overlaps/<int:pk>/", overlaps.overlap_detail, name="overlap"),
    path("overlaps/<int:pk>/settle/", overlaps.overlap_settle, name="overlap_settle"),
    path("overlaps/<int:pk>/reopen/", overlaps.overlap_reopen, name="overlap_reopen"),
]
