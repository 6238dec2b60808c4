"""Tables out and remarks back."""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula

from emulation.spreadsheets import read_book
from emulation.spreadsheets.annotating import annotate
from emulation.spreadsheets.writing import write_csv, write_table
from emulation.tests.workbooks import LINES, LISTS, TAY_NINH, texts, workbook

ROWS = [
    [1, "Đặng Công Ân", date(2022, 10, 10), Decimal("1234.5"), None],
    [2, '=HYPERLINK("http://x","Lan")', None, 7, "+84 1"],
    [3, "@SUM(1)", datetime(2022, 10, 10, 7, 30), 0.5, "\tx\x00"],
]
COLUMNS = ["STT", "Họ và tên", "Ngày", "Số", "Khác"]


def opened(rows=ROWS):
    data = write_table(
        title="DANH SÁCH",
        header=COLUMNS,
        rows=rows,
        unit="Liên minh HTX tỉnh Tây Ninh",
        filters="Năm: 2022",
        on=date(2022, 10, 10),
        sheet_name="Danh sách: 1/2",
    )
    return openpyxl.load_workbook(BytesIO(data)).active


def test_a_table_begins_with_title_unit_filter_and_day_and_has_real_values():
    sheet = opened()
    assert [sheet.cell(row, 1).value for row in range(1, 7)] == [
        "DANH SÁCH", "Liên minh HTX tỉnh Tây Ninh", "Năm: 2022", "10/10/2022", None, "STT",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[7]] == [1, "Đặng Công Ân", datetime(2022, 10, 10), 1234.5, None]
    assert sheet["C7"].is_date
    assert sheet["C7"].number_format == "DD/MM/YYYY"
    assert sheet["D8"].data_type == "n"


def test_a_table_has_no_line_for_what_is_not_said():
    sheet = openpyxl.load_workbook(BytesIO(write_table(title="DANH SÁCH", header=COLUMNS, rows=ROWS))).active
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == ["DANH SÁCH", None, "STT"]


def test_a_table_has_no_live_formula_and_unchanged_text():
    sheet = opened()
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert sheet["B8"].value == '=HYPERLINK("http://x","Lan")'
    assert sheet["B8"].quotePrefix
    assert sheet["B9"].quotePrefix
    assert not sheet["B7"].quotePrefix
    assert sheet["E9"].value == "\tx"


def test_a_table_prints_on_landscape_a4_with_its_header_repeated():
    sheet = opened()
    assert sheet.freeze_panes == "A7"
    assert sheet.print_title_rows == "$6:$6"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.title == "Danh sách  1 2"


def test_an_empty_table_has_its_header():
    assert [cell.value for cell in opened(rows=[])[6]] == COLUMNS


def test_csv_opens_right_in_excel_and_computes_nothing():
    data = write_csv(COLUMNS, [*ROWS, [-5, "-", "-5", "−", "-cmd"]])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1] == ["1", "Đặng Công Ân", "10/10/2022", "1234,5", ""]
    assert rows[2] == ["2", '\'=HYPERLINK("http://x","Lan")', "", "7", "+84 1"]
    assert rows[3] == ["3", "'@SUM(1)", "10/10/2022 07:30", "0,5", "'\tx"]
    assert rows[4] == ["-5", "-", "-5", "−", "'-cmd"]


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_no_text_makes_a_cell_of_csv_compute(row):
    data = write_csv([], [row])
    for field in list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))[1]:
        assert not field.strip(" ").startswith(("=", "@", "\t", "\r", "\n"))
        assert field[:1] not in ("+", "-") or set(field) <= set("+-0123456789., \xa0")


@given(
    st.lists(
        st.one_of(st.text(), st.integers(-(2**53), 2**53), st.dates(min_value=date(1900, 3, 1))), min_size=1
    )
)
def test_any_row_can_be_written_and_read(row):
    back = read_book(write_table(title="t", header=["a"], rows=[row])).sheets[0].rows
    assert len(back) >= 3


def test_remarks_come_back_in_the_same_workbook_beside_the_header():
    data, name = annotate(
        TAY_NINH.read_bytes(), TAY_NINH.name, {("Danh sách", 16): "Năm sinh sai", ("Danh sách", 20): "=1+1"},
        header_rows={"Danh sách": 5},
    )  # fmt: skip
    before = openpyxl.load_workbook(TAY_NINH).active
    after = openpyxl.load_workbook(BytesIO(data)).active
    assert name == "tay_ninh_2022_9_collectives_11_individuals-ghi-chu.xlsx"
    assert after["I5"].value == "Ghi chú"
    assert {cell.row: cell.value for cell in after["I"] if cell.value} == {
        5: "Ghi chú",
        16: "Năm sinh sai",
        20: "=1+1",
    }
    assert after["I20"].data_type == "s"
    assert after["A16"].fill.fgColor.rgb == after["I16"].fill.fgColor.rgb != after["A17"].fill.fgColor.rgb
    assert sorted(map(str, after.merged_cells.ranges)) == sorted(map(str, before.merged_cells.ranges))
    assert {c: d.width for c, d in before.column_dimensions.items()}.items() <= {
        c: d.width for c, d in after.column_dimensions.items()
    }.items()
    assert [[c.value for c in row[:8]] for row in after.iter_rows()] == [
        [c.value for c in row] for row in before.iter_rows()
    ]
    assert after["A1"].font.b == before["A1"].font.b


