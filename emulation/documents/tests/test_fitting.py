"""Lines that fit: measured, balanced, and never broken inside a word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from emulation.documents.fitting import DoesNotFit, balanced, face, fit

FACE = "Charm-Bold.ttf"
SIZES = (40.0, 36.0, 32.0, 28.0, 24.0, 20.0)
syllables = some.sampled_from(
    ["Hợp", "tác", "xã", "Nguyễn", "Thị", "Phượng", "Ỷ", "sản", "xuất", "nghiêng", "Đặng"]
)


def test_a_short_name_keeps_its_size():
    setting = fit("Đặng Công Ân", filename=FACE, sizes=SIZES, width=600, lines=3)
    assert (setting.size, setting.lines) == (40.0, ("Đặng Công Ân",))


def test_a_longer_name_shrinks_before_it_takes_a_second_line():
    name = "Hợp tác xã Dịch vụ Nông nghiệp Thanh Điền"
    one = fit(name, filename=FACE, sizes=SIZES, width=600, lines=3, shrink_first=5)
    two = fit(name, filename=FACE, sizes=SIZES, width=600, lines=3, shrink_first=1)
    assert (len(one.lines), one.size < 40.0) == (1, True)
    assert (len(two.lines), two.size) == (2, 40.0)


def test_a_set_phrase_stays_on_one_line_while_there_is_another_way():
    lines = fit(
        "LIÊN MINH HỢP TÁC XÃ TỈNH TÂY NINH", filename="Tinos-Bold.ttf", sizes=(13.0,), width=204, lines=3
    ).lines
    assert lines == ("LIÊN MINH HỢP TÁC XÃ", "TỈNH TÂY NINH")


def test_a_hard_space_holds_the_honorific_to_the_name():
    room = face(FACE).width("Bà\u00a0Nguyễn Thị") * 40 + 1
    lines = fit("Bà\u00a0Nguyễn Thị Phượng", filename=FACE, sizes=(40.0,), width=room, lines=2).lines
    assert all("Bà" not in line or "Bà\u00a0Nguyễn" in line for line in lines)


def test_what_does_not_fit_is_refused():
    with pytest.raises(DoesNotFit, match="NghiêngNghiêng"):
        fit("Nghiêng" * 20, filename=FACE, sizes=SIZES, width=300, lines=3)


@settings(max_examples=60, deadline=None)
@given(some.lists(syllables, min_size=1, max_size=30), some.integers(1, 4))
def test_every_setting_is_within_its_room_and_keeps_every_word(words, count):
    room = 12.0
    lines = balanced(words, count, filename=FACE, room=room)
    if lines is not None:
        assert len(lines) <= count
        assert " ".join(lines).split() == words
        assert max(face(FACE).width(line) for line in lines) <= room + 1e-6


def test_letters_that_a_face_lacks_are_told():
    assert face(FACE).missing("Đặng 漢 字 Ân") == ["字", "漢"]


def test_the_title_of_an_annex_breaks_between_its_phrases():
    title = "DANH SÁCH ĐƯỢC TẶNG BẰNG KHEN CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TÂY NINH"
    lines = fit(title, filename="Tinos-Bold.ttf", sizes=(14.0,), width=400.0, lines=12).lines
    assert lines == ("DANH SÁCH ĐƯỢC TẶNG BẰNG KHEN", "CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TÂY NINH")
