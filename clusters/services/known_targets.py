"""Targets that come with the program, taken over into a draft; what stands there already is not entered twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from clusters.catalogue import PledgeData
from clusters.catalogue import PledgeTarget as KnownTarget
from clusters.models import Pledge, PledgeTarget
from clusters.permissions import pledges as permissions
from clusters.selectors.pledges import in_force, targets_of
from clusters.services.pledges import TargetTerms, locked_pledge, next_place, put
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.indicators.models import IndicatorVersion
from emulation.indicators.selectors import versions_on
from emulation.verdicts import demand
from emulation.vietnamese import fold


@dataclass(frozen=True)
class Taken:
    """What was entered, and how many of the known targets stood in the draft already."""

    added: Sequence[PledgeTarget]
    stood: int


@transaction.atomic
def take_known(pledge: Pledge, known: PledgeData, *, by: User) -> Taken:
    """Enter the targets of a pledge that comes with the program, each bound to the definition in force today.

    One that stands already, by its indicator or by its words, is passed over; for an addendum what is in force
    stands too. What was disputed and never pledged is left out. The reading chosen is what will be printed.
    """
    kept = locked_pledge(pledge)
    demand(permissions.may_change_pledge(by, kept, on=timezone.localdate()))
    versions = {row.indicator.code: row for row in versions_on(timezone.localdate())}
    standing = [*targets_of(kept), *(in_force(kept.season) if kept.amends_id else [])]
    pledged = [target for target in known.targets if target.pledged]
    wanted = [target for target in pledged if not _stands(target, versions.get(target.indicator), standing)]
    rows = [
        put(
            PledgeTarget(pledge=kept, order=next_place(kept)),
            TargetTerms(
                text=target.text,
                indicator=versions.get(target.indicator),
                comparator=target.comparator.value if target.comparator else "",
                value=target.value,
                unit=target.unit,
                reading=target.reading,
                remark=target.ambiguity,
            ),
        )
        for target in wanted
    ]
    if rows:
        record("pledge.take_known", kept, by=by, targets=[None, len(rows)])
    return Taken(rows, len(pledged) - len(rows))


def _stands(target: KnownTarget, version: IndicatorVersion | None, standing: Iterable[PledgeTarget]) -> bool:
    words = fold(target.text)
    return any(
        fold(row.text) == words
        or (
            version is not None
            and row.indicator is not None
            and row.indicator.indicator_id == version.indicator_id
        )
        for row in standing
    )
