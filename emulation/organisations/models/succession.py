"""Which body followed which, by what document: nothing is copied and nothing is deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from emulation.organisations.models.organisation import Organisation


class SuccessionKind(models.TextChoices):
    MERGE_NEW = "MERGE_NEW", _("merged into")
    ABSORB = "ABSORB", _("absorbed by")
    SPLIT = "SPLIT", _("split into")
    RENAME = "RENAME", _("renamed")
    DISSOLVE = "DISSOLVE", _("dissolved")


class Succession(models.Model):
    """One line of the lineage. A rename stays within one organisation; a dissolution has no successor."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="successions_in"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=SuccessionKind.choices)
    effective_on = models.DateField(_("effective on"))
    document_number = models.CharField(_("document number"), max_length=80)
    document_date = models.DateField(_("document date"), null=True, blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"], name="one_succession_a_pair"
            ),
            models.CheckConstraint(
                name="succession_kind_known", condition=models.Q(kind__in=SuccessionKind.values)
            ),
            models.CheckConstraint(name="succession_has_document", condition=~models.Q(document_number="")),
            models.CheckConstraint(
                name="succession_dissolved_iff_nobody_follows",
                condition=models.Q(kind=SuccessionKind.DISSOLVE, successor__isnull=True)
                | (~models.Q(kind=SuccessionKind.DISSOLVE) & models.Q(successor__isnull=False)),
            ),
            models.CheckConstraint(
                name="succession_itself_iff_renamed",
                condition=models.Q(successor__isnull=True)
                | models.Q(kind=SuccessionKind.RENAME, successor=models.F("predecessor"))
                | (~models.Q(kind=SuccessionKind.RENAME) & ~models.Q(successor=models.F("predecessor"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor}: {self.get_kind_display()} {self.successor or ''}".strip()
