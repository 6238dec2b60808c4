"""Bảng điểm: a score sheet in versions, and the tree of its criteria. What a rule means stands in clusters.scoring."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models.cluster import LONGEST_NAME, Cluster
from clusters.scoring import BandsBy, Kind, Mode, NotApplicable
from clusters.states import SheetState
from emulation.confidence import Confidence

POINTS: dict[str, Any] = {"max_digits": 9, "decimal_places": 2}

KINDS = {
    Kind.BINARY: _("all or nothing"),
    Kind.PROPORTIONAL: _("share of the target"),
    Kind.OVER_BONUS: _("bonus for what is over the target"),
    Kind.BAND: _("by band"),
    Kind.PER_UNIT_DEDUCT: _("points off for each"),
    Kind.COUNT_CAP: _("points for each, up to the most"),
    Kind.SUBSUM: _("sum of its parts"),
    Kind.RATIO: _("n of d against a target"),
    Kind.GATE: _("condition that excludes"),
    Kind.EXPERT: _("by judgement, with a reason"),
    Kind.RELATIVE: _("by place among the members"),
}
NOT_APPLICABLE = {
    NotApplicable.POINTS_POSSIBLE: _("its points are not possible: points over points possible"),
    NotApplicable.REDISTRIBUTE: _("the other criteria of its group weigh more"),
    NotApplicable.STANDARD_POINTS: _("the standard points are given"),
}
MODES = {Mode.HALF_UP: _("a half is rounded up"), Mode.DOWN: _("the rest is cut off")}
BANDS_BY = {BandsBy.SHARE: _("share of the points possible"), BandsBy.PLACE: _("place")}


class ScoreSheet(models.Model):
    """One version of a sheet: of a cluster, or a template that came with the program (no cluster).

    A version in use or retired is locked, by the services and by the database. `copied_from` is the version or
    template it was made of; the same `code` in one cluster is the same sheet in several versions.
    """

    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sheets",
        verbose_name=_("cluster"),
    )
    code = models.CharField(_("code"), max_length=40)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("title"), max_length=LONGEST_NAME)
    state = models.CharField(max_length=8, choices=SheetState.choices, default=SheetState.DRAFT)
    total = models.DecimalField(_("points in all"), **POINTS)
    base = models.DecimalField(_("standard points"), **POINTS)
    bonus_cap = models.DecimalField(_("most bonus points"), default=Decimal(0), **POINTS)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=2)
    rounding = models.CharField(
        _("rounding"),
        max_length=8,
        choices=[(one.value, word) for one, word in MODES.items()],
        default=Mode.HALF_UP,
    )
    not_applicable = models.CharField(
        _("a criterion that does not apply"),
        max_length=16,
        choices=[(one.value, word) for one, word in NOT_APPLICABLE.items()],
        default=NotApplicable.POINTS_POSSIBLE,
    )
    tie_break = models.JSONField(_("order for equal totals"), default=list, blank=True)
    bands = models.JSONField(_("bands of the ranking"), default=list, blank=True)
    bands_by = models.CharField(
        _("bands go by"),
        max_length=6,
        choices=[(one.value, word) for one, word in BANDS_BY.items()],
        default=BandsBy.SHARE,
    )
    source = models.CharField(_("source"), max_length=1000, blank=True)
    confidence = models.CharField(
        _("how sure"), max_length=1, choices=Confidence.choices, default=Confidence.SOURCED
    )
    notes = models.TextField(_("notes"), blank=True)
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code", "-number", "pk"]
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "code", "number"], name="one_sheet_a_version"),
            models.UniqueConstraint(
                fields=["code", "number"], condition=Q(cluster=None), name="one_template_a_version"
            ),
            models.CheckConstraint(name="sheet_decimals_few", condition=Q(decimals__lte=2)),
            models.CheckConstraint(
                name="sheet_points_not_negative", condition=Q(base__gte=0, bonus_cap__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"

    @property
    def audit_chain(self) -> int:
        return self.cluster.organiser_id if self.cluster is not None else 0

    @property
    def is_template(self) -> bool:
        return self.cluster_id is None

    @property
    def locked(self) -> bool:
        return self.state != SheetState.DRAFT or self.is_template


class Criterion(models.Model):
    """A node of the tree: a group (`kind` empty), a criterion that is scored, or a gate. `code` is unique in it."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="criteria")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    code = models.CharField(_("code"), max_length=20)
    text = models.CharField(_("criterion"), max_length=1000)
    kind = models.CharField(
        _("kind"), max_length=16, blank=True, choices=[(one.value, word) for one, word in KINDS.items()]
    )
    max = models.DecimalField(_("standard points"), default=Decimal(0), **POINTS)
    params = models.JSONField(default=dict, blank=True)
    bonus_cap = models.DecimalField(_("most bonus points"), null=True, blank=True, **POINTS)
    sector = models.CharField(_("sector"), max_length=60, blank=True)
    comparable = models.BooleanField(_("may be compared between sectors"), default=True)
    indicator = models.ForeignKey(
        "indicators.IndicatorVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("indicator it is taken from"),
    )
    note = models.CharField(_("note"), max_length=1000, blank=True)
    confidence = models.CharField(
        _("how sure"), max_length=1, choices=Confidence.choices, default=Confidence.SOURCED
    )

    class Meta:
        ordering = ["order", "code", "pk"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "code"],
                name="one_criterion_a_code",
                violation_error_message=_("The sheet has a criterion of this code already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def audit_chain(self) -> int:
        return self.sheet.audit_chain
