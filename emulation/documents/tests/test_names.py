"""Where a line may end in the name of a body."""

import pytest

from emulation.documents.names import NBSP, bound, parts


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("LIÊN MINH HỢP TÁC XÃ VIỆT NAM", ("LIÊN MINH", "HỢP TÁC XÃ", "VIỆT NAM")),
        ("LIÊN MINH HỢP TÁC XÃ THÀNH PHỐ CẦN THƠ", ("LIÊN MINH", "HỢP TÁC XÃ", "THÀNH PHỐ CẦN THƠ")),
        ("CỤM THI ĐUA TÂY NAM SÔNG HẬU", ("CỤM THI ĐUA", "TÂY NAM SÔNG HẬU")),
        (
            "Khối thi đua các Hội có tính chất đặc thù tỉnh Quảng Ninh",
            ("Khối thi đua", "các", "Hội", "có", "tính", "chất", "đặc", "thù", "tỉnh Quảng Ninh"),
        ),
        ("SỞ NỘI VỤ TỈNH AN GIANG", ("SỞ", "NỘI", "VỤ", "TỈNH AN GIANG")),
        ("BAN THI ĐUA", ("BAN", "THI", "ĐUA")),
        ("HỢP TÁC XÃ", ("HỢP TÁC XÃ",)),
        ("", ()),
    ],
)
def test_a_proper_name_is_one_piece(name, pieces):
    assert parts(name) == pieces
    assert bound(name).replace(NBSP, " ") == name
