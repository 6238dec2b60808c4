"""An emulation movement under its one canonical name, the other names it is written by, and what changed later."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programmes.models.programme import LONGEST_NAME, YEARS, Programme
from programmes.movement_states import MovementState

LONGEST_TITLE = 500


class MovementLevel(models.TextChoices):
    PM = "PM", _("Prime Minister")
    CENTRAL = "CENTRAL", _("Vietnam Cooperative Alliance")
    PROVINCE = "PROVINCE", _("Province")
    COMMUNE = "COMMUNE", _("Commune")
    UNIT = "UNIT", _("Unit")


class Movement(models.Model):
    """Phong trào thi đua. `organisation` keeps the record and owns its chain; who launched it may be another body.

    A `recorded` movement was launched elsewhere (by the Prime Minister, the province) and is entered so that
    programmes and movements may name it.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="movements",
        verbose_name=_("kept by"),
    )
    recorded = models.BooleanField(_("launched elsewhere, entered for reference"), default=False)
    level = models.CharField(_("level"), max_length=8, choices=MovementLevel.choices)
    launcher = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="movements_launched",
        verbose_name=_("launched by, in the register"),
    )
    launched_by = models.CharField(_("launched by"), max_length=LONGEST_NAME, blank=True)
    name = models.CharField(_("name"), max_length=LONGEST_TITLE)
    folded = models.CharField(max_length=LONGEST_TITLE, db_index=True, editable=False)
    search = models.TextField(editable=False)
    theme = models.CharField(_("theme"), max_length=LONGEST_TITLE, blank=True)
    audience = models.TextField(_("for whom"), blank=True)
    criteria = models.TextField(_("contents and criteria"), blank=True)
    award_forms = models.TextField(_("forms of award"), blank=True)
    from_year = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True, validators=YEARS)
    to_year = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True, validators=YEARS)
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("answers to the movement"),
    )
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="movements", verbose_name=_("programmes")
    )
    instrument = models.ForeignKey(
        "legislation.Instrument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("launch document in the collection of law"),
    )
    document_number = models.CharField(_("number of the launch document"), max_length=120, blank=True)
    document_date = models.DateField(_("date of the launch document"), null=True, blank=True)
    document_file = models.FileField(upload_to="movements/%Y/", blank=True)
    document_name = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=10, choices=MovementState.choices, default=MovementState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-from_year", "name", "pk"]
        verbose_name = _("emulation movement")
        verbose_name_plural = _("emulation movements")
        constraints = [
            models.CheckConstraint(name="movement_named", condition=~Q(folded="")),
            models.CheckConstraint(
                name="movement_years_ordered",
                condition=Q(from_year=None) | Q(to_year=None) | Q(from_year__lte=F("to_year")),
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="movement_days_ordered",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(name="movement_not_its_own_parent", condition=~Q(parent=F("id"))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        return self.organisation_id

    @property
    def period(self) -> str:
        """Each end as a day where it is known, otherwise as a year; "" for an undated movement."""
        ends = ((self.starts_on, self.from_year), (self.ends_on, self.to_year))
        if not any(day or year for day, year in ends):
            return ""
        return "–".join(f"{day:%d/%m/%Y}" if day else str(year or "…") for day, year in ends)

    def runs_in(self, year: int) -> bool:
        """Whether the year lies in its period; what is not dated excludes nothing."""
        first = self.starts_on.year if self.starts_on else self.from_year
        last = self.ends_on.year if self.ends_on else self.to_year
        return (first is None or first <= year) and (last is None or year <= last)

    def named_as_of(self, today: date) -> date:
        """The day whose names of bodies count: that of the launch document; until then today."""
        return self.document_date or today


class AliasSource(models.TextChoices):
    ENTERED = "entered", _("Entered with the movement")
    JUDGED = "judged", _("Judged to be the same")
    RENAMED = "renamed", _("An earlier name")


class MovementAlias(models.Model):
    """Another spelling under which documents name the movement; one keeper knows each spelling once."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(_("spelling"), max_length=LONGEST_TITLE)
    folded = models.CharField(max_length=LONGEST_TITLE, db_index=True, editable=False)
    source = models.CharField(max_length=8, choices=AliasSource.choices, default=AliasSource.ENTERED)
    seen_in = models.CharField(_("seen in"), max_length=LONGEST_NAME, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        constraints = [
            models.UniqueConstraint(fields=["movement", "folded"], name="one_movement_alias_a_spelling")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def audit_chain(self) -> int:
        return self.movement.organisation_id


class Judgement(models.TextChoices):
    SAME = "same", _("The same movement")
    DIFFERENT = "different", _("Another movement")


class NameJudgement(models.Model):
    """What a person decided of a spelling: it names this movement, or it does not. Remembered both ways."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="judgements")
    text = models.CharField(_("spelling"), max_length=LONGEST_TITLE)
    folded = models.CharField(max_length=LONGEST_TITLE, editable=False)
    judgement = models.CharField(_("judgement"), max_length=9, choices=Judgement.choices)
    reason = models.CharField(_("reason"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("judgement of a name")
        verbose_name_plural = _("judgements of names")
        constraints = [
            models.UniqueConstraint(fields=["movement", "folded"], name="one_judgement_a_spelling")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def audit_chain(self) -> int:
        return self.movement.organisation_id


class MovementAmendment(models.Model):
    """Sửa đổi, bổ sung: what changed after the launch, numbered from 1, by which document and from which day."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    dated = models.DateField(_("in effect from"))
    document_number = models.CharField(_("number of the document"), max_length=120)
    document_date = models.DateField(_("date of the document"))
    reason = models.CharField(_("reason"), max_length=2000, blank=True)
    changes = models.JSONField(default=dict, help_text=_("{field: [before, after]} in words"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = [
            models.UniqueConstraint(fields=["movement", "number"], name="one_amendment_a_number"),
            models.CheckConstraint(
                name="amendment_complete", condition=Q(number__gte=1) & ~Q(document_number="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.document_number}"

    @property
    def audit_chain(self) -> int:
        return self.movement.organisation_id
