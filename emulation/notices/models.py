"""Who is told: a line under the bell for each person, and the mail that waits to leave."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One sentence with a link, for one person. `key` tells the same news apart from new news."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=500)
    url = models.CharField(max_length=500)
    organisation_id = models.BigIntegerField(null=True, blank=True)
    key = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], condition=~models.Q(key=""), name="notices_same_news_once"
            )
        ]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notices_newest_first"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="notices_unread"),
        ]

    def __str__(self) -> str:
        return self.text


class Outgoing(models.Model):
    """A mail in the outbox. It is written in the transaction of the act it speaks of, and sent afterwards.

    `handover` marks mail that administrators may read here because they are the ones to hand it over, such
    as an invitation where there is no mail server. Once sent, the text is emptied: links in it open accounts.
    """

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"), blank=True)
    handover = models.BooleanField(default=False)
    key = models.CharField(max_length=250, unique=True, null=True, blank=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.TextField(_("why it was not sent"), blank=True, default="")

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(sent_at=None), name="notices_mail_waiting"
            ),
            models.Index(fields=["-created_at", "-id"], name="notices_mail_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
