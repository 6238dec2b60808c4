"""What is counted: populations (who or what there is) and indicators (how well it goes), as dated definitions.

An indicator is numerator + denominator + the day it is taken + source. A pledge or a programme names a
version of it, so that nobody can be measured by another reading than the one agreed.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.confidence import Confidence


class Nature(models.TextChoices):
    """How the value of an indicator comes about; a ratio and a growth are percents of two stored numbers."""

    COUNT = "COUNT", _("Count")
    RATIO = "RATIO", _("Ratio (percent)")
    GROWTH = "GROWTH", _("Growth over the year before (percent)")
    AMOUNT = "AMOUNT", _("Amount of money")
    YES_NO = "YES_NO", _("Done or not done")


class Comparator(models.TextChoices):
    """How a value must stand to its target."""

    GE = "GE", _("at least (≥)")
    GT = "GT", _("more than (>)")
    LE = "LE", _("at most (≤)")
    LT = "LT", _("less than (<)")
    EQ = "EQ", _("exactly (=)")


class Population(models.Model):
    """A set of which an organisation reports the size.

    `part_of` says that it lies within another. Parts with the same `axis` ("sex") divide the whole and must
    add up to it; a part without an axis is only "of which".

    Locked once a figure or a version in use rests on it: its meaning stays, another meaning is another
    population, and the old one is retired. Who reports it, its place and what is known of its source may change.
    """

    MEANING = ("code", "name", "name_en", "definition", "part_of", "axis")

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    definition = models.TextField(_("definition"), blank=True)
    part_of = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    axis = models.CharField(
        _("axis of division"),
        max_length=30,
        blank=True,
        help_text=_("Parts with the same axis must add up to the whole; empty: only “of which”."),
    )
    asked_of = models.JSONField(
        _("asked of"),
        default=list,
        blank=True,
        help_text=_("kinds of organisations that report it; empty: every kind"),
    )
    official_order = models.PositiveSmallIntegerField(_("official order"), default=0)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=1, choices=Confidence.choices, default=Confidence.UNSURE
    )
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["official_order", "code"]
        verbose_name = _("population")
        verbose_name_plural = _("populations")
        constraints = [
            models.CheckConstraint(
                name="population_confidence", condition=Q(confidence__in=Confidence.values)
            ),
            models.CheckConstraint(name="population_not_its_own_part", condition=~Q(part_of=models.F("id"))),
            models.CheckConstraint(
                name="population_axis_divides_a_whole", condition=Q(axis="") | Q(part_of__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        """The catalogue belongs to the whole installation."""
        return 0


class Indicator(models.Model):
    """The identity of an indicator; what it means on a day stands in its versions."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    asked_of = models.JSONField(
        _("asked of"),
        default=list,
        blank=True,
        help_text=_("kinds of organisations that report it; empty: every kind"),
    )
    official_order = models.PositiveSmallIntegerField(_("official order"), default=0)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    class Meta:
        ordering = ["official_order", "code"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.code

    @property
    def audit_chain(self) -> int:
        """The catalogue belongs to the whole installation."""
        return 0


class IndicatorVersion(models.Model):
    """What an indicator means from `valid_from` until the next version of it begins.

    Locked once a figure, a pledge or a programme uses it: another reading is another version.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField(_("valid from"))
    name = models.CharField(_("name"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    nature = models.CharField(_("nature"), max_length=8, choices=Nature.choices)
    numerator = models.CharField(_("numerator"), max_length=500, blank=True)
    numerator_population = models.ForeignKey(
        Population,
        verbose_name=_("numerator from"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    denominator = models.CharField(_("denominator"), max_length=500, blank=True)
    denominator_population = models.ForeignKey(
        Population,
        verbose_name=_("denominator from"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    comparator = models.CharField(
        _("comparator"), max_length=2, choices=Comparator.choices, default=Comparator.GE
    )
    unit = models.CharField(_("unit of count"), max_length=40, blank=True)
    as_of = models.CharField(_("taken on"), max_length=120, blank=True, help_text=_("such as 31/12"))
    counts_members = models.BooleanField(_("counts members"), null=True, blank=True)
    counts_labourers = models.BooleanField(_("counts labourers"), null=True, blank=True)
    counted_once = models.BooleanField(
        _("counted once"), default=True, help_text=_("Members who also work are counted once.")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    ambiguity = models.TextField(
        _("ambiguity"),
        blank=True,
        help_text=_("What the source leaves unclear, and which reading holds here."),
    )
    confidence = models.CharField(
        _("confidence"), max_length=1, choices=Confidence.choices, default=Confidence.UNSURE
    )
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["indicator", "-valid_from"]
        verbose_name = _("version of an indicator")
        verbose_name_plural = _("versions of indicators")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "valid_from"], name="one_indicator_version_a_day"),
            models.CheckConstraint(name="indicator_nature_known", condition=Q(nature__in=Nature.values)),
            models.CheckConstraint(
                name="indicator_comparator_known", condition=Q(comparator__in=Comparator.values)
            ),
            models.CheckConstraint(
                name="indicator_confidence", condition=Q(confidence__in=Confidence.values)
            ),
            models.CheckConstraint(
                name="indicator_percent_names_both",
                condition=~Q(nature__in=[Nature.RATIO, Nature.GROWTH])
                | (~Q(numerator="") & ~Q(denominator="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        """The catalogue belongs to the whole installation."""
        return 0

    @property
    def is_percent(self) -> bool:
        """Whether its value is a percent of two numbers that are stored with it."""
        return self.nature in (Nature.RATIO, Nature.GROWTH)
