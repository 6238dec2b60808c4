"""Which offices carry which act: read by the verdicts, by the desk and by the roles matrix.

An office counts at the organisation itself or at one above it, except where a verdict says otherwise.
"""

from emulation.organisations.models import Kind
from emulation.organisations.offices import Office

MAY_RUN = frozenset({Office.OFFICER, Office.COUNCIL_SECRETARY})
"""Enter and change programmes, plans and activities; run movements and rounds of registration."""
MAY_RECORD_SIGNING = frozenset({Office.OFFICER, Office.COUNCIL_SECRETARY, Office.CLERK, Office.HEAD})
MAY_CONFIRM = frozenset({Office.OFFICER, Office.COUNCIL_SECRETARY, Office.HEAD, Office.DEPUTY})
"""Confirm or contest the figures of a report for one's own side."""
READERS = frozenset(
    {
        Office.OFFICER,
        Office.HEAD,
        Office.DEPUTY,
        Office.BOARD_CHAIR,
        Office.COUNCIL_SECRETARY,
        Office.APPRAISER,
        Office.CLERK,
        Office.OBSERVER,
        Office.AUDITOR,
    }
)
MAY_REGISTER = frozenset({Office.OFFICER, Office.HEAD})
"""Write and send the registration of a unit, and speak for it in an overlap."""
BEGIN_NONE = frozenset({Kind.COOPERATIVE, Kind.COOPERATIVE_UNION, Kind.CREDIT_FUND, Kind.COOPERATIVE_GROUP})
"""Bodies with none below them: they take part in programmes and rounds, and begin none."""
