"""Who is the same subject: a wrong answer would swallow a person's nomination without a word."""

from awards.rows.identity import fingerprint, folded_name, order_key


def mark(name, kind="I", year=1980, unit=1, form="BK_TINH"):
    return fingerprint(kind, name, year, unit, form)


def test_names_that_differ_by_an_accent_are_two_people():
    assert mark("Nguyễn Văn Tuấn") != mark("Nguyễn Văn Tuân")
    assert folded_name("I", "Nguyễn Văn Tuấn") == folded_name("I", "Nguyễn Văn Tuân")


def test_case_spaces_and_decomposed_letters_make_no_difference():
    assert mark("NGUYỄN  văn Tuấn") == mark("Nguyê\u0303n Văn Tuấn")


def test_year_unit_and_form_make_a_difference_for_people():
    assert len({mark("A B"), mark("A B", year=1981), mark("A B", unit=2), mark("A B", form="GK_LM")}) == 4


def test_abbreviations_of_collectives_mean_the_same():
    assert mark("HTX Mỹ Đức", kind="C") == mark("Hợp tác xã Mỹ Đức", kind="C", year=None)


def test_people_are_listed_by_given_name_and_collectives_from_the_first_word():
    people = ["Nguyễn Thị Bé", "Bùi Văn Ân", "Ân Văn An"]
    assert sorted(people, key=lambda name: order_key("I", name)) == [
        "Ân Văn An",
        "Bùi Văn Ân",
        "Nguyễn Thị Bé",
    ]
    units = ["Quỹ tín dụng nhân dân Ân", "HTX Zet", "HTX Ban"]
    assert sorted(units, key=lambda name: order_key("C", name)) == [
        "HTX Ban",
        "HTX Zet",
        "Quỹ tín dụng nhân dân Ân",
    ]
