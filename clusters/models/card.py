"""Phiếu chấm điểm: what stands in the four columns for one member, with evidence and explanations. Only ever added."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.models.cluster import Season, Seat
from clusters.models.sheet import POINTS, Criterion
from clusters.scoring import Claim, Column, Value, claim_of
from clusters.states import CardState

COLUMNS = {
    Column.SELF: _("Self-score"),
    Column.CROSS: _("Peer score"),
    Column.APPRAISED: _("Appraised"),
    Column.FINAL: _("Final"),
}


class Source(models.TextChoices):
    """How a value came into its cell."""

    TYPED = "TYPED", _("typed")
    PASTED = "PASTED", _("pasted")
    IMPORTED = "IMPORTED", _("from a table")
    AUTOMATIC = "AUTOMATIC", _("from a reported figure")
    TAKEN_OVER = "TAKEN_OVER", _("taken over from the column before")
    UNDONE = "UNDONE", _("an earlier value put back")
    RULED = "RULED", _("by a ruling")


class ScoreCard(models.Model):
    """The scores of one member in a season. `state` is that of its own score alone."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="card")
    state = models.CharField(max_length=9, choices=CardState.choices, default=CardState.OPEN)
    state_since = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    late = models.BooleanField(default=False)
    returned_because = models.CharField(_("why it was returned"), max_length=2000, blank=True)

    class Meta:
        ordering = ["seat__order", "pk"]
        verbose_name = _("score card")
        verbose_name_plural = _("score cards")
        constraints = [
            models.CheckConstraint(
                name="card_submitted_iff_dated",
                condition=Q(state=CardState.SUBMITTED, submitted_at__isnull=False, submitted_by__isnull=False)
                | ~Q(state=CardState.SUBMITTED),
            ),
            models.CheckConstraint(
                name="card_returned_with_reason",
                condition=~Q(state=CardState.RETURNED) | ~Q(returned_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.name}, {self.seat.season.year}"

    @property
    def audit_chain(self) -> int:
        return self.seat.audit_chain


class ScoreValue(models.Model):
    """What stands in one cell from a moment on; the newest counts, the earlier ones stay. Never changed or removed.

    `replaces` makes one line of the values of a cell: the first replaces nothing, each later one exactly one, so that
    two people at one cell cannot both follow the same value. An empty cell is points None and not 0.
    """

    card = models.ForeignKey(ScoreCard, on_delete=models.PROTECT, related_name="values")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    column = models.CharField(max_length=9, choices=[(one.value, word) for one, word in COLUMNS.items()])
    claim = models.JSONField(default=dict, blank=True)
    points = models.DecimalField(null=True, blank=True, **POINTS)
    na = models.BooleanField(_("not applicable"), default=False)
    reason = models.CharField(_("reason"), max_length=2000, blank=True)
    unproven = models.CharField(_("why there is no evidence"), max_length=1000, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.TYPED)
    figure = models.ForeignKey(
        "indicators.Figure", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(
                fields=["card", "criterion", "column"],
                condition=Q(replaces=None),
                name="one_first_score_a_cell",
            ),
            models.CheckConstraint(
                name="score_not_applicable_has_no_points", condition=Q(na=False) | Q(points=None)
            ),
            models.CheckConstraint(
                name="score_not_applicable_has_reason", condition=Q(na=False) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="score_figure_iff_automatic",
                condition=Q(source=Source.AUTOMATIC, figure__isnull=False)
                | (~Q(source=Source.AUTOMATIC) & Q(figure=None)),
            ),
        ]
        indexes = [models.Index(fields=["card", "criterion", "column"], name="scores_of_a_cell")]

    def __str__(self) -> str:
        return f"{self.card} {self.criterion.code}"

    @property
    def audit_chain(self) -> int:
        return self.card.audit_chain

    @property
    def answer(self) -> Claim:
        return claim_of(self.claim, na=self.na, reason=self.reason)

    @property
    def value(self) -> Value:
        """As the pure arithmetic takes it."""
        return Value(self.points, self.na, self.answer, self.reason)

    @property
    def empty(self) -> bool:
        return self.points is None and not self.na and self.answer.empty


class Evidence(models.Model):
    """A file or an address that shows what a member claims; one serves as many criteria as it proves."""

    card = models.ForeignKey(ScoreCard, on_delete=models.PROTECT, related_name="evidence")
    criteria = models.ManyToManyField(Criterion, related_name="+", verbose_name=_("criteria it proves"))
    title = models.CharField(_("what it shows"), max_length=300)
    file = models.FileField(upload_to="scores/%Y/%m/", blank=True)
    filename = models.CharField(max_length=255, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    link = models.URLField(_("address"), max_length=1000, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                name="evidence_file_or_link", condition=Q(file="", link__gt="") | (~Q(file="") & Q(link=""))
            ),
            models.UniqueConstraint(
                fields=["card", "digest"],
                condition=~Q(digest="") & Q(removed_at=None),
                name="one_score_evidence_a_file",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_chain(self) -> int:
        return self.card.audit_chain


class Explanation(models.Model):
    """Giải trình: what a member says to a score that differs from its own. Only ever added."""

    value = models.ForeignKey(ScoreValue, on_delete=models.PROTECT, related_name="explanations")
    text = models.CharField(_("explanation"), max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")
        constraints = [models.CheckConstraint(name="explanation_said", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def audit_chain(self) -> int:
        return self.value.audit_chain


class ScoreImport(models.Model):
    """A table of scores as it was read from a file, until a person says yes or no to it."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="score_imports")
    column = models.CharField(max_length=9, choices=[(one.value, word) for one, word in COLUMNS.items()])
    filename = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64)
    reason = models.CharField(_("reason where a score differs"), max_length=2000, blank=True)
    rows = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import of scores")
        verbose_name_plural = _("imports of scores")
        constraints = [
            models.CheckConstraint(
                name="score_import_in_time", condition=Q(taken_at=None) | Q(taken_at__gte=F("uploaded_at"))
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def audit_chain(self) -> int:
        return self.season.audit_chain
