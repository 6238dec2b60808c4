"""Signing a pledge, declining with a reason, signatures on paper, the talk on a refusal, and the seal at the end."""

from dataclasses import dataclass
from datetime import date

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Pledge, PledgeTarget, Remark, Signatory, Signature
from clusters.offices import MAY_RECORD, MAY_SIGN
from clusters.permissions import pledges as permissions
from clusters.selectors.pledges import signatories_of, standing_of
from clusters.services.pledge_papers import issue_sealed
from clusters.services.pledges import locked_pledge
from clusters.services.seasons import pass_on, tell_members
from clusters.states import PLEDGE, SEASON, Answer, Method, SeasonState
from emulation.accounts.identity import Proof
from emulation.accounts.models import User
from emulation.accounts.selectors import posts_of
from emulation.audit.services import record
from emulation.organisations.models import Post
from emulation.uploads.checking import check_scan
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc

STALE = gettext_lazy("The text changed since you opened it: read it again before you sign.")


def seen(signatory: Signatory, *, by: User) -> None:
    """Note when a member's head first opened the text; whoever else reads it leaves no mark."""
    if signatory.seen_at is None and permissions.may_sign(by, signatory, on=timezone.localdate()):
        Signatory.objects.filter(pk=signatory.pk, seen_at=None).update(seen_at=timezone.now())


def _locked(signatory: Signatory) -> Signatory:
    locked_pledge(signatory.pledge)
    found = Signatory.objects.select_related("seat__organisation", "pledge__season__cluster__organiser")
    row = found.select_for_update(of=("self",)).get(pk=signatory.pk)
    if row.opening != row.pledge.opening:
        raise Refused(STALE)
    return row


def _post(user: User, row: Signatory, offices: frozenset[str]) -> Post | None:
    today = timezone.localdate()
    held = [post for post in posts_of(user, today) if post.office in offices]
    return next((post for post in held if post.organisation_id == row.seat.organisation_id), None)


def _proven(proof: Proof, by: User, digest: str, row: Signatory) -> None:
    if proof.user_id != by.pk:
        raise Refused(_("Prove first that it is you who signs."))
    if digest != row.pledge.digest:
        raise Refused(STALE)


@transaction.atomic
def sign(
    signatory: Signatory, *, digest: str, proof: Proof, by: User, address: str | None = None
) -> Signature:
    """Sign the text with this digest for a member. The last member's signature seals the pledge.

    `digest` is that of the text the person was shown: another one is refused.
    """
    row = _locked(signatory)
    demand(permissions.may_sign(by, row, on=timezone.localdate()))
    _proven(proof, by, digest, row)
    return _append(row, Answer.SIGNED, method=proof.method, by=by, address=address)


@transaction.atomic
def decline(
    signatory: Signatory,
    *,
    digest: str,
    proof: Proof,
    reason: str,
    by: User,
    target: PledgeTarget | None = None,
    clause: str = "",
    address: str | None = None,
) -> Signature:
    """Say no to a target or a clause, with the reason; all members are told. Signing later stays possible."""
    row = _locked(signatory)
    demand(permissions.may_decline(by, row, on=timezone.localdate()))
    _proven(proof, by, digest, row)
    said, named = nfc(reason).strip(), nfc(clause).strip()
    if not said:
        raise Refused(_("Say why you do not sign."))
    if target is None and not named:
        raise Refused(_("Say which target or clause it is about."))
    if target is not None and target.pledge_id != row.pledge_id:
        raise Refused(STALE)
    return _append(
        row,
        Answer.DECLINED,
        method=proof.method,
        by=by,
        address=address,
        reason=said,
        target=target,
        clause=named,
    )


@dataclass(frozen=True)
class PaperSignature:
    """What stands on the paper: who signed it when, and the scan."""

    name: str
    title: str
    signed_on: date
    scan: File  # type: ignore[type-arg]  # a file as uploaded


