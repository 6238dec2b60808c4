"""Which offices carry which act: read by the verdicts, by the desk and by the roles matrix.

An office counts at the organisation itself or at one above it, except where a verdict says otherwise.
"""

from emulation.organisations.offices import Office

MAY_OPEN_CAMPAIGN = frozenset({Office.OFFICER, Office.COUNCIL_SECRETARY})
MAY_IMPORT = frozenset({Office.OFFICER})
MAY_DRAFT = frozenset({Office.OFFICER, Office.HEAD})
MAY_RECEIVE = frozenset({Office.OFFICER, Office.APPRAISER})
MAY_APPRAISE = frozenset({Office.APPRAISER})
MAY_RUN_BOARD = frozenset({Office.COUNCIL_SECRETARY})
MAY_DRAFT_DECISION = frozenset({Office.COUNCIL_SECRETARY, Office.OFFICER})
MAY_PUBLISH = frozenset({Office.HEAD, Office.CLERK})
MAY_PRINT = frozenset({Office.OFFICER, Office.CLERK, Office.COUNCIL_SECRETARY})

MOVE_OFFICES = {
    "submit": MAY_DRAFT,
    "recall": MAY_DRAFT,
    "restore": MAY_DRAFT,
    "withdraw": MAY_DRAFT,
    "receive": MAY_RECEIVE,
    "return": MAY_RECEIVE,
    "appraise_ok": MAY_APPRAISE,
    "appraise_not_ok": MAY_APPRAISE,
}
BULK_MOVES = ("submit", "receive", "return", "appraise_ok", "appraise_not_ok", "withdraw")
"""Moves made for many nominations at once."""
AGENCY_MOVES = frozenset({"receive", "return", "appraise_ok", "appraise_not_ok"})
"""Moves of the standing agency; the others belong to the unit, or to whoever drafts for it."""
