"""Reading a list as units send it: headings, sections, totals, signatures; no database."""

from datetime import date, datetime

import pytest

from awards.rows.fields import Field, field_of
from awards.rows.header import Layout, find_layout
from awards.rows.sections import Section, form_in_title, is_signature, is_total, section_of
from awards.rows.units import kind_of_unit, other_accents, unit_key
from awards.rows.values import Birth, birth_of, gender_of, text_of
from awards.tests.lists import BK, HEADING, checked, known, read, sheet

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("STT", Field.NUMBER),
        ("TT", Field.NUMBER),
        ("HỌ VÀ TÊN", Field.NAME),
        ("Họ & tên", Field.NAME),
        ("Họ và tên / Tên tập thể", Field.NAME),
        ("Tên tập thể, cá nhân", Field.NAME),
        ("Năm\nsinh", Field.BIRTH),
        ("Ngày, tháng, năm sinh", Field.BIRTH),
        ("Nam", Field.MALE),
        ("Năm", None),
        ("Nữ", Field.FEMALE),
        ("Chức vụ, chức danh", Field.TITLE),
        ("Chức vụ, đơn vị công tác", Field.TITLE_UNIT),
        ("Nơi công tác", Field.UNIT),
        ("Danh hiệu/Hình thức khen thưởng", Field.FORM),
        ("Hình thức khen thưởng đã được ghi nhận", None),
        ("Trích ngang thành tích", Field.ACHIEVEMENT),
        ("Ghi chú", Field.NOTE),
        ("LIÊN MINH HỢP TÁC XÃ TỈNH TÂY NINH", None),
    ],
)
def test_headings_are_read_by_meaning(heading, field):
    assert field_of(heading) == field


def test_a_heading_in_nfd_is_the_same_heading():
    assert field_of("Ho\u0323 va\u0300 te\u0302n") == Field.NAME


def test_the_heading_is_found_under_a_letterhead():
    layout = find_layout(
        [["LIÊN MINH HTX"], ["Danh sách (kèm theo Tờ trình số 4)"], [], ["TT", "Họ tên", "", "Đơn vị"]]
    )
    assert layout == Layout(4, 4, {Field.NUMBER: 0, Field.NAME: 1, Field.UNIT: 3})


def test_a_heading_of_two_rows_tells_men_from_women():
    layout = find_layout(
        [
            ["STT", "Họ và tên", "Năm sinh", "", "Chức vụ"],
            ["", "", "Nam", "Nữ", ""],
            ["1", "Đỗ Thị An", "", "1983", "Giám đốc"],
        ]
    )
    assert (layout.first, layout.last) == (1, 2)
    assert layout.columns[Field.MALE] == 2
    assert layout.columns[Field.FEMALE] == 3
    found = checked(
        ("STT", "Họ và tên", "Năm sinh", None, "Chức vụ", "Đơn vị", "Hình thức"),
        (None, None, "Nam", "Nữ", None, None, None),
        (1, "Đỗ Thị An", None, 1983, "Giám đốc", "HTX Mỹ Đức", BK),
        (2, "Đặng Công Ân", 1975, None, "Kế toán", "HTX Mỹ Đức", BK),
    )
    assert [(row.honorific, row.birth_year) for row in found.good] == [("Bà", 1983), ("Ông", 1975)]


def test_a_section_row_is_not_a_second_row_of_headings():
    assert find_layout([["STT", "Họ và tên", "Năm sinh"], ["I", "TẬP THỂ", ""]]).last == 1


def test_given_names_in_a_column_of_their_own_are_joined():
    found = checked(
        ("STT", "Họ và tên", None, "Năm sinh", "Đơn vị", "Hình thức"),
        (1, "Nguyễn Văn", "An", 1980, "HTX Mỹ Đức", BK),
        (2, "Trần Thị", "Bình", 1981, "HTX Mỹ Đức", BK),
    )
    assert [row.name for row in found.good] == ["Nguyễn Văn An", "Trần Thị Bình"]


def test_the_unit_is_the_name_where_only_collectives_are_listed():
    found = checked(("STT", "Tên đơn vị", "Hình thức"), (1, "HTX Nông nghiệp Mỹ Đức", BK))
    assert [(row.kind, row.name) for row in found.good] == [("C", "HTX Nông nghiệp Mỹ Đức")]


def test_position_and_unit_in_one_column_are_told_apart():
    found = checked(
        ("STT", "Họ và tên", "Chức vụ, đơn vị công tác", "Hình thức"),
        (1, "Đỗ Thị An", "Giám đốc, HTX Nông nghiệp Mỹ Đức", BK),
        (2, "Lê Văn Ba", "Trưởng phòng Quỹ tín dụng nhân dân Gò Dầu", BK),
    )
    assert [(row.title, row.unit_name) for row in found.good] == [
        ("Giám đốc", "HTX Nông nghiệp Mỹ Đức"),
        ("Trưởng phòng", "Quỹ tín dụng nhân dân Gò Dầu"),
    ]


