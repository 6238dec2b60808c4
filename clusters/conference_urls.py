"""Addresses of conferences: agenda, attendance, votes, records, hand-over, flag, projector."""

from django.urls import path

from clusters.views import agenda, attendance, conferences, handovers, motions, projector, records

urlpatterns = [
    path("seasons/<int:pk>/conferences/new/", conferences.conference_new, name="conference_new"),
    path("conferences/<int:pk>/", conferences.conference_detail, name="conference"),
    path("conferences/<int:pk>/edit/", conferences.conference_edit, name="conference_edit"),
    path("conferences/<int:pk>/move/<slug:move>/", conferences.conference_move, name="conference_move"),
    path("conferences/<int:pk>/invite/", conferences.conference_invite, name="conference_invite"),
    path("conferences/<int:pk>/letter/", conferences.letter, name="conference_letter"),
    path("conferences/<int:pk>/letter/word/", conferences.letter_word, name="conference_letter_word"),
    path("conferences/<int:pk>/projector/", projector.projector, name="projector"),
    path("conferences/<int:pk>/projector/part/", projector.projector_part, name="projector_part"),
    path("conferences/<int:pk>/agenda/new/", agenda.agenda_new, name="agenda_new"),
    path("conferences/<int:pk>/agenda/order/", agenda.agenda_arrange, name="agenda_arrange"),
    path("conferences/<int:pk>/agenda/show/", agenda.agenda_show, name="agenda_show"),
    path("conferences/<int:pk>/agenda/<int:item_pk>/", agenda.agenda_edit, name="agenda_edit"),
    path("conferences/<int:pk>/agenda/<int:item_pk>/remove/", agenda.agenda_remove, name="agenda_remove"),
    path("conferences/<int:pk>/agenda/<int:item_pk>/say/", agenda.agenda_say, name="agenda_say"),
    path("conferences/<int:pk>/seats/<int:seat_pk>/", attendance.attendance, name="attendance"),
    path("conferences/<int:pk>/guests/new/", attendance.guest_new, name="guest_new"),
    path("conferences/<int:pk>/guests/<int:row_pk>/remove/", attendance.guest_remove, name="guest_remove"),
    path("conferences/<int:pk>/votes/new/", motions.vote_new, name="vote_new"),
    path("conferences/<int:pk>/turns/<int:row_pk>/decline/", motions.turn_decline, name="turn_decline"),
    path("conferences/<int:pk>/hand-over/", handovers.hand_over, name="hand_over"),
    path("conferences/<int:pk>/records/<slug:kind>/new/", records.record_new, name="record_new"),
    path("records/<int:pk>/", records.record_detail, name="record"),
    path("records/<int:pk>/edit/", records.record_edit, name="record_edit"),
    path("records/<int:pk>/move/<slug:move>/", records.record_move, name="record_move"),
    path("records/<int:pk>/sign/<slug:hand>/", records.record_sign, name="record_sign"),
    path("records/<int:pk>/paper/<slug:hand>/", records.record_paper, name="record_paper"),
    path("records/<int:pk>/file/<slug:which>/", records.record_file, name="record_file"),
    path("records/<int:pk>/word/", records.record_word, name="record_word"),
    path("record-signatures/<int:pk>/scan/", records.record_scan, name="record_scan"),
    path("<int:pk>/flags/", handovers.flag_list, name="flags"),
    path("<int:pk>/flags/new/", handovers.flag_new, name="flag_new"),
    path("flags/<int:pk>/note/", handovers.flag_note, name="flag_note"),
]
