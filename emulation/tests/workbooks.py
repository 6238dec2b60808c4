"""Workbooks for tests: the sample lists, small ones made in memory, and their parts exchanged."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from emulation.spreadsheets import UnreadableBook, read_book

LISTS = Path(__file__).parents[2] / "awards" / "tests" / "data"
TAY_NINH = LISTS / "tay_ninh_2022_9_collectives_11_individuals.xlsx"
CREDIT_FUNDS = LISTS / "credit_funds_2025_40_rows_6_bad.xlsx"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)
LINES = 'STT;Họ và tên;Năm sinh\n1;Đặng Công Ân;1975\n2;"Đỗ; Thị\nAn";1983\n'


def workbook(fill=None):
    book = openpyxl.Workbook()
    if fill:
        fill(book.active)
    return saved(book)


def saved(book):
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(data, name, content):
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w") as copy:
        for part in source.namelist():
            copy.writestr(part, content if part == name else source.read(part))
    return target.getvalue()


def sheet_of(xml):
    return with_part(workbook(), "xl/worksheets/sheet1.xml", SHEET.format(xml))


def texts(sheet, row):
    return [cell.text for cell in sheet.rows[row - 1]]


def trouble_of(data):
    with pytest.raises(UnreadableBook) as refusal:
        read_book(data, "x")
    return refusal.value.trouble
