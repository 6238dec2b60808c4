"""What was done under a programme: the event, its days and places, who came, what shows it, whom it found."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emulation.approximate import Qualifier
from programmes.models.programme import LONGEST_NAME, PlanTask, Programme
from programmes.states import ActivityState, CandidateState


class ActivityKind(models.TextChoices):
    CEREMONY = "CEREMONY", _("Ceremony")
    TRAINING = "TRAINING", _("Training class")
    INSPECTION = "INSPECTION", _("Inspection delegation")
    STUDY_TRIP = "STUDY_TRIP", _("Study trip")
    PROPAGANDA = "PROPAGANDA", _("Propaganda")
    FAIR = "FAIR", _("Fair")
    MODEL_SUPPORT = "MODEL_SUPPORT", _("Support of a model")
    MOVEMENT = "MOVEMENT", _("Emulation movement")
    CONFERENCE = "CONFERENCE", _("Conference")
    SELECTION = "SELECTION", _("Selection of models")


class Activity(models.Model):
    """One thing that happens under a programme, a plan or a movement, planned first and then held."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    task = models.ForeignKey(
        PlanTask, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="activities"
    )
    kind = models.CharField(_("kind"), max_length=14, choices=ActivityKind.choices)
    title = models.CharField(_("name"), max_length=400)
    search = models.CharField(max_length=400, editable=False)
    lead = models.CharField(_("led by"), max_length=LONGEST_NAME, blank=True)
    target_group = models.CharField(_("for whom"), max_length=500, blank=True)
    planned = models.PositiveIntegerField(_("participants planned"), null=True, blank=True)
    planned_qualifier = models.CharField(
        _("how exact"), max_length=12, choices=Qualifier.choices, blank=True, default=""
    )
    actual = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    actual_qualifier = models.CharField(
        _("how exact"), max_length=12, choices=Qualifier.choices, blank=True, default=""
    )
    participants_note = models.CharField(_("who they were"), max_length=500, blank=True)
    reach = models.PositiveIntegerField(_("units reached"), null=True, blank=True)
    reach_qualifier = models.CharField(
        _("how exact"), max_length=12, choices=Qualifier.choices, blank=True, default=""
    )
    reach_note = models.CharField(_("which units"), max_length=500, blank=True)
    cost = models.DecimalField(_("cost (đồng)"), max_digits=15, decimal_places=0, null=True, blank=True)
    funding = models.CharField(_("paid from"), max_length=300, blank=True)
    result = models.TextField(_("result"), blank=True)
    inferred = models.CharField(
        _("what is inferred"),
        max_length=300,
        blank=True,
        help_text=_("what the source does not say itself, such as which class was where"),
    )
    state = models.CharField(max_length=10, choices=ActivityState.choices, default=ActivityState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                name="activity_cost_not_negative", condition=Q(cost=None) | Q(cost__gte=0)
            ),
            models.CheckConstraint(
                name="activity_qualifier_has_number",
                condition=(Q(planned__isnull=False) | Q(planned_qualifier=""))
                & (Q(actual__isnull=False) | Q(actual_qualifier=""))
                & (Q(reach__isnull=False) | Q(reach_qualifier="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_chain(self) -> int:
        return self.organisation_id


class Occasion(models.Model):
    """One run of days at one place; the place keeps the name it had, whatever became of the district."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="occasions")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    place = models.CharField(_("place"), max_length=LONGEST_NAME, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")
        constraints = [
            models.CheckConstraint(name="occasion_days_ordered", condition=Q(starts_on__lte=F("ends_on")))
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%d/%m/%Y} {self.place}".strip()


class ParticipationRole(models.TextChoices):
    CHAIR = "CHAIR", _("Chair of the meeting")
    SPEAKER = "SPEAKER", _("Speaker")
    TRAINER = "TRAINER", _("Trainer")
    MEMBER = "MEMBER", _("Member of the delegation")
    TRAINEE = "TRAINEE", _("Trainee")
    GUEST = "GUEST", _("Guest")


class Participation(models.Model):
    """A person or unit that took part, under the name and position of that day."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="participations")
    role = models.CharField(_("part"), max_length=8, choices=ParticipationRole.choices)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations_in",
    )
    person = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position"), max_length=LONGEST_NAME, blank=True)
    attended = models.BooleanField(_("attended"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person"],
                condition=Q(person__isnull=False),
                name="one_participation_a_person",
            ),
            models.CheckConstraint(name="participation_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """A file that shows what happened."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="evidence")
    file = models.FileField(upload_to="activities/%Y/%m/")
    filename = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of the file as uploaded"))
    note = models.CharField(_("what it shows"), max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "digest"], name="one_evidence_a_file")]

    def __str__(self) -> str:
        return self.filename

    @property
    def audit_chain(self) -> int:
        return self.activity.organisation_id


class Candidate(models.Model):
    """Nhân tố mới, điển hình: a model that a field visit found, followed until it is proposed."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="candidates")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    direct_labour = models.BooleanField(_("works directly in production"), default=False)
    text = models.TextField(_("what makes it a model"))
    state = models.CharField(max_length=10, choices=CandidateState.choices, default=CandidateState.NOTED)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("candidate model")
        verbose_name_plural = _("candidate models")

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        return self.activity.organisation_id
