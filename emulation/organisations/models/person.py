"""People, with or without a login, and the posts they hold from a day to a day."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from emulation.organisations.models.organisation import Organisation
from emulation.organisations.offices import Office

LONGEST_NAME = LONGEST_TITLE = 200
"""Characters; as many as a nomination and an award hold, because a decision enters its people from there."""


class PersonTitle(models.TextChoices):
    """The word before a name in a document; legal wording, therefore not translated."""

    MR = "Ông", "Ông"
    MRS = "Bà", "Bà"


class Gender(models.TextChoices):
    MALE = "MALE", _("Male")
    FEMALE = "FEMALE", _("Female")


class Person(models.Model):
    """One record for life: nominees, signatories, officers, members of boards.

    `keeper` is the organisation in whose register the person was entered; it may read and mend the record
    even before the person holds a post there.
    """

    full_name = models.CharField(_("full name"), max_length=LONGEST_NAME)
    title = models.CharField(_("title"), max_length=3, choices=PersonTitle.choices, blank=True, default="")
    gender = models.CharField(_("gender"), max_length=6, choices=Gender.choices, blank=True, default="")
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1880), MaxValueValidator(2100)],
    )
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    search = models.CharField(max_length=160, db_index=True, editable=False)
    sort_key = models.CharField(max_length=400, db_index=True, editable=False)
    keeper = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="people_kept"
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(name="person_named", condition=~models.Q(full_name="")),
            models.CheckConstraint(
                name="person_birth_year_plausible",
                condition=models.Q(birth_year__isnull=True) | models.Q(birth_year__range=(1880, 2100)),
            ),
            models.CheckConstraint(
                name="person_birth_date_implies_year",
                condition=models.Q(birth_date__isnull=True) | models.Q(birth_year__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def audit_chain(self) -> int:
        """The chain of the organisation that keeps the record; the installation's without one."""
        return self.keeper_id or 0


class Post(models.Model):
    """A person holds an office in an organisation, from a day to a day inclusive; no last day: still held."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    office = models.CharField(_("office"), max_length=20, choices=Office.choices)
    title = models.CharField(_("title as printed"), max_length=LONGEST_TITLE, blank=True, default="")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "office", "valid_from"], name="one_post_a_beginning"
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "office"],
                condition=models.Q(valid_to__isnull=True),
                name="one_open_post_an_office",
            ),
            models.CheckConstraint(name="post_office_known", condition=models.Q(office__in=Office.values)),
            models.CheckConstraint(
                name="post_dates_ordered",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "office", "valid_from"], name="post_holders")]

    def __str__(self) -> str:
        return f"{self.person}: {self.title or self.get_office_display()}, {self.organisation}"

    @property
    def audit_chain(self) -> int:
        return self.organisation_id
