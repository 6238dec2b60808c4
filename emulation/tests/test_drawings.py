"""Places over the years, bars against a target, shaded differences: what is missing is never drawn as nought."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from emulation.bars import ROOM, Result, bars_of
from emulation.heat import ABOVE, BELOW, LEVEL, LONGEST, Row, heat_of, short
from emulation.placings import Runner, placings_of

D = Decimal
few = settings(max_examples=40, derandomize=True, deadline=None)
runners = st.lists(st.dictionaries(st.integers(2015, 2024), st.integers(1, 9), max_size=6), max_size=5).map(
    lambda drawn: [Runner(key, f"Đơn vị {key}", places) for key, places in enumerate(drawn)]
)


@few
@given(runners)
def test_every_place_is_drawn_once_within_the_frame_and_a_missing_year_breaks_the_line(known):
    found = placings_of(known)
    shown = [one for one in known if one.places]
    assert [thread.name for thread in found.threads] == [one.name for one in shown]
    years = [year for year, _x in found.years]
    assert years == (list(range(years[0], years[-1] + 1)) if years else [])
    for one, thread in zip(shown, found.threads, strict=True):
        assert {spot.year: spot.place for spot in thread.spots} == one.places
        assert all(0 < spot.x < found.right and 0 < spot.y < found.floor for spot in thread.spots)
        drawn = sum(len(run.split()) for run in thread.runs)
        alone = [year for year in one.places if not {year - 1, year + 1} & one.places.keys()]
        assert drawn + len(alone) == len(one.places)
        assert [cell for cell in thread.cells if cell is not None] == [
            one.places[y] for y in sorted(one.places)
        ]


def test_the_first_place_is_at_the_top_and_a_merged_member_leads_to_its_heir():
    first = Runner("a", "An Giang", {2019: 1, 2020: 1, 2021: 2})
    gone = Runner("b", "Bạc Liêu", {2019: 2, 2020: 2}, heirs=("c", "x"))
    heir = Runner("c", "Cà Mau", {2019: 3, 2021: 1})
    threads = placings_of([first, gone, heir]).threads
    assert threads[0].spots[0].y < threads[1].spots[0].y < threads[2].spots[0].y
    last, onward = threads[1].spots[-1], threads[2].spots[-1]
    assert threads[1].joins == (f"{last.x},{last.y} {onward.x},{onward.y}",)
    assert threads[2].runs == ()
    assert threads[2].cells == (3, None, 1)


def test_names_are_drawn_without_the_words_that_all_begin_with_and_have_their_room():
    names = ("Liên minh HTX tỉnh An Giang", "Liên minh HTX thành phố Cần Thơ", "Liên minh HTX tỉnh Cà Mau")
    gone, *others = (Runner(at, name, {2020: at, 2021: at}) for at, name in enumerate(names, start=1))
    gone = Runner(1, names[0], {2020: 1}, heirs=(2,))
    found = placings_of([gone, *others])
    assert [thread.label for thread in found.threads] == ["tỉnh An Giang", "thành phố Cần Thơ", "tỉnh Cà Mau"]
    assert [thread.label_anchor for thread in found.threads] == ["end", "start", "start"]
    assert found.threads[0].label_x > 6 * len("tỉnh An Giang")
    assert found.width - found.threads[1].label_x > 6 * len("thành phố Cần Thơ")
    (alone,) = placings_of([Runner(1, "Đơn vị " * 9, {2020: 1})]).threads
    assert (len(alone.label), alone.label[-1]) == (36, "…")


def test_names_of_equal_members_stand_below_each_other():
    one, other = placings_of([Runner(1, "A", {2020: 2}), Runner(2, "B", {2020: 2})]).threads
    assert one.label_x == other.label_x
    assert one.label_y < other.label_y


@few
@given(st.lists(st.none() | st.decimals(-10, 10**6, places=2), max_size=6), st.decimals(0, 10**6, places=2))
def test_who_has_not_reported_has_no_bar_and_none_is_longer_than_the_room(values, target):
    found = bars_of([Result(str(at), value, "", None) for at, value in enumerate(values)], target)
    assert [bar.length is None for bar in found.bars] == [value is None for value in values]
    assert all(0 <= bar.length <= ROOM for bar in found.bars if bar.length is not None)
    assert found.left <= found.target_x <= found.left + ROOM
    for bar in found.bars:
        if bar.result.value is not None and bar.result.value >= target:
            assert bar.end - 6 >= found.target_x


def test_more_is_amber_less_is_blue_equal_and_unknown_are_white():
    codes = [("A", D(10)), ("B", D(10)), ("C", D(0)), ("D", D(10)), ("E", D(10))]
    (band,) = heat_of(codes, [Row("An Giang", (D(5), D(-10), D(1), D(0), None))]).bands
    assert [square.colour for square in band.squares] == [ABOVE, BELOW, ABOVE, LEVEL, LEVEL]
    assert [square.shade for square in band.squares] == ["0.32", "0.50", "0.50", "0", "0"]
    assert [square.value for square in band.squares][3:] == [0, None]


@few
@given(st.text(max_size=60))
def test_a_long_name_keeps_its_end(name):
    found = short(name)
    assert len(found) <= LONGEST
    assert found == name or found.endswith(name[-10:].lstrip())
