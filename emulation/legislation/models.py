"""Instruments with their validity, the base salary through the years, and the legal grounds documents print.

A row without an organisation holds for the whole installation: its administrators keep it. Every other row
stands in the register of the organisation it names.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emulation.confidence import Confidence
from emulation.legislation.document_kinds import DocumentKind
from emulation.legislation.numbers import folded_number, search_text

NATIONAL = 0
"""The journal's chain of what belongs to no organisation."""


class InstrumentKind(models.TextChoices):
    LAW = "LAW", _("Law")
    ORDINANCE = "ORDINANCE", _("Ordinance")
    RESOLUTION = "RESOLUTION", _("Resolution")
    DECREE = "DECREE", _("Decree")
    CIRCULAR = "CIRCULAR", _("Circular")
    DECISION = "DECISION", _("Decision of an authority")
    DIRECTIVE = "DIRECTIVE", _("Directive")
    CONCLUSION = "CONCLUSION", _("Conclusion")
    REGULATION = "REGULATION", _("Regulation")
    PROGRAMME = "PROGRAMME", _("Programme")
    PLAN = "PLAN", _("Plan")
    GUIDANCE = "GUIDANCE", _("Guidance")
    OTHER = "OTHER", _("Other instrument")


class Standing(models.TextChoices):
    """What an instrument is on a date."""

    IN_FORCE = "in_force", _("In force")
    NOT_YET = "not_yet", _("Not yet in force")
    EXPIRED = "expired", _("No longer in force")
    UNKNOWN = "unknown", _("Validity not known")


class Instrument(models.Model):
    """A law, decree, circular, decision … with the first and the last day on which it holds.

    `in_force_to` is the last day of force, inclusive; `ceases_on` is the day after. Without a first day
    nothing is said of its validity before `in_force_to`. Numbers follow any grammar and are kept as printed;
    `number_key` (folded, without spaces) is what they are compared and sought by.
    """

    number = models.CharField(_("number and symbol"), max_length=120)
    number_key = models.CharField(max_length=120, db_index=True, editable=False)
    search = models.CharField(max_length=640, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=InstrumentKind.choices)
    title = models.CharField(_("title of the instrument"), max_length=500)
    issuer = models.CharField(_("issued by"), max_length=200)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("kept by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="instruments",
        help_text=_("empty: it holds for the whole installation"),
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_to = models.DateField(_("last day in force"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("replaced by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=1, choices=Confidence.choices, default=Confidence.UNSURE
    )
    note = models.TextField(_("note"), blank=True, max_length=2000)

    class Meta:
        ordering = ["number_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="instrument_dates_ordered",
                condition=Q(in_force_from=None)
                | Q(in_force_to=None)
                | Q(in_force_to__gte=F("in_force_from")),
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="instrument_not_its_own_successor", condition=~Q(replaced_by=F("id"))
            ),
            models.CheckConstraint(
                name="instrument_sourced_names_source",
                condition=~Q(confidence=Confidence.SOURCED) | ~Q(source=""),
                violation_error_message=_("Name the source, or do not call it sourced."),
            ),
            models.CheckConstraint(name="instrument_numbered", condition=~Q(number_key="")),
            models.UniqueConstraint(
                name="one_national_instrument_a_number",
                fields=["number_key", "issued_on"],
                condition=Q(organisation=None),
            ),
            models.UniqueConstraint(
                name="one_undated_national_instrument",
                fields=["number_key"],
                condition=Q(organisation=None, issued_on=None),
            ),
            models.UniqueConstraint(
                name="one_own_instrument_a_number", fields=["organisation", "number_key", "issued_on"]
            ),
        ]
        indexes = [models.Index(fields=["in_force_to"], name="instrument_by_its_end")]
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def clean(self) -> None:
        """The forms in which it is compared follow from its words; refuses twins and circles of replacement."""
        self.number = " ".join(self.number.split())
        self.number_key = folded_number(self.number)
        self.search = search_text(self.number, self.title)
        same = Instrument.objects.filter(
            organisation=self.organisation_id, number_key=self.number_key, issued_on=self.issued_on
        )
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"number": _("An instrument of this number and date is in the register.")})
        if self.replaced_by_id is not None and self.in_force_to is None:
            raise ValidationError(
                {"in_force_to": _("Say its last day: what is replaced in part only is entered as such.")}
            )
        if self.pk in self.heirs():
            raise ValidationError({"replaced_by": _("The two would replace one another.")})

    def heirs(self) -> list[int]:
        """The ids of what replaced it, one after the other."""
        found: list[int] = []
        following = self.replaced_by_id
        while following is not None and following not in found:
            found.append(following)
            following = Instrument.objects.values_list("replaced_by_id", flat=True).get(pk=following)
        return found

    @property
    def audit_chain(self) -> int:
        return self.organisation_id or NATIONAL

    @property
    def ceases_on(self) -> date | None:
        """The first day without force."""
        return self.in_force_to + timedelta(days=1) if self.in_force_to else None

    def standing(self, on: date) -> Standing:
        """What it is on the day. Where the first day is not known, only its end is sure."""
        if self.in_force_to is not None and on > self.in_force_to:
            return Standing.EXPIRED
        if self.in_force_from is None:
            return Standing.UNKNOWN
        return Standing.NOT_YET if on < self.in_force_from else Standing.IN_FORCE


