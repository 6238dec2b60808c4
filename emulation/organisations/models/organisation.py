"""A body that stays itself while its name, level, place and superior change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    CENTRAL_ALLIANCE = "CENTRAL_ALLIANCE", _("Vietnam Cooperative Alliance")
    ALLIANCE = "ALLIANCE", _("Provincial Cooperative Alliance")
    DEPARTMENT = "DEPARTMENT", _("Department or division")
    EMULATION_BOARD = "EMULATION_BOARD", _("Emulation and Commendation Board")
    PEOPLES_COMMITTEE = "PEOPLES_COMMITTEE", _("People's Committee")
    COOPERATIVE = "COOPERATIVE", _("Cooperative")
    COOPERATIVE_UNION = "COOPERATIVE_UNION", _("Union of cooperatives")
    CREDIT_FUND = "CREDIT_FUND", _("People's Credit Fund")
    COOPERATIVE_GROUP = "COOPERATIVE_GROUP", _("Cooperative group")
    COUNCIL = "COUNCIL", _("Emulation and Commendation Council")
    PARTY_BODY = "PARTY_BODY", _("Party body")
    ASSOCIATION = "ASSOCIATION", _("Association or union")
    PRESS = "PRESS", _("Press agency")
    OTHER = "OTHER", _("Other organisation")


class Level(models.TextChoices):
    CENTRAL = "CENTRAL", _("Central level")
    PROVINCE = "PROVINCE", _("Provincial level")
    DISTRICT = "DISTRICT", _("District level")
    COMMUNE = "COMMUNE", _("Commune level")
    UNIT = "UNIT", _("Unit level")


class Confidence(models.TextChoices):
    """Where a row comes from: a quoted source, general knowledge to be confirmed, or a user's entry."""

    SOURCED = "SOURCED", _("From the source named")
    GENERAL = "GENERAL", _("General knowledge, to be confirmed")
    ENTERED = "ENTERED", _("Entered by a user")


UNLISTED = 10_000
"""The official order of what stands in no official list: after all that does, then by name."""


class Organisation(models.Model):
    """The stable identity. What it is called, and where it belongs, stands in its versions.

    `path` is the chain of ids from the root to this organisation in today's tree, "/1/5/77/": the scope
    of an office is everything whose path begins with its own. `name`, `short_name`, `search`, `sort_key`,
    `level`, `parent`, `province` and `ended_on` are a copy of today's version, so that lists need no second query.
    The services of this app are the only writers of all of these.
    """

    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    official_order = models.PositiveIntegerField(_("official order"), default=UNLISTED)
    path = models.CharField(max_length=200, db_index=True, default="", editable=False)
    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=120, blank=True, default="")
    search = models.CharField(max_length=400, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.UNIT)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    province = models.ForeignKey(
        "self", verbose_name=_("province"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(name="organisation_kind_known", condition=models.Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="organisation_level_known", condition=models.Q(level__in=Level.values)
            ),
            models.CheckConstraint(name="organisation_named", condition=~models.Q(name="")),
        ]
        indexes = [
            models.Index(fields=["official_order", "sort_key", "id"], name="organisation_in_order"),
            models.Index(
                fields=["kind", "official_order", "sort_key", "id"], name="organisation_kind_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        """An organisation's acts stand in its own chain."""
        return self.pk


class OrganisationVersion(models.Model):
    """What an organisation was from a day on, until the next row.

    `ended` marks the closing row: from that day the organisation is no more. `parent` gives rights (scope
    follows it); `province` (the People's Committee of its territory) and `system` (the body above it in its
    own line) are the two ladders of emulation and give none: docs/decisions/0020.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="versions")
    valid_from = models.DateField(_("valid from"))
    ended = models.BooleanField(_("ended"), default=False)
    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=120, blank=True, default="")
    lowered = models.CharField(max_length=300, editable=False)
    search = models.CharField(max_length=400, db_index=True, editable=False)
    short_search = models.CharField(max_length=400, db_index=True, blank=True, default="", editable=False)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.UNIT)
    parent = models.ForeignKey(
        Organisation,
        verbose_name=_("parent"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="child_versions",
    )
    province = models.ForeignKey(
        Organisation,
        verbose_name=_("province"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    system = models.ForeignKey(
        Organisation,
        verbose_name=_("body above in its own line"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    address = models.CharField(_("address"), max_length=300, blank=True, default="")
    place = models.CharField(_("place name of the date line"), max_length=80, blank=True, default="")
    sector = models.CharField(_("sector"), max_length=120, blank=True, default="")
    seal_text = models.CharField(_("text of the seal"), max_length=200, blank=True, default="")
    source = models.CharField(_("source"), max_length=200, blank=True, default="")
    confidence = models.CharField(
        _("confidence"), max_length=8, choices=Confidence.choices, default=Confidence.ENTERED
    )

    class Meta:
        verbose_name = _("version of an organisation")
        verbose_name_plural = _("versions of organisations")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "valid_from"], name="one_version_a_day"),
            models.CheckConstraint(name="version_named", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="version_not_its_own_parent", condition=~models.Q(parent=models.F("organisation"))
            ),
            models.CheckConstraint(
                name="version_sourced_names_source",
                condition=~models.Q(confidence=Confidence.SOURCED) | ~models.Q(source=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationWord(models.Model):
    """One folded word of one version's name: the index of the search, on either database."""

    word = models.CharField(max_length=60, db_index=True)
    version = models.ForeignKey(OrganisationVersion, on_delete=models.CASCADE, related_name="words")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "word"], name="one_row_a_word")]

    def __str__(self) -> str:
        return self.word