@transaction.atomic
def record_paper(signatory: Signatory, paper: PaperSignature, *, digest: str, by: User) -> Signature:
    """Enter a signature given on the printed text; it counts as one given here.

    `digest` is the one printed on that paper. Raises UploadRefused for a file that is no scan.
    """
    row = _locked(signatory)
    demand(permissions.may_record_paper(by, row, on=timezone.localdate()))
    if digest != row.pledge.digest:
        raise Refused(_("The paper carries another text: print the present one and have that signed."))
    if paper.signed_on > timezone.localdate():
        raise Refused(_("The day of the signature lies in the future."))
    if row.pledge.opened_at and paper.signed_on < timezone.localdate(row.pledge.opened_at):
        raise Refused(_("The text was not open for signature on that day yet."))
    kind = check_scan(paper.scan)
    paper.scan.name = f"pledge-{row.pledge_id}-{row.pk}.{kind}"
    return _append(
        row,
        Answer.SIGNED,
        method=Method.PAPER,
        by=by,
        name=nfc(paper.name).strip(),
        title=nfc(paper.title).strip(),
        signed_on=paper.signed_on,
        scan=paper.scan,
    )


def _append(row: Signatory, answer: Answer, *, method: str, by: User, **more: object) -> Signature:
    post = _post(by, row, MAY_SIGN if method != Method.PAPER else MAY_RECORD)
    mine = {
        "name": str(by.person or by),
        "title": post.title if post else "",
        "office": post.office if post else "",
        "account": "" if method == Method.PAPER else by.email,
    }
    signature = Signature(
        signatory=row,
        answer=answer,
        digest=row.pledge.digest,
        method=method,
        entered_by=by,
        **{**mine, **more},
    )
    signature.full_clean()
    signature.save()
    row.answer, row.answered_at = answer, timezone.now()
    row.save(update_fields=["answer", "answered_at"])
    record(
        f"pledge.{'sign' if answer == Answer.SIGNED else 'decline'}",
        row.pledge,
        by=by,
        reason=signature.reason,
        member=[None, row.seat.name],
        digest=[None, row.pledge.digest],
    )
    if answer == Answer.DECLINED:
        _tell_declined(row, by)
    else:
        seal_if_complete(row.pledge, by=by)
    return signature


def _tell_declined(row: Signatory, by: User) -> None:
    tell_members(
        row.pledge.season,
        gettext_lazy("%(member)s declined to sign: %(pledge)s"),
        key=f"pledge.decline:{row.pk}:{row.answered_at}",
        by=by,
        url=reverse("clusters:pledge", args=[row.pledge_id]),
        member=row.seat.name,
        pledge=row.pledge.title,
    )


def seal_if_complete(pledge: Pledge, *, by: User) -> bool:
    """Seal a pledge that every member who is still there has signed; whether it was sealed now."""
    present = [row for row in signatories_of(pledge) if row.seat.left_on is None]
    if not present or standing_of(present).signed < len(present):
        return False
    kept = locked_pledge(pledge)
    before, kept.state = kept.state, PLEDGE.target("seal", kept.state, kept)
    kept.state_since = kept.signed_at = timezone.now()
    kept.version += 1
    kept.sealed = issue_sealed(kept, by=by)
    kept.full_clean()
    kept.save()
    record("pledge.seal", kept, by=by, state=[before, kept.state], digest=[None, kept.digest])
    season = kept.season
    if season.state == SeasonState.PLEDGE_DRAFT:
        pass_on(season, "seal_pledge", SEASON.target("seal_pledge", season.state, season), by=by)
    tell_members(
        season,
        gettext_lazy("All members have signed: %(pledge)s"),
        key=f"pledge.seal:{kept.pk}:{kept.version}",
        by=by,
        url=reverse("clusters:pledge", args=[kept.pk]),
        pledge=kept.title,
    )
    return True


@transaction.atomic
def answer_refusal(signature: Signature, text: str, *, by: User) -> Remark:
    """Take part in the talk on what a member declined."""
    row = _locked(signature.signatory)
    demand(permissions.may_answer_decline(by, row, on=timezone.localdate()))
    said = nfc(text).strip()
    if not said:
        raise Refused(_("Write what you want to say."))
    post = next(iter(posts_of(by, timezone.localdate())), None)
    remark = Remark(signature=signature, text=said, by=by, for_body=post.organisation.name if post else "")
    remark.full_clean()
    remark.save()
    record("pledge.answer_refusal", row.pledge, by=by, member=[None, row.seat.name], remark=[None, said])
    tell_members(
        row.pledge.season,
        gettext_lazy("New answer on what %(member)s declined: %(pledge)s"),
        key=f"pledge.remark:{remark.pk}",
        by=by,
        url=reverse("clusters:pledge", args=[row.pledge_id]),
        member=row.seat.name,
        pledge=row.pledge.title,
    )
    return remark
