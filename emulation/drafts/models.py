"""What is being typed: one unfinished text of one person, kept by the server every few seconds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """`key` names the form and its object, as the page that shows the form chose it; `data` is its fields.

    `version` counts the savings, so that a second tab cannot overwrite the first without noticing.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=200)
    data = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="drafts_one_a_form")]

    def __str__(self) -> str:
        return f"{self.key} ({self.saved_at:%d/%m/%Y %H:%M})"
