"""The old .xls: read as it is, and never trusted."""

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.spreadsheets import (
    Trouble,
    UnreadableBook,
    read_book,
)
from emulation.tests.workbooks import (
    LISTS,
    texts,
    trouble_of,
)


def test_a_real_xls_is_read_with_its_letterhead():
    book = read_book((LISTS / "nominees.xls").read_bytes(), "nominees.xls")
    sheet = book.sheets[0]
    assert book.kind == "xls"
    assert texts(sheet, 1)[0] == "LIÊN MINH HỢP TÁC XÃ TỈNH TÂY NINH"
    assert texts(sheet, 11)[:5] == ["1", "Ông Đặng Công Ân", "1975", "Nam", "Kế toán trưởng"]
    assert (1, 1, 1, 8) in sheet.merged


@pytest.mark.parametrize("keep", [600, 4000, 6000])
def test_a_cut_off_xls_is_damaged(keep):
    assert trouble_of((LISTS / "nominees.xls").read_bytes()[:keep]) == Trouble.DAMAGED


def stream_start(data, name):
    """Where the stream's directory entry lies, found by its name."""
    return data.index(name.encode("utf-16-le") + b"\0\0")


def changed_xls(code, body):
    """The real .xls, its first record after the beginning turned into another one."""
    data = bytearray((LISTS / "nominees.xls").read_bytes())
    first = data.index(struct.pack("<HH", 0x0809, 16)) + 20
    length = struct.unpack_from("<H", data, first + 2)[0]
    struct.pack_into("<H", data, first, code)
    data[first + 4 : first + 4 + min(length, len(body))] = body[:length]
    return bytes(data)


def test_an_encrypted_xls_is_named():
    assert trouble_of(changed_xls(0x002F, b"\x01\x00")) == Trouble.ENCRYPTED


def test_a_compound_file_with_an_encrypted_package_is_named():
    data = bytearray((LISTS / "nominees.xls").read_bytes())
    at = stream_start(data, "Workbook")
    name = "EncryptedPackage".encode("utf-16-le")
    data[at : at + len(name)] = name
    struct.pack_into("<H", data, at + 64, len(name) + 2)
    assert trouble_of(bytes(data)) == Trouble.ENCRYPTED


def test_another_kind_of_old_document_is_named():
    data = bytearray((LISTS / "nominees.xls").read_bytes())
    at = stream_start(data, "Workbook")
    name = "WordDocument".encode("utf-16-le")
    data[at : at + len(name)] = name
    struct.pack_into("<H", data, at + 64, len(name) + 2)
    assert trouble_of(bytes(data)) == Trouble.UNKNOWN


def cell_records(data):
    """Places of the records that name a text cell (LABELSST)."""
    place = data.find(struct.pack("<HH", 0x00FD, 10))
    while place >= 0:
        yield place
        place = data.find(struct.pack("<HH", 0x00FD, 10), place + 14)


def test_a_lone_cell_in_the_last_corner_of_an_xls_is_refused():
    data = bytearray((LISTS / "nominees.xls").read_bytes())
    *_, last = cell_records(data)
    struct.pack_into("<HH", data, last + 4, 65535, 255)
    assert trouble_of(bytes(data)) == Trouble.TOO_LARGE


@pytest.mark.parametrize("dimensions", [(0, 2**31, 0, 3), (9, 2, 0, 3), (0, 9, 5, 5), (0, 9, 0, 9999)])
def test_an_xls_that_lies_about_its_size_is_refused_before_room_is_made(dimensions):
    data = bytearray((LISTS / "nominees.xls").read_bytes())
    at = data.index(struct.pack("<HH", 0x0200, 14)) + 4
    struct.pack_into("<2I2H", data, at, *dimensions)
    assert trouble_of(bytes(data)) == Trouble.DAMAGED


def test_a_formula_in_an_xls_is_flagged():
    sheet = read_book((LISTS / "formula.xls").read_bytes(), "formula.xls").sheets[0]
    assert [
        (r, c) for r, row in enumerate(sheet.rows, 1) for c, cell in enumerate(row, 1) if cell.formula
    ] == [(4, 2)]


@given(st.integers(0, 9727), st.integers(0, 255))
def test_a_damaged_byte_in_an_xls_never_brings_the_reader_down(place, value):
    data = bytearray((LISTS / "nominees.xls").read_bytes())
    data[place] = value
    with contextlib.suppress(UnreadableBook):
        read_book(bytes(data), "x.xls")
