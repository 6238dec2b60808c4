"""What is wrong with a row, and what only the officer can say; no database."""

from datetime import date

import pytest

from awards.rows.checking import check
from awards.rows.identity import fingerprint
from awards.rows.known import OtherNomination, UnitFact
from awards.services.import_sentences import duplicate_sentence, problem_sentence
from awards.tests.lists import (
    BK,
    CREDIT_FUNDS,
    CREDIT_FUNDS_PROBLEMS,
    HEADING,
    TAY_NINH,
    checked,
    from_file,
    known,
    people,
    problems,
    read,
    sheet,
)

MY_DUC = UnitFact(7, "HTX Mỹ Đức", inside=True)
AN = ("Đỗ Thị An", 1983, "Giám đốc", "HTX Mỹ Đức", BK)


def at_my_duc(**facts):
    return known(units={"hop tac xa my duc": MY_DUC}, **facts)


def test_the_sample_of_tay_ninh_is_good_throughout():
    _reading, found = from_file(TAY_NINH, 2022)
    assert (found.rows, len(found.good), found.problems) == (20, 20, [])
    assert [row.kind for row in found.good] == ["C"] * 9 + ["I"] * 11
    assert found.good[0].address == "huyện Châu Thành"
    assert (found.good[9].honorific, found.good[9].name) == ("Ông", "Đặng Công Ân")


def test_the_sample_of_the_credit_funds_has_six_wrong_rows():
    _reading, found = from_file(CREDIT_FUNDS, 2025)
    assert (found.rows, len(found.good)) == (40, 34)
    assert [(problem.row, problem.column) for problem in found.problems] == CREDIT_FUNDS_PROBLEMS
    assert {question.kind for question in found.questions} == {"form", "form_not_offered", "unit"}
    giay_khen = next(question for question in found.questions if question.text == "Giấy khen")
    assert (giay_khen.rows, giay_khen.choices, giay_khen.is_open) == (12, ("GK_LM",), True)
    names = [row.name for row in found.good]
    assert "Quách Mỹ Nghị" in names
    assert "Trần Thị An" in names


@pytest.mark.parametrize(
    "name",
    ["nominees.xls", "nominees_nfd.xlsx", "nominees_tcvn3.xls", "nominees_tcvn3.xlsx", "nominees_vni.xlsx"],
)
def test_old_files_and_encodings_say_the_same(name):
    reading, found = from_file(name, 2022)
    assert (found.rows, len(found.good)) == (7, 7)
    assert found.good[0].name == "HTX Nông nghiệp Mỹ Đức"
    assert [row.name for row in found.good[3:5]] == ["Đặng Công Ân", "Đỗ Thị An"]
    encoding = name.partition(".")[0].partition("_")[2]
    assert reading.legacy.encoding == (encoding if encoding in ("tcvn3", "vni") else "")


def test_an_old_encoding_shows_a_text_before_and_after_and_can_be_kept():
    reading, _found = from_file("nominees_tcvn3.xlsx", 2022)
    assert reading.legacy.before != reading.legacy.after
    assert reading.used == "tcvn3"
    kept, _found = from_file("nominees_tcvn3.xlsx", 2022, encoding="keep")
    assert kept.lines == []


def test_a_name_is_taken_without_characters_that_show_nothing():
    found = people(("\u2067Đỗ\u200b Thị\u202e\u2028An\u2069", *AN[1:]), facts=at_my_duc())
    assert [row.name for row in found.good] == ["Đỗ Thị An"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((None, *AN[1:]), [(2, "B", "no_name")]),
        (("\u200b\u202e\u2066\u00ad\x07\ufeff\u3164", *AN[1:]), [(2, "B", "no_name")]),
        (("– . –", *AN[1:]), [(2, "B", "no_name")]),
        (("Đỗ Thị An 2", *AN[1:]), [(2, "B", "digits_in_name")]),
        (("=A1", *AN[1:]), [(2, "B", "formula")]),
        (("Đỗ Thị " + "An" * 97, *AN[1:]), [(2, "B", "too_long")]),
        ((*AN[:2], "Giám đốc " + "a" * 192, *AN[3:]), [(2, "D", "too_long")]),
        ((AN[0], 2031, *AN[2:]), [(2, "C", "birth_future")]),
        ((AN[0], "chưa rõ", *AN[2:]), [(2, "C", "birth_not_year")]),
        ((AN[0], 2015, *AN[2:]), [(2, "C", "birth_age")]),
        ((AN[0], "=2025-42", *AN[2:]), [(2, "C", "formula")]),
        ((*AN[:3], None, BK), [(2, "E", "no_unit")]),
        ((*AN[:4], None), [(2, "F", "no_form")]),
        ((*AN[:4], "Huân chương Sao vàng hạng Tư"), [(2, "F", "no_such_form")]),
        (
            (None, 2031, "Giám đốc", None, None),
            [(2, "B", "no_name"), (2, "C", "birth_future"), (2, "F", "no_form"), (2, "E", "no_unit")],
        ),
    ],
)
def test_every_problem_of_a_row_has_its_column(row, expected):
    found = people(row)
    assert problems(found) == expected
    assert found.good == []


