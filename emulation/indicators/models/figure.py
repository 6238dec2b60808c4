"""Figures: what an organisation reported, each row with its source and author, never overwritten."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.approximate import Qualifier
from emulation.indicators.formulas import Amount, Percent
from emulation.indicators.models.catalogue import IndicatorVersion, Population
from emulation.vietnamese import format_number, trimmed

FIRST_YEAR, LAST_YEAR = 1945, 2100


class Period(models.TextChoices):
    YEAR = "YEAR", _("whole year")
    H1 = "H1", _("first six months")
    H2 = "H2", _("last six months")
    Q1 = "Q1", _("first quarter")
    Q2 = "Q2", _("second quarter")
    Q3 = "Q3", _("third quarter")
    Q4 = "Q4", _("fourth quarter")
    AS_OF = "AS_OF", _("on one day")


class FigureState(models.TextChoices):
    CURRENT = "current", _("Current")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def _one_current(name: str, *fields: str, of: Q) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=fields, condition=of & Q(state="current"), name=name)


class Figure(models.Model):
    """One number of one organisation: of a population or of an indicator, for a period of a year.

    A figure that was not reported is no row; a correction is a new row that replaces the old one. `value` of a
    ratio or a growth is the percent that `numerator` and `denominator` give (a growth: this year's and the
    year before's number). `year` is the year of report; `as_of` the day on which the source counted.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="figures",
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    period = models.CharField(_("period"), max_length=5, choices=Period.choices, default=Period.YEAR)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    population = models.ForeignKey(
        Population,
        verbose_name=_("population"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
    )
    indicator_version = models.ForeignKey(
        IndicatorVersion,
        verbose_name=_("version of an indicator"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
    )
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    numerator = models.DecimalField(_("numerator"), max_digits=20, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(
        _("denominator"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    qualifier = models.CharField(_("qualifier"), max_length=12, choices=Qualifier.choices, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=FigureState.choices, default=FigureState.CURRENT
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("replaces"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    reason = models.CharField(_("reason of the correction"), max_length=2000, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        ordering = ["organisation", "year", "period", "pk"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.CheckConstraint(
                name="figure_of_one_thing",
                condition=Q(population__isnull=False, indicator_version__isnull=True)
                | Q(population__isnull=True, indicator_version__isnull=False),
            ),
            models.CheckConstraint(name="figure_period_known", condition=Q(period__in=Period.values)),
            models.CheckConstraint(name="figure_state_known", condition=Q(state__in=FigureState.values)),
            models.CheckConstraint(
                name="figure_qualifier_known", condition=Q(qualifier__in=Qualifier.values)
            ),
            models.CheckConstraint(
                name="figure_year_real", condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR)
            ),
            models.CheckConstraint(
                name="figure_of_a_day_names_it", condition=~Q(period="AS_OF") | Q(as_of__isnull=False)
            ),
            models.CheckConstraint(
                name="figure_parts_both_or_none",
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False),
            ),
            models.CheckConstraint(
                name="figure_divides_by_something",
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
            ),
            models.CheckConstraint(
                name="figure_headcount_plain",
                condition=Q(population__isnull=True) | Q(value__gte=0, numerator__isnull=True),
            ),
            models.CheckConstraint(
                name="figure_correction_has_reason", condition=Q(replaces__isnull=True) | ~Q(reason="")
            ),
            _one_current(
                "one_current_headcount",
                *("organisation", "year", "period", "population"),
                of=~Q(period="AS_OF"),
            ),
            _one_current(
                "one_current_headcount_a_day", "organisation", "as_of", "population", of=Q(period="AS_OF")
            ),
            _one_current(
                "one_current_indicator",
                *("organisation", "year", "period", "indicator_version"),
                of=~Q(period="AS_OF"),
            ),
            _one_current(
                "one_current_indicator_a_day",
                *("organisation", "as_of", "indicator_version"),
                of=Q(period="AS_OF"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["year", "organisation"], condition=Q(state="current"), name="figures_of_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.year}"

    @property
    def audit_chain(self) -> int:
        """The figures of an organisation stand in its own chain."""
        return self.organisation_id

    @property
    def subject(self) -> Any:
        """The population or the version of an indicator."""
        return self.population if self.population_id else self.indicator_version

    @property
    def amount(self) -> Amount:
        """The value with the word its source hedges it by."""
        return Amount(trimmed(self.value), self.qualifier)

    @property
    def percent(self) -> Percent | None:
        """The two numbers of a ratio or a growth with the percent they give; None for a plain number."""
        if self.numerator is None or self.denominator is None:
            return None
        return Percent(trimmed(self.numerator), trimmed(self.denominator), trimmed(self.value))

    @property
    def words(self) -> str:
        """The figure as it stands in a document: "gần 70", "13/15 = 86,7%"."""
        if self.percent is not None:
            return str(self.percent)
        return f"{self.qualifier} {format_number(self.amount.value)}".strip()


class FigureImport(models.Model):
    """A table of many units' figures as it was read from a file, until a person says yes or no to it."""

    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="figure_imports",
    )
    filename = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64)
    source = models.CharField(_("source"), max_length=300)
    rows = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import of figures")
        verbose_name_plural = _("imports of figures")
        constraints = [
            models.CheckConstraint(
                name="import_taken_or_discarded", condition=Q(taken_at=None) | Q(discarded_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yes or no to it yet."""
        return self.taken_at is None and self.discarded_at is None

    @property
    def audit_chain(self) -> int:
        return self.organisation_id
