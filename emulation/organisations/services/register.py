"""Enter an organisation, rename it, change what is said of it from a day on."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from emulation.audit.services import hold, record
from emulation.lifecycle import TransitionRefused
from emulation.merging import merge
from emulation.organisations.models import (
    Confidence,
    Kind,
    Level,
    Organisation,
    OrganisationVersion,
    OrganisationWord,
    Succession,
    SuccessionKind,
)
from emulation.organisations.models.organisation import UNLISTED
from emulation.organisations.names import name_key, search_form, words_of
from emulation.organisations.selectors import name_on
from emulation.organisations.services.copies import BELOW_ITSELF, path_below, refresh, would_lie_below
from emulation.vietnamese import nfc

Actor = AbstractBaseUser | None

LEVEL_OF_KIND = {
    Kind.CENTRAL_ALLIANCE: Level.CENTRAL,
    Kind.ALLIANCE: Level.PROVINCE,
    Kind.PEOPLES_COMMITTEE: Level.PROVINCE,
}
"""The usual level; every other kind begins as a unit."""

FACTS = (
    "name",
    "short_name",
    "level",
    "parent",
    "province",
    "system",
    "address",
    "place",
    "sector",
    "seal_text",
)
"""What a version says; `revise` takes any of these."""


def clean_name(text: str) -> str:
    """NFC, without spaces around or doubled inside."""
    return " ".join(nfc(text).split())


@transaction.atomic
def register(
    kind: str,
    *,
    name: str,
    valid_from: date,
    by: Actor,
    parent: Organisation | None = None,
    short_name: str = "",
    level: str = "",
    province: Organisation | None = None,
    system: Organisation | None = None,
    address: str = "",
    place: str = "",
    sector: str = "",
    seal_text: str = "",
    official_order: int = UNLISTED,
    source: str = "",
    confidence: str = Confidence.ENTERED,
) -> Organisation:
    """Enter a body that exists from `valid_from` on.

    Without a province it takes its parent's (or the parent itself, where that is a provincial People's
    Committee). Raises ValidationError by field.
    """
    province = province or province_below(parent)
    organisation = Organisation(
        kind=kind,
        official_order=official_order,
        level=level or LEVEL_OF_KIND.get(Kind(kind), Level.UNIT),
        parent=parent,
        province=province,
        name=clean_name(name),
        short_name=clean_name(short_name),
        search=search_form(name),
        sort_key=name_key(name),
    )
    check_fields(organisation)
    organisation.save()
    organisation.path = path_below(parent.path if parent else None, organisation.pk)
    organisation.save(update_fields=["path"])
    version = OrganisationVersion(
        organisation=organisation,
        valid_from=valid_from,
        name=organisation.name,
        short_name=organisation.short_name,
        level=organisation.level,
        parent=parent,
        province=province,
        system=system,
        address=address,
        place=place,
        sector=sector,
        seal_text=seal_text,
        source=source,
        confidence=confidence,
    )
    _save_version(version)
    record("organisation.register", organisation, by=by, name=["", organisation.name], kind=["", str(kind)])
    return organisation


def check_fields(row: Model) -> None:
    """Raise ValidationError by field; what points to other rows is left to the database."""
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])


def is_province(organisation: Organisation) -> bool:
    """Whether it stands for a province: its People's Committee."""
    return organisation.kind == Kind.PEOPLES_COMMITTEE and organisation.level == Level.PROVINCE


def province_below(parent: Organisation | None) -> Organisation | None:
    """The province of what lies below `parent`: itself, if it is a provincial People's Committee, or its own."""
    if parent is None:
        return None
    return parent if is_province(parent) else parent.province


def index(versions: Iterable[OrganisationVersion]) -> None:
    """Write the search words of versions anew; for bulk loads that create the rows themselves."""
    rows = list(versions)
    OrganisationWord.objects.filter(version__in=rows).delete()
    OrganisationWord.objects.bulk_create(
        (
            OrganisationWord(word=word, version=row)
            for row in rows
            for word in sorted(words_of(row.search, row.short_search))
        ),
        batch_size=2000,
    )


def prepare(version: OrganisationVersion) -> OrganisationVersion:
    """Fill the columns that follow from the names; returns the same, unsaved, version."""
    version.lowered = version.name.lower()
    version.search = search_form(version.name)
    version.short_search = search_form(version.short_name)
    return version