def is_form(text):
    return known().is_form(text)


@pytest.mark.parametrize(
    ("cells", "section"),
    [
        (["I", "TẬP THỂ"], Section(kind="C")),
        (["", "II. CÁ NHÂN"], Section(kind="I")),
        (["A. Tập thể (9)", ""], Section(kind="C")),
        (["III", "HỘ GIA ĐÌNH"], Section(kind="H")),
        (["1", "Cá nhân"], Section(kind="I")),
        (["", "Bằng khen của Chủ tịch UBND tỉnh"], Section(form="bang khen cua chu tich ubnd tinh")),
        (
            ["I", "Đề nghị tặng Bằng khen của Chủ tịch UBND tỉnh cho tập thể"],
            Section("C", "bang khen cua chu tich ubnd tinh"),
        ),
        (["I", "HTX Nông nghiệp Mỹ Đức"], Section(unit="HTX Nông nghiệp Mỹ Đức")),
        (["IV", "Lãnh đạo"], Section()),
        (["1", "HTX Nông nghiệp Mỹ Đức"], None),
        (["", "Nguyễn Văn An"], None),
        (["I", "TẬP THỂ", "1975"], None),
    ],
)
def test_sections(cells, section):
    assert section_of(cells, is_form) == section


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Tổng cộng: 9 tập thể, 11 cá nhân.", True),
        ("Cộng:", True),
        ("Danh sách gồm 20 người./.", True),
        ("Tống Thị Hoa", False),
        ("Công Văn Cộng", False),
    ],
)
def test_totals_are_not_family_names(text, total):
    assert is_total(["", text]) is total


@pytest.mark.parametrize(
    ("cells", "signature"),
    [
        (["Tây Ninh, ngày 10 tháng 10 năm 2022"], True),
        (["NGƯỜI LẬP BIỂU", "CHỦ TỊCH"], True),
        (["TM. BAN THƯỜNG VỤ"], True),
        (["(Ký, ghi rõ họ tên)"], True),
        (["Nguyễn Văn An", "Chủ tịch"], False),
    ],
)
def test_signatures(cells, signature):
    assert is_signature(cells) is signature


def test_the_title_above_names_the_award_of_all_rows():
    assert form_in_title("DANH SÁCH ĐỀ NGHỊ TẶNG BẰNG KHEN CỦA CHỦ TỊCH UBND TỈNH NĂM 2022", is_form)
    found = checked(
        ("DANH SÁCH ĐỀ NGHỊ TẶNG BẰNG KHEN CỦA CHỦ TỊCH UBND TỈNH",),
        ("STT", "Họ và tên", "Đơn vị"),
        (1, "Đỗ Thị An", "HTX Mỹ Đức"),
    )
    assert [row.form_code for row in found.good] == ["BK_TINH"]


def test_what_is_under_the_table_is_no_nominee():
    found = checked(
        HEADING,
        (1, "Đỗ Thị An", 1983, "Giám đốc", "HTX Mỹ Đức", BK),
        (),
        (None, "Tổng cộng: 01 cá nhân"),
        (None, None, None, None, "Tây Ninh, ngày 10 tháng 10 năm 2022"),
        (None, "NGƯỜI LẬP BIỂU", None, None, "CHỦ TỊCH"),
        (None, "Nguyễn Văn A", None, None, "Trần Văn B"),
    )
    assert (found.rows, len(found.good)) == (1, 1)


def test_a_table_that_goes_on_after_a_subtotal_is_read_on():
    found = checked(
        HEADING,
        (1, "Đỗ Thị An", 1983, "Giám đốc", "HTX Mỹ Đức", BK),
        (None, "Cộng: 1"),
        ("II", "CÁ NHÂN"),
        (1, "Lê Văn Ba", 1984, "Giám đốc", "HTX Mỹ Đức", BK),
        HEADING,
        (2, "Lê Văn Tư", 1985, "Giám đốc", "HTX Mỹ Đức", BK),
    )
    assert [row.name for row in found.good] == ["Đỗ Thị An", "Lê Văn Ba", "Lê Văn Tư"]


