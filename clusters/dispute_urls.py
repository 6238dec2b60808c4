"""Addresses of disputes, rulings and hypothetical rankings."""

from django.urls import path

from clusters.views import disputes, rulings, whatif

urlpatterns = [
    path("seasons/<int:pk>/disputes/", disputes.dispute_list, name="disputes"),
    path("seasons/<int:pk>/disputes/new/<int:criterion_pk>/", disputes.dispute_new, name="dispute_new"),
    path("disputes/<int:pk>/", disputes.dispute_detail, name="dispute"),
    path("disputes/<int:pk>/say/", disputes.dispute_say, name="dispute_say"),
    path("disputes/<int:pk>/seats/<int:seat_pk>/", disputes.dispute_figures, name="dispute_figures"),
    path("disputes/<int:pk>/withdraw/", disputes.dispute_withdraw, name="dispute_withdraw"),
    path("disputes/<int:pk>/restore/", disputes.dispute_restore, name="dispute_restore"),
    path("disputes/<int:pk>/rule/", rulings.dispute_rule, name="dispute_rule"),
    path("rulings/<int:pk>/", rulings.ruling_detail, name="ruling"),
    path("rulings/<int:pk>/again/", rulings.ruling_again, name="ruling_again"),
    path("seasons/<int:pk>/whatif/", whatif.whatif, name="whatif"),
    path("sandboxes/<int:pk>/", whatif.sandbox_detail, name="sandbox"),
    path("sandboxes/<int:pk>/remove/", whatif.sandbox_remove, name="sandbox_remove"),
]
