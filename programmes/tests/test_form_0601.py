"""Form 0601: every row and column of the circular, and movements counted where they were launched."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from emulation.documents.papers import paper
from emulation.documents.rendering import Press, render
from emulation.documents.schemas import demand_fit
from emulation.organisations.models import Kind
from emulation.organisations.services import register
from programmes.form_0601 import HEADER, Counted, form_of
from programmes.models import Movement
from programmes.services import movements
from programmes.services.statistics import payload_0601, workbook_0601
from programmes.tests.stage import SINCE, Stage, stage
from programmes.tests.units import movement_terms

ROWS = [
    ("Tổng số", "01"),
    ("1. Chia theo phạm vi tổ chức thi đua", ""),
    ("- Toàn quốc", "02"),
    ("- Bộ, ban, ngành, đoàn thể, địa phương", "03"),
    ("- Cụm, khối thi đua do Hội đồng Thi đua - Khen thưởng các cấp tổ chức", "04"),
    ("- Cơ quan, tổ chức, đơn vị", "05"),
    ("2. Chia theo thời hạn thi đua", ""),
    ("- Dưới 1 năm", "06"),
    ("- 1 năm", "07"),
    ("- Từ 1 năm đến dưới 3 năm", "08"),
    ("- Từ 3 năm đến dưới 5 năm", "09"),
    ("- Từ 5 năm trở lên", "10"),
    ("3. Chia theo phương thức tổ chức phong trào thi đua", ""),
    ("- Thi đua theo chuyên đề", "11"),
    ("- Thi đua thường xuyên hằng năm", "12"),
]


def numbers(*movements: Counted) -> dict[str, tuple[int, ...]]:
    return {line.code: line.numbers for line in form_of(movements).lines if line.numbers}


def year(first: int, last: int | None = None) -> dict[str, date]:
    return {"first": date(first, 1, 1), "last": date(last or first, 12, 31)}


def test_every_row_of_the_circular_stands_in_its_place():
    assert [(line.label, line.code) for line in form_of([]).lines] == ROWS
    assert HEADER[:3] == ("Chỉ tiêu", "Mã số", "Tổng số")
    assert len(HEADER) == 6


def test_a_small_example():
    found = numbers(
        Counted("Cả nước chung sức", "PM", thematic=True, **year(2016, 2020)),
        Counted("Đoàn kết, sáng tạo", "CENTRAL", **year(2018, 2020)),
        Counted("Chung tay vì người nghèo", "PROVINCE", thematic=True, **year(2018, 2019)),
        Counted("Giao ước của khối", "PROVINCE", by_council=True, **year(2018)),
        Counted("Vụ mùa", "UNIT", first=date(2018, 5, 1), last=date(2018, 9, 30)),
        Counted("Thường xuyên", "COMMUNE", **year(2018)),
    )
    assert found == {
        "01": (6, 1, 3, 2),
        "02": (1, 1, 0, 0),
        "03": (2, 0, 2, 0),
        "04": (1, 0, 1, 0),
        "05": (2, 0, 0, 2),
        "06": (1, 0, 0, 1),
        "07": (2, 0, 1, 1),
        "08": (1, 0, 1, 0),
        "09": (1, 0, 1, 0),
        "10": (1, 1, 0, 0),
        "11": (3, 1, 2, 0),
        "12": (3, 0, 1, 2),
    }
    for row in found.values():
        assert row[0] == sum(row[1:])


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (date(2018, 12, 30), "07"),
        (date(2018, 11, 30), "06"),
        (date(2018, 12, 31), "07"),
        (date(2019, 1, 1), "08"),
        (date(2020, 12, 31), "09"),
        (date(2020, 11, 30), "08"),
        (date(2022, 12, 31), "10"),
    ],
)
def test_where_a_length_falls(last, code):
    found = numbers(Counted("…", "PROVINCE", first=date(2018, 1, 1), last=last))
    assert [key for key in ("06", "07", "08", "09", "10") if found[key][0]] == [code]


def test_what_is_not_dated_is_guessed_nowhere_and_named():
    form = form_of(
        [Counted("Không ghi thời hạn", "PROVINCE"), Counted("Chuyên đề", "PROVINCE", thematic=True)]
    )
    found = {line.code: line.numbers for line in form.lines if line.numbers}
    assert found["01"][0] == 2
    assert [found[code][0] for code in ("06", "07", "08", "09", "10", "11", "12")] == [0, 0, 0, 0, 0, 1, 0]
    assert (form.undated, form.unclear) == (["Không ghi thời hạn", "Chuyên đề"], ["Không ghi thời hạn"])
    assert "Không ghi thời hạn; Chuyên đề" in form.notes[0]


def launched(cast: Stage, **changes: object) -> Movement:
    movement = movements.enter(cast.alliance, movement_terms(**changes), by=cast.officer)
    return movements.advance(movement, "launch", by=cast.officer)


@pytest.mark.django_db
def test_a_body_counts_its_own_and_those_of_its_units_in_the_year():
    cast = stage()
    launched(cast, name="Năm nay", from_year=2018, to_year=2018)
    launched(cast, name="Đã xong", from_year=2016, to_year=2017)
    launched(cast, name="Thủ tướng phát động", level="PM", recorded=True, from_year=2016, to_year=2020)
    movements.enter(
        cast.alliance, movement_terms(name="Còn soạn", from_year=2018, to_year=2018), by=cast.officer
    )
    council = register(Kind.COUNCIL, name="Hội đồng Thi đua - Khen thưởng tỉnh", valid_from=SINCE, by=None)
    launched(cast, name="Của khối", launcher=council, from_year=2018, to_year=2018)
    payload = payload_0601(cast.alliance, 2018)
    rows = {row["code"]: row["cells"] for row in payload["rows"]}
    assert rows["01"] == ["2", "0", "2", "0"]
    assert (rows["03"][0], rows["04"][0]) == ("1", "1")
    assert payload["notes"] == ["Không tính 1 phong trào do nơi khác phát động, chỉ ghi nhận để đối chiếu."]
    # The province sees what the units below it launched; another Alliance sees nothing of it.
    assert payload_0601(cast.other_alliance, 2018)["rows"][0]["cells"] == ["0", "0", "0", "0"]


@pytest.mark.django_db
def test_the_form_is_printed_on_one_landscape_page(tmp_path):
    cast = stage()
    launched(cast, from_year=2018, to_year=2020)
    payload = dict(payload_0601(cast.alliance, 2018))
    demand_fit("statistics_0601_v1", paper("statistics_0601_v1").schema, payload)
    data, pages = render(Press(), paper("statistics_0601_v1"), payload)
    with pikepdf.open(BytesIO(data)) as book:
        left, bottom, right, top = (float(edge) for edge in book.pages[0].mediabox)
    assert pages == 1
    assert (round(right - left), round(top - bottom)) == (842, 595)


@pytest.mark.django_db
def test_the_workbook_has_the_codes_as_text_and_the_numbers_as_numbers():
    cast = stage()
    launched(cast, from_year=2018, to_year=2020)
    sheet = load_workbook(BytesIO(workbook_0601(cast.alliance, 2018))).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] == "01"]
    assert rows == [("Tổng số", "01", 1, 0, 1, 0)]


@pytest.mark.django_db
def test_the_page_shows_the_form_and_asks_for_another_year():
    cast = stage()
    launched(cast, from_year=2018, to_year=2020)
    client = Client()
    client.force_login(cast.officer)
    url = reverse("programmes:statistics_0601")
    page = client.get(url, {"year": "2019"})
    assert page.context["found"].lines[0].numbers == (1, 0, 1, 0)
    assert "0601.N/BNV-TĐKT" in page.content.decode()
    assert client.get(url, {"year": "2021"}).context["found"].lines[0].numbers == (0, 0, 0, 0)
    assert (
        client.get(url, {"organisation": str(cast.other_alliance.pk)}).context["organisation"]
        == cast.alliance
    )
    book = client.get(reverse("programmes:statistics_0601_export"), {"year": "2019"})
    assert book["Content-Disposition"] == 'attachment; filename="0601-2019.xlsx"'
