"""Cụm, khối: who belongs together, who led when, and the year (season) they compete in."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.states import SEASON_OVER, SeasonState

YEARS = [MinValueValidator(1945), MaxValueValidator(2100)]
LONGEST_NAME = 300


class ClusterKind(models.TextChoices):
    CLUSTER = "CLUSTER", _("Cluster")
    BLOCK = "BLOCK", _("Block")


class Ladder(models.TextChoices):
    """Whose flags the first place leads to."""

    VCA = "VCA", _("Vietnam Cooperative Alliance")
    PROVINCE = "PROVINCE", _("Province")


class Rotation(models.TextChoices):
    """The cluster's own rule for who leads next; the proposal says which one it followed."""

    NEVER_LED_FIRST = "NEVER_LED_FIRST", _("who never led first, then who led longest ago")
    ORDER = "ORDER", _("in the order of the list of members")
    DEPUTY_SUCCEEDS = "DEPUTY_SUCCEEDS", _("the deputy of the year before leads")


class Merged(models.TextChoices):
    """What counts for a body that came out of a merger."""

    ANY = "ANY", _("a turn of any body it continues counts as its own")
    ALL = "ALL", _("it has led once all the bodies it continues have led")
    RESTART = "RESTART", _("only its own turns count")


class Role(models.TextChoices):
    LEADER = "LEADER", _("Leader")
    DEPUTY = "DEPUTY", _("Deputy")


class RuledBy(models.TextChoices):
    """Who rules on disputes by the cluster's regulation."""

    ORGANISER = "ORGANISER", _("the organiser")
    LEADER = "LEADER", _("the organiser or the leader")


class Outcome(models.TextChoices):
    """What came of a turn to lead; the values are those of clusters.rotation."""

    HELD = "HELD", pgettext_lazy("turn to lead", "Held")
    DECLINED = "DECLINED", _("Declined")


