"""Báo cáo sơ kết, tổng kết of a season: what is written by hand beside what the program knows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models.cluster import LONGEST_NAME, Season


class SeasonReport(models.Model):
    """One report of a season. Its words are typed here; members, targets and places come from their own rows.

    Issued, it is the paper in `document` and changes no more; a wrong one is issued anew under its own number.
    """

    class Kind(models.TextChoices):
        MIDYEAR = "midyear", _("Mid-year report")
        YEAR = "year", _("Year-end report")

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    assessment = models.TextField(_("general situation"), blank=True)
    results = models.TextField(_("what was done"), blank=True, help_text=_("one paragraph a line"))
    shortcomings = models.TextField(_("shortcomings and their causes"), blank=True)
    tasks = models.TextField(_("tasks ahead"), blank=True)
    proposals = models.TextField(_("proposals"), blank=True)
    number = models.CharField(_("number"), max_length=120, blank=True)
    place = models.CharField(_("place name of the date line"), max_length=120, blank=True)
    day = models.DateField(_("date of the report"), null=True, blank=True)
    document = models.ForeignKey(
        "documents.IssuedDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["season", "kind"]
        verbose_name = _("report of a season")
        verbose_name_plural = _("reports of seasons")
        constraints = [
            models.UniqueConstraint(
                fields=["season", "kind"],
                condition=Q(document=None),
                name="one_draft_report_a_kind",
                violation_error_message=_("A report of this kind is being drafted already."),
            ),
            models.CheckConstraint(
                name="report_issued_has_number_and_day",
                condition=Q(document=None) | (~Q(number="") & Q(day__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.season}"[:LONGEST_NAME]

    @property
    def audit_chain(self) -> int:
        return self.season.audit_chain
