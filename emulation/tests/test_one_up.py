from emulation.paging import one_up


def test_one_moves_up_and_what_is_first_or_unknown_moves_nothing():
    assert one_up([3, 1, 2], 1) == [1, 3, 2]
    assert one_up([3, 1, 2], 2) == [3, 2, 1]
    assert one_up([3, 1, 2], 3) == one_up([3, 1, 2], 9) == one_up([3, 1, 2], 0) == [3, 1, 2]
