"""Making a score sheet: from nothing, from a template or an earlier version; its criteria; choosing it for a season."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters import catalogue
from clusters.models import Cluster, Criterion, ScoreSheet, Season
from clusters.permissions import scores as permissions
from clusters.scoring import BandsBy, Mode, NotApplicable, rule_of
from clusters.selectors.sheets import criteria_of
from clusters.services.clusters import locked
from clusters.services.seasons import locked_season
from clusters.states import SHEET, SheetState
from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.indicators.models import IndicatorVersion
from emulation.merging import merged, take
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@dataclass(frozen=True)
class SheetTerms:
    """The head of a sheet; `bands` are [code, bound], best first, `tie_break` codes of the sheet and BALLOT."""

    code: str
    name: str
    total: Decimal
    base: Decimal
    bonus_cap: Decimal = Decimal(0)
    decimals: int = 2
    rounding: str = Mode.HALF_UP
    not_applicable: str = NotApplicable.POINTS_POSSIBLE
    tie_break: list[str] = field(default_factory=list)
    bands: list[Any] = field(default_factory=list)
    bands_by: str = BandsBy.SHARE
    source: str = ""
    notes: str = ""


@dataclass(frozen=True)
class CriterionTerms:
    """One node: a group where `kind` is empty. `params` are those of its kind, the bonus cap apart."""

    code: str
    text: str
    parent: Criterion | None = None
    order: int = 1
    kind: str = ""
    max: Decimal = Decimal(0)
    params: Mapping[str, object] = field(default_factory=dict)
    bonus_cap: Decimal | None = None
    sector: str = ""
    comparable: bool = True
    indicator: IndicatorVersion | None = None
    note: str = ""


COPIED = [one.name for one in fields(CriterionTerms) if one.name != "parent"]


@transaction.atomic
def load_templates() -> list[ScoreSheet]:
    """The sheets that come with the program, as locked templates. A sheet that stands already is left alone.

    One whose data differ from the newest template is loaded as the next version, the older one is retired.
    """
    return [sheet for data in catalogue.sheets() if (sheet := _load(data)) is not None]


def _load(data: catalogue.SheetData) -> ScoreSheet | None:
    newest = ScoreSheet.objects.filter(cluster=None, code=data.code).order_by("-number").first()
    head = _head_of(data)
    if newest is not None and _same(newest, head, data):
        return None
    sheet = ScoreSheet(number=newest.number + 1 if newest else 1, copied_from=newest, **head)
    sheet.full_clean(exclude=["entered_by"])
    sheet.save()
    by_code: dict[str, Criterion] = {}
    for row in data.rows:
        by_code[row.code] = Criterion.objects.create(
            sheet=sheet,
            parent=by_code.get(row.parent),
            confidence=data.confidence_of[row.code],
            params=_plain(row.params),
            **{name: getattr(row, name) for name in COPIED if name not in ("params", "indicator")},
        )
    _lock(sheet)
    if newest is not None:
        newest.state = SheetState.RETIRED
        newest.save(update_fields=["state"])
    return sheet


def _head_of(data: catalogue.SheetData) -> dict[str, Any]:
    return {
        "code": data.code,
        "name": data.name,
        "total": data.total,
        "base": data.base,
        "bonus_cap": data.bonus_cap,
        "decimals": data.decimals,
        "rounding": data.rounding.value,
        "not_applicable": data.not_applicable.value,
        "tie_break": list(data.tie_break),
        "source": data.source,
        "confidence": data.confidence,
        "notes": "\n".join(data.notes),
    }


def _same(sheet: ScoreSheet, head: Mapping[str, Any], data: catalogue.SheetData) -> bool:
    if any(getattr(sheet, name) != value for name, value in head.items()):
        return False
    stored = {one.code: one for one in criteria_of(sheet)}
    return stored.keys() == {row.code for row in data.rows} and all(
        stored[row.code].params == _plain(row.params)
        and all(
            getattr(stored[row.code], name) == getattr(row, name)
            for name in COPIED
            if name not in ("params", "indicator")
        )
        for row in data.rows
    )


def _plain(params: Mapping[str, object]) -> dict[str, Any]:
    """As JSON keeps it: a number with a fraction as its text."""

    def plain(one: object) -> object:
        if isinstance(one, Decimal):
            return str(one)
        if isinstance(one, Mapping):
            return {str(key): plain(value) for key, value in one.items()}
        return [plain(value) for value in one] if isinstance(one, list | tuple) else one

    return {str(key): plain(value) for key, value in params.items()}


def _lock(sheet: ScoreSheet) -> None:
    sheet.state = SheetState.IN_USE
    sheet.save(update_fields=["state"])


@transaction.atomic
def draw_up(cluster: Cluster, terms: SheetTerms, *, by: User) -> ScoreSheet:
    """A new, empty sheet of a cluster."""
    kept = locked(cluster)
    demand(permissions.may_keep_sheets(by, kept, on=timezone.localdate()))
    sheet = ScoreSheet(cluster=kept, number=_next(kept, terms.code), entered_by=by, **_columns(terms))
    sheet.full_clean()
    sheet.save()
    record("sheet.draw_up", sheet, by=by, total=[None, str(sheet.total)])
    return sheet


def _next(cluster: Cluster, code: str) -> int:
    last = cluster.sheets.filter(code=nfc(code).strip()).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _columns(terms: SheetTerms) -> dict[str, Any]:
    plain = {one.name: getattr(terms, one.name) for one in fields(terms)}
    return {name: nfc(value).strip() if isinstance(value, str) else value for name, value in plain.items()}


@transaction.atomic
def copy(sheet: ScoreSheet, cluster: Cluster, *, by: User, code: str = "") -> ScoreSheet:
    """A draft of the cluster with everything of another sheet: of a template, of another cluster, or of its own.

    Under the code of one of its own sheets it is the next version of that sheet.
    """
    kept = locked(cluster)
    demand(permissions.may_keep_sheets(by, kept, on=timezone.localdate()))
    name = nfc(code).strip() or sheet.code
    head = {one.name: getattr(sheet, one.name) for one in fields(SheetTerms)}
    new = ScoreSheet(
        cluster=kept,
        number=_next(kept, name),
        copied_from=sheet,
        entered_by=by,
        **{**head, "code": name, "confidence": sheet.confidence},
    )
    new.full_clean()
    new.save()
    _copy_criteria(criteria_of(sheet), new)
    record("sheet.copy", new, by=by, copied_from=[None, str(sheet)])
    return new


def _copy_criteria(rows: Sequence[Criterion], new: ScoreSheet) -> None:
    made: dict[int | None, Criterion] = {}
    waiting = list(rows)
    while waiting:
        ready = [row for row in waiting if row.parent_id is None or row.parent_id in made]
        if not ready:
            raise Refused(_("The criteria of this sheet make no tree; it cannot be copied."))
        for row in ready:
            made[row.pk] = Criterion.objects.create(
                sheet=new,
                parent=made.get(row.parent_id),
                confidence=row.confidence,
                **{name: getattr(row, name) for name in COPIED},
            )
        waiting = [row for row in waiting if row.pk not in made]


def sheet_terms_of(sheet: ScoreSheet) -> SheetTerms:
    return SheetTerms(**{one.name: getattr(sheet, one.name) for one in fields(SheetTerms)})


def locked_sheet(sheet: ScoreSheet) -> ScoreSheet:
    """The sheet as it is now, nobody else changing it or its cluster."""
    hold(sheet.audit_chain)
    ScoreSheet.objects.select_for_update().get(pk=sheet.pk)
    return ScoreSheet.objects.select_related("cluster__organiser").get(pk=sheet.pk)


@transaction.atomic
def revise(sheet: ScoreSheet, terms: SheetTerms, *, base: SheetTerms, by: User) -> ScoreSheet:
    """Change the head of a draft. `base` is what the person saw; raises merging.Clash where both changed."""
    kept = locked_sheet(sheet)
    demand(permissions.may_change_sheet(by, kept, on=timezone.localdate()))
    changes = take(kept, _columns(merged(base, terms, sheet_terms_of(kept))))
    if not changes:
        return kept
    kept.version += 1
    kept.full_clean()
    kept.save()
    record("sheet.revise", kept, by=by, **changes)
    return kept


@transaction.atomic
def put_criterion(
    sheet: ScoreSheet, terms: CriterionTerms, *, by: User, criterion: Criterion | None = None
) -> Criterion:
    """Enter a node of the tree, or change one. Raises BadRule where the parameters make no rule of its kind."""
    kept = locked_sheet(sheet)
    demand(permissions.may_change_sheet(by, kept, on=timezone.localdate()))
    row = kept.criteria.get(pk=criterion.pk) if criterion is not None else Criterion(sheet=kept)
    _check_place(kept, row, terms.parent)
    if terms.kind:
        rule_of(terms.kind, terms.params, bonus_cap=terms.bonus_cap)
        if row.pk and row.children.exists():
            raise Refused(_("It has criteria below it: it stays a group."))
    for one in fields(terms):
        value = getattr(terms, one.name)
        setattr(row, one.name, nfc(value).strip() if isinstance(value, str) else value)
    row.params = _plain(terms.params)
    row.full_clean()
    row.save()
    record("sheet.put_criterion", kept, by=by, criterion=[None, str(row)[:200]])
    return row


def _check_place(sheet: ScoreSheet, row: Criterion, parent: Criterion | None) -> None:
    above = parent
    while above is not None:
        if above.sheet_id != sheet.pk or above.kind or above.pk == row.pk:
            raise Refused(_("It must stand below a group of the same sheet, and not below itself."))
        above = above.parent


@transaction.atomic
def remove_criterion(criterion: Criterion, *, by: User) -> None:
    """Take a criterion or an empty group out of a draft."""
    kept = locked_sheet(criterion.sheet)
    demand(permissions.may_change_sheet(by, kept, on=timezone.localdate()))
    row = kept.criteria.get(pk=criterion.pk)
    if row.children.exists():
        raise Refused(_("Take out what stands below it first."))
    record("sheet.remove_criterion", kept, by=by, criterion=[str(row)[:200], None])
    row.delete()


@transaction.atomic
def retire(sheet: ScoreSheet, *, by: User, reason: str = "") -> ScoreSheet:
    """No season chooses this version any more; those that did keep it."""
    kept = locked_sheet(sheet)
    demand(permissions.may_retire_sheet(by, kept, on=timezone.localdate()))
    before, kept.state = kept.state, SHEET.target("retire", kept.state, kept)
    kept.save(update_fields=["state"])
    record("sheet.retire", kept, by=by, state=[before, kept.state], reason=nfc(reason).strip())
    return kept


@transaction.atomic
def choose(season: Season, sheet: ScoreSheet, *, by: User) -> Season:
    """Say by which sheet a season is scored. Once scores were entered by another, they would say something else."""
    kept = locked_season(season)
    demand(permissions.may_choose_sheet(by, kept, on=timezone.localdate()))
    chosen = ScoreSheet.objects.select_for_update().get(pk=sheet.pk)
    if chosen.cluster_id != kept.cluster_id:
        raise Refused(_("Copy the sheet into the cluster first."))
    if chosen.state == SheetState.RETIRED:
        raise Refused(_("This version is no longer used."))
    if kept.sheet_id != chosen.pk and kept.seats.filter(card__values__isnull=False).exists():
        raise Refused(_("Scores have been entered by the sheet that was chosen: it stays."))
    if kept.sheet_id != chosen.pk and kept.disputes.exists():
        raise Refused(_("The reading of a criterion was contested: the sheet that was chosen stays."))
    before = str(kept.sheet) if kept.sheet else None
    kept.sheet = chosen
    kept.save(update_fields=["sheet"])
    record("season.choose_sheet", kept, by=by, sheet=[before, str(chosen)])
    return kept
