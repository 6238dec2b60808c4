"""Minutes and hand-over records, who signed them, and the custody of the rotating flag."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.conference_states import FlagState, Hand, RecordKind, RecordState
from clusters.models.cluster import LONGEST_NAME, Cluster
from clusters.models.conference import Conference
from clusters.states import Method


class Record(models.Model):
    """One version of a record. Closing freezes `payload`: what is printed, digested and signed.

    `opening`, `discussion` and `conclusion` are words around the facts; the facts come from the rows alone.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(max_length=9, choices=RecordKind.choices)
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=RecordState.choices, default=RecordState.DRAFT)
    symbol = models.CharField(_("number and symbol"), max_length=120, blank=True)
    opening = models.TextField(_("opening words"), blank=True)
    discussion = models.TextField(_("discussion"), blank=True, help_text=_("one paragraph a line"))
    conclusion = models.TextField(_("conclusion"), blank=True, help_text=_("one paragraph a line"))
    reason = models.CharField(_("why it is corrected"), max_length=500, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    payload = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(
        "documents.IssuedDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sealed = models.ForeignKey(
        "documents.IssuedDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "number"]
        verbose_name = _("record")
        verbose_name_plural = _("records")
        constraints = [
            models.UniqueConstraint(fields=["conference", "kind", "number"], name="one_record_a_number"),
            models.UniqueConstraint(
                fields=["conference", "kind"],
                condition=~Q(state=RecordState.REPLACED),
                name="one_record_in_force",
            ),
            models.CheckConstraint(
                name="record_frozen_iff_closed",
                condition=Q(state=RecordState.DRAFT, digest="")
                | (~Q(state=RecordState.DRAFT) & ~Q(digest="") & Q(payload__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.conference}"

    @property
    def audit_chain(self) -> int:
        return self.conference.audit_chain


class RecordSignature(models.Model):
    """Who signed the very text with this digest, in which role. Appended, never changed; the database sees to it."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="signatures")
    hand = models.CharField(max_length=9, choices=Hand.choices)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    body = models.CharField(max_length=LONGEST_NAME, blank=True)
    method = models.CharField(max_length=13, choices=Method.choices)
    account = models.CharField(max_length=254, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True, blank=True, help_text=_("the day on the paper"))
    scan = models.FileField(_("signed scan"), upload_to="conferences/%Y/", blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("signature under a record")
        verbose_name_plural = _("signatures under records")
        constraints = [
            models.UniqueConstraint(fields=["record", "hand", "digest"], name="one_signature_a_hand"),
            models.CheckConstraint(
                name="record_signature_on_paper_has_its_scan",
                condition=~Q(method=Method.PAPER) | (~Q(scan="") & Q(signed_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.hand}"

    @property
    def audit_chain(self) -> int:
        return self.record.audit_chain


class HandOver(models.Model):
    """Leadership goes from one body to another on a day, with its files and the rotating flag.

    `files` is a list of [title, how many (3, or "01 bộ"), remark]. `done_at` is when both heads had signed and
    rights moved.
    """

    conference = models.OneToOneField(Conference, on_delete=models.PROTECT, related_name="hand_over")
    giver = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("day of the hand-over"))
    files = models.JSONField(default=list, blank=True)
    flag = models.ForeignKey(
        "clusters.Flag",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("flag"),
    )
    flag_state = models.CharField(_("the flag is"), max_length=8, choices=FlagState.choices, blank=True)
    flag_note = models.CharField(_("remark on the flag"), max_length=500, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.CheckConstraint(
                name="hand_over_says_how_the_flag_is", condition=Q(flag=None) | ~Q(flag_state="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    @property
    def audit_chain(self) -> int:
        return self.conference.audit_chain


class Flag(models.Model):
    """A rotating flag of a cluster (cờ luân lưu)."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="flags")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("rotating flag")
        verbose_name_plural = _("rotating flags")
        constraints = [models.UniqueConstraint(fields=["cluster", "name"], name="one_flag_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_chain(self) -> int:
        return self.cluster.organiser_id


class Custody(models.Model):
    """A link of the chain: who has the flag since when, from whom, and how it was. Appended, never changed."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="custodies")
    holder = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    holder_name = models.CharField(max_length=LONGEST_NAME)
    giver_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    since = models.DateField(_("since"))
    state = models.CharField(_("the flag is"), max_length=8, choices=FlagState.choices)
    note = models.CharField(_("remark"), max_length=500, blank=True)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("custody of a flag")
        verbose_name_plural = _("custodies of flags")

    def __str__(self) -> str:
        return f"{self.flag}: {self.holder_name}"

    @property
    def audit_chain(self) -> int:
        return self.flag.audit_chain
