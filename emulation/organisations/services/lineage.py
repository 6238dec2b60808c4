"""Merge, split, dissolve: a body ends on a day, and the lineage says by what document and what followed.

Nothing is copied and nothing deleted. What lay below a predecessor gets a new version below the successor
from that day; posts in a body that ends, end the day before.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.audit.services import hold, record
from emulation.lifecycle import TransitionRefused
from emulation.organisations.models import (
    Organisation,
    OrganisationVersion,
    Post,
    Succession,
    SuccessionKind,
)
from emulation.organisations.selectors import held_on, versions_on
from emulation.organisations.services.copies import BELOW_ITSELF, refresh, would_lie_below
from emulation.organisations.services.register import Actor, index, register

POINTERS = ("parent", "province", "system")
"""The fields of a version that name another organisation."""


@transaction.atomic
def merge(
    predecessors: Sequence[Organisation],
    *,
    on: date,
    document: str,
    by: Actor,
    into: Organisation | None = None,
    name: str = "",
    document_date: date | None = None,
    reason: str = "",
    **facts: Any,
) -> Organisation:
    """End the predecessors and let one body follow them: a new one called `name`, or the existing `into`.

    `facts` are passed to `register` for a new body; without a kind it takes the first predecessor's.
    Raises ValidationError without a document, for fewer than two bodies taking part, or for a successor
    among its predecessors; TransitionRefused when one of them has ended meanwhile.
    """
    document = _document(document)
    if into is not None and into in predecessors:
        raise ValidationError({"into": _("An organisation cannot be its own successor.")})
    if len({*predecessors, into or name}) < 3 - bool(into):
        raise ValidationError({"predecessors": _("Name at least two organisations that merge.")})
    ending = _lock_living([*predecessors, *([into] if into else [])], "merge", on)
    ending = [row for row in ending if row != into]
    kind = SuccessionKind.ABSORB if into else SuccessionKind.MERGE_NEW
    successor = into or register(
        facts.pop("kind", ending[0].kind),
        name=name,
        valid_from=on,
        by=by,
        **{"source": document, **facts},
    )
    _end(ending, on=on, source=document)
    moved = _point_to(successor, ending, on=on)
    Succession.objects.bulk_create(
        Succession(
            predecessor=row,
            successor=successor,
            kind=kind,
            effective_on=on,
            document_number=document,
            document_date=document_date,
        )
        for row in ending
    )
    for row in ending:
        record(
            "organisation.merge",
            row,
            by=by,
            reason=reason or document,
            successor=["", successor.name],
            ended_on=["", on.isoformat()],
        )
    names = [row.name for row in ending]
    followers: dict[str, Any] = {"moved": [0, moved]} if moved else {}
    record(
        "organisation.succeed",
        successor,
        by=by,
        reason=reason or document,
        predecessors=[[], names],
        **followers,
    )
    _reread(predecessors)
    return successor


@transaction.atomic
def split(
    organisation: Organisation,
    parts: Sequence[dict[str, Any]],
    *,
    on: date,
    document: str,
    by: Actor,
    document_date: date | None = None,
    reason: str = "",
) -> list[Organisation]:
    """End a body and let several follow it; each part is a dict of arguments for `register`, `name` at least.

    What lay below it belongs to the first part until it is moved. Raises ValidationError without a document
    or with fewer than two parts, TransitionRefused when it has ended meanwhile.
    """
    document = _document(document)
    if len(parts) < 2:
        raise ValidationError({"parts": _("Name at least two organisations that follow.")})
    (locked,) = _lock_living([organisation], "split", on)
    heirs = []
    for part in parts:
        facts = {"kind": locked.kind, "parent": locked.parent, "province": locked.province, **part}
        heirs.append(register(facts.pop("kind"), **{"valid_from": on, "by": by, "source": document, **facts}))
    _end([locked], on=on, source=document)
    _point_to(heirs[0], [locked], on=on)
    for heir in heirs:
        Succession.objects.create(
            predecessor=locked,
            successor=heir,
            kind=SuccessionKind.SPLIT,
            effective_on=on,
            document_number=document,
            document_date=document_date,
        )
    record(
        "organisation.split",
        locked,
        by=by,
        reason=reason or document,
        successors=[[], [heir.name for heir in heirs]],
        ended_on=["", on.isoformat()],
    )
    _reread([organisation])
    return heirs


@transaction.atomic
def dissolve(
    organisation: Organisation,
    *,
    on: date,
    document: str,
    by: Actor,
    document_date: date | None = None,
    reason: str = "",
) -> Organisation:
    """End a body that nobody follows. Raises ValidationError without a document or while others belong to it."""
    document = _document(document)
    (locked,) = _lock_living([organisation], "dissolve", on)
    children = Organisation.objects.filter(parent=locked, ended_on__isnull=True).count()
    if children:
        raise ValidationError(
            _("%(count)s organisations still belong to it: move or dissolve them first."),
            params={"count": children},
        )
    _end([locked], on=on, source=document)
    Succession.objects.create(
        predecessor=locked,
        kind=SuccessionKind.DISSOLVE,
        effective_on=on,
        document_number=document,
        document_date=document_date,
    )
    record("organisation.dissolve", locked, by=by, reason=reason or document, ended_on=["", on.isoformat()])
    _reread([organisation])
    return organisation


def _document(text: str) -> str:
    if not text.strip():
        raise ValidationError({"document": _("Name the document that this rests on.")})
    return text.strip()


def _lock_living(organisations: Iterable[Organisation], move: str, on: date) -> list[Organisation]:
    """The chains and then the rows under lock, each in the same order always; all must exist on the day."""
    ids = {organisation.pk for organisation in organisations}
    hold(*ids)
    locked = list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    if any(row.ended_on is not None for row in locked):
        raise TransitionRefused(move, "ENDED")
    missing = ids - versions_on(ids, on).keys()
    if missing:
        names = ", ".join(row.name for row in locked if row.pk in missing)
        raise ValidationError(_("%(names)s did not exist yet on this day."), params={"names": names})
    return locked


def _end(organisations: Sequence[Organisation], *, on: date, source: str) -> None:
    """Close the rows of versions and the posts held there."""
    late = OrganisationVersion.objects.filter(organisation__in=organisations, valid_from__gt=on)
    if late.exists():
        raise ValidationError({"on": _("A later change of this organisation is entered already.")})
    if Post.objects.filter(organisation__in=organisations, valid_from__gte=on).exists():
        raise ValidationError({"on": _("A post in this organisation begins on or after this day.")})
    fresh, mended = [], []
    for version in versions_on([row.pk for row in organisations], on).values():
        version.ended, version.source = True, source
        if version.valid_from == on:
            mended.append(version)
        else:
            version.pk, version.valid_from = None, on
            fresh.append(version)
    OrganisationVersion.objects.bulk_create(fresh)
    OrganisationVersion.objects.bulk_update(mended, ["ended", "source"])
    held = Post.objects.filter(held_on(on), organisation__in=organisations)
    held.update(valid_to=on - timedelta(days=1))
    refresh(organisations)


def _point_to(successor: Organisation, before: Sequence[Organisation], *, on: date) -> int:
    """Let every version in force on the day, or later, that names a predecessor name the successor.

    A successor that belonged to a predecessor keeps its own place, below the body that ended. Returns how many
    organisations got a new superior or territory.
    """
    gone = {row.pk for row in before}
    naming = Q()
    for field in POINTERS:
        naming |= Q(**{f"{field}__in": gone})
    versions = OrganisationVersion.objects.filter(naming, ended=False).exclude(
        organisation__in=[*before, successor]
    )
    follower_ids = set(versions.values_list("organisation_id", flat=True))
    current = versions_on(follower_ids, on)
    fresh, mended = [], []
    for version in current.values():
        if _substitute(version, gone, successor):
            if version.valid_from == on:
                mended.append(version)
            else:
                version.pk, version.valid_from = None, on
                fresh.append(version)
    for version in versions.filter(valid_from__gt=on):
        if _substitute(version, gone, successor):
            mended.append(version)
    OrganisationVersion.objects.bulk_create(fresh, batch_size=500)
    OrganisationVersion.objects.bulk_update(mended, POINTERS, batch_size=500)
    index(fresh)
    _refuse_circle(successor, on)
    followers = list(Organisation.objects.filter(pk__in=[row.organisation_id for row in [*fresh, *mended]]))
    refresh(followers)
    return len(followers)


def _refuse_circle(successor: Organisation, on: date) -> None:
    """Whoever follows must not belong, that day or on one that is entered already, to what moves below it."""
    own = OrganisationVersion.objects.filter(organisation=successor, valid_from__gt=on, ended=False)
    stages = [*versions_on([successor.pk], on).values(), *own.order_by("valid_from")]
    for stage in stages:
        if stage.parent and would_lie_below(stage.parent, successor, max(stage.valid_from, on)):
            raise ValidationError({"into": BELOW_ITSELF})


def _substitute(version: OrganisationVersion, gone: set[int], successor: Organisation) -> bool:
    """Replace pointers to bodies that are gone; whether any was."""
    found = [field for field in POINTERS if getattr(version, f"{field}_id") in gone]
    for field in found:
        setattr(version, field, successor)
    return bool(found)


def _reread(organisations: Iterable[Organisation]) -> None:
    for organisation in organisations:
        organisation.refresh_from_db()
