from clusters.models.card import COLUMNS, Evidence, Explanation, ScoreCard, ScoreImport, ScoreValue, Source
from clusters.models.cluster import (
    Cluster,
    ClusterKind,
    Ladder,
    Membership,
    Merged,
    Outcome,
    Role,
    Rotation,
    Season,
    Seat,
    Turn,
)
from clusters.models.pledge import Pledge, PledgeTarget, Remark, Scope, Signatory, Signature
from clusters.models.ranking import RankingVersion, StandingRow
from clusters.models.report import SeasonReport
from clusters.models.sheet import Criterion, ScoreSheet

__all__ = [
    "COLUMNS",
    "Cluster",
    "ClusterKind",
    "Criterion",
    "Evidence",
    "Explanation",
    "Ladder",
    "Membership",
    "Merged",
    "Outcome",
    "Pledge",
    "PledgeTarget",
    "RankingVersion",
    "Remark",
    "Role",
    "Rotation",
    "Scope",
    "ScoreCard",
    "ScoreImport",
    "ScoreSheet",
    "ScoreValue",
    "Season",
    "SeasonReport",
    "Seat",
    "Signatory",
    "Signature",
    "Source",
    "StandingRow",
    "Turn",
]
