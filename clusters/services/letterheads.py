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
    told = word(cluster).upper()
    return [f"TM. {told} THI ĐUA", f"{told} TRƯỞNG"]


def word(cluster: Cluster) -> str:
    """What the papers call it: a cluster (cụm) or a block (khối)."""
    return "Khối" if cluster.kind == ClusterKind.BLOCK else "Cụm"


def symbol(cluster: Cluster, kind: str) -> str:
    """The number and symbol of a paper before it is numbered: "……/GM-CTĐ", of a block "……/GM-KTĐ"."""
    return f"……/{kind}-{word(cluster)[0]}TĐ"


def kept_by_leader(cluster: Cluster) -> str:
    """The last recipient of a paper whose copy the leading body keeps."""
    return f"Lưu: {word(cluster)} trưởng"


def kept_in_files(cluster: Cluster) -> str:
    """The last recipient of a paper that goes to the files of the cluster."""
    return f"Lưu: hồ sơ {word(cluster).lower()}"
