"""A draft decision: what stays chosen after a mistake, and what it looks like before it is issued."""

import pytest
from django.urls import reverse

from awards.services import decisions
from awards.services.papers import decision_payload
from awards.tests.factories import stage
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def test_what_was_unticked_stays_unticked_when_another_field_is_wrong(client):
    cast = stage(members=1)
    cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình")
    client.force_login(cast.secretary)
    url = reverse("awards:decision_new", args=[cast.campaign.pk])
    ticked = " checked></td>"
    assert client.get(url).content.decode().count(ticked) == 2
    wrong = client.post(url, {"summary": "", "paper": "A3"})
    assert wrong.context["form"].errors
    assert wrong.content.decode().count(ticked) == 0


def test_a_draft_without_day_and_number_prints_dots_and_the_symbol_of_the_body():
    cast = stage(members=1)
    first, second = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình")
    draft = cast.drafted([second], "", signed_on=None)
    payload = decisions.preview(draft, by=cast.secretary).payload["payload"]
    assert payload["number"] == "…/QĐ (DỰ THẢO)"
    assert payload["place_date"] == "Thử Nghiệm, ngày … tháng … năm …"
    assert "ngày …/…/… của" in payload["annex"]["reference"]
    decisions.publish(cast.proposed([first], "12/QĐ-UBND"), by=cast.decider)
    decisions.edit_decision(
        draft, cast.terms("", signed_on=None), base=decisions.terms_of(draft), by=cast.secretary
    )
    draft.refresh_from_db()
    assert decisions.preview(draft, by=cast.secretary).payload["payload"]["number"] == "…/QĐ-UBND (DỰ THẢO)"


def test_a_typed_number_and_day_are_shown_as_typed():
    cast = stage(members=1)
    draft = cast.drafted(cast.approved("Nguyễn Văn An"), "77/QĐ-UBND")
    payload = decisions.preview(draft, by=cast.secretary).payload["payload"]
    assert payload["number"] == "77/QĐ-UBND (DỰ THẢO)"
    assert payload["place_date"] == "Thử Nghiệm, ngày 20 tháng 11 năm 2026"


def test_the_drafting_side_sees_what_it_has_put_before_the_deciding_body(client):
    cast = stage(members=1)
    proposed = cast.proposed(cast.approved("Nguyễn Văn An"))
    for user in (cast.secretary, cast.decider):
        assert decisions.preview(proposed, by=user).payload
    for user in (cast.stranger, cast.unit_officer):
        with pytest.raises(Refused):
            decisions.preview(proposed, by=user)
    client.force_login(cast.secretary)
    page = client.get(reverse("awards:decision", args=[proposed.pk])).content.decode()
    assert reverse("awards:decision_preview", args=[proposed.pk]) in page


def test_the_article_of_who_carries_it_out_names_the_kinds_that_occur():
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"))
    last = decision_payload(decision, list(decision.nominations.all()))["articles"][-1]["text"]
    assert "các cá nhân có tên trong danh sách kèm theo chịu trách nhiệm" in last
    assert "tập thể" not in last
