"""The pages from the approved list to the papers in hand."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from awards import selectors
from awards.models import Decision
from awards.services import decisions
from awards.tests.factories import account, stage
from awards.tests.test_decisions import foot
from awards.tests.test_paper_decisions import PDF, scan, silent
from emulation.accounts.models import User
from emulation.documents.models import IssuedDocument
from emulation.documents.services import queue_rendering
from emulation.jobs.models import Job
from emulation.organisations.models import Post
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint

pytestmark = pytest.mark.django_db


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
    assert client.post(preview).url == client.post(preview).url
    Job.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post(preview)
    job = Job.objects.get()
    back = reverse("awards:decision", args=[decision.pk])
    assert (asked.url, job.state) == (f"{job.get_absolute_url()}?from={back}", "done")
    assert f'href="{back}"' in client.get(asked.url).content.decode()
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
    read = {"signatory_name": "Nguyễn Thanh Ngọc", "version": decision.version}
    assert client.post(url, read).context["form"].errors
    virus = client.post(url, read | {"scan": scan(b"MZ\x90", "a.pdf")})
    assert virus.context["form"].errors["scan"]
    nameless = client.post(url, read | {"signatory_name": "", "scan": scan()})
    assert nameless.context["form"].non_field_errors()
    seen = decisions.terms_of(decision)
    decisions.edit_decision(decision, replace(seen, place="Nơi khác"), base=seen, by=cast.officer)
    changed = client.post(url, read | {"scan": scan()})
    assert changed.context["form"].non_field_errors()
    decision.refresh_from_db()
    assert decision.state == "draft"
    read["version"] = decision.version
    assert client.post(url, read | {"scan": scan()}).status_code == 302
    assert client.post(url, read | {"scan": scan()}).status_code == 409
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


def test_a_file_that_lacks_certificates_is_made_only_when_asked_for(client):
    cast = stage(members=1)
    decision = cast.published("Nguyễn Văn An", "Nguyễn Văn Bình", "Nguyễn Văn Cường")
    client.force_login(cast.decider)
    bundle = reverse("awards:decision_bundle", args=[decision.pk])
    papers = [grant.certificate for grant in decision.grants.order_by("golden_number")]
    set_states(papers, "rendered", "failed", "queued")
    Job.objects.all().delete()
    asked = client.post(bundle, {"form": "zip"})
    text = asked.content.decode()
    assert "1/3" in text
    assert [grant.name for grant, _paper in asked.context["missing"]] == [
        "Nguyễn Văn Bình",
        "Nguyễn Văn Cường",
    ]
    assert "Nguyễn Văn Bình" in text
    assert not Job.objects.exists()
    assert client.post(bundle, {"form": "zip", "incomplete": "1"}).status_code == 302
    job = Job.objects.get()
    assert (job.title, job.payload["names"]) == ("Bằng kèm quyết định 123/QĐ-UBND: 1/3", ["Nguyễn Văn An"])
    set_states(papers[1:], "queued", "rendered")
    set_states(papers[1:2], "rendered")
    assert client.post(bundle, {"form": "zip"}).status_code == 302
    assert "/3" not in Job.objects.latest("pk").title


def set_states(papers, *states):
    for paper, state in zip(papers, states, strict=True):
        values = {"state": state, "error": ""}
        if state == "rendered":
            values |= {"file": f"documents/{paper.pk}.pdf", "file_digest": "0" * 64, "pages": 1}
            values["rendered_at"] = timezone.now()
        if state == "failed":
            values["error"] = "Hết giấy"
        IssuedDocument.objects.filter(pk=paper.pk).update(**values)


def test_after_a_clash_over_the_signatory_the_chosen_foot_stays_whole(client):
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"))
    first, second = (
        Post.objects.get(person=account(name, cast.committee, Office.DEPUTY, title=title).person)
        for name, title in (("Phó Ân", "Phó Chủ tịch"), ("Phó Bình", "Phó Chủ tịch Thường trực"))
    )
    client.force_login(cast.officer)
    edit = reverse("awards:decision_edit", args=[decision.pk])
    page = client.get(edit).context
    rows = [str(row.pk) for row in decision.nominations.all()]
    # What the page showed of the head stays in the form: the officer changes the name alone.
    typed = form_of(cast, signatory=second.pk, signatory_office="Chủ tịch", nominations=rows)
    typed |= {"base": page["base"], "listed": page["listed"]}
    seen = decisions.terms_of(decision)
    decisions.edit_decision(decision, replace(seen, signatory=first), base=seen, by=cast.secretary)
    clash = client.post(edit, typed)
    assert [line["name"] for line in clash.context["clashes"]] == ["signatory"]
    shown = clash.context["form"]
    again = typed | {
        "base": clash.context["base"],
        "signatory_office": shown["signatory_office"].value(),
        "signing_power": shown["signing_power"].value(),
    }
    assert again["signatory_office"] == "Phó Chủ tịch Thường trực"
    assert client.post(edit, again | {"keep_signatory": "theirs"}).status_code == 302
    decision.refresh_from_db()
    assert foot(decision) == ("Phó Ân", "KT. CHỦ TỊCH", "Phó Chủ tịch")
    assert client.post(edit, again | {"keep_signatory": "mine"}).status_code == 302
    decision.refresh_from_db()
    assert foot(decision) == ("Phó Bình", "KT. CHỦ TỊCH", "Phó Chủ tịch Thường trực")
