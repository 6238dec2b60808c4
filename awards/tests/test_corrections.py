"""Revoking and reissuing: nothing is deleted, an issued file never changes by a byte, the old code keeps answering."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from awards import selectors
from awards.models import Grant, Nomination
from awards.permissions import may_correct, may_print
from awards.services import corrections, decisions
from awards.services.corrections import Cause, Revocation
from awards.tests.factories import account, stage, unit
from awards.tests.test_paper_decisions import scan
from emulation.accounts.models import User
from emulation.audit.selectors import history_of
from emulation.documents.models import IssuedDocument
from emulation.documents.selectors import read_verified
from emulation.documents.services import queue_rendering
from emulation.documents.states import Ground
from emulation.lifecycle import TransitionRefused
from emulation.organisations.models import Kind
from emulation.organisations.offices import Office
from emulation.organisations.services import merge
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)


def annulled(ground=Ground.FRAUD, number="9/QĐ-UBND", on=DAY):
    return Revocation(ground=ground, decision_number=number, on=on)


@pytest.fixture
def scene():
    """(the cast, one award whose certificate waits for the press)"""
    cast = stage(members=1)
    return cast, cast.published("Nguyễn Văn An").grants.get()


@pytest.mark.parametrize("ground", Ground.values)
def test_an_award_is_revoked_on_each_ground_of_the_law(scene, ground):
    cast, grant = scene
    corrections.revoke(grant, annulled(ground), by=cast.decider)
    grant.refresh_from_db()
    assert (grant.state, grant.revoked_on, grant.revoke_ground, grant.revoke_decision) == (
        "revoked",
        DAY,
        ground,
        "9/QĐ-UBND",
    )
    assert (grant.certificate.status, grant.nomination.state) == ("revoked", "revoked")
    assert history_of(grant).get(action="grant.revoke").changes["ground"] == [None, ground]


def test_another_ground_a_missing_number_or_an_impossible_day_is_refused(scene):
    cast, grant = scene
    before = (Grant.objects.values().get(), Nomination.objects.values("state").get())
    for wrong in (
        annulled(number=" "),
        annulled(on=date(2026, 11, 19)),
        annulled(on=timezone.localdate() + timedelta(days=1)),
    ):
        with pytest.raises(Refused):
            corrections.revoke(grant, wrong, by=cast.decider)
    with pytest.raises((Refused, ValueError)):
        corrections.revoke(grant, annulled("because"), by=cast.decider)
    for user in (cast.officer, cast.secretary, cast.unit_officer, cast.stranger):
        with pytest.raises(Refused):
            corrections.revoke(grant, annulled(), by=user)
    assert (Grant.objects.values().get(), Nomination.objects.values("state").get()) == before


def test_revoking_twice_or_reissuing_a_revoked_award_is_refused(scene):
    cast, grant = scene
    corrections.revoke(grant, annulled(), by=cast.decider)
    with pytest.raises(TransitionRefused):
        corrections.revoke(grant, annulled(), by=cast.decider)
    with pytest.raises(Refused):
        corrections.reissue(grant, {"name": "Nguyễn Văn Ân"}, reason="Sai tên", by=cast.decider)
    assert IssuedDocument.objects.filter(template="merit_certificate_v1").count() == 1


def test_the_database_wants_the_day_of_a_revocation(scene):
    _cast, grant = scene
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(state="revoked")


def test_a_corrected_certificate_replaces_the_old_one_which_stays_as_it_is(
    scene, client, django_capture_on_commit_callbacks
):
    cast, grant = scene
    old = grant.certificate
    with django_capture_on_commit_callbacks(execute=True):
        queue_rendering([old], by=None, organisation=cast.committee, title="In")
    old.refresh_from_db()
    printed, payload = read_verified(old), dict(old.payload)
    with django_capture_on_commit_callbacks(execute=True):
        new = corrections.reissue(
            grant, {"name": "Nguyễn Văn Ân", "honorific": "Ông"}, reason="Sai dấu trong tên", by=cast.decider
        )
    grant.refresh_from_db()
    old.refresh_from_db()
    new.refresh_from_db()
    assert (grant.certificate, grant.name, new.replaces) == (new, "Nguyễn Văn Ân", old)
    assert (new.payload["recipient"], new.state) == ("Nguyễn Văn Ân", "rendered")
    assert new.payload["golden_book"] == payload["golden_book"] == "1"
    assert (read_verified(old), old.payload, old.status) == (printed, payload, "replaced")
    assert old.code != new.code
    assert [paper.pk for paper in selectors.papers_of(grant)] == [new.pk, old.pk]
    answer = client.get(reverse("documents:answer", args=[old.code])).content.decode()
    assert "Nguyễn Văn Ân" not in answer
    assert "thay thế" in answer.lower()
    entry = history_of(grant).get(action="grant.reissue")
    assert (entry.reason, entry.changes) == (
        "Sai dấu trong tên",
        {"cause": [None, "wrong"], "name": ["Nguyễn Văn An", "Nguyễn Văn Ân"]},
    )
    revoked = corrections.revoke(grant, annulled(), by=cast.decider)
    new.refresh_from_db()
    old.refresh_from_db()
    assert (revoked.certificate, new.status) == (new, "revoked")
    assert old.status == "replaced"


def test_the_register_finds_the_corrected_name(scene):
    cast, grant = scene
    corrections.reissue(
        grant, {"name": "Trần Thị Mười", "unit_name": "HTX Mỹ Lộc"}, reason="Nhầm", by=cast.decider
    )
    rows = selectors.grants_visible_to(cast.officer)
    assert list(selectors.search_grants(rows, "tran muoi")) == [grant]
    assert list(selectors.search_grants(rows, "my loc")) == [grant]
    assert list(selectors.search_grants(rows, "nguyen")) == []


def test_a_reissue_needs_a_reason_known_fields_and_words_that_can_be_printed(scene):
    cast, grant = scene
    with pytest.raises(Refused):
        corrections.reissue(grant, {}, reason=" ", by=cast.decider)
    with pytest.raises(ValueError, match="golden_number"):
        corrections.reissue(grant, {"golden_number": "2"}, reason="x", by=cast.decider)
    with pytest.raises(ValidationError):
        corrections.reissue(grant, {"name": " "}, reason="x", by=cast.decider)
    with pytest.raises(Refused):
        corrections.reissue(grant, {"achievement": "Dài " * 200}, reason="x", by=cast.decider)
    with pytest.raises(Refused):
        corrections.reissue(grant, {"name": "Ai Đó"}, reason="x", by=cast.officer)
    grant.refresh_from_db()
    assert (grant.name, grant.certificate.status) == ("Nguyễn Văn An", "valid")
    assert IssuedDocument.objects.filter(template="merit_certificate_v1").count() == 1
    # The same words again: a certificate that was lost is printed anew.
    assert (
        corrections.reissue(grant, {}, cause=Cause.LOST, reason="Mất", by=cast.decider).replaces_id
        == grant.certificate_id
    )


def test_an_award_without_a_certificate_of_ours_is_revoked_and_not_reissued():
    cast = stage(members=1)
    grant = cast.published("Nguyễn Văn An").grants.get()
    Grant.objects.update(certificate=None)
    with pytest.raises(Refused):
        corrections.reissue(grant, {"name": "x"}, reason="x", by=cast.decider)
    assert corrections.revoke(grant, annulled(), by=cast.decider).state == "revoked"


def test_who_recorded_a_paper_decision_corrects_it():
    cast = stage(members=1)
    decision = cast.published("Nguyễn Văn An")
    type(decision).objects.update(recorded=True, scan="decisions/x.pdf")
    grant = Grant.objects.get()
    with pytest.raises(Refused):
        corrections.revoke(grant, annulled(), by=cast.decider)
    assert corrections.revoke(grant, annulled(), by=cast.secretary).state == "revoked"


def test_the_pages_of_an_award(client, scene, django_capture_on_commit_callbacks):
    cast, grant = scene
    client.force_login(cast.decider)
    urls = {
        name: reverse(f"awards:grant_{name}", args=[grant.pk])
        for name in ("certificate", "retry", "reissue", "revoke")
    }
    assert client.get(reverse("awards:grant", args=[grant.pk])).status_code == 200
    assert client.get(urls["certificate"]).status_code == 404
    assert client.post(urls["retry"]).status_code == 409
    IssuedDocument.objects.filter(pk=grant.certificate_id).update(state="failed", error="Thiếu chữ")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(urls["retry"]).status_code == 302
    paper = client.get(urls["certificate"])
    assert (paper["Content-Type"], paper["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert f"nguyen-van-an-{grant.pk}.pdf" in paper["Content-Disposition"]
    words = {
        "honorific": "Ông",
        "name": "Nguyễn Văn Ân",
        "position_title": "Giám đốc",
        "unit_name": grant.unit_name,
        "address": "",
        "achievement": grant.achievement,
        "reason": "",
        "cause": "wrong",
        "confirmation": "cấp bằng",
        "certificate": grant.certificate_id,
    }
    first = client.get(urls["reissue"]).context["form"].initial
    assert (first["name"], first["certificate"]) == ("Nguyễn Văn An", grant.certificate_id)
    assert set(client.post(urls["reissue"], words).context["form"].errors) == {"reason"}
    long = words | {"reason": "Sai tên", "position_title": "Đ" * 200, "unit_name": "Ư" * 200}
    assert client.post(urls["reissue"], long).context["form"].non_field_errors()
    assert client.post(urls["reissue"], words | {"reason": "Sai tên"}).status_code == 302
    ground = {
        "ground": "fraud",
        "decision_number": "9/QĐ-UBND",
        "on": "21/11/2026",
        "confirmation": "THU HỒI",
    }
    assert client.get(urls["revoke"]).status_code == 200
    for wrong in ({"ground": "x"}, {"on": "01/01/2099"}, {"confirmation": "sai"}, {"decision_number": ""}):
        assert client.post(urls["revoke"], ground | wrong).context["form"].errors, wrong
    early = client.post(urls["revoke"], ground | {"on": "19/11/2026"})
    assert early.context["form"].errors["on"]
    assert client.post(urls["revoke"], ground).status_code == 302
    assert client.post(urls["revoke"], ground).status_code == 403
    client.force_login(cast.unit_officer)
    assert client.get(reverse("awards:grant", args=[grant.pk])).status_code == 200
    assert client.get(urls["certificate"]).status_code == 403
    client.force_login(cast.stranger)
    assert client.get(reverse("awards:grant", args=[grant.pk])).status_code == 404


def test_an_award_without_a_certificate_has_none_to_fetch(client, scene):
    cast, grant = scene
    Grant.objects.update(certificate=None)
    client.force_login(cast.decider)
    for name in ("certificate", "retry"):
        method = client.post if name == "retry" else client.get
        assert method(reverse(f"awards:grant_{name}", args=[grant.pk])).status_code == 404


def test_a_damaged_file_is_not_handed_out(client, scene, django_capture_on_commit_callbacks):
    cast, grant = scene
    with django_capture_on_commit_callbacks(execute=True):
        queue_rendering([grant.certificate], by=None, organisation=cast.committee, title="In")
    paper = IssuedDocument.objects.get(pk=grant.certificate_id)
    with paper.file.storage.open(paper.file.name, "wb") as file:
        file.write(b"%PDF-1.7 changed")
    client.force_login(cast.decider)
    assert client.get(reverse("awards:grant_certificate", args=[grant.pk])).status_code == 403


def test_the_register_is_searched_by_words_and_year(client):
    cast = stage(members=1)
    cast.published("Nguyễn Văn An", "Đặng Thị Ánh")
    client.force_login(cast.officer)
    url = reverse("awards:grants")
    sought = {
        "": 2,
        "?q=Ánh": 1,
        "?q=nguyen+an": 1,
        "?q=guyen": 0,
        "?year=2026": 2,
        "?year=2025": 0,
        "?q=%21%21": 2,
    }
    for query, found in sought.items():
        assert len(client.get(url + query).context["page"].rows) == found, query
    readers = (cast.unit_officer, cast.decider, cast.stranger)
    assert [len(selectors.grants_visible_to(user)) for user in readers] == [2, 2, 0]


def test_a_move_that_somebody_made_first_is_told(scene):
    cast, grant = scene
    Nomination.objects.filter(pk=grant.nomination_id).update(state="passed")
    with pytest.raises(TransitionRefused):
        corrections.revoke(grant, annulled(), by=cast.decider)
    grant.refresh_from_db()
    assert (grant.state, grant.certificate.status) == ("valid", "valid")
    assert selectors.list_of(grant.decision)


def test_the_body_that_continues_a_merged_agency_prints_what_it_proposed(scene):
    cast, grant = scene
    heir = unit("Liên minh HTX tỉnh Mới", None, Kind.ALLIANCE)
    officer = account("Cán Bộ Mới", heir, Office.OFFICER)
    today = timezone.localdate()
    assert not may_print(officer, grant.decision, on=today)
    merge([cast.alliance], into=heir, on=today, document="202/2025/QH15", by=None)
    assert may_print(User.objects.get(pk=officer.pk), grant.decision, on=today)
    assert not may_print(User.objects.get(pk=cast.stranger.pk), grant.decision, on=today)


@pytest.mark.parametrize("recorded", [False, True])
def test_the_body_that_continues_a_merged_one_answers_for_its_awards(client, recorded):
    """An award must not become irrevocable because its issuer was merged on 1 July 2025."""
    cast = stage(members=1)
    if recorded:
        decision = cast.drafted(cast.approved("Nguyễn Văn An"))
        for user in (cast.decider,):
            user.is_active = False
            user.save()
        decisions.record_paper(decision, scan=scan(), by=cast.secretary, version=decision.version)
    else:
        decision = cast.published("Nguyễn Văn An")
    grant = Grant.objects.get(decision=decision.pk)
    merged, kind, office = (
        (cast.alliance, Kind.ALLIANCE, Office.COUNCIL_SECRETARY)
        if recorded
        else (cast.committee, Kind.PEOPLES_COMMITTEE, Office.CLERK)
    )
    heir = unit("Cơ quan Mới", None, kind)
    clerk = account("Văn Thư Mới", heir, office)
    today = timezone.localdate()
    assert not may_correct(clerk, grant, on=today)
    merge([merged], into=heir, on=today, document="202/2025/QH15", by=None)
    clerk = User.objects.get(pk=clerk.pk)
    client.force_login(clerk)
    assert client.get(reverse("awards:grant", args=[grant.pk])).status_code == 200
    assert may_print(clerk, grant.decision, on=today)
    assert corrections.revoke(grant, annulled(), by=clerk).state == "revoked"
    outsider = User.objects.get(pk=cast.stranger.pk)
    assert not may_correct(outsider, grant, on=today)
