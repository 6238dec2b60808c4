"""Points for one claim by one rule: rounded once, at the leaf, the bonus for itself."""

from collections.abc import Iterable
from decimal import Decimal

from clusters.scoring.claims import Claim, claim_faults
from clusters.scoring.earning import SCORERS, Desk
from clusters.scoring.fault import BadClaim
from clusters.scoring.kinds import Rule
from clusters.scoring.rounding import LEAF, Rounding, rounded
from clusters.scoring.working import Points, Step


def score(
    rule: Rule,
    claim: Claim,
    standard: Decimal,
    *,
    rounding: Rounding = LEAF,
    peers: Iterable[Claim] | None = None,
) -> Points:
    """The points of a claim on a criterion of `standard` points, with their working.

    `peers`: the claims of all units to this criterion (with or without this one), for RELATIVE alone. Raises
    BadClaim where the claim contradicts the rule: a denominator of 0, more points than there are.
    """
    faults = claim_faults(rule, claim, standard)
    if faults:
        raise BadClaim(faults)
    if claim.na:
        return Points(None, None, (Step("NOT_APPLICABLE"),), na=True)
    missing = claim.lacks(rule)
    if missing:
        return Points(None, None, (Step("NOT_ANSWERED", {"missing": ", ".join(missing)}),), missing=missing)
    desk = Desk(claim, standard, rounding, peers)
    earned = SCORERS[rule.kind](rule, desk)
    if earned.base is None:
        return Points(None, None, tuple(desk.steps))
    return Points(
        rounded(earned.base, rounding), rounded(earned.bonus, rounding), tuple(desk.steps), earned.reached
    )
