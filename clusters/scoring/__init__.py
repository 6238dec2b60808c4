"""Points, totals and places of a cluster or block: plain values in, plain values out.

What follows what:

    kinds        the eleven rules, frozen          parameters, writing   a rule from and to the JSON of its criterion
    claims       what was answered                 points, earning       one claim by one rule, with its working
    working      the steps of a working            examples              a worked example, by the same function
    sheets       the tree of criteria              checking              where a sheet contradicts itself
    weighing     what is not applicable            totals, gap           four columns, groups, caps, gates
    ranking      places, ties, bands, knock-outs   sectors               unlike sectors compared, small ones pooled
    whatif       the ranking under another reading bias                  scorers who are always high or low
    keeping      a ranking as JSON and back

A stored criterion (code, text, kind, max, params, parent, order, sector, comparable, bonus_cap) is a `Row`; `tree`
makes the children of a `Sheet` of them. A stored value (column, claim, points, na, reason) is a `Value` under its code
and `Column`, its claim read by `claim_of`. Then:

    points = scored(sheet, leaf, claim)            what to store as points: points.total
    total = standing_total(sheet, columns)         provisional while total.provisional is not empty
    left = unfinished(sheet, columns[FINAL])       publish when it is empty
    ranking = rank([entrant(unit, total), …], rule)

Numbers: Fractions within a rule, Decimals out of it, rounded once, at the leaf (ADR 0046). None is "not answered" and
never becomes 0. Faults are `Fault(place, field, code, facts)`, inside `BadRule`, `BadClaim`, `BadSheet` where raised.
"""

from clusters.scoring.bias import BiasRule, Given, Leaning, leanings
from clusters.scoring.checking import faults
from clusters.scoring.claims import Claim, claim_data, claim_faults, claim_of
from clusters.scoring.examples import Worked, example
from clusters.scoring.fault import BadClaim, BadRule, BadSheet, Fault, Faulty
from clusters.scoring.gap import Gap, gaps
from clusters.scoring.keeping import ranking_data, ranking_of
from clusters.scoring.kinds import Bonus, Effect, Gate, Kind, Measure, Rule, asked, bonus_of
from clusters.scoring.parameters import rule_of
from clusters.scoring.points import score
from clusters.scoring.ranking import (
    BALLOT,
    BandsBy,
    Entrant,
    Place,
    RankBand,
    Ranking,
    RankingRule,
    Separation,
    Unranked,
    entrant,
    rank,
)
from clusters.scoring.rounding import Mode, Rounding, percent, rounded
from clusters.scoring.sectors import BETWEEN_SECTORS, Basis, Pool, Pooling, Standing, pooling
from clusters.scoring.sheets import (
    Group,
    Leaf,
    NotApplicable,
    Row,
    Sheet,
    gates_of,
    leaf_of,
    leaves_below,
    nodes,
    scored,
    tree,
)
from clusters.scoring.totals import (
    Column,
    Knock,
    Line,
    Total,
    Value,
    column_total,
    newest,
    standing_total,
    unfinished,
    value_faults,
)
from clusters.scoring.whatif import Move, Reading, Scored, WhatIf, read, what_if
from clusters.scoring.working import STEPS, Points, Step
from clusters.scoring.writing import params_of

__all__ = [
    "BALLOT",
    "BETWEEN_SECTORS",
    "STEPS",
    "BadClaim",
    "BadRule",
    "BadSheet",
    "BandsBy",
    "Basis",
    "BiasRule",
    "Bonus",
    "Claim",
    "Column",
    "Effect",
    "Entrant",
    "Fault",
    "Faulty",
    "Gap",
    "Gate",
    "Given",
    "Group",
    "Kind",
    "Knock",
    "Leaf",
    "Leaning",
    "Line",
    "Measure",
    "Mode",
    "Move",
    "NotApplicable",
    "Place",
    "Points",
    "Pool",
    "Pooling",
    "RankBand",
    "Ranking",
    "RankingRule",
    "Reading",
    "Rounding",
    "Row",
    "Rule",
    "Scored",
    "Separation",
    "Sheet",
    "Standing",
    "Step",
    "Total",
    "Unranked",
    "Value",
    "WhatIf",
    "Worked",
    "asked",
    "bonus_of",
    "claim_data",
    "claim_faults",
    "claim_of",
    "column_total",
    "entrant",
    "example",
    "faults",
    "gaps",
    "gates_of",
    "leaf_of",
    "leanings",
    "leaves_below",
    "newest",
    "nodes",
    "params_of",
    "percent",
    "pooling",
    "rank",
    "ranking_data",
    "ranking_of",
    "read",
    "rounded",
    "rule_of",
    "score",
    "scored",
    "standing_total",
    "tree",
    "unfinished",
    "value_faults",
    "what_if",
]
