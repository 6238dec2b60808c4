"""The line over the years: gaps stay gaps, the scale begins at nought."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from emulation.trends import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, trend_of

values = st.none() | st.decimals(-(10**6), 10**9, places=2, allow_nan=False)


def test_a_year_without_a_figure_is_a_gap():
    trend = trend_of([(2021, Decimal(1)), (2022, Decimal(2)), (2023, None), (2024, Decimal(3)), (2025, None)])
    assert len(trend.lines) == 1
    assert [point.year for point in trend.known] == [2021, 2022, 2024]
    assert trend.points[2].y is None
    assert trend.points[2].label_y is None


def test_nought_is_at_the_floor_and_the_greatest_at_the_top():
    trend = trend_of([(2024, Decimal(0)), (2025, Decimal(50))], target=Decimal(25))
    assert [point.y for point in trend.points] == [HEIGHT - BOTTOM, TOP]
    assert trend.target_y == (HEIGHT - BOTTOM + TOP) / 2
    assert trend.lines == (f"{LEFT},{HEIGHT - BOTTOM} {WIDTH - RIGHT},{TOP}",)


def test_nothing_at_all():
    assert trend_of([]).points == ()
    assert trend_of([(2025, None)]).lines == ()
    assert trend_of([(2025, None)]).target_y is None


@given(st.lists(values, max_size=8))
def test_everything_lies_within_the_drawing(numbers):
    trend = trend_of(list(enumerate(numbers, start=2020)))
    for point in trend.points:
        assert LEFT <= point.x <= trend.right
        assert point.y is None or TOP <= point.y <= trend.floor
    assert trend.years_y < trend.height
    assert trend.left == LEFT
