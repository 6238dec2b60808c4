"""The papers of a vote: one candidate is named wherever the question stands; whose record it is, and where."""

import pytest
from django.test import Client
from django.urls import reverse

from clusters.conference_states import Purpose, RecordKind
from clusters.models import Cluster
from clusters.services import records
from clusters.services.record_papers import payload_of
from clusters.tests.conference_stage import FOUR, hall
from emulation.ballots.records import record_payload, sheet_payload

pytestmark = pytest.mark.django_db
NAME = "Liên minh Hợp tác xã Bạc Liêu"


def main_of(page) -> str:
    return page.content.decode().split("<main", 1)[1]


@pytest.fixture
def voted():
    made = hall(*FOUR).opened()
    ballot = made.vote(made.asking(Purpose.NOMINATION, "Bạc Liêu", percent=80))
    return made, ballot


def test_the_candidate_is_named_on_every_step_of_the_vote(voted):
    made, ballot = voted
    (question,) = ballot.questions.all()
    (printed,) = sheet_payload(ballot)["questions"]
    assert printed["text"].endswith(f": {NAME}")
    member = Client()
    member.force_login(made.cast.heads["Cần Thơ"])
    paper = main_of(member.get(reverse("ballots:ballot", args=[ballot.pk])))
    legend = paper.split("<legend>")[1].split("</legend>")[0]
    assert NAME in legend
    assert f"<p hidden>{NAME}</p>" in paper
    sent = {"step": "review", f"question-{question.pk}": "agree"}
    assert NAME in main_of(member.post(reverse("ballots:ballot", args=[ballot.pk]), sent))
    host = Client()
    host.force_login(made.host)
    page = main_of(host.get(reverse("clusters:conference", args=[made.conference.pk])))
    said = page.split("Suy tôn đơn vị dẫn đầu")
    assert sum(f"năm 2020: {NAME}" in one for one in said) == 1
    assert f"{NAME}: {NAME}" not in page


def test_the_candidate_is_named_in_the_result_and_on_both_records(voted):
    made, ballot = voted
    for name in FOUR:
        made.cast_vote(ballot, name, "")
    ballot = made.count(ballot)
    host = Client()
    host.force_login(made.host)
    assert NAME in main_of(host.get(reverse("ballots:result", args=[ballot.pk])))
    heading = record_payload(ballot)["sections"][2]["items"][0]["heading"]
    assert heading.endswith(f": {NAME}")
    made.ended()
    minutes = payload_of(records.begin(made.fresh(), RecordKind.MINUTES, by=made.host))
    lines = [
        line
        for section in minutes["sections"]
        for item in section["items"]
        for line in item["paragraphs"]
        if "bỏ phiếu kín" in line
    ]
    assert [NAME in line for line in lines] == [True]


def test_the_tellers_record_is_a_paper_of_the_cluster_at_the_place_of_its_conference(voted):
    made, ballot = voted
    for name in FOUR:
        made.cast_vote(ballot, name, "")
    assert sheet_payload(ballot)["issuer"] == "Cụm thi đua Tây Nam sông Hậu"
    payload = record_payload(made.count(ballot))
    assert payload["superior"] == "LIÊN MINH HỢP TÁC XÃ VIỆT NAM"
    assert payload["issuers"] == ["CỤM THI ĐUA TÂY NAM SÔNG HẬU"]
    assert payload["place_date"].startswith("Sóc Trăng, ngày")
    assert "Quy chế" not in str(payload)


def test_the_rule_of_a_vote_is_the_regulation_of_the_cluster_where_it_has_one():
    made = hall(*FOUR).opened()
    Cluster.objects.update(regulation="Quy chế số 02/QC-CTĐ ngày 10/01/2018")
    ballot = made.vote(made.asking(Purpose.NOMINATION, "Bạc Liêu", percent=80))
    assert ballot.questions.get().legal_ground == "Quy chế số 02/QC-CTĐ ngày 10/01/2018"
