"""The decision, the only legal source of an award, and the grants it makes: names copied, never re-read."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models.award import AwardForm, Campaign, SubjectKind
from awards.models.nomination import Nomination
from awards.states import DecisionState, GrantState


class Decision(models.Model):
    """A commendation decision (quyết định khen thưởng): issued here by the deciding body, or recorded from paper."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="decisions")
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("deciding body"),
    )
    number = models.CharField(max_length=100, blank=True, verbose_name=_("number and symbol"))
    signed_on = models.DateField(null=True, blank=True, verbose_name=_("date of signing"))
    year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    place = models.CharField(max_length=100, blank=True)
    summary = models.CharField(max_length=300, verbose_name=_("subject"))
    grounds = models.TextField(blank=True, verbose_name=_("legal grounds"), help_text=_("one ground a line"))
    proposal = models.CharField(max_length=300, blank=True, verbose_name=_("at the proposal of"))
    funding = models.TextField(blank=True, verbose_name=_("where the bonus is paid from"))
    signatory = models.ForeignKey(
        "organisations.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signatory_name = models.CharField(max_length=200, blank=True)
    signatory_office = models.CharField(
        max_length=200, blank=True, help_text=_("the title above the signature")
    )
    signing_power = models.CharField(max_length=100, blank=True, help_text=_("KT., TL., TUQ. line, if any"))
    state = models.CharField(max_length=10, choices=DecisionState.choices, default=DecisionState.DRAFT)
    recorded = models.BooleanField(
        default=False, help_text=_("made on paper by a body that does not use the program")
    )
    scan = models.FileField(upload_to="decisions/%Y/", blank=True)
    paper = models.CharField(max_length=2, choices=[("A3", "A3"), ("A4", "A4")], default="A3")
    document = models.ForeignKey(
        "documents.IssuedDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    presenter = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed over by"),
    )
    presented_on = models.DateField(null=True, blank=True, verbose_name=_("handed over on"))
    job = models.ForeignKey(
        "jobs.Job",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("prints the papers"),
    )
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "number"],
                condition=Q(state=DecisionState.PUBLISHED),
                name="one_decision_a_number_and_year",
            ),
            models.CheckConstraint(
                name="decision_published_is_complete",
                condition=~Q(state=DecisionState.PUBLISHED)
                | (
                    Q(signed_on__isnull=False, year__isnull=False, published_at__isnull=False)
                    & ~Q(number="")
                    & ~Q(signatory_name="")
                ),
            ),
            models.CheckConstraint(
                name="decision_presenter_iff_dated",
                condition=Q(presenter__isnull=True, presented_on__isnull=True)
                | Q(presenter__isnull=False, presented_on__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_recorded_has_scan",
                condition=Q(recorded=False) | ~Q(state=DecisionState.PUBLISHED) | ~Q(scan=""),
            ),
            models.CheckConstraint(
                name="decision_issued_here_has_document",
                condition=~Q(state=DecisionState.PUBLISHED) | Q(recorded=True) | Q(document__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.summary}".strip()

    @property
    def day(self) -> date:
        """The date of signing of a decision that has one. Raises ValueError for one that has none yet."""
        if self.signed_on is None:
            raise ValueError("The decision has no date yet.")
        return self.signed_on

    @property
    def audit_chain(self) -> int:
        return self.campaign.organisation_id


class GoldenBook(models.Model):
    """The last golden-book number (số sổ vàng) given by a body in a year; locked while numbers are given."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="one_golden_book_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.year}: {self.last}"


class Grant(models.Model):
    """Who received what, by which decision. A revoked grant stays in the register for ever."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="grants")
    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="grant")
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="grants_decided",
        help_text=_("deciding body"),
    )
    proposer = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="grants_proposed",
        help_text=_("standing agency"),
    )
    unit = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="grants")
    person = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    form = models.ForeignKey(AwardForm, on_delete=models.PROTECT, related_name="grants")
    form_name = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=1, choices=SubjectKind.choices)
    honorific = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=200)
    position_title = models.CharField(max_length=200, blank=True)
    unit_name = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=300, blank=True)
    achievement = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField(help_text=_("year of the decision"))
    golden_number = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=GrantState.choices, default=GrantState.VALID)
    certificate = models.ForeignKey(
        "documents.IssuedDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_on = models.DateField(null=True, blank=True)
    revoke_ground = models.CharField(max_length=20, blank=True)
    revoke_decision = models.CharField(max_length=100, blank=True)
    search = models.CharField(max_length=600, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)

    class Meta:
        ordering = ["-year", "-id"]
        indexes = [
            models.Index(fields=["proposer", "-id"], name="grant_by_proposer"),
            models.Index(fields=["organisation", "-id"], name="grant_by_decider"),
            models.Index(fields=["unit", "-id"], name="grant_by_unit"),
            models.Index(fields=["person", "-id"], name="grant_by_person"),
            models.Index(fields=["year", "-id"], name="grant_by_year"),
            models.Index(fields=["decision", "subject_kind", "sort_key", "id"], name="grant_of_decision"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "golden_number"],
                condition=Q(golden_number__isnull=False),
                name="one_golden_number",
            ),
            models.CheckConstraint(
                name="grant_revoked_says_when_why_and_by_what",
                condition=(
                    Q(state=GrantState.REVOKED, revoked_on__isnull=False)
                    & ~Q(revoke_ground="")
                    & ~Q(revoke_decision="")
                )
                | Q(state=GrantState.VALID, revoked_on=None, revoke_ground="", revoke_decision=""),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name with Ông/Bà before it, joined by a no-break space."""
        return f"{self.honorific}\N{NO-BREAK SPACE}{self.name}" if self.honorific else self.name

    @property
    def audit_chain(self) -> int:
        return self.proposer_id