def test_numbers_of_columns_under_the_heading_are_no_row():
    found = checked(HEADING, ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"), (1, 2, 3, 4, 5, 6))
    assert found.rows == 0


def test_a_sheet_without_a_heading_is_left_out_and_the_others_are_read():
    one = sheet(HEADING, (1, "Đỗ Thị An", 1983, "Giám đốc", "HTX Mỹ Đức", BK), name="Một")
    two = sheet(("Ghi chú của người lập",), name="Hai")
    three = sheet(HEADING, (1, "Lê Văn Ba", 1984, "Giám đốc", "HTX Mỹ Đức", BK), name="Ba")
    reading = read(one, two, three)
    assert [(found.name, found.lines) for found in reading.sheets] == [("Một", 1), ("Hai", 0), ("Ba", 1)]
    assert [line.sheet for line in reading.lines] == ["Một", "Ba"]


def test_a_mapping_of_the_officer_goes_before_the_one_found():
    odd = sheet(("a", "b", "c"), ("Đỗ Thị An", BK, "HTX Mỹ Đức"), name="Lạ")
    assert read(odd).lines == []
    layout = {"first": 1, "last": 1, "columns": {"name": 0, "form": 1, "unit": 2}}
    assert [line.text(Field.NAME) for line in read(odd, mapping={"Lạ": layout}).lines] == ["Đỗ Thị An"]
    assert read(sheet(HEADING, (1, "X", 1980, "", "HTX Y", BK)), mapping={"Sheet1": None}).lines == []


def test_a_unit_merged_over_several_rows_and_marks_of_repetition_are_filled():
    merged = sheet(
        HEADING,
        (1, "Đỗ Thị An", 1983, "Giám đốc", "HTX Mỹ Đức", BK),
        (2, "Lê Văn Ba", 1984, "Kế toán", None, "-nt-"),
        (3, "Lê Văn Tư", 1985, "-nt-", "HTX Gò Dầu", '"'),
        merged=[(2, 5, 3, 5)],
    )
    lines = read(merged).lines
    assert [line.text(Field.UNIT) for line in lines] == ["HTX Mỹ Đức", "HTX Mỹ Đức", "HTX Gò Dầu"]
    assert [line.text(Field.FORM) for line in lines] == [BK, BK, BK]
    assert lines[2].text(Field.TITLE) == "Kế toán"


def test_an_achievement_that_goes_on_below_is_one_text():
    found = checked(
        (*HEADING, "Thành tích"),
        (1, "Đỗ Thị An", 1983, "Giám đốc", "HTX Mỹ Đức", BK, "Doanh thu tăng"),
        (None, None, None, None, None, None, "và nộp ngân sách"),
    )
    assert [row.achievement for row in found.good] == ["Doanh thu tăng và nộp ngân sách"]


@pytest.mark.parametrize(
    ("value", "birth"),
    [
        (1975, Birth(1975)),
        ("1975", Birth(1975)),
        ("năm 1975", Birth(1975)),
        ("02/1975", Birth(1975)),
        ("5/2/1975", Birth(1975, date(1975, 2, 5))),
        (datetime(1975, 2, 5), Birth(1975, date(1975, 2, 5))),
        ("ngày 05 tháng 02 năm 1975", Birth(1975, date(1975, 2, 5))),
        ("", Birth()),
        ("chưa rõ", Birth(trouble="birth_not_year")),
        ("31/02/1975", Birth(trouble="birth_not_year")),
        (75, Birth(trouble="birth_not_year")),
        (2031, Birth(trouble="birth_future")),
        ("01/12/2026", Birth(trouble="birth_future")),
        (2015, Birth(trouble="birth_age")),
        (1905, Birth(trouble="birth_age")),
    ],
)
def test_births(value, birth):
    assert birth_of(value, year=2025, today=TODAY) == birth


@pytest.mark.parametrize(("text", "gender"), [("Nam", "MALE"), ("NỮ", "FEMALE"), ("", ""), ("1975", None)])
def test_gender(text, gender):
    assert gender_of(text) == gender


def test_cells_are_read_as_a_person_reads_them():
    assert text_of(1975.0) == "1975"
    assert text_of(date(2026, 2, 5)) == "05/02/2026"
    assert text_of("  Ha\u0300  Nội\u200b ") == "Hà Nội"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("HTX Nông nghiệp Mỹ Đức", "COOPERATIVE"),
        ("QTDND Gò Dầu", "CREDIT_FUND"),
        ("Liên hiệp HTX Tây Ninh", "COOPERATIVE_UNION"),
        ("LH HTX Tây Ninh", "COOPERATIVE_UNION"),
        ("THT Sản xuất rau", "COOPERATIVE_GROUP"),
        ("Phòng Kế hoạch", "DEPARTMENT"),
        ("Công ty TNHH An Phát", "OTHER"),
        ("Tô Văn Kỹ", ""),
        ("Bàn Thị Hoa", ""),
        ("Nguyễn Văn An", ""),
    ],
)
def test_kinds_of_units_by_name(name, kind):
    assert kind_of_unit(name) == kind


def test_names_of_units_meet_over_abbreviations_but_not_over_accents():
    assert unit_key("HTX Rau  an toàn") == unit_key("Hợp tác xã rau an toàn")
    assert unit_key("QTDND Gò Dầu") == unit_key("Quỹ tín dụng nhân dân GÒ DẦU")
    assert unit_key("HTX Tân Hoà") == unit_key("HTX Tân Hòa")
    assert unit_key("HTX Tân Hóa") != unit_key("HTX Tân Hòa")
    assert other_accents("HTX Tân Hóa", "Hợp tác xã Tân Hòa")
    assert not other_accents("HTX TAN HOA", "HTX Tân Hòa")
