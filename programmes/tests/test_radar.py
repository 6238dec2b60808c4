"""The radar over a labelled set of pairs: what it finds, what it must not find, and how well on the whole."""

import json
import time
from pathlib import Path

import pytest

from emulation.vietnamese import fold
from programmes.overlaps import Entry, alike, pairs, phrases, radar

PAIRS = json.loads((Path(__file__).parent / "data" / "overlap_pairs.json").read_text(encoding="utf-8"))
LEAST_PRECISION, LEAST_RECALL = 0.85, 0.95
"""A person settles every case: one missed costs more than one too many."""


def both(pair):
    return Entry(1, 10, *pair["a"]), Entry(2, 20, *pair["b"])


def counted(rows):
    """(precision, recall) over labelled pairs."""
    told = [(alike(*both(row)) is not None, row["alike"]) for row in rows]
    right = sum(found and label for found, label in told)
    return right / max(1, sum(found for found, _label in told)), right / sum(label for _found, label in told)


def test_the_set_is_large_and_half_of_it_is_alike():
    labels = [row["alike"] for row in PAIRS]
    assert len(PAIRS) >= 80
    assert abs(sum(labels) * 2 - len(labels)) <= 4
    assert len({json.dumps([row["a"], row["b"]]) for row in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("part", ["tuning", "checking", "all"])
def test_precision_and_recall(part, capsys):
    rows = [row for row in PAIRS if part in ("all", row["set"])]
    precision, recall = counted(rows)
    with capsys.disabled():
        print(f"\nradar, {part} ({len(rows)} pairs): precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= LEAST_PRECISION
    assert recall >= LEAST_RECALL


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: row["kind"])
def test_the_order_of_the_two_does_not_matter(row):
    one, two = both(row)
    there, back = alike(one, two), alike(two, one)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there.score == back.score
        assert {reason.field: reason.score for reason in there.reasons} == {
            reason.field: reason.score for reason in back.reasons
        }


def test_case_004_is_found_with_what_made_it_alike():
    rows = [row for row in PAIRS if row["kind"] == "case 004"]
    assert rows
    for row in rows:
        found = alike(*both(row))
        assert found is not None
        assert [reason.field for reason in found.reasons] == ["content", "place", "people"]
    assert "hop" in alike(*both(rows[0])).reasons[0].words


def test_a_unit_is_not_compared_with_itself_and_the_likest_comes_first():
    mine = Entry(1, 10, "Tập huấn kỹ thuật trồng lúa", "nông dân", "xã A", "nông dân")
    others = [
        Entry(1, 20, *["Tập huấn kỹ thuật trồng lúa", "nông dân", "xã A", "nông dân"]),
        Entry(2, 10, *["Tập huấn kỹ thuật trồng lúa", "nông dân", "xã A", "nông dân"]),
        Entry(3, 30, *["Tập huấn kỹ thuật trồng lúa sạch", "nông dân", "xã A", "nông dân"]),
        Entry(4, 40, *["Tập huấn kỹ thuật trồng lúa", "nông dân", "xã A", "nông dân"]),
        Entry(5, 50, *["Tập huấn kỹ thuật trồng lúa", "nông dân", "xã B", "nông dân"]),
    ]
    assert [one.other for one in radar(mine, others)] == [4, 3]


def test_folded_fields_give_the_same_answer():
    for row in PAIRS[:10]:
        one, two = both(row)
        plain = Entry(1, 10, "", folded=tuple(fold(text) for text in row["a"]))
        assert (alike(one, two) is None) == (alike(plain, two) is None)


def test_an_empty_registration_is_like_nothing():
    assert radar(Entry(1, 1, ""), [Entry(2, 2, "")]) == []
    assert radar(Entry(1, 1, "lúa"), [Entry(2, 2, "")]) == []


def test_one_word_is_compared_by_its_words():
    assert alike(Entry(1, 1, "Sạ", "nông dân", "", ""), Entry(2, 2, "Sạ", "nông dân", "", "")) is not None


def test_people_of_set_words_only_speak_neither_way():
    one = Entry(1, 1, "Hiến máu tình nguyện", "các đơn vị", "xã A", "")
    two = Entry(2, 2, "Hiến máu tình nguyện", "các đơn vị", "xã A", "")
    assert alike(one, two) is not None


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("xã Tân Hội, huyện Tân Hiệp", "xã Tân Hội, huyện Tân Hiệp", True),
        ("xã Tân Hội, huyện Tân Hiệp", "huyện Tân Hiệp", True),
        ("xã Tân Hội, huyện Tân Hiệp", "xã Tân Hội, huyện Khác", False),
        ("xã Tân Hội", "huyện Tân Hiệp", False),
        ("Châu Thành, Hòn Đất và Rạch Giá", "Hòn Đất", True),
        ("Châu Thành", "huyện Châu Thành", True),
        ("Châu Thành", "huyện An Biên", False),
        ("toàn tỉnh", "huyện An Biên", True),
        ("tỉnh Kiên Giang", "toàn tỉnh", True),
        ("tỉnh Kiên Giang", "tỉnh Tây Ninh", False),
        ("tỉnh Kiên Giang", "xã Tân Hội", True),
        ("xã Tân Hội trên địa bàn tỉnh", "xã Tân Hội trên địa bàn tỉnh", True),
        (" , ", "huyện An Biên", True),
        ("TP. Rạch Giá", "thành phố Rạch Giá", True),
    ],
)
def test_places(one, two, expected):
    work = "Thu gom rác thải nhựa trên đồng ruộng"
    mine, theirs = Entry(1, 1, work, "nông dân", one), Entry(2, 2, work, "nông dân", two)
    assert (alike(mine, theirs) is not None) is expected
    assert (alike(theirs, mine) is not None) is expected


def test_phrases_point_at_the_words_of_the_text_itself():
    text = "Tổ chức lớp bồi dưỡng kỹ thuật trồng lúa cho xã viên; lớp bồi dưỡng"
    assert phrases(text, ["tap", "huan", "lua", "thanh", "vien"]) == ["lớp bồi dưỡng", "lúa cho xã viên"]
    assert phrases(text, ["huan"]) == []
    assert phrases("", ["lua"]) == []
    assert phrases("không bồi dưỡng", ["khong"]) == ["không"]


def test_pairs_of_a_round_are_what_the_radar_finds_one_by_one():
    entries = [
        Entry(number * 2 + side, number * 2 + side, *row[part])
        for number, row in enumerate(PAIRS)
        for side, part in enumerate("ab")
    ]
    found = {(first, one.other) for first, one in pairs(entries)}
    labelled = {(number * 2, number * 2 + 1) for number, row in enumerate(PAIRS) if alike(*both(row))}
    assert labelled <= found
    assert all(first < second for first, second in found)


def test_one_registration_against_twenty_thousand_takes_seconds_at_most():
    rows = [tuple(fold(text) for text in row[part]) for row in PAIRS for part in "ab"]
    many = [
        Entry(number, number, "", folded=(f"{fields[0]} dot {number}", *fields[1:]))
        for number, fields in ((number, rows[number % len(rows)]) for number in range(20_000))
    ]
    began = time.perf_counter()
    radar(many[0], many)
    assert time.perf_counter() - began < 15
