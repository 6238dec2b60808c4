"""The kinds of documents that begin with their legal grounds ("Căn cứ …")."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    DECISION = "DECISION", _("Decision on commendation")
    LAUNCH = "LAUNCH", _("Launch of a movement")
    REGISTRATION = "REGISTRATION", _("Emulation registration")
    PROGRAMME = "PROGRAMME", _("Cooperation programme")
    SIGNING_MINUTES = "SIGNING_MINUTES", _("Minutes of signing")
    ANNUAL_PLAN = "ANNUAL_PLAN", _("Annual plan")
    REPORT = "REPORT", _("Report")
    STATISTICS_0601 = "STATISTICS_0601", _("Statistical form 0601")
