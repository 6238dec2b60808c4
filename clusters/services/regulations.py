"""The scan of a cluster's regulation, kept beside its number and title."""

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from clusters.models import Cluster
from clusters.permissions import clusters as permissions
from clusters.services.clusters import locked
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.uploads.checking import check_scan
from emulation.verdicts import demand


@transaction.atomic
def attach_regulation(cluster: Cluster, scan: File, *, by: User) -> Cluster:  # type: ignore[type-arg]  # a file as uploaded
    """Keep this scan as that of the regulation in force; an earlier file stays in storage, named in the journal.

    Raises UploadRefused for a file that is no scan.
    """
    kept = locked(cluster)
    demand(permissions.may_change_cluster(by, kept, on=timezone.localdate()))
    kind = check_scan(scan)
    scan.name = f"regulation-{kept.pk}.{kind}"
    before = kept.regulation_scan.name or None
    kept.regulation_scan = scan
    kept.version += 1
    kept.save(update_fields=["regulation_scan", "version"])
    record("cluster.attach_regulation", kept, by=by, regulation_scan=[before, kept.regulation_scan.name])
    return kept
