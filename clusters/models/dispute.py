"""Khiếu nại cách tính một tiêu chí, kết luận, và bảng giả định: two readings side by side, and what was ruled."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models.card import ScoreCard, ScoreValue
from clusters.models.cluster import Season, Seat
from clusters.models.sheet import Criterion
from clusters.scoring import Claim, claim_of
from clusters.states import DisputeState

LONGEST_TEXT = 4000


class ReadBy(models.TextChoices):
    """Which of the two readings of a dispute a number answers to."""

    APPLIED = "APPLIED", _("as it is applied")
    CONTESTED = "CONTESTED", _("as the member reads it")


class Ruled(models.TextChoices):
    """Which reading a ruling fixes."""

    APPLIED = "APPLIED", _("the reading applied so far stands")
    CONTESTED = "CONTESTED", _("the reading of the member holds from now on")
    OTHER = "OTHER", _("a third reading holds from now on")


class Ruling(models.Model):
    """What a criterion means in this season for all members, from `ruled_on` on. Only a later ruling takes its place.

    `params` are the parameters of the rule that hold from then on; `moves` is what it did to the ranking that day:
    [{"name", "place_before", "place_after", "total_before", "total_after", "points_before", "points_after"}].
    """

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="rulings")
    number = models.PositiveSmallIntegerField()
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("what is ruled"), max_length=9, choices=Ruled.choices)
    reading = models.CharField(_("the reading that holds"), max_length=2000)
    params = models.JSONField(default=dict)
    text = models.TextField(_("ruling"), max_length=LONGEST_TEXT)
    ground = models.CharField(_("ground"), max_length=2000)
    ruled_on = models.DateField(_("date of the ruling"))
    document = models.CharField(_("number of the document"), max_length=120, blank=True)
    moves = models.JSONField(default=list, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("ruling")
        verbose_name_plural = _("rulings")
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="one_ruling_a_number"),
            models.UniqueConstraint(
                fields=["season", "criterion"],
                condition=Q(supersedes=None),
                name="one_first_ruling_a_criterion",
            ),
            models.CheckConstraint(
                name="ruling_said",
                condition=~Q(text="") & ~Q(ground="") & ~Q(reading=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.season.year}"

    @property
    def audit_chain(self) -> int:
        return self.season.audit_chain


class RulingEffect(models.Model):
    """One value that a ruling put into a cell, and the one that stood there before. Only ever added."""

    ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, related_name="effects")
    card = models.ForeignKey(ScoreCard, on_delete=models.PROTECT, related_name="+")
    before = models.ForeignKey(ScoreValue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    after = models.OneToOneField(ScoreValue, on_delete=models.PROTECT, related_name="ruled")

    class Meta:
        ordering = ["card__seat__order", "pk"]
        verbose_name = _("effect of a ruling")
        verbose_name_plural = _("effects of rulings")

    def __str__(self) -> str:
        return f"{self.ruling}: {self.card}"

    @property
    def audit_chain(self) -> int:
        return self.ruling.audit_chain


class Dispute(models.Model):
    """A member contests how a criterion is read. `params` are those of its own reading, `applied` those applied then.

    Whose number is which stands in `figures`; the member's own two are the first of them. `at_ruling` is what both
    readings came to for every member when it was ruled, frozen: see selectors.disputes.frozen_sides; [] before.
    """

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="disputes")
    number = models.PositiveSmallIntegerField()
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="disputes")
    state = models.CharField(max_length=9, choices=DisputeState.choices, default=DisputeState.OPEN)
    state_since = models.DateTimeField()
    clause = models.CharField(_("clause of the regulation"), max_length=500)
    reading = models.CharField(_("own reading"), max_length=2000)
    params = models.JSONField(default=dict)
    applied = models.JSONField(default=dict)
    text = models.TextField(_("why"), max_length=LONGEST_TEXT)
    withdrawn_because = models.CharField(_("why it was withdrawn"), max_length=2000, blank=True)
    ruling = models.ForeignKey(
        Ruling, on_delete=models.PROTECT, null=True, blank=True, related_name="disputes"
    )
    at_ruling = models.JSONField(default=list, blank=True, editable=False)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="one_dispute_a_number"),
            models.UniqueConstraint(
                fields=["criterion", "season", "seat"],
                condition=Q(state=DisputeState.OPEN),
                name="one_open_dispute_a_criterion_and_member",
                violation_error_message=_("Your body contests this criterion already."),
            ),
            models.CheckConstraint(
                name="dispute_ruled_iff_ruling",
                condition=Q(state=DisputeState.RULED, ruling__isnull=False)
                | (~Q(state=DisputeState.RULED) & Q(ruling=None)),
            ),
            models.CheckConstraint(
                name="dispute_withdrawn_with_reason",
                condition=~Q(state=DisputeState.WITHDRAWN) | ~Q(withdrawn_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.code}, {self.seat.label}, {self.season.year}"

    @property
    def audit_chain(self) -> int:
        return self.season.audit_chain


class DisputeFigure(models.Model):
    """The number of one member under one of the two readings; the newest counts, the earlier ones stay."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="figures")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    read_by = models.CharField(max_length=9, choices=ReadBy.choices)
    claim = models.JSONField(default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("number under a reading")
        verbose_name_plural = _("numbers under a reading")
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "seat", "read_by"],
                condition=Q(replaces=None),
                name="one_first_figure_a_reading",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.seat}"

    @property
    def audit_chain(self) -> int:
        return self.dispute.audit_chain

    @property
    def answer(self) -> Claim:
        return claim_of(self.claim)


class DisputeWord(models.Model):
    """What a member, the leader or the organiser says to a dispute. Only ever added."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="words")
    body = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    body_name = models.CharField(max_length=300)
    text = models.CharField(_("what is said"), max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("word on a dispute")
        verbose_name_plural = _("words on disputes")
        constraints = [models.CheckConstraint(name="word_said", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def audit_chain(self) -> int:
        return self.dispute.audit_chain


class Sandbox(models.Model):
    """Bảng giả định: a ranking under other readings, kept under a name. It is no result and becomes none.

    Nothing leads from it to a score or a published ranking. `readings` is [{"code", "params", "max", "answers":
    {seat: claim}}]; `rows` the two rankings as they were computed that moment, so that an annex does not change.
    """

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="sandboxes")
    name = models.CharField(_("name"), max_length=200)
    note = models.CharField(_("what it is to show"), max_length=2000, blank=True)
    readings = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    body = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("hypothetical ranking")
        verbose_name_plural = _("hypothetical rankings")
        constraints = [
            models.UniqueConstraint(
                fields=["season", "name"],
                condition=Q(removed_at=None),
                name="one_sandbox_a_name",
                violation_error_message=_("The season has a hypothetical ranking of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        return self.season.audit_chain