def test_a_wrong_award_is_answered_with_the_nearest():
    found = people((*AN[:4], "Bằng khen của Chủ tịch Uỷ ban nhân dân tỉn"))
    assert found.problems[0].details["nearest"] == BK


def test_sex_is_understood_or_named_and_may_not_contradict():
    heading = ("STT", "Họ và tên", "Giới tính", "Đơn vị", "Hình thức")
    found = checked(
        heading,
        (1, "Ông Đặng Công Ân", "Nam", "HTX Mỹ Đức", BK),
        (2, "Đỗ Thị An", "Nữ", "HTX Mỹ Đức", BK),
        (3, "Bà Lê Thị Ba", "Nam", "HTX Mỹ Đức", BK),
        (4, "Lê Thị Tư", "1975", "HTX Mỹ Đức", BK),
    )
    assert [(row.honorific, row.gender) for row in found.good] == [("Ông", "MALE"), ("Bà", "FEMALE")]
    assert problems(found) == [(4, "C", "gender_contradicts"), (5, "C", "gender_unknown")]


def test_a_collective_cannot_have_an_award_for_people():
    found = checked(HEADING, ("I", "TẬP THỂ"), (1, "HTX Mỹ Đức", None, None, "xã A", "Lao động tiên tiến"))
    assert problems(found) == [(3, "F", "not_for_kind")]


def test_the_same_person_and_award_twice_is_wrong_and_another_award_only_likely_so():
    found = people(AN, AN, (*AN[:4], "LĐTT"), ("ĐỖ THỊ AN", 1983, "Kế toán", "HTX Gò Dầu", BK))
    assert problems(found) == [(3, "B", "repeated"), (5, "B", "repeated")]
    assert [(item.row, item.code) for item in found.duplicates] == [(4, "again_in_file")]


def test_a_row_repeated_on_another_sheet_is_wrong_and_the_sheet_named():
    facts = at_my_duc()
    lists = [
        sheet(HEADING, (1, *AN), name="Đợt 1"),
        sheet(HEADING, (1, *AN), (2, *AN[:4], "LĐTT"), name="Đợt 2"),
    ]
    found = check(read(*lists, facts=facts).lines, facts, {})
    (problem,) = found.problems
    assert (problem.sheet, problem.row, problem.code) == ("Đợt 2", 2, "repeated")
    assert "Đợt 1" in problem_sentence(problem.code, problem.details)
    (likely,) = found.duplicates
    assert (likely.sheet, likely.row, likely.code) == ("Đợt 2", 3, "again_in_file")
    assert "Đợt 1" in duplicate_sentence(likely.code, likely.details)


def collectives(*rows, **options):
    return checked(HEADING, ("I", "TẬP THỂ"), *((n, *row) for n, row in enumerate(rows, start=1)), **options)


def test_a_collective_written_in_two_ways_is_one_collective():
    rows = [(name, None, None, "xã A", BK) for name in ("HTX Mỹ Đức", "Tập thể cán bộ HTX Mỹ Đức")]
    facts = at_my_duc(chosen={7: MY_DUC})
    (question,) = collectives(*rows, facts=facts).questions
    answers = {question.key: "7"}
    found = collectives(*rows, facts=facts, answers=answers)
    assert problems(found) == [(4, "B", "repeated_unit")]
    assert "dòng 3" in problem_sentence("repeated_unit", found.problems[0].details)
    other = [rows[0], (*rows[1][:4], "Giấy khen của Chủ tịch Liên minh HTX tỉnh")]
    found = collectives(*other, facts=facts, answers=answers)
    assert found.problems == []
    assert [(item.row, item.code) for item in found.duplicates] == [(4, "unit_again_in_file")]