class PartReplacement(models.Model):
    """That another instrument took the place of a part of one, from a day on; the rest of it stays in force.

    Of an instrument whose parts went to several others, each has its row.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="parts_replaced")
    successor = models.ForeignKey(
        Instrument,
        verbose_name=_("replaced by"),
        on_delete=models.PROTECT,
        related_name="parts_taken",
    )
    part = models.CharField(
        _("part that is replaced"), max_length=300, help_text=_("such as: Articles 5 to 7, Annex II")
    )
    on = models.DateField(_("from the day"))

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "successor", "part"], name="one_replacement_of_a_part"
            ),
            models.CheckConstraint(
                name="part_not_replaced_by_its_own",
                condition=~Q(successor=F("instrument")),
                violation_error_message=_("An instrument does not replace itself."),
            ),
            models.CheckConstraint(name="part_is_named", condition=~Q(part="")),
        ]
        verbose_name = _("replacement of a part")
        verbose_name_plural = _("replacements of parts")

    def __str__(self) -> str:
        return f"{self.part}: {self.successor} ({self.on:%d/%m/%Y})"


class BaseSalary(models.Model):
    """The base salary (lương cơ sở) in đồng a month, from a day until the next row begins."""

    valid_from = models.DateField(_("valid from"), unique=True)
    amount = models.PositiveBigIntegerField(_("amount in dong"), validators=[MinValueValidator(1)])
    instrument = models.ForeignKey(
        Instrument,
        verbose_name=_("instrument"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="base_salaries",
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=1, choices=Confidence.choices, default=Confidence.UNSURE
    )

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(name="base_salary_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="base_salary_sourced_names_source",
                condition=~Q(confidence=Confidence.SOURCED) | ~Q(source=""),
                violation_error_message=_("Name the source, or do not call it sourced."),
            ),
        ]
        verbose_name = _("base salary")
        verbose_name_plural = _("base salaries")

    def __str__(self) -> str:
        return f"{self.amount} ({self.valid_from:%d/%m/%Y})"

    @property
    def audit_chain(self) -> int:
        return NATIONAL


class Ground(models.Model):
    """One line "Căn cứ …" of a kind of document; `text` is what is printed after that word.

    It is printed while the line itself and its instrument are in force. A line of an organisation is printed
    by that organisation and by all below it, after the national ones of the same order.
    """

    document_kind = models.CharField(_("kind of document"), max_length=20, choices=DocumentKind.choices)
    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrument"), on_delete=models.PROTECT, related_name="grounds"
    )
    text = models.CharField(_("text after “Căn cứ”"), max_length=500)
    official_order = models.PositiveSmallIntegerField(_("order"), default=100)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("kept by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grounds",
        help_text=_("empty: it holds for the whole installation"),
    )

    class Meta:
        ordering = ["document_kind", "official_order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="ground_dates_ordered",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(name="ground_says_something", condition=~Q(text="")),
            models.UniqueConstraint(
                name="one_national_ground_a_day",
                fields=["document_kind", "instrument", "valid_from"],
                condition=Q(organisation=None),
            ),
            models.UniqueConstraint(
                name="one_own_ground_a_day",
                fields=["organisation", "document_kind", "instrument", "valid_from"],
            ),
        ]
        verbose_name = _("legal ground")
        verbose_name_plural = _("legal grounds")

    def __str__(self) -> str:
        return self.text

    @property
    def audit_chain(self) -> int:
        return self.organisation_id or NATIONAL


class Warned(models.Model):
    """That the coming end of an instrument has been told, so many days ahead: once for each end and threshold."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="warnings")
    last_day = models.DateField()
    days = models.PositiveSmallIntegerField()
    told_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "last_day", "days"], name="one_warning_a_threshold")
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.days}"
