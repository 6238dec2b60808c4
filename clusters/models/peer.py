"""Chấm chéo: the draws of who scores whom, each kept as it fell, and the pairs that came of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.models.cluster import Season, Seat
from clusters.states import DRAWS_THAT_STAND, DrawState, PeerState


class CrossDraw(models.Model):
    """One draw by lot: its seed and all that went into it, so that anybody can repeat it. Never removed.

    `inputs` is {"units": [ids of organisations in the order of the list], "last_year": [[scorer, scored]],
    "sisters": [[ids]]}; `pairs` and `gave_way` are what came out, [[scorer, scored]] and [[scorer, scored, wish]].
    """

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=DrawState.choices, default=DrawState.DRAWN)
    seed = models.CharField(_("seed"), max_length=64)
    inputs = models.JSONField(default=dict)
    pairs = models.JSONField(default=list)
    gave_way = models.JSONField(default=list, blank=True)
    proven = models.BooleanField(default=False)
    reason = models.CharField(_("why it was drawn anew"), max_length=2000, blank=True)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("draw of who scores whom")
        verbose_name_plural = _("draws of who scores whom")
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="one_draw_a_number"),
            models.UniqueConstraint(
                fields=["season"],
                condition=Q(state__in=DRAWS_THAT_STAND),
                name="one_draw_stands_a_season",
            ),
            models.CheckConstraint(
                name="draw_confirmed_iff_dated",
                condition=~Q(state=DrawState.CONFIRMED)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="draw_anew_has_reason",
                condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.season}, {self.number}"

    @property
    def audit_chain(self) -> int:
        return self.season.audit_chain


class Assignment(models.Model):
    """`scorer` scores `scored`: drawn by lot, or put there by hand with a `reason`. Ended, it keeps its row.

    `state` is that of this scorer's peer score, apart from the state of the card it is entered on.
    """

    draw = models.ForeignKey(CrossDraw, on_delete=models.PROTECT, related_name="assignments")
    scorer = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="scores_given")
    scored = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="scores_received")
    state = models.CharField(max_length=9, choices=PeerState.choices, default=PeerState.OPEN)
    state_since = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    late = models.BooleanField(default=False)
    returned_because = models.CharField(_("why it was returned"), max_length=2000, blank=True)
    reason = models.CharField(_("why it was put there by hand"), max_length=2000, blank=True)
    ended_because = models.CharField(_("why it ended"), max_length=2000, blank=True)

    class Meta:
        ordering = ["scorer__order", "scored__order", "pk"]
        verbose_name = _("peer score to be given")
        verbose_name_plural = _("peer scores to be given")
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "scored"], condition=~Q(state=PeerState.ENDED), name="one_scorer_a_member"
            ),
            models.CheckConstraint(name="nobody_scores_itself", condition=~Q(scorer=F("scored"))),
            models.CheckConstraint(
                name="peer_submitted_iff_dated",
                condition=~Q(state=PeerState.SUBMITTED)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="peer_returned_with_reason",
                condition=~Q(state=PeerState.RETURNED) | ~Q(returned_because=""),
            ),
            models.CheckConstraint(
                name="peer_ended_with_reason", condition=~Q(state=PeerState.ENDED) | ~Q(ended_because="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorer.label} → {self.scored.label}"

    @property
    def audit_chain(self) -> int:
        return self.draw.audit_chain
