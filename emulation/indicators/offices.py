"""Which offices carry which act with figures; each counts at the organisation itself or at one above it."""

from emulation.organisations.models import Kind
from emulation.organisations.offices import Office

READERS = frozenset(
    {
        Office.OFFICER,
        Office.HEAD,
        Office.DEPUTY,
        Office.COUNCIL_SECRETARY,
        Office.APPRAISER,
        Office.CLERK,
        Office.OBSERVER,
        Office.AUDITOR,
    }
)
"""They read the figures of their organisation and of all below it."""

MAY_REPORT = frozenset({Office.OFFICER, Office.HEAD, Office.DEPUTY})
MAY_IMPORT = frozenset({Office.OFFICER})

UNITS = (Kind.COOPERATIVE, Kind.COOPERATIVE_UNION, Kind.CREDIT_FUND, Kind.COOPERATIVE_GROUP)
"""The kinds of organisations whose yearly report an Alliance waits for."""
