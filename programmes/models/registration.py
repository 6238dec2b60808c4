"""Đăng ký thi đua: the round a coordinating Alliance opens, the units it expects, and what each registers."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emulation.approximate import Qualifier
from programmes.models.movement import Movement
from programmes.models.programme import LONGEST_NAME, YEARS
from programmes.movement_states import RegistrationState, RoundState


class Round(models.Model):
    """A round of registration of one year; its deadline is the end of `closes_on` in Vietnam."""

    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="rounds",
        verbose_name=_("coordinated by"),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    title = models.CharField(_("title"), max_length=LONGEST_NAME)
    search = models.CharField(max_length=LONGEST_NAME, editable=False)
    instruction = models.TextField(_("instruction to the units"), blank=True)
    movements = models.ManyToManyField(
        Movement, blank=True, related_name="rounds", verbose_name=_("movements")
    )
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day"))
    state = models.CharField(max_length=8, choices=RoundState.choices, default=RoundState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = _("round of registration")
        verbose_name_plural = _("rounds of registration")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "title"], name="one_round_a_title_and_year"
            ),
            models.CheckConstraint(
                name="round_days_ordered",
                condition=Q(opens_on__lte=F("closes_on")),
                violation_error_message=_("It cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_chain(self) -> int:
        return self.organisation_id


class Expected(models.Model):
    """A unit that is asked to register; `extended_to` is its own last day where the coordinator gave it one."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="expected")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    extended_to = models.DateField(_("own last day"), null=True, blank=True)
    reminded_on = models.DateField(_("last reminded on"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("expected unit")
        verbose_name_plural = _("expected units")
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="one_expectation_a_unit")
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def audit_chain(self) -> int:
        return self.round.organisation_id

    @property
    def last_day(self) -> date:
        """The deadline of this unit: its own where it was given a later one."""
        return max(self.extended_to or self.round.closes_on, self.round.closes_on)


class Registration(models.Model):
    """What one unit registers in one round. What was sent stands in its revisions."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="registrations")
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name=_("unit"),
    )
    content = models.TextField(_("what the unit will do"), blank=True)
    audience = models.CharField(_("for whom"), max_length=1000, blank=True)
    place = models.CharField(_("where"), max_length=1000, blank=True)
    beneficiaries = models.CharField(_("who benefits"), max_length=1000, blank=True)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(
        max_length=10, choices=RegistrationState.choices, default=RegistrationState.DRAFT
    )
    state_since = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_number = models.PositiveSmallIntegerField(default=0, help_text=_("number of the newest revision"))
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="one_registration_a_unit"),
            models.CheckConstraint(
                name="registration_sent_is_kept",
                condition=~Q(state__in=["sent", "returned", "accepted"])
                | Q(sent_number__gte=1, sent_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="registration_by_state")]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.round}"

    @property
    def audit_chain(self) -> int:
        return self.round.organisation_id


class RegisteredTitle(models.Model):
    """A title aimed at, by the unit itself (no name) or by one of its people."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="titles")
    order = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("for whom"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=LONGEST_NAME)
    title_code = models.CharField(max_length=20, blank=True, db_index=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("registered title")
        verbose_name_plural = _("registered titles")
        constraints = [models.CheckConstraint(name="registered_title_named", condition=~Q(title=""))]

    def __str__(self) -> str:
        return " – ".join(part for part in (self.name, self.title) if part)


class RegisteredTarget(models.Model):
    """A quantified target; without a value it is said in words only and enters no sum."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="targets")
    order = models.PositiveSmallIntegerField(default=1)
    indicator = models.ForeignKey(
        "indicators.IndicatorVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("indicator"),
    )
    person = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("for whom"), max_length=200, blank=True)
    text = models.CharField(_("target"), max_length=500)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    qualifier = models.CharField(
        _("how exact"), max_length=12, choices=Qualifier.choices, blank=True, default=""
    )
    unit = models.CharField(_("unit of measure"), max_length=60, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("registered target")
        verbose_name_plural = _("registered targets")
        constraints = [
            models.CheckConstraint(name="registered_target_named", condition=~Q(text="")),
            models.CheckConstraint(
                name="registered_target_qualifies_a_value", condition=Q(value__isnull=False) | Q(qualifier="")
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Revision(models.Model):
    """What was sent, frozen: `payload` is {field: text, "titles": […], "targets": […]}; never changed.

    `reason` is why it came back, written once by the return that answers it.
    """

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    payload = models.JSONField()
    # The four fields that the radar compares, folded, one a line: 20.000 of them are read for one question.
    folded = models.TextField(editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why it was returned"), blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "number"], name="one_revision_a_number"),
            models.CheckConstraint(
                name="revision_returned_has_reason",
                condition=Q(returned_at=None, returned_by=None, reason="")
                | (Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration} ({self.number})"


class Remark(models.Model):
    """What is to be put right in one field of a revision."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="remarks")
    field = models.CharField(max_length=20)
    text = models.CharField(max_length=2000)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["revision", "field"], name="one_remark_a_field")]

    def __str__(self) -> str:
        return self.text
