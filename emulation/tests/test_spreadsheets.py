"""Lists in: the files offices send, and files that mean harm."""

import unicodedata
import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from emulation.spreadsheets import (
    EMPTY,
    Cell,
    Trouble,
    column_letter,
    read_book,
)
from emulation.tests.workbooks import (
    CREDIT_FUNDS,
    LINES,
    LISTS,
    SHEET,
    TAY_NINH,
    saved,
    sheet_of,
    texts,
    trouble_of,
    with_part,
    workbook,
)
from emulation.vietnamese import from_tcvn3, from_vni, legacy_encoding, nfc


def test_the_sample_list_keeps_its_row_numbers_and_merged_letterhead():
    sheet = read_book(TAY_NINH.read_bytes(), TAY_NINH.name).sheets[0]
    assert texts(sheet, 5)[:3] == ["STT", "Họ và tên / Tên tập thể", "Năm sinh"]
    assert texts(sheet, 17)[1:4] == ["Ông Đặng Công Ân", "1975", "Nam"]
    assert sheet.cell(17, 3) == Cell(1975)
    assert type(sheet.cell(17, 3).value) is int
    assert sorted(sheet.merged) == [(1, 1, 1, 8), (2, 1, 2, 8), (3, 1, 3, 8)]


def test_a_formula_is_shown_where_a_name_belongs():
    sheet = read_book(CREDIT_FUNDS.read_bytes(), CREDIT_FUNDS.name).sheets[0]
    formulas = {
        (number, column): cell.formula
        for number, row in enumerate(sheet.rows, start=1)
        for column, cell in enumerate(row, start=1)
        if cell.formula
    }
    assert formulas == {(37, 2): '=HYPERLINK("http://127.0.0.1/x","Lan")'}


def test_blank_first_rows_and_columns_do_not_shift_numbers():
    def fill(sheet):
        sheet["C4"] = "Họ và tên"
        sheet["E9"] = "=1+1"

    sheet = read_book(workbook(fill), "x.xlsx").sheets[0]
    assert sheet.cell(4, 3).text == "Họ và tên"
    assert sheet.cell(9, 5) == Cell(None, "=1+1")
    assert sheet.cell(1, 1) is EMPTY
    assert sheet.cell(100, 100) is EMPTY


def test_values_keep_their_kind():
    def fill(sheet):
        sheet.append([1975.0, 0.5, "079", True, date(2022, 10, 10), datetime(2022, 1, 1, 3, 4), "  A  B "])

    row = read_book(workbook(fill), "x.xlsx").sheets[0].rows[0]
    assert [cell.value for cell in row] == [
        1975, 0.5, "079", True, date(2022, 10, 10), datetime(2022, 1, 1, 3, 4), "  A  B ",
    ]  # fmt: skip
    assert row[4].text == "10/10/2022"
    assert row[6].text == "A B"


def test_text_that_begins_like_a_formula_counts_as_one():
    def fill(sheet):
        sheet["A1"] = "=cmd|' /C calc'!A0"
        sheet["A1"].data_type = "s"

    assert read_book(workbook(fill), "x.xlsx").sheets[0].rows[0][0].formula == "=cmd|' /C calc'!A0"
    assert read_book(b"Lan;=1+1\n", "x.csv").sheets[0].rows[0][1].formula == "=1+1"


def test_hidden_sheets_are_known():
    book = openpyxl.Workbook()
    book.create_sheet("Ẩn").sheet_state = "hidden"
    assert [(s.name, s.visible) for s in read_book(saved(book)).sheets] == [("Sheet", True), ("Ẩn", False)]


def test_a_formula_is_found_under_any_prefix():
    xml = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="2"><x:c r="B2" t="str"><x:f>1+1</x:f><x:v>Lan</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    sheet = read_book(with_part(workbook(), "xl/worksheets/sheet1.xml", xml)).sheets[0]
    assert sheet.cell(2, 2).formula == "=1+1"


def test_cells_without_a_place_follow_one_another():
    sheet = read_book(sheet_of("<row><c><v>1</v></c><c><f>1+1</f><v>2</v></c></row>")).sheets[0]
    assert sheet.rows[0] == [Cell(1), Cell(2, "=1+1")]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c>'
        + "<c><v>1</v></c>" * 9
        + "</row>",
        '<row r="9999999"><c r="A9999999"><v>1</v></c></row>',
        "<row r='1'><c r = 'ZZZ1'><v>1</v></c></row><row r='9999'><c r='A9999'><v>1</v></c></row>",
    ],
)
def test_a_lone_cell_far_out_is_refused_before_room_is_made_for_all_between(cells):
    assert trouble_of(sheet_of(cells)) == Trouble.TOO_LARGE


def test_mere_formatting_far_out_is_no_reason_to_refuse():
    sheet = read_book(
        sheet_of('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"/>')
    ).sheets[0]
    assert sheet.rows[0][0] == Cell(1)


def test_declared_entities_are_never_expanded():
    hostile = '<!DOCTYPE x [<!ENTITY a "Lan">]>' + SHEET.format(
        '<row r="1"><c r="A1" t="str"><f>1</f><v>&a;</v></c></row>'
    )
    assert trouble_of(with_part(workbook(), "xl/worksheets/sheet1.xml", hostile)) == Trouble.DAMAGED


