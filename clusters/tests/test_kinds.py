"""The eleven kinds: sums done by hand from real sheets, and what must hold for every rule and every answer."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.scoring import STEPS, BadClaim, Claim, Mode, Rounding, example, rounded, rule_of, score
from clusters.scoring.earning import known
from clusters.scoring.kinds import Better, Gate, PerUnitDeduct, Relative, Subsum, asked, bonus_of
from clusters.tests.strategies import answers, any_rule, cases, few, rules, standard_of, standards

D = Decimal
TAY_NGUYEN = rule_of(
    "BAND",
    {
        "bands": [
            {"low": 80, "points": 4},
            {"low": 60, "high": 80, "points": 3},
            {"high": 60, "points": 2},
        ]
    },
)
LABOURERS = {"numerator": "lao động được khen", "denominator": "lao động", "target": 65}


def points(kind, params, standard, **claim):
    numbers = {
        name: D(str(answer)) if type(answer) in (int, float) else answer for name, answer in claim.items()
    }
    return score(rule_of(kind, params), Claim(**numbers), D(str(standard)))


# --- by hand


def test_thirteen_of_twenty_new_cooperatives_earn_52_of_80_and_the_working_says_so():
    found = points("PROPORTIONAL", {"target": 20}, 80, value=13)
    assert (found.total, found.reached) == (D("52.00"), False)
    assert found.steps[-1].code == "OF_TARGET"
    assert found.steps[-1].data()["facts"] == {
        "actual": "13",
        "target": "20",
        "percent": "65",
        "standard": "80",
        "points": "52",
    }


def test_one_percent_over_adds_one_percent_of_the_points_up_to_the_cap():
    bonus = {"target": 100, "bonus": "OVER_BONUS", "bonus_cap": 20}
    assert points("PROPORTIONAL", bonus, 80, value=101).bonus == D("0.80")
    assert points("PROPORTIONAL", bonus, 80, value=125).total == D("100.00")
    assert points("PROPORTIONAL", bonus, 80, value=200).bonus == D("20.00")
    assert points("PROPORTIONAL", bonus, 80, value=100).bonus == D("0.00")


def test_whole_percents_alone_may_count():
    bonus = {"target": 1000, "bonus_cap": 20}
    assert points("PROPORTIONAL", bonus, 80, value=1019).bonus == D("1.52")
    assert points("PROPORTIONAL", {**bonus, "bonus_whole_percents": True}, 80, value=1019).bonus == D("0.80")


def test_a_bonus_may_be_a_criterion_of_its_own():
    rule = {"standard": 80, "bonus_cap": 20, "target": 20}
    found = points("OVER_BONUS", rule, 0, value=22)
    assert (found.base, found.bonus) == (D("0.00"), D("8.00"))


@pytest.mark.parametrize(
    ("n", "d", "earned"),
    [
        (80, 100, 4),
        (60, 100, 3),
        (79, 100, 3),
        (59, 100, 2),
        (0, 100, 2),
        (100, 100, 4),
        # 79.999 % is not yet 80, 59.9999 % not yet 60: nothing is rounded before it is looked up.
        (79_999, 100_000, 3),
        (599_999, 1_000_000, 2),
    ],
)
def test_the_bands_of_tay_nguyen_at_and_beside_their_seams(n, d, earned):
    assert score(TAY_NGUYEN, Claim(n=D(n), d=D(d)), D(4)).base == earned


def test_the_end_of_a_band_is_open_or_closed_as_it_says():
    bands = [{"low": 60, "low_closed": False, "points": 4}, {"high": 60, "high_closed": True, "points": 2}]
    rule = {"bands": bands, "measure": "VALUE"}
    assert points("BAND", rule, 4, value=60).base == 2
    assert points("BAND", rule, 4, value=60.01).base == 4


def test_below_the_lowest_band_nothing_is_earned():
    found = points("BAND", {"bands": [[8, 10], [0, 5]], "measure": "GROWTH"}, 10, n=90, d=100)
    assert (found.base, found.steps[-1].code) == (D("0.00"), "IN_NO_BAND")


@pytest.mark.parametrize(("communes", "earned"), [(0, "0"), (1, "-0.50"), (3, "-1.50"), (7, "-1.50")])
def test_hau_giang_deducts_half_a_point_a_commune_and_one_and_a_half_at_most(communes, earned):
    assert points("PER_UNIT_DEDUCT", {"unit_points": 0.5, "cap": 1.5}, 0, count=communes).total == D(earned)


def test_late_reports_eat_the_standard_points_and_no_more():
    assert points("PER_UNIT_DEDUCT", {"unit_points": 5}, 50, count=3).base == D("35.00")
    assert points("PER_UNIT_DEDUCT", {"unit_points": 5}, 50, count=30).base == D("0.00")


def test_hau_giang_binary():
    assert points("BINARY", {}, 1.5, yes=True).base == D("1.50")
    assert points("BINARY", {}, 1.5, yes=False).base == D("0.00")
    assert points("BINARY", {"target": 1}, 30, value=1).base == 30
    assert points("BINARY", {"target": 1}, 30, value=0).base == 0


def test_articles_count_half_a_point_each_up_to_fifty():
    assert points("COUNT_CAP", {"unit_points": 0.5}, 50, count=73).base == D("36.50")
    assert points("COUNT_CAP", {"unit_points": 0.5}, 50, count=400).base == D("50.00")


def test_seven_exemplars_where_six_were_asked_for_earn_a_sixth_of_thirty_more():
    found = points("COUNT_CAP", {"unit_points": 5, "target": 6, "bonus_cap": 10}, 30, count=7)
    assert (found.base, found.bonus) == (D("30.00"), D("5.00"))


def test_five_and_two_and_three_are_ten():
    found = points("SUBSUM", {"parts": [5, 2, 3]}, 10, parts=(D(5), D(2), D(3)))
    assert found.base == D("10.00")
    assert [step.code for step in found.steps] == ["PART", "PART", "PART", "SUM"]


def test_kien_giang_by_both_readings():
    # 12 employees and 300 members, nine commended: 75 % of the labourers, 2.9 % of labourers and members.
    labourers = points("RATIO", LABOURERS, 40, n=9, d=12)
    both = points("RATIO", LABOURERS, 40, n=9, d=312)
    assert (labourers.total, labourers.reached) == (D("40.00"), True)
    assert (both.total, both.reached) == (D("1.78"), False)
    assert both.steps[0].data()["facts"] == {"n": "9", "d": "312", "percent": "2.8846"}
    assert points("RATIO", {**LABOURERS, "below": "NOTHING"}, 40, n=9, d=312).total == 0


def test_above_ninety_percent_is_not_ninety():
    asked_for = {"numerator": "a", "denominator": "b", "target": 90, "below": "NOTHING"}
    assert points("RATIO", asked_for, 10, n=9, d=10).base == 10
    assert points("RATIO", {**asked_for, "comparator": "GT"}, 10, n=9, d=10).base == 0


def test_a_growth_is_measured_against_the_year_before():
    found = points("PROPORTIONAL", {"target": 8, "measure": "GROWTH"}, 60, n=104, d=100)
    assert found.base == D("30.00")
    assert points("PROPORTIONAL", {"target": 8, "measure": "GROWTH"}, 60, n=90, d=100).base == 0


def test_a_gate_takes_points_only_where_that_is_its_effect():
    late = {"effect": "DEDUCT", "points": 20, "choices": ["DEDUCT", "UNRANKED"]}
    assert points("GATE", late, 0, yes=True).total == -20
    assert points("GATE", {**late, "effect": "UNRANKED"}, 0, yes=True).total == 0
    assert points("GATE", late, 0, yes=False).reached is True
    assert points("GATE", {"effect": "NO_FLAG", "falls_on": False}, 0, yes=False).reached is False


def test_equal_results_share_the_place_and_the_next_is_skipped():
    rule = rule_of("RELATIVE", {"points": [10, 8, 6], "rest": 4})
    peers = [Claim(value=D(n)) for n in (30, 20, 20, 10)]
    assert [score(rule, peer, D(10), peers=peers).base for peer in peers] == [10, 8, 8, 4]
    low = replace(rule, better=Better.LOW)
    assert [score(low, peer, D(10), peers=peers).base for peer in peers] == [4, 8, 8, 10]


def test_a_place_waits_until_the_peers_are_known():
    waiting = points("RELATIVE", {"points": [10]}, 10, value=3)
    assert (waiting.total, waiting.steps[-1].code) == (None, "WAITS_FOR_PEERS")


@pytest.mark.parametrize(
    ("number", "up", "down"),
    [("1.005", "1.01", "1.00"), ("-0.005", "-0.01", "0.00"), ("2.675", "2.68", "2.67")],
)
def test_a_half_goes_away_from_nought_and_is_cut_off_where_the_sheet_says(number, up, down):
    assert rounded(D(number)) == D(up)
    assert rounded(D(number), Rounding(2, Mode.DOWN)) == D(down)


def test_a_sheet_may_keep_other_places():
    rule = rule_of("COUNT_CAP", {"unit_points": "0.125"})
    found = [score(rule, Claim(count=D(1)), D(1), rounding=Rounding(places)).base for places in (0, 1, 3)]
    assert found == [D("0"), D("0.1"), D("0.125")]


def test_the_unit_s_own_plan_counts_only_where_the_rule_names_none():
    assert points("PROPORTIONAL", {}, 30, value=13, target=20).base == D("19.50")
    assert points("PROPORTIONAL", {"target": 26}, 30, value=13, target=13).base == D("15.00")


def test_who_has_not_answered_is_no_peer():
    rule = rule_of("RELATIVE", {"points": [10, 8], "rest": 4, "measure": "SHARE"})
    own = Claim(n=D(1), d=D(2))
    peers = [own, Claim(n=D(9)), Claim(na=True, n=D(9), d=D(10)), Claim(n=D(3), d=D(4))]
    found = score(rule, own, D(10), peers=peers)
    assert (found.base, found.steps[-1].data()["facts"]["peers"]) == (8, "2")


@pytest.mark.parametrize(
    ("params", "n"),
    [
        ([[80, 4], [60, 3], [0, 2]], 140),
        ([[80, 4]], 162),
        ([{"points": 4}], 0),
        ([{"points": 4, "low": 80}, {"points": 2, "high": 80}], 158),
    ],
)
def test_the_example_of_bands_lies_inside_the_middle_one(params, n):
    assert example(rule_of("BAND", {"bands": params}), D(4)).claim == Claim(n=D(n), d=D(200))


# --- what contradicts a rule


@pytest.mark.parametrize(
    ("kind", "params", "standard", "claim", "fault"),
    [
        ("RATIO", LABOURERS, 40, {"n": 9, "d": 0}, ("d", "NOTHING_TO_DIVIDE_BY")),
        ("RATIO", LABOURERS, 40, {"n": 9, "d": -3}, ("d", "BELOW_ZERO")),
        ("RATIO", LABOURERS, 40, {"n": -1, "d": 3}, ("n", "BELOW_ZERO")),
        ("PROPORTIONAL", {}, 30, {"value": 3, "target": 0}, ("target", "NOTHING_TO_DIVIDE_BY")),
        ("COUNT_CAP", {"unit_points": 1}, 30, {"count": -1}, ("count", "BELOW_ZERO")),
        ("PER_UNIT_DEDUCT", {"unit_points": 1}, 30, {"count": 1.5}, ("count", "NOT_WHOLE")),
        ("EXPERT", {}, 30, {"points": 31, "reason": "vì"}, ("points", "OVER_MAX")),
        ("EXPERT", {}, 30, {"points": 30}, ("reason", "REASON_NEEDED")),
        ("EXPERT", {}, 30, {"points": -1, "reason": "vì"}, ("points", "BELOW_ZERO")),
        ("SUBSUM", {"parts": [5, 2]}, 7, {"parts": (D(6), D(2))}, ("parts.0", "OVER_MAX")),
        ("SUBSUM", {"parts": [5, 2]}, 7, {"parts": (D(5), D(-2))}, ("parts.1", "BELOW_ZERO")),
        ("SUBSUM", {"parts": [5, 2]}, 7, {"parts": (D(5),)}, ("parts", "OTHER_NUMBER_OF_PARTS")),
        ("BINARY", {}, 7, {"na": True}, ("reason", "REASON_NEEDED")),
        ("GATE", {"effect": "NO_FLAG"}, 0, {"na": True, "reason": "vì"}, ("na", "GATE_ALWAYS_APPLIES")),
    ],
)
def test_a_claim_that_contradicts_its_rule_is_refused_at_its_field(kind, params, standard, claim, fault):
    with pytest.raises(BadClaim) as refused:
        points(kind, params, standard, **claim)
    assert [(one.field, one.code) for one in refused.value.faults] == [fault]


# --- for every rule and every answer


@few
@given(cases())
def test_points_stay_within_the_standard_points_and_the_bonus_within_its_cap(case):
    rule, standard, claim = case
    found = score(rule, claim, standard, peers=[claim])
    bonus = bonus_of(rule)
    if not isinstance(rule, Gate | PerUnitDeduct):
        assert 0 <= found.base <= standard
    assert found.base <= standard
    assert 0 <= found.bonus <= (bonus.cap if bonus else 0)
    assert found.total == found.base + found.bonus
    assert found.total.as_tuple().exponent == -2


@few
@given(cases(), st.data())
def test_an_empty_field_is_never_nought(case, data):
    rule, standard, claim = case
    field = data.draw(st.sampled_from(asked(rule)))
    if isinstance(rule, Subsum):
        gap = data.draw(st.integers(0, len(rule.parts) - 1))
        parts = (*claim.parts[:gap], None, *claim.parts[gap + 1 :])
        emptied, missing = replace(claim, parts=parts), f"parts.{gap}"
    elif field == "reason":
        with pytest.raises(BadClaim):
            score(rule, replace(claim, reason=" "), standard, peers=[])
        return
    else:
        emptied, missing = replace(claim, **{field: None}), field
    found = score(rule, emptied, standard, peers=[])
    assert (found.base, found.bonus, found.total) == (None, None, None)
    assert missing in found.missing
    assert found.steps[0].code == "NOT_ANSWERED"


@few
@given(any_rule, standards)
def test_nothing_answered_is_nothing_and_what_does_not_apply_is_not_nought(rule, standard):
    fitting = standard_of(rule, standard)
    assert score(rule, Claim(), fitting, peers=[]).total is None
    if not isinstance(rule, Gate):
        away = score(rule, Claim(na=True, reason="không có chức năng này"), fitting)
        assert (away.total, away.na) == (None, True)


BETTER = {"value": 1, "n": 1, "d": 0, "target": 0, "count": 1, "points": 1, "reason": 0}


@few
@given(cases(st.one_of(*(rule for kind, rule in rules.items() if kind not in ("GATE", "SUBSUM")))), st.data())
def test_a_better_result_never_lowers_the_points(case, data):
    rule, standard, claim = case
    worse_when_more = isinstance(rule, PerUnitDeduct) or (
        isinstance(rule, Relative) and rule.better is Better.LOW
    )
    peers = [claim, *data.draw(st.lists(answers(rule, standard), max_size=4))]
    step = data.draw(st.integers(1, 20).map(Decimal))
    better = claim
    for field in asked(rule):
        if field == "yes":
            better = replace(better, yes=True)
        elif BETTER[field]:
            number = getattr(claim, field) + step
            better = replace(better, **{field: min(number, standard) if field == "points" else number})
    before = score(rule, claim, standard, peers=peers).total
    after = score(rule, better, standard, peers=peers[1:]).total
    assert after <= before if worse_when_more else after >= before


@few
@given(rules["SUBSUM"].flatmap(lambda rule: st.tuples(st.just(rule), answers(rule, Decimal(0)))))
def test_the_parts_are_the_sum(case):
    rule, claim = case
    assert score(rule, claim, standard_of(rule, Decimal(0))).base == sum(claim.parts)


@few
@given(cases())
def test_every_step_carries_the_numbers_it_is_said_to_carry(case):
    rule, standard, claim = case
    for answer, peers in ((claim, [claim]), (Claim(), []), (Claim(na=True, reason="vì"), [])):
        if not (answer.na and isinstance(rule, Gate)):
            for step in score(rule, answer, standard, peers=peers).steps:
                assert tuple(step.facts) == STEPS[step.code]


@few
@given(any_rule, standards)
def test_the_example_beside_a_rule_is_scored_by_the_rule(rule, standard):
    fitting = standard_of(rule, standard)
    worked = example(rule, fitting)
    again = score(rule, worked.claim, fitting, peers=(worked.claim, *worked.peers))
    assert worked.points == again
    assert worked.points.total is not None


def test_the_rule_is_never_handed_a_gap():
    with pytest.raises(ValueError, match="empty"):
        known(None)
    assert known(D("0.5")) == Fraction(1, 2)
