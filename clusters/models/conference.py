"""Hội nghị sơ kết, tổng kết of a season: agenda, who takes part, and the secret votes it holds."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.agenda import ItemKind
from clusters.conference_states import ConferenceKind, ConferenceState, Manner, Purpose
from clusters.models.cluster import LONGEST_NAME, Season, Seat
from clusters.thresholds import QUORUM

ITEM_KINDS = [
    (ItemKind.OPENING.value, _("opening")),
    (ItemKind.REPORT.value, _("report")),
    (ItemKind.SPEECH.value, _("speeches and discussion")),
    (ItemKind.STANDINGS.value, _("standings")),
    (ItemKind.DISPUTES.value, _("disputes")),
    (ItemKind.NOMINATION.value, _("vote on who is put forward")),
    (ItemKind.PLEDGE.value, _("pledge")),
    (ItemKind.ELECTION.value, _("election of leader and deputy")),
    (ItemKind.HAND_OVER.value, _("hand-over")),
    (ItemKind.CLOSING.value, _("closing")),
    (ItemKind.OTHER.value, pgettext_lazy("agenda", "other")),
]


class Conference(models.Model):
    """One conference. `convener` is the body that led when it was planned: it finishes its minutes after a hand-over.

    `current` is the item that every screen shows. `chair` and `secretary` sign the minutes.
    """

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="conferences")
    kind = models.CharField(_("kind"), max_length=8, choices=ConferenceKind.choices)
    state = models.CharField(max_length=9, choices=ConferenceState.choices, default=ConferenceState.PLANNED)
    state_since = models.DateTimeField()
    title = models.CharField(_("title"), max_length=LONGEST_NAME)
    day = models.DateField(_("day"))
    until = models.DateField(_("last day"), null=True, blank=True)
    begins = models.CharField(_("begins at"), max_length=5, blank=True, help_text=_("such as 07:30"))
    place = models.CharField(_("place"), max_length=LONGEST_NAME)
    town = models.CharField(_("place name of the date line"), max_length=120)
    invited = models.TextField(
        _("invited bodies"), blank=True, help_text=_("besides the members; one a line")
    )
    letter_number = models.CharField(_("number of the invitation"), max_length=120, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    quorum = models.DecimalField(
        _("quorum, percent of all members"),
        max_digits=5,
        decimal_places=2,
        default=QUORUM,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    convener = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("convened by"),
    )
    chair = models.ForeignKey(
        "organisations.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chair"),
    )
    chair_title = models.CharField(_("position of the chair"), max_length=200, blank=True)
    secretary = models.ForeignKey(
        "organisations.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("secretary"),
    )
    secretary_title = models.CharField(_("position of the secretary"), max_length=200, blank=True)
    current = models.ForeignKey(
        "clusters.AgendaItem", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["day", "pk"]
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        constraints = [
            models.UniqueConstraint(
                fields=["season", "kind"],
                condition=~Q(state=ConferenceState.CALLED_OFF),
                name="one_conference_a_kind",
                violation_error_message=_("The season has a conference of this kind already."),
            ),
            models.CheckConstraint(
                name="conference_days_ordered",
                condition=Q(until=None) | Q(day__lte=F("until")),
                violation_error_message=_("It cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_chain(self) -> int:
        return self.season.audit_chain


class AgendaItem(models.Model):
    """A point of the agenda; `said` is what the minutes tell of it in words."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("about"), max_length=10, choices=ITEM_KINDS, default=ItemKind.OTHER.value)
    title = models.CharField(_("item"), max_length=LONGEST_NAME)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=15)
    presenter = models.CharField(_("presented by"), max_length=LONGEST_NAME, blank=True)
    said = models.TextField(_("what was said and agreed"), blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("items of the agenda")

    def __str__(self) -> str:
        return self.title

    @property
    def audit_chain(self) -> int:
        return self.conference.audit_chain


class Attendance(models.Model):
    """Whether and by whom a member takes part. Appended, never changed: the newest row of a member counts.

    `person` votes for the member; `representation` says by what right, where it is not the head.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    manner = models.CharField(_("takes part"), max_length=9, choices=Manner.choices)
    person = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    title = models.CharField(_("position"), max_length=200, blank=True)
    representation = models.CharField(_("represents by"), max_length=LONGEST_NAME, blank=True)
    reason = models.CharField(_("reason of the absence"), max_length=500, blank=True)
    companions = models.PositiveSmallIntegerField(_("others who come with"), default=0)
    confirmed = models.BooleanField(default=False, help_text=_("by the member itself"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        indexes = [models.Index(fields=["conference", "seat", "-id"], name="attendance_newest")]
        constraints = [
            models.CheckConstraint(
                name="attendance_absent_says_why",
                condition=~Q(manner=Manner.ABSENT) | ~Q(reason=""),
                violation_error_message=_("Say why the member is absent."),
            ),
            models.CheckConstraint(
                name="attendance_names_who_comes",
                condition=Q(manner=Manner.ABSENT) | (Q(person__isnull=False) & ~Q(name="")),
                violation_error_message=_("Say who takes part for the member."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.manner}"

    @property
    def audit_chain(self) -> int:
        return self.conference.audit_chain


class Guest(models.Model):
    """Somebody who is there for no member."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("position"), max_length=200, blank=True)
    body = models.CharField(_("body"), max_length=LONGEST_NAME, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("guest")
        verbose_name_plural = _("guests")

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        return self.conference.audit_chain


class Motion(models.Model):
    """What one question of a secret ballot decides for the season. The count itself stays in the ballot.

    `departs` says why the candidates are others than those proposed.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="motions")
    question = models.OneToOneField("ballots.Question", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("decides"), max_length=10, choices=Purpose.choices)
    departs = models.CharField(_("why other candidates"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("motion")
        verbose_name_plural = _("motions")

    def __str__(self) -> str:
        return str(self.question)

    @property
    def audit_chain(self) -> int:
        return self.conference.audit_chain
