"""How sure a row of a catalogue is: one scale for law, awards and indicators.

The register of organisations has a scale of its own, which also knows what its users enter.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Confidence(models.TextChoices):
    """Where a row comes from: a quoted source, general knowledge, or nothing that was checked."""

    SOURCED = "S", _("Sourced")
    MEMORY = "M", _("From general knowledge")
    UNSURE = "U", _("Not verified")
