"""The pages around the issue of a decision: what a draft begins with, what is asked for in place."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.forms.decisions import first_terms
from awards.models import Decision
from awards.tests.factories import account, stage
from emulation.organisations.models import Post
from emulation.organisations.offices import Office

pytestmark = pytest.mark.django_db


def test_the_page_of_the_issue_asks_for_number_date_and_signatory_in_place(client):
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    decision = cast.proposed(rows, "", signed_on=None, signatory=None)
    client.force_login(cast.decider)
    url = reverse("awards:decision_publish", args=[decision.pk])
    page = client.get(url)
    asked = ["number", "signed_on", "signatory", "signing_power", "signatory_office"]
    assert (page.context["asked"], page.context["problems"]) == (asked, [])
    head = Post.objects.get(person=cast.decider.person, office=Office.HEAD)
    typed = {
        "confirmation": "BAN HÀNH",
        "version": decision.version,
        "number": "12/QĐ-UBND",
        "signed_on": f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}",
        "signatory": head.pk,
    }
    assert list(client.post(url, typed).context["form"].errors) == ["signed_on"]
    typed["signed_on"] = "20/11/2026"
    stale = client.post(url, typed | {"version": decision.version - 1})
    assert stale.context["form"].non_field_errors()
    decision.refresh_from_db()
    assert (decision.state, decision.number) == ("proposed", "")
    assert client.post(url, typed).status_code == 302
    decision.refresh_from_db()
    assert (decision.state, decision.number, decision.signatory_name) == (
        "published",
        "12/QĐ-UBND",
        cast.decider.person.full_name,
    )


def test_a_deputy_chosen_on_the_page_of_the_issue_signs_for_the_head(client):
    """The head was chosen first and taken out again; nothing of the head stands above the deputy's name."""
    cast = stage(members=1)
    user = account("Phó Chủ Tịch Ân", cast.committee, Office.DEPUTY, title="Phó Chủ tịch")
    deputy = Post.objects.get(person=user.person)
    decision = cast.proposed(cast.approved("Nguyễn Văn An"))
    Decision.objects.update(signatory=None, signatory_name="")
    client.force_login(cast.decider)
    url = reverse("awards:decision_publish", args=[decision.pk])
    page = client.get(url)
    assert f'value="{deputy.pk}" data-power="KT. CHỦ TỊCH"' in page.content.decode()
    typed = {"confirmation": "BAN HÀNH", "version": decision.version, "signatory": deputy.pk}
    wrong = client.post(url, typed | {"signing_power": "TM. ỦY BAN"})
    assert "KT. CHỦ TỊCH" in wrong.context["form"].non_field_errors()[0]
    assert client.post(url, typed).status_code == 302
    decision.refresh_from_db()
    assert decision.document.payload["signature"] == {
        "lines": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "name": "Phó Chủ Tịch Ân",
    }


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("Khen thưởng thành tích năm 2026", "Về việc khen thưởng thành tích năm 2026"),
        ("Tổng kết năm 2026", "Về việc khen thưởng Tổng kết năm 2026"),
    ],
)
def test_a_new_decision_does_not_say_commendation_twice(title, summary):
    cast = stage(members=1)
    cast.campaign.title = title
    assert first_terms(cast.campaign, cast.committee)["summary"] == summary


def test_files_are_named_by_the_number_of_the_decision(client, django_capture_on_commit_callbacks):
    cast = stage(members=1)
    with django_capture_on_commit_callbacks(execute=True):
        decision = cast.published("Đặng Văn Ân", number="12/QĐ-UBND")
    client.force_login(cast.decider)
    paper = client.get(reverse("awards:decision_paper", args=[decision.pk]))
    assert 'filename="quyet-dinh-12-qd-ubnd.pdf"' in paper["Content-Disposition"]
    grant = decision.grants.get()
    one = client.get(reverse("awards:grant_certificate", args=[grant.pk]))
    assert f'filename="12-qd-ubnd-dang-van-an-{grant.pk}.pdf"' in one["Content-Disposition"]


def test_a_handing_over_before_the_signing_is_refused_at_the_date(client):
    cast = stage(members=1)
    decision = cast.published("Nguyễn Văn An")
    client.force_login(cast.decider)
    url = reverse("awards:decision_ceremony", args=[decision.pk])
    typed = {"presenter": cast.alliance.pk, "on": "01/01/2026"}
    assert list(client.post(url, typed).context["form"].errors) == ["on"]