def test_a_workbook_given_back_has_no_formula_that_reaches_out_of_its_sheet():
    harmless = ["=A1+1", '=IF(COUNTA($B$2:B9)>0,ROUND(1.5*2,0),"–")', "=SUM(A1:A9)"]
    harmful = [
        '=HYPERLINK("http://x","Lan")',
        "=cmd|' /C calc'!A0",
        "=WEBSERVICE(A1)",
        "=[1]Sheet1!A1",
        "=A1+Sheet2!B2",
        "=" + "1" * 5000 + "!",
    ]

    def fill(sheet):
        sheet.append(["Họ tên", "Số"])
        for formula in [*harmless, *harmful]:
            sheet.append([None, formula])
        sheet["C2"] = ArrayFormula("C2", "=WEBSERVICE(A1)")
        sheet["A2"] = "=1+1"
        sheet["A2"].data_type = "s"
        sheet["A3"] = "#N/A"

    data, _ = annotate(workbook(fill), "a.xlsx", {("Sheet", 2): "sai"}, header_rows={"Sheet": 1})
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [*harmless, *harmful]
    assert [cell.data_type for cell in cells] == ["f"] * len(harmless) + ["s"] * len(harmful)
    assert all(cell.quotePrefix for cell in cells[len(harmless) :])
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=WEBSERVICE(A1)", "s")
    assert sheet["A2"].quotePrefix
    assert sheet["A3"].data_type == "e"


def test_a_csv_given_back_computes_nothing_and_comes_in_again_as_it_was():
    wild = 'Họ tên;Chức vụ;Số\n"=HYPERLINK(""http://x"")";-nt-;-5\n@SUM(1); =1+1;+84 1\n'
    data, name = annotate(wild.encode(), "a.csv", {("a.csv", 2): "=1+1"}, header_rows={"a.csv": 1})
    raw = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert raw[1] == ['\'=HYPERLINK("http://x")', "'-nt-", "-5", "'=1+1"]
    assert raw[2] == ["'@SUM(1)", "' =1+1", "+84 1"]
    again = read_book(data, name).sheets[0]
    assert texts(again, 2)[:3] == texts(read_book(wild.encode()).sheets[0], 2)
    assert again.rows[1][0].formula


def test_a_list_given_back_twice_has_one_column_with_the_newest_remarks():
    first, name = annotate(
        TAY_NINH.read_bytes(), "a.xlsx", {("Danh sách", 16): "cũ"}, header_rows={"Danh sách": 5}
    )
    second, _ = annotate(first, name, {("Danh sách", 17): "mới"}, header_rows={"Danh sách": 5})
    sheet = openpyxl.load_workbook(BytesIO(second)).active
    assert {cell.row: cell.value for cell in sheet["I"] if cell.value} == {5: "Ghi chú", 17: "mới"}
    assert sheet["J5"].value is None


def test_a_remark_column_of_the_office_is_left_alone():
    def fill(sheet):
        sheet.append(["Họ tên", "Ghi chú", None])
        sheet.append(["Lan", "của đơn vị", "lạc"])
        sheet["A1"].font = Font(bold=True)

    data, _ = annotate(workbook(fill), "a.xlsx", {("Sheet", 2): "sai"}, header_rows={"Sheet": 1})
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    assert [cell.value for cell in sheet[1]] == ["Họ tên", "Ghi chú", None, "Ghi chú (kiểm tra)"]
    assert [cell.value for cell in sheet[2]] == ["Lan", "của đơn vị", "lạc", "sai"]


def test_the_remark_column_keeps_clear_of_merged_section_rows():
    def fill(sheet):
        sheet.append(["STT", "Họ tên"])
        sheet.append(["I. TẬP THỂ"])
        sheet.merge_cells("A2:D2")
        sheet.append([1, "Lan"])

    data, _ = annotate(workbook(fill), "a.xlsx", {("Sheet", 3): "sai"}, header_rows={"Sheet": 1})
    assert openpyxl.load_workbook(BytesIO(data)).active["E3"].value == "sai"


def test_an_xls_comes_back_as_xlsx_with_values_and_merged_letterhead():
    original = (LISTS / "nominees.xls").read_bytes()
    data, name = annotate(
        original, "C:\\ds\\nominees.xls", {("Danh sách", 11): "sai"}, header_rows={"Danh sách": 5}
    )
    assert name == "nominees-ghi-chu.xlsx"
    before, after = read_book(original).sheets[0], read_book(data).sheets[0]
    assert after.cell(11, 9).text == "sai"
    assert sorted(after.merged) == sorted(before.merged)
    assert [[c.value for c in row[:8]] for row in after.rows] == [
        [c.value for c in row] for row in before.rows
    ]


def test_a_csv_comes_back_as_csv():
    data, name = annotate(LINES.encode(), "ds.csv", {("ds.csv", 3): "trùng"}, header_rows={"ds.csv": 1})
    assert name == "ds-ghi-chu.csv"
    assert data.startswith(b"\xef\xbb\xbf")
    sheet = read_book(data, "ds.csv").sheets[0]
    assert [row[3].text if len(row) > 3 else "" for row in sheet.rows] == ["Ghi chú", "", "trùng"]
    assert [texts(sheet, n)[:3] for n in (1, 2, 3)] == [
        texts(read_book(LINES.encode()).sheets[0], n) for n in (1, 2, 3)
    ]
