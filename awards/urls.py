"""Addresses of commendation: campaigns, nominations, the board's vote, decisions, the register of awards."""

from django.urls import path

from awards.views import boards, campaigns, decisions, grants, nominations, reviews

app_name = "awards"

urlpatterns = [
    path("campaigns/", campaigns.campaign_list, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/<int:pk>/", campaigns.campaign_detail, name="campaign"),
    path("campaigns/<int:pk>/edit/", campaigns.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:pk>/close/", campaigns.campaign_close, name="campaign_close"),
    path("campaigns/<int:pk>/nominations/", nominations.nomination_list, name="nominations"),
    path("campaigns/<int:pk>/nominations/new/", nominations.nomination_new, name="nomination_new"),
    path("campaigns/<int:pk>/nominations/move/", nominations.nominations_move, name="nominations_move"),
    path("campaigns/<int:pk>/nominations/export/", nominations.nominations_export, name="nominations_export"),
    path("nominations/units/", nominations.unit_options, name="unit_options"),
    path("nominations/<int:pk>/", nominations.nomination_detail, name="nomination"),
    path("nominations/<int:pk>/edit/", nominations.nomination_edit, name="nomination_edit"),
    path("nominations/<int:pk>/<slug:move>/", nominations.nomination_move, name="nomination_move"),
    path("reviews/", reviews.review_list, name="reviews"),
    path("campaigns/<int:pk>/review/", reviews.review_start, name="review_start"),
    path("campaigns/<int:pk>/review/all/", reviews.review_overview, name="review_overview"),
    path("campaigns/<int:pk>/review/<int:nomination_pk>/", reviews.review, name="review"),
    path("campaigns/<int:pk>/review/open/", reviews.review_open, name="review_open"),
    path("campaigns/<int:pk>/review/progress/", reviews.review_progress, name="review_progress"),
    path("campaigns/<int:pk>/review/close/", reviews.review_close, name="review_close"),
    path("boards/", boards.board_list, name="boards"),
    path("boards/new/", boards.board_new, name="board_new"),
    path("boards/<int:pk>/", boards.board_detail, name="board"),
    path("boards/<int:pk>/seats/new/", boards.seat_new, name="seat_new"),
    path("boards/<int:pk>/seats/<int:seat_pk>/end/", boards.seat_end, name="seat_end"),
    path("decisions/", decisions.decision_list, name="decisions"),
    path("campaigns/<int:pk>/decisions/new/", decisions.decision_new, name="decision_new"),
    path("decisions/<int:pk>/", decisions.decision_detail, name="decision"),
    path("decisions/<int:pk>/edit/", decisions.decision_edit, name="decision_edit"),
    path("decisions/<int:pk>/propose/", decisions.decision_propose, name="decision_propose"),
    path("decisions/<int:pk>/take-back/", decisions.decision_take_back, name="decision_take_back"),
    path("decisions/<int:pk>/publish/", decisions.decision_publish, name="decision_publish"),
    path("decisions/<int:pk>/record/", decisions.decision_record, name="decision_record"),
    path("decisions/<int:pk>/preview/", decisions.decision_preview, name="decision_preview"),
    path("decisions/<int:pk>/paper/", decisions.decision_paper, name="decision_paper"),
    path("decisions/<int:pk>/ceremony/", decisions.decision_ceremony, name="decision_ceremony"),
    path("decisions/<int:pk>/progress/", decisions.decision_progress, name="decision_progress"),
    path("decisions/<int:pk>/bundle/", decisions.decision_bundle, name="decision_bundle"),
    path("grants/", grants.grant_list, name="grants"),
    path("grants/<int:pk>/", grants.grant_detail, name="grant"),
    path("grants/<int:pk>/certificate/", grants.grant_certificate, name="grant_certificate"),
    path("grants/<int:pk>/retry/", grants.grant_retry, name="grant_retry"),
    path("grants/<int:pk>/revoke/", grants.grant_revoke, name="grant_revoke"),
    path("grants/<int:pk>/reissue/", grants.grant_reissue, name="grant_reissue"),
]
