"""Which offices carry which act in a cluster: read by the verdicts, by the desk and by the roles matrix."""

from emulation.organisations.models import Kind
from emulation.organisations.offices import Office

MAY_RUN = frozenset({Office.OFFICER, Office.COUNCIL_SECRETARY, Office.HEAD})
"""Run a cluster: at its organiser, or at the body that leads it on the day."""
MAY_SIGN = frozenset({Office.HEAD})
"""Sign or decline the pledge of a member: its head, at the very organisation."""
MAY_RECORD = frozenset({Office.OFFICER, Office.COUNCIL_SECRETARY, Office.CLERK, Office.HEAD})
"""Enter what was signed on paper."""
MAY_SCORE = frozenset({Office.OFFICER, Office.HEAD, Office.COUNCIL_SECRETARY})
"""Enter and submit the self-score of the own organisation."""
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
FOUND_NONE = frozenset({Kind.COOPERATIVE, Kind.COOPERATIVE_UNION, Kind.CREDIT_FUND, Kind.COOPERATIVE_GROUP})
"""Bodies with none below them: they are members of clusters and found none."""
