"""The emulation year as dated rows: its steps, and the days by which reports of programmes are due.

A new custom is a new row from a year on; what held before is ended by its last year, never deleted.
"""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from emulation.confidence import Confidence
from programmes.models import ReportKind

FIRST_YEAR, LAST_YEAR = 2000, 2100
COMMON_YEAR = 2001
"""A year without 29 February: what is a day of it is a day of every year."""
MONTHS = [MinValueValidator(1), MaxValueValidator(12)]
DAYS = [MinValueValidator(1), MaxValueValidator(31)]
OF_EVERY_YEAR = (ReportKind.HALF_YEAR, ReportKind.YEAR)
"""The reports a programme owes in each of its years; the others come once in its period."""
YEARS = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


class Custom(models.Model):
    """What a row of the year says of itself: where it comes from, how sure that is, in which years it holds."""

    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(
        _("confidence"), max_length=1, choices=Confidence.choices, default=Confidence.UNSURE
    )
    since = models.PositiveSmallIntegerField(_("first year"), validators=YEARS)
    until = models.PositiveSmallIntegerField(
        pgettext_lazy("until the end of which a custom holds", "last year"),
        validators=YEARS,
        default=LAST_YEAR,
    )

    class Meta:
        abstract = True

    @property
    def audit_chain(self) -> int:
        """The year belongs to the whole installation."""
        return 0

    @property
    def is_unsure(self) -> bool:
        return self.confidence == Confidence.UNSURE

    def refuse_two_at_once(self, same: "models.QuerySet[Self]") -> None:
        """Of one thing at most one row holds in any year."""
        if None in (self.since, self.until):
            return
        if self.until < self.since:
            raise ValidationError({"until": _("It cannot end before it begins.")})
        if same.exclude(pk=self.pk).filter(since__lte=self.until, until__gte=self.since).exists():
            raise ValidationError(
                {"since": _("Another row says this for some of these years. End it first.")}
            )


class CycleStep(Custom):
    """A step of the year between two days; one that ends before it begins ends in the following year."""

    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    first_month = models.PositiveSmallIntegerField(_("first month"), validators=MONTHS)
    first_day = models.PositiveSmallIntegerField(_("first day"), validators=DAYS)
    last_month = models.PositiveSmallIntegerField(_("last month"), validators=MONTHS)
    last_day = models.PositiveSmallIntegerField(_("last day"), validators=DAYS)

    class Meta:
        ordering = ["first_month", "first_day", "code", "since"]
        verbose_name = _("step of the year")
        verbose_name_plural = _("steps of the year")
        constraints = [
            models.UniqueConstraint(fields=["code", "since"], name="one_cycle_step_a_beginning"),
            models.CheckConstraint(name="cycle_step_years_ordered", condition=Q(until__gte=F("since"))),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        check_day(self.first_month, self.first_day, "first_day")
        check_day(self.last_month, self.last_day, "last_day")
        self.refuse_two_at_once(CycleStep.objects.filter(code=self.code))

    @property
    def label(self) -> str:
        """Its name in the present language."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name

    def in_year(self, year: int) -> tuple[date, date]:
        """Its first and last day in the year it begins."""
        first, last = (self.first_month, self.first_day), (self.last_month, self.last_day)
        return date(year, *first), date(year + (last < first), *last)


class ReportDeadline(Custom):
    """The day of every year by which a kind of report of a programme is due."""

    kind = models.CharField(_("kind of report"), max_length=8, choices=ReportKind.choices)
    month = models.PositiveSmallIntegerField(_("month"), validators=MONTHS)
    day = models.PositiveSmallIntegerField(_("day"), validators=DAYS)

    class Meta:
        ordering = ["month", "day", "kind", "since"]
        verbose_name = _("day a report is due")
        verbose_name_plural = _("days reports are due")
        constraints = [
            models.UniqueConstraint(fields=["kind", "since"], name="one_report_deadline_a_beginning"),
            models.CheckConstraint(name="report_deadline_years_ordered", condition=Q(until__gte=F("since"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.day:02d}/{self.month:02d}"

    def clean(self) -> None:
        if self.kind not in OF_EVERY_YEAR:
            raise ValidationError({"kind": _("A day of every year fits yearly and six-month reports only.")})
        check_day(self.month, self.day, "day")
        self.refuse_two_at_once(ReportDeadline.objects.filter(kind=self.kind))


def check_day(month: int | None, day: int | None, field: str) -> None:
    """Refuses what is not a day of every year."""
    if month is None or day is None:
        return
    try:
        date(COMMON_YEAR, month, day)
    except ValueError as error:
        raise ValidationError({field: _("This is not a day of every year.")}) from error
