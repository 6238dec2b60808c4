"""A cooperation programme: who agreed with whom on what, for which years, and what was planned under it."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emulation.wording import NumberSymbol, parse_number_symbol
from programmes.states import NEVER_SIGNED, PlanState, ProgrammeState, TaskState

YEARS = [MinValueValidator(1945), MaxValueValidator(2100)]
LONGEST_NAME = 300


class Programme(models.Model):
    """Chương trình phối hợp. The number is kept as written; its parts are read from it, never enforced.

    `organisation` keeps the record and owns its chain. A `recorded` programme was signed elsewhere (a national
    one, a Party document's programme) and is entered so that others may name it as their parent.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="programmes",
        verbose_name=_("kept by"),
    )
    recorded = models.BooleanField(
        _("signed elsewhere, entered for reference"),
        default=False,
    )
    number = models.CharField(_("number and symbol"), max_length=120, blank=True)
    source_spelling = models.CharField(
        _("number as misspelt in a source"),
        max_length=120,
        blank=True,
        help_text=_("kept so that a search for the misspelling still finds the programme"),
    )
    title = models.CharField(_("title of the programme"), max_length=500)
    search = models.CharField(max_length=900, editable=False)
    from_year = models.PositiveSmallIntegerField(_("from year"), validators=YEARS)
    to_year = models.PositiveSmallIntegerField(_("to year"), validators=YEARS)
    purpose = models.TextField(_("purpose"), blank=True)
    purpose_from = models.PositiveSmallIntegerField(
        _("socio-economic period from"), null=True, blank=True, validators=YEARS
    )
    purpose_to = models.PositiveSmallIntegerField(
        _("socio-economic period to"), null=True, blank=True, validators=YEARS
    )
    emphasis = models.CharField(_("emphasis"), max_length=500, blank=True)
    grounds = models.TextField(_("legal grounds"), blank=True, help_text=_("one ground a line"))
    implements = models.ManyToManyField(
        "legislation.Instrument", blank=True, related_name="programmes", verbose_name=_("carries out")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("programme above"),
    )
    predecessor = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        verbose_name=_("continues"),
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    place = models.CharField(_("place of signing"), max_length=200, blank=True)
    event = models.CharField(_("occasion of signing"), max_length=300, blank=True)
    witnesses = models.TextField(_("witnesses"), blank=True, help_text=_("one a line: name, position"))
    copies = models.PositiveSmallIntegerField(
        _("number of originals"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    scan = models.FileField(_("signed scan"), upload_to="programmes/%Y/", blank=True)
    state = models.CharField(max_length=12, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT)
    state_since = models.DateField()
    left_from = models.CharField(
        max_length=12,
        choices=ProgrammeState.choices,
        blank=True,
        default="",
        help_text=_("the state in which it was ended early or renewed"),
    )
    document = models.ForeignKey(
        "documents.IssuedDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes = models.ForeignKey(
        "documents.IssuedDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-from_year", "-pk"]
        verbose_name = _("cooperation programme")
        verbose_name_plural = _("cooperation programmes")
        constraints = [
            models.CheckConstraint(name="programme_years_ordered", condition=Q(from_year__lte=F("to_year"))),
            models.CheckConstraint(
                name="programme_signed_iff_dated",
                condition=Q(state__in=NEVER_SIGNED) | Q(signed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="programme_purpose_years_ordered",
                condition=Q(purpose_from=None, purpose_to=None) | Q(purpose_from__lte=F("purpose_to")),
            ),
            models.CheckConstraint(name="programme_not_above_itself", condition=~Q(parent=F("pk"))),
            models.CheckConstraint(name="programme_not_after_itself", condition=~Q(predecessor=F("pk"))),
            models.UniqueConstraint(
                fields=["organisation", "number", "signed_on"],
                condition=~Q(number=""),
                name="one_programme_a_number_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def audit_chain(self) -> int:
        return self.organisation_id

    @property
    def parts(self) -> NumberSymbol:
        """The number's parts by whichever grammar it follows."""
        return parse_number_symbol(self.number)

    @property
    def period(self) -> str:
        return f"{self.from_year}–{self.to_year}"

    @property
    def years(self) -> range:
        return range(self.from_year, self.to_year + 1)

    def named_as_of(self, today: date) -> date:
        """The day whose names of bodies count: that of signing; until then today."""
        return self.signed_on or today


class Addendum(models.Model):
    """Phụ lục: what the parties changed after signing, by number and day."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="addenda")
    number = models.CharField(_("number and symbol"), max_length=120, blank=True)
    signed_on = models.DateField(_("signed on"))
    effective_on = models.DateField(_("in effect from"))
    text = models.TextField(_("what changes"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_on = models.DateField(_("taken back on"), null=True, blank=True)
    undone_because = models.CharField(_("reason"), max_length=2000, blank=True, default="")

    class Meta:
        ordering = ["effective_on", "pk"]
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")

    def __str__(self) -> str:
        return f"{self.number} {self.signed_on:%d/%m/%Y}".strip()

    @property
    def audit_chain(self) -> int:
        return self.programme.organisation_id


class Party(models.Model):
    """One side of a programme under the name it bore; `organisation` is empty for a body outside the register.

    A side that was succeeded by another body leaves by an addendum, and the successor joins by the same one:
    what was signed keeps the name that signed.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="parties")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name as printed"), max_length=LONGEST_NAME)
    superior = models.CharField(_("body above, as printed"), max_length=LONGEST_NAME, blank=True)
    role = models.CharField(_("part in the programme"), max_length=200, blank=True)
    signatory = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signatory_name = models.CharField(_("signatory"), max_length=200, blank=True)
    signatory_titles = models.TextField(
        _("positions of the signatory"),
        blank=True,
        help_text=_("one a line; the first stands above the name"),
    )
    focal_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    focal_unit = models.CharField(_("focal unit"), max_length=LONGEST_NAME, blank=True)
    focal_person = models.CharField(_("focal person"), max_length=200, blank=True)
    succeeds = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="succeeded_by"
    )
    addendum = models.ForeignKey(
        Addendum, on_delete=models.PROTECT, null=True, blank=True, related_name="parties_joined"
    )
    joined_on = models.DateField(null=True, blank=True, help_text=_("empty: from the beginning"))
    left_on = models.DateField(null=True, blank=True, help_text=_("the first day without this side"))

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation"],
                condition=Q(left_on=None, organisation__isnull=False),
                name="one_party_a_body",
            ),
            models.CheckConstraint(name="party_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="party_joins_before_it_leaves",
                condition=Q(joined_on=None) | Q(left_on=None) | Q(joined_on__lt=F("left_on")),
            ),
            models.CheckConstraint(
                name="party_joins_by_addendum",
                condition=Q(joined_on=None, addendum=None)
                | Q(joined_on__isnull=False, addendum__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        return self.programme.organisation_id

    @property
    def titles(self) -> list[str]:
        return [line.strip() for line in self.signatory_titles.splitlines() if line.strip()]


class ContentGroup(models.Model):
    """One of the ordered contents a programme agrees on."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="contents")
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.TextField(_("content"))

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("content")
        verbose_name_plural = _("contents")

    def __str__(self) -> str:
        return self.text[:80]


class Responsibility(models.Model):
    """What one side takes upon itself, or what both do together (no party)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="responsibilities")
    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, null=True, blank=True, related_name="responsibilities"
    )
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.TextField(_("responsibility"))

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")

    def __str__(self) -> str:
        return self.text[:80]


class AnnualPlan(models.Model):
    """Kế hoạch năm: the yearly document under a programme, sometimes signed with further bodies."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    number = models.CharField(_("number and symbol"), max_length=120, blank=True)
    title = models.CharField(_("title of the plan"), max_length=500)
    partners = models.TextField(_("signed with"), blank=True, help_text=_("one body a line"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.DRAFT)
    document = models.ForeignKey(
        "documents.IssuedDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["year", "pk"]
        verbose_name = _("annual plan")
        verbose_name_plural = _("annual plans")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year", "number"], name="one_plan_a_year_and_number"
            ),
            models.CheckConstraint(
                name="plan_signed_is_dated", condition=~Q(state=PlanState.SIGNED) | Q(signed_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_chain(self) -> int:
        return self.programme.organisation_id


class PlanTask(models.Model):
    """One thing to do: which side, who, until when. A task nobody owns is shown as such."""

    plan = models.ForeignKey(AnnualPlan, on_delete=models.PROTECT, related_name="tasks")
    content = models.ForeignKey(
        ContentGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    text = models.CharField(_("task"), max_length=500)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    person = models.CharField(_("responsible person"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.OPEN)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.CheckConstraint(
                name="task_done_iff_dated",
                condition=Q(state=TaskState.DONE, done_on__isnull=False)
                | (~Q(state=TaskState.DONE) & Q(done_on=None)),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def audit_chain(self) -> int:
        return self.plan.programme.organisation_id

    @property
    def owned(self) -> bool:
        return bool(self.party_id and self.person and self.due_on)


class Measure(models.Model):
    """An indicator a programme follows, with where it stood at the beginning and whose figures count."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="measures")
    version = models.ForeignKey(
        "indicators.IndicatorVersion", on_delete=models.PROTECT, related_name="+", verbose_name=_("indicator")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("whose figures"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=2, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(
        _("year of the baseline"), null=True, blank=True, validators=YEARS
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("indicator of a programme")
        verbose_name_plural = _("indicators of programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version", "organisation"], name="one_measure_an_indicator_and_body"
            )
        ]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def audit_chain(self) -> int:
        return self.programme.organisation_id


class Target(models.Model):
    """What a programme aims at in one year; the actual value is the organisation's own figure of that year."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    value = models.DecimalField(_("target"), max_digits=18, decimal_places=2)

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["measure", "year"], name="one_target_a_year")]
        verbose_name = _("target")
        verbose_name_plural = _("targets")

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"
