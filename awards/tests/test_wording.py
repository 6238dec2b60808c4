"""Words of an approved nomination put right before its decision is issued: by whom, which, and what stays."""

import pytest
from django.urls import reverse

from awards import selectors
from awards.models import Decision, Nomination
from awards.services import decisions, wording
from awards.tests.factories import fresh, stage
from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
SHORT = {"achievement": "Xuất sắc năm 2026"}


def scene():
    cast = stage(members=1)
    (row,) = cast.approved("Nguyễn Văn An")
    decision = cast.drafted([row])
    return cast, fresh([row])[0], decision


def test_what_would_not_fit_is_mended_and_issued():
    cast, row, decision = scene()
    Nomination.objects.filter(pk=row.pk).update(achievement="x" * 601, position_title="Đ" * 180)
    mended = wording.reword(
        row,
        SHORT | {"position_title": "Giám đốc", "unit_name": "  HTX Một "},
        reason="Dài quá khổ in",
        by=cast.secretary,
    )
    assert (mended.achievement, mended.position_title, mended.unit_name) == (
        "Xuất sắc năm 2026",
        "Giám đốc",
        "HTX Một",
    )
    assert "htx mot" in mended.search
    assert (mended.name, mended.unit, mended.form, mended.version) == (
        row.name,
        row.unit,
        row.form,
        row.version + 1,
    )
    entry = history_of(row).first()
    assert (entry.action, entry.reason, entry.actor_name) == (
        "nomination.reword",
        "Dài quá khổ in",
        "Võ Văn Thư Ký",
    )
    assert entry.changes["position_title"] == ["Đ" * 180, "Giám đốc"]
    assert Decision.objects.get().version == decision.version + 1
    decisions.propose(decision, by=cast.secretary)
    grant = decisions.publish(decision, by=cast.decider).grants.get()
    assert grant.certificate.payload["details"] == "Giám đốc, HTX Một"


def test_name_unit_and_form_are_no_matter_of_wording():
    cast, row, _decision = scene()
    for name in ("name", "honorific", "form", "unit", "address", "birth_year"):
        with pytest.raises(ValueError, match=name):
            wording.reword(row, {name: "x"}, reason="Vì", by=cast.secretary)
    assert fresh([row])[0].version == row.version
    assert set(wording.wording_of(cast.collective())) == {"achievement", "address"}


def test_it_needs_a_reason_and_the_right_person():
    cast, row, _decision = scene()
    before = Entry.objects.count()
    with pytest.raises(Refused, match="lý do"):
        wording.reword(row, SHORT, reason="  ", by=cast.secretary)
    with pytest.raises(Refused, match="600"):
        wording.reword(row, {"achievement": "x" * 601}, reason="Vì", by=cast.secretary)
    with pytest.raises(Refused, match="đã thay đổi"):
        wording.reword(row, SHORT, reason="Vì", by=cast.secretary, version=row.version + 1)
    for user in (cast.decider, cast.unit_officer, cast.stranger, cast.appraiser, cast.members[0]):
        with pytest.raises(Refused):
            wording.reword(row, SHORT, reason="Vì", by=user)
    assert Entry.objects.count() == before
    same = {"achievement": row.achievement}
    assert wording.reword(row, same, reason="Vì", by=cast.secretary).version == row.version
    assert Entry.objects.count() == before


def test_only_what_stands_in_a_draft_decision_is_corrected():
    cast, row, decision = scene()
    draft = cast.nominate("Lê Văn Nháp")
    with pytest.raises(Refused):
        wording.reword(draft, SHORT, reason="Vì", by=cast.secretary)
    Nomination.objects.filter(pk=row.pk).update(decision=None)
    with pytest.raises(Refused):
        wording.reword(row, SHORT, reason="Vì", by=cast.secretary)
    Nomination.objects.filter(pk=row.pk).update(decision=decision)
    decisions.propose(decision, by=cast.secretary)
    # The row was read while the decision was a draft: what is stored counts.
    for user in (cast.secretary, cast.decider):
        with pytest.raises(Refused):
            wording.reword(row, SHORT, reason="Vì", by=user)


def test_the_unit_does_not_learn_of_the_result_from_the_correction():
    cast, row, decision = scene()
    wording.reword(row, SHORT, reason="Vì", by=cast.secretary)

    def acts(user):
        seen = selectors.nomination_for(user, row.pk)
        return [entry.action for entry in selectors.history_for(user, seen)]

    assert "nomination.reword" in acts(cast.officer)
    assert "nomination.reword" not in acts(cast.unit_officer)
    refusal = wording.may_reword(cast.unit_officer, row, on=decision.day).reason
    assert refusal == wording.may_reword(cast.unit_officer, cast.nominate("Lê Văn"), on=decision.day).reason


def test_the_page_leads_there_from_the_list_and_back(client):
    cast, row, decision = scene()
    client.force_login(cast.secretary)
    url = reverse("awards:nomination_reword", args=[row.pk])
    detail = reverse("awards:decision", args=[decision.pk])
    assert url in client.get(detail).content.decode()
    page = client.get(url)
    fields = page.context["form"].fields
    assert set(fields) == {"position_title", "unit_name", "achievement", "reason", "version"}
    typed = {"position_title": "Giám đốc", "unit_name": "HTX Một", "achievement": "x", "version": row.version}
    assert client.post(url, typed).context["form"].errors
    typed["reason"] = "Sai tên đơn vị"
    assert client.post(url, typed).url == detail
    stale = client.post(url, typed | {"achievement": "y"})
    assert stale.context["form"].non_field_errors()
    assert fresh([row])[0].achievement == "x"
    decisions.propose(decision, by=cast.secretary)
    assert client.get(url).status_code == 403
    client.force_login(cast.decider)
    assert url not in client.get(detail).content.decode()