def test_a_collective_that_stands_is_known_by_its_unit():
    standing = at_my_duc(collectives=frozenset({(7, "BK_TINH")}))
    found = collectives(("HTX Mỹ Đức", None, None, "xã A", BK), facts=standing)
    assert (len(found.already), found.adding) == (1, [])
    others = {("C", "", 7): (OtherNomination(3, "Đợt 1", "Lao động tiên tiến"),)}
    found = collectives(("HTX Mỹ Đức", None, None, "xã A", BK), facts=at_my_duc(others=others))
    assert [item.code for item in found.duplicates] == ["nominated"]


def test_two_collectives_of_ended_units_are_not_taken_for_one():
    gone = {
        key: UnitFact(n, key, ended_on=date(2020, 1, 1)) for n, key in enumerate(("htx mot", "htx hai"), 5)
    }
    facts = known(units={key.replace("htx", "hop tac xa"): fact for key, fact in gone.items()})
    found = collectives(*((name, None, None, "xã A", BK) for name in ("HTX Một", "HTX Hai")), facts=facts)
    assert [problem.code for problem in found.problems] == ["unit_ended", "unit_ended"]


def test_a_missing_year_of_birth_makes_a_namesake_at_the_unit_likely_the_same():
    undated = (AN[0], None, *AN[2:])
    found = people(AN, undated, facts=at_my_duc())
    assert found.problems == []
    assert [(item.row, item.code) for item in found.duplicates] == [(3, "perhaps_in_file")]
    assert "năm sinh" in duplicate_sentence("perhaps_in_file", found.duplicates[0].details)
    assert people(AN, (AN[0], None, "", "HTX Gò Dầu", BK), facts=at_my_duc()).duplicates == []
    assert people(AN, (AN[0], 1984, *AN[2:]), facts=at_my_duc()).duplicates == []
    others = {("I", "do thi an", 7): (OtherNomination(3, "Đợt 1", BK, 1983),)}
    assert [item.code for item in people(undated, facts=at_my_duc(others=others)).duplicates] == ["nominated"]


def test_an_achievement_longer_than_the_certificate_is_wrong():
    heading = (*HEADING, "Tóm tắt thành tích")
    found = checked(heading, (1, *AN, "a" * 600), (2, "Lê Văn Ba", *AN[1:], "a" * 601), facts=at_my_duc())
    assert problems(found) == [(3, "G", "too_long")]


def test_a_collective_has_a_name_of_two_hundred_characters_at_most():
    names = ["HTX " + "a" * 196, "HTX " + "b" * 197]
    found = collectives(*((name, None, None, "xã A", BK) for name in names), answers={"unit:*": "new"})
    assert problems(found) == [(4, "B", "too_long")]
    long = UnitFact(7, "Hợp tác xã " + "a" * 190, inside=True)
    capitals = known(units={f"hop tac xa {'a' * 190}": long})
    found = collectives((f"HTX {'A' * 190}", None, None, "xã A", BK), facts=capitals)
    assert [len(row.name) for row in found.adding] == [194]


def test_names_that_differ_by_an_accent_are_two_people_and_likely_one():
    found = people(AN, ("Đỗ Thị Ân", *AN[1:]))
    assert found.problems == []
    assert [(item.row, item.code) for item in found.duplicates] == [(3, "again_in_file")]


def test_without_a_year_of_birth_namesakes_at_two_units_are_two_people():
    found = people((AN[0], None, "", "HTX Mỹ Đức", BK), (AN[0], None, "", "HTX Gò Dầu", BK))
    assert (len(found.good), found.problems) == (2, [])


def test_without_sections_the_name_decides_what_is_nominated():
    found = people(
        ("HTX Nông nghiệp Mỹ Đức", None, None, "xã A", BK),
        ("Quỹ tín dụng nhân dân Gò Dầu", None, None, "xã B", BK),
        ("Đỗ Thị An", None, "Giám đốc", "HTX Mỹ Đức", BK),
        ("Tô Văn Ban", 1980, "Giám đốc", "HTX Mỹ Đức", BK),
    )
    assert [row.kind for row in found.good] == ["C", "C", "I", "I"]


