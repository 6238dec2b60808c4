"""Rules of every kind, and answers to them, as hypothesis draws them."""

from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st

from clusters.scoring.claims import Claim
from clusters.scoring.kinds import (
    Band,
    Banded,
    Below,
    Better,
    Binary,
    Bonus,
    Comparator,
    CountCap,
    Effect,
    Expert,
    Gate,
    Measure,
    OverBonus,
    Part,
    PerUnitDeduct,
    Proportional,
    Ratio,
    Relative,
    Subsum,
    asked,
)

few = settings(max_examples=60, derandomize=True, deadline=None)


def cents(least, most):
    """Decimals with two places from `least` to `most`."""
    return st.integers(int(least * 100), int(most * 100)).map(lambda number: Decimal(number) / 100)


standards = cents(1, 100)
targets = cents(1, 200)
results = cents(-50, 300)
counts = st.integers(0, 60).map(Decimal)
bonuses = st.none() | st.builds(Bonus, cents(1, 20), st.booleans())
measures = st.sampled_from(Measure)


@st.composite
def banded(draw):
    """Bands that touch, the better result never earning less."""
    seams = sorted(draw(st.sets(cents(0, 100), min_size=1, max_size=4)), reverse=True)
    points = sorted(
        draw(st.lists(cents(0, 40), min_size=len(seams) + 1, max_size=len(seams) + 1)), reverse=True
    )
    lows, highs = [*seams, None], [None, *seams]
    closed = [draw(st.booleans()) for _ in seams]
    low_closed, high_closed = [*closed, True], [False, *(not one for one in closed)]
    bands = zip(points, lows, low_closed, highs, high_closed, strict=True)
    return Banded(tuple(Band(*band) for band in bands), draw(measures))


@st.composite
def counted(draw):
    """A count whose bonus begins where its points end."""
    unit, target = draw(cents(0.5, 10)), Decimal(draw(st.integers(1, 20)))
    return CountCap(unit, *draw(st.sampled_from([(None, None), (target, draw(bonuses))])))


parts = st.lists(cents(1, 20), min_size=1, max_size=4).map(
    lambda found: Subsum(tuple(Part(str(number), "", most) for number, most in enumerate(found)))
)
relatives = st.builds(
    lambda points, better, measure: Relative(
        tuple(sorted(points, reverse=True)), min(points) / 2, better, measure
    ),
    st.lists(cents(0, 40), min_size=1, max_size=4),
    st.sampled_from(Better),
    measures,
)
rules = {
    "BINARY": st.builds(Binary, st.none() | targets),
    "PROPORTIONAL": st.builds(Proportional, st.none() | targets, measures, bonuses),
    "OVER_BONUS": st.builds(
        OverBonus, standards, st.builds(Bonus, cents(1, 20), st.booleans()), st.none() | targets, measures
    ),
    "BAND": banded(),
    "PER_UNIT_DEDUCT": st.builds(PerUnitDeduct, cents(0.5, 5), st.none() | cents(1, 40)),
    "COUNT_CAP": counted(),
    "SUBSUM": parts,
    "RATIO": st.builds(
        Ratio,
        st.just("tử số"),
        st.just("mẫu số"),
        targets,
        st.sampled_from(Comparator),
        st.sampled_from(Below),
        bonuses,
    ),
    "GATE": st.builds(
        Gate, st.sampled_from(Effect), cents(1, 30), st.sampled_from([(), tuple(Effect)]), st.booleans()
    ),
    "EXPERT": st.just(Expert()),
    "RELATIVE": relatives,
}
any_rule = st.one_of(*rules.values())


@st.composite
def answers(draw, rule, standard):
    """A claim that answers all that the rule asks, and contradicts nothing."""
    fields = {
        "value": results,
        "n": cents(0, 300),
        "d": cents(1, 300),
        "target": targets,
        "count": counts,
        "yes": st.booleans(),
        "points": cents(0, standard),
        "reason": st.just("lý do"),
    }
    if isinstance(rule, Subsum):
        return Claim(parts=tuple(draw(cents(0, part.max)) for part in rule.parts))
    return Claim(**{name: draw(fields[name]) for name in asked(rule)})


def standard_of(rule, standard):
    """The standard points that fit a rule: its own where it says, none where it only adds or bars."""
    if isinstance(rule, Banded):
        return max(band.points for band in rule.bands)
    if isinstance(rule, Subsum):
        return sum((part.max for part in rule.parts), Decimal(0))
    if isinstance(rule, Relative):
        return rule.points[0]
    if isinstance(rule, OverBonus | Gate):
        return Decimal(0)
    return standard


@st.composite
def cases(draw, of=any_rule):
    """(rule, standard points, claim)."""
    rule = draw(of)
    standard = standard_of(rule, draw(standards))
    return rule, standard, draw(answers(rule, standard))
