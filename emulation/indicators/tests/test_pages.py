"""What people see and do: the grid with its flags, the course of a figure, the board, tables in and out."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from emulation.indicators.models import Figure, FigureImport
from emulation.indicators.services.reporting import withdraw
from emulation.indicators.tests.factories import land, population, version
from emulation.organisations.tests.factories import organisation
from emulation.spreadsheets import read_book
from emulation.spreadsheets.writing import write_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return land()


@pytest.fixture
def at(client):
    """Open, or send to, a page of the room as somebody."""

    def go(user, name, *args, data=None, query=""):
        client.force_login(user)
        url = reverse(f"indicators:{name}", args=args) + query
        return client.post(url, data) if data is not None else client.get(url)

    return go


def place(code):
    return f"p{population(code).pk}"


def words(page):
    return " ".join(page.content.decode().split())


def test_a_unit_reports_its_year(cast, at):
    members, labour = place("THANH_VIEN"), place("LAO_DONG")
    data = {
        members: "1.200",
        f"{members}_seen": "0",
        labour: "30",
        f"{labour}_q": "gần",
        f"{labour}_s": "Sổ lương",
        f"{labour}_seen": "0",
        "source_of_all": "Báo cáo năm 2025",
        "as_of": "31/12/2025",
    }
    done = at(cast.unit_officer, "figures", cast.coop.pk, 2025, data=data)
    assert done.status_code == 302
    stored = {figure.population.code: figure for figure in Figure.objects.select_related("population")}
    assert (stored["THANH_VIEN"].value, stored["THANH_VIEN"].source) == (1200, "Báo cáo năm 2025")
    assert (stored["LAO_DONG"].words, stored["LAO_DONG"].source) == ("gần 30", "Sổ lương")
    assert {figure.as_of for figure in stored.values()} == {date(2025, 12, 31)}
    page = words(at(cast.unit_officer, "figures", cast.coop.pk, 2025))
    assert 'value="1.200"' in page
    assert '<option value="gần" selected>' in page


def grid(page):
    """What a browser would send back of a grid as it is shown."""
    form = page.context["form"]
    return {field.html_name: "" if field.value() is None else field.value() for field in form}


def test_a_grid_sent_as_it_was_shown_changes_nothing(cast, at):
    cast.reported("THANH_VIEN", 1200, source="A", as_of=date(2025, 12, 31))
    cast.reported("ND3_LAO_DONG", 9, denominator=12, qualifier="khoảng")
    shown = grid(at(cast.unit_officer, "figures", cast.coop.pk, 2025))
    sent = at(cast.unit_officer, "figures", cast.coop.pk, 2025, data=shown | {"source_of_all": "B"})
    assert sent.status_code == 302
    assert Figure.objects.count() == 2


def test_a_change_asks_for_its_reason_and_keeps_what_was_typed(cast, at):
    cast.reported("THANH_VIEN", 1200)
    shown = grid(at(cast.unit_officer, "figures", cast.coop.pk, 2025))
    changed = shown | {place("THANH_VIEN"): "1.250"}
    page = at(cast.unit_officer, "figures", cast.coop.pk, 2025, data=changed)
    assert page.status_code == 200
    assert place("THANH_VIEN") in page.context["form"].errors
    assert 'value="1.250"' in words(page)
    done = at(cast.unit_officer, "figures", cast.coop.pk, 2025, data=changed | {"reason": "Đếm lại"})
    assert done.status_code == 302
    assert Figure.objects.get(state="current").value == 1250


@pytest.mark.parametrize("typed", ["nhiều", "1e5", "9" * 20, "-3"])
def test_what_is_no_number_is_told_at_its_box(cast, at, typed):
    page = at(cast.unit_officer, "figures", cast.coop.pk, 2025, data={place("THANH_VIEN"): typed})
    assert place("THANH_VIEN") in page.context["form"].errors
    assert not Figure.objects.exists()


def test_a_figure_of_another_unit_passes_for_nothing_seen(cast, at):
    other = cast.reported("THANH_VIEN", 7, unit=cast.fund)
    members = place("THANH_VIEN")
    data = {members: "8", f"{members}_seen": str(other.pk)}
    page = at(cast.unit_officer, "figures", cast.coop.pk, 2025, data=data)
    assert members in page.context["form"].errors


def test_the_grid_flags_what_does_not_add_up(cast, at):
    for code, number in (("THANH_VIEN", 100), ("THANH_VIEN_NU", 40), ("THANH_VIEN_NAM", 50)):
        cast.reported(code, number)
    page = words(at(cast.unit_officer, "figures", cast.coop.pk, 2025))
    assert "cộng lại là 90" in page
    assert page.count("không khớp") >= 3


def test_the_grid_shows_the_year_before_and_what_is_missing(cast, at):
    cast.reported("THANH_VIEN", 977, year=2024, qualifier="hơn")
    cast.reported("THANH_VIEN", 5, period="H1")
    page = words(at(cast.reader, "figures", cast.coop.pk, 2025))
    assert "hơn 977" in page
    assert "chưa báo cáo" in page
    assert '<button class="btn btn-primary">' not in page
    half = at(cast.reader, "figures", cast.coop.pk, 2025, query="?period=H1")
    assert half.context["reported"] == 1
    assert at(cast.reader, "figures", cast.coop.pk, 2025, query="?period=bad").context["period"] == "YEAR"


@pytest.mark.parametrize("year", [1900, 2101])
def test_a_year_that_cannot_be_is_no_page(cast, at, year):
    assert at(cast.reader, "figures", cast.coop.pk, year).status_code == 404
    assert at(cast.reader, "totals", cast.coop.pk, year).status_code == 404


def test_a_version_no_longer_in_force_is_shown_where_it_was_used(cast, at):
    row = cast.reported("ND3_LAO_DONG", 9, denominator=12)
    newer = version("ND3_LAO_DONG")
    newer.pk, newer.valid_from, newer.locked_at, newer.name = None, date(2025, 1, 1), None, "Cách hiểu A"
    newer.save()
    page = at(cast.reader, "figures", cast.coop.pk, 2025)
    shown = {line.place: line.stored for _label, lines in page.context["groups"] for line in lines}
    assert shown[f"i{row.indicator_version_id}"] == row
    assert shown[f"i{newer.pk}"] is None


def test_the_year_typed_above_the_grid_leads_to_it(cast, at):
    sent = at(cast.reader, "figures_year", cast.coop.pk, query="?year=2023&period=H2")
    assert sent.url == reverse("indicators:figures", args=[cast.coop.pk, 2023]) + "?period=H2"
    assert at(cast.reader, "figures_year", cast.coop.pk, query="?year=x").status_code == 302


def test_a_kind_that_reports_nothing_is_told_so(cast, at):
    council = organisation("Hội đồng TĐKT", kind="COUNCIL", parent=cast.alliance)
    assert "không phải báo cáo" in words(at(cast.reader, "figures", council.pk, 2025))


def test_five_years_and_the_line(cast, at):
    for year, number in ((2021, 100), (2022, 110), (2024, 130)):
        cast.reported("THANH_VIEN", number, year=year)
    page = at(cast.reader, "compare", cast.coop.pk, query="?last=2025")
    text = words(page)
    assert page.context["years"] == [2021, 2022, 2023, 2024, 2025]
    assert text.count("<polyline") == 1
    assert text.count("<circle") == 3
    assert "chưa báo cáo" in text
    assert "style=" not in text[text.index('<svg class="img-fluid') : text.index("</figure>")]
    chosen = at(cast.reader, "compare", cast.coop.pk, query=f"?of={place('THANH_VIEN')}&last=2100").context
    assert chosen["years"][-1] == 2100
    assert chosen["chosen"] is None
    for unreadable in ("9999", "năm ngoái"):
        text = words(at(cast.reader, "compare", cast.coop.pk, query=f"?last={unreadable}"))
        assert "<polyline" not in text
        assert "Chưa đọc được điều kiện lọc" in text
    assert at(cast.reader, "compare", cast.fund.pk).context["lines"] == []


def test_the_line_of_an_indicator_runs_through_its_versions(cast, at):
    cast.reported("ND3_LAO_DONG", 9, denominator=12, year=2023, qualifier="gần")
    newer = version("ND3_LAO_DONG")
    newer.pk, newer.valid_from, newer.locked_at = None, date(2024, 1, 1), None
    newer.save()
    cast.reported("ND3_LAO_DONG", 10, denominator=12, year=2024)
    context = at(cast.reader, "compare", cast.coop.pk, query="?last=2025").context
    ((_subject, cells),) = context["lines"]
    assert [bool(cell) for cell in cells] == [False, False, True, True, False]
    assert context["chosen"]["hedged"]


def test_a_figure_tells_its_course(cast, at):
    first = cast.reported("THANH_VIEN", 120, source="Báo cáo số 5")
    second = cast.reported("THANH_VIEN", 125, reason="Đếm lại")
    text = words(at(cast.reader, "figure", first.pk))
    assert "Báo cáo số 5" in text
    assert reverse("indicators:figure", args=[second.pk]) in text
    assert "Đếm lại" in words(at(cast.reader, "figure", second.pk))


def test_correcting_and_withdrawing_by_hand(cast, at):
    row = cast.reported("ND3_LAO_DONG", 9, denominator=12)
    name = f"i{row.indicator_version_id}"
    assert 'value="12"' in words(at(cast.officer, "figure_correct", row.pk))
    data = {name: "10", "denominator": "12", "qualifier": "", "reason": "Thiếu một người"}
    wrong = at(cast.officer, "figure_correct", row.pk, data=data | {"denominator": "0"})
    assert wrong.context["form"].errors
    assert at(cast.officer, "figure_correct", row.pk, data=data).status_code == 302
    now = Figure.objects.get(state="current")
    assert now.words == "10/12 = 83,3%"
    assert at(cast.officer, "figure_correct", row.pk, data=data).status_code == 409
    assert at(cast.officer, "figure_correct", row.pk).status_code == 403
    assert at(cast.officer, "figure_withdraw", now.pk, data={"reason": "Nhầm"}).status_code == 302
    assert not Figure.objects.filter(state="current").exists()


def test_a_figure_of_one_day_stays_of_that_day(cast, at):
    row = cast.reported("THANH_VIEN", 9, as_of=date(2025, 3, 1), period="AS_OF")
    data = {place("THANH_VIEN"): "10", "as_of": "02/03/2025", "reason": "Đếm lại"}
    assert at(cast.officer, "figure_correct", row.pk, data=data).status_code == 302
    assert Figure.objects.get(state="current").as_of == date(2025, 3, 1)


def test_figures_of_one_day_are_entered_and_shown_with_their_day(cast, at):
    cast.reported("THANH_VIEN", 120)
    query = "?period=AS_OF&day=30/09/2025"
    empty = at(cast.unit_officer, "figures", cast.coop.pk, 2025, query=query)
    assert empty.context["reported"] == 0
    assert "as_of" not in empty.context["form"].fields
    members = place("THANH_VIEN")
    data = {members: "115", f"{members}_seen": "0", "source_of_all": "Kiểm kê"}
    sent = at(cast.unit_officer, "figures", cast.coop.pk, 2025, query=query, data=data)
    assert sent.url.endswith(query)
    row = Figure.objects.get(period="AS_OF")
    assert (row.as_of, row.value, row.source) == (date(2025, 9, 30), 115, "Kiểm kê")
    assert Figure.objects.filter(state="current").count() == 2
    page = words(at(cast.reader, "figures", cast.coop.pk, 2025, query="?period=AS_OF"))
    assert "tại ngày 30/09/2025" in page
    assert "Kiểm kê" in page
    assert "Hồ Thị Đơn Vị" in page
    assert 'day=30/09/2025" aria-current="page"' in page
    asked = at(cast.officer, "figures_year", cast.coop.pk, query="?period=AS_OF&day=30/09/2024&year=2025")
    assert asked.url == reverse("indicators:figures", args=[cast.coop.pk, 2024]) + (
        "?period=AS_OF&day=30/09/2024"
    )


def test_a_day_of_another_year_falls_back_and_one_to_come_is_refused(cast, at):
    other = at(cast.officer, "figures", cast.coop.pk, 2025, query="?period=AS_OF&day=30/09/2024")
    assert other.context["when"].day == date(2025, 12, 31)
    tomorrow = timezone.localdate() + timedelta(days=1)
    members = place("THANH_VIEN")
    data = {members: "5", f"{members}_seen": "0", "as_of": f"{tomorrow:%d/%m/%Y}"}
    refused = at(cast.officer, "figures", cast.coop.pk, 2025, data=data)
    assert members in refused.context["form"].errors
    assert not Figure.objects.exists()


def test_an_indicator_taken_on_a_day_of_the_year_has_its_own_day(cast, at):
    share = f"i{version('ND3_LAO_DONG').pk}"
    shown = at(cast.officer, "figures", cast.coop.pk, 2025).context["form"]
    assert shown[f"{share}_a"].value() == date(2025, 12, 31)
    half = at(cast.officer, "figures", cast.coop.pk, 2025, query="?period=H1").context["form"]
    assert half[f"{share}_a"].value() == date(2025, 6, 30)
    data = {share: "9", f"{share}_d": "12", f"{share}_a": "15/12/2025", f"{share}_seen": "0"}
    assert at(cast.officer, "figures", cast.coop.pk, 2025, data=data).status_code == 302
    assert Figure.objects.get().as_of == date(2025, 12, 15)
    page = at(cast.officer, "figures", cast.coop.pk, 2025)
    assert at(cast.officer, "figures", cast.coop.pk, 2025, data=grid(page)).status_code == 302
    assert Figure.objects.count() == 1
    assert "thời điểm chốt số: 31/12" in words(page)


def test_members_who_also_work_stand_once_on_the_page_the_board_and_the_totals(cast, at):
    assert "mỗi người tính một lần</h2>" not in words(at(cast.officer, "figures", cast.coop.pk, 2025))
    for code, number in (("THANH_VIEN", 120), ("LAO_DONG", 30), ("THANH_VIEN_LAO_DONG", 20)):
        cast.reported(code, number)
    assert "được trừ một lần = 130 người" in words(at(cast.officer, "figures", cast.coop.pk, 2025))
    board = at(cast.officer, "status", query="?year=2025")
    assert [people[0] for _unit, people in board.context["lines"]] == [130, None]
    assert "= 130 người" in words(board)
    assert "chưa báo cáo, vì còn thiếu" in words(at(cast.officer, "totals", cast.alliance.pk, 2025))


def test_the_tree_of_the_totals_is_chosen_on_the_page(cast, at):
    then = at(cast.officer, "totals", cast.alliance.pk, 2025)
    assert not then.context["of_today"]
    assert at(cast.officer, "totals", cast.alliance.pk, 2025, query="?tree=today").context["of_today"]
    now = at(cast.officer, "totals", cast.alliance.pk, timezone.localdate().year)
    assert now.context["of_today"]
    assert "tree=today" not in words(now)


def test_the_board_counts_with_links(cast, at):
    cast.reported("THANH_VIEN", 120)
    page = at(cast.officer, "status", query="?year=2025&period=YEAR")
    assert [tab["count"] for tab in page.context["tabs"]] == [2, 1, 1, 0]
    few = at(cast.officer, "status", query=page.context["tabs"][2]["url"])
    assert [unit.pk for unit in few.context["page"].rows] == [cast.coop.pk]
    assert reverse("indicators:import_new", args=[cast.alliance.pk]) in words(few)
    assert "Chưa có đơn vị nào phải báo cáo" in words(at(cast.stranger, "status"))
    assert at(cast.officer, "status", query="?year=abc").status_code == 200
    data = at(cast.officer, "status_export", query="?year=2025").content
    assert any(cell.text == cast.coop.name for row in read_book(data, "x").sheets[0].rows for cell in row)


def test_totals_of_the_units_below(cast, at):
    cast.reported("THANH_VIEN", 120, qualifier="khoảng")
    cast.reported("THANH_VIEN", 5000, unit=cast.alliance)
    text = words(at(cast.officer, "totals", cast.alliance.pk, 2025))
    assert "120, số ước tính (có: khoảng); 1 đơn vị chưa báo cáo" in text
    assert "5.000" in text
    assert "Không có gì để cộng" in words(at(cast.officer, "totals", cast.coop.pk, 2025))


def test_a_table_is_found_again_and_discarded(cast, at):
    data = write_table(title="Số liệu", header=["Đơn vị", "Thành viên"], rows=[[cast.coop.name, 120]])
    file = SimpleUploadedFile("so-lieu.xlsx", BytesIO(data).getvalue())
    sent = {"file": file, "year": "2025", "source": "Báo cáo"}
    at(cast.officer, "import_new", cast.alliance.pk, data=sent)
    assert "so-lieu.xlsx" in words(at(cast.officer, "status"))
    kept = FigureImport.objects.get()
    assert kept.digest in words(at(cast.officer, "import_detail", kept.pk))
    assert at(cast.officer, "import_discard", kept.pk, data={}).status_code == 302
    assert "so-lieu.xlsx" not in words(at(cast.officer, "status"))
    assert at(cast.officer, "import_discard", kept.pk, data={}).status_code == 403
    assert "Đã bỏ" in words(at(cast.officer, "import_detail", kept.pk))


def test_a_table_by_hand(cast, at):
    rows = [["HTX Nông nghiệp Một", 120], ["HTX Không Có", 5]]
    data = write_table(title="Số liệu", header=["Đơn vị", "Thành viên"], rows=rows)
    file = SimpleUploadedFile("so-lieu.xlsx", BytesIO(data).getvalue())
    wrong = at(cast.officer, "import_new", cast.alliance.pk, data={"file": file, "year": "2025"})
    assert wrong.context["form"].errors.keys() == {"source"}
    file.seek(0)
    sent = {"file": file, "year": "2025", "source": "Báo cáo"}
    assert at(cast.officer, "import_new", cast.alliance.pk, data=sent).status_code == 302
    kept = FigureImport.objects.get()
    page = at(cast.officer, "import_detail", kept.pk)
    assert (page.context["good"], page.context["wrong"]) == (1, 1)
    only = at(cast.officer, "import_detail", kept.pk, query="?part=wrong&page=x")
    assert [line.unit for line in only.context["page"].rows] == ["HTX Không Có"]
    assert at(cast.officer, "import_detail", kept.pk, data={}).status_code == 302
    assert Figure.objects.get().value == 120
    assert "Đã nhập" in words(at(cast.officer, "import_detail", kept.pk))
    bad = SimpleUploadedFile("x.xlsx", b"PK\x03\x04")
    refused = at(cast.officer, "import_new", cast.alliance.pk, data=sent | {"file": bad})
    assert "file" in refused.context["form"].errors


def test_a_table_that_changes_asks_why(cast, at):
    cast.reported("THANH_VIEN", 100)
    data = write_table(title="x", header=["Đơn vị", "Thành viên"], rows=[["HTX Nông nghiệp Một", 120]])
    file = SimpleUploadedFile("x.xlsx", data)
    at(cast.officer, "import_new", cast.alliance.pk, data={"file": file, "year": "2025", "source": "B"})
    kept = FigureImport.objects.get()
    assert at(cast.officer, "import_detail", kept.pk, data={}).context["form"].errors
    assert at(cast.officer, "import_detail", kept.pk, data={"reason": "Số chính thức"}).status_code == 302
    assert Figure.objects.get(state="current").reason == "Số chính thức"


def test_the_catalogue_shows_what_is_unclear(cast, at):
    assert "Khen thưởng lao động" in words(at(cast.reader, "catalogue"))
    text = words(at(cast.reader, "indicator", version("ND3_LAO_DONG").indicator_id))
    assert "Cách hiểu A" in text
    assert "không tính thành viên" in text
    assert "các phần phải cộng đủ" in words(at(cast.reader, "populations"))


def test_a_withdrawn_figure_leads_to_what_stands_now(cast, at):
    row = withdraw(cast.reported("THANH_VIEN", 120), reason="Nhầm", by=cast.officer)
    assert "Xem số liệu hiện hành" not in words(at(cast.reader, "figure", row.pk))
    newer = cast.reported("THANH_VIEN", 12)
    page = words(at(cast.reader, "figure", row.pk))
    assert "Xem số liệu hiện hành" in page
    assert reverse("indicators:figure", args=[newer.pk]) in page
