"""A model found on a visit is followed to its nomination, and only who may see the nomination reads of it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.models import AwardForm, Campaign, Nomination
from awards.services import nominations
from awards.tests.factories import Stage, stage
from emulation.organisations.offices import Office
from emulation.portal.candidate_views import CAMPAIGNS
from emulation.verdicts import Refused
from programmes.models import Candidate
from programmes.services import activities, candidates
from programmes.services.activities import ActivityTerms
from programmes.services.candidates import Found
from programmes.states import CandidateState
from programmes.tests.stage import account

pytestmark = pytest.mark.django_db
ACCESS = ("portal:candidate",)
"""Addresses that are tested here: whose answer depends on who asks."""


def model(cast: Stage, name: str = "Nguyễn Văn An") -> Candidate:
    day = date(2026, 3, 2)
    terms = ActivityTerms(kind="INSPECTION", title="Đoàn kiểm tra", days=[(day, day, "")])
    visit = activities.plan(cast.alliance, terms, by=cast.officer)
    found = Found(name=name, text="Sản xuất giỏi", organisation=cast.coop)
    return candidates.note(visit, found, by=cast.officer)


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_model_becomes_a_nomination_and_its_page_says_how_far_it_came():
    cast = stage()
    found = model(cast)
    address = reverse("portal:candidate", args=[found.pk])
    client = as_(cast.officer)
    shown = client.get(address).content.decode()
    link = f"{reverse('awards:nomination_new', args=[cast.campaign.pk])}?kind=I&amp;candidate={found.pk}"
    assert link in shown
    form = client.get(link.replace("&amp;", "&"))
    assert "Sản xuất giỏi" in form.content.decode()
    sent = {
        "form": AwardForm.objects.get(code="BK_TINH").pk,
        "unit": cast.coop.name,
        "name": "Nguyễn Văn An",
        "honorific": "Ông",
        "achievement": "Sản xuất giỏi",
    }
    answer = client.post(link.replace("&amp;", "&"), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    nomination = Nomination.objects.get()
    found.refresh_from_db()
    assert (nomination.candidate, found.state) == (found, CandidateState.PROPOSED)
    assert cast.campaign.title in client.get(address).content.decode()
    assert address in client.get(reverse("awards:nomination", args=[nomination.pk])).content.decode()


def test_who_reads_of_a_model():
    cast = stage()
    found = model(cast)
    address = reverse("portal:candidate", args=[found.pk])
    assert Client().get(address).status_code == 302
    assert as_(cast.stranger).get(address).status_code == 404
    assert as_(cast.unit_officer).get(address).status_code == 404
    candidates.follow(found, "propose", by=cast.officer)
    assert as_(cast.unit_officer).get(address).status_code == 200
    other = account("Trần Người Ngoài", cast.other_coop, Office.OFFICER, since=date(2020, 1, 1))
    assert as_(other).get(address).status_code == 404
    new = reverse("awards:nomination_new", args=[cast.campaign.pk])
    assert as_(other).get(f"{new}?candidate={found.pk}").status_code == 404


def test_a_model_that_was_let_go_is_not_proposed_past_its_state():
    cast = stage()
    found = model(cast)
    candidates.follow(found, "let_go", by=cast.officer, reason="Đã giải thể")
    new = reverse("awards:nomination_new", args=[cast.campaign.pk])
    sent = {
        "form": AwardForm.objects.get(code="BK_TINH").pk,
        "unit": cast.coop.name,
        "name": "Nguyễn Văn An",
        "achievement": "Sản xuất giỏi",
    }
    answer = as_(cast.officer).post(f"{new}?kind=I&candidate={found.pk}", sent)
    assert answer.status_code == 200
    assert not Nomination.objects.exists()


def test_a_model_is_not_proposed_for_another_unit():
    cast = stage()
    found = model(cast)
    new = reverse("awards:nomination_new", args=[cast.campaign.pk])
    sent = {
        "form": AwardForm.objects.get(code="BK_TINH").pk,
        "unit": cast.other_coop.name,
        "name": "Lê Văn Khác",
        "achievement": "Sản xuất giỏi",
    }
    answer = as_(cast.officer).post(f"{new}?kind=I&candidate={found.pk}", sent)
    assert "đơn vị khác" in answer.content.decode()
    found.refresh_from_db()
    assert (Nomination.objects.count(), found.state) == (0, CandidateState.NOTED)


def test_what_a_nomination_names_stays_proposed_until_the_nomination_is_withdrawn():
    cast = stage()
    found = model(cast)
    nomination = cast.nominate()
    Nomination.objects.filter(pk=nomination.pk).update(candidate=found)
    candidates.follow(found, "propose", by=cast.officer)
    for move in ("unpropose", "let_go"):
        with pytest.raises(Refused, match="phải rút hồ sơ"):
            candidates.follow(found, move, by=cast.officer, reason="Thôi")
    nominations.advance(nomination, "withdraw", by=cast.officer, reason="Lập nhầm")
    assert candidates.follow(found, "unpropose", by=cast.officer, reason="Thôi").state == "nurtured"


def test_campaigns_closed_to_the_reader_do_not_hide_the_open_one():
    cast = stage()
    found = model(cast)
    candidates.follow(found, "propose", by=cast.officer)
    for number in range(CAMPAIGNS):
        late = Campaign.objects.get(pk=cast.campaign.pk)
        late.pk, late._state.adding = None, True
        late.code = f"{late.code}-{number}"
        late.title, late.closes_on = f"Đợt {number}", timezone.localdate() - timedelta(days=1)
        late.save()
    shown = as_(cast.unit_officer).get(reverse("portal:candidate", args=[found.pk]))
    assert [line["campaign"] for line in shown.context["campaigns"]] == [cast.campaign]
