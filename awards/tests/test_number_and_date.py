"""The number and the date of a decision: they cannot be corrected after the issue, so they are looked at before."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.services import decisions
from awards.services.readiness import number_doubts, number_fault
from awards.tests.factories import VOTED, stage
from awards.tests.test_paper_decisions import scan, silent
from emulation.ballots.models import Question
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["123/QĐ-UBND", "05/2026/QĐ-UBND", "Số 7/QĐ-LMHTX", ""])
def test_what_looks_like_a_number_is_taken(number):
    assert (number_fault(number), number_doubts(number)) == ("", [])


@pytest.mark.parametrize("number", ["abc", "QĐ-UBND", "/QĐ-UBND"])
def test_what_is_no_number_is_refused_in_words(number):
    assert number in number_fault(number)


@pytest.mark.parametrize("number", ["123", "123/UBND", "123/QĐ.UBND", "123/CV-UBND"])
def test_a_number_without_the_symbol_of_a_decision_is_asked_about(number):
    assert number_fault(number) == ""
    assert number in number_doubts(number)[0]


def test_no_number_is_refused_in_the_draft_and_at_the_issue(client):
    cast = stage(members=1)
    decision = cast.proposed(cast.approved("Nguyễn Văn An"), "abc")
    assert "abc" in " ".join(decisions.problems(decision, list(decision.nominations.all())))
    with pytest.raises(Refused, match="abc"):
        decisions.publish(decision, by=cast.decider, accepted=True)
    client.force_login(cast.decider)
    edited = client.post(reverse("awards:decision_edit", args=[decision.pk]), {"number": "abc"})
    assert "abc" in edited.context["form"].errors["number"][0]


def test_a_number_without_symbol_is_issued_only_when_it_is_confirmed(client):
    cast = stage(members=1)
    decision = cast.proposed(cast.approved("Nguyễn Văn An"), "")
    with pytest.raises(Refused):
        decisions.publish(decision, by=cast.decider)
    client.force_login(cast.decider)
    url = reverse("awards:decision_publish", args=[decision.pk])
    assert "accepted" not in client.get(url).context["form"].fields
    typed = {"confirmation": "BAN HÀNH", "version": decision.version, "number": "123"}
    refused = client.post(url, typed)
    assert "“123”" in refused.context["form"].errors["accepted"][0]
    assert 'name="accepted"' in refused.content.decode()
    decision.refresh_from_db()
    assert (decision.state, decision.number) == ("proposed", "")
    assert client.post(url, typed | {"accepted": "on"}).status_code == 302
    decision.refresh_from_db()
    assert (decision.state, decision.number) == ("published", "123")


def test_nothing_is_signed_before_the_board_has_voted(client):
    cast = stage(members=1)
    first, last = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình")
    today = timezone.localdate()
    decision = cast.proposed([first, last], signed_on=today - timedelta(days=3))
    Question.objects.filter(pk=last.question_id).update(closed_at=timezone.now() - timedelta(days=2))
    closed = f"{today - timedelta(days=2):%d/%m/%Y}"
    with pytest.raises(Refused, match=closed):
        decisions.publish(decision, by=cast.decider, accepted=True)
    client.force_login(cast.decider)
    url = reverse("awards:decision_publish", args=[decision.pk])
    assert closed in client.get(url).content.decode()
    type(decision).objects.update(signed_on=None)
    typed = {"confirmation": "BAN HÀNH", "version": decision.version}
    early = client.post(url, typed | {"signed_on": f"{today - timedelta(days=3):%d/%m/%Y}"})
    assert closed in early.context["form"].errors["signed_on"][0]
    assert client.post(url, typed | {"signed_on": closed}).status_code == 302


def test_a_paper_decision_older_than_the_vote_is_recorded_only_when_that_is_confirmed(client):
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"), signed_on=VOTED.date() - timedelta(days=30))
    silent(cast)
    with pytest.raises(Refused, match="30/12/2024"):
        decisions.record_paper(decision, scan=scan(), by=cast.officer)
    client.force_login(cast.officer)
    url = reverse("awards:decision_record", args=[decision.pk])
    assert "30/12/2024" in client.get(url).content.decode()
    typed = {"signatory_name": "Nguyễn Thanh Ngọc", "version": decision.version}
    refused = client.post(url, typed | {"scan": scan()})
    assert list(refused.context["form"].errors) == ["accepted"]
    assert client.post(url, typed | {"scan": scan(), "accepted": "on"}).status_code == 302
    decision.refresh_from_db()
    assert (decision.state, decision.signed_on) == ("published", date(2024, 11, 30))


def test_the_page_of_an_issued_decision_says_what_can_be_done_about_a_mistake(client):
    cast = stage(members=1)
    decision = cast.published("Nguyễn Văn An")
    client.force_login(cast.decider)
    assert "Phát hiện sai sót?" in client.get(reverse("awards:decision", args=[decision.pk])).content.decode()