def _save_version(version: OrganisationVersion) -> None:
    prepare(version)
    check_fields(version)
    version.save()
    index([version])


def lock_living(organisation: Organisation, move: str) -> Organisation:
    """The chain and the row under lock; TransitionRefused when the organisation has ended meanwhile.

    The chain first, as every act of the program takes it; the row without its key, so that who writes something
    that points to it need not wait.
    """
    hold(organisation.audit_chain)
    locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if locked.ended_on is not None:
        raise TransitionRefused(move, "ENDED")
    return locked


@transaction.atomic
def revise(
    organisation: Organisation,
    *,
    on: date,
    by: Actor,
    reason: str = "",
    source: str = "",
    confidence: str = Confidence.ENTERED,
    action: str = "organisation.revise",
    seen: Mapping[str, Any] | None = None,
    **facts: Any,
) -> OrganisationVersion:
    """Say something else of the organisation from `on` until its next version; the older rows stay as they were.

    `facts` are any of FACTS. A second change on the same day mends that day's row. `seen` are the values from
    which the caller began: a field that somebody else changed since stays changed; one that both changed raises
    merging.Clash. Raises ValidationError
    before the first version or on a wrong value, TransitionRefused when the organisation has ended.
    """
    if unknown := set(facts) - set(FACTS):
        raise TypeError(f"revise() knows no {', '.join(sorted(unknown))}")
    locked = lock_living(organisation, "revise")
    held = OrganisationVersion.objects.filter(organisation=locked, valid_from__lte=on)
    version = held.order_by("-valid_from").first()
    if version is None:
        raise ValidationError({"on": _("The organisation did not exist yet on this day.")})
    if seen is not None:
        facts |= merge(seen, {**seen, **facts}, {field: getattr(version, field) for field in seen})
    if "parent" in facts:
        above = facts["parent"]
        if above and (above.path.startswith(locked.path) or would_lie_below(above, locked, on)):
            raise ValidationError({"parent": BELOW_ITSELF})
        facts.setdefault("province", province_below(facts["parent"]))
    before = {field: getattr(version, field) for field in FACTS}
    for field, value in facts.items():
        setattr(version, field, clean_name(value) if field in ("name", "short_name") else value)
    if version.valid_from != on:
        version.pk, version.valid_from = None, on
        version._state.adding = True
    version.source, version.confidence = source, confidence
    _save_version(version)
    refresh([locked])
    _take_over(organisation, locked)
    changes = {field: [_word(before[field]), _word(getattr(version, field))] for field in FACTS}
    differing: dict[str, Any] = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
    record(action, organisation, by=by, reason=reason, valid_from=["", on.isoformat()], **differing)
    return version


@transaction.atomic
def rename(
    organisation: Organisation,
    *,
    name: str,
    on: date,
    document: str,
    by: Actor,
    document_date: date | None = None,
    reason: str = "",
    **facts: Any,
) -> OrganisationVersion:
    """Give it another name from `on`, by the document named; it stays the same organisation.

    `facts` are passed to `revise`: a short name or place that changes with it. A second renaming on the same
    day mends that day's.
    Raises ValidationError without a document or when the name is the same.
    """
    if not document.strip():
        raise ValidationError({"document": _("Name the document that this rests on.")})
    hold(organisation.audit_chain)
    old = name_on(organisation, on)
    version = revise(
        organisation,
        on=on,
        by=by,
        reason=reason,
        source=document,
        action="organisation.rename",
        name=name,
        **facts,
    )
    if version.name == old:
        raise ValidationError({"name": _("This is the name it bears already.")})
    Succession.objects.update_or_create(
        predecessor=organisation,
        successor=organisation,
        effective_on=on,
        defaults={
            "kind": SuccessionKind.RENAME,
            "document_number": document.strip(),
            "document_date": document_date,
        },
    )
    return version


def _word(value: object) -> str:
    return "" if value is None else str(value)


def _take_over(organisation: Organisation, locked: Organisation) -> None:
    """Show the caller's object what the database now says."""
    for field in Organisation._meta.concrete_fields:
        setattr(organisation, field.attname, getattr(locked, field.attname))
