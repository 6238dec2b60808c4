"""Giao ước thi đua: the text and targets the members of a season agree on, and what each head said of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.models.cluster import LONGEST_NAME, Season, Seat
from clusters.states import Answer, Method, PledgeState
from emulation.indicators.models import Comparator, IndicatorVersion

SIGNS = {"GE": "≥", "GT": ">", "LE": "≤", "LT": "<", "EQ": "="}


class Scope(models.TextChoices):
    """Whom a target is asked of; where the source leaves it open the choice is printed with the target."""

    MEMBER = "MEMBER", _("each member")
    CLUSTER = "CLUSTER", _("the whole cluster")


class Pledge(models.Model):
    """One text to be signed by all members: number 1 is the pledge, later ones are addenda to it.

    Opening for signature freezes `payload`, whose digest every signature names; what is printed and what is
    stored come from the same rows. Ground: Decree 152/2025/NĐ-CP on clusters and blocks; clusters' regulations.
    """

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="pledges")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    state = models.CharField(max_length=9, choices=PledgeState.choices, default=PledgeState.DRAFT)
    state_since = models.DateTimeField()
    title = models.CharField(_("title"), max_length=LONGEST_NAME)
    preamble = models.TextField(_("opening words"), blank=True)
    commitments = models.TextField(_("what is agreed"), blank=True, help_text=_("one paragraph a line"))
    closing = models.TextField(_("closing words"), blank=True)
    place = models.CharField(_("place of signing"), max_length=120, blank=True)
    day = models.DateField(_("day of signing"), null=True, blank=True)
    reason = models.TextField(_("why it is amended"), blank=True)
    amends = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="addenda",
        verbose_name=_("amends"),
    )
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("copied from"),
    )
    opening = models.PositiveSmallIntegerField(
        default=0, help_text=_("how often it was opened for signature")
    )
    payload = models.JSONField(null=True, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True, help_text=_("when the last member signed"))
    document = models.ForeignKey(
        "documents.IssuedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("the text that lies open for signature"),
    )
    sealed = models.ForeignKey(
        "documents.IssuedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("the finished pledge with its page of evidence"),
    )
    scan = models.FileField(
        _("scan of the signed pledge"),
        upload_to="pledges/%Y/",
        blank=True,
        help_text=_("of a pledge that was signed on paper before it was entered here"),
    )
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["season", "number"]
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="one_pledge_a_number"),
            models.CheckConstraint(
                name="pledge_addendum_amends",
                condition=Q(number=1, amends=None) | Q(number__gt=1, amends__isnull=False),
            ),
            models.CheckConstraint(
                name="pledge_open_is_frozen",
                condition=Q(state__in=[PledgeState.DRAFT, PledgeState.WITHDRAWN])
                | (Q(payload__isnull=False, opened_at__isnull=False) & ~Q(digest="")),
            ),
            models.CheckConstraint(
                name="pledge_signed_iff_dated",
                condition=Q(state=PledgeState.SIGNED, signed_at__isnull=False)
                | (~Q(state=PledgeState.SIGNED) & Q(signed_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_chain(self) -> int:
        return self.season.audit_chain


class PledgeTarget(models.Model):
    """One target of a pledge. It binds to a version of an indicator, or says itself what is counted."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="targets")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    text = models.TextField(_("target in words"))
    indicator = models.ForeignKey(
        IndicatorVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("definition of the indicator"),
    )
    comparator = models.CharField(
        _("comparator"), max_length=2, choices=Comparator.choices, default=Comparator.GE, blank=True
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    scope = models.CharField(_("asked of"), max_length=7, choices=Scope.choices, default=Scope.MEMBER)
    reading = models.TextField(
        _("reading chosen"),
        blank=True,
        help_text=_("how this pledge takes words that leave something open; printed with the target"),
    )
    remark = models.TextField(
        _("remark for those who draft"),
        blank=True,
        help_text=_("what the words leave open; shown with a draft, never printed"),
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("replaces")
    )
    dropped = models.BooleanField(
        _("no longer asked"), default=False, help_text=_("in an addendum: the target it replaces ends")
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("target of a pledge")
        verbose_name_plural = _("targets of a pledge")
        constraints = [
            models.CheckConstraint(name="pledge_target_worded", condition=~Q(text="")),
            models.CheckConstraint(
                name="pledge_target_value_is_compared", condition=Q(value=None) | ~Q(comparator="")
            ),
            models.CheckConstraint(name="pledge_target_not_after_itself", condition=~Q(replaces=F("pk"))),
            models.CheckConstraint(
                name="pledge_target_dropped_replaces", condition=Q(dropped=False) | Q(replaces__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def audit_chain(self) -> int:
        return self.pledge.audit_chain

    @property
    def sign(self) -> str:
        """How a result is compared with the value: ≥, >, ≤, < or =."""
        return SIGNS.get(self.comparator, "")


class Signatory(models.Model):
    """A member's place under a pledge as it was opened for the nth time: who was its head. The newest answer counts.

    Opening anew begins with new places: what was answered before stays under the old ones and binds nobody.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="signatories")
    opening = models.PositiveSmallIntegerField()
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text=_("when its head first opened the text"))
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        constraints = [
            models.UniqueConstraint(fields=["pledge", "opening", "seat"], name="one_signatory_a_member"),
            models.CheckConstraint(
                name="signatory_answered_iff_dated",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.seat.name

    @property
    def audit_chain(self) -> int:
        return self.pledge.audit_chain


class Signature(models.Model):
    """What a member said of the very text with this digest. Appended, never changed; the database sees to it.

    A decline names the target (or the clause) and the reason; who declined may sign later.
    """

    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200, help_text=_("who signed, as printed"))
    title = models.CharField(max_length=200)
    office = models.CharField(max_length=20, blank=True)
    method = models.CharField(max_length=13, choices=Method.choices)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    account = models.CharField(max_length=254, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    target = models.ForeignKey(
        PledgeTarget, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    clause = models.CharField(_("clause"), max_length=300, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True, help_text=_("the day on the paper"))
    scan = models.FileField(_("signed scan"), upload_to="pledges/%Y/", blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.CheckConstraint(
                name="signature_decline_says_what_and_why",
                condition=~Q(answer=Answer.DECLINED)
                | (~Q(reason="") & (Q(target__isnull=False) | ~Q(clause=""))),
            ),
            models.CheckConstraint(
                name="signature_on_paper_has_its_scan",
                condition=~Q(method=Method.PAPER) | (~Q(scan="") & Q(signed_on__isnull=False)),
            ),
            models.CheckConstraint(name="signature_names_the_text", condition=~Q(digest="")),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.answer}"

    @property
    def audit_chain(self) -> int:
        return self.signatory.audit_chain


class Remark(models.Model):
    """The talk on one target or clause that somebody declined: on that row, not on the whole pledge."""

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="remarks")
    text = models.TextField(_("answer"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    for_body = models.CharField(max_length=LONGEST_NAME)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answer to a refusal to sign")
        verbose_name_plural = _("answers to refusals to sign")

    def __str__(self) -> str:
        return self.text

    @property
    def audit_chain(self) -> int:
        return self.signature.audit_chain
