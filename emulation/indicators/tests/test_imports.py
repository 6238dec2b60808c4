"""A table of many units: read with its letterhead, every wrong row with its reason, taken in once."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from emulation.audit import selectors as audit
from emulation.indicators import selectors
from emulation.indicators.models import Figure, FigureImport, IndicatorVersion
from emulation.indicators.services import imports, reading, tables
from emulation.indicators.tests.factories import YEAR_END, land, version
from emulation.organisations.models import Organisation
from emulation.spreadsheets import read_book
from emulation.spreadsheets.writing import write_table
from emulation.uploads.checking import UploadRefused
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
HEADER = ["STT", "Đơn vị", "Năm", "Thành viên", "Người lao động"]


@pytest.fixture
def cast():
    return land()


def workbook(*rows, header=HEADER):
    return BytesIO(write_table(title="Số liệu năm 2025", header=header, rows=rows))


def received(cast, *rows, **facts):
    facts = {"year": 2025, "source": "Báo cáo năm 2025", "by": cast.officer} | facts
    header = facts.pop("header", HEADER)
    return imports.receive(cast.alliance, workbook(*rows, header=header), "so-lieu.xlsx", **facts)


def test_good_rows_are_taken_and_wrong_ones_stay_out(cast):
    kept = received(
        cast,
        [1, "HTX Nông nghiệp Một", 2025, 120, "gần 30"],
        [2, "Quỹ tín dụng nhân dân Hai", "", "1.900", "chưa báo cáo"],
        [3, "HTX Không Có", 2025, 5, 5],
        [4, "HTX Nông nghiệp Một", 2024, "nhiều", 3],
    )
    checked = imports.check(kept, by=cast.officer)
    assert [(line.row, line.year, line.new, bool(line.problems)) for line in checked.lines] == [
        (4, 2025, 2, False),
        (5, 2025, 1, False),
        (6, 2025, 0, True),
        (7, 2024, 1, True),
    ]
    assert not Figure.objects.exists()
    rows = imports.take(kept, by=cast.officer)
    assert sorted((row.organisation.name, row.words, row.source) for row in rows) == [
        ("HTX Nông nghiệp Một", "120", "Báo cáo năm 2025"),
        ("HTX Nông nghiệp Một", "gần 30", "Báo cáo năm 2025"),
        ("Quỹ tín dụng nhân dân Hai", "1.900", "Báo cáo năm 2025"),
    ]
    told = audit.history_of(kept).first()
    assert (told.action, told.changes["figures"][1], told.changes["bad"][1]) == ("figure.import", 3, 2)
    assert (told.changes["file"], told.changes["digest"]) == ([None, "so-lieu.xlsx"], [None, kept.digest])
    assert {entry.action for entry in audit.batch(told.batch)} == {"figure.report", "figure.import"}
    with pytest.raises(Refused):
        imports.take(kept, by=cast.officer)


def test_what_changes_needs_a_reason_and_what_stands_is_left(cast):
    cast.reported("THANH_VIEN", 100)
    cast.reported("LAO_DONG", 30, source="Báo cáo năm 2025")
    kept = received(cast, [1, "HTX Nông nghiệp Một", 2025, 120, 30])
    assert imports.check(kept, by=cast.officer).counts == {"new": 0, "changed": 1, "same": 1}
    with pytest.raises(Refused):
        imports.take(kept, by=cast.officer)
    (row,) = imports.take(kept, by=cast.officer, reason="Số liệu chính thức")
    assert (row.value, row.replaces.value, row.reason) == (120, 100, "Số liệu chính thức")


def test_a_table_with_nothing_good_is_not_taken(cast):
    kept = received(cast, [1, "HTX Không Có", 2025, 5, 5])
    with pytest.raises(Refused):
        imports.take(kept, by=cast.officer)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ([1, "HTX Nông nghiệp Một", 2025, -3, ""], "Thành viên"),
        ([1, "HTX Nông nghiệp Một", 2025, "1,5", ""], "Thành viên"),
        ([1, "HTX Nông nghiệp Một", 2099, 5, ""], "2099"),
        ([1, "HTX Nông nghiệp Một", "năm nay", 5, ""], "năm nay"),
        ([1, "Liên minh HTX tỉnh khác", 2025, 5, ""], "Không có đơn vị"),
    ],
)
def test_every_wrong_row_says_why(cast, row, word):
    (line,) = imports.check(received(cast, row), by=cast.officer).wrong
    assert word in " ".join(line.problems)


def test_a_unit_twice_is_wrong_both_times(cast):
    twice = [1, "HTX Nông nghiệp Một", 2025, 5, ""]
    assert len(imports.check(received(cast, twice, twice), by=cast.officer).wrong) == 2


def test_units_of_one_name_are_told_apart_by_their_code(cast):
    twin = cast.unit("HTX Nông nghiệp Một")
    header = ["Mã đơn vị", "Đơn vị", "Thành viên"]
    kept = received(cast, ["", twin.name, 5], header=header)
    assert imports.check(kept, by=cast.officer).wrong
    kept = received(cast, [twin.pk, twin.name, 5], [cast.coop.pk, twin.name, 7], header=header)
    rows = imports.take(kept, by=cast.officer)
    assert {(row.organisation_id, row.value) for row in rows} == {(twin.pk, 5), (cast.coop.pk, 7)}


def test_a_foreign_code_opens_nothing(cast):
    other = Organisation.objects.get(name="Liên minh HTX tỉnh khác")
    kept = received(cast, [other.pk, other.name, 5], header=["Mã đơn vị", "Đơn vị", "Thành viên"])
    assert imports.check(kept, by=cast.officer).wrong


def test_what_is_not_asked_of_a_kind_is_wrong(cast):
    kept = received(cast, [1, "Liên minh HTX tỉnh Thử Nghiệm", 5], header=["STT", "Đơn vị", "Cán bộ quản lý"])
    assert imports.check(kept, by=cast.officer).wrong == []
    school = cast.unit("Sở Một", kind="DEPARTMENT")
    kept = received(cast, [1, school.name, 5], header=["STT", "Đơn vị", "Thành viên"])
    assert imports.check(kept, by=cast.officer).wrong


@pytest.mark.parametrize("header", [["STT", "Tên", "Thành viên"], ["STT", "Đơn vị", "Ghi chú"]])
def test_a_table_without_its_headings_is_refused(cast, header):
    with pytest.raises(Refused):
        received(cast, [1, "HTX Nông nghiệp Một", 5], header=header)
    assert not FigureImport.objects.exists()


def test_too_many_rows_and_files_that_are_none_are_refused(cast, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 1)
    with pytest.raises(Refused):
        received(cast, *[[n, "HTX Nông nghiệp Một", 2000 + n, 5, ""] for n in (1, 2)])
    with pytest.raises(UploadRefused):
        imports.receive(cast.alliance, BytesIO(b""), "x.xlsx", year=2025, source="x", by=cast.officer)


def test_who_may_bring_tables_in(cast):
    for user in (cast.reader, cast.stranger, cast.unit_officer):
        with pytest.raises(Refused):
            received(cast, [1, "HTX Nông nghiệp Một", 2025, 5, ""], by=user)


def test_an_upload_and_its_discarding_are_recorded_with_the_file(cast):
    kept = received(cast, [1, "HTX Nông nghiệp Một", 2025, 120, 30])
    assert list(selectors.open_imports(cast.officer, on=YEAR_END)) == [kept]
    assert list(selectors.open_imports(cast.stranger, on=YEAR_END)) == []
    for user in (cast.reader, cast.unit_officer):
        with pytest.raises(Refused):
            imports.discard(kept, by=user)
    imports.discard(kept, by=cast.officer)
    assert not Figure.objects.exists()
    assert list(selectors.open_imports(cast.officer, on=YEAR_END)) == []
    later, first = audit.history_of(kept)
    assert (later.action, first.action) == ("figure.discard", "figure.upload")
    for told in (later, first):
        assert (told.changes["file"][1], told.changes["digest"][1]) == ("so-lieu.xlsx", kept.digest)
    for act in (imports.take, imports.discard):
        with pytest.raises(Refused):
            act(kept, by=cast.officer)


def test_what_was_taken_in_cannot_be_discarded(cast):
    kept = received(cast, [1, "HTX Nông nghiệp Một", 2025, 120, 30])
    imports.take(kept, by=cast.officer)
    with pytest.raises(Refused):
        imports.discard(kept, by=cast.officer)


def test_a_table_carries_indicators_a_percent_with_both_its_numbers(cast):
    name = version("ND3_LAO_DONG").name
    header = ["Đơn vị", "Năm", f"{name} (tử số)", f"{name} (mẫu số)", "Thành viên"]
    kept = received(
        cast,
        ["HTX Nông nghiệp Một", 2025, 13, 15, 120],
        ["Quỹ tín dụng nhân dân Hai", 2025, "gần 3", 4, ""],
        ["HTX Nông nghiệp Một", 2024, 5, "chưa báo cáo", 7],
        header=header,
    )
    checked = imports.check(kept, by=cast.officer)
    assert [len(line.problems) for line in checked.lines] == [0, 0, 1]
    assert name in checked.lines[2].problems[0]
    rows = imports.take(kept, by=cast.officer)
    assert sorted(row.words for row in rows) == ["120", "13/15 = 86,7%", "3/4 = 75%"]
    shares = [row for row in rows if row.indicator_version]
    assert {row.qualifier for row in shares} == {"", "gần"}


def test_a_version_is_that_of_the_rows_own_year(cast):
    old = version("ND3_LAO_DONG")
    new = IndicatorVersion.objects.get(pk=old.pk)
    new.pk, new.valid_from, new.name, new.locked_at = None, date(2025, 1, 1), "Cách tính mới", None
    new.save(force_insert=True)
    header = ["Đơn vị", "Năm", "Cách tính mới (tử số)", "Cách tính mới (mẫu số)"]
    unit = "HTX Nông nghiệp Một"
    kept = received(cast, [unit, 2025, 1, 2], [unit, 2024, 1, 4], header=header)
    rows = imports.take(kept, by=cast.officer)
    assert {(row.year, row.indicator_version_id) for row in rows} == {(2025, new.pk), (2024, old.pk)}


def test_what_is_exported_may_be_brought_back(cast):
    cast.reported("THANH_VIEN", 1200, source="Sổ thành viên", as_of=date(2025, 12, 31))
    cast.reported("LAO_DONG", 30, qualifier="khoảng gần")
    data = tables.table_of([cast.coop, cast.fund], 2025, on=selectors.last_day(2025, "YEAR"))
    (sheet,) = read_book(data, "x.xlsx").sheets
    texts = [[cell.text for cell in row] for row in sheet.rows]
    line = next(row for row in texts if cast.coop.name in row)
    header = next(row for row in texts if "Đơn vị" in row)
    said = dict(zip(header, line, strict=True))
    assert (said["Thành viên"], said["Người lao động"]) == ("1200", "khoảng gần 30")
    assert said["Thành viên nữ"] == "chưa báo cáo"
    kept = imports.receive(cast.alliance, BytesIO(data), "x.xlsx", year=2025, source="", by=cast.officer)
    checked = imports.check(kept, by=cast.officer)
    assert checked.wrong == []
    assert checked.counts == {"new": 0, "changed": 0, "same": 2}
    assert Figure.objects.get(population__code="THANH_VIEN").value == Decimal(1200)


def test_a_percent_is_exported_as_its_two_numbers_and_brought_back(cast):
    cast.reported("ND3_LAO_DONG", 9, denominator=12, qualifier="gần")
    data = tables.table_of([cast.coop], 2025, on=YEAR_END)
    (sheet,) = read_book(data, "x.xlsx").sheets
    texts = [cell.text for row in sheet.rows for cell in row]
    assert {"gần 9", "gần 12"} <= set(texts)
    kept = imports.receive(cast.alliance, BytesIO(data), "x.xlsx", year=2025, source="", by=cast.officer)
    checked = imports.check(kept, by=cast.officer)
    assert (checked.wrong, checked.counts) == ([], {"new": 0, "changed": 0, "same": 1})


def test_a_code_of_5000_digits_is_no_code(cast):
    header = ["Mã đơn vị", "Đơn vị", "Năm", "Thành viên"]
    kept = received(
        cast,
        ["9" * 5000, "HTX Nông nghiệp Một", 2025, 120],
        [str(2**70), "HTX Không Có", 2025, 5],
        header=header,
    )
    lines = imports.check(kept, by=cast.officer).lines
    assert [(line.new, len(line.problems)) for line in lines] == [(1, 0), (0, 1)]
