"""Keeps each organisation's copy of today's version, and the tree of paths, true."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Coalesce, Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.organisations.models import Organisation, OrganisationVersion
from emulation.organisations.names import name_key

BELOW_ITSELF = _("An organisation cannot belong to itself or to one below it.")
COPIED = ("name", "short_name", "search", "level", "parent_id", "province_id")


@transaction.atomic
def refresh(organisations: Iterable[Organisation], *, on: date | None = None) -> int:
    """Copy the version of the day (today) into each organisation and mend the paths; returns how many changed.

    An organisation that begins later shows its first version, one that has ended its last. Raises
    ValidationError when a parent would lie below its own child.
    """
    day = on or timezone.localdate()
    rows = {organisation.pk: organisation for organisation in organisations}
    shown: dict[int, OrganisationVersion] = {}
    ends: dict[int, date | None] = dict.fromkeys(rows)
    versions = OrganisationVersion.objects.filter(organisation_id__in=list(rows)).order_by("valid_from")
    for version in versions:
        key = version.organisation_id
        if key not in shown or version.valid_from <= day:
            shown[key] = version
        ends[key] = version.valid_from if version.ended else None
    changed = [row for key, row in rows.items() if _copy(row, shown[key], ends[key])]
    Organisation.objects.bulk_update(changed, [*COPIED, "sort_key", "ended_on"], batch_size=500)
    _mend_paths(rows)
    return len(changed)


def _copy(organisation: Organisation, version: OrganisationVersion, ended_on: date | None) -> bool:
    wanted = {field: getattr(version, field) for field in COPIED}
    wanted["sort_key"] = name_key(version.name)
    wanted["ended_on"] = ended_on
    differing = {field: value for field, value in wanted.items() if getattr(organisation, field) != value}
    for field, value in differing.items():
        setattr(organisation, field, value)
    return bool(differing)


def _mend_paths(rows: dict[int, Organisation]) -> None:
    """Move every subtree whose parent changed, each in one UPDATE to its final place, the lowest first.

    So two that change places on one day do not meet on the way.
    """
    wanted = set(rows) | {row.parent_id for row in rows.values() if row.parent_id}
    paths = dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "path"))
    above = {key: paths[row.parent_id] if row.parent_id else None for key, row in rows.items()}
    if any(paths[key] != path_below(above[key], key) for key in rows):
        final = _final_paths(rows)
        for key in sorted(rows, key=lambda key: paths[key].count("/"), reverse=True):
            if paths[key] != final[key]:
                _move(paths[key], final[key])
        paths = final
    for key, row in rows.items():
        row.path = paths[key]


def _final_paths(rows: dict[int, Organisation]) -> dict[int, str]:
    """The path of each row by its chain of parents; ValidationError where a chain leads back to its beginning."""
    parents: dict[int, int | None] = {key: row.parent_id for key, row in rows.items()}
    while missing := {pk for pk in parents.values() if pk is not None} - parents.keys():
        parents.update(Organisation.objects.filter(pk__in=missing).values_list("pk", "parent_id"))
    final = {}
    for key in rows:
        chain: list[int] = []
        pk: int | None = key
        while pk is not None:
            if pk in chain:
                raise ValidationError({"parent": BELOW_ITSELF})
            chain.insert(0, pk)
            pk = parents[pk]
        final[key] = f"/{'/'.join(map(str, chain))}/"
    return final


def would_lie_below(superior: Organisation, organisation: Organisation, on: date) -> bool:
    """Whether `superior` belongs to `organisation` on the day, or on a later one that is entered already.

    Later than the next version of `organisation` nothing is asked: it says its own superior from there on.
    """
    versions = OrganisationVersion.objects.filter(valid_from__gt=on)
    coming = versions.filter(valid_from__gt=timezone.localdate())
    until = versions.filter(organisation=organisation).order_by("valid_from").first()
    if until is not None:
        coming = coming.filter(valid_from__lt=until.valid_from)
    days = {on, *coming.values_list("valid_from", flat=True).distinct()}
    return any(organisation.pk in _chain(superior.pk, day) for day in sorted(days))


def _chain(pk: int | None, on: date) -> set[int]:
    """The organisation and all it belongs to on the day, as its versions say."""
    chain: set[int] = set()
    while pk is not None and pk not in chain:
        chain.add(pk)
        held = OrganisationVersion.objects.filter(organisation_id=pk, valid_from__lte=on)
        version = held.order_by("-valid_from").first()
        pk = version.parent_id if version else None
    return chain


def path_below(parent_path: str | None, pk: int) -> str:
    """The path of an organisation below that one, or at the root."""
    return f"{parent_path or '/'}{pk}/"


def _move(before: str, after: str) -> None:
    below = Organisation.objects.filter(path__startswith=before)
    below.update(path=Concat(Value(after), Substr("path", len(before) + 1)))


def refresh_due(on: date | None = None) -> int:
    """Bring in the versions that begin by themselves on the day (today); returns how many organisations changed.

    Run daily: a change entered ahead of its date takes effect in the copies by this call alone.
    """
    day = on or timezone.localdate()
    newer = OrganisationVersion.objects.filter(
        organisation=OuterRef("organisation"), valid_from__gt=OuterRef("valid_from"), valid_from__lte=day
    )
    current = OrganisationVersion.objects.filter(
        ~Exists(newer), organisation=OuterRef("pk"), valid_from__lte=day
    )
    differing = current.annotate(above=Coalesce("parent", 0), territory=Coalesce("province", 0)).exclude(
        name=OuterRef("name"),
        short_name=OuterRef("short_name"),
        level=OuterRef("level"),
        above=Coalesce(OuterRef("parent"), 0),
        territory=Coalesce(OuterRef("province"), 0),
    )
    return refresh(Organisation.objects.filter(Exists(differing)), on=day)
