"""Entering a pledge that was signed on paper before anybody entered it here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import cast

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import Pledge, Seat, Signatory, Signature
from clusters.permissions import pledges as permissions
from clusters.services.pledge_papers import pledge_payload
from clusters.services.pledges import locked_pledge
from clusters.services.seasons import pass_on
from clusters.states import PLEDGE, SEASON, Answer, Method, SeasonState
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.documents.digest import digest
from emulation.uploads.checking import check_scan
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@dataclass(frozen=True)
class PaperSigner:
    """Who signed for a member, as the paper says."""

    name: str
    title: str


@transaction.atomic
def record_signed(
    pledge: Pledge,
    signers: Mapping[int, PaperSigner],
    scan: File,  # type: ignore[type-arg]  # a file as uploaded
    *,
    by: User,
) -> Pledge:
    """Enter a draft as signed by all on its day, with the scan of the paper; nobody is asked to sign again.

    `signers` holds who signed by the id of the seat, for every member that has not left. Each signature carries the
    fingerprint of the scan: that is what was signed. Nothing is sealed, since the paper is the original. Raises
    UploadRefused for a file that is no scan.
    """
    kept = locked_pledge(pledge)
    target = PLEDGE.target("record", kept.state, kept)
    demand(permissions.may_record_signed(by, kept, on=timezone.localdate()))
    seats = list(kept.season.seats.filter(left_on=None).order_by("order", "pk"))
    missing = [seat.name for seat in seats if seat.pk not in signers]
    if missing:
        raise Refused(
            _("Say who signed for these members, or let them leave the season first: %(names)s.")
            % {"names": "; ".join(missing)}
        )
    kind = check_scan(scan)
    fingerprint = sha256(scan.read()).hexdigest()
    scan.seek(0)
    kept.scan.save(f"pledge-{kept.pk}.{kind}", scan, save=False)
    signed_at = timezone.make_aware(
        datetime.combine(cast(date, kept.day), time(12))
    )  # the verdict asks for it
    before, kept.state = kept.state, target
    kept.state_since = timezone.now()
    kept.opening += 1
    kept.opened_at = kept.signed_at = signed_at
    _sign(kept, seats, signers, fingerprint, by)
    kept.payload = pledge_payload(kept)
    kept.digest = digest(kept.payload)
    kept.version += 1
    kept.full_clean()
    kept.save()
    record("pledge.record", kept, by=by, state=[before, target], signed_on=[None, kept.day])
    season = kept.season
    if season.state == SeasonState.PLEDGE_DRAFT:
        pass_on(season, "seal_pledge", SEASON.target("seal_pledge", season.state, season), by=by)
    return kept


def _sign(
    pledge: Pledge, seats: list[Seat], signers: Mapping[int, PaperSigner], fingerprint: str, by: User
) -> None:
    for order, seat in enumerate(seats, start=1):
        name, title = nfc(signers[seat.pk].name).strip(), nfc(signers[seat.pk].title).strip()
        row = Signatory(
            pledge=pledge,
            opening=pledge.opening,
            seat=seat,
            order=order,
            name=name,
            title=title,
            answer=Answer.SIGNED,
            answered_at=pledge.signed_at,
        )
        row.full_clean()
        row.save()
        signature = Signature(
            signatory=row,
            answer=Answer.SIGNED,
            digest=fingerprint,
            name=name,
            title=title,
            method=Method.PAPER,
            entered_by=by,
            signed_on=pledge.day,
            scan=pledge.scan.name,
        )
        signature.full_clean()
        signature.save()
