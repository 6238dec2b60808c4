"""The matcher: five spellings, one movement; "chung sức" and "chung tay" are for a person to judge."""

import pytest

from programmes.matching import Candidate, Confidence, propose, read

CANONICAL = (
    "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động của các HTX, Liên hiệp HTX, Liên minh HTX các cấp, "
    "góp phần xây dựng nông thôn mới"
)
BEGINNING = "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động"
ENDINGS = (
    "của các HTX, Liên hiệp HTX, Liên minh HTX các cấp, góp phần xây dựng nông thôn mới",
    "của các Hợp tác xã, góp phần xây dựng nông thôn mới",
    "của các Hợp tác xã, Liên hiệp Hợp tác xã góp phần xây dựng nông thôn mới",
    "của các Hợp tác xã, Liên hiệp Hợp tác xã, Liên minh Hợp tác xã các cấp; góp phần xây dựng nông thôn mới",
    "của các Hợp tác xã, Liên minh Hợp tác xã các cấp, góp phần xây dựng nông thôn mới",
)
OTHERS = (
    "Tây Ninh chung sức xây dựng nông thôn mới",
    "Doanh nghiệp Tây Ninh hội nhập và phát triển",
    "Tây Ninh chung tay vì người nghèo - Không để ai bỏ lại phía sau",
    "Cả Thành phố chung sức xây dựng nông thôn mới",
    "Doanh nghiệp, doanh nhân đồng hành cùng Thành phố đổi mới",
    "Giảm nghèo bền vững",
    "Đổi mới, phát triển kinh tế tập thể trên địa bàn tỉnh Quảng Ninh",
    "Quảng Ninh chung sức xây dựng Nông thôn mới",
    "Doanh nghiệp giỏi, Doanh nhân tiêu biểu",
    "Cả nước chung sức xây dựng nông thôn mới giai đoạn 2021 - 2025",
)
KNOWN = [Candidate(1, CANONICAL), *(Candidate(pk, name) for pk, name in enumerate(OTHERS, start=2))]
ID = {CANONICAL: 1, **{name: pk for pk, name in enumerate(OTHERS, start=2)}}


def best(text, known=KNOWN):
    return propose(text, known)[0]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("beginning", [BEGINNING, "…", "..."])
def test_each_of_the_five_spellings_is_the_one_movement(ending, beginning):
    found = best(f"{beginning} {ending}")
    assert (found.movement_id, found.confidence) == (1, Confidence.SAME)
    assert found.score >= 0.95


@pytest.mark.parametrize("text", ["Đoàn kết, sáng tạo…", "phong trào thi đua “Đoàn kết, sáng tạo...”"])
def test_a_name_cut_short_is_recognised(text):
    found = best(text)
    assert (found.movement_id, found.confidence, found.why[0].code) == (1, Confidence.SAME, "cut")


def test_a_name_cut_very_short_is_for_a_person():
    assert best("Đoàn kết…").confidence is Confidence.JUDGE
    assert best("… nông thôn mới").confidence is Confidence.JUDGE


def test_what_differs_in_the_list_of_bodies_says_so():
    (why,) = best(f"{BEGINNING} {ENDINGS[1]}").why
    assert (why.code, why.typed, why.known) == (
        "bodies",
        "Hợp tác xã",
        "HTX, Liên hiệp HTX, Liên minh HTX, các cấp",
    )


def test_chung_suc_and_chung_tay_are_for_a_person_to_judge():
    found = propose("Tây Ninh chung tay xây dựng nông thôn mới", KNOWN)
    assert [one.movement_id for one in found] == [ID["Tây Ninh chung sức xây dựng nông thôn mới"]]
    assert found[0].confidence is Confidence.JUDGE
    assert [(why.code, why.typed, why.known) for why in found[0].why] == [("words", "tay", "sức")]


