"""Evidence of a self-score: files and addresses, each for as many criteria as it proves."""

import hashlib
from collections.abc import Sequence

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import Criterion, Evidence, ScoreCard
from clusters.permissions import scores as permissions
from clusters.scoring import Column
from clusters.services.cards import locked_card
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.uploads.checking import check_scan
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@transaction.atomic
def add(
    card: ScoreCard,
    criteria: Sequence[Criterion],
    *,
    title: str,
    by: User,
    file: "File[bytes] | None" = None,
    link: str = "",
) -> Evidence:
    """A file (PDF or picture) or an address that proves these criteria. The same file is kept once a card."""
    if file is not None:
        check_scan(file)
    kept = _kept(card, by)
    if (file is None) == (not link.strip()):
        raise Refused(_("Give either a file or an address."))
    wanted = _of_sheet(kept, criteria)
    evidence = Evidence(card=kept, title=nfc(title).strip(), link=link.strip(), added_by=by)
    if file is not None:
        data = file.read()
        file.seek(0)
        evidence.digest, evidence.filename = hashlib.sha256(data).hexdigest(), (file.name or "")[-255:]
        if kept.evidence.filter(digest=evidence.digest, removed_at=None).exists():
            raise Refused(_("This file is kept here already: let it prove further criteria."))
        evidence.file = file  # type: ignore[assignment]
    evidence.full_clean()
    evidence.save()
    evidence.criteria.set(wanted)
    record("score.evidence", kept, by=by, evidence=[None, evidence.title])
    return evidence


@transaction.atomic
def assign(evidence: Evidence, criteria: Sequence[Criterion], *, by: User) -> Evidence:
    """Say which criteria a piece of evidence proves."""
    kept = _kept(evidence.card, by)
    wanted = _of_sheet(kept, criteria)
    before = [one.code for one in evidence.criteria.order_by("code")]
    evidence.criteria.set(wanted)
    record(
        "score.evidence",
        kept,
        by=by,
        evidence=[evidence.title, evidence.title],
        criteria=[before, sorted(one.code for one in wanted)],
    )
    return evidence


@transaction.atomic
def remove(evidence: Evidence, *, by: User) -> None:
    """Take evidence off the card; the file stays with the record of it."""
    kept = _kept(evidence.card, by)
    row = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if row.removed_at is not None:
        raise Refused(_("It was removed already."))
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    record("score.evidence", kept, by=by, evidence=[row.title, None])


def _kept(card: ScoreCard, by: User) -> ScoreCard:
    kept = locked_card(card)
    demand(permissions.may_score(by, kept, Column.SELF, on=timezone.localdate()))
    return kept


def _of_sheet(card: ScoreCard, criteria: Sequence[Criterion]) -> list[Criterion]:
    wanted = [one for one in criteria if one.sheet_id == card.seat.season.sheet_id and one.kind]
    if not wanted or len(wanted) != len(criteria):
        raise Refused(_("Choose criteria of this sheet."))
    return wanted
