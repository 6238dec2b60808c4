"""Mid-year and year-end reports of a season, and the pack of its papers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from clusters.models import ScoreCard
from clusters.permissions import reports as rights
from clusters.scoring import Column
from clusters.selectors.reports import papers_of, reports_of
from clusters.services import pledges, rankings, reports, scores, seasons
from clusters.services.recording import record_signed
from clusters.services.report_papers import report_payload
from clusters.services.reports import Issuing, ReportTerms
from clusters.states import SeasonState
from clusters.tests.scoring_stage import scene
from clusters.tests.stage import stage
from clusters.tests.test_recording import scan, signers
from emulation.documents import storage
from emulation.documents.models import IssuedDocument
from emulation.jobs.models import Job
from emulation.merging import Clash
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
TERMS = ReportTerms(
    results="Thành lập mới 42 HTX\nKết nạp 09 thành viên Liên minh",
    shortcomings="Còn chồng chéo",
    tasks="Rà soát đăng ký",
)
ISSUING = Issuing(
    "12/BC-CTĐ", date(2021, 7, 18), "Sóc Trăng", "Lê Văn Ký", "Phó Chủ tịch Liên minh Hợp tác xã"
)


@pytest.fixture
def cast():
    return stage("Sóc Trăng", "An Giang", "Kiên Giang")


@pytest.fixture
def season(cast):
    return cast.season(cast.cluster(*cast.members))


def issued(season, kind, cast, callbacks, number="12/BC-CTĐ"):
    report = reports.begin(season, kind, TERMS, by=cast.officer)
    with callbacks(execute=True):
        return reports.issue(report, replace(ISSUING, number=number), by=cast.officer)


def words(payload):
    parts = [group["paragraphs"] for section in payload["sections"] for group in section["groups"]]
    return [line for part in parts for line in part]


def test_a_report_tells_the_facts_and_the_words(cast, season):
    pledge = pledges.draft(
        season, by=cast.officer, terms=pledges.PledgeTerms(title="Giao ước", day=date(2021, 1, 27))
    )
    for terms in (pledges.TargetTerms(text="HTX thành lập mới", value=Decimal(20), unit="HTX"),):
        pledges.put_target(pledge, terms, by=cast.officer)
    record_signed(pledge, signers(pledge), scan(), by=cast.officer)
    report = reports.begin(season, "midyear", TERMS, by=cast.officer)
    payload = report_payload(report)
    said = words(payload)
    assert (
        said[0] == "Năm 2021, Cụm thi đua Tây Nam sông Hậu có 3 thành viên: Sóc Trăng, An Giang, Kiên Giang."
    )
    assert "Đơn vị trưởng: Liên minh Hợp tác xã An Giang." in said
    assert "Giao ước thi đua được các thành viên ký ngày 27/01/2021." in said
    assert "Kết nạp 09 thành viên Liên minh" in said
    assert [section["roman"] for section in payload["sections"]] == ["I", "II", "III", "IV"]
    assert payload["figures"]["rows"] == [
        {"cells": ["1", "HTX thành lập mới: từ 20 HTX (mỗi đơn vị)", "đánh giá bằng lời", "", ""]}
    ]


def test_a_report_is_issued_once_and_changes_no_more(cast, season, django_capture_on_commit_callbacks):
    report = issued(season, "midyear", cast, django_capture_on_commit_callbacks)
    assert report.document is not None
    assert report.document.payload["number"] == "12/BC-CTĐ"
    (signature,) = report.document.payload["signatures"]
    assert (signature["name"], signature["further"]) == ("Lê Văn Ký", ["Phó Chủ tịch Liên minh Hợp tác xã"])
    with pytest.raises(Refused, match="nội dung giữ nguyên"):
        reports.revise(report, TERMS, base=TERMS, by=cast.officer)
    with pytest.raises(Refused):
        reports.issue(report, ISSUING, by=cast.officer)
    assert (
        reports.begin(season, "midyear", TERMS, by=cast.officer).document is None
    )  # a wrong one is written anew


def test_one_draft_of_a_kind_at_a_time_and_a_number_is_asked(cast, season):
    report = reports.begin(season, "year", TERMS, by=cast.officer)
    with pytest.raises(Refused):
        reports.begin(season, "year", TERMS, by=cast.officer)
    with pytest.raises(Refused):
        reports.issue(report, replace(ISSUING, number="  "), by=cast.officer)
    with pytest.raises(Refused, match="người ký báo cáo"):
        reports.issue(report, replace(ISSUING, name="  "), by=cast.officer)


def test_letters_that_no_font_has_keep_a_report_from_paper(cast, season):
    report = reports.begin(season, "year", replace(TERMS, tasks="Kế hoạch 𒀀"), by=cast.officer)
    with pytest.raises(Refused, match="Không in được văn bản"):
        reports.issue(report, ISSUING, by=cast.officer)
    with pytest.raises(Refused, match="Không in được văn bản"):
        reports.preview(report, by=cast.officer)
    report.refresh_from_db()
    assert (report.document, report.number) == (None, "")


def test_two_writers_lose_nothing(cast, season):
    report = reports.begin(season, "year", TERMS, by=cast.officer)
    first = reports.revise(report, replace(TERMS, tasks="Việc một"), base=TERMS, by=cast.officer)
    assert (first.tasks, first.version) == ("Việc một", 2)
    both = reports.revise(
        report, replace(TERMS, proposals="Đề xuất"), base=TERMS, by=cast.officers["An Giang"]
    )
    assert (both.tasks, both.proposals) == ("Việc một", "Đề xuất")
    with pytest.raises(Clash):
        reports.revise(report, replace(TERMS, tasks="Việc hai"), base=TERMS, by=cast.officer)
    assert (
        reports.revise(both, reports.report_terms_of(both), base=TERMS, by=cast.officer).version
        == both.version
    )


def test_who_writes(cast, season):
    today = timezone.localdate()
    assert rights.may_write(cast.officer, season, on=today)
    assert not rights.may_write(cast.heads["Kiên Giang"], season, on=today)
    season.state = SeasonState.DRAFT
    assert rights.may_write(cast.officer, season, on=today).reason == rights.NOT_YET


def test_members_read_a_report_once_it_is_issued(cast, season, django_capture_on_commit_callbacks):
    reader = cast.officers["Kiên Giang"]
    draft = reports.begin(season, "midyear", TERMS, by=cast.officer)
    assert (reports_of(reader, season), reports_of(cast.officer, season)) == ([], [draft])
    with django_capture_on_commit_callbacks(execute=True):
        reports.issue(draft, ISSUING, by=cast.officer)
    assert reports_of(reader, season) == [draft]
    assert reports_of(cast.stranger, season) == []


def test_the_year_end_report_tells_the_published_places(django_capture_on_commit_callbacks):
    made = scene()
    for name in made.cast.members:
        made.submitted(name)
    made.moved("consolidate")
    cards = list(ScoreCard.objects.filter(seat__season=made.season).select_related("seat__season__cluster"))
    for column in (Column.APPRAISED, Column.FINAL):
        scores.take_over(made.season, column, cards, by=made.cast.officer)
    report = reports.begin(made.season, "year", TERMS, by=made.cast.officer)
    assert not [line for line in words(report_payload(report)) if line.startswith("Hạng")]
    version = rankings.freeze(made.season, by=made.cast.officer)
    with django_capture_on_commit_callbacks(execute=True):
        rankings.publish(version, by=made.cast.officer)
    told = [line for line in words(report_payload(report)) if line.startswith("Hạng")]
    assert len(told) == 3
    assert all("điểm" in line for line in told)


def test_the_pack_holds_every_printed_paper_in_the_order_of_the_year(
    cast, season, client, django_capture_on_commit_callbacks
):
    with pytest.raises(Refused):
        reports.pack(season, by=cast.officer)
    issued(season, "year", cast, django_capture_on_commit_callbacks, number="13/BC-CTĐ")
    issued(season, "midyear", cast, django_capture_on_commit_callbacks)
    titles = ["Báo cáo sơ kết số 12/BC-CTĐ", "Báo cáo tổng kết số 13/BC-CTĐ"]
    assert [title for title, _document in papers_of(season)] == titles
    client.force_login(cast.officers["Kiên Giang"])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("clusters:season_pack", args=[season.pk])).status_code == 302
    job = Job.objects.get(kind="documents.bundle")
    with pikepdf.open(BytesIO(storage.read(job.result["file"]))) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root][1:] == titles
        assert len(pdf.pages) == 1 + sum(IssuedDocument.objects.values_list("pages", flat=True))


def test_a_report_is_written_and_issued_in_the_browser(
    cast, season, client, django_capture_on_commit_callbacks
):
    client.force_login(cast.officer)
    address = reverse("clusters:report_new", args=[season.pk, "midyear"])
    assert client.get(address).status_code == 200
    assert client.get(reverse("clusters:report_new", args=[season.pk, "quarter"])).status_code == 404
    page = client.post(address, {"results": "Thành lập mới 42 HTX"}, follow=True)
    assert "Thành lập mới 42 HTX" in page.content.decode()
    report = season.reports.get()
    edit = reverse("clusters:report_edit", args=[report.pk])
    base = client.get(edit).context["act"].base
    assert client.post(edit, {"results": "Thành lập mới 43 HTX", "base": base}).status_code == 302
    assert client.get(reverse("clusters:report_word", args=[report.pk])).content[:2] == b"PK"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("clusters:report_print", args=[report.pk])).status_code == 302
    assert client.get(reverse("clusters:report_file", args=[report.pk])).status_code == 404
    issue = reverse("clusters:report_issue", args=[report.pk])
    assert client.post(issue, {"number": "", "place": "Móng Cái", "day": "18/07/2021"}).status_code == 200
    offered = client.get(issue).context["form"].initial
    assert (offered["name"], offered["title"]) == (
        "Nguyễn Văn An Giang",
        "Người đứng đầu đơn vị Liên minh Hợp tác xã An Giang",
    )
    told = {"number": "15/BC-KTĐ", "place": "Móng Cái", "day": "18/07/2021", "name": " "}
    assert "name" in client.post(issue, told).context["form"].errors
    with django_capture_on_commit_callbacks(execute=True):
        told["name"] = "Nguyễn Văn An Giang"
        assert client.post(issue, told).status_code == 302
    client.force_login(cast.officers["Kiên Giang"])
    assert "43 HTX" in client.get(reverse("clusters:report", args=[report.pk])).content.decode()
    assert client.get(reverse("clusters:report_file", args=[report.pk])).content[:4] == b"%PDF"
    assert "15/BC-KTĐ" in client.get(reverse("clusters:season", args=[season.pk])).content.decode()


def test_a_member_that_left_is_told_of(cast, season):
    seasons.unseat(cast.seat(season, "Kiên Giang"), on=date(2021, 7, 1), reason="sáp nhập", by=cast.officer)
    said = words(report_payload(reports.begin(season, "year", TERMS, by=cast.officer)))
    assert "Liên minh Hợp tác xã Kiên Giang rời kỳ thi đua ngày 01/07/2021: sáp nhập." in said
