"""One proposed commendation of one subject, and the spreadsheets nominations come from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models.award import AwardForm, Campaign, SubjectKind
from awards.states import BEFORE_THE_BOARD, GRANTED, ImportState, NominationState
from emulation.organisations.models import Gender


class StatCategory(models.TextChoices):
    """Who was commended, as rows 06–10 of form 0603 (Circular 02/2023/TT-BNV) ask at decision time."""

    TOP_LEADER = "06", _("Ministerial or provincial leader")
    DEPARTMENT_LEADER = "07", _("Leader of a department")
    BUSINESS = "08", _("Business person")
    OTHER_LEADER = "09", _("Other leader, from deputy head of section")
    DIRECT = "10", _("Direct worker, farmer, soldier")


class NomineeImport(models.Model):
    """An uploaded list of nominees on its way into a campaign: checked, asked about, previewed, confirmed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="imports")
    file = models.FileField(upload_to="imports/%Y/%m/")
    filename = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of the file as uploaded"))
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    mapping = models.JSONField(default=dict, help_text=_("sheet name → header row and column of each field"))
    answers = models.JSONField(default=dict, help_text=_("answers to the questions of the preview"))
    preview = models.JSONField(default=dict, help_text=_("counts, problems, questions, duplicates, samples"))
    error = models.TextField(blank=True)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("empty: an administrator's command"),
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_dated_iff_imported",
                condition=Q(state=ImportState.IMPORTED, imported_at__isnull=False)
                | (~Q(state=ImportState.IMPORTED) & Q(imported_at__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def audit_chain(self) -> int:
        return self.campaign.organisation_id


class Nomination(models.Model):
    """A subject proposed for one award form in one campaign. Names are copied: they are what will be printed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="nominations")
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("the campaign's standing agency, copied for scope and audit"),
    )
    form = models.ForeignKey(AwardForm, on_delete=models.PROTECT, related_name="nominations")
    subject_kind = models.CharField(max_length=1, choices=SubjectKind.choices)
    person = models.ForeignKey(
        "organisations.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        help_text=_("whom the register knew when this was written; entered there by the decision otherwise"),
    )
    unit = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="nominations",
        help_text=_("the unit of the person, or the collective itself"),
    )
    honorific = models.CharField(max_length=10, blank=True, choices=[("Ông", "Ông"), ("Bà", "Bà")])
    name = models.CharField(max_length=200)
    gender = models.CharField(max_length=6, blank=True, choices=Gender.choices)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    position_title = models.CharField(max_length=200, blank=True)
    unit_name = models.CharField(max_length=300, blank=True, help_text=_("as printed"))
    address = models.CharField(max_length=300, blank=True)
    achievement = models.TextField(blank=True)
    stat_category = models.CharField(max_length=2, choices=StatCategory.choices, blank=True)
    state = models.CharField(max_length=20, choices=NominationState.choices, default=NominationState.DRAFT)
    state_since = models.DateTimeField()
    remark = models.TextField(blank=True, help_text=_("why it was returned, not eligible or withdrawn"))
    question = models.OneToOneField(
        "ballots.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="nomination"
    )
    decision = models.ForeignKey(
        "awards.Decision", on_delete=models.SET_NULL, null=True, blank=True, related_name="nominations"
    )
    candidate = models.ForeignKey(
        "programmes.Candidate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        help_text=_("the model found on a field visit that this proposal came from"),
    )
    source = models.ForeignKey(
        NomineeImport, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source_row = models.PositiveIntegerField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    folded = models.CharField(max_length=300, editable=False, help_text=_("the name as names are compared"))
    search = models.CharField(max_length=600, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("empty: an administrator's command"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    shown_state: str
    """What of the state may be told to a person: set by selectors.nominations_visible_to."""

    class Meta:
        ordering = ["subject_kind", "sort_key", "pk"]
        indexes = [
            models.Index(fields=["campaign", "subject_kind", "sort_key", "id"], name="nomination_list"),
            models.Index(fields=["campaign", "state"], name="nomination_by_state"),
            models.Index(fields=["unit", "campaign"], name="nomination_by_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "fingerprint"],
                condition=~Q(state=NominationState.WITHDRAWN),
                name="one_nomination_a_subject_and_form",
            ),
            models.CheckConstraint(
                name="nomination_person_of_an_individual",
                condition=Q(subject_kind=SubjectKind.INDIVIDUAL) | Q(person__isnull=True),
            ),
            models.CheckConstraint(
                name="nomination_before_the_board_has_question",
                condition=~Q(state__in=BEFORE_THE_BOARD) | Q(question__isnull=False),
            ),
            models.CheckConstraint(
                name="nomination_granted_has_decision",
                condition=~Q(state__in=GRANTED) | Q(decision__isnull=False),
            ),
            models.CheckConstraint(
                name="nomination_returned_says_why",
                condition=~Q(state__in=[NominationState.RETURNED, NominationState.APPRAISED_NOT_OK])
                | ~Q(remark=""),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name with Ông/Bà before it, joined by a no-break space, as documents print it."""
        return f"{self.honorific}\N{NO-BREAK SPACE}{self.name}" if self.honorific else self.name

    @property
    def audit_chain(self) -> int:
        return self.organisation_id
