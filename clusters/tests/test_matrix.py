"""The matrix of scores: columns cut into pages by groups, what stands in a cell."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.matrix import Cell, Column, Member, blocks_of, columns_of, legend_of, pages_of
from clusters.tests.strategies import few
from clusters.tests.test_sheets import DEMO

D = Decimal
parts = st.lists(st.integers(1, 12), min_size=1, max_size=10).map(
    lambda sizes: [[Column(f"{at}.{n}", f"{at}.{n}") for n in range(size)] for at, size in enumerate(sizes)]
)


@few
@given(parts, st.integers(3, 15))
def test_every_column_stands_once_no_page_is_too_full_and_a_group_that_fits_is_not_cut(groups, room):
    pages = pages_of(groups, room)
    assert [column for page in pages for column in page] == [column for group in groups for column in group]
    assert all(0 < len(page) <= room for page in pages)
    for group in groups:
        if len(group) <= room:
            holding = [page for page in pages if any(column in page for column in group)]
            assert len(holding) <= 2
            if len(holding) == 2:
                # Only a group that follows the rest of one too large for a page may begin at its end.
                assert any(len(other) > room for other in groups)


def test_a_group_too_large_for_a_page_runs_on():
    (wide,) = [[Column(str(n), str(n)) for n in range(7)]]
    assert [len(page) for page in pages_of([wide], 3)] == [3, 3, 1]


def member(name="Mỹ Lộc"):
    return Member(
        name,
        1,
        D("812.50"),
        {
            "A1": Cell(D("12.50")),
            "A2": Cell(na=True),
            "A3": Cell(D(0)),
            "GATE1": Cell(yes=False),
            "GATE2": Cell(),
        },
        {"A": D("12.50"), "B": None},
    )


@pytest.mark.parametrize(("paper", "pages"), [("A4", 2), ("A3", 1)])
def test_the_demo_sheet_fits_on_two_sheets_of_a4_or_one_of_a3(paper, pages):
    blocks = blocks_of(DEMO, [member()], paper)
    assert len(blocks) == pages
    assert {block.header[:2] for block in blocks} == {("TT", "Đơn vị")}
    shown = dict(zip(blocks[0].header, blocks[0].rows[0], strict=True))
    assert [shown[name] for name in ("A1 (50)", "A2 (30)", "A3 (40)", "A (120)", "B (120)")] == [
        "12,5", "KAD", "0", "12,5", "",
    ]  # fmt: skip
    last = dict(zip(blocks[-1].header, blocks[-1].rows[0], strict=True))
    assert (last["Tổng điểm"], last["Hạng"], last["Điều kiện 1"], last["Điều kiện 2"]) == (
        "812,5",
        "1",
        "Không",
        "",
    )
    assert all(blocks[0].header[place].startswith(tuple("ABCDEFGTH")) for place in blocks[0].sums)


def test_a_member_without_points_has_a_dash_and_no_nought():
    last = blocks_of(DEMO, [Member("Mỹ Lộc", None, None)], "A3")[-1]
    assert last.rows[0][-2:] == ("-", "-")


def test_the_legend_names_every_code():
    columns = {column.title.split(" (")[0] for part in columns_of(DEMO) for column in part if column.code}
    assert columns <= {code for code, _text, _most in legend_of(DEMO)}
    assert ("Điều kiện 2", "Không nộp bảng tự chấm đúng hạn", "-") in legend_of(DEMO)
