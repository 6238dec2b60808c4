"""Revoking an award and reissuing a certificate: nothing is deleted, the old code keeps answering."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Grant, Nomination
from awards.permissions import may_correct
from awards.rows import order_key, search_text
from awards.services.papers import certificate_payload
from awards.states import GRANT, NOMINATION
from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.documents import services as documents
from emulation.documents.faults import unfit_refused
from emulation.documents.models import IssuedDocument
from emulation.documents.states import Ground
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc

CORRECTABLE = ("honorific", "name", "position_title", "unit_name", "address", "achievement")


class Cause(TextChoices):
    """Why a certificate is issued anew: exchanged (cấp đổi) when wrong or damaged, replaced (cấp lại) when lost."""

    WRONG = "wrong", gettext_lazy("Exchange: words on it are wrong")
    DAMAGED = "damaged", gettext_lazy("Exchange: it is damaged")
    LOST = "lost", gettext_lazy("Replacement: it was lost")


ACTS = {
    Cause.WRONG: "grant.reissue",
    Cause.DAMAGED: "grant.reissue",
    Cause.LOST: "grant.replace",
}


@dataclass(frozen=True)
class Revocation:
    """The decision that annuls an award: one of the four grounds of Law 06/2022/QH15, chapter VII."""

    ground: Ground
    decision_number: str
    on: date


@transaction.atomic
def revoke(grant: Grant, revocation: Revocation, *, by: User) -> Grant:
    """Annul an award. The grant and the decision stay in the register; object and money are to be recovered."""
    locked = _locked(grant)
    target = GRANT.target("revoke", locked.state, locked)
    demand(may_correct(by, locked, on=timezone.localdate()))
    _check(locked, revocation)
    before, locked.state, locked.revoked_on = locked.state, target, revocation.on
    locked.revoke_ground, locked.revoke_decision = revocation.ground, nfc(revocation.decision_number).strip()
    locked.save(update_fields=["state", "revoked_on", "revoke_ground", "revoke_decision"])
    nomination = Nomination.objects.select_for_update().get(pk=locked.nomination_id)
    decided, nomination.state = nomination.state, NOMINATION.target("revoke", nomination.state, nomination)
    nomination.state_since, nomination.version = timezone.now(), nomination.version + 1
    nomination.save(update_fields=["state", "state_since", "version", "updated_at"])
    record("nomination.revoke", nomination, by=by, state=[decided, nomination.state])
    if locked.certificate is not None:
        documents.revoke(
            locked.certificate,
            ground=revocation.ground,
            decision=locked.revoke_decision,
            on=revocation.on,
            by=by,
        )
    record(
        "grant.revoke",
        locked,
        by=by,
        state=[before, locked.state],
        ground=[None, revocation.ground],
        decision=[None, locked.revoke_decision],
    )
    return locked


def _locked(grant: Grant) -> Grant:
    hold(grant.proposer_id, grant.organisation_id)
    # Locked alone and read afterwards: rows joined to a lock that had to wait are those of before the wait.
    Grant.objects.select_for_update().get(pk=grant.pk)
    joined = Grant.objects.select_related(
        "decision__campaign__organisation", "decision__organisation", "certificate", "form"
    )
    return joined.get(pk=grant.pk)


def _check(grant: Grant, revocation: Revocation) -> None:
    if not revocation.decision_number.strip():
        raise Refused(_("An award is revoked by a decision: give its number."))
    if revocation.on > timezone.localdate():
        raise Refused(_("The date of signing lies in the future."))
    if grant.decision.signed_on and revocation.on < grant.decision.signed_on:
        raise Refused(_("The award was granted after that day."))


@transaction.atomic
def reissue(
    grant: Grant,
    corrected: dict[str, str],
    *,
    reason: str,
    by: User,
    cause: Cause = Cause.WRONG,
    certificate_id: int | None = None,
) -> IssuedDocument:
    """Issue the certificate anew; the old one answers «replaced» from then on.

    With corrected words where the old ones were wrong, with the same words where the paper was damaged or lost.
    `certificate_id` is the one that was to be replaced: one that somebody has replaced meanwhile is refused.
    """
    locked = _locked(grant)
    demand(may_correct(by, locked, on=timezone.localdate()))
    if locked.certificate is None:
        raise Refused(_("This program has issued no certificate for this award."))
    if certificate_id is not None and locked.certificate_id != certificate_id:
        raise Refused(_("This certificate has been issued anew meanwhile."))
    given(reason)
    unknown = set(corrected) - set(CORRECTABLE)
    if unknown:
        raise ValueError(f"not correctable: {sorted(unknown)}")
    changes = _correct(locked, corrected)
    _refuse_unless_it_fits(cause, changes)
    locked.sort_key = order_key(locked.subject_kind, locked.name)
    locked.search = search_text(locked.name, locked.unit_name, locked.position_title)
    locked.full_clean(exclude=["certificate"])
    payload = certificate_payload(locked, locked.decision)
    locked.certificate = paper = _new_paper(locked.certificate, payload, reason=nfc(reason).strip(), by=by)
    locked.save(update_fields=[*CORRECTABLE, "search", "sort_key", "certificate"])
    record(ACTS[cause], locked, by=by, reason=nfc(reason).strip(), cause=[None, cause.value], **changes)
    documents.queue_rendering(
        [paper],
        by=by,
        organisation=locked.decision.organisation,
        title=_("New certificate for %(name)s") % {"name": locked.full_name},
    )
    return paper


def _correct(grant: Grant, corrected: dict[str, str]) -> dict[str, Any]:
    """Set the words. Returns the changes."""
    changes: dict[str, Any] = {}
    for name, value in corrected.items():
        kept = nfc(value).strip()
        if kept != getattr(grant, name):
            changes[name] = [getattr(grant, name), kept]
            setattr(grant, name, kept)
    return changes


def _refuse_unless_it_fits(cause: Cause, changes: dict[str, Any]) -> None:
    if cause == Cause.WRONG and not changes:
        raise Refused(
            _(
                "Nothing changes: no word was corrected. For a certificate that was damaged or lost choose that "
                "reason; it is printed again with the same words."
            )
        )
    if cause != Cause.WRONG and changes:
        raise Refused(
            _(
                "A damaged or lost certificate is printed again with the same words. To correct words choose "
                "that they are wrong."
            )
        )


def _new_paper(
    certificate: IssuedDocument, payload: dict[str, Any], *, reason: str, by: User
) -> IssuedDocument:
    with unfit_refused():
        return documents.reissue(certificate, payload, reason=reason, by=by)
