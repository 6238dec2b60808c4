from django.urls import URLPattern, path

from emulation.ballots.views import counting, papers, preparing, voting

app_name = "ballots"
urlpatterns: list[URLPattern] = [
    path("", voting.mine, name="mine"),
    path("<int:pk>/", voting.ballot, name="ballot"),
    path("<int:pk>/result/", voting.result, name="result"),
    path("<int:pk>/members/", preparing.members, name="members"),
    path("<int:pk>/members/<int:entry_pk>/off/", preparing.off, name="off"),
    path("<int:pk>/members/<int:entry_pk>/bar/", preparing.bar, name="bar"),
    path("<int:pk>/open/", preparing.open_ballot, name="open"),
    path("<int:pk>/annul/", preparing.annul, name="annul"),
    path("<int:pk>/tellers/", counting.tellers, name="tellers"),
    path("<int:pk>/tellers/key/", counting.key, name="key"),
    path("<int:pk>/tellers/paper/", counting.paper, name="paper"),
    path("<int:pk>/tellers/end/", counting.end, name="end"),
    path("<int:pk>/tellers/batch/", counting.batch, name="batch"),
    path("<int:pk>/tellers/count/", counting.count, name="count"),
    path("<int:pk>/sheet/", papers.sheet, name="sheet"),
    path("<int:pk>/record/", papers.record, name="record"),
    path("<int:pk>/record/word/", papers.record_word, name="record_word"),
]
