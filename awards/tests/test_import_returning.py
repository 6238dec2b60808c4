"""The list given back: the same workbook, with what is wrong written beside the rows."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from awards.models import NomineeImport
from awards.services.import_returning import (
    build_returned,
    ready_workbook,
    remarks_for,
    returned_workbook,
)
from awards.tests.factories import stage
from awards.tests.lists import BK, CREDIT_FUNDS, CREDIT_FUNDS_PROBLEMS
from awards.tests.test_imports import ALL_NEW, FORMS, csv, received, taken
from emulation.spreadsheets import read_book

pytestmark = pytest.mark.django_db


def test_the_returned_workbook_keeps_its_letterhead_and_has_remarks_in_the_wrong_rows():
    cast = stage()
    data, name = returned_workbook(received(cast, CREDIT_FUNDS), by=cast.officer)
    assert name.endswith("-ghi-chu.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Sheet1"]
    assert sheet["A1"].value == "QUỸ TÍN DỤNG NHÂN DÂN – DANH SÁCH ĐỀ NGHỊ"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:G1"]
    assert sheet["H3"].value == "Ghi chú"
    remarked = [row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 8).value]
    assert remarked == [row for row, _column in CREDIT_FUNDS_PROBLEMS]
    assert sheet["H8"].value == "Cột C: Năm sinh “2031” ở tương lai."
    assert sheet["H25"].value == "Cột B: Trùng họ tên, năm sinh và hình thức với dòng 4."


def test_the_returned_workbook_comes_back_as_the_same_list():
    cast = stage()
    taken(cast, CREDIT_FUNDS, ALL_NEW | FORMS)
    data, name = returned_workbook(NomineeImport.objects.get(), by=cast.officer)
    again = received(cast, SimpleUploadedFile(name, data))
    assert (again.preview["rows"], again.preview["good"], again.preview["adding"]) == (40, 34, 0)


def test_remarks_are_in_the_language_of_whoever_brought_the_list_in():
    cast = stage()
    kept = received(cast, CREDIT_FUNDS)
    with translation.override("en"):
        assert remarks_for(cast.officer, kept)["Sheet1", 8] == "Cột C: Năm sinh “2031” ở tương lai."
    kept.uploaded_by.language = "en"
    with translation.override("vi"):
        assert remarks_for(cast.officer, kept)["Sheet1", 8].startswith("Column C: The birth")


def test_a_long_list_is_returned_by_a_job(monkeypatch):
    cast = stage()
    monkeypatch.setattr("awards.services.import_returning.AT_ONCE", 1)
    kept = received(
        cast, csv((1, None, 1983, "x", cast.coop.name, BK), (2, "Lê Văn Ba", 1983, "", cast.coop.name, BK))
    )
    assert ready_workbook(kept, by=cast.officer) is None
    build_returned(kept.pk, by=cast.officer)
    data, name = ready_workbook(kept, by=cast.officer)
    assert name == "danh-sach-ghi-chu.csv"
    rows = read_book(data, name).sheets[0].rows
    assert [row[6].text for row in rows[:2]] == ["Ghi chú", "Cột B: Thiếu họ tên."]
