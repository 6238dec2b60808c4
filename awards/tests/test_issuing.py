"""The one act of issue: all or nothing, and what was granted stays as it was."""

from dataclasses import replace
from datetime import date

import pytest

from awards import selectors
from awards.models import AwardForm, Decision, GoldenBook, Grant, Nomination
from awards.services import decisions
from awards.tests.factories import account, fresh, stage
from emulation.accounts.models import User
from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.documents.models import IssuedDocument
from emulation.jobs.models import Job
from emulation.lifecycle import TransitionRefused
from emulation.notices.models import Notice
from emulation.organisations.models import Post
from emulation.organisations.offices import Office
from emulation.organisations.services import rename, revise_person
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def everything():
    """All that the act of issue may touch, to be compared before and after."""
    return {
        "decisions": list(Decision.objects.order_by("pk").values()),
        "nominations": list(Nomination.objects.order_by("pk").values("pk", "state", "version", "decision")),
        "counts": [
            model.objects.count() for model in (Grant, GoldenBook, IssuedDocument, Job, Notice, Entry)
        ],
    }


def test_only_a_person_of_the_deciding_body_issues():
    cast = stage(members=1)
    decision = cast.proposed(cast.approved("Nguyễn Văn An"))
    root = User.objects.create(email="root@example.vn", is_superuser=True, is_staff=True)
    before = everything()
    for user in (cast.officer, cast.secretary, cast.unit_officer, cast.stranger, cast.members[0], root):
        with pytest.raises(Refused):
            decisions.publish(decision, by=user)
    assert everything() == before
    assert decisions.publish(decision, by=cast.decider).published_by == cast.decider
    with pytest.raises((Refused, TransitionRefused)):
        decisions.publish(decision, by=cast.decider)


@pytest.mark.parametrize("fault", ["achievement", "summary"])
def test_a_paper_that_cannot_be_printed_leaves_nothing_behind(fault):
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình")
    decision = cast.proposed(rows)
    if fault == "achievement":
        Nomination.objects.filter(pk=rows[1].pk).update(achievement="Rất dài " * 100)
    else:
        Decision.objects.filter(pk=decision.pk).update(grounds="Căn cứ " * 200)
    before = everything()
    with pytest.raises(Refused, match="ký tự"):
        decisions.publish(decision, by=cast.decider)
    assert everything() == before


def test_a_body_that_did_not_exist_on_the_day_leaves_nothing_behind():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    decision = cast.proposed(rows)
    cast.committee.versions.update(valid_from=date(2026, 11, 21))
    before = everything()
    with pytest.raises(Refused):
        decisions.publish(decision, by=cast.decider)
    assert everything() == before


def test_the_issue_moves_grants_queues_and_tells():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn Bình", "Nguyễn Văn An")
    Notice.objects.all().delete()
    decision = decisions.publish(cast.proposed(rows), by=cast.decider)
    assert {row.state for row in fresh(rows)} == {"decided"}
    grants = list(decision.grants.order_by("golden_number"))
    assert [(grant.name, grant.golden_number) for grant in grants] == [
        ("Nguyễn Văn An", 1),
        ("Nguyễn Văn Bình", 2),
    ]
    assert all(grant.certificate.state == "queued" for grant in grants)
    assert decision.job.total == 3
    progress = selectors.papers_progress(decision)
    assert (progress.ready, progress.failed, progress.total) == (0, 0, 3)
    entry = history_of(decision).get(action="decision.publish")
    assert (entry.actor_name, entry.changes["number"]) == ("Đặng Văn Chủ Tịch", [None, "123/QĐ-UBND"])
    assert history_of(rows[0]).first().changes["decision"] == [None, "123/QĐ-UBND"]
    reached = set(Notice.objects.exclude(text__contains="chờ").values_list("user", flat=True))
    assert reached == {cast.officer.pk, cast.unit_officer.pk}


