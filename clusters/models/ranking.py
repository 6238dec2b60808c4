"""Bảng xếp hạng: numbered versions of a season's ranking, frozen first and then published. Never changed afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.models.cluster import LONGEST_NAME, Season, Seat
from clusters.models.sheet import POINTS
from clusters.scoring import Ranking, ranking_of
from clusters.states import RankingState


class RankingVersion(models.Model):
    """One version of a ranking: the whole result as it was reckoned when it was frozen.

    form: the ranking as JSON (`clusters.scoring.ranking_data`), its units the ids of seats; digest: of the form with
    all rows; scores: digest of the final scores it was made of, by which a later change of a score is noticed.
    ballot: {id of the seat: its order among the tied} of the secret ballot, with the record it stands in.
    """

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="rankings")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(max_length=9, choices=RankingState.choices, default=RankingState.FROZEN)
    as_of = models.DateField(_("names as of"))
    form = models.JSONField()
    digest = models.CharField(max_length=64)
    scores = models.CharField(max_length=64)
    ballot = models.JSONField(default=dict, blank=True)
    ballot_reference = models.CharField(_("record of the secret ballot"), max_length=300, blank=True)
    reason = models.CharField(_("why it is corrected"), max_length=2000, blank=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_because = models.CharField(_("why it was taken back"), max_length=2000, blank=True)
    document = models.ForeignKey(
        "documents.IssuedDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of a ranking")
        verbose_name_plural = _("versions of rankings")
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="one_ranking_a_number"),
            models.UniqueConstraint(
                fields=["season"], condition=Q(state=RankingState.FROZEN), name="one_frozen_ranking"
            ),
            models.CheckConstraint(
                name="ranking_published_by_somebody",
                condition=Q(
                    state=RankingState.PUBLISHED, published_at__isnull=False, published_by__isnull=False
                )
                | (~Q(state=RankingState.PUBLISHED) & Q(published_at=None, published_by=None)),
            ),
            models.CheckConstraint(
                name="ranking_dropped_with_reason",
                condition=~Q(state=RankingState.DROPPED) | ~Q(dropped_because=""),
            ),
            models.CheckConstraint(
                name="ranking_ballot_has_record", condition=Q(ballot={}) | ~Q(ballot_reference="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.season}, v{self.number}"

    @property
    def audit_chain(self) -> int:
        return self.season.audit_chain

    @property
    def ranking(self) -> Ranking:
        """As it was reckoned; nothing is reckoned again."""
        return ranking_of(self.form)


class StandingRow(models.Model):
    """One member in a frozen ranking: its place and its points, under the name it bore on that day. Only ever added.

    parts: {code of a group: {"points", "possible"}}; cells: {code of a criterion: the same with "bonus" and "na"},
    of a gate {"yes"}: as they counted, numbers as their text.
    """

    version = models.ForeignKey(RankingVersion, on_delete=models.PROTECT, related_name="rows")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(pgettext_lazy("ranking", "place"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    short_name = models.CharField(max_length=120, blank=True)
    sector = models.CharField(_("sector"), max_length=60, blank=True)
    points = models.DecimalField(_("points"), null=True, blank=True, **POINTS)
    possible = models.DecimalField(_("points possible"), default=0, **POINTS)
    parts = models.JSONField(default=dict)
    cells = models.JSONField(default=dict)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("standing of a member")
        verbose_name_plural = _("standings of members")
        constraints = [
            models.UniqueConstraint(fields=["version", "seat"], name="one_standing_a_member"),
            models.CheckConstraint(
                name="standing_placed_has_points", condition=Q(place=None) | Q(points__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        return self.version.audit_chain

    @property
    def label(self) -> str:
        return self.short_name or self.name
