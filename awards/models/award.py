"""The catalogue of titles and forms of commendation, as dated rules, and the campaigns that award them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.states import CampaignState
from emulation.confidence import Confidence


class SubjectKind(models.TextChoices):
    INDIVIDUAL = "I", _("Individual")
    COLLECTIVE = "C", _("Collective")
    HOUSEHOLD = "H", _("Household")


class AwardForm(models.Model):
    """A title (danh hiệu) or form of commendation (hình thức khen thưởng); what it asks for is in its rules."""

    class Nature(models.TextChoices):
        TITLE = "title", _("Emulation title")
        COMMENDATION = "commendation", _("Form of commendation")
        HONOUR = "honour", _("Honouring")

    code = models.CharField(max_length=20, unique=True)
    nature = models.CharField(max_length=15, choices=Nature.choices)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    subjects = models.CharField(max_length=3, help_text=_("letters of I, C, H"))
    levels = models.JSONField(default=list, help_text=_("NN, TINH, LMVN, DV, HTX, XA"))
    deciding_kinds = models.JSONField(
        default=list,
        blank=True,
        help_text=_("kinds of bodies that alone may decide; empty: every body of the levels"),
    )
    official_order = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["official_order", "code"]
        verbose_name = _("award form")
        verbose_name_plural = _("award forms")

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        return 0


class AwardAlias(models.Model):
    """Another wording under which units write a form; one wording may mean several forms ("Giấy khen")."""

    form = models.ForeignKey(AwardForm, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "folded"], name="one_alias_a_form")]
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")

    def __str__(self) -> str:
        return self.text


class AwardRule(models.Model):
    """What a form asks for from `valid_from` until the next rule of the same form begins."""

    form = models.ForeignKey(AwardForm, on_delete=models.CASCADE, related_name="rules")
    valid_from = models.DateField()
    authority = models.CharField(max_length=200)
    standard = models.TextField(blank=True)
    prerequisite = models.TextField(blank=True)
    quota = models.TextField(blank=True)
    vote = models.TextField(blank=True, help_text=_("the source's own words on the vote"))
    secret = models.BooleanField(default=False, help_text=_("a secret ballot is required"))
    threshold = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("percent that must agree"),
    )
    quorum = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        default="66.66",
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("percent of the members who must take part; 66.66 means two thirds"),
    )
    of_members = models.BooleanField(
        default=True, help_text=_("the base is all members, absent ones included")
    )
    recusal_lowers_base = models.BooleanField(default=False)
    multiplier_individual = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    multiplier_collective = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    legal_ground = models.CharField(max_length=300)
    confidence = models.CharField(max_length=1, choices=Confidence.choices)
    confidence_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["form", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["form", "valid_from"], name="one_award_rule_a_day"),
            models.CheckConstraint(
                name="award_rule_threshold", condition=Q(threshold__gt=0, threshold__lte=100)
            ),
            models.CheckConstraint(name="award_rule_quorum", condition=Q(quorum__gte=0, quorum__lte=100)),
        ]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")

    def __str__(self) -> str:
        return f"{self.form.code} {self.valid_from:%d/%m/%Y}"


class CampaignKind(models.TextChoices):
    """Loại hình khen thưởng: the rows of statistical form 0603 (Circular 02/2023/TT-BNV)."""

    REGULAR = "regular", _("Regular (merit)")
    THEMATIC = "thematic", _("Thematic")
    AD_HOC = "ad_hoc", _("Ad hoc")
    EXTERNAL = "external", _("External relations")
    CONTRIBUTION = "contribution", _("Contribution")
    SENIORITY = "seniority", _("Seniority")
    RESISTANCE = "resistance", _("Resistance")


class Campaign(models.Model):
    """A round of commendation (đợt xét khen thưởng), run by a standing agency for a deciding body."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    search = models.CharField(max_length=300, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name=_("standing agency"),
    )
    deciding_body = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="campaigns_decided",
        verbose_name=_("deciding body"),
    )
    board = models.ForeignKey(
        "awards.Board", on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
    year = models.PositiveSmallIntegerField(
        verbose_name=_("year of achievement"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    kind = models.CharField(max_length=15, choices=CampaignKind.choices)
    forms = models.ManyToManyField(AwardForm, related_name="campaigns")
    movement = models.ForeignKey(
        "programmes.Movement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("emulation movement"),
        help_text=_("whose results are commended"),
    )
    closes_on = models.DateField(null=True, blank=True, verbose_name=_("nominations close on"))
    state = models.CharField(max_length=12, choices=CampaignState.choices, default=CampaignState.OPEN)
    ballot = models.ForeignKey(
        "ballots.Ballot", on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
    told_at = models.DateTimeField(
        null=True, blank=True, help_text=_("when the outcome was last told to the units, by the closing")
    )
    version = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="campaign_in_review_has_ballot",
                condition=~Q(state__in=[CampaignState.IN_REVIEW, CampaignState.REVIEWED])
                | Q(ballot__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_chain(self) -> int:
        return self.organisation_id
