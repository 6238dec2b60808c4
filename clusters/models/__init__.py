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
from clusters.models.conference import AgendaItem, Attendance, Conference, Guest, Motion
from clusters.models.pledge import Pledge, PledgeTarget, Remark, Scope, Signatory, Signature
from clusters.models.ranking import RankingVersion, StandingRow
from clusters.models.record import Custody, Flag, HandOver, Record, RecordSignature
from clusters.models.report import SeasonReport
from clusters.models.sheet import Criterion, ScoreSheet

__all__ = [
    "COLUMNS",
    "AgendaItem",
    "Attendance",
    "Cluster",
    "ClusterKind",
    "Conference",
    "Criterion",
    "Custody",
    "Evidence",
    "Explanation",
    "Flag",
    "Guest",
    "HandOver",
    "Ladder",
    "Membership",
    "Merged",
    "Motion",
    "Outcome",
    "Pledge",
    "PledgeTarget",
    "RankingVersion",
    "Record",
    "RecordSignature",
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
