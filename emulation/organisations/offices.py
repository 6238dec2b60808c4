"""The offices a person can hold in an organisation, and what each stands for.

A right is never given to a login: it follows from an office held on a date. The title printed under a
signature ("Chủ tịch", "Giám đốc") is text of the post; the office is what the program understands by it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Office(models.TextChoices):
    OFFICER = "OFFICER", _("Emulation officer")
    HEAD = "HEAD", _("Head of the unit")
    DEPUTY = "DEPUTY", _("Deputy head")
    BOARD_CHAIR = "BOARD_CHAIR", _("Chair of the cooperative's board")
    COUNCIL_SECRETARY = "COUNCIL_SECRETARY", _("Council secretary")
    TELLER = "TELLER", _("Teller")
    APPRAISER = "APPRAISER", _("Appraiser")
    CLERK = "CLERK", _("Clerk and archivist")
    OBSERVER = "OBSERVER", _("Observer")
    DATA_PROTECTION = "DATA_PROTECTION", _("Data protection officer")
    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")
    AUDITOR = "AUDITOR", _("Auditor")
    STAFF = "STAFF", _("Staff")


LEADERS = frozenset({Office.HEAD, Office.DEPUTY})
"""Who may sign for the unit."""

REGISTRARS = frozenset({Office.OFFICER, Office.HEAD, Office.ADMINISTRATOR})
"""Who keeps the register of units, people and posts."""

READERS = frozenset(Office) - {Office.STAFF}
"""Who may read the people of the unit; working there gives no right."""
