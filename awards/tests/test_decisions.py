"""From the approved list to the issued decision: what hinders it, the one act, all or nothing."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from awards import selectors
from awards.models import AwardForm, Decision, GoldenBook, Grant, Nomination
from awards.services import decisions, readiness
from awards.tests.factories import account, fresh, stage
from emulation.accounts.models import User
from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.documents.models import IssuedDocument
from emulation.documents.services import queue_rendering
from emulation.jobs.models import Job
from emulation.lifecycle import TransitionRefused
from emulation.merging import Clash
from emulation.notices.models import Notice
from emulation.organisations.models import Post
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint, end_post, rename, revise_person
from emulation.uploads.checking import UploadRefused
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def one_page():
    page, file = pikepdf.new(), BytesIO()
    page.add_blank_page()
    page.save(file)
    return file.getvalue()


PDF = one_page()


def scan(data=PDF, name="quyet-dinh.pdf"):
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def told(decision):
    return " | ".join(readiness.problems(decision, list(selectors.list_of(decision))))


def test_a_complete_decision_has_no_problem():
    cast = stage(members=1)
    assert told(cast.drafted(cast.approved("Nguyễn Văn An"))) == ""


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"number": ""}, "số"),
        ({"signed_on": None}, "ngày"),
        ({"signed_on": date(2099, 1, 1)}, "tương lai"),
        ({"place": ""}, "Địa danh"),
        ({"grounds": " "}, "căn cứ"),
        ({"signatory": None}, "người ký"),
    ],
)
def test_each_missing_word_is_named(values, sentence):
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    decision = decisions.draft_decision(
        cast.campaign, replace(cast.terms(), **values), nominations=[rows[0].pk], by=cast.secretary
    )
    problem = told(decision)
    assert sentence.lower() in problem.lower()
    assert " | " not in problem or values.get("signed_on") == date(2099, 1, 1)
    decisions.propose(decision, by=cast.secretary)
    with pytest.raises(Refused, match="(?i)" + sentence):
        decisions.publish(decision, by=cast.decider)


def test_the_signatory_held_a_signing_post_of_the_body_on_that_day():
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"))
    head = decision.signatory
    end_post(head, on=date(2026, 11, 19), by=None)
    decision.refresh_from_db()
    assert "Đặng Văn Chủ Tịch" in told(decision)
    assert "20/11/2026" in told(decision)
    decision.signed_on = date(2026, 11, 19)
    assert told(decision) == ""
    decision.signatory = Post.objects.get(person=cast.decider.person, office=Office.CLERK)
    assert told(decision)
    elsewhere = account("Giám Đốc Nơi Khác", cast.alliance, Office.HEAD)
    decision.signatory = Post.objects.get(person=elsewhere.person)
    assert told(decision)
    deputy = account("Phó Chủ Tịch", cast.committee, Office.DEPUTY, title="Phó Chủ tịch")
    decision.signatory = Post.objects.get(person=deputy.person)
    assert told(decision) == ""


def test_a_body_decides_only_on_the_forms_of_its_level():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    wrong = decisions.draft_decision(
        cast.campaign, cast.terms(), nominations=[rows[0].pk], body=cast.alliance, by=cast.secretary
    )
    assert "Bằng khen" in told(wrong)
    assert selectors.approved(cast.campaign, body=cast.alliance, decision=wrong) == []
    assert selectors.approved(cast.campaign, body=cast.committee, decision=wrong) == rows


def test_words_that_do_not_fit_the_certificate_are_named_before_the_act():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    Nomination.objects.filter(pk=rows[0].pk).update(position_title="Đ" * 180, unit_name="Ư" * 180)
    decision = cast.proposed(rows)
    assert "Nguyễn Văn An" in told(decision)
    with pytest.raises(Refused):
        decisions.publish(decision, by=cast.decider)


def test_what_is_no_longer_approved_cannot_be_decided():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    decision = cast.proposed(rows)
    Nomination.objects.filter(pk=rows[0].pk).update(state="failed")
    with pytest.raises(Refused, match="Nguyễn Văn An"):
        decisions.publish(decision, by=cast.decider)
    Nomination.objects.filter(pk=rows[0].pk).update(decision=None)
    with pytest.raises(Refused):
        decisions.publish(decision, by=cast.decider)


def test_a_number_is_used_once_a_year_by_a_body():
    cast = stage(members=1)
    first, second, third = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình", "Nguyễn Văn Cường")
    decisions.publish(cast.proposed([first], "7/QĐ-UBND"), by=cast.decider)
    again = cast.proposed([second], "7/QĐ-UBND")
    assert "7/QĐ-UBND" in told(again)
    with pytest.raises(Refused, match="7/QĐ-UBND"):
        decisions.publish(again, by=cast.decider)
    again.number, again.state, again.published_at = "7/QĐ-UBND", "published", timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    other_year = cast.proposed([third], "7/QĐ-UBND", signed_on=date(2025, 11, 20))
    assert decisions.publish(other_year, by=cast.decider).year == 2025


def test_a_draft_takes_only_approved_nominations_that_stand_in_no_other():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình")
    draft_row = cast.nominate("Lê Văn Nháp")
    for wrong in ([draft_row], [], [*rows, draft_row]):
        with pytest.raises(Refused):
            cast.drafted(wrong)
    first = cast.drafted(rows[:1])
    with pytest.raises(Refused):
        cast.drafted(rows)
    other = stage(members=1, province="Khác")
    with pytest.raises(Refused):
        cast.drafted(other.approved("Trần Văn Xa"))
    assert list(first.nominations.all()) == rows[:1]
    assert Decision.objects.count() == 1
    for user in (cast.decider, cast.unit_officer, cast.stranger, cast.appraiser):
        with pytest.raises(Refused):
            decisions.draft_decision(cast.campaign, cast.terms(), nominations=[rows[1].pk], by=user)


def test_typed_text_is_composed_and_the_signatory_copied():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    decision = cast.drafted(rows, summary="  Về việc tặng Bằng khen  ", place="Thư\u0309 Nghiệm")
    assert (decision.summary, decision.place) == ("Về việc tặng Bằng khen", "Thử Nghiệm")
    assert (decision.signatory_name, decision.signatory_office, decision.year) == (
        "Đặng Văn Chủ Tịch",
        "Chủ tịch",
        2026,
    )
    assert decision.audit_chain == cast.alliance.pk
    with pytest.raises(ValidationError):
        cast.drafted(rows, paper="A9")


def test_two_people_edit_a_draft_field_by_field():
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"))
    seen = decisions.terms_of(decision)
    decisions.edit_decision(decision, replace(seen, number="8/QĐ-UBND"), base=seen, by=cast.secretary)
    kept = decisions.edit_decision(decision, replace(seen, place="Nơi khác"), base=seen, by=cast.officer)
    assert (kept.number, kept.place, kept.version) == ("8/QĐ-UBND", "Nơi khác", 3)
    with pytest.raises(Clash) as clash:
        decisions.edit_decision(decision, replace(seen, number="9/QĐ-UBND"), base=seen, by=cast.officer)
    assert clash.value.fields == {"number": ("8/QĐ-UBND", "9/QĐ-UBND")}


def test_two_people_change_the_list_and_both_changes_stay():
    cast = stage(members=1)
    first, second, third = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình", "Nguyễn Văn Cường")
    decision = cast.drafted([first, second])
    seen = decisions.terms_of(decision)

    def save(chosen, by):
        listed = [first.pk, second.pk]
        decisions.edit_decision(
            decision, seen, base=seen, nominations=[row.pk for row in chosen], listed=listed, by=by
        )
        return {row.name for row in selectors.list_of(decision)}

    assert save([first], cast.secretary) == {first.name}
    assert save([first, second, third], cast.officer) == {first.name, third.name}
    assert save([], cast.secretary) == {third.name}


def test_the_list_changes_while_the_decision_is_a_draft_only():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình")
    decision = cast.drafted(rows[:1])
    terms = decisions.terms_of(decision)
    decisions.edit_decision(
        decision, terms, base=terms, by=cast.secretary, nominations=[rows[1].pk], listed=[rows[0].pk]
    )
    assert [row.decision_id for row in fresh(rows)] == [None, decision.pk]
    decisions.propose(decision, by=cast.secretary)
    for by in (cast.secretary, cast.decider):
        with pytest.raises(Refused):
            decisions.edit_decision(decision, terms, base=terms, by=by, nominations=[rows[0].pk])
    # The deciding body puts number and date into what waits for it.
    mended = decisions.edit_decision(
        decision, replace(terms, number="9/QĐ-UBND"), base=terms, by=cast.decider
    )
    assert mended.number == "9/QĐ-UBND"


def test_putting_before_the_body_and_taking_back():
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"))
    with pytest.raises(TransitionRefused):
        decisions.take_back(decision, by=cast.secretary, reason="x")
    with pytest.raises(Refused):
        decisions.propose(decision, by=cast.decider)
    decisions.propose(decision, by=cast.secretary)
    assert (
        Notice.objects.filter(user=cast.decider, url=reverse("awards:decision", args=[decision.pk])).count()
        == 1
    )
    with pytest.raises(TransitionRefused):
        decisions.propose(decision, by=cast.secretary)
    with pytest.raises(Refused):
        decisions.take_back(decision, by=cast.decider, reason="  ")
    with pytest.raises(Refused):
        decisions.take_back(decision, by=cast.stranger, reason="x")
    # A page opened before the decision was proposed holds the old state; what is stored counts.
    assert decisions.take_back(decision, by=cast.decider, reason="Sai ngày").state == "draft"
    assert history_of(decision).first().reason == "Sai ngày"
    Nomination.objects.update(decision=None)
    with pytest.raises(Refused):
        decisions.propose(decision, by=cast.secretary)


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
    with pytest.raises(Refused):
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
    ours = selectors.approved(cast.campaign, body=cast.alliance)
    assert [row.name for row in ours] == ["Lê Văn Giấy"]
    post = Post.objects.get(person=head.person)
    own = decisions.draft_decision(
        cast.campaign,
        replace(
            cast.terms("1/QĐ-LMHTX"), signatory=post, funding="Kinh phí từ quỹ", signing_power="KT. CHỦ TỊCH"
        ),
        nominations=[row.pk for row in ours],
        body=cast.alliance,
        by=cast.secretary,
    )
    decisions.propose(own, by=cast.secretary)
    published = decisions.publish(own, by=head)
    paper = published.grants.get().certificate
    assert (paper.template, paper.payload["mark"]) == ("commendation_certificate_v1", "alliance")
    assert paper.payload["signature"]["lines"] == ["KT. CHỦ TỊCH", "CHỦ TỊCH"]
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


def silent(cast):
    """The deciding body closes its accounts: it does not use the program."""
    User.objects.filter(pk=cast.decider.pk).update(is_active=False)


def test_a_paper_decision_is_recorded_and_prints_nothing():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    decision = cast.drafted(rows, grounds="", signatory=None)
    with pytest.raises(Refused):
        decisions.record_paper(decision, scan=scan(), signatory_name="Nguyễn Thanh Ngọc", by=cast.officer)
    silent(cast)
    with pytest.raises(Refused):
        decisions.record_paper(decision, scan=scan(), by=cast.officer)
    with pytest.raises(UploadRefused):
        decisions.record_paper(
            decision, scan=scan(b"MZ\x90", "a.pdf"), signatory_name="Ai Đó", by=cast.officer
        )
    before = everything()
    with pytest.raises(Refused):
        decisions.record_paper(decision, scan=scan(), signatory_name="Ai Đó", by=cast.stranger)
    assert everything() == before
    recorded = decisions.record_paper(
        decision, scan=scan(), signatory_name="Nguyễn Thanh Ngọc", by=cast.officer
    )
    grant = recorded.grants.get()
    assert (recorded.state, recorded.recorded, recorded.signatory_name) == (
        "published",
        True,
        "Nguyễn Thanh Ngọc",
    )
    assert (grant.certificate, grant.golden_number, recorded.document) == (None, None, None)
    assert (IssuedDocument.objects.count(), GoldenBook.objects.count()) == (0, 0)
    assert fresh(rows)[0].state == "decided"
    with pytest.raises((Refused, TransitionRefused)):
        decisions.record_paper(decision, scan=scan(), signatory_name="Ai Đó", by=cast.officer)


def test_who_hands_over_is_not_who_decided():
    cast = stage(members=1)
    decision = cast.published("Nguyễn Văn An")
    day = date(2026, 11, 22)
    for user in (cast.unit_officer, cast.stranger, cast.members[0]):
        with pytest.raises(Refused):
            decisions.record_ceremony(decision, presenter=cast.alliance, on=day, by=user)
    with pytest.raises(Refused):
        decisions.record_ceremony(decision, presenter=cast.alliance, on=date(2026, 11, 19), by=cast.officer)
    held = decisions.record_ceremony(decision, presenter=cast.alliance, on=day, by=cast.officer)
    assert (held.presenter, held.presented_on, held.organisation) == (cast.alliance, day, cast.committee)
    entry = history_of(decision).get(action="decision.ceremony")
    assert entry.changes["presenter"] == ["", cast.alliance.name]


def test_a_draft_is_handed_over_by_nobody():
    cast = stage(members=1)
    draft = cast.drafted(cast.approved("Nguyễn Văn An"))
    with pytest.raises(Refused):
        decisions.record_ceremony(draft, presenter=cast.alliance, on=date(2026, 11, 22), by=cast.officer)


def form_of(cast, **changes):
    terms = cast.terms()
    return {
        "summary": terms.summary,
        "number": terms.number,
        "signed_on": "20/11/2026",
        "place": terms.place,
        "grounds": terms.grounds,
        "signatory": terms.signatory.pk,
        "paper": "A3",
    } | changes


def test_the_pages_draft_edit_propose_and_take_back(client):
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình")
    client.force_login(cast.secretary)
    new = reverse("awards:decision_new", args=[cast.campaign.pk])
    page = client.get(new)
    assert [row.pk for row in page.context["rows"]] == [row.pk for row in rows]
    assert client.get(f"{new}?body={cast.alliance.pk}").context["rows"] == []
    none = client.post(new, form_of(cast))
    assert none.context["form"].non_field_errors()
    assert client.post(new, form_of(cast, signed_on="40/11/2026")).context["form"].errors
    made = client.post(new, form_of(cast, nominations=[rows[0].pk]))
    decision = Decision.objects.get()
    assert made.url == reverse("awards:decision", args=[decision.pk])
    assert client.get(made.url).context["problems"] == []
    edit = reverse("awards:decision_edit", args=[decision.pk])
    seen = client.get(edit)
    base = seen.context["base"]
    decisions.edit_decision(
        decision,
        replace(decisions.terms_of(decision), number="5/QĐ-UBND"),
        base=decisions.terms_of(decision),
        by=cast.officer,
    )
    typed = form_of(cast, number="6/QĐ-UBND", nominations=[row.pk for row in rows], base=base)
    lost = client.post(edit, typed)
    assert lost.context["form"].non_field_errors()
    typed["listed"] = seen.context["listed"]
    clash = client.post(edit, typed)
    assert [line["name"] for line in clash.context["clashes"]] == ["number"]
    done = client.post(edit, typed | {"base": clash.context["base"]})
    assert done.status_code == 302
    decision.refresh_from_db()
    assert (decision.number, decision.nominations.count()) == ("6/QĐ-UBND", 2)
    assert client.post(reverse("awards:decision_propose", args=[decision.pk])).status_code == 302
    assert client.post(reverse("awards:decision_propose", args=[decision.pk])).status_code == 409
    back = reverse("awards:decision_take_back", args=[decision.pk])
    assert client.get(back).status_code == 200
    assert client.post(back, {"reason": ""}).context["form"].errors
    assert client.post(back, {"reason": "Sai số"}).status_code == 302
    assert client.get(back).status_code == 403


def test_the_page_of_the_issue_asks_for_the_word_and_names_every_problem(client):
    cast = stage(members=1)
    decision = cast.proposed(cast.approved("Nguyễn Văn An"), grounds="")
    client.force_login(cast.decider)
    url = reverse("awards:decision_publish", args=[decision.pk])
    assert client.get(url).context["problems"] == ["Thiếu căn cứ pháp lý."]
    assert client.post(url, {"confirmation": "không"}).context["form"].errors
    version = client.get(url).context["decision"].version
    refused = client.post(url, {"confirmation": "BAN HÀNH", "version": version})
    assert refused.context["form"].non_field_errors()
    edit = reverse("awards:decision_edit", args=[decision.pk])
    base = client.get(edit).context["base"]
    assert client.post(edit, form_of(cast, base=base)).status_code == 302
    unread = client.post(url, {"confirmation": "BAN HÀNH", "version": version})
    assert unread.context["form"].non_field_errors()
    assert client.post(url, {"confirmation": "BAN HÀNH", "version": version + 1}).status_code == 302
    late = client.post(url, {"confirmation": "BAN HÀNH", "version": version + 1})
    assert late.status_code == 409
    assert "Đặng Văn Chủ Tịch" in late.content.decode()
    assert client.get(edit).status_code == 403


def test_the_papers_are_previewed_fetched_and_bundled(client, django_capture_on_commit_callbacks):
    cast = stage(members=1)
    decision = cast.proposed(cast.approved("Nguyễn Văn An"))
    client.force_login(cast.decider)
    preview = reverse("awards:decision_preview", args=[decision.pk])
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post(preview)
    job = Job.objects.get()
    assert (asked.url, job.state) == (reverse("jobs:job", args=[job.pk]), "done")
    text = pikepdf.open(BytesIO(client.get(job.result_url).content))
    assert len(text.pages) >= 1
    assert not IssuedDocument.objects.exists()
    client.force_login(cast.secretary)
    assert client.get(job.result_url).status_code == 404
    client.force_login(cast.decider)
    paper = reverse("awards:decision_paper", args=[decision.pk])
    assert client.get(paper).status_code == 404
    progress = reverse("awards:decision_progress", args=[decision.pk])
    assert client.get(progress).status_code == 404
    bundle = reverse("awards:decision_bundle", args=[decision.pk])
    assert client.post(bundle).status_code == 403
    decisions.publish(decision, by=cast.decider)
    assert client.post(preview).status_code == 404
    assert client.post(bundle).status_code == 403
    assert client.get(paper).status_code == 404
    assert "HX-Refresh" not in client.get(progress)
    with django_capture_on_commit_callbacks(execute=True):
        queue_rendering(list(IssuedDocument.objects.all()), by=None, organisation=cast.committee, title="In")
    assert client.get(paper).content.startswith(b"%PDF-")
    assert client.post(bundle, {"form": "exe"}).status_code == 404
    for form in ("pdf", "zip"):
        assert client.post(bundle, {"form": form}).status_code == 302
    Job.objects.filter(finished_at=None).update(state="done", finished_at=timezone.now())
    assert client.get(progress)["HX-Refresh"] == "true"
    detail = client.get(reverse("awards:decision", args=[decision.pk]))
    assert (detail.context["progress"].ready, len(detail.context["page"].rows)) == (2, 1)
    assert client.get(reverse("awards:decisions")).status_code == 200


def test_the_pages_record_a_paper_decision_and_its_handing_over(client):
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"), signatory=None)
    client.force_login(cast.officer)
    url = reverse("awards:decision_record", args=[decision.pk])
    assert client.get(url).status_code == 403
    silent(cast)
    assert client.get(url).status_code == 200
    assert client.post(url, {"signatory_name": "Ai Đó"}).context["form"].errors
    virus = client.post(url, {"signatory_name": "Ai Đó", "scan": scan(b"MZ\x90", "a.pdf")})
    assert virus.context["form"].errors["scan"]
    nameless = client.post(url, {"signatory_name": "", "scan": scan()})
    assert nameless.context["form"].non_field_errors()
    assert client.post(url, {"signatory_name": "Nguyễn Thanh Ngọc", "scan": scan()}).status_code == 302
    late = client.post(url, {"signatory_name": "Nguyễn Thanh Ngọc", "scan": scan()})
    assert late.status_code == 409
    paper = client.get(reverse("awards:decision_paper", args=[decision.pk]))
    assert (b"".join(paper), paper["Content-Type"]) == (PDF, "application/pdf")
    ceremony = reverse("awards:decision_ceremony", args=[decision.pk])
    early = client.post(ceremony, {"presenter": cast.alliance.pk, "on": "01/01/2026"})
    assert early.context["form"].errors
    assert client.post(ceremony, {"presenter": cast.alliance.pk, "on": "22/11/2026"}).status_code == 302


def test_who_sees_which_decision():
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"))
    assert [
        bool(selectors.decisions_visible_to(user)) for user in (cast.officer, cast.decider, cast.members[0])
    ] == [
        True,
        False,
        False,
    ]
    decisions.propose(decision, by=cast.secretary)
    assert selectors.decision_for(cast.decider, decision.pk) == decision
    decisions.publish(decision, by=cast.decider)
    assert selectors.decision_for(cast.members[0], decision.pk) == decision
    assert not selectors.decisions_visible_to(cast.stranger)
    deputy = account("Phó", cast.other_coop, Office.DEPUTY)
    assert not selectors.decisions_visible_to(deputy)
    appoint(cast.members[0].person, cast.coop, Office.STAFF, title="", valid_from=date(2026, 1, 1), by=None)
    assert selectors.decision_for(User.objects.get(pk=cast.members[0].pk), decision.pk) == decision