def test_a_household_lives_at_an_address_and_its_unit_is_asked_once():
    found = checked(
        ("STT", "Họ và tên", "Địa chỉ", "Hình thức"),
        ("I", "HỘ GIA ĐÌNH"),
        (1, "Hộ ông Lê Văn Ba", "ấp 3, xã Thạnh Đức", BK),
        (2, "Hộ bà Đỗ Thị An", "ấp 4, xã Thạnh Đức", BK),
    )
    assert (found.good[0].kind, found.good[0].address) == ("H", "ấp 3, xã Thạnh Đức")
    assert [(question.kind, question.rows) for question in found.questions] == [("no_unit", 2)]


def test_an_unknown_unit_is_asked_once_for_all_its_rows():
    rows = (AN, ("Lê Văn Ba", 1980, "", "Hợp tác xã Mỹ Đức", BK), ("Lê Văn Tư", 1981, "", "HTX Gò Dầu", BK))
    found = people(*rows)
    assert [(question.kind, question.text, question.rows) for question in found.questions] == [
        ("unit", "HTX Mỹ Đức", 2),
        ("unit", "HTX Gò Dầu", 1),
    ]
    assert found.adding == []
    answered = people(
        *rows, answers={found.questions[0].key: "new:CREDIT_FUND", found.questions[1].key: "leave"}
    )
    assert [(row.name, row.unit_kind) for row in answered.adding] == [
        ("Đỗ Thị An", "CREDIT_FUND"),
        ("Lê Văn Ba", "CREDIT_FUND"),
    ]
    assert [row.name for row in answered.good if row.left_out] == ["Lê Văn Tư"]


def test_all_unknown_units_are_new_in_one_answer():
    found = people(AN, ("Lê Văn Ba", 1980, "", "QTDND Gò Dầu", BK), answers={"unit:*": "new"})
    assert [row.unit_kind for row in found.adding] == ["COOPERATIVE", "CREDIT_FUND"]


def test_questions_of_wrong_rows_wait_until_the_rows_are_mended():
    assert people((AN[0], 2031, *AN[2:])).questions == []


def test_a_known_unit_needs_no_question():
    found = people(AN, facts=at_my_duc())
    assert [row.unit_id for row in found.adding] == [7]
    assert found.questions == []


def test_units_of_the_agency_go_before_namesakes_elsewhere():
    far = UnitFact(8, "HTX Mỹ Đức")
    assert [
        row.unit_id for row in people(AN, facts=known(units={"hop tac xa my duc": (far, MY_DUC)})).adding
    ] == [7]


def test_two_namesakes_are_a_question_unless_the_address_tells_them_apart():
    there, here = (
        UnitFact(8, "HTX Mỹ Đức", "xã B", inside=True),
        UnitFact(9, "HTX Mỹ Đức", "xã A", inside=True),
    )
    facts = known(units={"hop tac xa my duc": (there, here)}, chosen={9: here})
    (question,) = people(AN, facts=facts).questions
    assert (question.kind, question.choices) == ("unit_ambiguous", ("8", "9"))
    answered = people(AN, facts=facts, answers={question.key: "9"})
    assert [row.unit_id for row in answered.adding] == [9]
    collective = checked(HEADING, ("I", "TẬP THỂ"), (1, "HTX Mỹ Đức", None, None, "xã A", BK), facts=facts)
    assert [row.unit_id for row in collective.adding] == [9]


def test_collectives_of_one_name_at_two_addresses_are_two_units():
    found = checked(
        HEADING,
        ("I", "TẬP THỂ"),
        (1, "HTX Tân Tiến", None, None, "huyện Châu Thành", BK),
        (2, "HTX Tân Tiến", None, None, "huyện Gò Dầu", BK),
        answers={"unit:*": "new"},
    )
    assert found.problems == []
    assert len({row.unit_key for row in found.adding}) == 2


def test_a_unit_that_differs_by_an_accent_is_asked():
    facts = known(units={"hop tac xa tan hoa": UnitFact(5, "HTX Tân Hòa", inside=True)})
    (question,) = people((*AN[:3], "HTX Tân Hóa", BK), facts=facts).questions
    assert (question.kind, question.choices) == ("unit_ambiguous", ("5",))


