"""Which offices keep the register of an organisation, and whom the end of a national instrument concerns."""

from emulation.organisations.models import Kind
from emulation.organisations.offices import Office

MAY_KEEP = frozenset({Office.OFFICER, Office.HEAD, Office.DEPUTY, Office.COUNCIL_SECRETARY, Office.CLERK})
"""Who enters, revises and ends instruments and legal grounds of the own organisation or of one below it."""

ISSUING_KINDS = frozenset(
    {
        Kind.CENTRAL_ALLIANCE,
        Kind.ALLIANCE,
        Kind.EMULATION_BOARD,
        Kind.DEPARTMENT,
        Kind.PEOPLES_COMMITTEE,
    }
)
"""Bodies that draft and issue under the law of the whole country: they are told when it changes, not every unit."""
