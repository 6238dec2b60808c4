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

__all__ = [
    "Cluster",
    "ClusterKind",
    "Ladder",
    "Membership",
    "Merged",
    "Outcome",
    "Pledge",
    "PledgeTarget",
    "Remark",
    "Role",
    "Rotation",
    "Scope",
    "Season",
    "Seat",
    "Signatory",
    "Signature",
    "Turn",
]
