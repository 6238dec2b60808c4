"""Addresses of this room."""

from django.urls import path

from clusters import conference_urls, dispute_urls, peer_urls, ranking_urls, report_urls, score_urls
from clusters.views import clusters, pledges, seasons, signatures, targets

app_name = "clusters"
urlpatterns = [
    path("", clusters.cluster_list, name="clusters"),
    path("new/", clusters.cluster_new, name="cluster_new"),
    path("<int:pk>/", clusters.cluster_detail, name="cluster"),
    path("<int:pk>/edit/", clusters.cluster_edit, name="cluster_edit"),
    path("<int:pk>/members/new/", clusters.cluster_admit, name="cluster_admit"),
    path("<int:pk>/members/<int:row_pk>/end/", clusters.membership_end, name="membership_end"),
    path("<int:pk>/close/", clusters.cluster_close, name="cluster_close"),
    path("<int:pk>/reopen/", clusters.cluster_reopen, name="cluster_reopen"),
    path("<int:pk>/regulation/", clusters.regulation_attach, name="regulation_attach"),
    path("<int:pk>/regulation/file/", clusters.regulation_file, name="regulation_file"),
    path("<int:pk>/turns/new/", clusters.turn_new, name="turn_new"),
    path("<int:pk>/turns/<int:row_pk>/strike/", clusters.turn_strike, name="turn_strike"),
    path("<int:pk>/seasons/new/", seasons.season_new, name="season_new"),
    path("seasons/<int:pk>/", seasons.season_detail, name="season"),
    path("seasons/<int:pk>/edit/", seasons.season_edit, name="season_edit"),
    path("seasons/<int:pk>/members/", seasons.season_take_members, name="season_take_members"),
    path("seasons/<int:pk>/appoint/<slug:role>/", seasons.season_appoint, name="season_appoint"),
    path("seasons/<int:pk>/seats/<int:row_pk>/leave/", seasons.seat_leave, name="seat_leave"),
    path("seasons/<int:pk>/pledge/new/", pledges.pledge_new, name="pledge_new"),
    path("seasons/<int:pk>/move/<slug:move>/", seasons.season_move, name="season_move"),
    path("pledges/<int:pk>/", pledges.pledge_detail, name="pledge"),
    path("pledges/<int:pk>/edit/", pledges.pledge_edit, name="pledge_edit"),
    path("pledges/<int:pk>/feasibility/", targets.pledge_feasibility, name="pledge_feasibility"),
    path("pledges/<int:pk>/signing/", pledges.pledge_signing, name="pledge_signing"),
    path("pledges/<int:pk>/file/<slug:which>/", signatures.pledge_file, name="pledge_file"),
    path("pledges/<int:pk>/record/", signatures.pledge_record, name="pledge_record"),
    path("pledges/<int:pk>/addendum/", pledges.addendum_new, name="addendum_new"),
    path("pledges/<int:pk>/targets/new/", targets.target_new, name="target_new"),
    path("pledges/<int:pk>/targets/take/", targets.targets_take, name="targets_take"),
    path("pledges/<int:pk>/targets/order/", targets.targets_arrange, name="targets_arrange"),
    path("pledges/<int:pk>/targets/<int:target_pk>/", targets.target_edit, name="target_edit"),
    path("pledges/<int:pk>/targets/<int:target_pk>/remove/", targets.target_remove, name="target_remove"),
    path("pledges/<int:pk>/targets/<int:target_pk>/drop/", targets.target_drop, name="target_drop"),
    path("pledges/<int:pk>/move/<slug:move>/", pledges.pledge_move, name="pledge_move"),
    path("signatories/<int:pk>/", signatures.signatory_detail, name="signatory"),
    path("signatories/<int:pk>/decline/", signatures.signatory_decline, name="signatory_decline"),
    path("signatories/<int:pk>/paper/", signatures.signatory_paper, name="signatory_paper"),
    path("signatures/<int:pk>/answer/", signatures.signature_answer, name="signature_answer"),
    path("signatures/<int:pk>/scan/", signatures.signature_scan, name="signature_scan"),
]
urlpatterns += score_urls.urlpatterns
urlpatterns += peer_urls.urlpatterns
urlpatterns += dispute_urls.urlpatterns
urlpatterns += conference_urls.urlpatterns
urlpatterns += ranking_urls.urlpatterns
urlpatterns += report_urls.urlpatterns
