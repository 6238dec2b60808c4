"""Two registrations that would do the same for the same people at the same place."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programmes.models.registration import Registration, Round
from programmes.movement_states import OverlapState


class Credit(models.TextChoices):
    ONE = "one", _("Counted once, for one unit")
    SHARED = "shared", _("Shared between the units")


class OverlapCase(models.Model):
    """A pair the radar found: `first` has the smaller id. `reasons` is what made them alike, field by field.

    The numbers say which versions were compared: what either unit sends later is not shown to the other here.

    `round` is that in which the pair was found and whose chain tells of it; the two may stand in different rounds.

    A decision names who is credited: joint work counts once, for one unit, or is shared in percents that make
    up 100; who yields is named.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="overlaps")
    first = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    first_number = models.PositiveSmallIntegerField(
        help_text="number of the first registration's version that was compared"
    )
    second_number = models.PositiveSmallIntegerField(
        help_text="number of the second registration's version that was compared"
    )
    score = models.PositiveSmallIntegerField(_("likeness"), help_text=_("percent"))
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=5, choices=OverlapState.choices, default=OverlapState.OPEN)
    found_at = models.DateTimeField()
    gone_on = models.DateField(null=True, blank=True)
    yielding = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who yields"),
    )
    credit = models.CharField(_("credit"), max_length=6, choices=Credit.choices, blank=True, default="")
    credited = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("credited to"),
    )
    first_share = models.PositiveSmallIntegerField(_("share of the first unit"), null=True, blank=True)
    reason = models.TextField(_("grounds"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-score", "pk"]
        verbose_name = _("overlap")
        verbose_name_plural = _("overlaps")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_overlap_a_pair"),
            models.CheckConstraint(name="overlap_pair_ordered", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(
                name="overlap_decided_iff_dated",
                condition=(
                    Q(state__in=["keep", "join", "yield"])
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                )
                | (~Q(state__in=["keep", "join", "yield"]) & Q(decided_at=None, decided_by=None)),
            ),
            models.CheckConstraint(
                name="overlap_gone_iff_dated",
                condition=Q(state="gone", gone_on__isnull=False) | (~Q(state="gone") & Q(gone_on=None)),
            ),
            models.CheckConstraint(
                name="overlap_yield_names_who",
                condition=Q(state="yield", yielding__isnull=False) | (~Q(state="yield") & Q(yielding=None)),
            ),
            models.CheckConstraint(
                name="overlap_joint_work_is_credited",
                condition=(~Q(state="join") & Q(credit="", credited=None, first_share=None))
                | Q(state="join", credit="one", credited__isnull=False, first_share=None)
                | Q(state="join", credit="shared", credited=None, first_share__gt=0, first_share__lt=100),
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="overlap_by_state")]

    def __str__(self) -> str:
        return f"{self.first.organisation} – {self.second.organisation}"

    @property
    def audit_chain(self) -> int:
        return self.round.organisation_id

    @property
    def second_share(self) -> int | None:
        """What is left of 100 percent after the first unit's share."""
        return None if self.first_share is None else 100 - self.first_share


class OverlapComment(models.Model):
    """What one of the two units says of it, perhaps with what it proposes."""

    case = models.ForeignKey(OverlapCase, on_delete=models.CASCADE, related_name="comments")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    proposal = models.CharField(
        _("proposal"),
        max_length=5,
        choices=[
            (state.value, state.label) for state in (OverlapState.KEEP, OverlapState.JOIN, OverlapState.YIELD)
        ],
        blank=True,
        default="",
    )
    text = models.TextField(_("comment"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("comment on an overlap")
        verbose_name_plural = _("comments on overlaps")

    def __str__(self) -> str:
        return self.text[:80]
