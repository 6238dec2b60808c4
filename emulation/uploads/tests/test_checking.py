"""Files that mean harm or no good are turned away with a sentence; each is built here."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from emulation.spreadsheets import Trouble
from emulation.tests.workbooks import LISTS, SHEET, TAY_NINH, with_part, workbook
from emulation.uploads import refusals
from emulation.uploads.checking import UploadRefused, check_scan, check_spreadsheet, sentence_of

SHEET_PART = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def upload(data, name="danh-sach.xlsx"):
    return SimpleUploadedFile(name, data)


def refusal_of(data, check=check_spreadsheet):
    with pytest.raises(UploadRefused) as refusal:
        check(upload(data))
    return refusal.value.sentence


def with_new_part(data, name, content=b"x"):
    target = BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


def part(data, name):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


# What is taken


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("tay_ninh_2022_9_collectives_11_individuals.xlsx", "xlsx"),
        ("credit_funds_2025_40_rows_6_bad.xlsx", "xlsx"),
        ("nominees_nfd.xlsx", "xlsx"),
        ("nominees.xls", "xls"),
        ("nominees_tcvn3.xls", "xls"),
    ],
)
def test_the_lists_of_offices_are_taken(name, kind):
    file = upload((LISTS / name).read_bytes(), name)
    assert check_spreadsheet(file) == kind
    assert file.tell() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_tables_are_taken(encoding):
    assert check_spreadsheet(upload("STT;Họ và tên\n1;Lan\n".encode(encoding))) == "csv"


def test_the_content_decides_and_not_the_name():
    assert check_spreadsheet(upload(TAY_NINH.read_bytes(), "a.csv")) == "xlsx"
    assert check_spreadsheet(upload(b"STT,Ten\n1,Lan\n", "a.xlsx")) == "csv"


def test_a_plain_open_file_is_as_good_as_an_upload():
    with TAY_NINH.open("rb") as file:
        assert check_spreadsheet(file) == "xlsx"
        assert file.tell() == 0


def test_links_to_follow_by_hand_are_harmless():
    relation = (
        f'<Relationship Id="rId99" Type="{OFFICE}/hyperlink" Target="https://x" TargetMode="External"/>'
    )
    rels = part(workbook(), RELATIONS).replace("</Relationships>", relation + "</Relationships>")
    assert check_spreadsheet(upload(with_part(workbook(), RELATIONS, rels))) == "xlsx"


# Size


class Enormous:
    """A file of 200 MB that would be noticed to be read."""

    size = 200 * 1024 * 1024

    def read(self, *_):
        raise AssertionError("read before its size was looked at")

    seek = tell = read


@pytest.mark.parametrize("check", [check_spreadsheet, check_scan])
def test_a_file_of_200_megabytes_is_refused_before_it_is_read(check):
    with override("en"), pytest.raises(UploadRefused) as refusal:
        check(Enormous())
    assert str(refusal.value.sentence) == "The file is 200 MB large; at most 25 MB are accepted."


def test_the_size_of_a_plain_file_is_measured_too(settings):
    settings.UPLOAD_MAX_BYTES = 100
    with pytest.raises(UploadRefused):
        check_spreadsheet(BytesIO(b"a;b\n" * 100))


@pytest.mark.parametrize("check", [check_spreadsheet, check_scan])
@pytest.mark.parametrize("data", [b"", b" \r\n\t"])
def test_an_empty_file(check, data):
    assert refusal_of(data, check) == refusals.EMPTY


# Zips


def test_a_zip_that_unpacks_to_very_much_is_refused():
    data = with_new_part(workbook(), "xl/media/image1.bin", b"\0" * 20 * 1024 * 1024)
    assert len(data) < 100_000
    assert refusal_of(data) == refusals.BOMB


def with_claimed_size(data, name, size, content):
    """The workbook, one of its entries claiming another size than it has."""
    grown = with_new_part(data, name, content)
    bare = bytearray(grown)
    at = grown.rindex(name.encode()) - 46
    assert grown[at : at + 4] == b"PK\x01\x02"
    struct.pack_into(
        "<II", bare, at + 16, zlib.crc32(content[:size]), struct.unpack_from("<I", grown, at + 20)[0]
    )
    struct.pack_into("<I", bare, at + 24, size)
    return bytes(bare)


def test_a_zip_that_lies_about_its_size_is_found_out_while_it_unpacks():
    data = with_claimed_size(workbook(), "xl/sharedStrings2.xml", 10, b"<a>" + b" " * 50_000_000 + b"</a>")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert len(archive.read("xl/sharedStrings2.xml")) == 10
    assert refusal_of(data) == refusals.BOMB


def test_a_zip_with_less_than_it_says_is_damaged():
    assert refusal_of(with_claimed_size(workbook(), "xl/a.bin", 90, b"short")) == refusals.DAMAGED


def test_a_zip_of_thousands_of_parts_is_refused():
    target = BytesIO(workbook())
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/{number}", b"")
    assert refusal_of(target.getvalue()) == refusals.TOO_MUCH


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_one_part_twice_is_damaged():
    assert refusal_of(with_new_part(workbook(), SHEET_PART, b"<other/>")) == refusals.DAMAGED


def test_an_unusual_compression_is_not_read():
    target = BytesIO(workbook())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/a.bin", b"x" * 100)
    assert refusal_of(target.getvalue()) == refusals.DAMAGED


def test_an_encrypted_zip_is_named():
    data = bytearray(workbook())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal_of(bytes(data)) == refusals.ENCRYPTED


@pytest.mark.parametrize("keep", [10, 300, 3000, -1, -40])
def test_a_workbook_cut_off_on_its_way_is_damaged(keep):
    assert refusal_of(TAY_NINH.read_bytes()[:keep]) == refusals.DAMAGED


def test_a_workbook_with_scrambled_content_is_damaged():
    data = bytearray(workbook())
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        entry = archive.getinfo(SHEET_PART)
    start = entry.header_offset + 30 + len(entry.filename)
    data[start : start + 40] = b"\xff" * 40
    assert refusal_of(bytes(data)) == refusals.DAMAGED


def test_xml_that_is_none_is_damaged():
    assert refusal_of(with_part(workbook(), SHEET_PART, "<worksheet>")) == refusals.DAMAGED


# What stands in the parts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    ],
)
def test_declarations_in_any_part_are_refused(declaration, encoding):
    hostile = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{SHEET.format("")}'.encode(encoding)
    for name in (SHEET_PART, "xl/styles.xml", RELATIONS, "docProps/app.xml"):
        assert refusal_of(with_part(workbook(), name, hostile)) == refusals.DECLARED


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml", "xl/activeX/a.bin"]
)
def test_macros_are_refused_under_any_name_of_the_file(name):
    assert refusal_of(with_new_part(workbook(), name)) == refusals.MACROS


def test_a_macro_workbook_is_known_by_its_content_type():
    types = part(workbook(), "[Content_Types].xml").replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert refusal_of(with_part(workbook(), "[Content_Types].xml", types)) == refusals.MACROS


@pytest.mark.parametrize(
    "name", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml", "xl/queryTables/q.xml"]
)
def test_links_to_other_files_are_refused(name):
    assert refusal_of(with_new_part(workbook(), name)) == refusals.EXTERNAL


def test_relations_to_the_outside_are_refused():
    relation = (
        f'<Relationship Id="rId99" Type="{OFFICE}/oleObject" Target="file:///x" TargetMode="External"/>'
    )
    rels = part(workbook(), RELATIONS).replace("</Relationships>", relation + "</Relationships>")
    assert refusal_of(with_part(workbook(), RELATIONS, rels)) == refusals.EXTERNAL


def archive_of(*names):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    return target.getvalue()


@pytest.mark.parametrize("name", ["xl/workbook.bin", "word/document.xml", "content.xml"])
def test_other_documents_are_told_to_be_saved_as_xlsx(name):
    assert refusal_of(archive_of(name)) == refusals.SAVE_AS_XLSX


def test_any_other_zip_is_no_spreadsheet():
    assert refusal_of(archive_of("photo.jpg")) == refusals.NO_SPREADSHEET


# Old workbooks


def old_workbook(name):
    """The real .xls with its one stream under another name."""
    data = bytearray((LISTS / "nominees.xls").read_bytes())
    at = data.index("Workbook".encode("utf-16-le") + b"\0\0")
    text = name.encode("utf-16-le")
    data[at : at + 64] = text.ljust(64, b"\0")
    struct.pack_into("<H", data, at + 64, len(text) + 2)
    return data


def test_an_xlsx_under_a_password_is_named():
    assert refusal_of(bytes(old_workbook("EncryptedPackage"))) == refusals.ENCRYPTED


def test_an_old_word_document_is_told_to_be_saved_as_xlsx():
    assert refusal_of(bytes(old_workbook("WordDocument"))) == refusals.SAVE_AS_XLSX


def test_an_old_workbook_with_a_macro_sheet_is_refused():
    data = bytearray((LISTS / "nominees.xls").read_bytes())
    at = data.index(struct.pack("<H", 0x0085), data.index(struct.pack("<HH", 0x0809, 16)))
    data[at + 9] = 1
    assert refusal_of(bytes(data)) == refusals.MACROS


def test_an_old_workbook_with_a_macro_project_is_refused():
    data = bytearray((LISTS / "nominees.xls").read_bytes())
    entry = data.index("Workbook".encode("utf-16-le")) + 128
    name = "_VBA_PROJECT_CUR".encode("utf-16-le")
    data[entry : entry + len(name)] = name
    struct.pack_into("<HB", data, entry + 64, len(name) + 2, 1)
    assert refusal_of(bytes(data)) == refusals.MACROS


@pytest.mark.parametrize("keep", [8, 700, 5000])
def test_an_old_workbook_cut_off_is_damaged(keep):
    assert refusal_of((LISTS / "nominees.xls").read_bytes()[:keep]) == refusals.DAMAGED


# Everything else


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%\x00\x01\x02",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\x7fELF\x02\x01\x01\0\0",
        b"MZ\x90\0\x03\0\0\0",
    ],
)
def test_what_is_no_spreadsheet(data):
    assert refusal_of(data) == refusals.NO_SPREADSHEET


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_web_page_with_the_name_of_a_workbook(encoding):
    assert (
        refusal_of("<html><table><tr><td>Lan</td></tr></table></html>".encode(encoding)) == refusals.WEB_PAGE
    )


def test_every_trouble_of_reading_has_its_sentence():
    with override("vi"):
        sentences = {str(sentence_of(trouble)) for trouble in Trouble}
    assert len(sentences) == len(Trouble)
    assert all(sentence.startswith(("Tệp", "Hệ thống")) for sentence in sentences)