def test_a_workbook_that_declares_a_document_type_is_refused():
    data = workbook()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read("xl/workbook.xml").decode()
    hostile = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xml
    assert trouble_of(with_part(data, "xl/workbook.xml", hostile)) == Trouble.DAMAGED


@pytest.mark.parametrize("end", [40, 400, 2000, -30])
def test_a_cut_off_workbook_is_damaged(end):
    assert trouble_of(TAY_NINH.read_bytes()[:end]) == Trouble.DAMAGED


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", Trouble.EMPTY),
        (b" \r\n ", Trouble.EMPTY),
        (b"%PDF-1.7\x00\x01\x02", Trouble.UNKNOWN),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Trouble.UNKNOWN),
        (b"PK\x03\x04 no zip after all", Trouble.DAMAGED),
        (bytes.fromhex("D0CF11E0A1B11AE1"), Trouble.DAMAGED),
    ],
)
def test_what_is_no_spreadsheet_is_named(data, trouble):
    assert trouble_of(data) == trouble


@pytest.mark.parametrize(
    ("name", "encoding", "read"),
    [
        ("nominees_tcvn3.xlsx", "tcvn3", from_tcvn3),
        ("nominees_tcvn3.xls", "tcvn3", from_tcvn3),
        ("nominees_vni.xlsx", "vni", from_vni),
        ("nominees_nfd.xlsx", None, nfc),
    ],
)
def test_old_encodings_give_the_same_list(name, encoding, read):
    expected = read_book((LISTS / "nominees.xls").read_bytes()).sheets[0]
    sheet = read_book((LISTS / name).read_bytes(), name).sheets[0]
    everything = "\n".join(cell.text for row in sheet.rows for cell in row)
    assert legacy_encoding(everything) == encoding
    assert [[read(c.text) for c in row] for row in sheet.rows] == [
        [c.text for c in row] for row in expected.rows
    ]


def test_the_decomposed_list_really_is_decomposed():
    sheet = read_book((LISTS / "nominees_nfd.xlsx").read_bytes()).sheets[0]
    raw = sheet.cell(11, 2).value
    assert raw != nfc(raw)
    assert sheet.cell(11, 2).text == "Ông Đặng Công Ân"


@pytest.mark.parametrize(
    "data",
    [
        LINES.encode(),
        b"\xef\xbb\xbf" + LINES.encode(),
        LINES.encode("utf-16"),
        LINES.encode("utf-16-le"),
        b"\xfe\xff" + LINES.encode("utf-16-be"),
        LINES.replace("\n", "\r\n").encode(),
        unicodedata.normalize("NFD", LINES).encode(),
    ],
)
def test_csv_in_every_encoding(data):
    sheet = read_book(data, "ds.csv").sheets[0]
    assert sheet.name == "ds.csv"
    assert [texts(sheet, row) for row in (1, 2, 3)] == [
        ["STT", "Họ và tên", "Năm sinh"],
        ["1", "Đặng Công Ân", "1975"],
        ["2", "Đỗ; Thị An", "1983"],
    ]


def test_csv_in_the_code_page_of_old_windows():
    # windows-1258 has the base letters and five combining tones
    data = b"STT;H\xf2\xf2 t\xean\n1;\xd0\xe3\xf2ng C\xf4ng \xc2n\n"
    sheet = read_book(data, "x.csv").sheets[0]
    assert texts(sheet, 2) == ["1", "Đặng Công Ân"]


def test_csv_in_tcvn3_is_left_for_a_knowing_conversion():
    data = "STT,Hä vµ tªn\n1,NguyÔn V¨n Hïng\n".encode("latin-1")
    assert from_tcvn3(read_book(data, "x.csv").sheets[0].rows[1][1].text) == "Nguyễn Văn Hùng"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_with_each_separator(separator):
    data = f"STT{separator}Họ tên{separator}Đơn vị\n1{separator}Lan{separator}HTX A\n".encode()
    assert texts(read_book(data, "x.csv").sheets[0], 2) == ["1", "Lan", "HTX A"]


def test_commas_in_text_do_not_pass_for_separators():
    data = "Tên;Nơi ở\nLan;ấp 1, xã A, huyện B, tỉnh C\nAn;ấp 2\n".encode()
    assert texts(read_book(data, "x.csv").sheets[0], 2) == ["Lan", "ấp 1, xã A, huyện B, tỉnh C"]


def test_the_separator_hint_of_excel_counts_as_a_blank_row():
    sheet = read_book(b"sep=,\r\na;b,c\r\n", "x.csv").sheets[0]
    assert [texts(sheet, 1), texts(sheet, 2)] == [[], ["a;b", "c"]]


def test_csv_with_a_field_without_end_is_damaged():
    assert trouble_of(b'a;"' + b"x" * 200_000) == Trouble.DAMAGED


def test_csv_of_nothing_but_separators_is_too_large():
    assert trouble_of(b"a" + b";" * 5_000_001) == Trouble.TOO_LARGE


def test_column_letters():
    assert [column_letter(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
