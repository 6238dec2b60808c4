"""What the papers of a cluster share: who issues them under whom, and in whose name the leading body signs."""

from typing import Any

from clusters.models import Cluster, ClusterKind


def letterhead(cluster: Cluster, *, number: str, place_date: str) -> dict[str, Any]:
    """Slots 2 to 4 of Decree 30/2020/NĐ-CP as plain values: the organiser above, the cluster, number, place and day."""
    name = cluster.name.upper()
    return {
        "superior": cluster.organiser.name.upper(),
        "issuers": [name],
        "issuer": name,
        "number": number,
        "place_date": place_date,
    }


def power_lines(cluster: Cluster) -> list[str]:
    """In whose name and in which office the head of the leading body signs; a cluster has no seal of its own."""
    word = "KHỐI" if cluster.kind == ClusterKind.BLOCK else "CỤM"
    return [f"TM. {word} THI ĐUA", f"{word} TRƯỞNG"]