def test_golden_numbers_go_on_over_decisions_of_a_year_and_begin_anew():
    cast = stage(members=1)
    rows = cast.approved(*(f"Nguyễn Văn {name}" for name in ("An", "Bình", "Cường", "Dũng")))
    decisions.publish(cast.proposed(rows[:2], "1/QĐ-UBND"), by=cast.decider)
    decisions.publish(cast.proposed(rows[2:3], "2/QĐ-UBND"), by=cast.decider)
    decisions.publish(cast.proposed(rows[3:], "1/QĐ-UBND", signed_on=date(2025, 1, 5)), by=cast.decider)
    given = Grant.objects.order_by("pk").values_list("year", "golden_number")
    assert list(given) == [(2026, 1), (2026, 2), (2026, 3), (2025, 1)]


def test_later_names_change_nothing_that_was_granted():
    cast = stage(members=1)
    decision = cast.published("Nguyễn Văn An")
    grant = decision.grants.get()
    payload = dict(grant.certificate.payload)
    revise_person(grant.person, by=None, full_name="Tên Khác Hẳn")
    rename(cast.coop, name="HTX Tên Mới", on=date(2026, 11, 21), document="1/GCN", by=None)
    Nomination.objects.filter(pk=grant.nomination_id).update(name="Lại Khác", achievement="Khác")
    grant.refresh_from_db()
    assert (grant.name, grant.unit_name) == ("Nguyễn Văn An", "HTX Nông nghiệp Thử Nghiệm Một")
    assert grant.certificate.payload == payload
    assert payload["recipient"] == "Nguyễn Văn An"
    assert payload["details"] == "Giám đốc, HTX Nông nghiệp Thử Nghiệm Một"


def test_the_papers_name_the_body_as_it_was_on_the_day_of_signing():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    rename(cast.committee, name="Ủy ban nhân dân tỉnh Mới", on=date(2026, 11, 21), document="2/NQ", by=None)
    decision = decisions.publish(cast.proposed(rows), by=cast.decider)
    payload = decision.grants.get().certificate.payload
    assert payload["issuer"] == "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM"
    assert payload["place_date"] == "Thử Nghiệm, ngày 20 tháng 11 năm 2026"
    assert decision.document.payload["signature"] == {"lines": ["CHỦ TỊCH"], "name": "Đặng Văn Chủ Tịch"}


def test_one_round_may_need_two_decisions_of_two_bodies():
    cast = stage(members=1)
    giay_khen = AwardForm.objects.get(code="GK_LM")
    cast.carry(cast.nominate("Lê Văn Giấy", form=giay_khen), "submit", "receive", "appraise_ok")
    cast.carry(cast.collective(), "submit", "receive", "appraise_ok")
    cast.approved("Nguyễn Văn An")
    rows = list(Nomination.objects.filter(question__isnull=False))
    Nomination.objects.filter(pk__in=[row.pk for row in rows]).update(state="passed")
    head = account("Chủ Tịch Liên Minh", cast.alliance, Office.HEAD, title="Chủ tịch")
    deputy = account("Phó Chủ Tịch Liên Minh", cast.alliance, Office.DEPUTY, title="Phó Chủ tịch")
    ours = selectors.approved(cast.campaign, body=cast.alliance)
    assert [row.name for row in ours] == ["Lê Văn Giấy"]
    post = Post.objects.get(person=deputy.person)
    own = decisions.draft_decision(
        cast.campaign,
        replace(cast.terms("1/QĐ-LMHTX"), signatory=post, funding="Kinh phí từ quỹ"),
        nominations=[row.pk for row in ours],
        body=cast.alliance,
        by=cast.secretary,
    )
    decisions.propose(own, by=cast.secretary)
    published = decisions.publish(own, by=head)
    paper = published.grants.get().certificate
    assert (paper.template, paper.payload["mark"]) == ("commendation_certificate_v1", "alliance")
    assert paper.payload["signature"]["lines"] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert "Kinh phí từ quỹ" in [article["text"] for article in published.document.payload["articles"]]
    theirs = cast.proposed(selectors.approved(cast.campaign, body=cast.committee))
    public = decisions.publish(theirs, by=cast.decider).document.payload["annex"]
    assert [section["heading"] for section in public["sections"]] == ["TẬP THỂ", "CÁ NHÂN"]