@pytest.mark.parametrize("name", OTHERS)
def test_each_movement_is_itself_and_no_other(name):
    found = propose(name, KNOWN)
    assert (found[0].movement_id, found[0].confidence, found[0].score) == (ID[name], Confidence.SAME, 1)
    assert all(one.confidence is not Confidence.SAME for one in found[1:])


def test_the_same_words_of_another_province_are_another_movement():
    assert propose("Đồng Tháp chung sức xây dựng nông thôn mới", KNOWN) == []
    assert propose("Xây dựng gia đình văn hóa tiêu biểu toàn quốc", KNOWN) == []


def test_a_name_without_its_place_is_for_a_person():
    found = propose("Chung sức xây dựng nông thôn mới", KNOWN)
    assert len(found) == 4
    assert {one.confidence for one in found} == {Confidence.JUDGE}
    assert all("scope" in [why.code for why in one.why] for one in found)


def test_another_period_is_for_a_person_and_a_missing_one_is_not():
    other = best("Cả nước chung sức xây dựng nông thôn mới giai đoạn 2016-2020")
    assert (other.confidence, other.why[-1].typed, other.why[-1].known) == (
        Confidence.JUDGE,
        "2016–2020",
        "2021–2025",
    )
    assert best("Giảm nghèo bền vững giai đoạn 2016 - 2020").confidence is Confidence.SAME
    assert best("Cả nước chung sức xây dựng nông thôn mới năm 2023").why[-1].code == "period"


def test_a_short_name_that_lives_on_its_bodies_is_for_a_person():
    found = best("Hợp tác xã kiểu mới", [Candidate(1, "Liên minh hợp tác xã kiểu mới")])
    assert (found.confidence, found.score) == (Confidence.JUDGE, 0.8)


def test_letters_quotes_and_abbreviations_do_not_matter():
    typed = (
        "phong trào thi đua “ĐOÀN KẾT, SÁNG TẠO, nâng cao hiệu quả hoạt động của HTX, góp phần xây dựng NTM”."
    )
    assert best(typed).confidence is Confidence.SAME
    assert (
        best("doan ket, sang tao, nang cao hieu qua hoat dong, gop phan xay dung nong thon moi").movement_id
        == 1
    )


def test_a_slip_of_the_pen_is_for_a_person():
    found = best(CANONICAL.replace("hiệu quả", "hiệu xuất"))
    assert (found.movement_id, found.confidence) == (1, Confidence.JUDGE)
    assert found.score < 1


def test_a_known_spelling_speaks_for_itself_and_a_judgement_outweighs_likeness():
    tay, suc = "Tây Ninh chung tay xây dựng nông thôn mới", "Tây Ninh chung sức xây dựng nông thôn mới"
    same = best(tay.upper(), [Candidate(2, suc, aliases=(tay,))])
    assert (same.confidence, same.why[0].code, same.why[0].known) == (Confidence.SAME, "alias", tay)
    apart = best(tay, [Candidate(2, suc, different=(tay,))])
    assert (apart.confidence, apart.score, apart.why[0].code) == (Confidence.DIFFERENT, 0, "judged")
    both = propose(tay, [Candidate(2, suc, different=(tay,)), Candidate(3, suc)])
    assert [one.movement_id for one in both] == [3, 2]


@pytest.mark.parametrize("text", ["", " ", "“…”", "!!!"])
def test_nothing_names_nothing(text):
    assert propose(text, KNOWN) == []


def test_a_movement_of_bodies_only_is_found_by_its_very_name():
    known = [Candidate(1, "Hợp tác xã, Liên hiệp hợp tác xã")]
    assert best("HTX, liên hiệp HTX", known).score == 1
    assert propose("Liên minh hợp tác xã các cấp", known) == []


def test_a_year_alone_is_a_period_too():
    assert read("Thi đua về đích năm 2025").years == ("2025",)
    assert read("Thi đua về đích năm 2025").folded == ("thi", "dua", "ve", "dich")
    assert read("Thi đua 2025 nước rút").folded == ("thi", "dua", "nuoc", "rut")
