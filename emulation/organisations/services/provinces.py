"""Load the provinces of before and after 1 July 2025 with their Cooperative Alliances, and the central bodies."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import transaction

from emulation.organisations import provinces
from emulation.organisations.models import Confidence, Kind, Level, Organisation, OrganisationVersion
from emulation.organisations.provinces import Province
from emulation.organisations.services.lineage import merge
from emulation.organisations.services.register import register, rename

NAMES = {
    Kind.PEOPLES_COMMITTEE: ("Ủy ban nhân dân", "UBND"),
    Kind.ALLIANCE: ("Liên minh Hợp tác xã", "Liên minh HTX"),
}
BORN = date(1993, 10, 30)
"""The Vietnam Cooperative Alliance; general knowledge, like every date of this page but 1 July 2025."""

Known = dict[tuple[str, str, date], Organisation]


@transaction.atomic
def load_provinces() -> int:
    """Enter what is missing and leave the rest alone; returns how many organisations were entered.

    Every row is entered by the installation itself, not by a person. Running it again adds nothing.
    """
    known = _known()
    entered = len(known)
    central = _load_central(known)
    for row in provinces.before():
        committee = _enter(known, Kind.PEOPLES_COMMITTEE, row, provinces.SINCE)
        _enter(known, Kind.ALLIANCE, row, provinces.SINCE, province=committee, system=central)
    _rename_hue(known)
    _load_mergers(known, central)
    return len(known) - entered


def _known() -> Known:
    """What is there already, by kind, name and the day its name began."""
    rows = OrganisationVersion.objects.filter(
        organisation__kind__in=[*NAMES, Kind.CENTRAL_ALLIANCE, Kind.EMULATION_BOARD, Kind.DEPARTMENT],
        level__in=[Level.PROVINCE, Level.CENTRAL],
        ended=False,
    )
    known: Known = {}
    for row in rows.select_related("organisation"):
        known[row.organisation.kind, row.name, row.valid_from] = row.organisation
    return known


def _facts(kind: Kind, row: Province) -> dict[str, Any]:
    full, short = NAMES[kind]
    sourced = row.confidence == Confidence.SOURCED
    return {
        "name": f"{full} {row.called}",
        "short_name": f"{short} {row.called}",
        "place": row.place,
        "official_order": row.order,
        "level": Level.PROVINCE,
        "source": f"Nghị quyết {provinces.RESOLUTION}" if sourced else "",
        "confidence": row.confidence,
    }


def _enter(known: Known, kind: Kind, row: Province, since: date, **pointers: Any) -> Organisation:
    facts = _facts(kind, row)
    key = (kind, facts["name"], since)
    if key not in known:
        known[key] = register(kind, valid_from=since, by=None, **facts, **pointers)
    return known[key]


def _load_central(known: Known) -> Organisation:
    """The Vietnam Cooperative Alliance, its southern office, and the Central Emulation and Commendation Board."""
    general: dict[str, Any] = {"level": Level.CENTRAL, "official_order": 0, "confidence": Confidence.GENERAL}

    def enter(kind: Kind, name: str, short_name: str, **facts: Any) -> Organisation:
        key = (kind, name, BORN)
        if key not in known:
            known[key] = register(
                kind, name=name, short_name=short_name, valid_from=BORN, by=None, **general, **facts
            )
        return known[key]

    alliance = enter(
        Kind.CENTRAL_ALLIANCE, "Liên minh Hợp tác xã Việt Nam", "Liên minh HTX Việt Nam", place="Hà Nội"
    )
    enter(
        Kind.DEPARTMENT,
        "Cơ quan Thường trực phía Nam Liên minh Hợp tác xã Việt Nam",
        "Cơ quan Thường trực phía Nam",
        place="Thành phố Hồ Chí Minh",
        parent=alliance,
    )
    enter(Kind.EMULATION_BOARD, "Ban Thi đua - Khen thưởng Trung ương", "Ban TĐKT Trung ương", place="Hà Nội")
    return alliance


def _rename_hue(known: Known) -> None:
    hue = next(row for row in provinces.after() if row.name == provinces.HUE)
    hue_before = next(row for row in provinces.before() if row.name == provinces.HUE_BEFORE)
    for kind in NAMES:
        facts = _facts(kind, hue)
        organisation = known[kind, _facts(kind, hue_before)["name"], provinces.SINCE]
        if OrganisationVersion.objects.filter(
            organisation=organisation, valid_from=provinces.HUE_ON
        ).exists():
            continue
        rename(
            organisation,
            name=facts["name"],
            short_name=facts["short_name"],
            place=facts["place"],
            on=provinces.HUE_ON,
            document=provinces.HUE_RESOLUTION,
            confidence=Confidence.GENERAL,
            by=None,
        )


def _load_mergers(known: Known, central: Organisation) -> None:
    joining: dict[str, list[Province]] = defaultdict(list)
    for row in provinces.before():
        joining[row.successor].append(row)
    for row in provinces.after():
        if not row.merged:
            continue
        committee = _merge(known, Kind.PEOPLES_COMMITTEE, joining[row.name], row)
        _merge(known, Kind.ALLIANCE, joining[row.name], row, province=committee, system=central)


def _merge(known: Known, kind: Kind, joining: list[Province], row: Province, **pointers: Any) -> Organisation:
    facts = _facts(kind, row)
    key = (kind, facts["name"], provinces.MERGED_ON)
    if key not in known:
        predecessors = [known[kind, _facts(kind, old)["name"], provinces.SINCE] for old in joining]
        known[key] = merge(
            predecessors,
            kind=kind,
            on=provinces.MERGED_ON,
            document=provinces.RESOLUTION,
            document_date=provinces.RESOLUTION_DATE,
            by=None,
            **facts,
            **pointers,
        )
    return known[key]