def test_a_form_without_a_certificate_gets_the_decision_alone():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    form = AwardForm.objects.get(code="TTLDXS")
    Nomination.objects.filter(pk=rows[0].pk).update(form=form)
    decision = decisions.publish(cast.proposed(fresh(rows)), by=cast.decider)
    assert decision.grants.get().certificate is None
    assert selectors.papers_progress(decision).total == 1


def several(cast):
    """Two forms of the province and one title, of collectives and individuals, approved in a mixed order."""
    title = AwardForm.objects.get(code="CSTDT")
    people = cast.approved("Nguyễn Văn An", "Lê Thị Ánh", "Phan Văn Bé", "Trần Thị Yến")
    Nomination.objects.filter(pk__in=[people[0].pk, people[3].pk]).update(form=title)
    units = [cast.collective(unit) for unit in (cast.other_coop, cast.coop)]
    question = people[0].question
    for number, row in enumerate(units):
        question.pk = None
        question.number = 100 + number
        question.save()
        Nomination.objects.filter(pk=row.pk).update(state="passed", question=question)
    return list(Nomination.objects.filter(pk__in=[row.pk for row in (*people, *units)]))


def test_a_decision_of_several_forms_says_who_receives_which():
    cast = stage(members=1)
    decision = cast.proposed(several(cast))
    proofread = [(row.form.code, row.name) for row in selectors.list_of(decision)]
    published = decisions.publish(decision, by=cast.decider)
    payload = published.document.payload
    assert payload["articles"][0] == {
        "text": "Khen thưởng tập thể, cá nhân có thành tích nêu trong danh sách kèm theo Quyết định này:",
        "points": [
            "1. Tặng danh hiệu “Chiến sĩ thi đua bộ, ban, ngành, tỉnh” cho 02 cá nhân.",
            "2. Tặng Bằng khen của Chủ tịch UBND tỉnh cho 02 tập thể, 02 cá nhân.",
        ],
    }
    annex = payload["annex"]
    assert annex["title"] == "DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC KHEN THƯỞNG"
    assert [
        (part.get("form"), part["heading"], [row["name"] for row in part["rows"]])
        for part in annex["sections"]
    ] == [
        (
            "I. DANH HIỆU “CHIẾN SĨ THI ĐUA BỘ, BAN, NGÀNH, TỈNH”",
            "CÁ NHÂN",
            ["Nguyễn Văn An", "Trần Thị Yến"],
        ),
        (
            "II. BẰNG KHEN CỦA CHỦ TỊCH UBND TỈNH",
            "TẬP THỂ",
            ["HTX Nông nghiệp Thử Nghiệm Hai", "HTX Nông nghiệp Thử Nghiệm Một"],
        ),
        (None, "CÁ NHÂN", ["Lê Thị Ánh", "Phan Văn Bé"]),
    ]
    printed = [row["name"] for part in annex["sections"] for row in part["rows"]]
    assert [name for _form, name in proofread] == printed
    golden = published.grants.order_by("golden_number")
    assert [(grant.form.code, grant.name) for grant in golden] == proofread


def test_a_decision_of_one_form_keeps_the_simple_list():
    cast = stage(members=1)
    payload = cast.published("Nguyễn Văn An").document.payload
    assert payload["articles"][0] == {
        "text": "Tặng Bằng khen của Chủ tịch UBND tỉnh cho 01 cá nhân có thành tích nêu trong danh sách kèm theo "
        "Quyết định này."
    }
    annex = payload["annex"]
    assert annex["title"] == "DANH SÁCH ĐƯỢC TẶNG BẰNG KHEN CỦA CHỦ TỊCH UBND TỈNH"
    assert "by_form" not in annex
    assert [part.keys() for part in annex["sections"]] == [{"heading", "kind", "rows"}]


def test_what_cannot_be_printed_is_said_in_words_with_the_name():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình")
    decision = cast.proposed(rows, grounds="Căn cứ một\n" + "Căn cứ " * 100, proposal="x" * 300)
    with pytest.raises(Refused) as refusal:
        decisions.publish(decision, by=cast.decider)
    assert str(refusal.value.reason) == "Không in được văn bản: căn cứ, dòng 2: dài quá 600 ký tự."