def test_a_unit_that_ended_before_the_year_is_wrong_and_its_successor_named():
    ended = UnitFact(7, "HTX Mỹ Đức", ended_on=date(2024, 7, 1), successors=("HTX Đức Hòa",))
    found = people(AN, facts=known(units={"hop tac xa my duc": ended}))
    assert problems(found) == [(2, "E", "unit_ended")]
    assert found.problems[0].details["successors"] == "HTX Đức Hòa"
    later = UnitFact(7, "HTX Mỹ Đức", ended_on=date(2025, 7, 1))
    assert people(AN, facts=known(units={"hop tac xa my duc": later})).problems == []


def test_an_ambiguous_award_is_answered_once():
    rows = ((*AN[:4], "Giấy khen"), ("Lê Văn Ba", 1980, "", "HTX Mỹ Đức", "GIẤY KHEN"))
    (question,) = people(*rows, facts=at_my_duc()).questions
    assert (question.rows, question.choices) == (2, ("GK_LM",))
    answered = people(*rows, facts=at_my_duc(), answers={"form:giay khen": "GK_XA"})
    assert [row.form_code for row in answered.adding] == ["GK_XA", "GK_XA"]
    assert people(*rows, facts=at_my_duc(), answers={"form:giay khen": "leave"}).adding == []


def test_an_answer_that_names_nothing_leaves_the_question_open():
    (question,) = people(
        (*AN[:4], "Giấy khen"), facts=at_my_duc(), answers={"form:giay khen": "XYZ"}
    ).questions
    assert question.is_open
    (question,) = people(AN, answers={"unit:*": "99"}).questions
    assert question.is_open


def test_an_award_that_the_campaign_does_not_consider_is_asked():
    (question,) = people((*AN[:4], "BK_LMVN"), facts=at_my_duc()).questions
    assert (question.kind, question.choices) == ("form_not_offered", ("BK_LMVN",))


def test_a_list_without_a_column_of_units_asks_for_the_unit_once():
    heading, row = ("STT", "Họ và tên", "Hình thức"), (1, "Đỗ Thị An", BK)
    (question,) = checked(heading, row).questions
    assert (question.kind, question.key) == ("no_unit", "unit:")
    answered = checked(heading, row, facts=known(chosen={7: MY_DUC}), answers={"unit:": "7"})
    assert [(found.unit_id, found.unit_name) for found in answered.adding] == [(7, "HTX Mỹ Đức")]


def test_what_stands_already_is_not_added_again():
    mark = fingerprint("I", "Đỗ Thị An", 1983, 7, "BK_TINH")
    found = people(AN, facts=at_my_duc(standing=frozenset({mark})))
    assert (len(found.good), len(found.already), found.adding, found.duplicates) == (1, 1, [], [])


def test_nominations_of_the_year_for_another_award_are_likely_duplicates_and_may_be_left_out():
    others = {("I", "do thi an", 7): (OtherNomination(3, "Đợt 1", "Lao động tiên tiến", 1983),)}
    found = people(AN, facts=at_my_duc(others=others))
    assert [(item.row, item.code, item.details["campaign"]) for item in found.duplicates] == [
        (2, "nominated", "Đợt 1")
    ]
    assert len(found.adding) == 1
    assert people(AN, facts=at_my_duc(others=others), answers={"leave": ["Sheet1!2"]}).adding == []


def test_names_in_capitals_are_written_as_names_and_mixed_ones_left_alone():
    found = people(
        ("  QUÁCH MỸ NGHỊ ", *AN[1:]), ("Nguyễn Thị mỹ hạnh", 1980, "", "HTX MỸ ĐỨC", BK), facts=at_my_duc()
    )
    assert [row.name for row in found.good] == ["Quách Mỹ Nghị", "Nguyễn Thị mỹ hạnh"]
    assert found.good[1].unit_name == "HTX Mỹ Đức"


def test_letters_that_no_document_can_print_are_found_in_the_list():
    found = people((*AN[:1], *AN[1:]), ("Trần Ⅷ", 1980, "Giám đốc ✓", "HTX Mỹ Đức", BK))
    assert problems(found) == [(3, "B", "no_letter"), (3, "D", "no_letter")]