class Cluster(models.Model):
    """A cluster or block, founded by a decision of its organiser, whose chain it belongs to."""

    organiser = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="clusters_organised",
        verbose_name=_("organised by"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ClusterKind.choices)
    ladder = models.CharField(_("ladder"), max_length=8, choices=Ladder.choices)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    search = models.CharField(max_length=LONGEST_NAME, editable=False)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    founded_by = models.CharField(_("founded by"), max_length=LONGEST_NAME, blank=True)
    founding_number = models.CharField(_("number of the founding decision"), max_length=120, blank=True)
    founded_on = models.DateField(_("date of the founding decision"), null=True, blank=True)
    regulation = models.CharField(
        _("regulation"), max_length=500, blank=True, help_text=_("number, date and title of the regulation")
    )
    regulation_scan = models.FileField(_("scan of the regulation"), upload_to="clusters/%Y/", blank=True)
    rotation = models.CharField(
        _("who leads next"), max_length=16, choices=Rotation.choices, default=Rotation.NEVER_LED_FIRST
    )
    merged = models.CharField(
        _("turns of merged bodies"), max_length=7, choices=Merged.choices, default=Merged.ANY
    )
    term_reference = models.CharField(
        _("term referred to"),
        max_length=LONGEST_NAME,
        blank=True,
        help_text=_("such as a congress and its term"),
    )
    ruled_by = models.CharField(
        _("who rules on disputes"), max_length=9, choices=RuledBy.choices, default=RuledBy.ORGANISER
    )
    peers_sealed = models.BooleanField(
        _("peer scores are hidden from organiser and leader too"),
        default=False,
        help_text=_("until cross-scoring is closed; who has finished is seen all the same"),
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_because = models.CharField(_("why it was closed"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("emulation cluster")
        verbose_name_plural = _("emulation clusters")
        constraints = [
            models.UniqueConstraint(
                fields=["organiser", "name"],
                condition=Q(closed_on=None),
                name="one_cluster_a_name",
                violation_error_message=_("This organiser has a cluster of this name already."),
            ),
            models.CheckConstraint(name="cluster_not_above_itself", condition=~Q(parent=F("pk"))),
            models.CheckConstraint(
                name="cluster_closed_with_reason",
                condition=Q(closed_on=None, closed_because="")
                | (Q(closed_on__isnull=False) & ~Q(closed_because="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        return self.organiser_id


class Membership(models.Model):
    """An organisation belongs to a cluster from a day until the day before `valid_to`."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("cluster", "member"),
    )
    order = models.PositiveSmallIntegerField(_("order in the list"), default=1)
    sector = models.CharField(
        _("sector"), max_length=60, blank=True, help_text=_("which part of a score sheet holds for it")
    )
    valid_from = models.DateField(_("member from"))
    valid_to = models.DateField(_("no longer a member from"), null=True, blank=True)
    ground = models.CharField(_("ground"), max_length=500, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "organisation"], condition=Q(valid_to=None), name="one_open_membership"
            ),
            models.CheckConstraint(
                name="membership_days_ordered",
                condition=Q(valid_to=None) | Q(valid_from__lt=F("valid_to")),
                violation_error_message=_("It cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def audit_chain(self) -> int:
        return self.cluster.organiser_id


class Turn(models.Model):
    """A line of the rotation ledger: who led (or was deputy) in a year, or declined to.

    The rights of the leader run from `held_from` until the day before `held_to`: both are days of a
    hand-over. A turn of years before this program may have no days.
    """

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="turns")
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    role = models.CharField(_("role"), max_length=6, choices=Role.choices)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("cluster", "member"),
    )
    name = models.CharField(_("name that year"), max_length=LONGEST_NAME)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.HELD)
    held_from = models.DateField(_("took over on"), null=True, blank=True)
    held_to = models.DateField(_("handed over on"), null=True, blank=True)
    ground = models.CharField(_("ground"), max_length=500, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "role", "pk"]
        verbose_name = _("turn to lead")
        verbose_name_plural = _("turns to lead")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "year", "role"],
                condition=Q(outcome=Outcome.HELD),
                name="one_holder_a_role_and_year",
                violation_error_message=_("Somebody holds this role in this year already."),
            ),
            models.CheckConstraint(
                name="turn_days_ordered",
                condition=Q(held_to=None) | Q(held_from__isnull=False, held_from__lt=F("held_to")),
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="turn_declined_is_not_held",
                condition=Q(outcome=Outcome.HELD) | Q(held_from=None, held_to=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.year})"

    @property
    def audit_chain(self) -> int:
        return self.cluster.organiser_id


class Season(models.Model):
    """One year of a cluster. What it decides is kept under the names its members bear when it is composed."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="seasons")
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    state = models.CharField(max_length=14, choices=SeasonState.choices, default=SeasonState.DRAFT)
    state_since = models.DateField()
    composed_number = models.CharField(_("number of the decision on its members"), max_length=120, blank=True)
    composed_on = models.DateField(_("date of that decision"), null=True, blank=True)
    self_scoring_until = models.DateField(_("last day of self-scoring"), null=True, blank=True)
    cross_scoring_until = models.DateField(_("last day of cross-scoring"), null=True, blank=True)
    cross_scored = models.BooleanField(
        _("members score each other"),
        default=True,
        help_text=_("without it the scores go from the members to the leader"),
    )
    least_peers = models.PositiveSmallIntegerField(
        _("least number of peers to compare"),
        default=5,
        help_text=_("below it the ranking says that there is not enough to compare"),
    )
    sheet = models.ForeignKey(
        "clusters.ScoreSheet",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seasons",
        verbose_name=_("score sheet"),
    )
    readings = models.JSONField(default=dict, blank=True, editable=False)
    """{code of a criterion: {"params", "ruling", "since"}} of the rulings in force; kept by their service alone."""
    closed_early_because = models.CharField(_("why it ended early"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = _("season of a cluster")
        verbose_name_plural = _("seasons of clusters")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "year"],
                name="one_season_a_year",
                violation_error_message=_("The cluster has a season of this year already."),
            ),
            models.CheckConstraint(
                name="season_closed_early_with_reason",
                condition=~Q(state=SeasonState.CLOSED_EARLY) | ~Q(closed_early_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster} {self.year}"

    @property
    def audit_chain(self) -> int:
        return self.cluster.organiser_id

    @property
    def is_over(self) -> bool:
        return self.state in SEASON_OVER


class Seat(models.Model):
    """A member of a season under the name it bears there; one that left during the year keeps its row."""

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("cluster", "member"),
    )
    name = models.CharField(_("name that year"), max_length=LONGEST_NAME)
    short_name = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order in the list"), default=1)
    sector = models.CharField(_("sector"), max_length=60, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_because = models.CharField(_("why it left"), max_length=500, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("member of a season")
        verbose_name_plural = _("members of a season")
        constraints = [
            models.UniqueConstraint(fields=["season", "organisation"], name="one_seat_a_season"),
            models.CheckConstraint(
                name="seat_left_with_reason",
                condition=Q(left_on=None, left_because="") | (Q(left_on__isnull=False) & ~Q(left_because="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        return self.season.audit_chain

    @property
    def label(self) -> str:
        return self.short_name or self.name
