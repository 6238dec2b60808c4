"""Who decided: ballots with open positions. The roll is frozen at opening; a position is a row that never changes."""

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.ballots import tally


class PositionValue(models.TextChoices):
    AGREE = tally.AGREE, _("Agree")
    DISAGREE = tally.DISAGREE, _("Disagree")
    DEFER = tally.DEFER, _("Defer")
    RECUSE = tally.RECUSE, _("Recuse")


class Ballot(models.Model):
    """One round of one board: the members who may take positions, and the questions put to them."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ballot_closed_by_iff_closed",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_chain(self) -> int:
        return self.organisation_id

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class RollEntry(models.Model):
    """One member on the frozen list; the name is copied as it was at opening."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="roll")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="one_place_on_the_roll")]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """One item to decide, with the rule of its date copied so that later catalogues change nothing."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="questions")
    threshold = models.DecimalField(max_digits=5, decimal_places=2, help_text=_("percent of the base"))
    quorum = models.DecimalField(max_digits=5, decimal_places=2, help_text=_("percent of the seats"))
    of_members = models.BooleanField(default=True)
    strict = models.BooleanField(default=False)
    recusal_lowers_base = models.BooleanField(default=False)
    legal_ground = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(
        null=True, blank=True, help_text=_("the frozen count, fields of tally.Outcome")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="question_threshold_is_a_share", condition=Q(threshold__gt=0, threshold__lte=100)
            ),
            models.CheckConstraint(
                name="question_quorum_is_a_share", condition=Q(quorum__gte=0, quorum__lte=100)
            ),
            models.CheckConstraint(
                name="question_counted_iff_closed",
                condition=Q(closed_at__isnull=True, outcome__isnull=True)
                | Q(closed_at__isnull=False, outcome__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot} #{self.pk}"

    @property
    def rule(self) -> tally.Rule:
        return tally.Rule(
            threshold=Fraction(self.threshold) / 100,
            quorum=Fraction(self.quorum) / 100,
            of_members=self.of_members,
            strict=self.strict,
            recusal_lowers_base=self.recusal_lowers_base,
        )

    @property
    def result(self) -> tally.Outcome | None:
        return tally.Outcome(**self.outcome) if self.outcome is not None else None


class Position(models.Model):
    """What a member said of a question. Appended, never changed: the newest of a member counts.

    `member` is whose position it is; `entered_by` is who typed it, so that help from a secretary shows.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="positions")
    member = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="positions")
    value = models.CharField(max_length=10, choices=PositionValue.choices)
    reason = models.TextField(blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["question", "member", "-id"], name="position_newest")]
        constraints = [
            models.CheckConstraint(
                name="position_reason_unless_agreeing", condition=Q(value=PositionValue.AGREE) | ~Q(reason="")
            ),
            models.CheckConstraint(name="position_value_known", condition=Q(value__in=tally.VALUES)),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.value}"
