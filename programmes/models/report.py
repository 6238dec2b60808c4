"""What both sides say of a half-year, a year or the whole period: words by pillar, figures frozen as of a date."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.models.programme import YEARS, ContentGroup, Party, Programme
from programmes.states import ReportState


class ReportKind(models.TextChoices):
    HALF_YEAR = "half", _("Six-month report")
    YEAR = "year", _("Yearly report")
    MID_TERM = "midterm", _("Mid-term report")
    CLOSING = "closing", _("Closing report")


class Report(models.Model):
    """One report of a programme. `figures` and `digest` are frozen together: what is confirmed is exactly those.

    `figures` is a list of {"key", "label", "unit", …} rows, each naming the records it was taken from.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(_("kind"), max_length=8, choices=ReportKind.choices)
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    as_of = models.DateField(_("figures as of"))
    title = models.CharField(_("title of the report"), max_length=400)
    number = models.CharField(_("number and symbol"), max_length=120, blank=True)
    reported_on = models.DateField(_("date of the report"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    figures = models.JSONField(default=list)
    award_facts = models.JSONField(
        default=list, help_text=_("passed in by the page that composes the report")
    )
    digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(
        "documents.IssuedDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["year", "as_of", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "year"], name="one_report_a_kind_and_year"),
            models.CheckConstraint(
                name="report_frozen_iff_digest",
                condition=Q(state=ReportState.DRAFT, digest="", frozen_at=None)
                | (~Q(state=ReportState.DRAFT) & ~Q(digest="") & Q(frozen_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_chain(self) -> int:
        return self.programme.organisation_id


class ReportBlock(models.Model):
    """One narrative part; `version` counts its own savings, for two people who type in one report."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="blocks")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30)
    content = models.ForeignKey(
        ContentGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    heading = models.CharField(max_length=600)
    text = models.TextField(_("text"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="one_block_a_code")]

    def __str__(self) -> str:
        return self.heading


class Snapshot(models.Model):
    """What one freezing froze, word for word; opening the figures again leaves it as it was.

    `content` is {"figures", "award_facts", "words", …} and `digest` its SHA-256.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="snapshots")
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_because = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-frozen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "digest"], name="one_snapshot_a_digest"),
            models.CheckConstraint(
                name="snapshot_opened_has_reason",
                condition=Q(opened_at=None, opened_because="")
                | (Q(opened_at__isnull=False) & ~Q(opened_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.digest[:16]}"


class Confirmation(models.Model):
    """One side's word on exactly these figures; it never changes, a later freezing asks anew."""

    class Verdict(models.TextChoices):
        AGREES = "agrees", _("Agrees")
        DIFFERS = "differs", _("Differs")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="confirmations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    note = models.TextField(blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "party", "digest"], name="one_word_a_side_and_figures")
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_verdict_display()}"


class Difference(models.Model):
    """A figure that one side states otherwise; it is listed beside the frozen one and never written over it."""

    confirmation = models.ForeignKey(Confirmation, on_delete=models.CASCADE, related_name="differences")
    key = models.CharField(max_length=120, help_text=_("key of the row in the report's figures"))
    value = models.CharField(_("the side's own value"), max_length=100)
    note = models.CharField(_("why"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["confirmation", "key"], name="one_difference_a_figure")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"
