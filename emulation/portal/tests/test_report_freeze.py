"""Freezing brings the awards of the programme's days into the report; programmes themselves know none."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from awards.models import Grant
from awards.tests.factories import stage
from emulation.organisations.models import Kind
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint, register
from emulation.portal.yearbook import award_facts
from programmes.models import Programme, Report
from programmes.services import parties, programmes, reports, signings
from programmes.services.parties import PartyTerms
from programmes.services.programmes import ProgrammeTerms
from programmes.services.signings import Signing
from programmes.states import ReportState
from programmes.tests import reporting as programme_scene
from programmes.tests.stage import SINCE, account

pytestmark = pytest.mark.django_db
ACCESS = ("portal:report_freeze",)
"""Addresses that are tested here: whose answer depends on who asks."""


def scene(*names: str):
    """An Alliance that ran a campaign and shares a programme with the Board: the yearly report as a draft."""
    cast = stage()
    if names:
        cast.published(*names)
    board = register(Kind.EMULATION_BOARD, name="Ban Thi đua - Khen thưởng tỉnh", valid_from=SINCE, by=None)
    programme = programmes.enter(
        cast.alliance,
        ProgrammeTerms(title="phối hợp", from_year=2025, to_year=2030, contents="tuyên truyền"),
        by=cast.officer,
    )
    for place, body in enumerate((cast.alliance, board), start=1):
        side = PartyTerms(
            name=body.name, organisation=body, signatory_name="Lê A", signatory_titles="Chủ tịch", order=place
        )
        parties.add(programme, side, by=cast.officer)
    signings.sign(programme, Signing(number="01/CTPH", signed_on=date(2025, 2, 1)), by=cast.officer)
    report = reports.draft(
        Programme.objects.get(), kind="year", year=2026, as_of=date(2026, 11, 21), by=cast.officer
    )
    return cast, report


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_awards_of_the_days_are_counted_by_form_and_kind_with_their_decision():
    _cast, report = scene("Nguyễn Văn A", "Trần Thị B")
    (fact,) = award_facts(report)
    grant = Grant.objects.first()
    assert fact["label"] == f"{grant.form_name} (cá nhân)"
    assert (fact["value"], fact["unit"]) == ("2", "cá nhân")
    assert [source["id"] for source in fact["sources"]] == [grant.decision_id]
    Grant.objects.filter(pk=grant.pk).update(
        state="revoked", revoked_on=date(2026, 11, 21), revoke_ground="fraud", revoke_decision="QĐ 1"
    )
    assert award_facts(report)[0]["value"] == "1"
    report.year = 2025
    assert award_facts(report) == []
    other = programme_scene.reporting().drafted()
    assert award_facts(other) == []


def test_the_page_shows_what_will_be_frozen_and_freezes_it_on_the_word():
    cast, report = scene("Nguyễn Văn A")
    client, url = as_(cast.officer), reverse("portal:report_freeze", args=[report.pk])
    page = client.get(url)
    assert [fact["value"] for fact in page.context["facts"]] == ["1"]
    assert "Nguyên nhân" in page.content.decode()
    client.post(url, {"confirmation": "có"})
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    answer = client.post(url, {"confirmation": "chốt"})
    assert answer["Location"] == reverse("programmes:report", args=[report.pk])
    report = Report.objects.get()
    assert report.award_facts[0]["value"] == "1"
    assert report.award_facts[0]["label"] in client.get(answer["Location"]).content.decode()


def test_a_second_freezing_is_refused_with_its_reason():
    cast, report = scene()
    reports.freeze(report, by=cast.officer)
    url = reverse("portal:report_freeze", args=[report.pk])
    assert as_(cast.officer).post(url, {"confirmation": "chốt"}).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_the_keepers_officer_freezes(method):
    cast, report = scene()
    observer = account("Phạm Quan Sát")
    appoint(
        observer.person,
        cast.alliance,
        Office.OBSERVER,
        title="Quan sát",
        valid_from=date(2026, 1, 1),
        by=None,
    )
    observer.person.__dict__.pop("_posts_known", None)
    url = reverse("portal:report_freeze", args=[report.pk])
    found = {
        role: getattr(as_(user), method)(url).status_code
        for role, user in (("stranger", cast.decider), ("observer", observer), ("officer", cast.officer))
    }
    assert found == {"stranger": 404, "observer": 403, "officer": 200}
    answer = getattr(Client(), method)(url)
    assert "/login/" in answer["Location"]
