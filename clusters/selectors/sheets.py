"""Score sheets a person may see, as rows and as the tree that the arithmetic takes."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from clusters.models import Cluster, Criterion, ScoreSheet, Season
from clusters.scoring import (
    BadRule,
    BadSheet,
    BandsBy,
    Basis,
    Fault,
    Mode,
    NotApplicable,
    RankBand,
    RankingRule,
    Row,
    Sheet,
    faults,
    rule_of,
    tree,
)
from clusters.selectors.clusters import clusters_visible_to, reach
from clusters.states import SheetState
from emulation.accounts.models import User


def sheets_visible_to(user: User) -> QuerySet[ScoreSheet]:
    """Those of the clusters in sight; the templates for everybody who holds a post."""
    if not reach(user):
        return ScoreSheet.objects.none()
    clusters = clusters_visible_to(user).values("pk")
    return ScoreSheet.objects.filter(Q(cluster=None) | Q(cluster__in=clusters))


def sheet_for(user: User, pk: int) -> ScoreSheet:
    """The sheet, or Http404 where it does not exist or is none of the user's business."""
    rows = sheets_visible_to(user).select_related("cluster__organiser", "copied_from__cluster")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def criterion_for(user: User, pk: int) -> Criterion:
    """The criterion of a sheet in sight, or Http404."""
    rows = Criterion.objects.filter(sheet__in=sheets_visible_to(user))
    found = rows.select_related("sheet__cluster__organiser", "parent", "indicator").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def sheets_of(cluster: Cluster) -> QuerySet[ScoreSheet]:
    return cluster.sheets.order_by("code", "-number")


def templates() -> QuerySet[ScoreSheet]:
    """The sheets that came with the program, the newest version of each."""
    return (
        ScoreSheet.objects.filter(cluster=None).exclude(state=SheetState.RETIRED).order_by("code", "-number")
    )


def usable_in(cluster: Cluster) -> QuerySet[ScoreSheet]:
    """The versions a season of the cluster may choose."""
    return sheets_of(cluster).exclude(state=SheetState.RETIRED)


def criteria_of(sheet: ScoreSheet) -> list[Criterion]:
    """All nodes in the order of their siblings; one query."""
    rows = sheet.criteria.select_related("indicator__indicator").order_by("order", "code", "pk")
    return list(rows)


def rows_of(criteria: Iterable[Criterion]) -> list[Row]:
    """As the arithmetic takes them."""
    listed = list(criteria)
    codes = {one.pk: one.code for one in listed}
    return [
        Row(
            code=one.code,
            text=one.text,
            kind=one.kind,
            max=Decimal(one.max),
            params=one.params,
            parent=codes.get(one.parent_id or 0, ""),
            order=one.order,
            sector=one.sector,
            comparable=one.comparable,
            bonus_cap=one.bonus_cap,
            note=one.note,
        )
        for one in listed
    ]


def pure_of(sheet: ScoreSheet, criteria: Iterable[Criterion]) -> Sheet:
    """The sheet as a tree. Raises BadSheet where its rows make none."""
    return Sheet(
        code=sheet.code,
        name=sheet.name,
        total=Decimal(sheet.total),
        base=Decimal(sheet.base),
        children=tree(rows_of(criteria)),
        bonus_cap=Decimal(sheet.bonus_cap),
        decimals=sheet.decimals,
        mode=Mode(sheet.rounding),
        not_applicable=NotApplicable(sheet.not_applicable),
    )


def faults_of(sheet: ScoreSheet, criteria: Iterable[Criterion]) -> list[Fault]:
    """Everything that keeps the sheet from being used: rules that are none, sums that do not agree."""
    try:
        return faults(pure_of(sheet, criteria))
    except BadSheet as error:
        return list(error.faults)


def ranking_rule(sheet: ScoreSheet, season: Season) -> RankingRule:
    """How a season ranks: points over points possible, the sheet's order for equal totals and bands, least peers."""
    return RankingRule(
        basis=Basis.SHARE,
        tie_break=tuple(sheet.tie_break),
        bands=tuple(RankBand(str(code), Decimal(str(bound))) for code, bound in sheet.bands),
        bands_by=BandsBy(sheet.bands_by),
        least_peers=season.least_peers,
    )


COMPARED = ("parent", "text", "kind", "max", "rule", "sector", "comparable", "note")


def differences(sheet: ScoreSheet) -> list[dict[str, Any]]:
    """What differs from the version or template it was made of.

    [{"code", "text", "what", "fields": {name: (old, new)}}]; `what` is "added", "removed" or "changed". Three queries.
    """
    if sheet.copied_from is None:
        return []
    ours = {row.code: row for row in rows_of(criteria_of(sheet))}
    theirs = {row.code: row for row in rows_of(criteria_of(sheet.copied_from))}
    found: list[dict[str, Any]] = []
    for code, row in {**theirs, **ours}.items():
        if code not in theirs or code not in ours:
            what = "added" if code in ours else "removed"
            found.append({"code": code, "text": row.text, "what": what, "fields": {}})
            continue
        pairs = {name: (_of(theirs[code], name), _of(ours[code], name)) for name in COMPARED}
        fields = {name: (old, new) for name, (old, new) in pairs.items() if old != new}
        if fields:
            found.append({"code": code, "text": row.text, "what": "changed", "fields": fields})
    return found


def _of(row: Row, name: str) -> Any:
    """A column of the row; for "rule" the rule itself, however its parameters are written."""
    if name != "rule":
        return getattr(row, name)
    try:
        return rule_of(row.kind, row.params, bonus_cap=row.bonus_cap) if row.kind else row.bonus_cap
    except BadRule:
        return row.params
