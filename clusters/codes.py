"""Words for the codes that the audit entries of this room keep and no field of their subjects knows."""

from clusters.models import COLUMNS
from emulation.audit.telling import name_codes


def register() -> None:
    """Told to the timeline when the program starts."""
    words = [(column.value, label) for column, label in COLUMNS.items()]
    for subject in ("season", "scorecard", "scoreimport"):
        name_codes(f"clusters.{subject}", "column", words)
