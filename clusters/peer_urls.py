"""Addresses of cross-scoring."""

from django.urls import path

from clusters.views import peers

urlpatterns = [
    path("seasons/<int:pk>/cross/", peers.cross, name="cross"),
    path("seasons/<int:pk>/cross/progress/", peers.cross_progress, name="cross_progress"),
    path("seasons/<int:pk>/cross/draw/", peers.cross_draw, name="cross_draw"),
    path("seasons/<int:pk>/cross/scorers/", peers.cross_scorers, name="cross_scorers"),
    path("draws/<int:pk>/confirm/", peers.draw_confirm, name="draw_confirm"),
    path("draws/<int:pk>/exchange/", peers.draw_exchange, name="draw_exchange"),
    path("draws/<int:pk>/seats/<int:seat_pk>/assign/", peers.draw_assign, name="draw_assign"),
    path("peers/<int:pk>/submit/", peers.peer_submit, name="peer_submit"),
    path("peers/<int:pk>/return/", peers.peer_return, name="peer_return"),
]
