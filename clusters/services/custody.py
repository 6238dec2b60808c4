"""The rotating flag as a chain of custody: who has it since when, from whom, and how it was."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.conference_states import STAYS, FlagState
from clusters.models import Cluster, Custody, Flag, HandOver, Record
from clusters.permissions import conferences as permissions
from clusters.services.clusters import locked
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import name_on
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@transaction.atomic
def enter_flag(
    cluster: Cluster, name: str, *, holder: Organisation, since: date, by: User, note: str = ""
) -> Flag:
    """A flag of the cluster and who has it now."""
    kept = locked(cluster)
    demand(permissions.may_keep_flags(by, kept, on=timezone.localdate()))
    _refuse_ahead(since)
    flag = Flag(cluster=kept, name=nfc(name).strip())
    flag.full_clean()
    flag.save()
    _append(flag, holder, since, state=FlagState.GOOD, note=note, by=by)
    record("cluster.enter_flag", kept, by=by, flag=[None, flag.name], holder=[None, holder.name])
    return flag


@transaction.atomic
def note_flag(flag: Flag, *, holder: Organisation, state: str, since: date, note: str, by: User) -> Custody:
    """What became of a flag outside a hand-over: found, mended, lost, passed to the heir of a merged body."""
    kept = locked(flag.cluster)
    demand(permissions.may_keep_flags(by, kept, on=timezone.localdate()))
    given(note)
    _refuse_ahead(since)
    row = Flag.objects.get(pk=flag.pk)
    before = newest(row)
    if before is not None and since < before.since:
        raise Refused(_("The chain knows a later day already."))
    link = _append(row, holder, since, state=state, note=note, by=by, before=before)
    record(
        "cluster.note_flag",
        kept,
        by=by,
        reason=link.note,
        flag=[None, row.name],
        holder=[before.holder_name if before else None, link.holder_name],
    )
    return link


def _refuse_ahead(since: date) -> None:
    """A day ahead would keep every true one out of the chain."""
    if since > timezone.localdate():
        raise Refused(_("The day lies in the future."))


def newest(flag: Flag) -> Custody | None:
    return flag.custodies.order_by("-pk").first()


def pass_on_flag(over: HandOver, signed: Record, *, by: User) -> Custody | None:
    """The link that a signed hand-over makes; a flag that was not brought stays with whoever had it."""
    if over.flag is None:
        return None
    before = newest(over.flag)
    stays = over.flag_state in STAYS
    holder = before.holder if stays and before else over.giver if stays else over.taker
    return _append(
        over.flag,
        holder,
        over.on,
        state=over.flag_state,
        note=over.flag_note,
        by=by,
        before=before,
        signed=signed,
    )


def _append(
    flag: Flag,
    holder: Organisation,
    since: date,
    *,
    state: str,
    note: str,
    by: User,
    before: Custody | None = None,
    signed: Record | None = None,
) -> Custody:
    moved = before is not None and before.holder_id != holder.pk
    link = Custody(
        flag=flag,
        holder=holder,
        holder_name=name_on(holder, since) or holder.name,
        giver_name=before.holder_name if moved and before else "",
        since=since,
        state=state,
        note=nfc(note).strip(),
        record=signed,
        entered_by=by,
    )
    link.full_clean()
    link.save()
    return link
