"""Keeping a hypothetical ranking under a name. Nothing here touches a score, a ruling or a published ranking."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import Sandbox, Season
from clusters.permissions import disputes as permissions
from clusters.scoring import claim_data
from clusters.scoring.rounding import plain
from clusters.selectors.readings import Read, Trials, Tried
from clusters.sentences import working_words
from clusters.services.disputes import body_of
from clusters.services.seasons import locked_season
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@transaction.atomic
def keep(season: Season, name: str, reads: Sequence[Read], *, by: User, note: str = "") -> Sandbox:
    """Keep what was tried under a name, with both rankings as they are computed now."""
    kept, today = locked_season(season), timezone.localdate()
    demand(permissions.may_keep_sandbox(by, kept, on=today))
    if not reads:
        raise Refused(_("Change something first: nothing was tried."))
    tried = Trials.of(kept, on=today).tried(reads)
    row = Sandbox(
        season=kept,
        name=" ".join(nfc(name).split()),
        note=nfc(note).strip(),
        readings=[_plain(one) for one in reads],
        rows=rows_of(tried),
        body_id=body_of(by, kept),
        made_by=by,
        made_at=timezone.now(),
    )
    row.full_clean(exclude=["readings", "rows"])
    row.save()
    record("sandbox.keep", row, by=by, name=[None, row.name])
    return row


def _plain(one: Read) -> dict[str, Any]:
    return {
        "code": one.code,
        "params": None if one.params is None else dict(one.params),
        "max": None if one.max is None else plain(one.max),
        "answers": {str(pk): claim_data(claim) for pk, claim in one.claims.items()},
    }


def rows_of(tried: Tried) -> list[dict[str, Any]]:
    """Every member before and after, with the working of each criterion that was tried, as plain JSON."""
    seats = {seat.pk: seat for seat in tried.trials.seats}
    found = []
    for pk, move in tried.moves.items():
        found.append(
            {
                "name": seats[pk].label,
                "place_before": move.place_before,
                "place_after": move.place_after,
                "total_before": _text(move.total_before),
                "total_after": _text(move.total_after),
                "why": [
                    {
                        "code": one.code,
                        "before": _text(move.before.get(one.code)),
                        "after": _text(move.after.get(one.code)),
                        "working": working_words(move.steps_after.get(one.code, ())),
                    }
                    for one in tried.reads
                    if move.before.get(one.code) != move.after.get(one.code)
                ],
            }
        )
    return sorted(found, key=lambda row: (row["place_after"] or 10**6, str(row["name"])))


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


@transaction.atomic
def remove(sandbox: Sandbox, *, by: User) -> Sandbox:
    """Take it away from the lists; it stays in the record."""
    locked_season(sandbox.season)
    kept = Sandbox.objects.select_related("season__cluster").get(pk=sandbox.pk)
    demand(permissions.may_remove_sandbox(by, kept, on=timezone.localdate()))
    if kept.removed_at is not None:
        raise Refused(_("It was taken away already."))
    kept.removed_at = timezone.now()
    kept.save(update_fields=["removed_at"])
    record("sandbox.remove", kept, by=by, name=[kept.name, None])
    return kept
