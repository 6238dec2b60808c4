"""The pages of reports: written by two people, confirmed figure by figure, read as a snapshot."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.audit.models import Entry
from emulation.documents.digest import digest
from emulation.notices.models import Notice
from emulation.portal.desk import desk_of
from programmes.models import Confirmation, Report
from programmes.services import report_papers, reports
from programmes.states import ReportState
from programmes.tests.reporting import NEW_COOPS, Reporting, reporting
from programmes.tests.test_report_papers import ALONE

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(f"programmes:{name}", args=args)).content.decode()


def answer_url(scene: Reporting, report: Report, side: int = 1) -> str:
    return reverse("programmes:report_confirm", args=[report.pk, scene.sides[side].pk])


def test_a_report_is_drafted_from_the_page_of_its_programme():
    scene = reporting()
    client = as_(scene.officer)
    new = reverse("programmes:report_new", args=[scene.programme.pk])
    assert new in page(client, "programme", scene.programme.pk)
    wrong = client.post(new, {"kind": "year", "year": "2018", "as_of": "30/2/2018"})
    assert wrong.context["form"].errors["as_of"]
    assert "2016" in str(
        client.post(new, {"kind": "year", "year": "2016", "as_of": "31/12/2016"}).context["form"].data
    )
    answer = client.post(new, {"kind": "year", "year": "2018", "as_of": "31/12/2018"})
    report = Report.objects.get()
    assert answer["Location"] == reverse("programmes:report_edit", args=[report.pk])
    assert report.title in page(client, "programme", scene.programme.pk)


def test_a_part_is_saved_while_one_types_and_says_when():
    scene = reporting()
    block = scene.drafted().blocks.get(code="causes")
    url = reverse("programmes:report_block", args=[block.report_id, block.pk])
    client = as_(scene.officer)
    said = client.post(url, {"text": "Nguồn lực yếu", "base_version": "1"}, headers=HTMX).content.decode()
    assert "Đã lưu lúc" in said
    assert 'value="2"' in said
    assert "textarea" not in said
    block.refresh_from_db()
    assert (block.text, block.version) == ("Nguồn lực yếu", 2)


def test_without_javascript_the_button_saves_and_leads_back_to_the_part():
    scene = reporting()
    block = scene.drafted().blocks.get(code="causes")
    url = reverse("programmes:report_block", args=[block.report_id, block.pk])
    answer = as_(scene.officer).post(url, {"text": "Nguồn lực yếu", "base_version": "1"})
    assert answer["Location"].endswith(f"/edit/#part-{block.pk}")


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_clash_shows_both_texts_at_the_part_and_each_way_out(headers):
    scene = reporting()
    block = scene.drafted().blocks.get(code="causes")
    url = reverse("programmes:report_block", args=[block.report_id, block.pk])
    one, two = as_(scene.officer), as_(scene.stage.secretary)
    one.post(url, {"text": "Nguồn lực yếu", "base_version": "1"}, headers=headers)
    answer = two.post(url, {"text": "Kiêm nhiệm", "base_version": "1"}, headers=headers)
    said = answer.content.decode()
    assert "Người khác đã lưu nội dung khác trước" in said
    assert "Nguồn lực yếu" in said
    assert 'name="over" value="2"' in said
    # Mine stays where it was typed: on the page that is drawn anew, or in the field that htmx does not touch.
    assert ("Kiêm nhiệm" in said) == (not headers)
    block.refresh_from_db()
    assert block.text == "Nguồn lực yếu"
    taken = two.post(url, {"text": "Kiêm nhiệm", "base_version": "1", "take": "1"}, headers=headers)
    if headers:
        assert taken["HX-Retarget"] == f"#part-{block.pk}"
        assert "Nguồn lực yếu</textarea>" in taken.content.decode()
    block.refresh_from_db()
    assert block.text == "Nguồn lực yếu"
    two.post(url, {"text": "Nguồn lực yếu; kiêm nhiệm", "base_version": "1", "over": "2"}, headers=headers)
    block.refresh_from_db()
    assert block.text == "Nguồn lực yếu; kiêm nhiệm"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_is_typed_after_the_freezing_is_shown_again_and_not_saved(headers):
    scene = reporting()
    report = scene.drafted()
    block = report.blocks.get(code="causes")
    reports.freeze(report, by=scene.officer)
    url = reverse("programmes:report_block", args=[report.pk, block.pk])
    answer = as_(scene.stage.secretary).post(url, {"text": "Quá muộn", "base_version": "1"}, headers=headers)
    said = answer.content.decode()
    assert "Số liệu đã chốt" in said
    assert ("Quá muộn" in said) == (not headers)
    block.refresh_from_db()
    assert block.text == ""


def test_a_session_that_ended_keeps_the_editor_and_says_so():
    scene = reporting()
    block = scene.drafted().blocks.get(code="causes")
    url = reverse("programmes:report_block", args=[block.report_id, block.pk])
    answer = Client().post(url, {"text": "…", "base_version": "1"}, headers=HTMX)
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer["X-Reason"]


def test_saving_again_and_again_is_one_line_of_the_journal():
    scene = reporting()
    report = scene.drafted()
    block = report.blocks.get(code="causes")
    for number in range(3):
        block = reports.write_block(block, f"Chữ {number}", base_version=block.version, by=scene.officer)
    assert Entry.objects.filter(action="report.write").count() == 3
    answer = as_(scene.officer).get(reverse("programmes:report", args=[report.pk]))
    assert [entry.action for entry in answer.context["entries"]] == ["report.write", "report.draft"]


def test_the_editor_shows_what_the_figures_of_today_would_say():
    scene = reporting()
    report = scene.drafted()
    client = as_(scene.officer)
    assert "Nội dung soạn từ số liệu hiện tại" not in page(client, "report_edit", report.pk)
    scene.held(date(2018, 5, 5), kind="FAIR", title="Hội chợ OCOP")
    assert "Hội chợ đã tổ chức: 1 hội chợ." in page(client, "report_edit", report.pk)


def test_the_sides_are_told_and_find_it_on_their_desk(django_capture_on_commit_callbacks):
    scene = reporting()
    with django_capture_on_commit_callbacks(execute=True):
        report = scene.frozen()
    assert Notice.objects.filter(user=scene.stage.board_officer, url=answer_url(scene, report)).exists()
    assert not Notice.objects.filter(user=scene.officer, url=answer_url(scene, report, 0)).exists()

    def waits(user) -> list[str]:
        return [task.url for task in desk_of(user, date.today()).todo if "/reports/" in task.url]

    assert waits(scene.stage.board_officer) == [answer_url(scene, report)]
    assert waits(scene.stage.head) == [answer_url(scene, report, 0)]
    assert waits(scene.stage.stranger) == []
    reports.confirm(report, scene.sides[1], by=scene.stage.board_officer)
    assert waits(scene.stage.board_officer) == []


def test_the_partner_confirms_from_the_page():
    scene = reporting()
    report = scene.frozen()
    client = as_(scene.stage.board_officer)
    form = client.get(answer_url(scene, report)).context["form"]
    answer = client.post(answer_url(scene, report), {"digest": form["digest"].value(), "verdict": "agrees"})
    assert answer["Location"] == reverse("programmes:report", args=[report.pk])
    assert Confirmation.objects.get().given_by == scene.stage.board_officer


def test_the_partner_states_a_figure_otherwise_and_both_stand_side_by_side():
    scene = reporting()
    report = scene.frozen()
    client = as_(scene.stage.board_officer)
    form = client.get(answer_url(scene, report)).context["form"]
    place = next(n for n, row in enumerate(form.rows) if row.label == "Hợp tác xã thành lập mới")
    typed = {"digest": report.digest, f"value_{place}": "41", f"why_{place}": "Một HTX đã giải thể"}
    twice = client.post(answer_url(scene, report), {**typed, "verdict": "agrees"})
    assert "Ông/bà đã nhập số liệu khác" in twice.content.decode()
    half = client.post(answer_url(scene, report), {**typed, f"value_{place}": "", "verdict": "differs"})
    assert half.context["form"].errors[f"value_{place}"]
    assert not Confirmation.objects.exists()
    client.post(answer_url(scene, report), {**typed, "verdict": "differs"})
    said = page(client, "report", report.pk)
    assert "nêu: 41" in said
    assert "Một HTX đã giải thể" in said
    report.refresh_from_db()
    assert report.state == ReportState.FROZEN
    # Opened again, the word stays readable with the value it stated.
    reports.thaw(report, reason="Đối chiếu lại", by=scene.officer)
    later = page(client, "report", report.pk)
    assert "Hợp tác xã thành lập mới: 41 – Một HTX đã giải thể" in later
    assert "nêu: 41" not in later


def test_figures_frozen_anew_meanwhile_are_not_confirmed_by_an_old_page():
    scene = reporting()
    report = scene.frozen()
    old = report.digest
    report = reports.thaw(report, reason="Sửa", by=scene.officer)
    report = reports.freeze(report, by=scene.officer)
    answer = as_(scene.stage.board_officer).post(
        answer_url(scene, report), {"digest": old, "verdict": "agrees"}
    )
    assert "chốt lại" in answer.content.decode()
    assert not Confirmation.objects.exists()


def test_the_snapshot_says_as_of_when_what_changed_and_where_each_figure_is_from():
    scene = reporting()
    report = scene.confirmed()
    figure = scene.figure(NEW_COOPS, 2018, 43, reason="Đếm sót")
    said = page(as_(scene.officer), "report", report.pk)
    assert "Số liệu đến ngày 31/12/2018" in said
    assert report.digest in said
    assert "42 → 43" in said
    assert reverse("indicators:figure", args=[figure.replaces_id]) in said
    # The partner reads the figure, but not the records of the Alliance behind it.
    theirs = page(as_(scene.stage.board_officer), "report", report.pk)
    assert "42 → 43" in theirs
    assert reverse("indicators:figure", args=[figure.replaces_id]) not in theirs


def test_the_report_is_issued_and_opened_again_from_its_page():
    scene = reporting()
    report = scene.confirmed()
    client = as_(scene.officer)
    url = reverse("programmes:report_issue", args=[report.pk])
    usual = client.get(url).context["form"].initial
    assert (usual["place"], usual["office"], usual["signatory"]) == (
        "Rạch Giá",
        "Chủ tịch",
        "Trần Thanh Dũng",
    )
    alone = {"number": "05/BC-LMHTX", "on": "20/12/2018", "place": "Rạch Giá"}
    assert client.post(url, alone).context["form"].errors.keys() == {"office", "signatory"}
    late = client.post(url, {**alone, "joint": "on", "on": "20/12/2099"})
    assert late.context["form"].errors["on"]
    client.post(url, {**alone, "joint": "on"})
    report.refresh_from_db()
    assert len(report.document.payload["signatures"]) == 2
    thaw = reverse("programmes:report_thaw", args=[report.pk])
    assert client.post(thaw, {"reason": ""}).status_code == 200
    client.post(thaw, {"reason": "Sai số liệu"})
    report.refresh_from_db()
    assert (report.state, report.document) == (ReportState.DRAFT, None)


def test_the_word_file_is_a_download_under_its_name():
    scene = reporting()
    report = report_papers.issue(scene.confirmed(), ALONE, by=scene.officer)
    answer = as_(scene.officer).get(reverse("programmes:report_word", args=[report.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="bao-cao-2018-05-bc-lmhtx.docx"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_questions_of_any_number(rows):
    scene = reporting(rows=rows)
    draft = scene.drafted(kind="half", as_of=date(2018, 6, 30))
    frozen = scene.frozen()
    client, partner = as_(scene.officer), as_(scene.stage.board_officer)
    asked = {}
    for name, who, url in (
        ("report", client, reverse("programmes:report", args=[frozen.pk])),
        ("report_edit", client, reverse("programmes:report_edit", args=[draft.pk])),
        ("report_confirm", partner, answer_url(scene, frozen)),
    ):
        who.get(url)
        with CaptureQueriesContext(connection) as queries:
            who.get(url)
        asked[name] = len(queries)
    assert asked == {"report": 31, "report_edit": 17, "report_confirm": 26}


def test_an_earlier_freezing_stays_readable_with_what_is_otherwise_now():
    scene = reporting()
    report = scene.frozen()
    first = report.snapshots.get()
    report = reports.thaw(report, reason="Số liệu chưa đủ", by=scene.officer)
    scene.held(date(2018, 5, 5))
    report = reports.freeze(report, by=scene.officer)
    assert report.snapshots.count() == 2
    first.refresh_from_db()
    assert (digest(first.content), first.opened_because) == (first.digest, "Số liệu chưa đủ")
    client = as_(scene.officer)
    address = reverse("programmes:report_snapshot", args=[report.pk, first.pk])
    assert address in client.get(reverse("programmes:report", args=[report.pk])).content.decode()
    answer = client.get(address)
    assert "Số liệu chưa đủ" in answer.content.decode()
    assert answer.context["changes"]
    newest = report.snapshots.exclude(pk=first.pk).get()
    assert client.get(reverse("programmes:report_snapshot", args=[report.pk, newest.pk])).context["current"]


def test_what_was_frozen_before_snapshots_were_kept_is_kept_when_it_is_opened():
    scene = reporting()
    report = scene.frozen()
    digest_then = report.digest
    report.snapshots.all().delete()
    reports.thaw(report, reason="Số liệu chưa đủ", by=scene.officer)
    kept = report.snapshots.get()
    assert (kept.digest, digest(kept.content), kept.frozen_by) == (digest_then, digest_then, scene.officer)
