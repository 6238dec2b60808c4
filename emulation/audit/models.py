"""The log of what happened: entries that are only ever added, one hash chain for each organisation."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emulation.audit import telling
from emulation.audit.chain import GENESIS, TEXT


class AppendOnly(Exception):
    """Somebody tried to change or remove what has been written into the log."""

    def __init__(self) -> None:
        super().__init__("Audit entries are only ever added.")


class Chain(models.Model):
    """The end of one organisation's chain; its lock makes writers of that organisation take turns.

    key is the organisation's id, 0 for the installation. A plain number, because the log knows nobody.
    """

    key = models.BigIntegerField(primary_key=True)
    length = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        verbose_name = _("audit chain")
        verbose_name_plural = _("audit chains")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(key__gte=0, length__gte=0), name="audit_chain_counts_up"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.key}"

    @property
    def audit_chain(self) -> int:
        return self.key


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads freely; writes only what the services of this room write."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def blank(self, **columns: Any) -> int:
        """Erase the readable text; only `services.erase` calls this, after recording why."""
        return super().update(**columns, **TEXT)


class Entry(models.Model):
    """One act: who did what to which object, when, why, and what changed.

    Names are copied as text, because the log outlives accounts and objects. changes is
    {"field": [before, after]} of plain JSON values. `at` is the server's time of the act.
    """

    chain = models.BigIntegerField(_("organisation"))
    seq = models.BigIntegerField()
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.TextField(blank=True)
    action = models.CharField(_("what"), max_length=80)
    subject_type = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=64)
    subject_name = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    reason = models.TextField(_("reason"), blank=True)
    batch = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=64, blank=True)
    content_digest = models.CharField(max_length=64)
    link = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="audit_one_entry_a_place"),
            models.CheckConstraint(
                condition=models.Q(chain__gte=0, seq__gte=1), name="audit_places_count_from_one"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_of_an_object"),
            models.Index(fields=["chain", "at"], name="audit_of_a_chain_by_time"),
            models.Index(fields=["batch"], name="audit_of_a_batch", condition=~models.Q(batch="")),
        ]

    def __str__(self) -> str:
        return f"{self.chain}/{self.seq} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    @property
    def sentence(self) -> str:
        """The act in one sentence of the reader's language."""
        return telling.sentence(self)

    @property
    def lines(self) -> list[telling.Line]:
        """What changed, a line for each field, in words."""
        return telling.lines(self)

    @property
    def actor_text(self) -> str | Promise:
        return telling.actor_text(self)
